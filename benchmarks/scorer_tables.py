"""The scorers' figures as tables, for the terminal and for the docs."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

BEGIN: Final = "<!-- figures: made by python -m benchmarks.scorers --docs -->"
END: Final = "<!-- /figures -->"


def write(page: Path, report: dict[str, Any]) -> None:
    """Put the tables between the marks of `page`.

    Raises:
        ValueError: `page` has no marks.
    """
    text = page.read_text(encoding="utf-8")
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"{page}: put {BEGIN} and {END} where the tables belong.")
    page.write_text(f"{before}{BEGIN}\n\n{tables(report)}\n{END}{after}", "utf-8")


def tables(report: dict[str, Any]) -> str:
    """All tables, in Markdown."""
    parts = [
        f"{report['lines']} lines; each is judged by readers and heads that never saw "
        "its topic.",
        _overall(report),
        _skills(report["held_out"]["careful"]["skills"], "With the careful reading"),
        _skills(report["held_out"]["fused"]["skills"], "While the partner waits"),
        _writers(report),
        _curve(report["curve"]),
        _annomi(report),
        _invariance(report),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _table(head: list[str], rows: list[list[Any]]) -> str:
    lines = [f"| {' | '.join(head)} |", "|---" + "|--:" * (len(head) - 1) + "|"]
    lines += [f"| {' | '.join(_cell(cell) for cell in row)} |" for row in rows]
    return "\n".join(lines)


def _cell(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.3f}".removeprefix("0") if 0 < value < 1 else f"{value:.3g}"
    if isinstance(value, list):
        return "–".join(_cell(item) for item in value)
    return str(value)


def _overall(report: dict[str, Any]) -> str:
    rows = []
    for name, made in report["held_out"].items():
        macro, between = made["macro"], made["intervals"]
        speed = report["live"].get(name, {}).get("speed", {})
        rows.append(
            [
                name,
                made["lines"],
                macro["auc"],
                between["auc"],
                macro["f1"],
                between["f1"],
                macro["f1_without_abstaining"],
                1 - macro["coverage"],
                macro["ece"],
                speed.get("line_cpu_ms", "–"),
            ]
        )
    head = [
        "scorer",
        "lines",
        "macro AUC",
        "95 %",
        "macro-F1",
        "95 %",
        "F1, no abstaining",
    ]
    return _table([*head, "abstains", "ECE", "ms a line, one core"], rows)


def _skills(skills: dict[str, Any], title: str) -> str:
    keys = ("lines", "auc", "precision", "recall", "f1", "recall_of_all", "coverage")
    rows = [[skill, *(row[key] for key in keys)] for skill, row in skills.items()]
    return f"{title}, by skill:\n\n" + _table(["skill", *keys], rows)


def _writers(report: dict[str, Any]) -> str:
    names = list(report["held_out"])
    writers = report["held_out"][names[0]]["by_writer"]
    rows = [
        [writer]
        + [
            report["held_out"][name]["by_writer"][writer][key]
            for name in names
            for key in ("auc", "f1")
        ]
        for writer in writers
    ]
    head = ["writer", *(f"{name} {key}" for name in names for key in ("AUC", "F1"))]
    return "By writer:\n\n" + _table(head, rows)


def _curve(curve: list[dict[str, Any]]) -> str:
    if not curve:
        return ""
    keys = [key for key in curve[0] if key != "lines"]
    rows = [[item["lines"], *(item[key] for key in keys)] for item in curve]
    title = "What more writing would buy (one fold, lines drawn from the other two):"
    return f"{title}\n\n" + _table(["lines", *keys], rows)


def _annomi(report: dict[str, Any]) -> str:
    rows = []
    for name, made in report["live"].items():
        found = made.get("annomi", {})
        if "utterances" in found:
            rows.append(
                [name]
                + [
                    f"{_cell(item['auc'])} ({_cell(item['interval'])})"
                    for key, item in found.items()
                    if key != "utterances"
                ]
            )
            keys = [key for key in found if key != "utterances"]
    if not rows:
        return ""
    title = "Counselling talk (AnnoMI, nothing trained on it), AUC with 95 % interval:"
    return f"{title}\n\n" + _table(["scorer", *keys], rows)


def _invariance(report: dict[str, Any]) -> str:
    rows = [
        [name, kind, row["pairs"], row["mean"], row["p99"], row["max"]]
        for name, made in report["live"].items()
        for kind, row in made.get("invariance", {}).items()
    ]
    if not rows:
        return ""
    head = ["scorer", "swapped", "pairs", "mean move", "99 %", "greatest"]
    return "How far a probability moves when only this changes:\n\n" + _table(
        head, rows
    )
