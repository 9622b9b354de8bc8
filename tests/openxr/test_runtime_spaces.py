"""Axes, play spaces and recentring."""

from __future__ import annotations

import math

import numpy as np
import pytest
import xr

from sim.openxr import poses
from sim.openxr.spaces import SEATED_EYES_M, Spaces
from sim.viewing import Tracked
from tests.openxr.fake_calls import handle_of
from tests.openxr.fake_session import frames, opened
from tests.openxr.fake_xr import PERIOD_NS

KINDS = xr.ReferenceSpaceType
VIEW = KINDS.VIEW


def head(place=(0, 0, 0), turn=(1, 0, 0, 0)):
    one = Tracked(is_there=True)
    one.place[:], one.turn[:] = place, turn
    return one


def kind_of(fake, handle):
    return fake.about[handle_of(handle)].reference_space_type


def pose_of(fake, spaces):
    """The play space's own middle, in our axes."""
    pose = fake.about[handle_of(spaces.play)].pose_in_reference_space
    place, turn = np.zeros(3, np.float32), np.zeros(4, np.float32)
    poses.place_in(place, pose.position)
    poses.turn_in(turn, pose.orientation)
    return place, turn


def test_ahead_up_and_right_are_ours():
    place = np.zeros(3, np.float32)
    for theirs, ours in (
        ((1, 0, 0), (1, 0, 0)),
        ((0, 1, 0), (0, 0, 1)),
        ((0, 0, -1), (0, 1, 0)),
    ):
        poses.place_in(place, xr.Vector3f(*theirs))
        assert tuple(place) == ours


def test_a_turn_to_the_left_is_one_about_our_up_axis():
    turn = np.zeros(4, np.float32)
    half = math.radians(15)
    poses.turn_in(turn, xr.Quaternionf(0, math.sin(half), 0, math.cos(half)))
    assert turn == pytest.approx([math.cos(half), 0, 0, math.sin(half)])
    assert poses.heading(turn) == pytest.approx(math.radians(30), abs=1e-6)


def test_what_goes_out_comes_back():
    rng = np.random.default_rng(5)
    for _ in range(100):
        place, turn = rng.normal(size=3), rng.normal(size=4)
        pose = xr.Posef()
        poses.pose_out(pose, place, turn)
        again, turned = np.zeros(3, np.float32), np.zeros(4, np.float32)
        poses.place_in(again, pose.position)
        poses.turn_in(turned, pose.orientation)
        assert again == pytest.approx(place, rel=1e-6)
        assert turned == pytest.approx(turn, rel=1e-6)


@pytest.mark.parametrize("pitch", [-90, -89, -40, 0, 60, 89, 90])
@pytest.mark.parametrize("yaw", [-170, -30, 0, 45, 179])
def test_heading_holds_wherever_the_eyes_look(pitch, yaw):
    half = math.radians(pitch) / 2
    up = np.array((math.cos(half), math.sin(half), 0, 0))
    turn = poses.after(up, poses.upright(math.radians(yaw)))
    off = poses.heading(turn) - math.radians(yaw)
    assert math.cos(off) == pytest.approx(1, abs=1e-4)


@pytest.mark.parametrize(
    ("offered", "kind"),
    [
        ([VIEW, KINDS.LOCAL, KINDS.LOCAL_FLOOR, KINDS.STAGE], "stage"),
        ([VIEW, KINDS.LOCAL, KINDS.LOCAL_FLOOR], "local_floor"),
        ([VIEW, KINDS.LOCAL], "local"),
        ([VIEW], "local"),
    ],
)
def test_the_play_space_is_the_best_one_there_is(fake, offered, kind):
    fake.spaces = offered
    _, _, session = opened()
    assert session.spaces.kind == kind
    assert kind_of(fake, session.spaces.play).name.lower() == kind
    assert session.spaces.has_floor is (kind != "local")


def test_a_floor_of_an_extension_that_is_off_is_not_asked_for(fake):
    fake.spaces = [VIEW, KINDS.LOCAL, KINDS.LOCAL_FLOOR]
    fake.extensions.remove("XR_EXT_local_floor")
    assert opened()[2].spaces.kind == "local"


