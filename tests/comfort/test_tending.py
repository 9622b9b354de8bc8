"""Questions come at a natural pause, cost nothing to skip, and end kindly."""

import pytest

from sim.comfort import asking
from sim.comfort.discomfort import ENOUGH, EVERY_S, RISE, STOP_AT
from sim.comfort.moment import PATIENCE_S, QUIET_S
from sim.comfort.wearing import REST_S
from tests.comfort.front import Sitting

MINUTE_S = 60.0


@pytest.fixture
def one():
    made = Sitting()
    made.begin()
    return made


def rated(sitting, number):
    """Wait for the number to be asked, and give it."""
    assert sitting.wait(10)
    assert sitting.front.up.kind == "rating"
    sitting.front.say(str(number))


def test_a_first_number_is_asked_at_the_start(one):
    assert one.wait(10)
    assert one.front.up == asking.rating()
    one.front.say("1")
    assert one.scene.log[-1] == {
        "event": "discomfort",
        "when": "start",
        "minutes": pytest.approx(0.0, abs=0.1),
        "rating": 1,
    }


def test_it_is_asked_again_every_five_minutes_and_not_before(one):
    rated(one, 1)
    assert not one.wait(EVERY_S - 10, step_s=1.0)
    assert one.wait(15)


def test_nobody_without_a_headset_is_asked():
    one = Sitting()
    one.begin()
    one.viewing.is_worn = False
    assert not one.wait(60 * MINUTE_S, step_s=1.0)


def test_nothing_is_asked_while_the_system_menu_is_open(one):
    one.viewing.has_focus = False
    assert not one.wait(60)


def test_the_setting_turns_the_questions_off_but_not_the_break():
    one = Sitting(ask_comfort=False)
    one.begin()
    assert not one.wait(19 * MINUTE_S, step_s=1.0)
    assert one.wait(2 * MINUTE_S)
    assert one.front.up.kind == "break"


# the moment


def test_never_in_the_partners_line(one):
    one.scene.is_lull = False
    assert not one.wait(20 * MINUTE_S, step_s=1.0)


def test_never_while_the_user_speaks_types_or_has_a_panel_up(one):
    one.front.free = False
    assert not one.wait(20 * MINUTE_S, step_s=1.0)


def test_whoever_answers_at_once_is_not_interrupted(one):
    for _ in range(20):
        assert not one.wait(QUIET_S - 0.3)
        one.scene.is_lull = False
        assert not one.wait(1.0)
        one.scene.is_lull = True


def test_whoever_is_never_quiet_for_long_is_asked_in_the_end(one):
    passed_s = 0.0
    while passed_s < 2 * PATIENCE_S:
        if one.wait(QUIET_S - 0.5):
            break
        one.scene.is_lull = False
        one.wait(1.0)
        one.scene.is_lull = True
        passed_s += QUIET_S + 0.5
    assert PATIENCE_S - 5 <= passed_s <= PATIENCE_S + 5
    assert one.front.up.kind == "rating"


@pytest.mark.parametrize("phase", ["paused", "checking_in", "stopped", "closed"])
def test_only_where_the_talk_goes_on(one, phase):
    one.scene.be(phase=phase)
    one.scene.is_lull = one.front.free = False
    assert not one.wait(60)
    assert one.front.asked == []


# answers


def test_a_number_can_be_said_and_is_no_line_of_the_scene(one):
    one.wait(10)
    aside = one.scene.aside
    assert aside.reads("about three, I think")
    aside.take("about three, I think")
    assert one.scene.ratings() == [3]
    assert one.scene.aside is None
    assert one.front.up is None


@pytest.mark.parametrize(
    "words", ["I have two things to say.", "I'm scared.", "thirty", "It was in 2019."]
)
def test_a_line_to_the_partner_is_left_to_the_partner(one, words):
    one.wait(10)
    assert not one.scene.aside.reads(words)


def test_whoever_talks_on_has_skipped_it(one):
    one.wait(10)
    one.scene.be(waiting="partner")
    one.wait(1)
    assert one.front.up is None
    assert one.front.asked[-1].is_closed
    assert one.scene.ratings() == [None]
    assert one.scene.aside is None


def test_a_skip_costs_nothing_and_is_not_asked_about(one):
    one.wait(10)
    one.front.say("skip")
    assert one.scene.ratings() == [None]
    assert one.scene.state.phase == "talking"
    assert not one.wait(EVERY_S - 10, step_s=1.0)


def test_three_skips_in_a_row_are_enough():
    one = Sitting(break_minutes=0.0)
    one.begin()
    for _ in range(ENOUGH):
        one.wait(EVERY_S + 10, step_s=1.0)
        one.front.say("skip")
    assert not one.wait(3 * EVERY_S, step_s=1.0)


def test_a_question_that_a_pause_took_away_comes_back(one):
    one.wait(10)
    one.scene.pause()
    one.wait(1)
    assert one.scene.aside is None
    assert one.scene.ratings() == []
    one.scene.resume()
    assert one.wait(90)


# breaks


def test_a_break_is_suggested_after_twenty_minutes():
    one = Sitting()
    one.begin()
    one.answer_all(19.5 * MINUTE_S)
    assert "break_offered" not in one.scene.kinds()
    one.answer_all(1.5 * MINUTE_S)
    offered = [e for e in one.scene.log if e["event"] == "break_offered"]
    assert [e["why"] for e in offered] == ["time"]
    assert 20 <= offered[0]["minutes"] <= 21


