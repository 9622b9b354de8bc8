"""Sessions over a runtime that is made up: losses, failures, ways out."""

from __future__ import annotations

import pytest
import xr

from sim.headsets.base import HeadsetUnavailable
from sim.openxr.states import State
from tests.openxr.fake_session import frames, opened
from tests.openxr.fake_xr import STATES

LOSING = {
    "xrPollEvent": xr.Result.ERROR_SESSION_LOST,
    "xrWaitFrame": xr.Result.SESSION_LOSS_PENDING,
    "xrBeginFrame": xr.Result.ERROR_SESSION_LOST,
    "xrLocateViews": xr.Result.ERROR_SESSION_LOST,
    "xrLocateSpace": xr.Result.SESSION_LOSS_PENDING,
    "xrAcquireSwapchainImage": xr.Result.ERROR_SESSION_LOST,
    "xrWaitSwapchainImage": xr.Result.ERROR_SESSION_LOST,
    "xrReleaseSwapchainImage": xr.Result.ERROR_SESSION_LOST,
    "xrEndFrame": xr.Result.ERROR_SESSION_LOST,
}


@pytest.mark.parametrize("name", LOSING)
@pytest.mark.parametrize("is_all", [False, True])
def test_a_loss_seen_by_any_call_ends_in_a_lost_session_and_a_clean_close(
    fake, name, is_all
):
    runtime, _, session = opened()
    frames(session, 2)
    fake.failing[name] = (
        int(xr.Result.ERROR_INSTANCE_LOST) if is_all else int(LOSING[name])
    )
    frames(session, 2)
    assert session.is_lost and session.is_over
    assert session.is_runtime_lost is is_all
    assert name.removeprefix("xr") in session.why or "image" in session.why
    frames(session, 3)  # no call may trip over what is not there any more
    session.close()
    runtime.close()
    assert not fake.left()
    # what a lost session leaves open, the runtime forgives
    fake.broken_rules.clear()


@pytest.mark.parametrize("name", ["xrWaitFrame", "xrBeginFrame", "xrBeginSession"])
def test_a_failure_no_frame_can_do_without_loses_the_session(fake, name):
    fake.failing[name] = int(xr.Result.ERROR_RUNTIME_FAILURE)
    _, _, session = opened()
    frames(session, 2)
    assert session.is_lost
    assert "ERROR_RUNTIME_FAILURE" in session.why


def test_a_session_that_was_begun_already_goes_on(fake):
    _, _, session = opened()
    frames(session)
    fake.tell(STATES.IDLE, STATES.READY, STATES.FOCUSED)
    session.poll()
    assert session.has_focus
    fake.broken_rules.clear()  # the runtime's own, not ours


def test_a_refused_layer_costs_a_picture_and_not_the_session(fake):
    _, _, session = opened()
    frames(session)
    fake.failing["xrEndFrame"] = [int(xr.Result.ERROR_LAYER_INVALID)]
    frames(session)
    assert fake.count("xrEndFrame") == 3
    assert fake.frames[-1]["kinds"] == []  # the second try, so that the frame ends
    frames(session)
    assert fake.frames[-1]["kinds"] == ["Projection"]
    assert session.is_running


def test_a_frame_that_ends_in_a_loss_is_not_ended_again(fake):
    _, _, session = opened()
    frames(session)
    fake.failing["xrEndFrame"] = [int(xr.Result.ERROR_SESSION_LOST)]
    frames(session)
    assert fake.count("xrEndFrame") == 2 and session.is_lost


def test_an_image_that_comes_free_a_little_late_is_waited_for(fake):
    _, _, session = opened()
    frames(session)
    fake.failing["xrWaitSwapchainImage"] = [int(xr.Result.TIMEOUT_EXPIRED)] * 3
    frames(session)
    assert session.is_running and fake.frames[-1]["kinds"] == ["Projection"]


def test_a_runtime_that_refuses_every_frame_is_given_up(fake):
    _, _, session = opened()
    frames(session)
    fake.failing["xrEndFrame"] = int(xr.Result.ERROR_LAYER_INVALID)
    frames(session, 40)
    assert session.is_lost


def test_an_image_that_never_comes_free_loses_the_session_and_does_not_hang(fake):
    _, _, session = opened()
    frames(session)
    fake.failing["xrWaitSwapchainImage"] = int(xr.Result.TIMEOUT_EXPIRED)
    frames(session)
    assert session.is_lost
    fake.broken_rules.clear()


