"""Sessions over a runtime that is made up: frames and what is in them."""

from __future__ import annotations

import gc

import numpy as np
import pytest
import xr

from sim.headsets.base import HeadsetUnavailable
from sim.openxr.session import Session
from sim.openxr.states import State
from tests.openxr.fake_calls import handle_of
from tests.openxr.fake_session import fill, frames, opened
from tests.openxr.fake_xr import PERIOD_NS, STATES, counted


def test_a_session_comes_up_and_shows_both_eyes_side_by_side(fake):
    _, _, session = opened()
    seen = []
    session.on_change = lambda old, new: seen.append(new.name)
    frames(session, 2)
    assert seen == ["IDLE", "READY", "SYNCHRONIZED", "VISIBLE", "FOCUSED"]
    assert session.is_running and session.is_visible and session.has_focus
    (room,) = fake.frames[-1]["layers"]
    rects = [view.sub_image.image_rect for view in room._views[:2]]
    assert [rect.offset.x for rect in rects] == [0, 1000]
    assert {(rect.extent.width, rect.extent.height) for rect in rects} == {(1000, 1100)}
    assert session.period_s == pytest.approx(PERIOD_NS * 1e-9)
    assert fake.frames[-1]["time"] == session.display_time_ns


def test_each_eye_is_submitted_with_the_pose_and_view_it_was_drawn_for(fake):
    _, _, session = opened()
    frames(session)
    fake.head = ((0.2, 1.5, -0.3), (0.0, 0.6, 0.0, 0.8))
    frames(session)
    (room,) = fake.frames[-1]["layers"]
    left, right = room._views[0], room._views[1]
    assert left.pose.position.x == pytest.approx(0.17)
    assert right.pose.position.x == pytest.approx(0.23)
    assert left.fov.angle_left == pytest.approx(-0.9)
    assert right.fov.angle_right == pytest.approx(0.9)
    assert left.pose.orientation.y == pytest.approx(0.6)


def test_eyes_and_head_are_told_in_the_rooms_own_axes(fake):
    _, _, session = opened()
    fake.head = ((0.2, 1.5, -0.4), (0.1, 0.5, 0.7, 0.5))
    located = frames(session)
    assert located.head.place == pytest.approx([0.2, 0.4, 1.5])
    assert located.head.turn == pytest.approx([0.5, 0.1, -0.7, 0.5])
    for eye, right in ((0, 0.17), (1, 0.23)):
        assert located.place[eye] == pytest.approx([right, 0.4, 1.5])
        assert located.turn[eye] == pytest.approx([0.5, 0.1, -0.7, 0.5])
        assert located.tangents[eye] == pytest.approx(np.tan(fake.fov[eye]))
    assert located.is_tracked and session.locate() is located


def test_depth_goes_along_in_metres(fake):
    _, _, session = opened()
    session.set_depth_range(0.1, 40.0)
    frames(session)
    (room,) = fake.frames[-1]["layers"]
    depth = xr.CompositionLayerDepthInfoKHR.from_address(room._views[1]._next)
    assert depth.type == xr.StructureType.COMPOSITION_LAYER_DEPTH_INFO_KHR
    assert (depth.near_z, depth.far_z) == pytest.approx((0.1, 40.0))
    assert depth.sub_image.image_rect.offset.x == 1000


def test_without_depth_nothing_is_chained(fake):
    fake.extensions.remove("XR_KHR_composition_layer_depth")
    _, _, session = opened()
    assert session.depth is None
    frames(session)
    assert not fake.frames[-1]["layers"][0]._views[0]._next


def test_a_frame_without_a_new_picture_shows_the_last_one_for_its_own_pose(fake):
    _, _, session = opened()
    frames(session)
    fake.head = ((5.0, 1.6, 0.0), (0.0, 0.0, 0.0, 1.0))
    frames(session, copied=False)
    (room,) = fake.frames[-1]["layers"]
    assert room._views[0].pose.position.x == pytest.approx(-0.03)


def test_a_frame_that_is_not_wanted_is_ended_empty(fake):
    fake.should_render = False
    _, _, session = opened()
    session.poll()
    assert session.wait() is False
    session.end(copied=False)
    assert fake.frames[-1]["layers"] == []
    assert fake.count("xrBeginFrame") == fake.count("xrEndFrame") == 1


def test_a_frame_left_open_is_ended_before_the_next(fake):
    _, _, session = opened()
    session.poll()
    assert session.wait()
    assert session.wait()
    session.end(copied=False)
    assert fake.count("xrBeginFrame") == fake.count("xrEndFrame") == 2


def test_before_it_runs_and_after_it_stopped_there_are_no_frames(fake):
    fake.is_helpful = False
    _, _, session = opened()
    frames(session)
    assert fake.count("xrWaitFrame") == 0
    fake.tell(STATES.IDLE, STATES.READY)
    frames(session)
    assert fake.count("xrWaitFrame") == 1
    fake.tell(STATES.STOPPING)
    frames(session, 3)
    assert fake.count("xrWaitFrame") == 1
    assert session.state is State.STOPPING
    assert not session.is_over  # taken off, not left


