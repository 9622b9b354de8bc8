"""How raters agree on the screen's lines: ``python -m benchmarks.safety_agreement``.

Cohen's kappa (Cohen 1960, 10.1177/001316446002000104) per category, and of each rater
with the label that a line was written for. The raters saw neither label nor writer.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence

from assets import folder
from assets.build.safety_lines import FURTHER, HELD_OUT, written
from dialogue.skills import SAFETY_CATEGORIES

FILES = ("lines.jsonl", *FURTHER, *HELD_OUT)
_ORDER = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")
_WRITERS = dict(zip("abcdefgh", _ORDER, strict=True))

Labels = tuple[str, str, str]
"""Category by the writer, the first and the second rater."""


def kappa(pairs: Sequence[tuple[str, str]]) -> float:
    """Agreement beyond chance; 1 where there is only one label."""
    total = len(pairs)
    same = sum(one == other for one, other in pairs) / total
    ones, others = (Counter(labels) for labels in zip(*pairs, strict=True))
    chance = sum(ones[label] * others[label] for label in ones) / total**2
    return 1.0 if chance == 1 else (same - chance) / (1 - chance)


def rated() -> dict[str, list[Labels]]:
    """Labels of every rated line, by who wrote it."""
    lines = {line.id: line for name in FILES for line in written(name)}
    path = folder("safety") / "ratings.jsonl"
    made: dict[str, list[Labels]] = {}
    for raw in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(raw)
        writer = _WRITERS.get(row["id"].split(".")[0], "first")
        labels = (lines[row["id"]].category, row["rater_1"][0], row["rater_2"][0])
        made.setdefault(writer, []).append(labels)
    return {name: made[name] for name in _ORDER if name in made}


def of_category(labels: Iterable[Labels], category: str) -> float:
    """Kappa of the two raters on one category against all others."""
    return kappa([(str(a == category), str(b == category)) for _, a, b in labels])


def table() -> str:
    """All kappas, in Markdown."""
    made = rated()
    rows = [f"| writer | {' | '.join(made)} |", "|---" + "|--:" * len(made) + "|"]
    rows.append("| lines | " + " | ".join(str(len(x)) for x in made.values()) + " |")
    ways = {"rater and rater": (1, 2), "writer and 1": (0, 1), "writer and 2": (0, 2)}
    for name, (one, other) in ways.items():
        found = [
            kappa([(x[one], x[other]) for x in labels]) for labels in made.values()
        ]
        rows.append(f"| {name} | " + " | ".join(f"{x:.2f}" for x in found) + " |")
    for category in ("none", *SAFETY_CATEGORIES):
        found = [of_category(labels, category) for labels in made.values()]
        rows.append(f"| `{category}` | " + " | ".join(f"{x:.2f}" for x in found) + " |")
    return "\n".join(rows)


if __name__ == "__main__":
    print(table())
