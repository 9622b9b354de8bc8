"""The card beside each baked body or room: what it is, read without loading it."""

from __future__ import annotations

import difflib
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assets import folder


class UnknownItemError(ValueError):
    """An id that no card of the folder has."""


class CardError(ValueError):
    """A card is no TOML or lacks something; the message says which and what."""


@dataclass(frozen=True, slots=True)
class Card:
    """One .toml file beside a baked .npz."""

    id: str
    title: str
    description: str
    data: Path
    """The baked file."""
    fields: dict[str, Any]
    """Everything in the file."""
    fault: str = ""
    """Why the card itself cannot be read; empty for a sound one."""


def cards(folder_name: str) -> tuple[Card, ...]:
    """All cards of one asset folder, sorted by id.

    One that cannot be read is there with its `fault`, named for its file, so that the
    others can be used.
    """
    return tuple(_listed(path) for path in sorted(folder(folder_name).glob("*.toml")))


def card(folder_name: str, item: str) -> Card:
    """The card `item` of an asset folder.

    Raises:
        UnknownItemError: says which ids exist and which is near.
        CardError: the card is wrong.
    """
    path = folder(folder_name) / f"{item}.toml"
    known = sorted(p.stem for p in folder(folder_name).glob("*.toml"))
    if item not in known:
        near = difflib.get_close_matches(item, known, 1)
        hint = f" Did you mean {near[0]!r}?" if near else ""
        raise UnknownItemError(
            f"assets/{folder_name}: {item!r} is not one of {', '.join(known)}.{hint}"
        )
    return _read(path)


def _listed(path: Path) -> Card:
    try:
        return _read(path)
    except CardError as error:
        data = path.with_suffix(".npz")
        return Card(path.stem, path.stem, str(error), data, {}, str(error))


def _read(path: Path) -> Card:
    what = f"assets/{path.parent.name}/{path.name}"
    try:
        fields = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise CardError(f"{what}: cannot be read ({error}).") from error
    texts = []
    for key in ("id", "title", "description"):
        text = fields.get(key)
        if not isinstance(text, str) or not text.isprintable():
            raise CardError(f"{what}: {key!r} must be a text on one line.")
        texts.append(text)
    return Card(texts[0], texts[1], texts[2], path.with_suffix(".npz"), fields)
