"""Looks, distance and hands: what is counted, in which unit, and what is not."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.sensors import distance, gaze, hands
from sim.sensors.base import Scene, share
from sim.viewing import Viewing
from tests.sensors.traces import EYES, Trace, clock, noise, play, quaternion


def looking(yaw: float, pitch: float = 0.0, seconds: float = 20.0) -> Trace:
    times = clock(seconds, 30)
    return Trace(times, np.full(times.size, pitch), np.full(times.size, yaw))


@pytest.mark.parametrize(
    ("yaw", "pitch", "is_on"),
    [
        (0, 0, True),
        (12, 0, True),
        (0, -12, True),
        (18, 0, False),
        (0, 20, False),
        (60, 0, False),
        (180, 0, False),
    ],
)
def test_the_head_is_turned_to_the_face_within_15_degrees(yaw, pitch, is_on):
    taken = play(gaze.create({}), looking(yaw, pitch), who="partner")

    assert taken["listening_s"] == pytest.approx(20, abs=0.1)
    on_s = taken.get("listening_on_s", 0.0)
    assert on_s == pytest.approx(20 if is_on else 0, abs=0.1)


def test_the_way_to_the_face_counts_from_where_the_head_is():
    """One metre to the left, the partner's face is 40 degrees to the right."""
    aside = {"seat": (-1.0, 0.0, 1.2), "who": "partner"}

    assert "listening_on_s" not in play(gaze.create({}), looking(0), **aside)
    at = math.degrees(math.atan2(1.0, 1.2))
    assert play(gaze.create({}), looking(-at), **aside)["listening_on_s"] > 19


