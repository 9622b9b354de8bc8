"""Appraisal, analysis, slots and banks, each on its own."""

from __future__ import annotations

import pytest

from dialogue.messages import LEVELS, Levels, LineScore, Memory, SkillScore
from dialogue.partner import appraisal
from dialogue.partner.analysis import Ear, parts_of
from dialogue.partner.banks import CLUSTERS, banks
from dialogue.partner.matching import TfidfMatcher, near_duplicate
from dialogue.scenario import Scenario
from dialogue.skills import CONSTRUCTIVE, HARMFUL, SKILL_IDS
from dialogue.slots import (
    Setting,
    check_slots,
    fill,
    pronoun_forms,
    slot_values,
)
from dialogue.strict import DataError


def shows(*skills: str) -> LineScore:
    return LineScore({skill: SkillScore(1.0, True, ((0, 3),)) for skill in skills})


def taken(
    scenario: Scenario, memory: Memory, *skills: str, text: str = "abc"
) -> Levels:
    levels, _ = appraisal.appraise(
        banks().appraisal, scenario.persona, memory, text, shows(*skills)
    )
    return levels


def start(**counts: int) -> Memory:
    return Memory(
        turn=3, levels=Levels(0.5, 0.5, 0.3, 0.3, 0.5), refused=("x",), counts=counts
    )


@pytest.mark.parametrize("skill", SKILL_IDS)
def test_good_skills_never_close_and_harm_never_opens(
    scenario: Scenario, skill: str
) -> None:
    levels = taken(scenario, start(), skill)
    before = start().levels
    if skill in HARMFUL:
        assert levels.openness < before.openness
        assert levels.felt_safety <= before.felt_safety
        assert levels.hurt >= before.hurt and levels.trust <= before.trust
    elif skill in CONSTRUCTIVE:
        assert levels.openness >= before.openness
        assert levels.felt_safety >= before.felt_safety
        assert levels.hurt <= before.hurt and levels.anger <= before.anger


def test_contempt_wounds_most(scenario: Scenario) -> None:
    hurt = {skill: taken(scenario, start(), skill).hurt for skill in HARMFUL}
    assert max(hurt, key=lambda skill: hurt[skill]) == "contempt"


def test_praise_by_rote_wears_thin_and_blame_adds_up(scenario: Scenario) -> None:
    fresh = taken(scenario, start(), "appreciation").trust
    worn = taken(scenario, start(**{"heard:appreciation": 6}), "appreciation").trust
    assert 0.5 < worn < fresh
    first = taken(scenario, start(), "criticism").hurt
    fifth = taken(scenario, start(**{"heard:criticism": 4}), "criticism").hurt
    assert fifth > first


def test_good_words_count_less_while_anger_is_high(scenario: Scenario) -> None:
    cool = Memory(levels=Levels(0.5, 0.5, 0.0, 0.0, 0.5))
    hot = Memory(levels=Levels(0.5, 0.5, 0.0, 0.9, 0.5))
    assert taken(scenario, hot, "validation").openness < (
        taken(scenario, cool, "validation").openness
    )


def test_an_apology_with_a_but_hardly_helps(scenario: Scenario) -> None:
    clean = taken(scenario, start(), "responsibility")
    spoiled = taken(scenario, start(), "responsibility", "criticism")
    assert spoiled.trust < 0.5 < clean.trust


def test_taking_a_no_well_means_nothing_before_a_no(scenario: Scenario) -> None:
    before = Memory(levels=Levels(0.5, 0.5, 0.3, 0.3, 0.5))
    assert taken(scenario, before, "accepts_no").trust == 0.5
    assert taken(scenario, start(), "accepts_no").trust > 0.5


def test_pressure_after_a_no_is_worse_than_pressure(scenario: Scenario) -> None:
    table, persona = banks().appraisal, scenario.persona
    plain, _ = appraisal.appraise(table, persona, start(), "abc", shows("pressure"))
    after, reasons = appraisal.appraise(
        table, persona, start(), "abc", shows("pressure"), ("pressure_after_no",)
    )
    assert after.felt_safety < plain.felt_safety and after.trust < plain.trust
    assert any(reason.skill == "pressure_after_no" for reason in reasons)


