"""Six simulated users who react to the partner, and what a session with one leaves.

A user takes the next line from the scenario's own script of its kind, in the script's
order, or from the shared bank ``profiles.toml``, by what the partner just did. Which of
the two, and which line, is a matter of the seed. After a no or a hurt the bank, which
reacts, is the more likely; a pressuring user may also ask again for what was refused.
"""

from __future__ import annotations

import tomllib
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np

from dialogue.messages import LineScore, PartnerTurn, SkillScore
from dialogue.partner.engine import Partner
from dialogue.scenario import Line, Scenario
from dialogue.scorers.grades import GRADES, session_grades
from dialogue.skills import CONSTRUCTIVE, HARMFUL
from tests.construct.order import PROFILES
from tests.scenario.scripted import HEARD, heard_in, names, script

MOST_LINES: Final = 13
"""What a user says at most; the example scripts have 8 to 16 lines."""
OWN: Final = 0.6
"""How often the scenario's own script speaks, where the bank need not react."""
OWN_AFTER_HARM: Final = 0.35
"""The same after a no or a hurt."""
ANYBODY: Final = 0.08
"""How often somebody says what everybody says."""
ASKS_AGAIN: Final = 0.4
"""How often a pressuring user asks once more for what was refused."""
SURE: Final = 0.9
"""Probability that a careful reader's skills are given."""

DECLINES: Final = frozenset({"no", "again", "not_now", "hold"})
ACCEPTS: Final = frozenset({"yes", "yes_but"})
_TELLS: Final = frozenset({"tell", "more"})
_COLD_MOODS: Final = frozenset({"hurt", "angry", "withdrawn"})
_COLD_MOVES: Final = frozenset({"withdraw", "defend", "counter", "set_limit"})

Reader = Callable[[str, str], LineScore]
"""Scores the user's line, given the partner's line before it."""


@dataclass(frozen=True, slots=True)
class Said:
    """A line with the skills that a careful reader hears in it."""

    text: str
    skills: tuple[str, ...] = ()

    def score(self) -> LineScore:
        """The skills as a scorer would give them."""
        return LineScore({skill: SkillScore(SURE, True) for skill in self.skills})


@dataclass(frozen=True, slots=True)
class Played:
    """One session of a simulated user."""

    profile: str
    seed: int
    said: tuple[Said, ...]
    heard: tuple[LineScore, ...]
    turns: tuple[PartnerTurn, ...]
    warmth: float
    """Of the ending that was reached, or would be if it stopped there; 0..1."""
    yes_after_no: tuple[str, ...]
    """Requests the partner said no to (also "not now") and later yes."""
    yes_since_no: tuple[str, ...]
    """Whatever the partner said yes to once anything had been declined."""

    def measures(self) -> dict[str, float]:
        """Figures by name of `order.MEASURES`; each 0..1 but for the grades.

        `grades` is the sum over the skills of 0 for "Not yet seen" to 3 for "Solid": a
        figure for comparing simulated users, which no person is ever given.
        """
        shown = [skill for score in self.heard for skill in score.shown()]
        good = sum(skill in CONSTRUCTIVE for skill in shown)
        bad = sum(skill in HARMFUL for skill in shown)
        grades = session_grades(self.heard).values()
        levels = self.turns[-1].levels
        return {
            "openness": levels.openness,
            "trust": levels.trust,
            "warmth": self.warmth,
            "constructive": good / (good + bad) if good + bad else 0.5,
            "grades": float(sum(GRADES.index(grade) for grade in grades)),
        }


@cache
def _bank() -> dict[str, dict[str, tuple[Said, ...]]]:
    data = tomllib.loads(
        Path(__file__).with_name("profiles.toml").read_text(encoding="utf-8")
    )
    return {
        profile: {
            key: tuple(Said(text, tuple(skills.split())) for text, skills in lines)
            for key, lines in contexts.items()
        }
        for profile, contexts in data.items()
    }


def bank(profile: str) -> dict[str, tuple[Said, ...]]:
    """The shared lines of `profile` by what the partner just did."""
    return _bank()[profile]


def own_lines(scenario_id: str, profile: str) -> tuple[Said, ...]:
    """The scenario's own script of this kind; empty when it has none."""
    has_heard = (HEARD / f"{scenario_id}.json").exists()
    if not has_heard or profile not in names(scenario_id):
        return ()
    lines, scores = script(scenario_id, profile), heard_in(scenario_id, profile)
    return tuple(
        Said(text, score.shown()) for text, score in zip(lines, scores, strict=True)
    )


