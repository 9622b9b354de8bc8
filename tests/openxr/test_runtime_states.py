"""The session's states: every state, everything that can happen, and no surprise."""

from __future__ import annotations

import itertools

import pytest

from sim.openxr.states import FINAL, LOST, RUNNING, VISIBLE, Act, Happened, State, step

TOLD = {one.name.removeprefix("TOLD_"): one for one in Happened if "TOLD" in one.name}
LIFE = [
    *("IDLE", "READY", "SYNCHRONIZED", "VISIBLE", "FOCUSED"),
    *("VISIBLE", "SYNCHRONIZED", "STOPPING", "IDLE", "EXITING"),
]


def walk(*happened: Happened, state: State = State.UNKNOWN) -> tuple[State, list[Act]]:
    acts: list[Act] = []
    for one in happened:
        state, more = step(state, one)
        acts += more
    return state, acts


def test_a_whole_life_begins_once_and_ends_once():
    state, acts = walk(*(TOLD[one] for one in LIFE))
    assert state is State.EXITING
    assert acts == [Act.BEGIN, Act.END]


def test_a_headset_taken_off_and_put_on_begins_again():
    state, acts = walk(*(TOLD[one] for one in [*LIFE[:-1], *LIFE[1:5]]))
    assert state is State.FOCUSED
    assert acts == [Act.BEGIN, Act.END, Act.BEGIN]


def test_after_each_told_state_the_session_is_where_the_runtime_says():
    state = State.UNKNOWN
    for name in LIFE:
        state, _ = step(state, TOLD[name])
        assert state.name == name


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("happened", Happened)
def test_nothing_that_can_happen_is_without_an_answer(state, happened):
    after, acts = step(state, happened)
    assert isinstance(after, State)
    # a session that does not run can neither be ended nor asked to exit
    if state not in RUNNING:
        assert Act.END not in acts
        assert Act.REQUEST_EXIT not in acts
    # nor can one that runs be begun again
    if state in RUNNING:
        assert Act.BEGIN not in acts


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("happened", Happened)
def test_frames_run_exactly_from_begin_to_end_or_loss(state, happened):
    after, acts = step(state, happened)
    ran, runs = state in RUNNING, after in RUNNING
    if runs and not ran:
        assert acts == (Act.BEGIN,)
    if ran and not runs and after not in FINAL and happened is not Happened.NOT_RUNNING:
        assert (acts == (Act.END,)) == (after is State.STOPPING)


@pytest.mark.parametrize("state", sorted(FINAL, key=lambda one: one.name))
@pytest.mark.parametrize("happened", Happened)
def test_no_way_leads_back_from_the_end(state, happened):
    after, acts = step(state, happened)
    assert after in FINAL
    assert acts == ()


@pytest.mark.parametrize("state", [one for one in State if one not in FINAL])
@pytest.mark.parametrize(
    ("happened", "lost"),
    [
        (Happened.TOLD_LOSS_PENDING, State.LOSS_PENDING),
        (Happened.SESSION_LOST, State.LOSS_PENDING),
        (Happened.CALL_FAILED, State.LOSS_PENDING),
        (Happened.RUNTIME_LOSS_PENDING, State.RUNTIME_LOST),
        (Happened.RUNTIME_LOST, State.RUNTIME_LOST),
    ],
)
def test_a_loss_is_a_loss_in_every_state(state, happened, lost):
    assert step(state, happened) == (lost, ())


def test_a_lost_session_can_still_lose_its_runtime_but_not_come_back():
    assert step(State.LOSS_PENDING, Happened.RUNTIME_LOST).state is State.RUNTIME_LOST
    assert step(State.EXITING, Happened.RUNTIME_LOST).state is State.RUNTIME_LOST
    assert step(State.RUNTIME_LOST, Happened.SESSION_LOST).state is State.RUNTIME_LOST
    assert step(State.CLOSED, Happened.RUNTIME_LOST).state is State.CLOSED


@pytest.mark.parametrize("state", [one for one in State if one not in FINAL])
def test_leaving_is_asked_for_while_frames_run_and_is_immediate_otherwise(state):
    after, acts = step(state, Happened.EXIT_ASKED)
    if state in RUNNING:
        assert (after, acts) == (state, (Act.REQUEST_EXIT,))
    else:
        assert (after, acts) == (State.EXITING, ())


@pytest.mark.parametrize("name", ["SYNCHRONIZED", "VISIBLE", "FOCUSED", "STOPPING"])
@pytest.mark.parametrize("state", [State.UNKNOWN, State.IDLE, State.STOPPING])
def test_a_runtime_that_skips_its_own_order_starts_nothing(state, name):
    assert step(state, TOLD[name]) == (state, ())


def test_whoever_sees_pictures_gets_frames_and_nothing_lost_runs():
    assert VISIBLE < RUNNING
    assert LOST < FINAL
    assert not RUNNING & FINAL


def test_any_three_events_keep_begin_and_end_in_pairs():
    for events in itertools.product(Happened, repeat=3):
        acts = [one for one in walk(*events)[1] if one is not Act.REQUEST_EXIT]
        if Happened.NOT_RUNNING in events or Happened.TOLD_IDLE in events:
            continue  # the runtime has ended it by itself
        assert all(one is not two for one, two in itertools.pairwise(acts))
