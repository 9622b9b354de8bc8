"""Fit the scorers' heads, calibrate them, and choose when they abstain."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from scipy import optimize, sparse

from dialogue.scorers._heads import Decision, Floats

PRECISION: Final = 0.65
"""At least this share of the lines called present are true ones, on lines kept aside.
Under it a partner would take offence at every third plain line. [judgement]"""
RECALL: Final = 0.8
"""Share of the true lines among decided ones that is enough. [judgement]"""
MOST_ABSTAINED: Final = 0.2
"""At most this share of lines is left undecided for one skill; over all skills it is
about half of that. [judgement]"""
LEAST_TRUE: Final = 5
"""A threshold rests on at least this many true lines. [judgement]"""
DOUBT_COST: Final = 0.3
"""A true line left in doubt counts this much of a missed one. At 0, certain skills such
as open questions are doubted for nothing; at 1, abstaining has no use. [judgement]"""
WEIGH_STRENGTH: Final = 1.0
"""Inverse L2 penalty on how far readings' weights part. [judgement]"""
LEAST_DOUBT: Final = 0.05
"""Under this probability there is no doubt: the skill is absent. [judgement]"""


def fit(
    features: Any, labels: Floats, weights: Floats, strength: float
) -> tuple[Floats, Floats]:
    """L2 logistic regression of all skills at once: weights and bias."""
    columns, skills = features.shape[1], labels.shape[1]
    turned = features.T.tocsr() if sparse.issparse(features) else features.T
    prior = np.clip(labels.mean(0), 1e-3, 1 - 1e-3)

    def loss(flat: Floats) -> tuple[float, Floats]:
        both = flat.reshape(columns + 1, skills)
        logits = features @ both[:-1] + both[-1]
        value = weights @ (np.logaddexp(0.0, logits) - labels * logits)
        error = weights[:, None] * (1 / (1 + np.exp(-logits)) - labels)
        slope = np.vstack([turned @ error + both[:-1] / strength, error.sum(0)])
        penalty = 0.5 * float((both[:-1] ** 2).sum()) / strength
        return float(value.sum()) + penalty, slope.ravel()

    start = np.zeros((columns + 1, skills))
    start[-1] = np.log(prior / (1 - prior))
    found = optimize.minimize(
        loss, start.ravel(), jac=True, method="L-BFGS-B", options={"maxiter": 150}
    )
    both = found.x.reshape(columns + 1, skills)
    return both[:-1], both[-1]


def decide(held_out: Floats, labels: Floats) -> Decision:
    """Weigh and calibrate (lines, skills, readings), and choose the bands.

    Readings are weighed per skill by logistic regression (stacking, Wolpert 1992), held
    near equal weights: a skill has a few hundred true lines. Disputed lines count as
    half true for the weights and not at all for the bands.
    """
    skills, readings = held_out.shape[1:]
    weights, bias = np.zeros((skills, readings)), np.zeros(skills)
    low, high = np.zeros(skills), np.ones(skills)
    for skill in range(skills):
        weights[skill], bias[skill] = _weigh(held_out[:, skill], labels[:, skill])
        p = 1 / (1 + np.exp(-(held_out[:, skill] @ weights[skill] + bias[skill])))
        settled = labels[:, skill] != 0.5
        low[skill], high[skill] = band(p[settled], labels[settled, skill])
    return Decision(weights, bias, low, high)


def _weigh(scores: Floats, labels: Floats) -> tuple[Floats, float]:
    """Weight of each reading, none below nought, and the bias."""
    equal, bias = _one_weight(scores.mean(1), labels)
    readings = scores.shape[1]
    if readings == 1:
        return np.array([equal]), bias
    # differences from equal weights, with a penalty that a clear gain overcomes
    spread = scores - scores.mean(1, keepdims=True)
    columns = np.column_stack([scores.mean(1) * equal, spread])
    found, shift = fit(columns, labels[:, None], np.ones(len(scores)), WEIGH_STRENGTH)
    overall, own = float(found[0, 0]), found[1:, 0]
    made = overall * equal / readings + own - own.mean()
    return np.maximum(made, 0.0), float(shift[0])


def _one_weight(scores: Floats, labels: Floats) -> tuple[float, float]:
    """Platt's method (1999)."""
    weights, bias = fit(scores[:, None], labels[:, None], np.ones(len(scores)), 10.0)
    return max(float(weights[0, 0]), 0.05), float(bias[0])


def band(p: Floats, labels: Floats) -> tuple[float, float]:
    """Where to say absent and where to say present; abstain between.

    Of all places for `high` that keep PRECISION (or the strictest one, where none
    does), the one with the best F1 is taken, doubts at DOUBT_COST. `low` falls from it
    until RECALL of the true lines that stay decided are found, MOST_ABSTAINED of all
    lines are undecided, or LEAST_DOUBT is reached.
    """
    order = np.argsort(-p, kind="stable")
    falling, true = p[order], np.cumsum(labels[order])
    tops = np.flatnonzero(true >= min(LEAST_TRUE, true[-1]))
    kept = tops[true[tops] / (tops + 1) >= PRECISION]
    tops = kept if len(kept) else tops[:1]
    found = true[tops]
    enough = np.searchsorted(true, true[-1] - found * (1 - RECALL) / RECALL)
    doubted = int((falling >= LEAST_DOUBT).sum()) - 1
    budget = tops + int(MOST_ABSTAINED * len(p))
    last = np.maximum(np.minimum(np.minimum(budget, enough), doubted), tops)
    last = np.minimum(last, len(p) - 1)
    doubtful = true[last] - found
    missed = true[-1] - true[last] + DOUBT_COST * doubtful
    best = int(np.argmax(2 * found / (tops + 1 + found + missed)))
    end = len(p) - 1
    high = float(falling[tops[best]] + falling[min(tops[best] + 1, end)]) / 2
    return min(float(falling[min(last[best] + 1, end)]), high), high
