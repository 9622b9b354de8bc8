"""How good the scorers are: ``python -m benchmarks.scorers`` (some minutes).

Figures per skill come from readers and heads that never saw the line's topic (3 folds
by topic, `assets.build.readers` keeps the logits); calibration and abstention bands for
a topic are chosen on the other topics. Then the learning curve, carry-over to
counselling talk, invariance and speed. ``--docs`` writes the tables into
docs/explanation/how-scores-are-made.md. The last line of output is one JSON object.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path
from typing import Any, Final

import numpy as np

from assets.build import learning_curve, scorer_ratings, scorers
from assets.build import scorer_figures as figures
from assets.build.scorer_lines import Corpus, read
from benchmarks import scorer_tables
from benchmarks.annomi import annomi
from benchmarks.invariance import invariance
from dialogue import dropins
from dialogue.registry import MissingModel
from dialogue.scorers.base import Scorer

PAGE: Final = Path("docs/explanation/how-scores-are-made.md")


def held_out(corpus: Corpus) -> dict[str, Any]:
    """Figures of each scorer on topics that it never saw."""
    logits = scorers.held_out_logits(corpus)
    made: dict[str, Any] = {}
    for name in scorers.READINGS:
        stacked, rows = scorers.usable(scorers.stacked(logits, name))
        made[name] = _of_lines(stacked, corpus, rows)
    same = scorers.usable(scorers.stacked(logits, "careful"))[1]
    for name in ("tfidf", "fused"):
        stacked = scorers.stacked(logits, name)[same]
        made[f"{name}, the same lines"] = _of_lines(stacked, corpus, same)
    return made


def _of_lines(stacked: Any, corpus: Corpus, rows: Any) -> dict[str, Any]:
    labels = corpus.labels[rows]
    topics = [corpus.records[row]["topic"] for row in rows]
    writers = np.array([corpus.records[row]["writer"] for row in rows])
    folds = corpus.folds[rows]
    if len(set(folds)) == 1:  # one fold: its topics are dealt into halves
        halves = {topic: at % 2 for at, topic in enumerate(sorted(set(topics)))}
        folds = np.array([halves[topic] for topic in topics])
    p, said = figures.held_out_decisions(stacked, labels, folds)
    skills = figures.per_skill(p, said, labels)
    by_writer = {}
    for writer in sorted(set(writers)):
        own = writers == writer
        by_writer[writer] = figures.macro(
            figures.per_skill(p[own], said[own], labels[own])
        )
    return {
        "lines": len(rows),
        "macro": figures.macro(skills),
        "intervals": figures.intervals(p, said, labels, topics),
        "risk_coverage": figures.risk_coverage(p, labels),
        "skills": skills,
        "by_writer": by_writer,
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


def live(corpus: Corpus, name: str) -> dict[str, Any]:
    """What the shipped scorer does outside its own lines."""
    try:
        scorer: Scorer = dropins.create("dialogue.scorers", name)
    except MissingModel as error:
        return {"skipped": str(error)}
    pairs = [(r["partner_line"], r["user_line"]) for r in corpus.records]
    return {
        "annomi": annomi(scorer),
        "invariance": invariance(scorer, pairs[::4] if name == "careful" else pairs),
        "evidence": evidence(scorer, corpus.records[:500]),
        "speed": speed(scorer, pairs),
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scorers")
    parser.add_argument("--docs", action="store_true", help="write the tables")
    parser.add_argument(
        "--scorers", default="tfidf,fused,careful", help="which to run live"
    )
    chosen = parser.parse_args()
    corpus = read()
    report: dict[str, Any] = {"lines": corpus.count, "held_out": held_out(corpus)}
    report["live"] = {name: live(corpus, name) for name in chosen.scorers.split(",")}
    report["curve"] = learning_curve.curve()
    report["agreement"] = scorer_ratings.agreement(corpus.records)
    if chosen.docs:
        scorer_tables.write(PAGE, report)
    print(scorer_tables.tables(report))
    print(json.dumps(report))


if __name__ == "__main__":
    main()
