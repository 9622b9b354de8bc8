"""What the partner must never say, checked before the words are spoken.

Language models may word the partner. Whatever this finds is dropped, and an
authored line is said instead.
"""

from __future__ import annotations

import functools
import re
import tomllib
from dataclasses import dataclass

from assets import folder
from dialogue.safety.errors import SafetyDataError, check_keys
from dialogue.safety.wording import plain, without_idioms

CATEGORY: dict[str, str] = {
    "threat": "violence_from_partner",
    "coercion": "sexual_coercion",
    "self_harm": "suicidality",
    "minor": "minor",
}
"""Safety category of a problem, where one fits; the others are ``none``."""

_KEYS = ("id", "why", "patterns", "except", "raw")


@dataclass(frozen=True, slots=True)
class Problem:
    """One kind of line that is not spoken."""

    id: str
    why: str
    """A sentence for the log and for people who write lines."""
    pattern: re.Pattern[str]
    exceptions: re.Pattern[str] | None
    is_raw: bool
    """Looks at the text as written instead of the plain line."""


@functools.cache
def problems() -> tuple[Problem, ...]:
    """All problems, in the order of the file.

    Raises:
        SafetyDataError: an unknown key or a pattern that does not compile.
    """
    path = folder("safety") / "partner_lines.toml"
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    check_keys(data, ("problem",), ("problem",), path.name)
    found = []
    for item in data["problem"]:
        where = f"{path.name}: problem {item.get('id')!r}"
        check_keys(item, _KEYS, ("id", "why", "patterns"), where)
        try:
            pattern = re.compile("|".join(f"(?:{text})" for text in item["patterns"]))
            excepted = item.get("except")
            exceptions = re.compile("|".join(excepted)) if excepted else None
        except re.error as error:
            raise SafetyDataError(f"{where}: no regular expression: {error}") from error
        found.append(
            Problem(item["id"], item["why"], pattern, exceptions, bool(item.get("raw")))
        )
    return tuple(found)


def partner_line_problem(text: str) -> str | None:
    """Say why the partner must not say `text`, or None when it may be said.

    Returns:
        An id of ``assets/safety/partner_lines.toml``: ``explicit_sexual``,
        ``therapist_talk``, ``out_of_role``, ``threat``, ``coercion``, ``self_harm``,
        ``minor``, ``slur``, ``contact``.
    """
    raw = text.lower().replace("’", "'")
    line = without_idioms(plain(text))
    for problem in problems():
        looked_at = raw if problem.is_raw else line
        if not problem.pattern.search(looked_at):
            continue
        if problem.exceptions is None or not problem.exceptions.search(looked_at):
            return problem.id
    return None
