"""Whether a room's file and card fit together, before the renderer sees them."""

from __future__ import annotations

import math
from typing import Any

from assets.arrays import Arrays, ArraysError, read, take, within
from assets.cards import Card, CardError

FARTHEST_M = 100.0
MOST_GROUPS = 64
MOST_ROWS = 2_000_000
MOST_SEATS = 8


def loaded(about: Card) -> Arrays:
    """The arrays of the room `about`.

    Raises:
        ArraysError: the file is damaged, or its arrays do not fit together.
        CardError: the card says no good place for the user or a seat.
    """
    seats = _seats(about)
    arrays = read(about.data)
    try:
        _check(arrays, seats)
    except ArraysError as error:
        raise ArraysError(f"{about.data}: {error}") from error
    return arrays


def _seats(about: Card) -> list[str]:
    user, seats = about.fields.get("user"), about.fields.get("seats")
    if not isinstance(user, dict) or not isinstance(seats, dict):
        raise CardError(f"{about.id}: needs the tables [user] and [seats.partner].")
    _check_place(about, "user.eye", user.get("eye"))
    _check_place(about, "user.look", user.get("look"))
    if "partner" not in seats or len(seats) > MOST_SEATS:
        raise CardError(f"{about.id}: needs seats.partner, and {MOST_SEATS} at most.")
    for name, seat in seats.items():
        if not isinstance(seat, dict):
            raise CardError(f"{about.id}: seats.{name} must be a table.")
        _check_place(about, f"seats.{name}.place", seat.get("place"))
        heading = seat.get("heading_deg")
        if not isinstance(heading, int | float) or not -360 <= heading <= 360:
            raise CardError(f"{about.id}: seats.{name}.heading_deg must be -360..360.")
    return list(seats)


def _check_place(about: Card, path: str, value: Any) -> None:
    is_place = (
        isinstance(value, list)
        and len(value) == 3
        and all(isinstance(one, int | float) for one in value)
        and all(math.isfinite(one) and abs(one) <= FARTHEST_M for one in value)
    )
    if not is_place:
        raise CardError(f"{about.id}: {path} must be three numbers in metres.")


def _check(arrays: Arrays, seats: list[str]) -> None:
    groups = [str(group) for group in take(arrays, "groups", "U", None)]
    if not 1 <= len(groups) <= MOST_GROUPS or len(set(groups)) < len(groups):
        raise ArraysError(f"groups: 1 to {MOST_GROUPS} different ones may be named.")
    for group in groups:
        if group.count(":") != 1:
            raise ArraysError(f"groups: {group!r} must be a texture, a colon, 0 or 1.")
        _check_group(arrays, group)
    for seat in seats:
        take(arrays, f"probe/{seat}.low", "f", 9, 3)
        take(arrays, f"probe/{seat}.high", "f", 9, 3)
        take(arrays, f"key.light/{seat}", "f", 3)
    take(arrays, "key.place", "f", 3)
    take(arrays, "sky", "f", 3)
    for name in arrays:
        if name.startswith("texture/"):
            take(arrays, name, "u", None)


def _check_group(arrays: Arrays, group: str) -> None:
    rows = len(take(arrays, f"{group}/positions", "f", None, 3))
    if not 1 <= rows <= MOST_ROWS:
        raise ArraysError(f"{group}/positions: {rows} rows; 1 to {MOST_ROWS} may be.")
    within(arrays, f"{group}/positions", -FARTHEST_M, FARTHEST_M)
    take(arrays, f"{group}/uv", "f", rows, 2)
    take(arrays, f"{group}/light", "f", rows, 3)
    take(arrays, f"{group}/albedo", "u", rows, 3)
    within(arrays, f"{group}/albedo", 0, 255)
    take(arrays, f"{group}/tris", "u", None, 3)
    within(arrays, f"{group}/tris", 0, rows - 1)
