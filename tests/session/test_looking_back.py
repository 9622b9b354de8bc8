"""A debrief says why, takes a correction, and stands beside earlier times."""

from __future__ import annotations

import dataclasses
from html import unescape

import pytest

from dialogue.messages import LineScore, Safety, SkillScore
from dialogue.scenario import Scenario, load
from sim.session import events
from sim.session.debrief import Debrief, build
from sim.session.debrief_before import Earlier, earlier
from sim.session.debrief_html import as_html
from sim.session.debrief_text import as_text
from sim.session.marking import LookingBack, corrections
from sim.session.rereading import lines_of
from tests.session.played import Line, begin, say, score
from tests.session.stories import GOALS, ROUGH

LAST_TIME = Earlier("sex_hurts", "Telling", "2026-11-12", 8, {"feeling": 1})
ELSEWHERE = Earlier("lights_on", "The lamp", "2026-10-03", 5, {"feeling": 0})


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return load("sex_hurts")


@pytest.fixture
def log(scenario: Scenario) -> list:
    opened = begin(scenario, GOALS, scenario.opening[0])
    ended = {"event": "ended", "ending": scenario.endings[0].id}
    return [*opened, *say(scenario, opened, ROUGH), ended]


@pytest.fixture
def back(log: list, scenario: Scenario) -> LookingBack:
    return LookingBack(log, scenario, log.append)


def number(made: Debrief, key: str) -> int:
    found = made.about(key)
    assert found is not None, key
    return found.number


# why


def test_every_statement_has_a_number_and_a_why(back: LookingBack) -> None:
    made = back.made
    assert [one.number for one in made.statements] == list(
        range(1, len(made.statements) + 1)
    )
    assert all(one.says and one.why and all(one.why) for one in made.statements)


def test_every_number_stands_in_text_and_page(back: LookingBack) -> None:
    text, page = as_text(back.made), unescape(as_html(back.made))
    for one in back.made.statements:
        assert f"[{one.number}]" in text, one.key
        assert f"why ({one.number})" in page, one.key


def test_a_judgement_names_skill_words_sureness_and_rule(back: LookingBack) -> None:
    found = back.made.about("criticism@3")
    assert found is not None and found.words == "You never ask me how it is"
    why = " ".join(found.why)
    assert "(criticism)" in why and "“You never ask me how it is”" in why
    assert "very sure" in why and "heard blame" in why and "rule behind" in why
    assert "%" not in why and "0.92" not in why


def test_a_doubt_says_so_in_its_why(log: list, scenario: Scenario) -> None:
    log[0] = {**log[0], "goals": ["repair"]}
    found = build(log, scenario).about("repair@4")
    assert found is not None and "not sure" in " ".join(found.why)


# this is wrong


def test_what_is_marked_is_shown_as_marked_and_counts_no_more(
    back: LookingBack,
) -> None:
    before = back.made
    assert back.wrong(number(before, "feeling@4"), "that was a thought")
    after = back.made
    goal = next(one for one in after.goals if one.skill == "feeling")
    assert (goal.count, goal.grade) == (0, "Not yet seen")
    assert [quote.turn for quote in goal.marked] == [4] and not goal.unsure
    for page in (as_text(after), unescape(as_html(after))):
        assert "You marked this as wrong. “that was a thought”" in page


def test_a_marked_harm_is_neither_costly_nor_counted(back: LookingBack) -> None:
    back.wrong(number(back.made, "criticism@3"))
    after = back.made
    assert [one.skill for one in after.costly] == ["invalidation"]
    harder = {one.skill: one for one in after.harder}
    assert harder["criticism"].count == 0 and harder["criticism"].marked


def test_a_mark_leaves_all_other_numbers_as_they_were(back: LookingBack) -> None:
    before = {one.key: one.number for one in back.made.statements}
    back.wrong(before["invalidation@2"])
    after = {one.key: one.number for one in back.made.statements}
    assert {key: before[key] for key in before if key in after} == {
        key: after[key] for key in before if key in after
    }
    assert len(set(after.values())) == len(after)


def test_a_grade_called_wrong_is_no_grade(back: LookingBack) -> None:
    back.wrong(number(back.made, "goal:observation"))
    goal = next(one for one in back.made.goals if one.skill == "observation")
    assert goal.grade == "" and "Saying what happened: no grade" in as_text(back.made)


