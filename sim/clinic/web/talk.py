"""A conversation as it was shared, for the eyes of the one it was shared with.

Items say "you" to the client, who saw them so before they went. On the desk "you" would
be the therapist, so the client is called here by the name they have on it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final

from sim.clinic.desk.reports import Row

TALK: Final = ("quotes", "course")
"""Kinds of items that belong to a moment of the conversation."""
CURVES: Final = ("openness", "trust", "hurt", "anger")
"""Levels that are drawn; a table has all of them."""
LEAST_ANGER: Final = 0.2
"""Below it anger is not drawn [judgement: the partner was never cross]."""
_CLIENT: Final = re.compile(r"You\b.*", re.S)
_PARTNER: Final = re.compile(r"(.+?)(?:,? after line \d+| at the start)", re.S)
_SENTENCES: Final = re.compile(r"(?<=\.)\s+")
_THEY: Final = re.compile(r"\byou(?= (?:are|were|have|do|want|feel|need)\b)", re.I)
_YOUR: Final = re.compile(r"\byour\b", re.I)
_YOU: Final = re.compile(r"\byou\b", re.I)


@dataclass(frozen=True, slots=True)
class Line:
    """Something that was said."""

    who: str
    words: str
    is_client: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Moment:
    """One turn, as far as it was shared."""

    turn: int
    lines: tuple[Line, ...] = ()
    felt: tuple[str, ...] = ()
    """What moved the partner, and how, in sentences."""
    levels: dict[str, float] = field(default_factory=dict)


def moments(rows: Sequence[Row], alias: str) -> list[Moment]:
    """What was said and felt, turn by turn; `alias` is the client's."""
    talk = sorted((row for row in rows if row.kind in TALK), key=lambda row: row.turn)
    return [
        _moment(turn, list(one), alias)
        for turn, one in groupby(talk, lambda row: row.turn)
    ]


def _moment(turn: int, rows: list[Row], alias: str) -> Moment:
    felt = [row for row in rows if row.kind == "course"]
    return Moment(
        turn,
        tuple(_line(row, alias) for row in rows if row.kind == "quotes"),
        tuple(one for row in felt for one in _reasons(row, alias)),
        {name: value for row in felt for name, value in row.numbers.items()},
    )


def _line(row: Row, alias: str) -> Line:
    is_client = bool(_CLIENT.fullmatch(row.label))
    return Line(
        alias if is_client else _name(row.label), row.value, is_client, row.reason
    )


def _name(label: str) -> str:
    """Of “Kim, after line 3” just “Kim”; any other label as it is."""
    found = _PARTNER.fullmatch(label)
    return found[1] if found else label


def _reasons(row: Row, alias: str) -> Iterator[str]:
    """What the partner heard, once, with all that it did.

    "Kim felt safer: heard a question. Kim opened up: heard a question." becomes "Heard
    a question: Kim felt safer, opened up."
    """
    partner, effects = _name(row.label), dict[str, list[str]]()
    for sentence in filter(None, _SENTENCES.split(row.reason)):
        effect, colon, cause = sentence.removesuffix(".").partition(": ")
        if not colon or not effect.startswith(f"{partner} "):
            yield about(sentence, alias)
            continue
        effects.setdefault(cause, []).append(effect.removeprefix(f"{partner} "))
    for cause, done in effects.items():
        yield about(f"{cause}: {partner} {', '.join(done)}.", alias)


def about(words: str, alias: str) -> str:
    """Words of the program to a client, as words about them."""
    words = _YOUR.sub("their", _THEY.sub("they", words))
    return _first(_YOU.sub(alias, words))


def _first(words: str) -> str:
    return words[:1].upper() + words[1:]


def label(row: Row, alias: str) -> str:
    """What an item is called here; a question stays as it was asked."""
    if row.id == "notes.use":
        return f"Where {alias} wants to use it"
    if row.kind == "corrections":
        return row.label.replace("You called this wrong", f"{alias} called this wrong")
    return row.label


def drawn(told: Sequence[Moment]) -> list[tuple[str, list[tuple[int, float]]]]:
    """Curves of how the partner felt: a name, then turns with percents.

    None where fewer than three moments of it were shared: that is no course yet.
    """
    felt = [one for one in told if one.levels]
    if len(felt) < 3:
        return []
    found = []
    for name in CURVES:
        spots = [(one.turn, one.levels[name]) for one in felt if name in one.levels]
        if not spots or any(not 0 <= value <= 1 for _, value in spots):
            continue
        if name == "anger" and max(value for _, value in spots) < LEAST_ANGER:
            continue
        found.append((name, [(turn, 100 * value) for turn, value in spots]))
    return found


def table(told: Sequence[Moment]) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """All levels as they were shared: their names, then turns with percents."""
    felt = [one for one in told if one.levels]
    names = list(dict.fromkeys(name for one in felt for name in one.levels))
    return [name.replace("_", " ") for name in names], [
        (one.turn, [_percent(one.levels.get(name)) for name in names]) for one in felt
    ]


def _percent(value: float | None) -> str:
    if value is None:
        return ""
    return f"{100 * value:.0f} %" if 0 <= value <= 1 else f"{value:g}"
