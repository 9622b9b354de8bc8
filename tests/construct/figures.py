"""All sessions of one scenario, and what they say about the order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from statistics import fmean

from dialogue.partner.engine import Partner
from dialogue.partner.matching import Matcher, TfidfMatcher
from tests.construct.order import (
    MEASURES,
    PROFILES,
    Pair,
    agreement,
    agreement_of_sessions,
    inversions,
)
from tests.construct.users import Played, Reader, play
from tests.scenario.scripted import scenario


@dataclass(frozen=True, slots=True)
class Session:
    """What is kept of one session; plain values, so that it fits one line of JSON."""

    scenario: str
    profile: str
    seed: int
    lines: int
    measures: dict[str, float]
    refused: tuple[str, ...]
    """Requests that stood refused at the end."""
    agreed: tuple[str, ...]
    yes_after_no: tuple[str, ...]
    yes_since_no: tuple[str, ...]

    @classmethod
    def of(cls, scenario_id: str, one: Played) -> Session:
        """The figures of a session that was played."""
        last = one.turns[-1].memory
        return cls(
            scenario_id,
            one.profile,
            one.seed,
            len(one.said),
            one.measures(),
            last.refused,
            last.agreed,
            one.yes_after_no,
            one.yes_since_no,
        )


@dataclass(frozen=True, slots=True)
class Table:
    """The sessions of all profiles in one scenario."""

    scenario: str
    sessions: tuple[Session, ...]

    def of(self, profile: str) -> tuple[Session, ...]:
        """Sessions of one profile, by seed."""
        return tuple(one for one in self.sessions if one.profile == profile)

    def values(self, measure: str) -> dict[str, list[float]]:
        """One figure per session, by profile."""
        return {
            profile: [one.measures[measure] for one in self.of(profile)]
            for profile in PROFILES
        }

    def inversions(self) -> dict[str, list[Pair]]:
        """Pairs out of order, by measure; measures without any are left out."""
        found = {name: inversions(self.values(name), name) for name in MEASURES}
        return {name: pairs for name, pairs in found.items() if pairs}

    def means(self) -> dict[str, dict[str, float]]:
        """Mean of each measure by profile."""
        return {
            name: {
                profile: round(fmean(values), 3)
                for profile, values in self.values(name).items()
            }
            for name in MEASURES
        }

    def agreements(self) -> dict[str, float]:
        """Rank correlation of the profiles' means with the expected order."""
        return {name: round(agreement(self.values(name), name), 3) for name in MEASURES}


@cache
def authored(scenario_id: str, seeds: int) -> Table:
    """Sessions by seeds 1 to `seeds`, with the authored skills and without a model."""
    return played(scenario_id, range(1, seeds + 1))


def played(
    scenario_id: str,
    seeds: Sequence[int],
    reader: Reader | None = None,
    matcher: Matcher | None = None,
) -> Table:
    """Sessions of every profile by every seed."""
    told = scenario(scenario_id)
    partners = [Partner(told, matcher or TfidfMatcher(), seed=seed) for seed in seeds]
    return Table(
        scenario_id,
        tuple(
            Session.of(scenario_id, play(who, profile, seed, reader))
            for seed, who in zip(seeds, partners, strict=True)
            for profile in PROFILES
        ),
    )


def overall(tables: Sequence[Table]) -> dict[str, dict[str, float]]:
    """Rank correlations over all scenarios: of the means, and session by session."""
    made: dict[str, dict[str, float]] = {"of_profiles": {}, "of_sessions": {}}
    for name in MEASURES:
        pooled: dict[str, list[float]] = {profile: [] for profile in PROFILES}
        for table in tables:
            for profile, values in table.values(name).items():
                pooled[profile] += values
        made["of_profiles"][name] = round(agreement(pooled, name), 3)
        made["of_sessions"][name] = round(agreement_of_sessions(pooled, name), 3)
    return made