def test_without_a_floor_one_is_guessed_below_a_seated_person(fake):
    fake.spaces = [VIEW, KINDS.LOCAL]
    spaces = opened()[2].spaces
    assert pose_of(fake, spaces)[0] == pytest.approx([0, 0, -SEATED_EYES_M])
    spaces.recentre(head(place=(0, 0, 1.0)))  # sits lower than guessed
    assert spaces.settle()
    assert pose_of(fake, spaces)[0] == pytest.approx([0, 0, -SEATED_EYES_M - 0.2])


def test_recentring_puts_the_middle_under_the_head_and_the_front_before_it(fake):
    spaces = opened()[2].spaces
    turn = poses.upright(math.radians(90))
    spaces.recentre(head((1, 2, 1.3), turn))
    assert spaces.settle()
    place, turned = pose_of(fake, spaces)
    assert place == pytest.approx([1, 2, 0])  # the floor stays the floor
    assert turned == pytest.approx(turn)
    # again, from there: half a metre ahead is now half a metre to the room's left
    spaces.recentre(head((0, 0.5, 1.3)))
    spaces.settle()
    assert pose_of(fake, spaces)[0] == pytest.approx([0.5, 2, 0], abs=1e-6)


def test_a_head_that_is_lost_moves_nothing(fake):
    spaces = opened()[2].spaces
    spaces.recentre(Tracked())
    assert not spaces.settle()


def test_of_two_wishes_in_one_frame_the_last_one_counts_alone(fake):
    spaces = opened()[2].spaces
    turn = poses.upright(math.radians(30))
    spaces.recentre(head((3, 3, 1.3), turn))
    spaces.recentre(head((1, 2, 1.3), turn))
    spaces.settle()
    place, turned = pose_of(fake, spaces)
    assert place == pytest.approx([1, 2, 0]) and turned == pytest.approx(turn)
    assert fake.left()["space"] == 2


def test_the_space_changes_between_two_frames_and_never_inside_one(fake):
    _, _, session = opened()
    told = []
    session.on_recentred = lambda: told.append(session.spaces.play)
    frames(session)
    session.wait()
    before = session.spaces.play
    session.spaces.recentre(session.locate().head)
    assert session.spaces.play is before
    session.end(copied=False)
    frames(session)
    assert told == [session.spaces.play] and session.spaces.play is not before
    assert fake.frames[-1]["kinds"] == ["Projection"]
    session.close()
    assert "space" not in fake.left()


def test_no_picture_of_the_old_space_is_shown_in_the_new_one(fake):
    _, _, session = opened()
    located = frames(session)
    session.spaces.recentre(located.head)
    frames(session, copied=False)
    assert fake.frames[-1]["kinds"] == []
    frames(session)
    assert fake.frames[-1]["kinds"] == ["Projection"]


@pytest.mark.parametrize("kind", [KINDS.LOCAL, KINDS.STAGE, KINDS.LOCAL_FLOOR])
def test_the_runtimes_own_recentring_is_followed_when_its_time_has_come(fake, kind):
    _, _, session = opened()
    told = []
    session.on_recentred = lambda: told.append(session.display_time_ns)
    frames(session)
    change = session.display_time_ns + 2 * PERIOD_NS
    fake.push(xr.EventDataReferenceSpaceChangePending(None, kind, change))
    frames(session)
    assert told == []
    frames(session, 4)
    assert told == [change + PERIOD_NS]  # once, by the frame after


def test_the_view_space_changing_means_nothing(fake):
    _, _, session = opened()
    session.on_recentred = lambda: pytest.fail("moved")
    fake.push(xr.EventDataReferenceSpaceChangePending(None, VIEW, 0))
    frames(session, 3)


def test_a_space_that_cannot_be_made_gives_back_what_was(fake):
    _, _, session = opened()
    before = fake.left()
    fake.failing["xrCreateReferenceSpace"] = [0, int(xr.Result.ERROR_OUT_OF_MEMORY)]
    with pytest.raises(xr.XrException):
        Spaces(xr, session.handle, has_local_floor=True)
    assert fake.left() == before


def test_recentring_that_the_runtime_refuses_leaves_all_as_it_was(fake):
    spaces = opened()[2].spaces
    before = spaces.play
    fake.failing["xrCreateReferenceSpace"] = int(xr.Result.ERROR_OUT_OF_MEMORY)
    spaces.recentre(head((1, 1, 1)))
    assert not spaces.settle() and spaces.play is before
    fake.failing.clear()
    spaces.recentre(head((1, 1, 1)))
    spaces.settle()
    assert pose_of(fake, spaces)[0] == pytest.approx([1, 1, 0])
