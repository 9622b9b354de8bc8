"""Recall and false alarms of the safety screen, by who speaks and by how."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import Any, Final

from assets import folder
from assets.build.safety_lines import Line, ordinary
from assets.build.safety_lines import read as read_safety
from assets.build.scorer_lines import read as read_lines
from benchmarks.fair_scorers import evenly
from benchmarks.invariance import KINDS, swapped
from benchmarks.safety import wilson
from benchmarks.variation import (
    SAID,
    SPOKEN,
    after,
    misheard,
    plain_case,
    respelled,
    statements,
)
from dialogue.safety import screen, warm

LINES: Final = 200
"""Ordinary lines, and alarming ones that the screen was trained on."""


def statement_rows() -> dict[str, Any]:
    """How many sentences on who somebody is raise an alarm, and which."""
    warm()
    rows: dict[str, Any] = {}
    for kind, sentences in statements().items():
        found = {text: screen(text) for text in sentences}
        alarms = {text: s for text, s in found.items() if s.action != "none"}
        rows[kind] = {
            "sentences": len(sentences),
            "alarms": len(alarms),
            "interval": wilson(len(alarms), len(sentences)),
            "which": {t: f"{s.category}, {s.action}" for t, s in alarms.items()},
        }
    return rows


def screen_rows() -> dict[str, Any]:
    """Recall and false alarms of the screen, by who speaks and by how."""
    warm()
    safe, alarming, held = _screened()
    report: dict[str, Any] = {"plain": _rates(str, safe, alarming, held)}
    report |= {"groups": {}, "ways": {}, "writers": _by_writer()}
    for kind, values in SAID.items():
        for value, sentence in values.items():
            report["groups"][f"{kind}: {value}"] = _rates(
                functools.partial(after, sentence=sentence),
                safe,
                alarming,
                held,
            )
    ways: dict[str, Callable[[str], str]] = {}
    for kind in ("names", *KINDS):
        ways[f"{kind}, swapped"] = functools.partial(swapped, kind=kind)
    for way in SPOKEN:
        ways[way] = functools.partial(respelled, way=way)
    ways["no capitals, no marks"] = plain_case
    ways["misheard (noise model)"] = misheard
    for name, change in ways.items():
        report["ways"][name] = _rates(change, safe, alarming, held, is_changed=True)
    return report


def _screened() -> tuple[list[Line], list[Line], list[Line]]:
    home = folder("safety")
    written = read_safety(home / "lines.jsonl")
    held = read_safety(home / "heldout.jsonl")
    safe = evenly(ordinary(is_held_back=True), LINES)
    alarming = [line for line in written if line.category != "none"]
    return safe, evenly(alarming, LINES), [x for x in held if x.category != "none"]


def _rates(
    change: Callable[[str], str],
    safe: Sequence[Line],
    alarming: Sequence[Line],
    held: Sequence[Line],
    *,
    is_changed: bool = False,
) -> dict[str, Any]:
    """Shares that raise an alarm; with `is_changed` only of lines that change."""
    parts = {"false alarms": safe, "trained on": alarming, "recall": held}
    return {name: _rate(change, lines, is_changed) for name, lines in parts.items()}


def _rate(
    change: Callable[[str], str], lines: Sequence[Line], is_changed: bool
) -> dict[str, Any]:
    mine = [x for x in lines if not is_changed or change(x.text) != x.text]
    was = [_alarms(line.text, line.partner_line) for line in mine]
    now = [_alarms(change(line.text), line.partner_line) for line in mine]
    return {
        "lines": len(mine),
        "share": sum(now) / max(len(now), 1),
        "unchanged": sum(was) / max(len(was), 1),
        "interval": wilson(sum(now), len(now)),
        "raised": sum(b and not a for a, b in zip(was, now, strict=True)),
        "lost": sum(a and not b for a, b in zip(was, now, strict=True)),
    }


@functools.cache
def _alarms(text: str, partner_line: str) -> bool:
    return screen(text, partner_line=partner_line).action != "none"


def _by_writer() -> dict[str, Any]:
    """False alarms on the rubric's ordinary lines, by who wrote them."""
    writers = {r["user_line"]: r["writer"] for r in read_lines().records}
    found: dict[str, list[bool]] = {}
    for line in ordinary(is_held_back=True):
        if line.text in writers:
            own = found.setdefault(writers[line.text], [])
            own.append(_alarms(line.text, line.partner_line))
    return {
        writer: {
            "lines": len(alarms),
            "share": sum(alarms) / len(alarms),
            "interval": wilson(sum(alarms), len(alarms)),
        }
        for writer, alarms in sorted(found.items())
    }
