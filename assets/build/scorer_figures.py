"""Figures of scores against labels: per skill, calibration, intervals."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import numpy as np
from sklearn.metrics import roc_auc_score

from assets.build import scorer_fit
from dialogue.scorers._heads import Decision, Floats
from dialogue.skills import SKILL_IDS

BINS = 10
DRAWS = 300


def held_out_decisions(
    logits: Floats, labels: Floats, folds: Any
) -> tuple[Floats, Floats]:
    """Probabilities, and 1, 0 or nan (abstains), decided on the other folds."""
    p = np.zeros(labels.shape)
    said = np.full(labels.shape, np.nan)
    for fold in np.unique(folds):
        inside = folds == fold
        decision: Decision = scorer_fit.decide(logits[~inside], labels[~inside])
        p[inside] = decision.probability(logits[inside])
        said[inside] = np.where(p[inside] >= decision.high, 1.0, said[inside])
        said[inside] = np.where(
            (p[inside] <= decision.low) & np.isnan(said[inside]), 0.0, said[inside]
        )
    return p, said


def per_skill(p: Floats, said: Floats, labels: Floats) -> dict[str, dict[str, float]]:
    """Figures of each skill over settled lines."""
    found = {}
    for at, skill in enumerate(SKILL_IDS):
        settled = labels[:, at] != 0.5
        y, q, d = labels[settled, at], p[settled, at], said[settled, at]
        decided = ~np.isnan(d)
        hits = float(((d == 1) & (y == 1)).sum())
        called = float((d == 1).sum())
        true = float((y[decided] == 1).sum())
        precision, recall = hits / max(called, 1), hits / max(true, 1)
        found[skill] = {
            "lines": int(y.sum()),
            "auc": round(float(roc_auc_score(y, q)), 3),
            "precision": round(precision, 3),
            "recall": round(recall, 3),
            "f1": round(2 * precision * recall / max(precision + recall, 1e-9), 3),
            "recall_of_all": round(hits / max(float(y.sum()), 1), 3),
            "coverage": round(float(decided.mean()), 3),
            "ece": round(calibration_error(q, y), 4),
            "f1_without_abstaining": round(_f1(q >= 0.5, y), 3),
        }
    return found


def calibration_error(p: Floats, y: Floats) -> float:
    """Expected calibration error over equally wide bins."""
    bins = np.minimum((p * BINS).astype(int), BINS - 1)
    return float(
        sum(
            abs(p[bins == at].mean() - y[bins == at].mean()) * (bins == at).mean()
            for at in range(BINS)
            if (bins == at).any()
        )
    )


def risk_coverage(p: Floats, labels: Floats) -> list[dict[str, float]]:
    """Share of wrong calls when only the surest part of all decisions is given."""
    settled = labels != 0.5
    q, y = p[settled], labels[settled]
    order = np.argsort(-np.abs(q - 0.5))
    wrong = np.cumsum((q >= 0.5)[order] != (y == 1)[order])
    rows = []
    for share in (0.5, 0.7, 0.8, 0.9, 0.95, 1.0):
        last = int(share * len(q)) - 1
        rows.append(
            {"coverage": share, "risk": round(float(wrong[last] / (last + 1)), 4)}
        )
    return rows


def macro(found: dict[str, dict[str, float]]) -> dict[str, float]:
    """Means over skills."""
    keys = next(iter(found.values()))
    return {
        key: round(float(np.mean([row[key] for row in found.values()])), 4)
        for key in keys
        if key != "lines"
    }


def ranking(logits: Floats, labels: Floats, name: str) -> dict[str, float]:
    """Macro AUC, and macro-F1 at the one threshold that is best for all skills."""
    aucs, best = [], 0.0
    columns = range(labels.shape[1])
    rows = [np.flatnonzero(labels[:, at] != 0.5) for at in columns]
    for at in columns:
        aucs.append(roc_auc_score(labels[rows[at], at], logits[rows[at], at]))
    for cut in np.arange(-2.0, 1.0, 0.25):
        scores = [
            _f1(logits[rows[at], at] > cut, labels[rows[at], at]) for at in columns
        ]
        best = max(best, float(np.mean(scores)))
    return {f"{name} AUC": round(float(np.mean(aucs)), 3), f"{name} F1": round(best, 3)}


def intervals(
    p: Floats, said: Floats, labels: Floats, groups: list[str]
) -> dict[str, list[float]]:
    """95 % intervals of macro AUC and macro-F1 over `groups` drawn with replacement."""
    rows = defaultdict(list)
    for row, group in enumerate(groups):
        rows[group].append(row)
    names, rng = sorted(rows), np.random.default_rng(0)
    values: dict[str, list[float]] = {"auc": [], "f1": []}
    for _ in range(DRAWS):
        chosen = rng.choice(len(names), len(names))
        at = np.concatenate([rows[names[index]] for index in chosen])
        aucs, scores = [], []
        for skill in range(labels.shape[1]):
            y, d, q = labels[at, skill], said[at, skill], p[at, skill]
            settled = y != 0.5
            usable = settled & ~np.isnan(d)
            if y[usable].sum():
                scores.append(_f1(d[usable] == 1, y[usable]))
            if 0 < (y[settled] == 1).sum() < settled.sum():
                aucs.append(roc_auc_score(y[settled], q[settled]))
        values["auc"].append(float(np.mean(aucs)))
        values["f1"].append(float(np.mean(scores)))
    return {
        key: [round(float(v), 3) for v in np.percentile(found, [2.5, 97.5])]
        for key, found in values.items()
    }


def _f1(called: Any, y: Floats) -> float:
    hits = float((called & (y == 1)).sum())
    return 2 * hits / max(float(called.sum() + (y == 1).sum()), 1.0)
