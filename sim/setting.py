"""Who the two are and what is so between them, as the user has set it.

Names, pronouns, relationship and the scenario's own facts come from settings and flags,
from a session that goes on, or from the choice before the briefing; `dialogue.scenario`
turns them into the texts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from dialogue.scenario import Scenario, check_setting, setting_of
from dialogue.slots import NAMES, Setting, check_value
from dialogue.strict import DataError
from sim.config import Settings

ABOUT: dict[str, str] = {
    "partner": "your partner's name",
    "partner_pronouns": "your partner's pronouns, such as they/them",
    "relationship": "what your partner is to you, such as wife",
    "user": "what your partner calls you",
    "user_pronouns": "your pronouns, such as she/her",
}
"""What can be set in every scenario, in the order in which it is asked."""


def of_settings(settings: Settings) -> Setting:
    """The setting out of the program's settings.

    Raises:
        DataError: a value would break a text, or a fact is not NAME=VALUE.
    """
    values = {
        "user": settings.user_name,
        "user_pronouns": settings.user_pronouns,
        "partner": settings.partner_name,
        "partner_pronouns": settings.partner_pronouns,
        "relationship": settings.relationship,
    }
    for name, value in values.items():
        check_value(name, value)
    return setting_of({**facts(settings.set), **_stripped(values)})


def _stripped(values: Mapping[str, str]) -> dict[str, str]:
    return {name: value.strip() for name, value in values.items()}


def facts(given: str) -> dict[str, str]:
    """Facts out of "city=Porto; together=two years".

    Raises:
        DataError: one of them is not NAME=VALUE, or cannot be set so.
    """
    found: dict[str, str] = {}
    for item in filter(None, map(str.strip, given.split(";"))):
        name, sign, value = item.partition("=")
        name, value = name.strip(), value.strip()
        if not sign or not name or not value:
            raise DataError(f"--set {item!r}: write it as NAME=VALUE, city=Porto.")
        if name in NAMES:
            raise DataError(f"--set {name}: it has a flag of its own; see --help.")
        check_value(f"--set {name}", value)
        found[name] = value
    return found


def changed(setting: Setting, told: Scenario, name: str, value: str) -> Setting:
    """`setting` with one value changed; an empty value takes it back.

    Raises:
        DataError: the value would break a text, or `told` has no such fact.
    """
    value = value.strip()
    if name in NAMES:
        made = setting_of({**_plain(setting), name: value})
    else:
        made = replace(setting, words={**setting.words, name: value})
    others = {
        key: word
        for key, word in made.words.items()
        if key in told.slots or key == name
    }
    check_setting(told, replace(made, words=others))
    return made


def shown(setting: Setting, told: Scenario) -> dict[str, tuple[str, str]]:
    """Everything that can be set in `told`: key to what it is and how it stands.

    `told` is the scenario as told with `setting`.
    """
    persona = told.persona
    now = {
        "partner": persona.name,
        "partner_pronouns": persona.pronouns,
        "relationship": persona.relationship,
        "user": setting.name,
        "user_pronouns": setting.pronouns or "they/them",
    }
    rows = {key: (about, now[key]) for key, about in ABOUT.items()}
    for key, word in told.slots.items():
        rows[key] = (f"in this story, “{key.replace('_', ' ')}”", word)
    return rows


def _plain(setting: Setting) -> dict[str, str]:
    """`setting` as `setting_of` reads it."""
    names = {key: getattr(setting, field) for key, field in NAMES.items()}
    return {**setting.words, **names}