def test_listening_and_speaking_are_apart_and_silence_is_neither():
    def thirds(viewing, scene, index):
        scene.who = ("partner", "user", None)[index // 200 % 3]

    taken = play(gaze.create({}), looking(0), each=thirds)

    assert taken["listening_s"] == pytest.approx(200 / 30, abs=0.1)
    assert taken["speaking_s"] == pytest.approx(200 / 30, abs=0.1)


def test_two_thirds_are_told_as_two_thirds():
    trace = looking(0, seconds=30)
    trace.yaw[trace.times - 100 > 20] = 50.0
    sensor = gaze.create({})
    (told,) = sensor.tell([play(sensor, trace, who="partner")], "Sam")

    assert told.says == (
        "While Sam spoke, you looked towards Sam for about two thirds of the time."
    )
    assert told.numbers["share"] == pytest.approx(0.67, abs=0.02)
    assert "20 of 30 seconds" in told.why[0]
    assert "your head" in told.why[1]


def test_a_look_at_the_door_is_told_and_not_judged():
    trace = looking(0, seconds=60)
    trace.yaw[(trace.times - 100 > 20) & (trace.times - 100 < 23)] = 70.0
    sensor = gaze.create({})
    (told,) = sensor.tell([play(sensor, trace, who="partner")], "Sam")

    assert "about nine tenths of the time" in told.says


def eyes_at(yaw: float, pitch: float):
    turn = quaternion(pitch, yaw, 0.0)

    def see(viewing, scene, index):
        viewing.gaze.is_there = True
        viewing.gaze.place[:] = viewing.head.place
        viewing.gaze.turn[:] = turn

    return see


@pytest.mark.parametrize(
    ("yaw", "pitch", "is_on"),
    [(0, 0, True), (0, -4, True), (6, 0, False), (0, -12, False), (0, 8, False)],
)
def test_with_an_eye_tracker_the_face_itself_counts(yaw, pitch, is_on):
    """The words below the face are no face; the head's own way does not matter."""
    taken = play(gaze.create({}), looking(30), who="partner", each=eyes_at(yaw, pitch))

    on_s = taken.get("listening_on_s", 0.0)
    assert on_s == pytest.approx(20 if is_on else 0, abs=0.1)
    assert taken["by_eyes_s"] == pytest.approx(20, abs=0.1)


def test_a_blink_is_not_filled_in_by_the_head():
    see = eyes_at(0, 0)

    def blinking(viewing, scene, index):
        see(viewing, scene, index)
        viewing.gaze.is_there = index % 60 > 6

    taken = play(gaze.create({}), looking(0), who="partner", each=blinking)

    assert taken["by_eyes_s"] == pytest.approx(taken["listening_s"], abs=0.3)


def test_less_than_ten_seconds_are_not_told():
    sensor = gaze.create({})

    assert (
        sensor.tell([play(sensor, looking(0, seconds=6), who="partner")], "Sam") == ()
    )


# distance


def test_the_distance_is_from_eye_to_eye_in_metres():
    sensor = distance.create({})
    taken = play(sensor, looking(0, seconds=20))
    (told,) = sensor.tell([taken], "Sam")

    assert told.says == "Your eyes were about 1.2 m from Sam’s."
    assert told.numbers["median_m"] == pytest.approx(1.2, abs=0.03)


def test_the_nearest_is_told_and_a_slip_of_the_tracking_is_not():
    def lean(viewing, scene, index):
        viewing.head.place[1] = 0.4 if 300 <= index < 390 else 0.0
        if index == 450:
            viewing.head.place[1] = 1.1

    sensor = distance.create({})
    (told,) = sensor.tell([play(sensor, looking(0, seconds=20), each=lean)], "Sam")

    assert told.numbers["nearest_m"] == pytest.approx(0.8, abs=0.03)
    assert "0.8 m at the nearest" in told.says


# hands


def swinging(metres: float, seconds_there: float, jitter_m: float = 0.001):
    """Both hands tracked; the right goes to and fro, the tracker trembles."""
    rng = np.random.default_rng(4)

    def move(viewing, scene, index):
        way = 2 * math.pi * index / (90 * 2 * seconds_there)
        for hand, far in ((viewing.left, 0.0), (viewing.right, metres)):
            hand.grip.is_there = True
            hand.grip.place[:] = rng.normal(0, jitter_m, 3)
            hand.grip.place[0] += far * (1 - math.cos(way)) / 2

    return move


def test_hands_that_rest_are_still_though_the_tracker_trembles():
    sensor = hands.create({})
    trace = Trace(clock(20, 90))
    (told,) = sensor.tell([play(sensor, trace, each=swinging(0.0, 1.0))], "Sam")

    assert told.numbers["cm_per_s"] == 0
    assert told.numbers["still_share"] > 0.95


def test_the_way_of_a_hand_is_told_in_centimetres_a_second():
    """20 cm there and back every two seconds are 20 cm a second."""
    sensor = hands.create({})
    trace = Trace(clock(20, 90))
    (told,) = sensor.tell([play(sensor, trace, each=swinging(0.2, 1.0))], "Sam")

    assert told.numbers["cm_per_s"] == pytest.approx(20, rel=0.12)
    assert told.numbers["still_share"] < 0.1


def test_a_hand_that_is_found_again_elsewhere_has_not_flown_there():
    def jump(viewing, scene, index):
        viewing.left.grip.is_there = True
        viewing.left.grip.place[0] = 0.0 if index < 400 else 2.0

    taken = play(hands.create({}), Trace(clock(20, 90)), each=jump)

    assert taken.get("path_m", 0.0) == 0.0


def test_without_hands_nothing_is_said_of_them():
    sensor = hands.create({})

    assert play(sensor, Trace(clock(20, 90))) == {}
    assert sensor.tell([{}], "Sam") == ()


# properties


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.floats(-2, 2), st.floats(-2, 2), st.floats(0, 2), st.floats(-180, 180)
        ),
        min_size=1,
        max_size=60,
    ),
    st.sampled_from(["user", "partner", None]),
)
def test_a_part_is_never_more_than_the_whole(frames, who):
    viewing, scene = Viewing(), Scene(who=who, partner_eyes=EYES, dt_s=1 / 30)
    viewing.head.is_there = True
    seeing, far = gaze.create({}), distance.create({})
    for x, y, z, yaw in frames:
        viewing.head.place[:] = x, y, z
        viewing.head.turn[:] = quaternion(0.0, yaw, 0.0)
        seeing.observe(viewing, scene)
        far.observe(viewing, scene)
    looks, metres = seeing.take(), far.take()

    for role in ("listening", "speaking"):
        assert looks.get(f"{role}_on_s", 0) <= looks.get(f"{role}_s", 0) + 0.01
    seconds = sum(metres["cm_s"].values())
    assert seconds == pytest.approx(len(frames) / 30, abs=0.01 * len(metres["cm_s"]))
    assert seeing.take() == {} == far.take()  # what was taken is gone


@given(st.floats(0, 1000), st.floats(0, 1000))
def test_every_share_has_words(part, whole):
    assert share(part, whole)


def test_shares_are_said_as_people_say_them():
    said = [share(part, 100) for part in (1, 10, 25, 33, 50, 67, 75, 90, 99)]

    assert said == [
        "hardly any",
        "about a tenth",
        "about a quarter",
        "about a third",
        "about half",
        "about two thirds",
        "about three quarters",
        "about nine tenths",
        "nearly all",
    ]


def test_noise_alone_moves_nothing():
    rng = np.random.default_rng(5)
    trace = noise(clock(20, 90), rng, 0.2)
    taken = play(gaze.create({}), trace, who="partner")

    assert taken["listening_on_s"] == taken["listening_s"]
