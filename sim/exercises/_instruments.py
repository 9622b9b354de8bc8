"""Short questionnaires that are answered before and after an exercise.

Ours stand in ``assets/instruments``. A clinic that may use others puts them, as TOML
files, into the folder ``instruments`` of the data folder: they are then asked in place
of ours. Such a file comes from outside, so it is read with limits, and refused
without a line that says under which licence it may be used.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from assets import folder
from dialogue.plain import shown
from dialogue.strict import DataError, parsed, read
from sim.exercises._guide import FAMILIES
from sim.privacy.folder import data_folder

FOLDER: Final = "instruments"
COMFORT: Final = "comfort"
"""Family of what is asked after a headset, which is no exercise's."""
OURS: Final = "Vis-à-Vis"
"""Source of our own."""
MOST_FILES: Final = 20
MOST_ITEMS: Final = 40
MOST_ANSWERS: Final = 11
LONGEST: Final = 400
"""Letters of a question, as many as fit above its answers in the window."""
LONGEST_ANSWER: Final = 60
SHORTEST_LICENCE: Final = 8
"""Letters: "CC BY 4.0" has nine."""
_ID: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")


class InstrumentError(ValueError):
    """An instrument's file is wrong or may not be used."""


@dataclass(frozen=True, slots=True)
class Item:
    """One question."""

    id: str
    text: str
    name: str = ""
    """What a number for it is called; empty for the question itself."""
    low_means: str = ""
    high_means: str = ""
    reversed: bool = False
    """Whether a high answer counts low."""


@dataclass(frozen=True, slots=True)
class Instrument:
    """One questionnaire."""

    id: str
    title: str
    family: str = field(metadata={"one_of": (*FAMILIES, COMFORT), "what": "family"})
    """The exercises that ask it, or `COMFORT`."""
    about: str
    """What it asks for, and what it does not tell."""
    licence: str
    """Why it may be used here; shown with `source` before it is asked."""
    source: str
    """Who made it and where it is described."""
    items: tuple[Item, ...]
    scoring: str = field(
        metadata={"one_of": ("each", "mean", "sum"), "what": "scoring"}
    )
    """``each``: every answer stands for itself."""
    validated: bool = False
    """Whether a published study says what it measures."""
    better: str = field(
        default="none", metadata={"one_of": ("high", "low", "none"), "what": "end"}
    )
    """Which end of the score is the lighter one, so that a fall is noticed."""
    intro: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    """Words to choose from, lowest first; without them, a number is asked."""
    first: int = field(default=1, metadata={"range": (-100, 100)})
    """What the first of `answers` counts; each further one counts one more."""
    low: float = field(default=0.0, metadata={"range": (-1000.0, 1000.0)})
    high: float = field(default=100.0, metadata={"range": (-1000.0, 1000.0)})
    low_means: str = ""
    high_means: str = ""
    may_miss: int = field(default=0, metadata={"range": (0, MOST_ITEMS)})
    """How many answers may be missing before there is no score."""

    @property
    def ends(self) -> tuple[float, float]:
        """The least and the most that one answer counts."""
        if self.answers:
            return float(self.first), float(self.first + len(self.answers) - 1)
        return self.low, self.high


@dataclass(frozen=True, slots=True)
class Score:
    """What the answers come to, beside what they could come to."""

    id: str
    name: str
    value: float
    low: float
    high: float
    better: str

    @property
    def share(self) -> float:
        """Where it stands between both ends, 0..1."""
        return (self.value - self.low) / (self.high - self.low)


@dataclass(frozen=True, slots=True)
class Found:
    """A file in one of the folders."""

    path: Path
    instrument: Instrument | None
    problem: str = ""
    """Why it is refused; "" when it is not."""


def load(path: Path) -> Instrument:
    """Read and check one file.

    Raises:
        InstrumentError: it cannot be read or is wrong; says where and what is allowed.
    """
    try:
        made = read(Instrument, parsed(path), "")
        for problem in _problems(made):
            raise DataError(problem)
    except OSError as error:
        raise InstrumentError(
            f"{shown(path.name)}: cannot be read ({error.strerror})."
        ) from None
    except DataError as error:
        told = str(error).lstrip(".: ")
        raise InstrumentError(f"{shown(path.name)}: {told}") from None
    return made


def _problems(made: Instrument) -> list[str]:
    """What keeps `made` from being used; only the first is told."""
    found = []
    if len(made.licence) < SHORTEST_LICENCE:
        found.append(
            'licence must say under which terms it may be used here, such as "CC BY '
            '4.0" or "with written permission of …, 2026".'
        )
    if not made.source:
        found.append("source is empty; it says who made this and where it is found.")
    if not _ID.fullmatch(made.id):
        found.append("id must be small letters, digits and _, 40 at most.")
    if not 1 <= len(made.items) <= MOST_ITEMS:
        found.append(f"items must be 1 to {MOST_ITEMS}; there are {len(made.items)}.")
    if made.answers and not 2 <= len(made.answers) <= MOST_ANSWERS:
        found.append(f"answers must be 2 to {MOST_ANSWERS}, or none for a number.")
    if made.low >= made.high:
        found.append("low must be under high.")
    if made.may_miss >= len(made.items):
        found.append("may_miss must be less than there are items.")
    return [*found, *_item_problems(made), *_length_problems(made)]


