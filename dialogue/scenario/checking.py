"""References and rules of a scenario that types alone cannot hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from dialogue.messages import LEVELS
from dialogue.scenario.rules import Never
from dialogue.scenario.vocabulary import STAGES
from dialogue.slots import check_slots, check_value
from dialogue.strict import DataError, one_of

if TYPE_CHECKING:
    from dialogue.scenario.conditions import Condition
    from dialogue.scenario.schema import Line, Scenario

_TAKEN = ("relationship", "echo", "heard")
_OPENNESS_OF_HIDDEN = 0.5
"""The least openness at which a hidden need may come out."""


def check(scenario: Scenario) -> None:
    """Refuse a scenario whose parts do not fit together.

    Raises:
        DataError: key path, what is wrong, what is allowed, the near name.
    """
    _check_ids(scenario)
    _check_persona(scenario)
    _check_stages(scenario)
    _check_facts(scenario)
    _check_requests(scenario)
    _check_endings(scenario)
    _check_lines(scenario)
    _check_told(scenario)
    _check_rules(scenario)
    for path, condition in _conditions(scenario):
        _check_condition(scenario, path, condition)


def _check_ids(scenario: Scenario) -> None:
    if not re.fullmatch(r"[a-z][a-z0-9_]*", scenario.id):
        raise DataError(f'id "{scenario.id}" must be lower case with underscores.')
    seen: dict[str, str] = {}
    for group in ("facts", "topics", "requests", "questions"):
        for index, item in enumerate(getattr(scenario, group)):
            path = f"{group}[{index}].id"
            if item.id in seen:
                raise DataError(f'{path} "{item.id}" is used by {seen[item.id]} too.')
            seen[item.id] = path
            if group != "questions" and len(item.wordings) < 3:
                raise DataError(
                    f"{group}[{index}] ({item.id}): give at least 3 wordings, so "
                    "that it is heard however it is said."
                )


def _check_persona(scenario: Scenario) -> None:
    for level in LEVELS:
        value = getattr(scenario.persona.levels, level)
        if not 0 <= value <= 1:
            raise DataError(f"persona.levels.{level} is {value}; allowed: 0 to 1.")
    for own in scenario.slots:
        is_taken = own.startswith(("user", "partner")) or own in _TAKEN
        if not re.fullmatch(r"[a-z][a-z_]*", own) or is_taken:
            raise DataError(
                f"slots.{own}: use lower case letters and underscores, not "
                '"user…", "partner…", "relationship" or "echo".'
            )
        check_value(f"slots.{own}", scenario.slots[own])


def _check_stages(scenario: Scenario) -> None:
    ids = tuple(stage.id for stage in scenario.stages)
    if ids != STAGES:
        raise DataError(f"stages must be, in order: {', '.join(STAGES)}.")
    for index, stage in enumerate(scenario.stages[1:], 1):
        if not stage.when:
            raise DataError(f"stages[{index}] ({stage.id}): say `when` it begins.")


def _check_facts(scenario: Scenario) -> None:
    line_ids = {line.id for line in scenario.every_line}
    for index, fact in enumerate(scenario.facts):
        path = f"facts[{index}] ({fact.id})"
        if not fact.tell:
            raise DataError(f"{path}: `tell` needs at least one line.")
        if fact.when and not fact.hold:
            raise DataError(f"{path}: has a `when`, so it needs `hold` lines.")
        if fact.hidden and not all(
            item.at_least.get("openness", 0) >= _OPENNESS_OF_HIDDEN
            and "felt_safety" in item.at_least
            for item in fact.when or ()
        ):
            raise DataError(
                f"{path}: a hidden fact needs `when.at_least` with openness of "
                f"{_OPENNESS_OF_HIDDEN} or more and a felt_safety."
            )
        if fact.hidden and not fact.when:
            raise DataError(f"{path}: a hidden fact needs a `when`.")
        for other in fact.contradicts:
            allowed = {*scenario.facts_by_id, *line_ids}
            one_of(f"{path}.contradicts", other, sorted(allowed), "fact or line")
    if not any(fact.hidden for fact in scenario.facts):
        raise DataError("facts: one fact must be hidden = true (the need not said).")


def _check_requests(scenario: Scenario) -> None:
    for index, request in enumerate(scenario.requests):
        path = f"requests[{index}] ({request.id})"
        if not request.no or not request.again:
            raise DataError(f"{path}: `no` and `again` need at least one line each.")
        for item in request.stances:
            if not getattr(request, item.stance):
                raise DataError(f'{path}: stance "{item.stance}" has no lines.')


def _check_endings(scenario: Scenario) -> None:
    if not scenario.opening:
        raise DataError("opening: give at least one first line.")
    if not scenario.endings or scenario.endings[-1].when:
        raise DataError("endings: the last ending must have no `when`.")
    for index, ending in enumerate(scenario.endings):
        path = f"endings[{index}] ({ending.id})"
        if not ending.last:
            raise DataError(f"{path}: `last` needs at least one line.")
        if not ending.when and index < len(scenario.endings) - 1:
            raise DataError(f"{path}: without a `when` it hides the endings below.")


def _check_rules(scenario: Scenario) -> None:
    subjects = sorted(_subjects(scenario))
    for index, rule in enumerate(scenario.persona.rules):
        path = f"persona.rules[{index}]"
        if len(rule.text.split()) < 3:
            raise DataError(f"{path}.text: say the rule in a plain sentence.")
        check_slots(rule.text, f"{path}.text", scenario.slots)
        if rule.never == Never():
            raise DataError(
                f"{path}.never: say what is never done: moves, roles, about or words."
            )
        for about in rule.never.about:
            one_of(f"{path}.never.about", about, subjects, "subject")


def _subjects(scenario: Scenario) -> set[str]:
    """Ids of everything that a line may be about."""
    groups = (scenario.facts, scenario.topics, scenario.requests, scenario.questions)
    return {item.id for group in groups for item in group}


def _check_lines(scenario: Scenario) -> None:
    questions = {item.id for item in scenario.questions}
    subjects = _subjects(scenario)
    texts: dict[str, str] = {}
    for line in _all_lines(scenario):
        path = f"line {line.id}"
        check_slots(line.text, path, scenario.slots)
        if not line.text:
            raise DataError(f"{path}: `text` is empty.")
        if not line.echo or ".last." in line.id:
            _check_no_echo(line.text, path)
        if line.about:
            one_of(f"{path}: about", line.about, sorted(subjects), "subject")
        if line.asks:
            one_of(f"{path}: asks", line.asks, sorted(questions), "question")
        if line.text in texts:
            raise DataError(f"{path}: says the same as line {texts[line.text]}.")
        texts[line.text] = line.id
    if scenario.opening_asks:
        one_of("opening_asks", scenario.opening_asks, sorted(questions), "question")


def _check_told(scenario: Scenario) -> None:
    """Slots of what is told to the user, and of the words by which it is heard."""
    told = {name: getattr(scenario, name) for name in _TEXTS}
    for name in ("opening", "content_notes", "contraindications"):
        told |= _numbered(name, getattr(scenario, name))
    persona = scenario.persona
    told |= {f"persona.{name}": getattr(persona, name) for name in _PERSONA_TEXTS}
    told |= _numbered("persona.boundaries", persona.boundaries)
    for group in ("facts", "topics", "requests"):
        for item in getattr(scenario, group):
            path = f"{group} ({item.id})"
            told[f"{path}.topic"] = item.topic
            told |= _numbered(f"{path}.wordings", item.wordings)
            told |= _numbered(f"{path}.keywords", item.keywords)
    for ending in scenario.endings:
        told[f"endings ({ending.id}).title"] = ending.title
        told[f"endings ({ending.id}).epilogue"] = ending.epilogue
    told |= _numbered("persona.rules", (rule.text for rule in persona.rules))
    for path, text in told.items():
        check_slots(text, path, scenario.slots)
        _check_no_echo(text, path)


def _check_no_echo(text: str, path: str) -> None:
    """Refuse the slot that only a line with an `echo` can fill."""
    if "{echo}" in text:
        raise DataError(
            f"{path}: {{echo}} is filled only in a reaction that says what it gives "
            'back, such as echo = "feeling".'
        )


_TEXTS = ("title", "summary", "briefing", "why_hard")
_PERSONA_TEXTS = ("history", "wants", "fears", "hidden_need", "manner")


def _numbered(path: str, texts: Iterable[str]) -> dict[str, str]:
    return {f"{path}[{index}]": text for index, text in enumerate(texts)}


def _all_lines(scenario: Scenario) -> Iterator[Line]:
    from dialogue.scenario.schema import placed

    seen: set[str] = set()
    for line in scenario.every_line:
        if line.id in seen:
            raise DataError(f"line {line.id}: the id is used twice.")
        seen.add(line.id)
        yield line
    for ending in scenario.endings:
        for index, line in enumerate(ending.last, 1):
            yield placed(line, f"{ending.id}.last.{index}", "", "")


def _conditions(scenario: Scenario) -> Iterator[tuple[str, Condition]]:
    whens = [
        *((f"stages ({item.id}).when", item.when) for item in scenario.stages),
        *((f"facts ({item.id}).when", item.when) for item in scenario.facts),
        *((f"topics ({item.id}).when", item.when) for item in scenario.topics),
        *(
            (f"requests ({item.id}).stances.when", stance.when)
            for item in scenario.requests
            for stance in item.stances
        ),
        *((f"line {line.id}.when", line.when) for line in _all_lines(scenario)),
        *((f"endings ({item.id}).when", item.when) for item in scenario.endings),
        *(
            (f"persona.rules[{index}].until", rule.until)
            for index, rule in enumerate(scenario.persona.rules)
        ),
    ]
    for path, when in whens:
        for index, condition in enumerate(when):
            yield f"{path}[{index}]", condition


def _check_condition(scenario: Scenario, path: str, condition: Condition) -> None:
    facts = sorted(scenario.facts_by_id)
    requests = sorted(scenario.requests_by_id)
    for key in ("revealed", "unrevealed"):
        for fact in getattr(condition, key):
            one_of(f"{path}.{key}", fact, facts, "fact")
    for key in ("agreed", "refused"):
        for request in getattr(condition, key):
            one_of(f"{path}.{key}", request, requests, "request")
