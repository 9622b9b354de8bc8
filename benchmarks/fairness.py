"""Whether the same words count the same whoever says them, and however.

    python -m benchmarks.fairness [--parts screen,live] [--pairs 300] [--docs]

Parts: statements, screen, tfidf, live, heard, careful; all of them if none is named.
Scorers (`benchmarks.fair_scorers`), safety screen (`benchmarks.fair_screen`), and the
way from the recogniser to the score. ``--docs`` writes the tables of the parts that ran
into docs/explanation/fairness.md. The last line of output is one JSON object. `careful`
takes a quarter of an hour of one core.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from assets.build.markdown import put, table
from benchmarks import heard as hearing
from benchmarks.fair_scorers import PAIRS, leanings, moved, scorer_rows
from benchmarks.fair_screen import screen_rows, statement_rows
from benchmarks.safety import wilson
from benchmarks.variation import word_errors
from dialogue import dropins
from dialogue.registry import MissingModel
from dialogue.safety import screen
from dialogue.scorers.base import Scorer

PAGE: Final = Path("docs/explanation/fairness.md")
COMMAND: Final = "python -m benchmarks.fairness --docs"


def heard_rows(scorer: Scorer) -> dict[str, Any]:
    """What recognition costs: word errors, and how far the scores of a line move."""
    every = hearing.kept()
    scored = [item for item in every if item.origin == "scored"]
    report: dict[str, Any] = {"voices": {}, "writers": {}, "screen": {}}
    report["all"] = _heard(scorer, scored)
    for name in sorted({item.voice for item in scored}):
        mine = [item for item in scored if item.voice == name]
        report["voices"][name] = _heard(scorer, mine)
    for name in sorted({item.group for item in scored}):
        mine = [item for item in scored if item.group == name]
        report["writers"][name] = _heard(scorer, mine)
    screened = [item for item in every if item.origin == "screened"]
    was = [_hears(item, item.text) for item in screened]
    now = [_hears(item, item.heard) for item in screened]
    alarms = [_hears(item, item.heard) for item in scored]
    report["screen"] = {
        "lines": len(screened),
        "recall as written": sum(was) / max(len(was), 1),
        "recall as heard": sum(now) / max(len(now), 1),
        "interval as heard": [round(x, 3) for x in wilson(sum(now), len(now))],
        "ordinary lines": len(scored),
        "false alarms as heard": sum(alarms) / max(len(alarms), 1),
    }
    return report


def _hears(item: hearing.Heard, text: str) -> bool:
    return screen(text, partner_line=item.partner_line).action != "none"


def _heard(scorer: Scorer, items: Sequence[hearing.Heard]) -> dict[str, float]:
    wrong, said = 0, 0
    for item in items:
        errors, words = word_errors(item.text, item.heard)
        wrong, said = wrong + errors, said + words
    pairs = [((x.partner_line, x.text), (x.partner_line, x.heard)) for x in items]
    return {"word errors": wrong / max(said, 1), **moved(scorer, pairs)}


def scorer_table(rows: dict[str, dict[str, float]]) -> str:
    """Invariance of one scorer."""
    head = list(next(iter(rows.values())))
    return table(
        ["changed", *head], [[kind, *row.values()] for kind, row in rows.items()]
    )


def leaning_table(found: dict[str, dict[str, float]]) -> str:
    """Who is heard as kinder or harsher for the same words."""
    rows = [[name, *(f"{v:+.4f}" for v in row.values())] for name, row in found.items()]
    head = ["said before the line", "harmful skills", "constructive skills"]
    title = "Mean move of a probability against the first of each kind:"
    return f"{title}\n\n" + table(head, rows)


def statement_table(rows: dict[str, Any]) -> str:
    """Sentences on who somebody is: how many raise an alarm, and which."""
    cells = [
        [kind, row["sentences"], row["alarms"], _between(row["interval"])]
        for kind, row in rows.items()
    ]
    which = [f"“{t}” ({w})" for row in rows.values() for t, w in row["which"].items()]
    made = table(["who somebody is", "sentences", "alarms", "95 %"], cells)
    return made + (f"\n\nThese are wrong: {'; '.join(which)}." if which else "")


def screen_table(report: dict[str, Any]) -> str:
    """The screen by group, by way of speaking and by writer."""
    head = ["", "ordinary lines", "false alarms", "95 %", "raised by the change"]
    head += ["held-out alarming lines", "recall", "95 % ", "trained on", "lost"]
    plain = _screen_cells(report["plain"])
    said = [[name, *_screen_cells(row)] for name, row in report["groups"].items()]
    ways = [[name, *_screen_cells(row)] for name, row in report["ways"].items()]
    writers = [
        [name, row["lines"], row["share"], _between(row["interval"])]
        for name, row in report["writers"].items()
    ]
    return "\n\n".join(
        [
            "A sentence before the line says who speaks:",
            table(head, [["no such sentence", *plain], *said]),
            "The line itself is put otherwise (only lines that this changes):",
            table(head, ways),
            "Ordinary lines as written, by writer:",
            table(["writer", "lines", "false alarms", "95 %"], writers),
        ]
    )


def _screen_cells(row: dict[str, Any]) -> list[Any]:
    safe, held, more = row["false alarms"], row["recall"], row["trained on"]
    return [
        safe["lines"],
        safe["share"],
        _between(safe["interval"]),
        safe["raised"],
        held["lines"],
        held["share"],
        _between(held["interval"]),
        f"{more['share']:.3f} of {more['lines']}, was {more['unchanged']:.3f}",
        more["lost"] + held["lost"],
    ]


def _between(interval: Sequence[float]) -> str:
    return "–".join(f"{value:.3f}".removeprefix("0") for value in interval)


def heard_table(report: dict[str, Any]) -> str:
    """What recognition costs, by voice and by writer of the lines."""
    rows = [["all", *report["all"].values()]]
    rows += [[f"voice {n}", *row.values()] for n, row in report["voices"].items()]
    rows += [[f"writer {n}", *row.values()] for n, row in report["writers"].items()]
    said = report["screen"]
    return table(["", *report["all"]], rows) + (
        f"\n\nOf {said['lines']} lines that should raise an alarm, "
        f"{said['recall as written']:.2f} do as written and "
        f"{said['recall as heard']:.2f} as heard (95 % "
        f"{_between(said['interval as heard'])}); of {said['ordinary lines']} ordinary "
        f"lines as heard, {said['false alarms as heard']:.3f} do."
    )


def run(part: str, pairs: int) -> tuple[Any, str]:
    """Figures and tables of one part.

    Raises:
        MissingModel: the part needs weights that are not here.
    """
    if part == "statements":
        said = statement_rows()
        return said, statement_table(said)
    if part == "screen":
        found = screen_rows()
        return found, screen_table(found)
    if part == "heard":
        heard = heard_rows(dropins.create("dialogue.scorers", "fused"))
        return heard, heard_table(heard)
    name = {"live": "fused"}.get(part, part)
    scorer = dropins.create("dialogue.scorers", name)
    rows = scorer_rows(scorer, pairs, is_swapped=part == "tfidf")
    found = {"rows": rows, "leanings": leanings(scorer, pairs // 5)}
    return found, scorer_table(rows) + "\n\n" + leaning_table(found["leanings"])


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fairness")
    parser.add_argument("--parts", default="statements,screen,tfidf,live,heard,careful")
    parser.add_argument("--pairs", type=int, default=PAIRS, help="of each kind")
    parser.add_argument("--docs", action="store_true", help="write the page's tables")
    wanted = parser.parse_args()
    report: dict[str, Any] = {}
    for part in wanted.parts.split(","):
        try:
            report[part], text = run(part, wanted.pairs)
        except MissingModel as error:
            report[part] = {"skipped": str(error)}
            print(f"{part}: skipped: {error}")
            continue
        print(f"\n{part}\n\n{text}", flush=True)
        if wanted.docs:
            put(PAGE, part, COMMAND, text)
    print(json.dumps(report))


if __name__ == "__main__":
    main()
