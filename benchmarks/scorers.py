"""How good the scorers are: ``python -m benchmarks.scorers`` (some minutes).

Figures per skill come from heads that never saw the line's topic (5 folds by topic);
calibration and abstention bands for a topic are chosen on the other topics. Transfer to
counselling talk is measured on AnnoMI where ``VISAVIS_ANNOMI`` or ``../shared/data``
holds it; nothing is trained on it. The last line of output is one JSON object.
"""

from __future__ import annotations

import csv
import json
import os
import re
import time
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.metrics import roc_auc_score

from assets.build import scorer_fit, scorer_ratings, scorers
from dialogue.scorers import batch
from dialogue.scorers._heads import Decision, Floats
from dialogue.scorers.base import Scorer
from dialogue.skills import SKILL_IDS

BINS = 10
SWAPS = (
    (r"\bhe\b", "she"), (r"\bhim\b", "her"), (r"\bhis\b", "her"), (r"\bshe\b", "he"),
    (r"\bher\b", "him"), (r"\bmum\b", "dad"), (r"\bmother\b", "father"),
    (r"\bsister\b", "brother"), (r"\bbrother\b", "sister"), (r"\bwife\b", "husband"),
    (r"\bgirlfriend\b", "boyfriend"), (r"\bhusband\b", "wife"), (r"\bwoman\b", "man"),
    (r"\bman\b", "woman"), (r"\bdad\b", "mum"), (r"\bson\b", "daughter"),
    (r"\bstraight\b", "gay"), (r"\bgran\b", "grandad"), (r"\bMia's\b", "Tariq's"),
    (r"\bNoor\b", "Steven"), (r"\bMarcus\b", "Aisha"), (r"\bTomasz\b", "Grace"),
    (r"\bJamal\b", "Hannah"), (r"\bJosh's\b", "Mei's"), (r"\bhumour\b", "humor"),
    (r"\brealise\b", "realize"), (r"\bapologise\b", "apologize"), (r"\bmums\b", "dads"),
)  # fmt: skip


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


def interval(said: Floats, labels: Floats, groups: list[str]) -> list[float]:
    """95 % interval of macro-F1 over topics drawn with replacement."""
    rows = defaultdict(list)
    for at, group in enumerate(groups):
        rows[group].append(at)
    names, rng, values = sorted(rows), np.random.default_rng(0), []
    for _ in range(200):
        chosen = rng.choice(len(names), len(names))
        at = np.concatenate([rows[names[index]] for index in chosen])
        scores = []
        for skill in range(labels.shape[1]):
            y, d = labels[at, skill], said[at, skill]
            usable = (y != 0.5) & ~np.isnan(d)
            if y[usable].sum():
                scores.append(_f1(d[usable] == 1, y[usable]))
        values.append(np.mean(scores))
    return [round(float(value), 3) for value in np.percentile(values, [2.5, 97.5])]


def _f1(called: Any, y: Floats) -> float:
    hits = float((called & (y == 1)).sum())
    return 2 * hits / max(float(called.sum() + (y == 1).sum()), 1.0)


def annomi(scorer: Scorer) -> dict[str, Any]:
    """AUC on counselling talk; says so where the data is not here."""
    place = Path(os.environ.get("VISAVIS_ANNOMI", "../shared/data/annomi_dev"))
    path = place / "annomi_dev.csv" if place.is_dir() else place
    if not path.is_file():
        return {"skipped": f"{path} is not here"}
    turns: dict[tuple[str, int], list[dict[str, str]]] = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            turns[row["transcript_id"], int(row["utterance_id"])].append(row)
    pairs, truth, before = [], [], ""
    for key in sorted(turns):
        rows = turns[key]
        text = rows[0]["utterance_text"]
        if rows[0]["interlocutor"] == "therapist":
            pairs.append((before, text))
            truth.append(
                {
                    "open_question": _share(rows, "question_subtype", "open"),
                    "closed_question": _share(rows, "question_subtype", "closed"),
                    "reflection": _share(rows, "reflection_exists", "True"),
                }
            )
        before = text
    scores = scorer.score_many(pairs)
    found: dict[str, Any] = {"utterances": len(pairs)}
    for skill in ("open_question", "closed_question", "reflection"):
        y = [item[skill] > 0.5 for item in truth]
        found[skill] = _auc(y, [score.skills[skill].p for score in scores])
    asked = [
        at
        for at, item in enumerate(truth)
        if (item["open_question"] > 0.5) != (item["closed_question"] > 0.5)
    ]
    lean = [
        scores[at].skills["open_question"].p - scores[at].skills["closed_question"].p
        for at in asked
    ]
    opens = [truth[at]["open_question"] > 0.5 for at in asked]
    found["open_against_closed"] = _auc(opens, lean)
    return found