def test_levels_stay_in_range_whatever_comes(scenario: Scenario) -> None:
    memory = start()
    for skill in ("contempt", "pressure", "validation", "responsibility") * 12:
        levels = taken(scenario, memory, skill)
        assert all(0.0 <= getattr(levels, level) <= 1.0 for level in LEVELS)
        memory = Memory(levels=levels, refused=("x",))


def test_every_skill_has_its_effect_and_its_theory() -> None:
    table = banks().appraisal
    assert set(table.skills) == set(SKILL_IDS)
    assert all(effect.theory and effect.heard for effect in table.skills.values())


def test_each_mood_cluster_has_at_least_forty_reactions() -> None:
    for cluster, moods in CLUSTERS.items():
        fits = [
            line
            for line in banks().lines
            if line.kind == "reaction" and (not line.moods or moods[0] in line.moods)
        ]
        assert len(fits) >= 40, cluster


def test_the_banks_hold_no_therapist_talk() -> None:
    banned = (
        "i hear you saying",
        "validate",
        "how does that make you feel",
        "safe space",
        "coping",
        "boundaries",
        "trigger",
    )
    for line in banks().lines:
        assert not any(word in line.text.lower() for word in banned), line.text


@pytest.mark.parametrize(
    ("text", "act", "asks"),
    [
        ("I'm sorry about last night", "apologise", False),
        ("sorry. that was mean", "apologise", False),
        ("Good night, Sam", "goodbye", False),
        ("What are you thinking?", "ask", True),
        ("why are you so quiet", "ask", True),
        ("Thank you for that", "thank", False),
        ("You never listen", "blame", False),
        ("Could you hold me?", "request", True),
        ("Yes, I would", "agree", False),
        ("What a lovely evening", "tell", False),
        ("Anyway. Nice weather.", "change_topic", False),
        ("   ", "silence", False),
    ],
)
def test_the_act_is_heard_without_any_scorer(
    scenario: Scenario, text: str, act: str, asks: bool
) -> None:
    ear = Ear(scenario, banks(), TfidfMatcher())
    heard = ear.hear(text, LineScore({}), Memory())
    assert (heard.act, heard.question) == (act, asks)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("I feel so lonely", "lonely"),
        ("I'm not lonely", None),
        ("You seem lonely", None),
        ("I had no idea you were alone with it", None),
        ("it makes me sad when you do that", "sad"),
    ],
)
def test_only_the_users_own_feelings_are_echoed(
    scenario: Scenario, text: str, word: str | None
) -> None:
    heard = Ear(scenario, banks(), TfidfMatcher()).hear(text, LineScore({}), Memory())
    assert heard.echoes.get("feeling") == word


def test_a_long_line_without_punctuation_is_taken_apart() -> None:
    parts = parts_of(
        "so i was thinking about us and i know you are tired but i miss you a lot and "
        "i would like to talk about why we never sleep together any more"
    )
    assert 2 <= len(parts) <= 6
    assert all(len(part.split()) <= 15 for part in parts)


@pytest.mark.parametrize(
    ("text", "named", "unnamed"),
    [
        ("Come here, {user}.", "Come here, Noor.", "Come here."),
        ("{user}, wait.", "Noor, wait.", "Wait."),
        ("I know, {user}, I know.", "I know, Noor, I know.", "I know, I know."),
        ("Look, {user}! {partner_they} said so.", "Look, Noor! He said so.", None),
    ],
)
def test_a_name_goes_with_its_comma(text: str, named: str, unnamed: str | None) -> None:
    check_slots(text, "here", {})
    noor = slot_values("Sam", "he/him", "husband", {}, Setting(name="Noor"))
    nobody = slot_values("Sam", "he/him", "husband", {}, Setting())
    assert fill(text, noor) == named
    if unnamed:
        assert fill(text, nobody) == unnamed


@pytest.mark.parametrize("text", ["I saw {user} today.", "{usr}, wait.", "Oh {."])
def test_a_slot_that_could_break_is_refused(text: str) -> None:
    with pytest.raises(DataError):
        check_slots(text, "here", {})


def test_pronouns_that_no_table_has_still_fill() -> None:
    assert pronoun_forms("")["them"] == "them"
    assert pronoun_forms("she/her")["are"] == "is"
    assert pronoun_forms("ey/em/eir")["their"] == "eir"


def test_near_duplicates_are_known_by_their_words() -> None:
    assert near_duplicate("I am tired of this.", "I'm tired of this!", 0.5)
    assert not near_duplicate("I am tired of this.", "I miss Sunday mornings.")
