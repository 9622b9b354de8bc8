"""Which word a user gets who shows a skill at a known rate.

    python -m benchmarks.progress

Simulated users meet two rehearsals of moments that call for a skill, a week apart,
and show it independently at a fixed rate. The scorer hears it with the recall and the
false alarms given below. The last line is one JSON object: for each rate the share of
users by word, after so many moments in all.
"""

from __future__ import annotations

import json
from typing import Any, Final

import numpy as np

from dialogue.messages import SkillScore
from dialogue.progress import STATES, Line, Session, state, trace
from sim.progress import parameters

RATES: Final = (0.05, 0.25, 0.5, 0.75, 0.9)
"""How often the skill shows when a moment calls for it."""
MOMENTS: Final = (2, 4, 8, 16)
USERS: Final = 2000
RECALL: Final = 0.8
FALSE_ALARMS: Final = 0.03
"""Of an ordinary scorer [judgement]; the shipped ones differ from skill to skill."""
SKILL: Final = "accepts_no"
WEEK: Final = 7.0


def session(rng: np.random.Generator, rate: float, count: int, day: float) -> Session:
    """`count` moments after a no, each met with a chance of `rate`."""
    shows = rng.random(count) < rate
    heard = rng.random(count) < np.where(shows, RECALL, FALSE_ALARMS)
    lines = tuple(
        Line({SKILL: SkillScore(0.9 if one else 0.05, bool(one))}, frozenset({"no"}))
        for one in heard
    )
    return Session("", day, lines)


def shares(rate: float, count: int, users: int = USERS) -> dict[str, float]:
    """Share of users by word."""
    rng = np.random.default_rng([int(100 * rate), count])
    numbers = parameters()
    found = dict.fromkeys(STATES, 0)
    for _ in range(users):
        talks = [session(rng, rate, count // 2, day) for day in (0.0, WEEK)]
        one = trace(talks, numbers, WEEK)[SKILL]
        found[state(one, numbers.words)] += 1
    return {word: round(number / users, 3) for word, number in found.items()}


def main() -> None:
    """Measure and print."""
    made: dict[str, Any] = {
        str(rate): {str(count): shares(rate, count) for count in MOMENTS}
        for rate in RATES
    }
    print(json.dumps(made))


if __name__ == "__main__":
    main()
