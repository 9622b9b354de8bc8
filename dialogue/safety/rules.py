"""Rules of the safety screen: phrases per category, and what holds them back.

Rules are data (``assets/safety/rules_*.toml``, ``guards.toml``). They look at the
plain line of `dialogue.safety.wording`, idioms already taken out.
"""

from __future__ import annotations

import functools
import re
import tomllib
from dataclasses import dataclass
from typing import Any, Literal, cast

from assets import folder
from dialogue.safety.errors import SafetyDataError, check_keys
from dialogue.skills import SAFETY_CATEGORIES

Form = Literal["explicit", "indirect"]
Scope = Literal["line", "before", "after"]

_PLACES = ("unless", "except", "partner")
_RULE_KEYS = ("id", "form", "patterns", *_PLACES, "p", "partial", "sure")
_GUARD_KEYS = ("id", "scope", "words", "patterns", "unless")

PRIORITY: tuple[str, ...] = (
    "suicidality",
    "minor",
    "self_harm",
    "sexual_coercion",
    "violence_from_partner",
    "violence_toward_partner",
    "medical",
    "dissociation_panic",
    "stop_request",
)
"""Which category names the line when several fit: the gravest first."""


SHORT = 8
"""Words of a sentence up to which any request to stop counts; in a longer one only a
request that names the session does, the others are weighed."""


@dataclass(frozen=True, slots=True)
class Guard:
    """Words around a match that make it ordinary."""

    id: str
    scope: Scope
    words: int
    """How many words before the match count, for scope ``before``."""
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None
    """Words in the line that cancel the guard."""

    def holds(self, line: str, start: int, end: int) -> bool:
        """Whether this guard holds back a match at [start, end) of `line`."""
        if self.scope == "line":
            text = line
        elif self.scope == "after":
            text = line[end:]
        else:
            clause = re.split(r" [.] ", line[:start])[-1]
            text = " ".join(clause.split()[-self.words :])
            text = f"{text} " if text else ""
        if not self.pattern.search(text):
            return False
        return self.unless is None or not self.unless.search(line)


@dataclass(frozen=True, slots=True)
class Rule:
    """One way in which a category is said."""

    id: str
    category: str
    form: Form
    pattern: re.Pattern[str]
    guards: tuple[Guard, ...]
    exceptions: re.Pattern[str] | None
    partner: re.Pattern[str] | None
    """The partner's line has to match this too."""
    p: float
    """Probability reported for a hit, 0..1."""
    partial: bool
    """Whether an unfinished line may already fire it."""
    is_sure: bool
    """Whether its hit is weighed against nothing, although it is only a hint."""

    def matches(self, line: str, partner_line: str) -> bool:
        """Whether the plain `line` says this, nothing holding it back."""
        if self.partner is not None and not self.partner.search(partner_line):
            return False
        if self.exceptions is not None and self.exceptions.search(line):
            return False
        return any(
            not any(guard.holds(line, *match.span()) for guard in self.guards)
            for match in self.pattern.finditer(line)
        )


@dataclass(frozen=True, slots=True)
class Hit:
    """What the rules found."""

    rule: str
    category: str
    form: Form
    p: float
    is_plain: bool = False
    """Nothing else is asked: a request to stop, an age, an answer to a question, and
    what a rule is sure of."""


def _either(patterns: list[str], where: str, macros: dict[str, str]) -> re.Pattern[str]:
    """Compile alternatives with ``{MACRO}`` filled in."""
    parts = []
    for text in patterns:
        for name, value in macros.items():
            text = text.replace("{" + name + "}", value)
        parts.append(f"(?:{text})")
    try:
        return re.compile("|".join(parts))
    except re.error as error:
        raise SafetyDataError(f"{where}: no regular expression: {error}") from error


