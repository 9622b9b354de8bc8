"""Every text of the exercises, with the place where it is written."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from assets import folder
from sim.exercises._guide import files, load

NO_TEXT: Final = frozenset(
    {
        *("id", "key", "kind", "goto", "module", "data", "room", "sources", "family"),
        *("body", "voice", "mood", "light", "partner", "rate_key", "when", "is_in"),
        *("not_in", "scene", "read", "where", "name", "scenario", "category", "action"),
    }
)
"""Keys of the files whose values nobody reads."""
SPOKEN: Final = frozenset(
    {
        *("say", "ask", "partner_says"),
        *("says", "note", "yes", "no", "thanks", "silence", "other"),
    }
)
"""Keys whose values are read aloud: by the guide, or by somebody in a scene."""
EXAMPLES: Final = {"left": "3", "own": "12", "guess": "40", "minutes": "5"}
"""What stands for numbers that a text gives back."""

_WITH_OTHER = re.compile(r"\{\w+\|([^{}]*)\}")
_ID = re.compile(r"[a-z0-9_]*[a-z0-9][_:.][a-z0-9_:.]+")
"""What can only be the name of something: a text is not written like this."""
_SLOT = re.compile(r"\{(\w+)(?::g)?\}")


@dataclass(frozen=True, slots=True)
class Text:
    """One paragraph."""

    file: str
    step: str
    """Id of the step, rung or section it belongs to; "" for the file's head."""
    key: str
    words: str
    sources: tuple[str, ...] = ()
    """Ids of what it rests on, where the file names them beside it."""
    slots: tuple[tuple[str, str], ...] = ()
    """What the file itself puts into its slots, such as its topic."""

    @property
    def is_spoken(self) -> bool:
        """Whether it is read aloud."""
        return self.key in SPOKEN

    @property
    def as_shown(self) -> str:
        """The words with something in each slot."""
        words = _WITH_OTHER.sub(r"\1", self.words)
        known = EXAMPLES | dict(self.slots)
        return _SLOT.sub(lambda slot: known.get(slot[1], "this"), words)

    @property
    def is_slot(self) -> bool:
        """Whether it is nothing but something the user said or set before."""
        return not re.search(r"[A-Za-z]", _SLOT.sub("", self.words))


def exercise_files() -> tuple[Path, ...]:
    """The exercises' files, and those that their modules read."""
    found = dict.fromkeys(files())
    for path in tuple(found):
        data = load(path).data
        if not data:
            continue
        at = folder(data.partition("/")[0])
        given = at.glob("*.toml") if "." not in data else (at.parent / data,)
        found |= dict.fromkeys(sorted(given))
    return tuple(found)


def texts(path: Path) -> tuple[Text, ...]:
    """Every text of the TOML file `path`, in its order."""
    table = tomllib.loads(path.read_text("utf-8"))
    topics = table.get("topics", [""])
    slots = {"name": str(table.get("name", "")), "topic": str(topics[0])}
    given = tuple((key, value) for key, value in slots.items() if value)
    return tuple(
        Text(f"{path.parent.name}/{path.name}", *found, given)
        for found in _walked(table, "", "", ())
    )


_Found = tuple[str, str, str, tuple[str, ...]]


def _walked(
    value: Any, step: str, key: str, sources: tuple[str, ...]
) -> Iterator[_Found]:
    if isinstance(value, str):
        if not _ID.fullmatch(value):
            yield step, key, " ".join(value.split()), sources
    elif isinstance(value, list):
        for item in value:
            yield from _walked(item, step, key, sources)
    elif isinstance(value, dict):
        # an option's label belongs to the step around it
        is_step = "label" not in value and isinstance(value.get("id"), str)
        here = str(value["id"]) if is_step and key else step
        named = tuple(value.get("sources", ()))
        for name, item in value.items():
            if name not in NO_TEXT:
                yield from _walked(item, here or _section(item, name), name, named)


def _section(item: Any, name: str) -> str:
    return name if isinstance(item, dict) else ""


def spoken() -> tuple[Text, ...]:
    """Every text that is read aloud, each once."""
    found: dict[str, Text] = {}
    for path in exercise_files():
        for one in texts(path):
            if one.is_spoken and not one.is_slot:
                found.setdefault(one.as_shown, one)
    return tuple(found.values())
