"""How far scores move when somebody else says a line, or says it otherwise."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import numpy as np

from assets.build.scorer_lines import read as read_lines
from benchmarks.invariance import KINDS, swapped
from benchmarks.variation import SAID, SPOKEN, after, misheard, plain_case, respelled
from dialogue.messages import LineScore
from dialogue.scorers.base import Scorer
from dialogue.skills import BY_ID, SKILL_IDS

PAIRS: Final = 300
Pair = tuple[str, str]
"""The partner's line and the user's."""


def scorer_rows(
    scorer: Scorer, pairs: int = PAIRS, *, is_swapped: bool = True
) -> dict[str, dict[str, float]]:
    """Per kind of change: pairs, how far a probability moves, how often one turns.

    Args:
        scorer: what reads the lines.
        pairs: at most so many of a kind.
        is_swapped: also swap people in the line itself, as `benchmarks.scorers` does.
    """
    records = read_lines().records
    step = max(1, len(records) // 1800)
    lines = [(r["partner_line"], r["user_line"]) for r in records[::step]]
    every = [(r["partner_line"], r["user_line"]) for r in records]
    rows: dict[str, dict[str, float]] = {}
    for kind in ("names", *KINDS):
        rows[f"{kind}, swapped in the line"] = moved(scorer, _swaps(every, kind, pairs))
    for kind, values in SAID.items():
        rows[f"{kind}, said before it"] = moved(scorer, _said(lines, values, pairs))
    for way in SPOKEN:
        made = _changed(every, functools.partial(respelled, way=way), pairs)
        rows[way] = moved(scorer, made)
    rows["no capitals, no marks"] = moved(scorer, _changed(lines, plain_case, pairs))
    rows["misheard (noise model)"] = moved(scorer, _changed(lines, misheard, pairs))
    return {kind: row for kind, row in rows.items() if row}


def leanings(scorer: Scorer, lines: int = 60) -> dict[str, dict[str, float]]:
    """Per value of who speaks: whether a line of theirs counts as harsher or kinder.

    Returns:
        Mean difference of the probabilities of harmful and of constructive skills to
        the first value of the kind, over the same lines; 0 means alike.
    """
    records = evenly(read_lines().records, lines)
    found: dict[str, dict[str, float]] = {}
    for kind, values in SAID.items():
        first: dict[str, Any] = {}
        for value, sentence in values.items():
            pairs = [
                (r["partner_line"], after(r["user_line"], sentence)) for r in records
            ]
            chances = _chances(scorer.score_many(pairs))
            means = {
                name: float(chances[:, ids].mean()) for name, ids in _SIDES.items()
            }
            first = first or means
            row = {name: means[name] - first[name] for name in means}
            found[f"{kind}: {value}"] = row
    return found


_SIDES: Final = {
    kind: [at for at, skill in enumerate(SKILL_IDS) if BY_ID[skill].kind == kind]
    for kind in ("harmful", "constructive")
}


def _swaps(lines: Sequence[Pair], kind: str, pairs: int) -> list[tuple[Pair, Pair]]:
    made = []
    for partner, user in lines:
        other = swapped(partner, kind), swapped(user, kind)
        if other != (partner, user):
            made.append(((partner, user), other))
    return evenly(made, pairs)


def _said(
    lines: Sequence[Pair], values: Mapping[str, str], pairs: int
) -> list[tuple[Pair, Pair]]:
    first, *others = values.values()
    chosen = evenly(lines, pairs)
    return [
        (
            (partner, after(user, first)),
            (partner, after(user, others[at % len(others)])),
        )
        for at, (partner, user) in enumerate(chosen)
    ]


def _changed(
    lines: Sequence[Pair], change: Callable[[str], str], pairs: int
) -> list[tuple[Pair, Pair]]:
    made = [(pair, (pair[0], change(pair[1]))) for pair in lines]
    return evenly([both for both in made if both[0] != both[1]], pairs)


def evenly(items: Sequence[Any], count: int) -> list[Any]:
    """At most `count` of `items`, from all of them alike."""
    if len(items) <= count:
        return list(items)
    return [items[at * len(items) // count] for at in range(count)]


def moved(scorer: Scorer, pairs: Sequence[tuple[Pair, Pair]]) -> dict[str, float]:
    """`compared` for pairs of lines; empty without pairs."""
    if not pairs:
        return {}
    before = scorer.score_many([first for first, _ in pairs])
    return compared(before, scorer.score_many([second for _, second in pairs]))


def compared(before: Sequence[LineScore], now: Sequence[LineScore]) -> dict[str, float]:
    """How far two readings of the same lines lie apart.

    Returns:
        pairs; mean, 99 % and greatest move of a probability; share of lines in which a
        skill is lost or won (present in one reading, unsure or absent in the other),
        and in which one turns from present to absent or back.
    """
    p = np.abs(_chances(before) - _chances(now))
    both = list(zip(before, now, strict=True))
    other = [_present(a) != _present(b) for a, b in both]
    turned = [_turns(a, b) for a, b in both]
    return {
        "pairs": len(turned),
        "mean": float(p.mean()),
        "p99": float(np.percentile(p, 99)),
        "max": float(p.max()),
        "lines that lose or win a skill": float(np.mean(other)),
        "lines that turn": float(np.mean(turned)),
    }


def _chances(scores: Sequence[LineScore]) -> Any:
    return np.array([[score.skills[s].p for s in SKILL_IDS] for score in scores])


def _present(score: LineScore) -> set[str]:
    return {s for s in SKILL_IDS if score.skills[s].present}


def _turns(before: LineScore, now: LineScore) -> bool:
    said = ({before.skills[s].present, now.skills[s].present} for s in SKILL_IDS)
    return any(pair == {True, False} for pair in said)
