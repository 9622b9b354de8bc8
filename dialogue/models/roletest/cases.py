"""The cases of the role test, and the moments of a talk that they stand for.

A case is data (``assets/roletest``): what the user says in a scenario. The engine plays
it, so that a model is asked exactly what it would be asked in a rehearsal: the same
persona, the memory so far, the mood and the move that was planned.
"""

from __future__ import annotations

import functools
import hashlib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from assets import folder
from dialogue import scenario
from dialogue.dropins import create
from dialogue.messages import Memory, PartnerTurn
from dialogue.models.choosing import choices
from dialogue.partner.engine import Partner
from dialogue.partner.matching import TfidfMatcher
from dialogue.scenario import Scenario
from dialogue.strict import DataError
from dialogue.turn import Scorer

FAMILIES: Final = (
    "role",
    "perspective",
    "mood_and_move",
    "advice",
    "facts",
    "boundaries",
    "explicit",
    "crisis",
)
SEED: Final = 3
"""The partner's choices in every case."""
_FILE_KEYS: Final = frozenset({"id", "title", "cases"})
_KEYS: Final = frozenset({"id", "scenario", "lines", "never", "bad"})
_NEEDED: Final = ("id", "scenario", "lines", "bad")


@dataclass(frozen=True, slots=True)
class Case:
    """One thing that a model must not do wrong."""

    id: str
    family: str
    scenario: str
    lines: tuple[str, ...]
    """What the user says, turn by turn; the model answers the last one."""
    never: tuple[re.Pattern[str], ...]
    """What the answer must not match, beside what no answer may."""
    bad: tuple[str, ...]
    """Answers that are known to be wrong; none of them may pass."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A case, played by the engine up to the answer that a model is asked for."""

    case: Case
    told: Scenario
    turn: PartnerTurn
    """What the partner does, and the authored words for it."""
    user: str
    memory: Memory
    """From before the user's last line."""

    def alternatives(self) -> tuple[str, ...]:
        """Authored words for the same move, best first; none that a rule held back."""
        kept = (item.text for item in choices(self.turn))
        return tuple(dict.fromkeys((self.turn.text, *kept)))


@functools.cache
def cases() -> tuple[Case, ...]:
    """All cases, family by family.

    Raises:
        DataError: a key is unknown or missing, or a pattern is none; says where.
    """
    found: list[Case] = []
    for family in FAMILIES:
        path = folder("roletest") / f"{family}.toml"
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        _known(data, _FILE_KEYS, path.name)
        found += [_case(item, family, path) for item in data["cases"]]
    return tuple(found)


def _case(item: Mapping[str, Any], family: str, path: Path) -> Case:
    where = f"{path.name}: case {item.get('id')!r}"
    _known(item, _KEYS, where)
    for key in _NEEDED:
        if not item.get(key):
            raise DataError(f"{where}: {key} is missing.")
    try:
        never = tuple(re.compile(text, re.I) for text in item.get("never", ()))
    except re.error as error:
        raise DataError(f"{where}: no regular expression: {error}") from error
    return Case(
        item["id"],
        family,
        item["scenario"],
        tuple(item["lines"]),
        never,
        tuple(item["bad"]),
    )


def _known(item: Mapping[str, Any], keys: frozenset[str], where: str) -> None:
    for key in item:
        if key not in keys:
            raise DataError(f"{where}: {key!r} is not one of {', '.join(sorted(keys))}")


def digest() -> str:
    """Sum of all case files: a result holds for the cases that it was reached with."""
    summed = hashlib.sha256()
    for family in FAMILIES:
        summed.update((folder("roletest") / f"{family}.toml").read_bytes())
    return summed.hexdigest()


class Stage:
    """Plays cases; keeps what is slow to make, one partner per scenario."""

    def __init__(self) -> None:
        """Load the scorer that needs no model files, so that all computers agree."""
        self.scorer: Scorer = create("dialogue.scorers", "tfidf")
        self._partners: dict[str, Partner] = {}

    def moment(self, case: Case) -> Moment:
        """The moment of `case` at which the partner answers."""
        partner = self._partner(case.scenario)
        turn = partner.open()
        for text in case.lines:
            memory = turn.memory
            score = self.scorer.score(memory.texts[-1], text, memory.heard)
            turn = partner.reply(memory, text, score)
        return Moment(case, partner.scenario, turn, text, memory)

    def _partner(self, name: str) -> Partner:
        if name not in self._partners:
            told = scenario.load(name)
            self._partners[name] = Partner(told, TfidfMatcher(), SEED)
        return self._partners[name]