def test_a_mark_can_be_taken_back(back: LookingBack, log: list) -> None:
    before = back.made
    found = number(before, "feeling@4")
    back.wrong(found)
    back.wrong(found, is_wrong=False)
    assert back.made == before and corrections(log) == ()


def test_a_mark_keeps_scenario_skill_words_and_note(back: LookingBack) -> None:
    back.wrong(number(back.made, "criticism@3"), "I  meant it kindly")
    event = back.log[-1]
    kept = {key: event[key] for key in ("event", "scenario", "skill", "turn", "note")}
    assert kept == {
        "event": "marked_wrong",
        "scenario": "sex_hurts",
        "skill": "criticism",
        "turn": 3,
        "note": "I meant it kindly",
    }
    assert event["words"] == "You never ask me how it is"


def test_there_is_nothing_to_mark_where_nothing_is_said(back: LookingBack) -> None:
    length = len(back.log)
    assert not back.wrong(999) and len(back.log) == length


# this time and earlier


def test_goals_stand_beside_earlier_times_in_words_and_counts(
    log: list, scenario: Scenario
) -> None:
    made = build(log, scenario, (LAST_TIME, ELSEWHERE))
    text = {one.skill: one.text for one in made.before}["feeling"]
    assert text.startswith(
        "This time 1 of your 6 lines. Last time (12 November): 1 of 8"
    )
    assert "only roughly comparable: it did not come up." in text
    for word in ("only 1", "fewer", "less", "worse", "streak", "drop", "lost", "%"):
        assert word not in text.replace("only roughly", "")


def test_without_earlier_times_nothing_is_compared(back: LookingBack) -> None:
    assert back.made.before == () and "This time and earlier" not in as_text(back.made)


def test_what_was_marked_does_not_count_in_later_comparisons(
    back: LookingBack,
) -> None:
    counted = earlier(back.log, "2026-11-12T20:00:00")
    assert counted is not None and counted.counts["feeling"] == 1
    back.wrong(number(back.made, "feeling@4"))
    counted = earlier(back.log, "2026-11-12T20:00:00")
    assert counted is not None and counted.counts["feeling"] == 0


def test_a_stopped_session_is_compared_with_nothing(log: list) -> None:
    assert earlier([*log, {"event": "stopped", "category": "suicidality"}]) is None


# where to use it


def test_where_to_use_it_is_kept_and_shown_next_time(
    back: LookingBack, log: list, scenario: Scenario
) -> None:
    assert back.use("On  Sunday, with Sam") is None
    assert back.made.transfer == "On Sunday, with Sam"
    past = earlier(log)
    assert past is not None
    later = build(log, scenario, (past,))
    assert "Last time you wanted to use it here: “On Sunday" in as_text(later)
    back.use("")
    assert back.made.transfer == ""


def test_a_call_for_help_is_heard_there_too_and_not_filed(back: LookingBack) -> None:
    length = len(back.log)
    flag = back.use("I want to kill myself tonight")
    assert flag is not None and flag.action == "stop" and len(back.log) == length


# what turned it


def test_what_turned_it_is_the_largest_change_that_lasted(back: LookingBack) -> None:
    better, worse = back.made.turned
    assert better.is_better and better.quote.turn == 4
    assert not worse.is_better and worse.quote.turn == 2
    assert worse.reason.startswith("Maya ") and "stayed so" in worse.change


def test_a_sting_that_was_mended_at_once_turned_nothing(scenario: Scenario) -> None:
    mended = [
        ROUGH[0],
        dataclasses.replace(ROUGH[1], text="It's not a big deal.", skills={}),
        ROUGH[5],
    ]
    opened = begin(scenario, GOALS, scenario.opening[0])
    made = build([*opened, *say(scenario, opened, mended)], scenario)
    assert [one.is_better for one in made.turned] == [True]


# chances


def passing(scenario: Scenario, answer: Line) -> Debrief:
    told = dataclasses.replace(ROUGH[4], text="Tell me, I'm listening.", skills={})
    opened = begin(scenario, GOALS, scenario.opening[0])
    return build([*opened, *say(scenario, opened, [told, answer])], scenario)


def test_what_was_told_and_passed_by_is_a_chance(scenario: Scenario) -> None:
    made = passing(scenario, Line("We need to buy milk.", {}, "Milk. Right.", "sad"))
    (chance,) = made.missed
    assert chance.quote is not None and chance.quote.turn == 2
    assert chance.heard == ROUGH[4].reply and chance.better.endswith("?")
    assert "A chance that went by" in as_text(made)


