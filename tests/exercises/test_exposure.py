"""Graded exposure: it never climbs by itself, always lets go, and ends on learning."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.cards import cards
from sim.exercises._catalog import make
from sim.exercises._exposure_state import (
    MOST_TRIES,
    RISE,
    STRONG,
    Dials,
    Exposure,
    Try,
    dropped,
    fresh,
    moved,
)
from sim.exercises._heard import KINDS, heard, is_trauma
from sim.exercises._ladders import LadderError, by_id, ladders, load, room_of
from sim.exercises._sitting import Sitting
from sim.exercises._typed import typed
from sim.exercises.base import View
from tests.fakes import FakeClock

LADDERS = [one.id for one in ladders()]
RUNGS = [(one.id, rung.id) for one in ladders() for rung in one.rungs]
TO_LADDER = ["no", "all", "being_looked_at"]
TO_SCENE = [*TO_LADDER, "go", "chat", "yes", "go", "It goes wrong", "70", "40", ""]


def sitting(*answers: str) -> Sitting:
    made = Sitting(make("exposure"), FakeClock())
    made.start()
    answer(made, *answers)
    return made


def answer(made: Sitting, *answers: str) -> None:
    for one in answers:
        problem = made.answer(one)
        assert not problem, (at(made), one, problem)
        assert made.run.phase in ("running", "done"), (one, made.run.flag)


def at(made: Sitting) -> str:
    return made.view.step.rpartition(".")[2]


def state(made: Sitting) -> Exposure:
    inner: Exposure = made.run.inner
    return inner


def now(made: Sitting) -> Try:
    found = state(made).now
    assert found is not None
    return found


def dials(made: Sitting) -> Dials:
    found = state(made).dials
    assert found is not None
    return found


def through(made: Sitting) -> None:
    """Say nothing until the scene is over."""
    while at(made) == "scene":
        made.skip()
    assert at(made) == "close"
    answer(made, "")


def test_the_eight_worries_each_have_a_ladder_of_five_steps_or_more() -> None:
    assert set(LADDERS) == {
        "talking_about_sex",
        "medical_talk",
        "being_looked_at",
        "compliments",
        "saying_no",
        "worries_about_undressing",
        "the_bedroom",
        "a_first_date",
    }
    for one in ladders():
        assert len(one.rungs) >= 5, one.id
        guesses = sorted(rung.suds for rung in one.rungs)
        assert guesses[0] <= 20 and guesses[-1] >= 70, one.id
        steps = [b - a for a, b in pairwise(guesses)]
        assert max(steps) <= 20, f"{one.id}: a gap of {max(steps)} between two steps"


@pytest.mark.parametrize(("ladder", "rung"), RUNGS)
def test_somebody_answers_whatever_is_said_or_not_said(ladder: str, rung: str) -> None:
    template = by_id(ladder)
    one = template.rung(rung)
    for beat in one.beats:
        for kind in KINDS:
            assert one.alone or beat.wait_s or beat.reply(kind), (rung, kind)
        for words in (beat.says, beat.note, *(beat.reply(kind) for kind in KINDS)):
            assert set(re.findall(r"\{(.*?)\}", words)) <= {"topic", "name"}, words


def test_a_ladder_is_climbed_in_rooms_and_with_people_that_there_are() -> None:
    rooms = {one.id for one in cards("rooms")}
    for ladder in ladders():
        own = {ladder.room, *(rung.room or ladder.room for rung in ladder.rungs)}
        assert own | ({ladder.evening_room} - {""}) <= rooms, ladder.id
        most = max(rung.people for rung in ladder.rungs)
        assert most <= len(ladder.company) <= len(set(ladder.company)), ladder.id
        assert ladder.body not in ladder.company
    across = {ladder.body for ladder in ladders()}
    assert len(across) == len(ladders())  # a different person in each


def test_the_wrong_number_of_a_choice_is_nobodys_age() -> None:
    made = sitting()
    assert typed(made, "12")
    assert made.run.phase == "running"


def test_whoever_sits_there_has_the_last_word_before_the_guide() -> None:
    made = sitting(*TO_SCENE, "It was pink, yes", "I look at the sea")
    assert at(made) == "close"
    assert made.view.partner_lines
    assert not made.view.lines
    assert made.view.ask == "The scene ends here."


def test_the_bedroom_comes_by_day_before_it_comes_in_the_evening() -> None:
    ladder = by_id("the_bedroom")
    seen = [room_of(ladder, rung, rung.light)[0] for rung in ladder.rungs]
    assert seen[0] == "living_room"  # one's own is pictured first
    assert seen.index("bedroom") < seen.index("bedroom_night")
    assert room_of(ladder, ladder.rung("doorway"), "evening") == (
        "bedroom_night",
        "day",
    )
    assert room_of(ladder, ladder.rung("doorway"), "day") == ("bedroom", "day")


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("", "silence"),
        ("No, thank you", "no"),
        ("I'd rather not", "no"),
        ("I’d rather not say", "no"),
        ("yes please", "yes"),
        ("Thank you, that is kind", "thanks"),
        ("Why do you ask?", "ask"),
        ("It was pink all over", "other"),
    ],
)
def test_a_short_answer_is_heard_as_what_it_is(words: str, kind: str) -> None:
    assert heard(words) == kind


def test_one_way_through_ends_on_what_was_learned() -> None:
    made = sitting(*TO_SCENE)
    assert made.view.scene.body == "amina"
    assert made.view.scene.voice == "noor"
    answer(made, "It was pink, yes", "I look at the sea")
    assert made.view.partner_lines  # an answer to the last words, too
    answer(made, "", "60", "We talked of trees", "20", "Nothing bad came of it")
    view = made.view
    assert at(made) == "gap"
    assert "50" in view.lines[0]  # 70 expected, 20 came
    assert "does not need to fall" in view.lines[1]
    assert "Nothing bad came of it" in view.lines[2]
    assert view.chart is not None
    assert view.chart.curves[0].values == (40.0, 60.0)
    answer(made, "", "stop")
    assert at(made) == "end"
    assert "Nothing bad came of it" in made.view.lines[0]
    answer(made, "")
    assert made.run.phase == "done"


def test_the_lowest_step_not_done_is_proposed_and_none_is_taken_by_itself() -> None:
    made = sitting(*TO_LADDER, "go")
    assert made.view.options[0].id == "reads"
    answer(made, "reads", "go", "It goes wrong", "50", "20", "")
    through(made)
    answer(made, "20", "quiet", "0", "it was fine", "", "other")
    assert made.view.options[0].id == "glances"
    assert at(made) == "rung"
    assert state(made).rung == "reads"  # nothing has climbed yet


def test_a_steep_step_is_asked_about_once_and_may_be_taken() -> None:
    made = sitting(*TO_LADDER, "go", "two")
    assert at(made) == "steep"
    answer(made, "other", "two")
    assert at(made) == "set"


def test_the_next_step_up_asks_nothing() -> None:
    made = sitting(*TO_LADDER, "go", "glances")
    assert at(made) == "set"


def test_a_number_in_the_scene_is_taken_without_leaving_it() -> None:
    made = sitting(*TO_SCENE)
    before = state(made).beat
    answer(made, "55")
    assert at(made) == "scene"
    assert state(made).beat == before
    assert now(made).during == (55.0,)
    assert not made.view.partner_lines  # nobody says it all again
    answer(made, "strength", "60")
    assert at(made) == "scene"
    assert now(made).during == (55.0, 60.0)
    assert made.answer("140") == "Please give a number from 0 to 100."


@pytest.mark.parametrize("number", range(101))
def test_no_number_on_a_scale_is_taken_for_an_age(number: int) -> None:
    made = sitting(*TO_SCENE[:-2])
    made.answer(str(number))
    assert made.run.flag is None
    in_scene = sitting(*TO_SCENE)
    in_scene.answer(str(number))
    assert in_scene.run.flag is None


@pytest.mark.parametrize(
    ("before", "number", "asks"),
    [
        (40.0, STRONG, True),
        (40.0, 40.0 + RISE, True),
        (40.0, 79.0, False),
        (85.0, 89.0, False),
        (85.0, 90.0, True),
    ],
)
def test_strong_fear_is_offered_something_calming_first(
    before: float, number: float, asks: bool
) -> None:
    made = sitting(*TO_SCENE[:-2], f"{before:g}", "")
    answer(made, f"{number:g}")
    assert (at(made) == "calm") is asks
    if asks:
        answer(made, "breathe")
        assert made.view.kind == "breathe"
        assert not made.view.scene.body
        made.skip()
        answer(made, "on")
        assert at(made) == "scene"


def test_strong_fear_before_and_after_a_scene_is_met_too() -> None:
    made = sitting(*TO_SCENE[:-2], "95")
    assert at(made) == "calm"
    answer(made, "out")
    assert at(made) == "next"
    again = sitting(*TO_SCENE, "out", "92")
    assert at(again) == "settle"
    answer(again, "breathe")
    again.skip()
    assert at(again) == "happened"


def test_easier_is_further_away_and_less_looked_at() -> None:
    made = sitting(*TO_SCENE)
    before = made.view.scene
    answer(made, "easier")
    now = made.view.scene
    assert now.distance_m > before.distance_m
    assert now.gaze < before.gaze
    assert at(made) == "scene"


@settings(deadline=None)
@given(
    st.sampled_from(RUNGS),
    st.lists(
        st.sampled_from(
            ["distance", "gaze", "people", "light", "topic", "length", "eased"]
        ),
        max_size=30,
    ),
)
def test_no_dial_brings_anybody_nearer_than_a_metre(
    place: tuple[str, str], turns: list[str]
) -> None:
    ladder = by_id(place[0])
    here = Dials.of(ladder.rung(place[1]))
    for turn in turns:
        was = here
        if turn == "eased":
            here = here.eased()
            assert here.distance_m >= was.distance_m
            assert here.gaze <= was.gaze
        else:
            here = here.turned(turn, ladder, 1)
            same = {"distance": "distance_m"}.get(turn, turn)
            value = getattr(here, same)
            assert replace(was, **{same: value}) == here
        assert 1.0 <= here.distance_m <= 3.0
        assert 0.0 <= here.gaze <= 1.0
        assert 0 <= here.people <= 1


def test_every_dial_reaches_the_scene() -> None:
    made = sitting(*TO_SCENE[:6])
    for dial in ("distance", "gaze", "people", "light", "topic", "length"):
        answer(made, dial)
    answer(made, "go", "It goes wrong", "70", "40", "")
    scene = made.view.scene
    assert (scene.distance_m, scene.gaze) == (2.5, 0.9)
    assert (scene.people, scene.light) == (1, "evening")
    assert dials(made).topic == 1
    assert dials(made).length == "long"


def test_the_topic_word_and_the_length_change_what_is_heard() -> None:
    way = ["no", "nothing", "talking_about_sex", "go", "overheard"]
    tail = ["go", "x y", "5", "5", ""]
    plain = sitting(*way, "topic", "topic", *tail).view
    assert "sex" in plain.partner_lines[0]
    roundabout = sitting(*way, *tail).view
    assert "that side of things" in roundabout.partner_lines[0]
    counts = {}
    for name, turns in (("usual", 0), ("long", 1), ("short", 2)):
        made = sitting(*way, *["length"] * turns, *tail)
        counts[name] = 0
        while at(made) == "scene":
            made.skip()
            counts[name] += 1
    assert counts["short"] < counts["usual"] < counts["long"]


def test_leaving_a_scene_costs_nothing_and_leaves_the_step_open() -> None:
    made = sitting(*TO_SCENE, "out", "50", "I stopped early", "30", "I get to choose")
    assert "left when you wanted" in made.view.lines[1]
    assert not next(one for one in state(made).ladder if one.id == "chat").done


def test_a_private_yes_goes_to_a_therapist_and_no_scene() -> None:
    made = sitting("yes")
    assert at(made) == "therapist"
    assert any("therapist" in line for line in made.view.lines)
    answer(made, "")
    assert made.run.phase == "done"
    assert not state(made).ladder


@pytest.mark.parametrize("where", [TO_SCENE[:7], [*TO_LADDER, "chat", "words"]])
@pytest.mark.parametrize(
    "words", ["when I was assaulted at work", "my uncle touched me as a child"]
)
def test_words_about_harm_done_are_not_trained_on(where: list[str], words: str) -> None:
    made = sitting(*where)
    made.answer(words)
    assert at(made) == "therapist" or made.run.phase in ("stopped", "checking_in")


@pytest.mark.parametrize(
    "words",
    ["They might laugh at me", "I blush", "I was touched by that", "a forced smile"],
)
def test_ordinary_fears_are_no_trauma(words: str) -> None:
    assert not is_trauma(words)


def test_the_ladder_is_sorted_by_the_users_own_numbers() -> None:
    made = sitting(*TO_LADDER, "rate")
    for number in ("90", "10", "80", "20", "70", "30", "60"):
        answer(made, number)
    assert at(made) == "edit"
    guesses = [one.suds for one in state(made).ladder]
    assert guesses == sorted(guesses) == [10, 20, 30, 60, 70, 80, 90]
    assert state(made).ladder[-1].id == "reads"


def test_a_step_takes_own_words_moves_and_goes() -> None:
    made = sitting(*TO_LADDER, "chat", "words", "Tea with my sister-in-law")
    assert "Tea with my sister-in-law · 40" in [o.label for o in made.view.options]
    answer(made, "chat", "up")
    assert [one.id for one in state(made).ladder][2:4] == ["listens", "chat"]
    answer(made, "two", "drop")
    assert "two" not in [one.id for one in state(made).ladder]
    answer(made, "chat", "number", "5")
    assert state(made).ladder[0].id == "chat"


@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 2)), max_size=40))
def test_moving_and_dropping_never_disorders_or_empties_a_ladder(
    acts: list[tuple[int, int]],
) -> None:
    steps = fresh(by_id("being_looked_at"))
    for place, act in acts:
        name = steps[place % len(steps)].id
        steps = dropped(steps, name) if act == 2 else moved(steps, name, 2 * act - 1)
        guesses = [one.suds for one in steps]
        assert guesses == sorted(guesses)
        assert len(steps) >= 2


def test_three_scenes_are_plenty_for_a_day() -> None:
    made = sitting(*TO_SCENE)
    for number in range(MOST_TRIES):
        through(made)
        answer(made, "30", "we talked", "10", "it went well", "")
        if number + 1 < MOST_TRIES:
            answer(made, "again", "go", "It goes wrong", "50", "30", "")
    assert at(made) == "plenty"
    answer(made, "")
    assert at(made) == "end"


def test_more_of_the_fear_coming_true_is_told_and_not_hidden() -> None:
    made = sitting(*TO_SCENE, "out", "50", "it went badly", "90", "that it can happen")
    assert "More of it came true" in made.view.lines[0]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 11), max_size=60))
def test_no_scene_begins_that_the_user_did_not_choose(picks: list[int]) -> None:
    made = sitting()
    chosen = ""
    for pick in picks:
        if made.is_over:
            break
        view, was = made.view, state(made)
        if view.kind in ("next", "wait", "breathe"):
            made.skip() if view.kind != "next" else made.answer("")
        elif view.kind == "number":
            made.answer(f"{pick * 9}")
        elif view.kind == "words":
            options = ["a few words", *(one.id for one in view.options)]
            made.answer(options[pick % len(options)])
        else:
            value = view.options[pick % len(view.options)].id
            if was.at == "rung" and value in {one.id for one in was.ladder}:
                chosen = value
            made.answer(value)
        if at(made) == "scene":
            assert state(made).rung == chosen
            assert made.view.scene.distance_m >= 1.0
    typed(made, "leave")
    assert made.is_over


def test_what_can_be_done_beside_an_answer_is_typed_by_name() -> None:
    made = sitting(*TO_SCENE)
    typed(made, "2")
    assert now(made).during == (2.0,)  # and not the second button
    typed(made, "easier")
    assert now(made).during == (2.0,)
    assert made.view.scene.distance_m == 2.5
    typed(made, "Leave this scene")
    assert at(made) == "after"


def test_a_wait_shows_its_ways_out() -> None:
    made = sitting("no", "nothing", "being_looked_at", "go", "reads", "go")
    answer(made, "It goes wrong", "50", "20", "")
    view: View = made.view
    assert view.kind == "wait"
    assert {one.id for one in view.options} == {"strength", "easier", "out"}
    answer(made, "30")
    assert at(made) == "scene"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ("distance_m = 0.5", "allowed: 1.0 to"),
        ("people = 4", "1 can sit there"),
        ("topic = 9", "allowed: 0 to"),
        ('light = "noon"', "light"),
        ("beats = []", "needs a beat"),
        ('beats = [{ says = "Hello." }]', 'needs "other"'),
    ],
)
def test_a_wrong_ladder_says_where_and_what_is_allowed(
    tmp_path: object, change: str, says: str
) -> None:
    from pathlib import Path

    rung = '[[rungs]]\nid = "r{n}"\ntitle = "t"\nsuds = 5\nsay = ["s"]\n'
    beats = 'beats = [{ says = "Hello.", other = "Fine." }]'
    rungs = [rung.format(n=n) + beats for n in range(4)]
    last = rung.format(n=9) + (change if "beats" in change else f"{change}\n{beats}")
    path = Path(str(tmp_path)) / "wrong.toml"
    path.write_text(
        'id = "wrong"\ntitle = "t"\nabout = "a"\nname = "Maya"\nbody = "maya"\n'
        'voice = "maya"\ntopics = ["a", "b"]\n' + "\n".join([*rungs, last]),
        "utf-8",
    )
    with pytest.raises(LadderError, match=says) as found:
        load(path)
    assert "wrong.toml" in str(found.value)


def test_a_check_in_takes_the_answer_when_one_goes_on() -> None:
    made = sitting(*TO_SCENE[:7])
    made.answer("They all stare at me")
    if made.run.phase == "checking_in":  # the screen may get better at this line
        made.check_in("go_on")
    assert at(made) == "likely"
    assert now(made).fear == "They all stare at me"