def _item_problems(made: Instrument) -> list[str]:
    ids = [item.id for item in made.items]
    found = []
    for index, item in enumerate(made.items):
        if not _ID.fullmatch(item.id):
            found.append(f"items[{index}].id must be small letters, digits and _.")
        if item.id in ids[:index]:
            found.append(f'items[{index}].id "{item.id}" is taken.')
        if not item.text:
            found.append(f"items[{index}].text is empty.")
    return found


def _length_problems(made: Instrument) -> list[str]:
    texts = {"title": made.title, "about": made.about, "licence": made.licence}
    texts["source"] = made.source
    texts |= {f"intro[{n}]": line for n, line in enumerate(made.intro)}
    for n, item in enumerate(made.items):
        texts |= {f"items[{n}].text": item.text, f"items[{n}].name": item.name}
    short = {f"answers[{n}]": word for n, word in enumerate(made.answers)}
    for n, item in enumerate(made.items):
        short[f"items[{n}].low_means"] = item.low_means
        short[f"items[{n}].high_means"] = item.high_means
    long = [
        f"{key} has {len(words)} letters; {most} at most."
        for most, part in ((LONGEST, texts), (LONGEST_ANSWER, short))
        for key, words in part.items()
        if len(words) > most
    ]
    empty = [f"{key} is empty." for key in ("title", "about") if not texts[key]]
    empty += [f"answers[{n}] is empty." for n, w in enumerate(made.answers) if not w]
    braces = [
        f"{key} holds {{ or }}, which stand for answers here; leave them out."
        for key, words in (texts | short).items()
        if "{" in words or "}" in words
    ]
    return [*empty, *long, *braces]


def own_folder(home: Path | None = None) -> Path:
    """Where a clinic puts its files; it may not be there."""
    return (home or data_folder()) / FOLDER


def found_in(place: Path) -> tuple[Found, ...]:
    """Every file of a folder, by name, the wrong ones with their reason."""
    made: list[Found] = []
    try:
        paths = sorted(place.glob("*.toml"))
    except OSError:
        return ()
    ids: set[str] = set()
    for path in paths[:MOST_FILES]:
        try:
            one = load(path)
        except InstrumentError as error:
            made.append(Found(path, None, str(error)))
            continue
        if one.id in ids:
            said = f'{shown(path.name)}: the id "{one.id}" is taken by another file.'
            made.append(Found(path, None, said))
            continue
        ids.add(one.id)
        made.append(Found(path, one))
    made += [
        Found(path, None, f"{shown(path.name)}: more than {MOST_FILES} files.")
        for path in paths[MOST_FILES:]
    ]
    return tuple(made)


def shipped() -> tuple[Found, ...]:
    """Ours."""
    return found_in(folder(FOLDER))


def asked(family: str, home: Path | None = None) -> tuple[Instrument, ...]:
    """What the exercises of `family` ask: the clinic's where there are any, or ours."""
    for place in (own_folder(home), folder(FOLDER)):
        found = [one.instrument for one in found_in(place) if one.instrument]
        made = tuple(one for one in found if one.family == family)
        if made:
            return made
    return ()


def refused(home: Path | None = None) -> tuple[str, ...]:
    """Why files of the clinic are not used, one line each."""
    return tuple(one.problem for one in found_in(own_folder(home)) if one.problem)


def scores(instrument: Instrument, answers: Mapping[str, float]) -> tuple[Score, ...]:
    """What `answers`, by item id, come to; empty where too many are missing.

    A mean leaves missing answers out; a sum counts the mean of the others in their
    place. Where a manual says otherwise, ``may_miss = 0`` gives no score instead.
    """
    low, high = instrument.ends
    better = instrument.better
    given = {
        item.id: low + high - answers[item.id] if item.reversed else answers[item.id]
        for item in instrument.items
        if item.id in answers
    }
    if instrument.scoring == "each":
        return tuple(
            Score(item.id, item.name or item.text, given[item.id], low, high, better)
            for item in instrument.items
            if item.id in given
        )
    count = len(instrument.items)
    if not given or count - len(given) > instrument.may_miss:
        return ()
    times = count if instrument.scoring == "sum" else 1
    value = sum(given.values()) / len(given) * times
    ends = low * times, high * times
    return (Score(instrument.id, instrument.title, round(value, 2), *ends, better),)
