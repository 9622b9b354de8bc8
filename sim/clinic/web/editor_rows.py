"""Lists of lines as rows of a text field, one line per row, and back again.

A line may have limits beside its text (when it fits, what it asks). The moods stand in
brackets before it and can be written; all other limits stay with their line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

from dialogue.messages import MOODS

_MOODS: Final = re.compile(r"\(([a-z]+(?:, ?[a-z]+)*)\) +")
_TOLD: Final = {
    "asks": "asks the question {}",
    "moves": "only to {}",
    "stages": "only while {}",
    "manners": "only if the manner is {}",
    "when": "only when its condition holds",
    "to": "answers {}",
    "feelings": "answers feeling {}",
    "echo": "gives back the user's {}",
    "alone": "stands alone",
    "bare": "not beside another line",
    "asked": "only when asked",
    "about": "is about {}",
    "kind": "is a {}",
    "role": "is a {}",
}


def rows_of(items: Sequence[Any]) -> list[str]:
    """One row for each line."""
    return [row_of(item) for item in items]


def row_of(item: Any) -> str:
    """One line as a row, such as ``(angry, hurt) Not now``."""
    if not isinstance(item, dict):
        return " ".join(str(item).split())
    text = " ".join(str(item.get("text", "")).split())
    moods = ", ".join(map(str, item.get("moods", ())))
    return f"({moods}) {text}" if moods else text


def split(text: str) -> list[str]:
    """The rows of a text field that hold something."""
    return [row for row in (" ".join(one.split()) for one in text.splitlines()) if row]


def lines_of(text: str, former: Sequence[Any], *, is_bare: bool = False) -> list[Any]:
    """The lines out of a text field; a line that was there keeps its limits.

    Args:
        text: what stands in the field.
        former: the lines as they were when the page was made.
        is_bare: whether these belong to no subject, so that each says its kind.
    """
    rows, before = split(text), rows_of(former)
    head = _shared(rows, before)
    tail = _shared(rows[head:][::-1], before[head:][::-1])
    middle, was = (
        rows[head : len(rows) - tail],
        list(former[head : len(former) - tail]),
    )
    same = dict(zip(rows_of(was), was, strict=True))
    made = []
    for place, row in enumerate(middle):
        if row in same:
            made.append(same[row])
        elif len(middle) == len(was):
            made.append(_changed(was[place], row))
        else:
            made.append(_changed(_fresh(row) if is_bare else "", row))
    return [*former[:head], *made, *former[len(former) - tail :]]


def _shared(rows: Sequence[str], before: Sequence[str]) -> int:
    """How many they have in common from the start."""
    count = 0
    for row, other in zip(rows, before, strict=False):
        if row != other:
            break
        count += 1
    return count


def _fresh(row: str) -> dict[str, Any]:
    return {"kind": "forward" if row.endswith("?") else "content"}


def _changed(item: Any, row: str) -> Any:
    """`item` with the text and the moods of `row`."""
    moods: list[str] = []
    found = _MOODS.match(row)
    if found:
        named = [word.strip() for word in found[1].split(",")]
        if set(named) <= set(MOODS):
            moods, row = named, row[found.end() :]
    limits = dict(item) if isinstance(item, dict) else {}
    limits.pop("moods", None)
    limits["text"] = row
    if moods:
        limits["moods"] = moods
    return limits if len(limits) > 1 else row


def limits_told(items: Sequence[Any]) -> list[tuple[int, str]]:
    """Number of a line and its limits in words, where it has some beside its mood."""
    told = []
    for number, item in enumerate(items, 1):
        if isinstance(item, dict):
            parts = [
                words.format(_words(item[key]))
                for key, words in _TOLD.items()
                if item.get(key)
            ]
            if parts:
                told.append((number, ", ".join(parts)))
    return told


def _words(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(str(one).replace("_", " ") for one in value)
    return str(value).replace("_", " ")
