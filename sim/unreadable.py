"""Which files of rooms and people cannot be read, found without drawing anything."""

from __future__ import annotations

from assets import folder
from assets.arrays import ArraysError
from assets.cards import Card, CardError, cards
from avatars.bodies import read_body
from scenes import read_room


def unreadable() -> tuple[str, ...]:
    """One line for each: the file and what is wrong with it."""
    wrong = []
    for kind in ("bodies", "rooms"):
        for about in cards(kind):
            try:
                _read(kind, about)
            except (ArraysError, CardError) as error:
                wrong.append(cause(kind, about.id, error))
    return tuple(wrong)


def _read(kind: str, about: Card) -> None:
    if about.fault:
        raise CardError(about.fault)
    if kind == "bodies":
        read_body(about)
    else:
        read_room(about)


def cause(kind: str, item: str, error: Exception) -> str:
    """Which file cannot be read and why, on one line and without the user's folders."""
    said = str(error).replace(f"{folder(kind)}/", f"assets/{kind}/")
    return said if said.startswith("assets/") else f"assets/{kind}/{item}: {said}"