def _share(rows: list[dict[str, str]], key: str, value: str) -> float:
    return sum(row[key] == value for row in rows) / len(rows)


def _auc(y: list[bool], p: list[float]) -> float:
    return round(float(roc_auc_score(y, p)), 3)


def swapped(line: str) -> str:
    """The line with people of another gender, name or spelling."""
    marks = [
        (match.start(), match.end(), other)
        for pattern, other in SWAPS
        for match in re.finditer(pattern, line)
    ]
    for start, end, other in sorted(marks, reverse=True):
        line = line[:start] + other + line[end:]
    return line


def invariance(scorer: Scorer, pairs: Iterable[tuple[str, str]]) -> dict[str, float]:
    """How far probabilities move when only the people change."""
    before, after = [], []
    for partner, user in pairs:
        others = swapped(partner), swapped(user)
        if others != (partner, user):
            before.append((partner, user))
            after.append(others)
    first, second = (
        np.array(
            [[s.p for s in score.skills.values()] for score in scorer.score_many(x)]
        )
        for x in (before, after)
    )
    moved = np.abs(first - second)
    return {
        "pairs": len(before),
        "mean": round(float(moved.mean()), 5),
        "max": round(float(moved.max()), 4),
    }


def evidence(scorer: Scorer, records: list[dict[str, Any]]) -> dict[str, float]:
    """Whether shown words overlap the rater's, where the rater named a part of a line.

    The scorers have seen these lines, so this says that spans point, not that skills
    are found.
    """
    hits, count, shares = 0, 0, []
    scores = scorer.score_many((r["partner_line"], r["user_line"]) for r in records)
    for record, score in zip(records, scores, strict=True):
        line = record["user_line"]
        for skill, quotes in record["evidence"].items():
            found = score.skills[skill].evidence
            if quotes == [line] or not found:
                continue
            wanted = {c for q in quotes for c in _places(line, q)}
            shown = {c for start, end in found for c in range(start, end)}
            count += 1
            hits += bool(wanted & shown)
            shares.append(len(wanted & shown) / len(wanted | shown))
    return {
        "spans": count,
        "overlap": round(hits / max(count, 1), 3),
        "mean_iou": round(float(np.mean(shares)), 3),
    }


def _places(line: str, quote: str) -> range:
    start = line.index(quote)
    return range(start, start + len(quote))


def speed(scorer: Scorer, pairs: list[tuple[str, str]]) -> dict[str, float]:
    """Milliseconds for single lines, seconds for 300 at once; clock and one core."""
    took, busy = [], time.process_time()
    for partner, user in pairs[:60]:
        begin = time.perf_counter()
        scorer.score(partner, user)
        took.append((time.perf_counter() - begin) * 1000)
    alone_ms = (time.process_time() - busy) / len(took) * 1000
    begin, busy = time.perf_counter(), time.process_time()
    scorer.score_many(pairs[:300])
    return {
        "line_cpu_ms": round(alone_ms, 1),
        "lines_300_cpu_s": round(time.process_time() - busy, 2),
        "line_ms_p50": round(float(np.percentile(took, 50)), 1),
        "line_ms_p95": round(float(np.percentile(took, 95)), 1),
        "lines_300_s": round(time.perf_counter() - begin, 2),
    }


def main() -> None:
    """Measure and print."""
    corpus = scorers.read()
    given = scorers.inputs(corpus)
    held_out = scorers.held_out_logits(corpus, given)
    groups = [record["group"] for record in corpus.records]
    report: dict[str, Any] = {"lines": corpus.count}
    for name, logits in (("fused", held_out), ("tfidf", held_out[..., :1])):
        p, said = held_out_decisions(logits, corpus.labels, corpus.folds)
        skills = per_skill(p, said, corpus.labels)
        report[name] = {
            "macro": macro(skills),
            "macro_f1_interval": interval(said, corpus.labels, groups),
            "risk_coverage": risk_coverage(p, corpus.labels),
            "skills": skills,
        }
        for skill, row in skills.items():
            print(f"{name:6} {skill:16} {row}", flush=True)
    pairs = [(r["partner_line"], r["user_line"]) for r in corpus.records]
    for name in ("fused", "tfidf"):
        scorer, warning = batch.load_scorer(name)
        if warning:
            print(warning)
        report[name]["annomi"] = annomi(scorer)
        report[name]["invariance"] = invariance(scorer, pairs)
        report[name]["evidence"] = evidence(scorer, corpus.records)
        report[name]["speed"] = speed(scorer, pairs)
    report["agreement"] = scorer_ratings.agreement(corpus.records)
    print(json.dumps(report))


if __name__ == "__main__":
    main()
