"""How the body looks that stands for the user: chosen once, remembered in settings.

There is a body, colours of skin, hair and clothes, a height and whether it sits. There
is nothing for weight or shape, and nothing of it changes while an exercise runs.
"""

from __future__ import annotations

import contextlib
import dataclasses
import difflib
import json
import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from assets.cards import CardError, UnknownItemError, card, cards
from dialogue.plain import shown
from sim.config import ConfigError, Settings
from sim.privacy.errors import VaultUnsafe
from sim.privacy.folder import check_own, make_private, read_own, write_private

Colour = tuple[float, float, float]

NOBODY: Final = "none"
"""No body at all: the mirror shows the room."""
STANCES: Final = ("seated", "standing")
SKINS: Final[tuple[Colour, ...]] = (
    (0.85, 0.69, 0.61),
    (0.79, 0.62, 0.52),
    (0.70, 0.52, 0.41),
    (0.58, 0.41, 0.31),
    (0.46, 0.31, 0.235),
    (0.35, 0.23, 0.175),
)
"""sRGB, from light to dark."""
HAIRS: Final[dict[str, Colour]] = {
    "black": (0.10, 0.085, 0.08),
    "brown": (0.33, 0.205, 0.125),
    "red": (0.50, 0.22, 0.11),
    "fair": (0.66, 0.52, 0.33),
    "grey": (0.50, 0.49, 0.48),
    "white": (0.80, 0.79, 0.77),
}
CLOTHS: Final[dict[str, Colour]] = {
    "black": (0.19, 0.19, 0.20),
    "grey": (0.46, 0.46, 0.47),
    "white": (0.78, 0.77, 0.74),
    "blue": (0.24, 0.35, 0.52),
    "green": (0.33, 0.47, 0.37),
    "red": (0.54, 0.25, 0.23),
    "yellow": (0.71, 0.56, 0.31),
    "plum": (0.45, 0.29, 0.40),
}
HEIGHTS_CM: Final = (140, 205)
USUAL_CM: Final = 170.0
"""Of a body whose card does not say its height."""
LEAST_SCALE, MOST_SCALE = 0.90, 1.12
"""How far a baked body is made smaller or larger; beyond, heads would look wrong."""
STEP_CM: Final = 3
_MOST = 2**20
_LINE = re.compile(r"\s*(body|look)\s*=")


@dataclass(frozen=True, slots=True)
class Look:
    """A body and its looks; empty or 0 leaves a thing as it was baked."""

    body: str = "maya"
    skin: int = 0
    """1 light to 6 dark."""
    hair: str = ""
    top: str = ""
    trousers: str = ""
    height: int = 0
    """Centimetres, as near as this body goes."""
    stance: str = "seated"

    @property
    def is_somebody(self) -> bool:
        """Whether there is a body at all."""
        return self.body != NOBODY

    @property
    def natural_cm(self) -> float:
        """Height of the body as it was baked."""
        try:
            height_m = card("bodies", self.body).fields.get("height_m")
        except (UnknownItemError, CardError):
            height_m = None  # somebody's own, gone since
        return height_m * 100 if isinstance(height_m, int | float) else USUAL_CM

    @property
    def scale(self) -> float:
        """What the body is made larger by."""
        if not self.height or not self.is_somebody:
            return 1.0
        return min(max(self.height / self.natural_cm, LEAST_SCALE), MOST_SCALE)

    @property
    def colours(self) -> dict[str, Colour]:
        """What is not as it was baked."""
        out = {
            name: table[value]
            for name, table, value in (
                ("hair", HAIRS, self.hair),
                ("top", CLOTHS, self.top),
                ("trousers", CLOTHS, self.trousers),
            )
            if value
        }
        if self.skin:
            out["skin"] = SKINS[self.skin - 1]
        return out

    @property
    def words(self) -> str:
        """All but the body, as the setting ``look`` has it."""
        pairs = {
            "skin": self.skin,
            "hair": self.hair,
            "top": self.top,
            "trousers": self.trousers,
            "height": self.height,
            "stance": "" if self.stance == "seated" else self.stance,
        }
        return "; ".join(f"{key}={value}" for key, value in pairs.items() if value)


