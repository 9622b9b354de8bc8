"""Which words a score rests on, as character spans.

A linear head is a sum over n-grams, cues and hidden states, so each token's share is
known exactly (characters inside words are left out: they spread over neighbours). The
spans are whole clauses where the line has several, else a run of words.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from dialogue.scorers import _cues
from dialogue.scorers._heads import CUE_SCALE, Floats, Heads, word_grams
from dialogue.scorers._text import Token

Span = tuple[int, int]

SHORT_WORDS: Final = 6
"""Lines up to this long are shown whole."""
NEAR: Final = 0.6
"""A further clause is shown when its share is at least this part of the best one's."""
_STOPS = frozenset(".?!;…:")
_JOINTS = frozenset(["but", "because", "and", "so"])


def shares(heads: Heads, user: list[Token]) -> Floats:
    """(tokens, skills): what each token adds to the n-gram head's logits."""
    found = np.zeros((len(user), heads.gram_bias.shape[0]))
    grams = list(word_grams(user))
    weighed = heads.words.weigh(gram for gram, _ in grams)
    times: dict[int, int] = {}
    for gram, _ in grams:
        if (column := heads.words.index.get(gram)) is not None:
            times[column] = times.get(column, 0) + 1
    for gram, inside in grams:
        column = heads.words.index.get(gram)
        if column is not None and len(inside):
            part = weighed[column] / times[column] / len(inside)
            found[inside.start : inside.stop] += part * heads.word_weights[column]
    for cue, inside in _cues.places(user):
        part = CUE_SCALE * heads.cue_weights[cue] / len(inside)
        found[inside.start : inside.stop] += part
    return found


def spans(user: list[Token], share: Sequence[float] | Floats) -> tuple[Span, ...]:
    """Spans of the line where `share` (one number per token) is greatest."""
    words = sum(token.is_word for token in user)
    if not user:
        return ()
    if words <= SHORT_WORDS:
        return (_span(user, range(len(user))),)
    parts = clauses(user)
    if len(parts) == 1:
        return (_span(user, _best_run(user, share)),)
    totals = [
        sum(max(float(share[at]), 0.0) for at in part) / len(part) ** 0.5
        for part in parts
    ]
    best = max(totals)
    chosen = [
        part
        for part, total in zip(parts, totals, strict=True)
        if best > 0 and total >= NEAR * best
    ] or [parts[0]]
    return tuple(_span(user, part) for part in _merged(chosen, len(parts)))


def clauses(user: list[Token]) -> list[range]:
    """The line's clauses: cut after stops, and at commas and joining words."""
    cuts = [0]
    for at in range(1, len(user)):
        so_far = sum(token.is_word for token in user[cuts[-1] : at])
        after_stop = user[at - 1].form in _STOPS and user[at].is_word
        soft = user[at - 1].form == "," or user[at].form in _JOINTS
        rest = sum(token.is_word for token in user[at:])
        if after_stop or (soft and so_far >= 3 and rest >= 3):
            cuts.append(at)
    return [
        range(start, end)
        for start, end in zip(cuts, [*cuts[1:], len(user)], strict=True)
        if end > start
    ]


def _merged(parts: list[range], of: int) -> list[range]:
    merged: list[range] = []
    for part in parts:
        if merged and merged[-1].stop == part.start and len(parts) < of:
            merged[-1] = range(merged[-1].start, part.stop)
        else:
            merged.append(part)
    return merged


def _best_run(user: list[Token], share: Sequence[float] | Floats) -> range:
    """The run of at least three tokens with the greatest sum above the mean."""
    level = np.asarray(share, dtype=np.float64) - float(np.mean(share)) * 0.5
    sums = np.concatenate([[0.0], np.cumsum(level)])
    shortest = min(3, len(user))
    best = max(
        ((start, end) for start in range(len(user)) for end in _ends(start, user)),
        key=lambda run: (sums[run[1]] - sums[run[0]], -(run[1] - run[0])),
        default=(0, shortest),
    )
    return range(*best)


def _ends(start: int, user: list[Token]) -> range:
    # A run is at most two thirds of a long line, so that it still points at something.
    longest = max(3, len(user) * 2 // 3)
    return range(min(start + 3, len(user)), min(start + longest, len(user)) + 1)


def _span(user: list[Token], part: range) -> Span:
    inside = [user[at] for at in part]
    while len(inside) > 1 and inside[-1].form in ".,;:":
        inside.pop()
    while len(inside) > 1 and inside[0].form in ".,;:-":
        inside.pop(0)
    return inside[0].start, inside[-1].end
