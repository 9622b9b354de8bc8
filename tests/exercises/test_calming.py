"""Something calming is there at once, and afterwards one is where one was."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from dialogue.messages import Safety
from dialogue.safety import texts
from dialogue.skills import SAFETY_CATEGORIES
from sim import terminal
from sim.calming import Calming
from sim.exercises._catalog import CALMING, calming, make
from sim.exercises._guide import SLOWEST, load
from sim.exercises._pacing import end_s, pace
from sim.exercises._sitting import Sitting
from sim.exercises._typed import COMMANDS, HINTED, typed
from sim.exercises.base import Breath
from sim.exercises.breathing import QUICKEST
from sim.lines import Keyboard
from sim.mind.messages import Ready
from sim.rehearsal import Rehearsal
from sim.session import events
from sim.session.clock import SystemClock
from sim.session.events import Event
from sim.session.state import SessionState
from sim.support import CALM_OF
from sim.typed import typed as typed_line
from tests.fakes import FakeClock
from tests.sim.test_interruptions import Answering

# the breath


def sitting_of(name: str, clock: FakeClock | None = None) -> Sitting:
    return Sitting(make(name), clock or FakeClock())


def breath_after(*answers: str) -> Breath:
    sitting = sitting_of("breathing")
    sitting.start()
    for answer in answers:
        assert sitting.answer(answer) == ""
    breath = sitting.view.breath
    assert breath is not None
    return breath


def test_one_choice_leads_to_six_breaths_a_minute_for_a_minute():
    breath = breath_after("now")
    assert (breath.per_minute, end_s(breath)) == (6.0, 60.0)
    assert breath.in_share < 0.5  # longer out than in


@pytest.mark.parametrize("rate", ["5", "5.5", "6", "7"])
@pytest.mark.parametrize("minutes", ["1", "2", "5"])
def test_pace_and_time_are_the_users_and_the_last_breath_is_whole(rate, minutes):
    breath = breath_after("choose", rate, minutes)
    assert breath.per_minute == float(rate)
    whole_s = 60.0 / float(rate)
    assert -1e-6 <= end_s(breath) - 60.0 * float(minutes) < whole_s
    assert end_s(breath) / whole_s == pytest.approx(round(end_s(breath) / whole_s))


def tapped(*after_s: float) -> Sitting:
    """The breathing exercise after a tap at each of these times after the last."""
    clock = FakeClock()
    sitting = sitting_of("breathing", clock)
    sitting.start()
    sitting.answer("choose")
    sitting.answer("own")
    for wait_s in after_s:
        clock.advance(wait_s)
        sitting.answer("")
    return sitting


@pytest.mark.parametrize(
    ("slower", "slowest"), [("stay", 0.0), ("bit", 9.6), ("usual", 6.0)]
)
def test_taps_make_the_pace_and_it_slows_no_further_than_asked(slower, slowest):
    sitting = tapped(9.0, 5.0, 5.2, 4.8)
    assert "about 12 times" in " ".join(sitting.view.lines)
    sitting.answer(slower)
    sitting.answer("2")
    breath = sitting.view.breath
    assert breath.per_minute == 12.0
    assert breath.slowest == pytest.approx(slowest)


def slowing(clock: FakeClock) -> Sitting:
    """Two minutes of breath that slow down from 12 breaths a minute to 6."""
    sitting = sitting_of("breathing", clock)
    sitting.start()
    for answer in ("choose", "own"):
        sitting.answer(answer)
    for wait_s in (9.0, 5.0, 5.0, 5.0):
        clock.advance(wait_s)
        sitting.answer("")
    sitting.answer("usual")
    sitting.answer("2")
    return sitting


@pytest.mark.parametrize("after_s", [1.0, 20.0, 60.0, 110.0])
def test_faster_is_quicker_and_slower_slower_than_what_is_led_then(after_s):
    for asked, share in (("faster", 1 / 0.85), ("slower", 0.85)):
        clock = FakeClock()
        sitting = slowing(clock)
        before = sitting.view.breath
        clock.advance(after_s)
        sitting.tick()
        led = pace(before, after_s)
        sitting.answer(asked)
        wanted = max(led * share, SLOWEST)
        assert sitting.view.breath.per_minute == pytest.approx(wanted, abs=0.06)


def test_another_pace_leaves_the_length_that_was_chosen():
    clock = FakeClock()
    sitting = slowing(clock)
    for _ in range(3):
        clock.advance(30.0)
        sitting.answer("slower")
    assert sitting.view.breath.length_s == pytest.approx(30.0, abs=0.2)
    clock.advance(end_s(sitting.view.breath) + 0.1)
    sitting.tick()
    assert sitting.view.kind != "breathe"


def test_taps_of_a_hurried_hand_lead_into_no_hurried_breath():
    sitting = tapped(0.1, 0.1, 0.1, 0.1)
    sitting.answer("stay")
    sitting.answer("1")
    assert sitting.view.breath.per_minute == QUICKEST


def test_a_breath_that_is_slow_already_is_not_offered_to_be_slowed_to_six():
    sitting = tapped(1.0, 11.0, 11.0, 11.0)
    assert [option.id for option in sitting.view.options] == ["stay", "bit"]
    sitting.answer("bit")
    sitting.answer("1")
    assert sitting.view.breath.slowest >= SLOWEST


@pytest.mark.parametrize("taps", [0, 1])
def test_who_skips_the_taps_gets_the_usual_pace(taps):
    sitting = tapped(*[3.0] * taps)
    sitting.skip()
    assert sitting.view.step == "minutes"
    sitting.answer("1")
    assert sitting.view.breath.per_minute == 6.0


def test_enter_ends_the_breath_at_any_moment():
    sitting = sitting_of("breathing")
    sitting.start()
    typed(sitting, "1")
    assert sitting.view.kind == "breathe"
    typed(sitting, "")
    assert sitting.view.step == "after"


# the texts


@pytest.mark.parametrize("name", CALMING)
def test_each_tells_what_may_get_worse_and_keeps_nothing(name):
    guide = load(name)
    assert guide.family == "calming"
    assert guide.not_for
    assert guide.records == ()
    assert not any(step.keep for step in guide.steps)


def test_grounding_begins_in_the_real_room_and_says_to_lift_a_headset():
    first = " ".join(load("grounding").steps[0].say)
    assert "real room" in first
    assert "headset" in first
    assert "Look past the screen" in load("grounding").steps[1].say[0]


def test_muscles_are_tightened_softly_in_eight_groups_at_most_each_let_go_for_longer():
    steps = {step.id: step for step in load("muscles").steps}
    tight = [name for name in steps if f"{name}_go" in steps]
    assert 5 <= len(tight) <= 8
    for name in tight:
        assert steps[name].wait_s <= 7.0
        assert steps[f"{name}_go"].wait_s > steps[name].wait_s
    assert "must never hurt" in " ".join(steps["arrive"].say)
    every = " ".join(line for step in steps.values() for line in step.say).lower()
    assert "hold your breath" not in every
    assert "as hard as you can" not in every


def test_the_quiet_place_has_a_name_only_if_the_user_gave_one():
    sitting = sitting_of("quiet_place")
    sitting.start()
    sitting.answer("")
    sitting.answer("the bench by the lake")
    assert "the bench by the lake" in sitting.view.lines[0]
    other = sitting_of("quiet_place")
    other.start()
    other.answer("")
    other.skip()
    assert "your place" in other.view.lines[0]
    assert "{" not in other.view.lines[0]


def test_a_wait_begins_when_its_words_have_been_read():
    clock = FakeClock()
    sitting = sitting_of("muscles", clock)
    sitting.start()
    sitting.answer("")
    words = len(" ".join(sitting.view.lines).split())
    clock.advance(5.0 + words / 3.0 - 0.1)
    sitting.tick()
    assert sitting.view.step == "hands"
    clock.advance(0.2)
    sitting.tick()
    assert sitting.view.step == "hands_go"


# from an exercise


def on_top(name: str = "breathing") -> Sitting:
    """The quiet place, with something calming on top."""
    sitting = sitting_of("quiet_place")
    sitting.start()
    sitting.open_calm(lambda: sitting_of(name))
    return sitting


def test_pause_in_something_calming_pauses_it_and_nothing_else():
    sitting = on_top()
    typed(sitting, "/pause")
    assert sitting.inner.run.phase == "paused"
    typed(sitting, "")
    assert sitting.inner.run.phase == "running"
    assert sitting.calm is not None


def test_back_leaves_what_calms_and_leave_leaves_all():
    sitting = on_top()
    typed(sitting, "/back")
    assert sitting.calm is None
    assert sitting.run.phase == "running"
    sitting = on_top()
    typed(sitting, "/leave")
    assert sitting.run.phase == "left"


def test_a_stop_in_something_calming_stops_what_was_below_it():
    sitting = on_top("grounding")
    sitting.answer("")
    sitting.answer("I want to kill myself")
    sitting.tick()
    assert sitting.run.phase == "stopped"
    assert sitting.run.flag.category == "suicidality"


def test_a_check_in_inside_something_calming_can_be_answered():
    sitting = on_top("grounding")
    sitting.inner.flagged(Safety("dissociation_panic", "indirect", 0.7, "check_in"))
    assert sitting.inner.run.phase == "checking_in"
    typed(sitting, "1")
    assert sitting.inner.run.phase == "running"
    assert sitting.calm is not None


# from a rehearsal


def test_every_stop_but_those_for_a_doctor_and_the_young_offers_breath_and_ground():
    for category in SAFETY_CATEGORIES:
        fixed = texts.text_for(Safety(category, "explicit", 0.9, "stop"), "Robin")
        offered = {choice.id for choice in fixed.choices}
        wanted = set() if category in ("minor", "medical") else set(CALM_OF)
        assert offered & set(CALM_OF) == wanted, category


def test_what_a_fixed_text_offers_is_there():
    known = [guide.id for guide in calming()]
    assert set(CALM_OF.values()) <= set(known)
    assert known[: len(CALMING)] == list(CALMING)


class Watch:
    """Remembers the state at each event."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, SessionState]] = []

    def on_event(self, event: Event, state: SessionState) -> None:
        self.seen.append((event["event"], state))

    def on_notice(self, key: str) -> None:
        return


