"""The safety screen's figures as tables, for the terminal and for the docs."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from dialogue.skills import SAFETY_CATEGORIES

BEGIN: Final = "<!-- figures: made by python -m benchmarks.safety --docs -->"
END: Final = "<!-- /figures -->"
_WAYS: Final = {"stage": "on stage, at once", "mind": "with the second reader"}


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
    made = f"{before}{BEGIN}\n\n{tables(report)}\n{END}{after}"
    page.write_text(made, encoding="utf-8")


def tables(report: dict[str, Any]) -> str:
    """All tables, in Markdown; shares with their 95 % Wilson interval."""
    parts = [_overall(report)]
    parts += [_categories(way, made) for way, made in report.items()]
    parts.append(_kinds(report))
    return "\n\n".join(parts) + "\n"


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = [f"| {' | '.join(head)} |", "|---" + "|--:" * (len(head) - 1) + "|"]
    return "\n".join(lines + [f"| {' | '.join(row)} |" for row in rows])


def _cell(found: dict[str, Any]) -> str:
    if not found["n"]:
        return "–"
    return f"{found['share']:.3f} ({found['low']:.2f}–{found['high']:.2f})"


def _overall(report: dict[str, Any]) -> str:
    sets = next(iter(report.values()))["sets"]
    rows: list[list[str]] = []
    for name in sets:
        for form in ("explicit", "indirect"):
            found = [made["sets"][name]["recall"][form] for made in report.values()]
            label = f"{form} lines of the {name} heard"
            rows.append([label, str(found[0]["n"]), *map(_cell, found)])
        for key, what in (
            ("hard_negatives", "asked about"),
            ("stopped_hard", "stopped"),
        ):
            found = [made["sets"][name][key] for made in report.values()]
            label = f"hard ordinary lines of the {name} {what}"
            rows.append([label, str(found[0]["n"]), *map(_cell, found)])
    for key, what in (("ordinary", "asked about"), ("stopped_ordinary", "stopped")):
        found = [made[key] for made in report.values()]
        rows.append([f"everyday lines {what}", str(found[0]["n"]), *map(_cell, found)])
    for key in ("p50", "p95"):
        spent = [f"{made['line_ms'][key]:.2f}" for made in report.values()]
        rows.append([f"processor milliseconds a line, {key}", "", *spent])
    return _table(["", "n", *(_WAYS[way] for way in report)], rows)


def _categories(way: str, made: dict[str, Any]) -> str:
    sets = made["sets"]
    head = ["category"]
    head += [f"{name}, {form}" for name in sets for form in ("explicit", "indirect")]
    rows = [
        [
            f"`{category}`",
            *(
                _cell(sets[name]["categories"][f"{category}.{form}"]["heard"])
                for name in sets
                for form in ("explicit", "indirect")
            ),
        ]
        for category in SAFETY_CATEGORIES
    ]
    return f"Heard per category, {_WAYS[way]}:\n\n{_table(head, rows)}"


def _kinds(report: dict[str, Any]) -> str:
    sets = next(iter(report.values()))["sets"]
    names = [name for name, made in sets.items() if made["kinds"]]
    kinds = sorted({kind for name in names for kind in sets[name]["kinds"]})
    head = ["kind of ordinary line"]
    head += [f"{name}, {_WAYS[way]}" for name in names for way in report]
    none = {"n": 0}
    rows = [
        [
            kind,
            *(
                _cell(made["sets"][name]["kinds"].get(kind, none))
                for name in names
                for made in report.values()
            ),
        ]
        for kind in kinds
    ]
    return f"Asked about by mistake:\n\n{_table(head, rows)}" if names else ""