def bodies() -> tuple[str, ...]:
    """What may be chosen."""
    return (*(item.id for item in cards("bodies")), NOBODY)


def look_of(body: str, words: str) -> Look:
    """The look that the settings ``body`` and ``look`` name.

    Raises:
        ConfigError: says what is allowed.
    """
    out = Look(body=_one_of("body", body, bodies())) if body else Look()
    for pair in filter(None, (part.strip() for part in words.split(";"))):
        key, _, value = (piece.strip() for piece in pair.partition("="))
        out = _with(out, key.lower(), value.lower())
    return out


def _with(look: Look, key: str, value: str) -> Look:
    tables = {"hair": tuple(HAIRS), "top": tuple(CLOTHS), "trousers": tuple(CLOTHS)}
    tables["stance"] = STANCES
    if key in tables:
        chosen: dict[str, Any] = {key: _one_of(f"look: {key}", value, tables[key])}
        return dataclasses.replace(look, **chosen)
    ranges = {"skin": (1, len(SKINS)), "height": HEIGHTS_CM}
    _one_of("look", key, (*tables, *ranges))
    low, high = ranges[key]
    if not value.isdecimal() or len(value) > 4 or not low <= int(value) <= high:
        raise ConfigError(
            f"look: {key} is {shown(value)!r}; allowed is {low} to {high}."
        )
    number: dict[str, Any] = {key: int(value)}
    return dataclasses.replace(look, **number)


def _one_of(where: str, value: str, allowed: tuple[str, ...]) -> str:
    if value in allowed:
        return value
    near = difflib.get_close_matches(value[:60], allowed, 1)
    hint = f" Did you mean {near[0]!r}?" if near else ""
    listed = ", ".join(allowed)
    raise ConfigError(f"{where}: {shown(value)!r} is not one of {listed}.{hint}")


@dataclass(slots=True)
class Own:
    """The user's look, for as long as the program runs, and where it is remembered."""

    look: Look = dataclasses.field(default_factory=Look)
    is_chosen: bool = False
    """Whether the user has chosen it, now or earlier."""
    remember: Callable[[Look], str] = lambda _: ""
    """Keeps a look for the next time; returns why not, or "" ."""

    @classmethod
    def of(cls, settings: Settings, home: Path | None) -> Own:
        """From the settings; remembered in `home`, or not at all.

        Raises:
            ConfigError: a setting names nothing that there is.
        """
        look = look_of(settings.body, settings.look)
        is_chosen = bool(settings.body or settings.look)
        if home is None:
            return cls(look, is_chosen)
        return cls(look, is_chosen, lambda chosen: keep(home, chosen))

    def take(self, look: Look) -> None:
        """Wear `look` from here on, and remember it."""
        self.look, self.is_chosen = look, True
        self.remember(look)


def keep(home: Path, look: Look) -> str:
    """Write the look to ``config.toml`` of `home`, beside what stands there.

    Returns why it could not be kept, in one line; "" when it was.
    """
    path = home / "config.toml"
    try:
        make_private(home)
        with contextlib.suppress(FileNotFoundError):
            check_own(path)
        before = read_own(path, _MOST).decode("utf-8") if path.exists() else ""
        lines = [line for line in before.splitlines() if not _LINE.match(line)]
        mine = [f"body = {json.dumps(look.body)}", f"look = {json.dumps(look.words)}"]
        after = "\n".join([*mine, *lines]) + "\n"
        if _rest(before) != _rest(after):  # one of our lines was within another's text
            return f"{path}: the look could not be put beside what stands there."
        write_private(path, after.encode("utf-8"))
    except (OSError, ValueError, VaultUnsafe) as error:
        return f"{path}: the look could not be kept ({error})."
    return ""


def _rest(toml: str) -> dict[str, object]:
    table = tomllib.loads(toml)
    return {key: value for key, value in table.items() if key not in ("body", "look")}
