"""Intents, hands, gaze and pulses: with a runtime that is made up, then a real one."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.openxr import bindings, gaze
from sim.openxr.actions import Actions
from sim.openxr.hands import EXTENSION as SEES_HANDS
from sim.openxr.hands import INDEX_PROXIMAL, INDEX_TIP, THUMB_TIP, Hands
from sim.openxr.haptics import LONGEST_S, STRONGEST, TICK, Pulse
from sim.openxr.instance import EYE_GAZE, OPTIONAL_EXTENSIONS
from sim.openxr.poses import turned
from sim.openxr.presses import HOLD_S, Trigger, button
from sim.openxr.to_room import ToRoom
from sim.viewing import JOINTS, Tracked, Viewing
from tests.openxr.made_up_hands import NOT_FOCUSED, MadeUp

EVERYTHING = (*bindings.extensions(bindings.load()), SEES_HANDS)


class Input:
    """Hands in front of a made-up runtime, one frame after the other."""

    def __init__(self, world: MadeUp, *, eye_tracking: bool = False) -> None:
        self.world, self.viewing, self.room = world, Viewing(), ToRoom()
        self.viewing.has_focus = True
        profiles = gaze.agreed(bindings.load(), eye_tracking=eye_tracking)
        self.actions = Actions(world, world, world, profiles)
        self.hands = Hands(world, world, world)
        self.frame()  # what is pressed already begins nothing

    def frame(self, seconds: float = 0.02):
        self.viewing.time_s += seconds
        self.actions.sync(self.viewing, self.room)
        self.hands.sync(self.viewing, self.room)
        return list(self.viewing.intents)


@pytest.fixture
def world():
    return MadeUp(*EVERYTHING)


@pytest.fixture
def user(world):
    return Input(world)


# what begins


@pytest.mark.parametrize("side", bindings.HANDS)
def test_a_press_begins_its_intent_once_and_tells_the_hand(world, user, side):
    for action in ("select", "talk"):
        world.buttons[action, side] = 1.0
        assert user.frame() == [(action, side)]
        assert user.frame() == []
        world.buttons.clear()
        assert user.frame() == []


def test_a_trembling_finger_chooses_once(world, user):
    begun = []
    for closed in (0.3, 0.62, 0.55, 0.63, 0.45, 0.9, 0.7, 0.2):
        world.buttons["select", "right"] = closed
        begun += user.frame()
    assert begun == [("select", "right")]


def test_pause_kept_pressed_leaves_and_a_short_press_never_does(world, user):
    """Which of the two it is, is known when it is let go: neither begins the other."""
    world.buttons["pause", "left"] = 1.0
    assert user.frame() == []
    assert user.frame(HOLD_S - 0.1) == []
    assert user.frame(0.2) == [("leave", "left")]
    assert user.frame(5.0) == []
    world.buttons.clear()
    assert user.frame() == []
    world.buttons["pause", "left"] = 1.0
    assert user.frame() == []
    world.buttons.clear()
    assert user.frame(HOLD_S - 0.1) == [("pause", "left")]
    assert user.frame() == []


def test_the_room_is_centred_by_a_hold_alone(world, user):
    world.buttons["recenter", "right"] = 1.0
    assert user.frame() == []
    assert user.frame(HOLD_S + 0.1) == [("recenter", "right")]


def test_a_button_that_people_give_to_leave_leaves_at_once(world, user):
    world.buttons["leave", "right"] = 1.0
    assert user.frame() == [("leave", "right")]


def test_what_is_held_when_the_systems_menu_closes_begins_nothing(world, user):
    world.places["aim", "right"] = (0, 1, 0)
    user.frame()
    assert user.viewing.right.aim.is_there
    world.sync_result = NOT_FOCUSED
    world.buttons["select", "right"] = world.buttons["pause", "right"] = 1.0
    assert user.frame() == []
    assert not user.viewing.right.aim.is_there
    assert user.viewing.right.select == 0.0
    world.sync_result = 0
    assert user.frame() == []
    assert user.frame(HOLD_S * 2) == []
    world.buttons.clear()
    user.frame()
    world.buttons["select", "right"] = 1.0
    assert user.frame() == [("select", "right")]


def test_a_trigger_that_is_closed_from_the_start_chooses_nothing():
    assert not Trigger().closed(1.0)


def test_only_pause_and_recentre_have_a_hold():
    held = {name: button(name).held for name in ("pause", "leave", "talk", "recenter")}
    assert held == {
        "pause": "leave",
        "leave": None,
        "talk": None,
        "recenter": "recenter",
    }


# where the hands are


def test_places_come_from_the_play_space_into_the_room(world, user):
    user.room.put((1.0, 2.0, 0.5), math.pi / 2)
    world.places["aim", "right"] = (0.25, 0.9, -0.35)
    user.frame()
    aim = user.viewing.right.aim
    assert aim.place == pytest.approx((0.65, 2.25, 1.4))
    assert turned(aim.turn, (0, 1, 0)) == pytest.approx((-1, 0, 0), abs=1e-6)
    assert not user.viewing.left.aim.is_there


def test_one_pose_and_many_places_are_moved_alike():
    room = ToRoom()
    room.put((0.3, -1.0, 0.2), 2.1)
    pose = Tracked(True, np.array((0.4, 1.2, -0.7), np.float32))
    points = np.tile(pose.place, (3, 1))
    room.pose(pose)
    room.points(points)
    assert points == pytest.approx(np.tile(pose.place, (3, 1)), abs=1e-6)


def open_hand(apart_m=0.1):
    """Joints of a right hand held ahead, in OpenXR's axes (y up, -z ahead)."""
    joints = np.tile((0.2, 1.1, -0.5), (JOINTS, 1))
    joints[THUMB_TIP] += (-apart_m / 2, 0, 0)
    joints[INDEX_TIP] += (apart_m / 2, 0, 0)
    return joints