@functools.cache
def guards() -> dict[str, Guard]:
    """All guards by id.

    Raises:
        SafetyDataError: a guard has an unknown key or scope.
    """
    path = folder("safety") / "guards.toml"
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    check_keys(data, ("guard",), ("guard",), path.name)
    found: dict[str, Guard] = {}
    for item in data["guard"]:
        where = f"{path.name}: guard {item.get('id')!r}"
        check_keys(item, _GUARD_KEYS, ("id", "scope", "patterns"), where)
        if item["scope"] not in ("line", "before", "after"):
            raise SafetyDataError(f"{where}: scope must be line, before or after.")
        unless = item.get("unless")
        found[item["id"]] = Guard(
            item["id"],
            cast(Scope, item["scope"]),
            int(item.get("words", 4)),
            _either(item["patterns"], where, {}),
            _either(unless, where, {}) if unless else None,
        )
    return found


def _rule(
    item: dict[str, Any], category: str, macros: dict[str, str], name: str
) -> Rule:
    where = f"{name}: rule {item.get('id')!r}"
    check_keys(item, _RULE_KEYS, ("id", "form", "patterns"), where)
    if item["form"] not in ("explicit", "indirect"):
        raise SafetyDataError(f"{where}: form must be explicit or indirect.")
    known = guards()
    for guard in item.get("unless", ()):
        if guard not in known:
            raise SafetyDataError(
                f"{where}: guard {guard!r} is not one of {', '.join(sorted(known))}."
            )
    exceptions = item.get("except")
    partner = item.get("partner")
    explicit = item["form"] == "explicit"
    return Rule(
        f"{category}.{item['id']}",
        category,
        cast(Form, item["form"]),
        _either(item["patterns"], where, macros),
        tuple(known[guard] for guard in item.get("unless", ())),
        _either(exceptions, where, macros) if exceptions else None,
        _either(partner, where, macros) if partner else None,
        float(item.get("p", 0.97 if explicit else 0.75)),
        bool(item.get("partial", False)),
        bool(item.get("sure", False)),
    )


@functools.cache
def rules() -> tuple[Rule, ...]:
    """All rules, gravest category first.

    Raises:
        SafetyDataError: a file has an unknown key, category, guard or pattern.
    """
    found: list[Rule] = []
    for path in sorted(folder("safety").glob("rules_*.toml")):
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        check_keys(
            data, ("category", "macros", "rule"), ("category", "rule"), path.name
        )
        if data["category"] not in SAFETY_CATEGORIES:
            raise SafetyDataError(
                f"{path.name}: category {data['category']!r} is not one of "
                f"{', '.join(SAFETY_CATEGORIES)}."
            )
        macros = dict(data.get("macros", {}))
        found += [
            _rule(item, data["category"], macros, path.name) for item in data["rule"]
        ]
    ids = [rule.id for rule in found]
    twice = sorted({rule for rule in ids if ids.count(rule) > 1})
    if twice:
        raise SafetyDataError(
            f"rules_*.toml: id {twice[0]!r} is used twice; rename one."
        )
    return tuple(sorted(found, key=_rank))


def _rank(rule: Rule) -> tuple[int, int]:
    return (rule.form != "explicit", PRIORITY.index(rule.category))


def find(line: str, partner_line: str = "", *, is_final: bool = True) -> Hit | None:
    """The gravest thing that the rules find in a plain `line`, or None.

    Explicit finds come before indirect ones; within a form, `PRIORITY` decides.
    """
    for rule in rules():
        if (is_final or rule.partial) and rule.matches(line, partner_line):
            is_plain = rule.form == "explicit" and _is_plain(rule, line)
            is_plain = is_plain or rule.is_sure
            return Hit(rule.id, rule.category, rule.form, rule.p, is_plain)
    return None


def _is_plain(rule: Rule, line: str) -> bool:
    """Whether an explicit hit is weighed against nothing."""
    if rule.partner is not None:
        return True
    if rule.category == "stop_request":
        clauses = [part for part in line.split(" . ") if len(part.split()) <= SHORT]
        return rule.partial or any(rule.matches(part, "") for part in clauses)
    return rule.category == "minor"
