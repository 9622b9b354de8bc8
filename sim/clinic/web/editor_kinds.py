"""What the editor's form is made of: fields in blocks in sections."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal[
    "short", "long", "rows", "lines", "one", "many", "whole", "part", "tick", "pairs",
    "gate", "stances",
]  # fmt: skip
Key = tuple[str | int, ...]
"""Where it stands: ``("facts", 0, "tell")``."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the form."""

    key: Key
    label: str
    kind: Kind = "short"
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    """Value and words, for `one` and `many`."""

    @property
    def name(self) -> str:
        """In the form, and as an id on the page."""
        return ".".join(map(str, self.key))


@dataclass(frozen=True, slots=True)
class Block:
    """Fields that belong together; a group's block can be removed."""

    title: str
    fields: tuple[Field, ...]
    group: str = ""
    place: int = -1


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page."""

    id: str
    title: str
    intro: str
    blocks: tuple[Block, ...]
    adds: str = ""
    """What its button adds: a group's name."""


GROUPS: Final[dict[str, str]] = {
    "facts": "something the partner can tell",
    "topics": "something the user may say",
    "requests": "something the user may ask for",
    "questions": "a question of the partner",
    "endings": "an ending",
}
