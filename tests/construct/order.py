"""In which order six ways of speaking should leave the partner, and why.

Written down before anything was measured; a figure that contradicts it is reported,
and the order stays. From warmest to coldest:

0. *skilled*: owns feelings, listens, takes a no, repairs. Disclosure that is met with
   understanding, validation and care brings people nearer (Reis & Shaver 1988); soft
   start-up and repair are what keeps conflict from doing harm (Gottman 1994).
1. *blunt*, *avoidant*, *appeasing*: each withholds something else. Bluntness is
   criticism and little listening (Gottman: the mildest of the four horsemen); avoidance
   leaves the partner alone with it (demand and withdrawal: Christensen & Heavey 1990;
   attachment: Johnson 2004); appeasing is kind and hides the person. Nothing that the
   project rests on orders these three, so they are not ordered.
2. *pressuring*: takes away the partner's freedom to say no. Pressure after a no is
   where consent ends, and control lowers autonomy and trust (consent education; NVC on
   demands). It still asks for closeness.
3. *contemptuous*: the strongest of the four horsemen (Gottman 1994), an attack on the
   person, with nothing that asks for closeness.

On warmth of the ending, share of constructive skills and grades 2 and 3 may tie:
endings know one worst case, and neither user says much that is constructive. Openness
and trust should tell them apart.

Sources: Gottman (1994), What Predicts Divorce?; Reis & Shaver (1988), Intimacy as an
interpersonal process; Johnson (2004), The Practice of Emotionally Focused Couple
Therapy; Christensen & Heavey (1990), Journal of Personality and Social Psychology 59.
What Gottman found in small samples is used as teaching, never as a forecast.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from statistics import fmean
from typing import Final

import numpy as np

PROFILES: Final = (
    "skilled",
    "blunt",
    "avoidant",
    "appeasing",
    "pressuring",
    "contemptuous",
)
TIER: Final[Mapping[str, int]] = {
    "skilled": 0,
    "blunt": 1,
    "avoidant": 1,
    "appeasing": 1,
    "pressuring": 2,
    "contemptuous": 3,
}
MEASURES: Final = ("openness", "trust", "warmth", "constructive", "grades")
MAY_TIE: Final = frozenset({"warmth", "constructive", "grades"})
"""Measures on which pressuring and contemptuous users need not differ."""

Pair = tuple[str, str]


def tier(profile: str, measure: str) -> int:
    """Place in the expected order, 0 warmest."""
    place = TIER[profile]
    return min(place, TIER["pressuring"]) if measure in MAY_TIE else place


def inversions(values: Mapping[str, Sequence[float]], measure: str) -> list[Pair]:
    """Pairs (should be warmer, is colder) by the mean over the seeds."""
    mean = {profile: fmean(values[profile]) for profile in PROFILES}
    return [
        (warm, cold)
        for warm, cold in product(PROFILES, repeat=2)
        if tier(warm, measure) < tier(cold, measure) and mean[warm] < mean[cold]
    ]


def ranks(values: Sequence[float]) -> list[float]:
    """Ranks from 1, equal values sharing the mean of theirs."""
    return [
        sum(other < one for other in values) + (sum(o == one for o in values) + 1) / 2
        for one in values
    ]


def spearman(one: Sequence[float], other: Sequence[float]) -> float:
    """Spearman's rank correlation -1..1 with ties; 0 when one side is constant."""
    first, second = np.array(ranks(one)), np.array(ranks(other))
    if not first.std() or not second.std():
        return 0.0
    return float(np.corrcoef(first, second)[0, 1])


def agreement(values: Mapping[str, Sequence[float]], measure: str) -> float:
    """Rank correlation of the profiles' means with the expected order.

    With three profiles at one place the most that six different means can reach is
    .94 (.93 on the measures where two more may tie).
    """
    expected = [-float(tier(profile, measure)) for profile in PROFILES]
    return spearman(expected, [fmean(values[profile]) for profile in PROFILES])


def agreement_of_sessions(values: Mapping[str, Sequence[float]], measure: str) -> float:
    """The same over single sessions, so that spread within a profile counts."""
    expected, found = [], []
    for profile in PROFILES:
        for value in values[profile]:
            expected.append(-float(tier(profile, measure)))
            found.append(value)
    return spearman(expected, found)