def test_taking_a_break_pauses_the_talk(one):
    one.answer_all(19 * MINUTE_S)
    while not (one.front.up and one.front.up.kind == "break"):
        if one.front.up:
            one.front.say("0")
        one.wait(30)
    one.front.say("take")
    assert one.scene.state.phase == "paused"


def test_nought_minutes_mean_no_reminder():
    one = Sitting(break_minutes=0.0)
    one.begin()
    one.answer_all(45 * MINUTE_S)
    assert "break_offered" not in one.scene.kinds()


def test_a_rise_suggests_a_break_early(one):
    rated(one, 1)
    one.wait(EVERY_S + 10, step_s=1.0)
    one.front.say(str(1 + RISE))
    assert one.front.up.kind == "break"
    assert one.scene.log[-1]["why"] == "rating"
    one.front.say("later")
    assert one.front.up is None
    assert one.scene.state.phase == "talking"


def test_minutes_off_the_head_do_not_count_and_a_rest_begins_anew(one):
    rated(one, 2)
    one.wait(4 * MINUTE_S, step_s=1.0)
    one.viewing.is_worn = False
    one.wait(MINUTE_S, step_s=1.0)
    one.viewing.is_worn = True
    one.wait(10)
    assert one.wearing.worn_s == pytest.approx(4 * MINUTE_S + 20, abs=15)
    one.viewing.is_worn = False
    one.wait(REST_S + 1, step_s=1.0)
    one.viewing.is_worn = True
    one.wait(10)
    assert one.wearing.worn_s < 15
    assert one.front.up.kind == "rating"


# the end


def test_ten_or_more_ends_the_headset_and_the_talk_waits(one):
    rated(one, STOP_AT)
    assert one.scene.state.phase == "paused"
    assert one.scene.kinds()[-1] == "comfort_stopped"
    assert one.front.up.kind == "stop"
    assert {o.id for o in one.front.up.options} == {"desk", "stop"}


def test_stopping_leaves_the_scene(one):
    rated(one, 12)
    one.front.say("stop")
    assert one.front.left == 1
    assert one.front.up is None


def test_it_goes_on_at_the_screen_once_the_headset_is_off(one):
    rated(one, 12)
    one.front.say("desk")
    assert one.front.up.kind == "off"
    assert not one.wait(30)
    assert one.scene.state.phase == "paused"
    one.viewing.is_worn = False
    one.wait(1)
    assert one.scene.state.phase == "talking"
    assert one.front.up is None


def test_a_key_does_not_lead_past_the_end(one):
    rated(one, 12)
    one.front.asked[-1].is_up = False
    one.scene.resume()
    assert one.wait(1)
    assert one.front.up.kind == "stop"
    assert one.scene.state.phase == "paused"


def test_leaving_is_always_an_end(one):
    rated(one, 12)
    one.front.asked[-1].is_up = False
    one.scene.be(phase="closed")
    assert not one.wait(20)


def test_putting_it_on_again_after_an_end_asks_at_once(one):
    rated(one, 12)
    one.front.say("desk")
    one.viewing.is_worn = False
    one.wait(30)
    one.viewing.is_worn = True
    assert one.wait(10)
    assert one.front.up.kind == "rating"


# outside of a scene, and afterwards


def test_what_was_rated_in_the_list_is_the_start_of_the_talk():
    one = Sitting()
    assert one.wait(10)
    one.front.say("2")
    one.wait(60, step_s=1.0)
    one.begin()
    one.wait(5)
    assert one.scene.log[0]["when"] == "start"
    assert one.scene.ratings() == [2]


def test_somebody_unwell_in_the_list_is_advised_and_not_held():
    one = Sitting()
    one.wait(10)
    one.front.say("14")
    assert one.front.up.kind == "stop"
    one.front.say("stop")
    assert one.front.up is None
    assert one.front.left == 0


@pytest.fixture
def exercise():
    """Somebody in an exercise, between two of its steps."""
    made = Sitting()
    made.front.idle = False
    return made


def test_an_exercise_ends_kindly_too(exercise):
    rated(exercise, 12)
    assert {o.id for o in exercise.front.up.options} == {"desk", "stop"}
    exercise.front.say("stop")
    assert exercise.front.left == 1 and exercise.front.up is None


def test_an_exercise_goes_on_at_the_screen(exercise):
    rated(exercise, 12)
    exercise.front.say("desk")
    assert exercise.front.up.kind == "off"
    exercise.viewing.is_worn = False
    exercise.wait(1)
    assert exercise.front.up is None and exercise.front.asked[-1].is_closed
    assert exercise.front.left == 0


def test_an_exercise_waits_for_a_break(exercise):
    rated(exercise, 0)
    exercise.wait(EVERY_S + 5, step_s=1.0)
    exercise.front.say("9")
    assert exercise.front.up.kind == "break"
    exercise.front.say("take")
    assert exercise.front.waits == 1


def test_nothing_is_asked_afterwards_in_the_middle_of_an_exercise(exercise):
    exercise.answer_all(9 * MINUTE_S)
    titles = {asked.question.title for asked in exercise.front.asked}
    assert titles == {asking.rating().title}