def test_joints_are_told_in_our_axes(world):
    world.joints = {2: open_hand()}
    user = Input(world)
    assert user.viewing.right.has_joints
    assert not user.viewing.left.has_joints
    place = user.viewing.right.joints[INDEX_PROXIMAL]
    assert place == pytest.approx((0.2, 0.5, 1.1))


def test_a_bare_hand_points_from_the_shoulder_and_chooses_by_a_pinch(world):
    world.joints = {2: open_hand()}
    user = Input(world)
    user.viewing.head.is_there = True
    user.viewing.head.place[:] = (0.0, 0.0, 1.2)
    assert user.frame() == []
    aim = user.viewing.right.aim
    assert aim.is_there
    ahead = turned(aim.turn, (0, 1, 0))
    from_shoulder = np.array((0.2 - 0.17, 0.5 + 0.05, 1.1 - 0.98))
    along = from_shoulder / np.linalg.norm(from_shoulder)
    assert ahead == pytest.approx(along, abs=1e-4)
    world.joints = {2: open_hand(0.01)}
    assert user.frame() == [("select", "right")]
    assert user.frame() == []
    assert user.viewing.right.select == 1.0


def test_a_controller_is_believed_before_the_joints_of_the_hand_that_holds_it(world):
    world.joints = {2: open_hand(0.01)}
    world.places["aim", "right"] = (0, 1, 0)
    user = Input(world)
    user.viewing.head.is_there = True
    assert user.frame() == []
    assert user.viewing.right.has_joints
    assert user.viewing.right.select == 0.0


def test_a_pinch_means_nothing_while_the_systems_menu_is_open(world):
    world.joints = {2: open_hand()}
    user = Input(world)
    user.viewing.head.is_there = True
    user.frame()
    user.viewing.has_focus = False
    world.joints = {2: open_hand(0.01)}
    assert user.frame() == []
    user.viewing.has_focus = True
    assert user.frame() == []


@pytest.mark.parametrize("extensions", [(), (SEES_HANDS,)])
def test_a_headset_that_sees_no_hands_is_no_trouble(extensions):
    user = Input(MadeUp(*extensions))  # the second lists it and then refuses
    assert not user.hands.are_tracked
    assert not user.viewing.right.has_joints


# what the runtime takes


def test_every_extension_of_a_profile_is_asked_for():
    asked = {*OPTIONAL_EXTENSIONS, EYE_GAZE}
    assert set(bindings.extensions(bindings.load())) <= asked


def test_profiles_whose_extension_is_missing_are_not_suggested():
    world = MadeUp()
    Input(world)
    assert len(world.suggested) == 5
    assert not any("pico" in name or "/ext/" in name for name in world.suggested)


def test_a_runtime_that_refuses_a_profile_goes_on_with_the_others(world, caplog):
    world.refused = {"/interaction_profiles/valve/index_controller"}
    user = Input(world)
    assert len(user.actions.suggested) == len(bindings.load()) - 2
    assert "valve/index_controller is not taken" in caplog.text


def test_what_is_in_a_hand_is_known_by_its_profile(user):
    assert user.actions.held("left").title == "HTC Vive"
    assert user.actions.held("right") is None


def test_everything_is_given_back_once(world):
    world.joints = {1: open_hand(), 2: open_hand()}
    user = Input(world, eye_tracking=True)
    for _ in range(2):
        user.hands.close()
        user.actions.close()
    assert len(world.given_back) == len(set(world.given_back)) == 2 + 4 + 1 + 1


# eyes


def test_without_consent_the_eyes_are_never_asked_for(world):
    assert EYE_GAZE not in OPTIONAL_EXTENSIONS
    world.places["gaze", "eyes_ext"] = (0, 1, 0)
    user = Input(world)
    user.frame()
    assert not user.viewing.gaze.is_there
    bound = {action for one in world.suggested.values() for action, _ in one}
    assert "gaze" not in bound
    assert "/user/eyes_ext" not in world._names


