"""How well the safety screen hears: ``python -m benchmarks.safety [--docs]``.

Recall per category with 95 % Wilson intervals on the first writer's held-out lines and
on those of two writers of whom nothing was learned, false alarms on ordinary and on
hard lines, processor time a line; on stage alone, and with the second reader where its
embedding weights are here. One JSON object is the last line. ``--docs`` writes the
tables into ``docs/explanation/the-safety-screen.md``. Each look at the lines of the
third and eighth writer is counted in the data sheet; ``--everyday`` leaves them out.
"""

from __future__ import annotations

import argparse
import json
import math
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from assets.build.safety_lines import Line, ordinary, written
from benchmarks import safety_tables
from dialogue.messages import Safety
from dialogue.models import safety_reader
from dialogue.safety import SecondReader, screen, warm
from dialogue.skills import SAFETY_CATEGORIES

Z: Final = 1.959964
"""Of the normal distribution, for 95 %."""
PAGE: Final = Path("docs/explanation/the-safety-screen.md")
SETS: Final = {
    "first writer": "heldout.jsonl",
    "third writer": "heldout_c.jsonl",
    "eighth writer": "heldout_h.jsonl",
}


@dataclass(frozen=True, slots=True)
class Heard:
    """One line and what the screen made of it."""

    line: Line
    found: Safety
    took_ms: float
    """Processor time, so that a busy machine does not count."""

    @property
    def is_asked(self) -> bool:
        """Whether the screen spoke up."""
        return self.found.action != "none"


class Timed:
    """A second reader that keeps how long the shared embedding took by itself."""

    def __init__(self, reader: safety_reader.SafetyReader) -> None:
        self._reader = reader
        self.embedding_ms = 0.0

    def log_odds(self, text: str) -> Any:
        """As the reader; the embedding is worked out first and timed apart."""
        begin = time.thread_time()
        self._reader.means(text)
        self.embedding_ms = (time.thread_time() - begin) * 1000
        return self._reader.log_odds(text)


def wilson(hits: int, total: int) -> tuple[float, float]:
    """Wilson score interval of a share; (0, 1) without observations."""
    if not total:
        return 0.0, 1.0
    share = hits / total
    spread = Z * math.sqrt(share * (1 - share) / total + Z * Z / (4 * total * total))
    middle = share + Z * Z / (2 * total)
    scale = 1 + Z * Z / total
    return max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale)


def share(found: Sequence[bool]) -> dict[str, Any]:
    """Count, share and interval."""
    low, high = wilson(sum(found), len(found))
    value = sum(found) / len(found) if found else 0.0
    names = ("n", "share", "low", "high")
    numbers = (len(found), round(value, 4), round(low, 4), round(high, 4))
    return dict(zip(names, numbers, strict=True))


def hear(lines: Sequence[Line], reader: SecondReader | None) -> list[Heard]:
    """Screen `lines` one by one."""
    made = []
    for line in lines:
        begin = time.thread_time()
        found = screen(line.text, partner_line=line.partner_line, reader=reader)
        took = (time.thread_time() - begin) * 1000
        # the embedding is there anyway, for matching and scoring
        took -= reader.embedding_ms if isinstance(reader, Timed) else 0.0
        made.append(Heard(line, found, took))
    return made


def of_set(heard: Sequence[Heard]) -> dict[str, Any]:
    """Recall by form and category, false alarms by kind."""
    forms = {
        form: share([x.is_asked for x in heard if x.line.form == form])
        for form in ("explicit", "indirect")
    }
    categories = {}
    for name in SAFETY_CATEGORIES:
        for form in ("explicit", "indirect"):
            own = [x for x in heard if (x.line.category, x.line.form) == (name, form)]
            categories[f"{name}.{form}"] = {
                "heard": share([x.is_asked for x in own]),
                "named": share([x.found.category == name for x in own]),
                "stopped": share([x.found.action == "stop" for x in own]),
            }
    calm = [x for x in heard if x.line.category == "none"]
    kinds = sorted({x.line.kind for x in calm})
    return {
        "recall": forms,
        "categories": categories,
        "hard_negatives": share([x.is_asked for x in calm]),
        "stopped_hard": share([x.found.action == "stop" for x in calm]),
        "kinds": {
            kind: share([x.is_asked for x in calm if x.line.kind == kind])
            for kind in kinds
            if kind
        },
    }


def measure(reader: SecondReader | None, sets: dict[str, str]) -> dict[str, Any]:
    """Everything for one way of listening; `sets` are files by writer."""
    made: dict[str, Any] = {"sets": {}}
    times: list[float] = []
    for name, file in sets.items():
        heard = hear(written(file), reader)
        times += [x.took_ms for x in heard]
        made["sets"][name] = of_set(heard)
    calm = hear(ordinary(is_held_back=True), reader)
    times += [x.took_ms for x in calm]
    made["ordinary"] = share([x.is_asked for x in calm])
    made["stopped_ordinary"] = share([x.found.action == "stop" for x in calm])
    times.sort()
    at = {"p50": len(times) // 2, "p95": int(len(times) * 0.95), "max": -1}
    made["line_ms"] = {name: round(times[index], 3) for name, index in at.items()}
    return made


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--docs", action="store_true", help="write the page's tables")
    parser.add_argument("--everyday", action="store_true", help="the first writer only")
    arguments = parser.parse_args()
    if arguments.docs and arguments.everyday:
        parser.error("--docs needs all writers; leave out --everyday")
    sets = dict(list(SETS.items())[: 1 if arguments.everyday else None])
    warm()
    report = {"stage": measure(None, sets)}
    reader = safety_reader.available()
    if reader is not None:
        report["mind"] = measure(Timed(reader), sets)
    print(safety_tables.tables(report))
    if arguments.docs:
        safety_tables.write(PAGE, report)
    print(json.dumps(report, sort_keys=True))


if __name__ == "__main__":
    main()