@pytest.mark.parametrize("steps", range(8))
@pytest.mark.parametrize("is_helpful", [True, False])
def test_closing_is_clean_in_every_state_and_more_than_once(
    fake, monkeypatch, steps, is_helpful
):
    monkeypatch.setattr("sim.openxr.session.EXIT_S", 0.05)
    states = [
        STATES.IDLE,
        STATES.READY,
        STATES.SYNCHRONIZED,
        STATES.VISIBLE,
        STATES.FOCUSED,
        STATES.STOPPING,
        STATES.EXITING,
    ]
    fake.is_helpful = False
    runtime, _, session = opened()
    session.layers.add_quad((64, 32), (0.4, 0.2))
    fake.tell(*states[:steps])
    frames(session)
    fake.is_helpful = is_helpful
    session.close()
    session.close()
    runtime.close()
    runtime.close()
    assert not fake.left()
    assert session.state is State.CLOSED
    assert fake.count("xrDestroySession") == fake.count("xrDestroyInstance") == 1


def test_closing_inside_a_frame_ends_it_first(fake):
    _, _, session = opened()
    frames(session)
    session.wait()
    session.close()
    assert fake.count("xrBeginFrame") == fake.count("xrEndFrame")
    assert fake.count("xrRequestExitSession") == fake.count("xrEndSession") == 1


def test_a_wish_to_leave_is_followed_to_the_end_by_the_frames(fake):
    _, _, session = opened()
    frames(session)
    session.request_exit()
    frames(session, 5)
    assert session.is_over and not session.is_lost


def test_after_the_runtime_has_gone_a_new_one_serves(fake):
    runtime, _, session = opened()
    frames(session)
    fake.push(xr.EventDataInstanceLossPending(5))
    frames(session)
    assert session.is_runtime_lost
    session.close()
    runtime.close()
    fake.rules.__init__(fake)
    fake.events.clear()
    _, _, again = opened()
    frames(again, 2)
    assert again.has_focus


FIRST = [
    "xrCreateSession",
    "xrEnumerateReferenceSpaces",
    "xrCreateReferenceSpace",
    "xrEnumerateSwapchainFormats",
    "xrCreateSwapchain",
    "xrEnumerateSwapchainImages",
    "xrGetOpenGLGraphicsRequirementsKHR",
]


@pytest.mark.parametrize("is_second", [False, True])
@pytest.mark.parametrize("name", FIRST)
def test_a_session_that_cannot_be_made_says_so_in_one_line_and_leaves_nothing(
    fake, name, is_second
):
    broken = int(xr.Result.ERROR_RUNTIME_FAILURE)
    once = name in ("xrCreateSession", "xrGetOpenGLGraphicsRequirementsKHR")
    fake.failing[name] = [0, broken] if is_second and not once else broken
    with pytest.raises(HeadsetUnavailable) as told:
        opened()
    assert "Fake" in str(told.value) and "\n" not in str(told.value)
    assert set(fake.left()) == {"instance"}


@pytest.mark.parametrize("is_begun", [False, True])
def test_a_window_that_is_gone_takes_the_session_along_without_another_call(
    fake, is_begun
):
    runtime, graphics, session = opened()
    frames(session)
    if is_begun:
        session.wait()
    graphics.base.win.isValid = lambda: False
    before = len(fake.calls)
    session.end(copied=True)
    assert session.wait() is False
    assert session.is_lost and session.why == "the window is gone"
    session.close()
    session.close()
    runtime.close()
    assert session.state is State.CLOSED
    assert fake.calls[before:] == []


@pytest.mark.parametrize("is_begun", [False, True])
def test_a_quick_exit_leaves_nothing_to_be_seen_after_one_frame(fake, is_begun):
    _, graphics, session = opened()
    quad = session.layers.add_quad((64, 32), (1, 1))
    quad.texture = graphics.picture
    frames(session)
    assert fake.frames[-1]["kinds"] == ["Projection", "Quad"]
    if is_begun:
        session.wait()
    session.blank()
    assert fake.frames[-1]["kinds"] == []
    assert fake.count("xrEndFrame") == 2
    frames(session, copied=False)
    assert fake.frames[-1]["kinds"] == []


def test_blanking_what_does_not_run_does_nothing(fake):
    fake.is_helpful = False
    _, _, session = opened()
    session.blank()
    session.close()
    session.blank()
    assert fake.count("xrEndFrame") == 0
