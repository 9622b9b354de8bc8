"""How far the scorers carry over to counselling talk: AnnoMI, evaluation only.

The transcripts are read from ``VISAVIS_ANNOMI`` (a CSV file or its folder); nothing is
ever trained on them. Wu et al. 2022, "Anno-MI", ICASSP; 2023, Future Internet 15(3).
"""

from __future__ import annotations

import csv
import os
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.metrics import roc_auc_score

from dialogue.messages import LineScore
from dialogue.scorers.base import Scorer

GOOD = ("open_question", "reflection")
BAD = (
    "advice",
    "criticism",
    "contempt",
    "defensiveness",
    "demand",
    "invalidation",
    "pressure",
)
"""What motivational interviewing asks for, and what it calls non-adherent (MITI 4). Of
nine such sums, tried on these sessions, this one was taken for its reasons; the others
lay between .64 and .89."""
DRAWS = 300


def annomi(scorer: Scorer) -> dict[str, Any]:
    """AUC per skill and of session quality; says so where the data is not here."""
    place = Path(os.environ.get("VISAVIS_ANNOMI", "../shared/data/annomi_dev"))
    path = place / "annomi_dev.csv" if place.is_dir() else place
    if not path.is_file():
        return {"skipped": f"{path} is not here"}
    turns: dict[tuple[str, int], list[dict[str, str]]] = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            turns[row["transcript_id"], int(row["utterance_id"])].append(row)
    pairs, truth, session, before = [], [], [], ""
    for key in sorted(turns):
        rows = turns[key]
        text = rows[0]["utterance_text"]
        if rows[0]["interlocutor"] == "therapist":
            pairs.append((before, text))
            session.append((key[0], rows[0]["mi_quality"] == "high"))
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
    found["open_against_closed"] = _open_against_closed(truth, scores)
    found["session_quality"] = _quality(session, scores)
    return found


def _open_against_closed(
    truth: list[dict[str, float]], scores: list[LineScore]
) -> dict[str, Any]:
    """Which of the two, where exactly one was asked."""
    asked = [
        at
        for at, item in enumerate(truth)
        if (item["open_question"] > 0.5) != (item["closed_question"] > 0.5)
    ]
    lean = [
        _logit(scores[at].skills["open_question"].p)
        - _logit(scores[at].skills["closed_question"].p)
        for at in asked
    ]
    return _auc([truth[at]["open_question"] > 0.5 for at in asked], lean)


def _quality(session: list[tuple[str, bool]], scores: list[LineScore]) -> Any:
    """High against low sessions by the mean of good minus bad log odds."""
    values, high = defaultdict(list), {}
    for (key, is_high), score in zip(session, scores, strict=True):
        good = np.mean([_logit(score.skills[skill].p) for skill in GOOD])
        bad = np.mean([_logit(score.skills[skill].p) for skill in BAD])
        values[key].append(float(good - bad))
        high[key] = is_high
    keys = sorted(values)
    return _auc([high[key] for key in keys], [float(np.mean(values[k])) for k in keys])


def _share(rows: list[dict[str, str]], key: str, value: str) -> float:
    return sum(row[key] == value for row in rows) / len(rows)


def _logit(p: float) -> float:
    return float(np.log((p + 1e-4) / (1 - p + 1e-4)))


def _auc(y: list[bool], p: list[float]) -> dict[str, Any]:
    """AUC with a 95 % interval over drawn rows."""
    truth, value, rng = np.array(y), np.array(p), np.random.default_rng(0)
    drawn = []
    for _ in range(DRAWS):
        at = rng.integers(len(truth), size=len(truth))
        if 0 < truth[at].sum() < len(at):
            drawn.append(roc_auc_score(truth[at], value[at]))
    low, high = np.percentile(drawn, [2.5, 97.5])
    return {
        "auc": round(float(roc_auc_score(truth, value)), 3),
        "interval": [round(float(low), 3), round(float(high), 3)],
        "n": len(truth),
    }