class User:
    """Chooses what to say next; the same seed and partner give the same lines."""

    def __init__(self, profile: str, told: Scenario, seed: int) -> None:
        self.profile = profile
        self._own = list(own_lines(told.id, profile))
        self._told = told
        self._used: set[str] = set()
        start = [seed, PROFILES.index(profile), zlib.crc32(told.id.encode())]
        self._rng = np.random.default_rng(start)

    def say(self, turns: list[PartnerTurn], context: str) -> Said | None:
        """The next line; None when there is nothing left to say."""
        line = self._choose(turns[-1].memory.refused, context)
        if line is not None:
            self._used.add(line.text)
        return line

    def _choose(self, refused: tuple[str, ...], context: str) -> Said | None:
        is_harmed = context in ("no", "closed")
        own = OWN_AFTER_HARM if is_harmed else OWN
        if self.profile == "pressuring" and refused and self._chance(ASKS_AGAIN):
            return self._again(refused[-1])
        if context != "opening" and self._chance(ANYBODY):
            return self._pick(bank("anybody")["lines"])
        if self._own and self._chance(own):
            return self._own.pop(0)
        bank_lines = bank(self.profile)
        fresh = self._pick(bank_lines[context]) or self._pick(bank_lines["otherwise"])
        return fresh or (self._own.pop(0) if self._own else None)

    def _again(self, request: str) -> Said:
        wordings = self._told.requests_by_id[request].wordings
        wording = wordings[int(self._rng.integers(len(wordings)))]
        return Said(f"Come on. {wording}", ("pressure",))

    def _chance(self, share: float) -> bool:
        return bool(self._rng.random() < share)

    def _pick(self, lines: tuple[Said, ...]) -> Said | None:
        fresh = [line for line in lines if line.text not in self._used]
        return fresh[int(self._rng.integers(len(fresh)))] if fresh else None


class Eye:
    """Sees what the partner just did, by the scenario's own lines."""

    def __init__(self, told: Scenario) -> None:
        self._lines: dict[str, Line] = {line.id: line for line in told.every_line}
        self._requests = told.requests_by_id

    def context(self, turn: PartnerTurn) -> str:
        """One of the keys of the bank."""
        spoken = self._spoken(turn)
        roles = {line.role for line in spoken}
        if turn.turn == 0:
            return "opening"
        if turn.move == "refuse" or any(self._declines(line) for line in spoken):
            return "no"
        if turn.mood in _COLD_MOODS or turn.move in _COLD_MOVES:
            return "closed"
        if turn.text.rstrip().endswith("?"):
            return "question"
        return "disclosure" if roles & _TELLS else "otherwise"

    def answers(self, turn: PartnerTurn) -> tuple[set[str], set[str]]:
        """Requests that this turn declines, and those it agrees to."""
        lines = [line for line in self._spoken(turn) if line.about in self._requests]
        return (
            {line.about for line in lines if line.role in DECLINES},
            {line.about for line in lines if line.role in ACCEPTS},
        )

    def _declines(self, line: Line) -> bool:
        """Whether it says no; a question's own "no" answers the user's no instead."""
        is_own = line.role != "no" or line.about in self._requests
        return line.role in DECLINES and is_own

    def _spoken(self, turn: PartnerTurn) -> list[Line]:
        ids = (segment.line_id for segment in turn.segments)
        return [self._lines[line_id] for line_id in ids if line_id in self._lines]


def play(
    partner: Partner, profile: str, seed: int, reader: Reader | None = None
) -> Played:
    """One session; `reader` scores the lines, without one the authored skills hold."""
    told = partner.scenario
    eye, user = Eye(told), User(profile, told, seed)
    turns = [partner.open()]
    said: list[Said] = []
    heard: list[LineScore] = []
    declined: set[str] = set()
    after_no: list[str] = []
    since_no: list[str] = []
    while len(said) < MOST_LINES and not turns[-1].ending:
        line = user.say(turns, eye.context(turns[-1]))
        if line is None:
            break
        score = reader(turns[-1].text, line.text) if reader else line.score()
        turns.append(partner.reply(turns[-1].memory, line.text, score))
        said.append(line)
        heard.append(score)
        no, yes = eye.answers(turns[-1])
        after_no += sorted(yes & declined)
        since_no += sorted(yes) if declined else []
        declined |= no
    ending = turns[-1].ending or partner.ending(turns[-1].memory).id
    warmth = next(item.warmth for item in told.endings if item.id == ending)
    return Played(
        profile,
        seed,
        tuple(said),
        tuple(heard),
        tuple(turns),
        warmth,
        tuple(after_no),
        tuple(since_no),
    )