def test_with_consent_the_gaze_is_where_the_eyes_look(world):
    world.places["gaze", "eyes_ext"] = (0.1, 1.2, -0.3)
    user = Input(world, eye_tracking=True)
    assert user.viewing.gaze.is_there
    assert user.viewing.gaze.place == pytest.approx((0.1, 0.3, 1.2))


def test_eyes_that_were_seen_long_ago_look_nowhere(world):
    world.places["gaze", "eyes_ext"] = (0, 1, 0)
    user = Input(world, eye_tracking=True)
    world.display_time_ns = 10**10
    world.looked_ns = world.display_time_ns - 10**8
    user.frame()
    assert user.viewing.gaze.is_there
    world.looked_ns = world.display_time_ns - 10**9
    user.frame()
    assert not user.viewing.gaze.is_there


def test_the_eyes_are_gone_while_the_systems_menu_is_open(world):
    world.places["gaze", "eyes_ext"] = (0, 1, 0)
    user = Input(world, eye_tracking=True)
    world.sync_result = NOT_FOCUSED
    user.frame()
    assert not user.viewing.gaze.is_there


@pytest.mark.parametrize("has_eyes", [True, False])
def test_a_headset_says_itself_whether_it_can_tell(world, has_eyes):
    world.has_eyes = has_eyes
    assert gaze.can_tell(world, world) is has_eyes
    assert not gaze.can_tell(world, MadeUp())


# pulses


def test_nothing_trembles_unless_it_is_wanted(world, user):
    pulses = user.actions.haptics(lambda: False)
    assert not pulses.play("left", TICK)
    assert world.pulses == []


def test_a_pulse_has_its_strength_and_length_and_can_be_stopped(world, user):
    pulses = user.actions.haptics(lambda: True)
    assert pulses.play("right", Pulse(0.2, 0.5))
    pulses.stop("right")
    pulses.stop()
    assert world.pulses == [
        ("right", pytest.approx(0.2), pytest.approx(0.5)),
        ("right", 0, 0),
        ("left", 0, 0),
        ("right", 0, 0),
    ]


@pytest.mark.parametrize(
    ("amplitude", "length_s"),
    [
        (STRONGEST + 0.1, 0.1),
        (0.1, LONGEST_S + 1),
        (-0.1, 0.1),
        (0.1, 0.0),
        (0.1, 1e999),
    ],
)
def test_a_strong_or_long_pulse_cannot_be_made(amplitude, length_s):
    with pytest.raises(ValueError, match=r"may be|finite"):
        Pulse(amplitude, length_s)


# a real runtime


@pytest.fixture(scope="module")
def seen(in_headset):
    return in_headset("hands_play")


@pytest.mark.monado
def test_monado_takes_every_profile_and_refuses_a_path_that_nobody_knows(seen):
    expected = [one.profile for one in bindings.load() if not one.eyes]
    assert seen["taken"] == expected
    assert seen["refused"]
    assert seen["held"] == "/interaction_profiles/valve/index_controller"


@pytest.mark.monado
def test_in_monado_each_press_is_what_it_should_be(seen):
    assert seen["still"] == []
    assert seen["trigger"] == ["right select"]
    assert seen["left trigger"] == ["left select"]
    assert seen["b"] == ["left pause"]
    assert seen["a"] == ["right talk"]
    assert seen["b held"] == ["left leave"], "it does not pause on its way"


@pytest.mark.monado
def test_in_monado_the_hand_is_where_the_user_holds_it(seen):
    place, turn = seen["aim"]
    assert place == pytest.approx(seen["hand"][0], abs=1e-4)
    assert turn == pytest.approx(seen["hand"][1], abs=1e-4)
    x, y, z = seen["moved"][0]
    assert seen["moved"][1] == pytest.approx((1.0 - y, 2.0 + x, 0.5 + z), abs=1e-4)
    assert seen["laid down"] == [False, False]


@pytest.mark.monado
def test_in_monado_26_joints_follow_the_fingers(seen):
    spread, closed = seen["apart"]
    assert closed < 0.03 < 0.08 < spread
    assert 0.03 < seen["span"] < 0.3


@pytest.mark.monado
def test_in_monado_a_pulse_is_taken_and_eyes_are_not_asked_for(seen):
    assert seen["pulse"]
    assert not seen["unwanted pulse"]
    assert not seen["eyes asked for"]
    assert not seen["gaze"]


@pytest.mark.monado
def test_in_monado_the_eyes_path_is_taken_after_consent(in_headset):
    seen = in_headset("hands_play", "--eyes")
    assert "/interaction_profiles/ext/eye_gaze_interaction" in seen["taken"]
    assert seen["eyes asked for"]
