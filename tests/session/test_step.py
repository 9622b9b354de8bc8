"""The session's state is what replaying its events gives."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogue.messages import (
    Levels,
    Memory,
    PartnerTurn,
    Safety,
    Utterance,
    to_json,
)
from sim.session import events
from sim.session.state import (
    AskPartner,
    Hush,
    MakeDebrief,
    OpenScene,
    PassTurn,
    Restate,
    SessionState,
    ShowCheckIn,
    ShowSupport,
)
from sim.session.step import replay, step, unfinished

NOTHING = Safety()
STOP = Safety("stop_request", "explicit", 1.0, "stop", "test")
CHECK_IN = Safety("suicidality", "indirect", 0.7, "check_in", "test")


def start():
    return events.started("s", "S", "Sam", 7, ("feeling",), {})


def partner(turn: int, text: str = "", ending: str = ""):
    memory = Memory(turn=turn, texts=tuple(f"line {k}" for k in range(turn + 1)))
    made = PartnerTurn(
        turn=turn,
        text=text or f"line {turn}",
        segments=(),
        move="ask",
        move_why="",
        stage="opening",
        mood="calm",
        levels=Levels(),
        reasons=(),
        analysis=None,
        memory=memory,
        ending=ending,
    )
    return events.answered(made, Levels(), None)


def say(turn: int, flag: Safety = NOTHING, text: str = "I feel lonely."):
    said = Utterance(turn, text)
    return [events.utterance(said), events.safety(turn, "user", flag)]


def talk(turns: int):
    log = [start(), *partner(0)]
    for turn in range(1, turns + 1):
        log += [*say(turn), *partner(turn)]
    return log


def effects_of(log, event):
    return step(replay(log), event).effects


def test_a_session_opens_with_the_partner():
    assert step(SessionState(), start()).effects == (OpenScene(),)


def test_a_line_is_answered_only_after_the_screen_let_it_pass():
    log = [start(), *partner(0)]
    utterance, safety = say(1)
    assert effects_of(log, utterance) == ()
    (ask,) = effects_of([*log, utterance], safety)
    assert isinstance(ask, AskPartner)
    assert ask.said.text == "I feel lonely."


def test_a_stop_request_ends_the_fiction_and_asks_the_partner_nothing():
    log = [start(), *partner(0), say(1)[0]]
    flag = say(1, STOP)[1]
    assert effects_of(log, flag) == (Hush(), ShowSupport(STOP))
    state = replay([*log, flag])
    assert state.phase == "stopped"
    assert state.is_over


def test_a_stop_is_heard_while_the_partner_is_being_asked():
    log = [start(), *partner(0), *say(1)]
    assert replay(log).waiting == "partner"
    assert replay([*log, *say(1, STOP)]).phase == "stopped"


def test_a_check_in_sets_the_line_aside_and_the_partner_moves_on():
    log = [start(), *partner(0), *say(1, CHECK_IN)]
    assert replay(log).phase == "checking_in"
    assert isinstance(
        effects_of([start(), *partner(0), say(1)[0]], say(1, CHECK_IN)[1])[0],
        ShowCheckIn,
    )
    effects = effects_of(log, events.event("checked_in", answer="go_on"))
    assert effects == (Hush(), PassTurn(replay(log).memory))


def test_what_was_said_outside_the_fiction_is_never_answered_in_character():
    log = [start(), *partner(0), *say(1, CHECK_IN)]
    state = replay([*log, events.event("checked_in", answer="go_on")])
    assert state.pending is None
    assert state.skipping


def test_a_check_in_can_pause_and_it_is_the_users_turn_after_it():
    log = [start(), *partner(0), *say(1, CHECK_IN)]
    log.append(events.event("checked_in", answer="pause"))
    assert replay(log).phase == "paused"
    assert effects_of(log, events.event("resumed")) == ()
    assert replay([*log, events.event("resumed")]).waiting == "user"


def test_asking_for_help_in_a_check_in_ends_the_fiction():
    log = [start(), *partner(0), *say(1, CHECK_IN)]
    effects = effects_of(log, events.event("checked_in", answer="help"))
    assert effects == (Hush(), ShowSupport(CHECK_IN))


@pytest.mark.parametrize("turns", [0, 1, 5])
def test_leaving_ends_in_one_step_from_any_turn(turns):
    state = replay([*talk(turns), events.event("left", why="asked")])
    assert state.phase == "closed"


def test_leaving_makes_a_debrief_unless_the_session_was_stopped():
    log = talk(2)
    assert MakeDebrief() in effects_of(log, events.event("left", why="asked"))
    stopped = [*log, *say(3, STOP)]
    assert MakeDebrief() not in effects_of(stopped, events.event("left", why="asked"))


def test_trying_again_goes_back_to_the_partner_of_that_moment():
    log = talk(4)
    event = events.event("branched", from_turn=1, branch=1)
    assert effects_of(log, event) == (Hush(), Restate("line 1", "calm"))
    state = replay([*log, event])
    assert state.turn == 1
    assert state.memory.turn == 1
    assert state.waiting == "user"
    assert state.branch == 1


def test_a_moment_can_be_tried_again_after_the_end():
    log = [*talk(3), events.event("ended", ending="closer", epilogue="")]
    assert replay(log).is_over
    assert not replay([*log, events.event("branched", from_turn=1, branch=1)]).is_over


def test_a_moment_that_never_was_changes_nothing():
    log = talk(2)
    event = events.event("branched", from_turn=9, branch=1)
    assert step(replay(log), event).state == replay(log)


def test_skipping_lets_the_partner_move_on():
    log = talk(1)
    effects = effects_of(log, events.event("skipped", turn=2))
    assert effects == (Hush(), PassTurn(replay(log).memory))


def test_a_lost_mind_is_asked_again_from_the_log():
    asked = [start(), *partner(0), *say(1)]
    (ask,) = unfinished(replay(asked))
    assert isinstance(ask, AskPartner)
    assert unfinished(replay([start()])) == (OpenScene(),)
    assert unfinished(replay(talk(2))) == ()


def test_a_pause_holds_and_an_answer_that_comes_meanwhile_is_kept():
    log = [start(), *partner(0), *say(1), events.event("paused"), *partner(1)]
    state = replay([*log, events.event("resumed")])
    assert state.phase == "talking"
    assert state.turn == 1
    assert state.waiting == "user"


KINDS = st.sampled_from(
    [
        lambda turn: say(turn),
        lambda turn: say(turn, STOP),
        lambda turn: say(turn, CHECK_IN),
        lambda turn: partner(turn),
        lambda turn: [events.event("paused")],
        lambda turn: [events.event("resumed")],
        lambda turn: [events.event("skipped", turn=turn)],
        lambda turn: [events.event("branched", from_turn=max(turn - 1, 0), branch=1)],
        lambda turn: [events.event("checked_in", answer="go_on")],
        lambda turn: [events.event("ended", ending="x", epilogue="")],
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(KINDS, max_size=25))
def test_leave_closes_any_session_and_stop_is_final(steps):
    state = step(SessionState(), start()).state
    was_stopped = False
    for make in steps:
        for event in make(state.turn + 1):
            state = step(state, event).state
            was_stopped = was_stopped or state.phase == "stopped"
            assert not was_stopped or state.phase == "stopped"
    assert step(state, events.event("left", why="asked")).state.phase == "closed"


def test_events_survive_json():
    for event in talk(2):
        assert to_json(event) == event
