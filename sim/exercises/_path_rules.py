"""Which answers of the check-in lead where: ``assets/path/rules.toml``, and its use."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Final, Literal

from assets import folder
from dialogue.strict import DataError, one_of, parsed, read
from sim.exercises.base import Before

Kind = Literal["talk", "exercise", "people"]
PEOPLE: Final = "people"
"""The offer that is no exercise and no talk: help lines."""
SELF: Final = "path"
"""Id of the check-in itself, which never offers itself."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What one answer, or several together, lead to."""

    id: str
    said: str
    """Why: what stands after "Because"."""
    offer: tuple[str, ...]
    """``talk:ID``, ``exercise:ID`` or ``people``."""
    when: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Key of a question to the answers of which one must have been given."""
    note: str = ""
    """Said above the offers, once."""
    sources: tuple[str, ...] = ()
    first: bool = False
    """Comes before whatever the user wants to try."""

    def holds(self, answers: Mapping[str, str]) -> bool:
        """Whether every key has one of the answers named."""
        return all(answers.get(key) in among for key, among in self.when.items())


@dataclass(frozen=True, slots=True)
class Rules:
    """The whole file."""

    most: int = field(metadata={"range": (1, 3)})
    """How many offers there may be."""
    rules: tuple[Rule, ...]
    texts: dict[str, str]


@dataclass(frozen=True, slots=True)
class Target:
    """Something that could be offered."""

    id: str
    """As in `Rule.offer`."""
    kind: Kind
    title: str
    minutes: int = 0
    difficulty: int = 0
    """1 to 3 for a talk; 0 for what has none."""
    content: tuple[str, ...] = ()
    is_with_partner: bool = False
    is_locked: bool = False


@dataclass(frozen=True, slots=True)
class Offer:
    """One place to begin, and why."""

    target: Target
    said: str
    """Why: what stands after "Because"."""


@dataclass(frozen=True, slots=True)
class Route:
    """What the answers lead to."""

    offers: tuple[Offer, ...]
    notes: tuple[str, ...] = ()
    too_steep: tuple[Target, ...] = ()
    """Would have been offered, but the user set the ceiling lower."""
    ruled_out: tuple[Target, ...] = ()
    """Would have been offered, but the user ruled out what comes up in it."""


@cache
def rules() -> Rules:
    """The rules.

    Raises:
        DataError: the file is wrong; names the key.
    """
    place = folder("path") / "rules.toml"
    made = read(Rules, parsed(place), "path/rules.toml")
    for rule in made.rules:
        for offer in rule.offer:
            kind, _, name = offer.partition(":")
            one_of(f"rules.{rule.id}.offer", kind, ("talk", "exercise", PEOPLE), "kind")
            if (kind == PEOPLE) == bool(name):
                raise DataError(f"rules.{rule.id}.offer: {offer!r} needs kind:ID.")
    return made


def targets() -> dict[str, Target]:
    """Everything that is here to be offered, by id."""
    from dialogue.scenario import catalog
    from sim.exercises._catalog import guides

    people = Target(PEOPLE, PEOPLE, rules().texts["people_title"])
    talks = [
        Target(
            f"talk:{told.id}",
            "talk",
            told.title,
            told.minutes,
            told.difficulty,
            told.content,
            told.is_with_partner,
        )
        for told in catalog()
    ]
    exercises = [
        Target(
            f"exercise:{guide.id}",
            "exercise",
            guide.title,
            guide.minutes,
            is_locked=guide.locked,
        )
        for guide in guides()
        if guide.id != SELF
    ]
    return {one.id: one for one in (people, *talks, *exercises)}


def route(
    answers: Mapping[str, str], before: Before, there: Mapping[str, Target]
) -> Route:
    """At most `Rules.most` offers for `answers`, each with its reason.

    Args:
        answers: key of a question to the answer; what was skipped is not in it.
        before: whether talks with a partner are closed, and the user's ceiling.
        there: what could be offered, as `targets` gives it.
    """
    made = rules()
    is_careful = before.is_careful or answers.get("brings") == "afraid"
    given = {**answers, "care": "careful" if is_careful else "open"}
    limit = replace(before, is_careful=is_careful, steepest=_steepest(answers, before))
    holding = [rule for rule in made.rules if rule.holds(given)]
    wanted = list(_wanted(holding, there))
    is_open = [(rule, one) for rule, one in wanted if _bar(one, limit) == ""]
    wants = answers.get("try", "")
    liked = sorted(is_open, key=lambda pair: _rank(pair[0], pair[1], wants))
    chosen = tuple(Offer(one, rule.said) for rule, one in liked[: made.most])
    shown = {offer.said for offer in chosen}
    return Route(
        chosen,
        tuple(rule.note for rule in holding if rule.note and rule.said in shown),
        _barred(wanted, limit, "steep"),
        _barred(wanted, limit, "content"),
    )


def _steepest(answers: Mapping[str, str], before: Before) -> int:
    given = answers.get("ceiling", "")
    return int(given) if given.isdecimal() else before.steepest


def _wanted(
    holding: Sequence[Rule], there: Mapping[str, Target]
) -> Iterator[tuple[Rule, Target]]:
    """Each thing once, with the first rule that names it."""
    seen: set[str] = set()
    for rule in holding:
        for name in rule.offer:
            if name in there and name not in seen:
                seen.add(name)
                yield rule, there[name]


def _bar(target: Target, limit: Before) -> Literal["", "closed", "steep", "content"]:
    """What keeps `target` from being offered."""
    if target.is_locked or (limit.is_careful and target.is_with_partner):
        return "closed"
    if limit.steepest and target.difficulty > limit.steepest:
        return "steep"
    return "content" if set(target.content) & limit.without else ""


def _barred(
    wanted: Iterable[tuple[Rule, Target]], limit: Before, why: str
) -> tuple[Target, ...]:
    """What an answer of the user would have led to, if it were not barred so."""
    return tuple(
        one for rule, one in wanted if "brings" in rule.when and _bar(one, limit) == why
    )


def _rank(rule: Rule, target: Target, wants: str) -> int:
    """Lower comes earlier; `sorted` keeps the file's order within one rank."""
    if rule.first:
        return 0
    if not rule.when:
        return 3  # only where nothing else is left
    is_wanted = wants not in ("talk", "exercise") or target.kind == wants
    return 1 if is_wanted else 2
