"""A scenario as it is told to one user: with their names, pronouns and facts.

This is the one place where a scenario and a setting come together. Everything that
shows a scenario (the list, the lobby, the briefing, goals, the rehearsal, the debrief)
shows what `as_told` returns, so that all texts agree.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from typing import TypeVar

from dialogue.scenario.schema import (
    Ending,
    Fact,
    Persona,
    Question,
    Request,
    Scenario,
    Topic,
)
from dialogue.slots import (
    NAMES,
    Setting,
    check_value,
    fill,
    fill_words,
    slot_values,
)
from dialogue.strict import DataError, near

_Subject = TypeVar("_Subject", Fact, Topic, Request)


def setting_of(values: Mapping[str, str]) -> Setting:
    """The setting out of plain values, as a session's log keeps them.

    `NAMES` are who the two are; every other key is a slot of the scenario.
    """
    given = dict(values)
    return Setting(
        **{field: given.pop(key, "") for key, field in NAMES.items()},
        words=given,
    )


def values_of(scenario: Scenario, setting: Setting) -> dict[str, str]:
    """The setting as plain values for the log, the scenario's slots filled in."""
    values = {**scenario.slots, **_own(scenario, setting)}
    for key, field in NAMES.items():
        if given := getattr(setting, field):
            values[key] = given
    return values


def check_setting(scenario: Scenario, setting: Setting) -> None:
    """Refuse values that break a text, and slots that `scenario` does not have.

    Raises:
        DataError: one line that says what is wrong and what there is.
    """
    for key, field in NAMES.items():
        check_value(key, getattr(setting, field))
    for name, word in setting.words.items():
        if name not in scenario.slots:
            known = ", ".join(f'{key} ("{was}")' for key, was in scenario.slots.items())
            has = f"It has {known}." if known else "It has none."
            raise DataError(
                f'"{name}" is no fact of {scenario.id}. {has}'
                f"{near(name, scenario.slots)}"
            )
        check_value(name, word)


def as_told(scenario: Scenario, setting: Setting) -> Scenario:
    """`scenario` with every text about it filled for `setting`.

    Lines keep their slots: the partner fills them when they are said. Slots that the
    scenario does not have are left aside. Telling twice changes nothing.
    """
    persona = scenario.persona
    slots = {**scenario.slots, **_own(scenario, setting)}
    name = setting.partner_name or persona.name
    pronouns = setting.partner_pronouns or persona.pronouns
    values = slot_values(name, pronouns, persona.relationship, slots, setting)

    def text(words: str) -> str:
        return fill(words, values)

    def words(words: str) -> str:
        return fill_words(words, values)

    return dataclasses.replace(
        scenario,
        slots=slots,
        title=text(scenario.title),
        summary=text(scenario.summary),
        briefing=text(scenario.briefing),
        why_hard=text(scenario.why_hard),
        content_notes=tuple(map(text, scenario.content_notes)),
        contraindications=tuple(map(text, scenario.contraindications)),
        persona=_persona(persona, name, pronouns, values["relationship"], text),
        facts=tuple(_subject(item, words) for item in scenario.facts),
        topics=tuple(_subject(item, words) for item in scenario.topics),
        requests=tuple(_subject(item, words) for item in scenario.requests),
        questions=tuple(_question(item, words) for item in scenario.questions),
        endings=tuple(_ending(item, text) for item in scenario.endings),
    )


def _own(scenario: Scenario, setting: Setting) -> dict[str, str]:
    return {
        key: word
        for key, word in setting.words.items()
        if word and key in scenario.slots
    }


def _persona(
    persona: Persona,
    name: str,
    pronouns: str,
    relationship: str,
    text: Callable[[str], str],
) -> Persona:
    return dataclasses.replace(
        persona,
        name=name,
        pronouns=pronouns,
        relationship=relationship,
        history=text(persona.history),
        wants=text(persona.wants),
        fears=text(persona.fears),
        hidden_need=text(persona.hidden_need),
        boundaries=tuple(map(text, persona.boundaries)),
        manner=text(persona.manner),
        rules=tuple(
            dataclasses.replace(rule, text=text(rule.text)) for rule in persona.rules
        ),
    )


def _subject(item: _Subject, words: Callable[[str], str]) -> _Subject:
    """A subject with its name and the words by which it is heard."""
    return dataclasses.replace(
        item,
        topic=words(item.topic),
        wordings=tuple(map(words, item.wordings)),
        keywords=tuple(map(words, item.keywords)),
    )


def _question(item: Question, words: Callable[[str], str]) -> Question:
    return dataclasses.replace(item, keywords=tuple(map(words, item.keywords)))


def _ending(ending: Ending, text: Callable[[str], str]) -> Ending:
    return dataclasses.replace(
        ending, title=text(ending.title), epilogue=text(ending.epilogue)
    )
