"""The page of model cards, made from data and from figures that were measured."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any, Final

import assets
from dialogue import registry
from dialogue.strict import DataError

ROOT: Final = assets.ROOT.parent
INTRO: Final = (
    "Every model that the program can use: what it is for, what it learned from, what "
    "it is not for, and what was measured. Nothing is downloaded while you practise, "
    "and weights are only used with the sum that stands here. Figures come from files "
    "that the builds and benchmarks write; where nothing was measured, it says so.\n"
)
_SKIPPED: Final = ("sha256", "recipe", "minutes")
"""Parts of a training record that say nothing about how good a model is."""


def page() -> str:
    """All cards.

    Raises:
        DataError: a model of the registry has no card, or a card no model.
    """
    cards = tomllib.loads((assets.ROOT / "model_cards.toml").read_text("utf-8"))
    own = cards.pop("own")
    models = registry.models()
    _check({item.id for item in models}, set(cards))
    parts = [INTRO, "## Models of our own\n"]
    parts += [_own(card) for card in own.values()]
    parts.append("## Models by others\n")
    parts += [_other(item, cards[item.id]) for item in models]
    return "\n".join(parts)


def _check(have: set[str], carded: set[str]) -> None:
    for name in sorted(have ^ carded):
        what = "has no card" if name in have else "is no model of models.toml"
        raise DataError(f"model_cards.toml: {name} {what}.")


def _own(card: dict[str, Any]) -> str:
    lines = [f"### {card['title']}\n", f"- **Files**: {card['files']}"]
    lines += _common(card)
    lines.append(f"- **Data sheet**: [{card['sheet']}](../../{card['sheet']})")
    lines.append(f"- **Measured again by**: `{card['measure']}`")
    if "figures" in card:
        lines += ["", f"From [{card['figures']}](../../{card['figures']}):", ""]
        found = json.loads((ROOT / card["figures"]).read_text("utf-8"))
        shown = card.get("show") or list(found)
        lines += _figures({key: found[key] for key in shown if key in found})
    if "table" in card:
        lines += ["", f"From [{card['table']}](../../{card['table']}):", ""]
        lines += _first_table(ROOT / card["table"])
    return "\n".join(lines) + "\n"


def _other(item: registry.Model, card: dict[str, Any]) -> str:
    lines = [f"### {item.title}\n", f"- **Kind**: {item.kind.replace('_', ' ')}"]
    lines += _common(card)
    lines.append(f"- **Licence**: {item.licence}; {item.size_mb} MB")
    lines.append(f"- **Weights**: `{item.main}`, sha256 `{item.sha256}`")
    return "\n".join(lines) + "\n"


def _common(card: dict[str, Any]) -> list[str]:
    return [
        f"- **For**: {card['use']}",
        f"- **Learned from**: {card['learned']}",
        f"- **Limits, and not for**: {card['limits']}",
    ]


def _figures(found: dict[str, Any]) -> list[str]:
    """Numbers as a table; tables within a table get their name in front."""
    rows = ["| figure | value |", "|---|--:|"]
    for key, value in found.items():
        if not any(part in key for part in _SKIPPED):
            rows += [f"| {name} | {number} |" for name, number in _flat(key, value)]
    return rows


def _flat(key: str, value: Any) -> list[tuple[str, str]]:
    key = key.replace("_", " ")
    if isinstance(value, dict):
        return [one for name in value for one in _flat(f"{key}, {name}", value[name])]
    if isinstance(value, list):
        # a course, such as one entry per epoch: where it began and where it ended
        ends = {"first": value[:1], "last": value[-1:]}
        return [
            one
            for name, item in ends.items()
            if item
            for one in _flat(f"{key}, {name}", item[0])
        ]
    return [(key, f"{value:g}" if isinstance(value, float) else str(value))]


def _first_table(path: Path) -> list[str]:
    """The first table of a page, as it stands there."""
    lines = path.read_text("utf-8").splitlines()
    first = next(at for at, line in enumerate(lines) if line.startswith("|"))
    rest = lines[first:]
    length = next(
        (at for at, line in enumerate(rest) if not line.startswith("|")), len(rest)
    )
    return rest[:length]
