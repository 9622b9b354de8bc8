"""What describes one person, for the bake."""

from __future__ import annotations

from dataclasses import dataclass, field

from assets.build.garments import (
    Cut,
    Garment,
    shoes_patch,
    top_patch,
    trousers_patch,
)
from assets.build.glasses import Frame
from assets.build.skin import Complexion
from assets.build.source import Floats, Macro, detail, macro_offset
from assets.build.styles import Style
from assets.build.textures import Colour

JACKET_OFFSET_M = 0.017
"""An open jacket lies over the top that is worn below it."""


@dataclass(frozen=True)
class Fabric:
    """Colour and weave of a garment."""

    colour: Colour
    weave: str
    """knit, denim or plain."""


@dataclass(frozen=True)
class Recipe:
    """One adult: shape, skin, hair, clothes and how they are introduced."""

    id: str
    title: str
    description: str
    macro: Macro
    look: Complexion
    iris: Colour
    style: Style | None
    """None: covered or shaved."""
    top: Cut
    fabrics: dict[str, Fabric]
    """By garment: top, trousers, shoes, and jacket, scarf, prosthesis, glasses."""
    details: dict[str, float] = field(default_factory=dict)
    """Shapes of face and body by name; ``*`` stands for left and right."""
    jacket: Cut | None = None
    glasses: Frame | None = None

    @property
    def scarf(self) -> Fabric | None:
        """The headscarf's cloth."""
        return self.fabrics.get("scarf")

    @property
    def prosthesis(self) -> bool:
        """Whether the left forearm and hand are made."""
        return "prosthesis" in self.fabrics

    def shaped(self, also: dict[str, float]) -> Floats:
        """Offsets of the base mesh's vertices; `also` adds to the details."""
        total = macro_offset(self.macro)
        for name, weight in (also | self.details).items():
            for side in "lr" if "*" in name else "l":
                total = total + weight * detail(name.replace("*", side))
        return total

    def garments(self) -> tuple[Garment, ...]:
        """What is worn, cut for this person."""
        top = top_patch(self.top)
        worn = [
            Garment("top", "top", top, 0.0075, 6, collar=self.top.collar),
            Garment("trousers", "trousers", trousers_patch(), 0.009, 8),
            Garment("shoes", "shoes", shoes_patch(), 0.007, 3),
        ]
        if self.jacket is not None:
            patch = top_patch(self.jacket)
            worn.append(
                Garment(
                    "jacket",
                    "top",
                    patch,
                    JACKET_OFFSET_M,
                    6,
                    collar=self.jacket.collar,
                    is_open=self.jacket.opening > 0,
                )
            )
        return tuple(worn)
