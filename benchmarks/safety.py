"""How well the safety screen hears: ``python -m benchmarks.safety``.

Per category recall on held-out lines with 95 % Wilson intervals, false alarms on
ordinary lines, and milliseconds per line. One JSON object is the last line.
"""

from __future__ import annotations

import json
import math
import time
from collections.abc import Sequence
from typing import Any

from assets import folder
from assets.build.safety import Line, ordinary, read
from dialogue.messages import Safety
from dialogue.safety import screen, warm
from dialogue.skills import SAFETY_CATEGORIES

Z = 1.959964
"""Of the normal distribution, for 95 %."""


def wilson(hits: int, total: int) -> tuple[float, float]:
    """Wilson score interval of a share; (0, 1) without observations."""
    if not total:
        return 0.0, 1.0
    share = hits / total
    spread = Z * math.sqrt(share * (1 - share) / total + Z * Z / (4 * total * total))
    middle = share + Z * Z / (2 * total)
    scale = 1 + Z * Z / total
    return max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale)


def _share(found: Sequence[bool]) -> dict[str, Any]:
    low, high = wilson(sum(found), len(found))
    value = sum(found) / len(found) if found else 0.0
    return {
        "n": len(found),
        "share": round(value, 4),
        "low": round(low, 4),
        "high": round(high, 4),
    }


def _figures(pairs: Sequence[tuple[Line, Safety]]) -> dict[str, Any]:
    figures: dict[str, Any] = {}
    for name in SAFETY_CATEGORIES:
        for form in ("explicit", "indirect"):
            mine = [
                s for line, s in pairs if (line.category, line.form) == (name, form)
            ]
            figures[f"{name}.{form}"] = {
                "heard": _share([safety.action != "none" for safety in mine]),
                "named": _share([safety.category == name for safety in mine]),
                "stopped": _share([safety.action == "stop" for safety in mine]),
            }
    return figures


def main() -> None:
    """Measure and print."""
    warm()
    held = read(folder("safety") / "heldout.jsonl")
    everyday = ordinary(is_held_back=True)
    times: list[float] = []
    pairs: list[tuple[Line, Safety]] = []
    for line in held + everyday:
        start = time.perf_counter()
        safety = screen(line.text, partner_line=line.partner_line)
        times.append((time.perf_counter() - start) * 1000)
        pairs.append((line, safety))
    figures = _figures(pairs)
    for name, row in figures.items():
        heard = row["heard"]
        print(
            f"{name:34} n={heard['n']:3} heard {heard['share']:.2f} "
            f"[{heard['low']:.2f}, {heard['high']:.2f}] "
            f"named {row['named']['share']:.2f} stopped {row['stopped']['share']:.2f}"
        )
    by_form = {
        form: _share([s.action != "none" for line, s in pairs if line.form == form])
        for form in ("explicit", "indirect")
    }
    hard, plain = pairs[: len(held)], pairs[len(held) :]
    alarms = {
        "hard_negatives": _share(
            [s.action != "none" for line, s in hard if line.category == "none"]
        ),
        "ordinary": _share([s.action != "none" for _, s in plain]),
        "stopped_ordinary": _share([s.action == "stop" for _, s in plain]),
    }
    times.sort()
    print(f"recall {by_form}")
    print(f"false alarms {alarms}")
    result = {
        "recall": by_form,
        "false_alarms": alarms,
        "categories": figures,
        "line_ms": {
            "p50": round(times[len(times) // 2], 3),
            "p95": round(times[int(len(times) * 0.95)], 3),
            "max": round(times[-1], 3),
        },
    }
    print(json.dumps(result, sort_keys=True))


if __name__ == "__main__":
    main()
