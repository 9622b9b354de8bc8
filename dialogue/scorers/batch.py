"""Score a file of lines: the engine of ``visavis score``."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol

from dialogue import dropins
from dialogue.messages import LineScore, Safety, to_json
from dialogue.registry import MissingModel
from dialogue.scorers.base import Scorer

KEYS: Final = ("id", "partner_line", "user_line")
AT_ONCE: Final = 64
BEST_FIRST: Final = ("careful", "fused", "tfidf")
"""Scorers from the most exact to the one that needs no model files."""
_log = logging.getLogger(__name__)


class BatchError(ValueError):
    """A line of the input is wrong; the message names file and line number."""


class Screen(Protocol):
    """The safety screen."""

    def __call__(self, text: str, *, partner_line: str = "") -> Safety:
        """Look at one line of the user."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the input."""

    id: str | int
    partner_line: str
    user_line: str


def load_scorer(name: str = BEST_FIRST[0]) -> tuple[Scorer, str]:
    """Make the scorer `name`, or the next best whose weights are here; and a warning.

    The warning is empty where `name` itself could be made.
    """
    why = ""
    for other in BEST_FIRST[BEST_FIRST.index(name) :]:
        try:
            made: Scorer = dropins.create("dialogue.scorers", other)
        except MissingModel as error:
            why = why or str(error)
        else:
            return made, f"Scoring with {other}, which is less exact: {why}" * bool(why)
    raise MissingModel(why)


def score_file(
    source: Path, target: Path, screen: Screen, scorer: Scorer | None = None
) -> int:
    """Score each line of `source` into `target`; gives how many.

    `target` is written only when every line of `source` is right.

    Raises:
        BatchError: a line is not as it must be, or a file cannot be read or written.
    """
    try:
        text = source.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BatchError(
            f"{source}: cannot be read as UTF-8 text ({error}). Give a file with one "
            'JSON object per line: {"id", "partner_line", "user_line"}.'
        ) from error
    rows = list(read(text.split("\n"), str(source)))
    if scorer is None:
        scorer, warning = load_scorer()
        if warning:
            _log.warning(warning)
    made = [
        json.dumps(out, ensure_ascii=False) for out in results(rows, scorer, screen)
    ]
    try:
        target.write_text("".join(f"{line}\n" for line in made), encoding="utf-8")
    except OSError as error:
        raise BatchError(
            f"{target}: cannot be written ({error}). Choose another --out."
        ) from error
    return len(made)


def read(lines: Iterable[str], name: str) -> Iterator[Row]:
    """Check each line; empty lines are left out."""
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _row(line, f"{name}:{number}")


def _row(line: str, place: str) -> Row:
    wanted = 'a JSON object {"id", "partner_line", "user_line"}'
    try:
        entry = json.loads(line)
    except ValueError as error:
        raise BatchError(f"{place}: not JSON ({error}). Write {wanted}.") from error
    if not isinstance(entry, dict):
        raise BatchError(f"{place}: {type(entry).__name__} found. Write {wanted}.")
    if missing := [key for key in KEYS if key not in entry]:
        raise BatchError(f"{place}: {', '.join(missing)} missing. Write {wanted}.")
    if not isinstance(entry["id"], str | int) or isinstance(entry["id"], bool):
        raise BatchError(f"{place}: id must be a text or a whole number.")
    for key in KEYS[1:]:
        # A conversation that the user opens has no partner line yet.
        if not isinstance(entry[key], str) and not (
            key == KEYS[1] and entry[key] is None
        ):
            raise BatchError(
                f"{place}: {key} is {type(entry[key]).__name__}; it must be a text"
                + (", or null where the user speaks first." if key == KEYS[1] else ".")
            )
    return Row(entry["id"], entry["partner_line"] or "", entry["user_line"])


def results(
    rows: list[Row], scorer: Scorer, screen: Screen
) -> Iterator[dict[str, Any]]:
    """One result per row, in order."""
    for begin in range(0, len(rows), AT_ONCE):
        part = rows[begin : begin + AT_ONCE]
        scores = scorer.score_many([(row.partner_line, row.user_line) for row in part])
        for row, score in zip(part, scores, strict=True):
            found = screen(row.user_line, partner_line=row.partner_line)
            yield {"id": row.id, "skills": _skills(score), "safety": _safety(found)}


def _skills(score: LineScore) -> dict[str, Any]:
    return {skill: to_json(found) for skill, found in score.skills.items()}


def _safety(found: Safety) -> dict[str, Any]:
    keys = ("category", "form", "p", "action")
    return {key: to_json(getattr(found, key)) for key in keys}
