"""Every text of a scenario follows the names, pronouns and facts that the user sets."""

from __future__ import annotations

import dataclasses

import pytest

from dialogue.messages import LineScore
from dialogue.partner.engine import Partner
from dialogue.partner.matching import TfidfMatcher
from dialogue.scenario import (
    Scenario,
    as_told,
    catalog,
    check_setting,
    load,
    setting_of,
    values_of,
)
from dialogue.slots import Setting
from dialogue.strict import DataError

OURS = Setting(
    "Kim", "they/them", "lodger", {"together": "nine months"}, "Quill", "xe/xem"
)


def shown(told: Scenario) -> list[str]:
    """Every text about the scenario that a user may see."""
    return [
        told.title,
        told.summary,
        told.briefing,
        told.why_hard,
        *told.content_notes,
        *told.contraindications,
        *(ending.title for ending in told.endings),
        *(ending.epilogue for ending in told.endings),
        *(item.topic for item in (*told.facts, *told.topics, *told.requests)),
    ]


@pytest.mark.parametrize("scenario", catalog(), ids=lambda item: item.id)
def test_no_text_is_left_with_a_slot(scenario: Scenario) -> None:
    told = as_told(scenario, OURS)
    heard = [
        word
        for item in (*told.facts, *told.topics, *told.requests)
        for word in (*item.wordings, *item.keywords)
    ]
    for text in (*shown(told), *heard, told.persona.history, told.persona.wants):
        assert not set("{}") & set(text), text


@pytest.mark.parametrize("scenario", catalog(), ids=lambda item: item.id)
def test_the_partners_first_name_is_gone_once_another_is_set(
    scenario: Scenario,
) -> None:
    told = as_told(scenario, OURS)
    assert told.persona.name == "Quill" and told.persona.relationship == "lodger"
    named = [text for text in shown(told) if scenario.persona.name in text.split()]
    assert named == []


@pytest.mark.parametrize("scenario", catalog(), ids=lambda item: item.id)
def test_telling_twice_changes_nothing(scenario: Scenario) -> None:
    told = as_told(scenario, OURS)
    assert as_told(told, OURS) == told


def test_a_fact_is_heard_by_the_users_own_word(scenario: Scenario) -> None:
    fact = dataclasses.replace(
        scenario.facts[0],
        wordings=("did {ex} call you", "{ex} again", "is it about {ex}"),
        keywords=("{ex}",),
    )
    made = dataclasses.replace(
        scenario,
        facts=(fact, *scenario.facts[1:]),
        slots={**scenario.slots, "ex": "Robin"},
    )
    told = as_told(made, Setting(words={"ex": "Marek"}))
    partner = Partner(told, TfidfMatcher(), 1)
    turn = partner.reply(partner.open().memory, "Did Marek call you?", LineScore({}))
    assert turn.analysis is not None and turn.analysis.topics[0] == fact.id


def test_the_partner_and_its_reasons_go_by_the_name_that_was_set(
    scenario: Scenario,
) -> None:
    partner = Partner(scenario, TfidfMatcher(), 1, OURS)
    assert partner.open().move_why == "Quill begins"
    score = LineScore({})
    turn = partner.reply(partner.open().memory, "You never listen to me.", score)
    assert "Sam" not in turn.move_why
    assert all("Sam" not in reason.text for reason in turn.reasons)


def test_a_setting_comes_back_from_the_log(scenario: Scenario) -> None:
    values = values_of(scenario, OURS)
    assert setting_of(values) == OURS
    assert values_of(scenario, Setting()) == scenario.slots


@pytest.mark.parametrize(
    ("setting", "says"),
    [
        (Setting(partner_name="{x}"), "partner is '{x}': leave out braces"),
        (Setting(name="Jo\nAnn"), "user is 'Jo\\nAnn': keep it on one line"),
        (Setting(relationship="x" * 41), "at most 40 characters, this has 41"),
        (Setting(partner_pronouns="she & her"), 'such as "she/her"'),
        (Setting(name="—"), "give a letter"),
        (Setting(words={"togther": "x"}), 'Did you mean "together"'),
        (Setting(words={"together": "six\tyears"}), "together is"),
    ],
)
def test_what_would_break_a_text_is_refused(setting: Setting, says: str) -> None:
    with pytest.raises(DataError) as error:
        check_setting(load("desire_differs"), setting)
    assert says in str(error.value) and "\n" not in str(error.value)


def test_an_unknown_fact_is_answered_with_those_there_are() -> None:
    with pytest.raises(DataError, match=r"It has together \(\"six years\"\)"):
        check_setting(load("desire_differs"), Setting(words={"city": "Porto"}))