def talk(*lines: str) -> tuple[Rehearsal, Watch, str]:
    """A typed talk with a partner that answers at once; `lines` may open exercises."""
    link = Answering(delay=1)
    rehearsal = Rehearsal(link.told, link, SystemClock())
    watch = Watch()
    rehearsal.observe(watch)
    rehearsal.start(1, (), {})
    link.inbox.append(Ready({}, (), {}))
    for _ in range(4):
        rehearsal.tick()
    out = io.StringIO()
    console = Console(file=out, width=200)
    keyboard = Keyboard(io.StringIO("".join(f"{line}\n" for line in lines)))
    calm = Calming(console, keyboard, "GB")
    terminal.run(
        rehearsal,
        keyboard,
        lambda words: console.print(words),
        calm=lambda name: calm.beside(rehearsal, name),
    )
    return rehearsal, watch, out.getvalue()


def test_calm_pauses_the_talk_and_afterwards_it_is_just_where_it_was():
    _, watch, out = talk("/calm", "1", "", "1", "/resume", "/leave")
    kinds = [kind for kind, _ in watch.seen]
    paused = kinds.index("paused")
    assert kinds[paused : paused + 3] == ["paused", "resumed", "left"]
    assert watch.seen[paused + 1][1] == watch.seen[paused - 1][1]
    assert "In while it grows" in out
    assert "just where you were" in out


