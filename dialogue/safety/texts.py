"""The fixed words that the user reads when the screen speaks up.

They come from ``assets/safety/texts.toml`` as written; no model has a part in them.
"""

from __future__ import annotations

import functools
import tomllib
from dataclasses import dataclass

from assets import folder
from dialogue.messages import Safety
from dialogue.safety.errors import SafetyDataError, check_keys
from dialogue.skills import SAFETY_CATEGORIES

ACTIONS = ("check_in", "stop")


@dataclass(frozen=True, slots=True)
class Choice:
    """One button under a text."""

    id: str
    """``go_on``, ``pause``, ``help``, ``help_country``, ``breathe``, ``ground``,
    ``start``, ``leave``, ``quick_exit``, ``stop_here``, ``adult`` or ``not_adult``."""
    label: str


@dataclass(frozen=True, slots=True)
class FixedText:
    """What is shown and read out, and what the user can do next."""

    title: str
    body: str
    """Paragraphs parted by a line break."""
    choices: tuple[Choice, ...]


@functools.cache
def _texts() -> dict[tuple[str, str], FixedText]:
    path = folder("safety") / "texts.toml"
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    check_keys(
        data, ("ended", "choices", "text"), ("ended", "choices", "text"), path.name
    )
    labels: dict[str, str] = {}
    for name, table in data["choices"].items():
        check_keys(table, ("label",), ("label",), f"{path.name}: choices.{name}")
        labels[name] = table["label"]
    ended = str(data["ended"]["text"])
    keys = ("category", "action", "title", "body", "choices")
    found: dict[tuple[str, str], FixedText] = {}
    for item in data["text"]:
        where = f"{path.name}: text {item.get('category')!r} {item.get('action')!r}"
        check_keys(item, keys, keys, where)
        if item["category"] not in SAFETY_CATEGORIES or item["action"] not in ACTIONS:
            raise SafetyDataError(f"{where}: no such category or action.")
        unknown = [name for name in item["choices"] if name not in labels]
        if unknown:
            raise SafetyDataError(f"{where}: choice {unknown[0]!r} has no label.")
        body = item["body"].strip()
        if item["action"] == "stop":
            body = f"{ended}\n{body}"
        choices = tuple(Choice(name, labels[name]) for name in item["choices"])
        found[item["category"], item["action"]] = FixedText(
            item["title"], body, choices
        )
    return found


def text_for(safety: Safety, partner_name: str) -> FixedText:
    """The text for what the screen found.

    Args:
        safety: a finding whose action is ``check_in`` or ``stop``.
        partner_name: stands in the sentence that says who was a program.

    Raises:
        SafetyDataError: the action is ``none``, or no text exists for the pair.
    """
    text = _texts().get((safety.category, safety.action))
    if text is None:
        raise SafetyDataError(
            f"texts.toml: no text for {safety.category!r} with {safety.action!r}; "
            "text_for is only asked when the screen speaks up."
        )
    name = partner_name.strip() or "Your partner"
    return FixedText(text.title, text.body.replace("{partner}", name), text.choices)