def test_no_structure_of_openxr_is_made_in_a_frame(fake, monkeypatch):
    _, graphics, session = opened()
    quad = session.layers.add_quad((64, 32), (0.4, 0.2))
    quad.texture = graphics.picture
    frames(session, 3)
    fake.push(xr.EventDataInteractionProfileChanged())
    fake.push(xr.EventDataSessionStateChanged(None, STATES.VISIBLE, 0))
    fake.push(xr.EventDataSessionStateChanged(None, STATES.FOCUSED, 0))
    with counted(monkeypatch) as made:
        assert xr.Posef() and made["Posef"] == 1  # it does count
        made.clear()
        for _ in range(50):
            quad.redraw()
            frames(session)
            assert fake.frames[-1]["kinds"] == ["Projection", "Quad"]
    assert made == {}


def test_a_pose_that_is_not_known_leaves_the_last_one(fake):
    _, _, session = opened()
    fake.head = ((0.0, 1.4, 0.0), (0.0, 0.0, 0.0, 1.0))
    frames(session)
    fake.flags, fake.head = 0, ((0.0, 0.0, 0.0), (0.0, 0.0, 0.0, 0.0))
    located = frames(session)
    assert not located.is_tracked and not located.head.is_there
    assert located.head.place[2] == pytest.approx(1.4)
    assert np.allclose(np.linalg.norm(located.turn, axis=1), 1)
    assert fake.frames[-1]["kinds"] == ["Projection"]  # a pose of zeros is refused


def test_a_guessed_pose_is_there_and_not_tracked(fake):
    fake.flags = 0b0011
    _, _, session = opened()
    located = frames(session)
    assert located.head.is_there and not located.is_tracked


def test_views_that_cannot_be_are_not_taken(fake):
    _, _, session = opened()
    frames(session)
    fake.fov = ((-1.6, 1.6, 1.6, -1.6),) * 2
    located = frames(session)
    assert located.tangents[0, 0] == pytest.approx(np.tan(-0.9))
    fake.fov = ((float("nan"),) * 4,) * 2
    assert np.isfinite(frames(session).tangents).all()


def test_the_headset_says_whether_it_is_worn(fake):
    _, _, session = opened()
    assert session.is_worn is None
    fake.push(xr.EventDataUserPresenceChangedEXT(None, 1))
    session.poll()
    assert session.is_worn is True
    fake.push(xr.EventDataUserPresenceChangedEXT(None, 0))
    session.poll()
    assert session.is_worn is False


def test_events_reach_who_listens_and_unknown_ones_nobody(fake):
    _, _, session = opened()
    heard = []
    session.on_profile = lambda: heard.append("profile")
    session.on_mask = lambda eye: heard.append(eye)
    fake.push(xr.EventDataInteractionProfileChanged())
    fake.push(xr.EventDataVisibilityMaskChangedKHR(view_index=1))
    fake.push(xr.EventDataEventsLost())
    session.poll()
    assert heard == ["profile", 1]


def test_the_picture_is_srgb_where_there_is_and_refused_where_nothing_fits(fake):
    _, _, session = opened()
    assert session.colour.format == 0x8C43
    fake.formats = [0x881A, 0x8058]
    _, _, plain = opened()
    assert plain.colour.format == 0x8058 and plain.depth is None
    fake.formats = [0x881A]
    with pytest.raises(HeadsetUnavailable, match="picture"):
        opened()


@pytest.mark.parametrize(
    ("scale", "size"),
    [(1.0, (1000, 1100)), (0.5, (500, 550)), (9.0, (2000, 2200)), (0.0, (2, 2))],
)
def test_the_pictures_size_is_the_recommended_one_scaled_within_the_limits(
    fake, scale, size
):
    _, _, session = opened(scale=scale)
    assert session.eye_size == size
    assert session.colour.size == (2 * size[0], size[1])


def test_two_eyes_side_by_side_fit_the_runtimes_widest_picture(fake):
    fake.largest = (1501, 900)
    _, _, session = opened()
    assert session.eye_size == (750, 900)


def test_fill_takes_each_image_in_turn(fake):
    _, _, session = opened()
    session.poll()
    session.wait()
    images = set()
    for _ in range(3):
        images.add(session.colour.acquire())
        assert session.colour.acquire() == 0  # one at a time
        session.colour.release()
        session.colour.release()
    assert len(images) == 3
    fill(session)
    session.end(copied=True)
    assert handle_of(session.colour.handle)


def test_what_is_told_of_a_session_that_was_before_is_not_ours(fake):
    runtime, graphics, first = opened()
    frames(first)
    old = first.handle
    first.close()
    again = Session(runtime, graphics)
    frames(again)
    fake.push(xr.EventDataSessionStateChanged(old, STATES.EXITING, 0))
    fake.push(xr.EventDataSessionStateChanged(again.handle, STATES.VISIBLE, 0))
    again.poll()
    assert again.state is State.VISIBLE


def test_frames_leave_no_rubbish_for_the_collector(fake):
    """It is switched off while somebody looks, so that cycles would pile up."""
    _, graphics, session = opened()
    quad = session.layers.add_quad((64, 32), (0.4, 0.2))
    quad.texture = graphics.picture
    fake.read = lambda info: {}  # the made-up runtime's own book makes some

    def many(count):
        for _ in range(count):
            quad.redraw()
            quad.place[:] = (0.1, 0.2, 0.3)
            frames(session)

    many(5)
    gc.collect()
    was_on = gc.isenabled()
    gc.disable()
    try:
        many(10)
        few = gc.collect()
        many(200)
        many_more = gc.collect()
    finally:
        if was_on:
            gc.enable()
    assert many_more <= few + 5