def test_what_is_typed_while_something_calms_is_no_line_of_the_talk():
    rehearsal, watch, _ = talk(
        "/calm grounding", "", "a lamp", "my sleeve", "/back", "/resume", "/leave"
    )
    assert "utterance" not in [kind for kind, _ in watch.seen]
    assert "a lamp" not in str(rehearsal.log)


def test_leaving_while_something_calms_leaves_the_talk_too():
    rehearsal, watch, _ = talk("/calm", "/leave")
    assert rehearsal.state.phase == "closed"
    assert watch.seen[-1][0] == "left"


def test_a_stop_while_something_calms_ends_the_talk_with_help():
    rehearsal, _, _ = talk("/calm grounding", "", "I want to kill myself tonight")
    assert rehearsal.state.phase == "stopped"
    assert rehearsal.state.flag.category == "suicidality"


def test_a_wrong_name_after_calm_names_the_right_ones():
    _, _, out = talk("/calm breath", "/leave")
    for name in CALMING:
        assert name in out


def test_the_choice_in_a_check_in_pauses_the_talk_and_opens_the_exercise():
    opened = []
    link = Answering(delay=1)
    rehearsal = Rehearsal(link.told, link, SystemClock())
    rehearsal.start(1, (), {})
    link.inbox.append(Ready({}, (), {}))
    for _ in range(4):
        rehearsal.tick()
    flag = Safety("dissociation_panic", "indirect", 0.7, "check_in")
    said = {"turn": 1, "text": "It is all far away.", "source": "typed", "speech": None}
    rehearsal.emit(events.event("utterance", **said))
    rehearsal.emit(events.safety(1, "user", flag))
    assert rehearsal.state.phase == "checking_in"
    fixed = texts.text_for(flag, "")
    number = [choice.id for choice in fixed.choices].index("ground") + 1
    typed_line(rehearsal, str(number), calm=lambda name: opened.append(name) or "")
    assert rehearsal.state.phase == "paused"
    assert opened == ["grounding"]


def test_after_a_stop_the_exercise_is_done_and_the_choices_come_again():
    done = []
    out = io.StringIO()
    keyboard = Keyboard(io.StringIO("1\n4\n"))
    flag = Safety("dissociation_panic", "explicit", 0.9, "stop")
    goes_back = terminal.after_stop(
        Console(file=out, width=100), keyboard, flag, "Robin", "GB", done.append
    )
    assert done == ["grounding"]
    assert goes_back


def test_the_way_out_and_what_calms_are_named_before_the_first_step():
    assert {"leave", "calm", "pause"} <= set(HINTED) <= set(COMMANDS)