def test_what_anybody_is_told_is_no_confidence_missed(scenario: Scenario) -> None:
    """The day at work, or a reply that ends by asking, is not walked past."""
    plain = next(fact for fact in scenario.facts if not fact.when)
    for reply, fact in (
        ("Glue and dust.", plain.id),
        ("It was. And you?", "stillness"),
    ):
        told = dataclasses.replace(
            ROUGH[4], text="Tell me.", skills={}, reply=reply, reveals=(fact,)
        )
        opened = begin(scenario, GOALS, scenario.opening[0])
        lines = [told, Line("We need to buy milk.", {}, "Milk.", "sad")]
        assert build([*opened, *say(scenario, opened, lines)], scenario).missed == ()


@pytest.mark.parametrize(
    ("text", "skills"),
    [
        ("What was that night like?", {"open_question": ""}),
        ("We need to buy milk.", {"reflection": "?"}),
        ("I remember that night.", {}),
    ],
)
def test_what_takes_it_up_or_may_do_so_is_no_missed_chance(
    scenario: Scenario, text: str, skills: dict[str, str]
) -> None:
    assert passing(scenario, Line(text, skills, "Yes.", "sad")).missed == ()


def test_a_talk_without_any_question_is_told_so_once(scenario: Scenario) -> None:
    lines = [
        Line(f"I went to the shop on day {day}.", {"observation": ""}, "Mm.", "calm")
        for day in range(1, 5)
    ]
    opened = begin(scenario, GOALS, scenario.opening[0])
    made = build([*opened, *say(scenario, opened, lines)], scenario)
    assert [one.key for one in made.missed] == ["missed:question"]
    fewer = build([*opened, *say(scenario, opened, lines[:3])], scenario)
    assert fewer.missed == ()


# the second reading


def reread(turn: int, line: Line, skills: dict[str, str]) -> list:
    return events.read_again({turn: score(line.text, skills)})


def test_the_second_reading_counts_and_the_partner_stays_as_it_was(
    log: list, scenario: Scenario
) -> None:
    before = build(log, scenario)
    log += reread(3, ROUGH[2], {"feeling": "how it is for me"})
    after = build(log, scenario)
    assert [one.skill for one in after.costly] == ["invalidation"]
    assert {one.skill: one.count for one in after.goals}["feeling"] == 2
    assert [(p.openness, p.mood) for p in after.course] == [
        (p.openness, p.mood) for p in before.course
    ]
    assert after.reading == "mixed" and before.reading == "first"


def test_the_notes_say_which_reading_it_was(log: list, scenario: Scenario) -> None:
    whole = {n: score(line.text, line.skills) for n, line in enumerate(ROUGH, 1)}
    careful = build([*log, *events.read_again(whole)], scenario)
    assert careful.reading == "careful" and "The partner had answered" in as_text(
        careful
    )
    for outcome in ("missing", "late", "lost"):
        made = build([*log, events.not_read_again(outcome)], scenario)
        assert made.reading == outcome and "quick reading" in made.notes[-1]


def test_where_the_readings_differ_the_why_says_so(
    log: list, scenario: Scenario
) -> None:
    log += reread(3, ROUGH[2], {"feeling": "how it is for me"})
    made = build(log, scenario)
    fresh, moved = made.about("feeling@3"), made.about("moved@3")
    assert fresh is not None and "first reading had been" in " ".join(fresh.why)
    assert moved is not None and "does not hear all of it" in moved.why[-1]


def test_only_lines_that_count_and_were_read_once_are_read_again(
    log: list, scenario: Scenario
) -> None:
    flag = Safety("medical", "indirect", 0.7, "check_in", "pain")
    log.append(events.safety(2, "user", flag))
    log += reread(3, ROUGH[2], {})
    assert [line.turn for line in lines_of(log)] == [1, 4, 5, 6]
    assert lines_of(log)[1].heard == ROUGH[2].reply
    assert lines_of([*log, {"event": "stopped", "category": "self_harm"}]) == ()


def test_praise_needs_a_reader_who_is_sure(log: list, scenario: Scenario) -> None:
    weak = LineScore({"validation": SkillScore(0.6, True, ((0, 5),))})
    made = build([*log, *events.read_again({turn: weak for turn in range(1, 7)})])
    assert made.well is None
