"""A scene's distance, gaze and company are what is seen, not only what is written."""

from __future__ import annotations

import math
from itertools import pairwise
from types import SimpleNamespace
from typing import Any
from typing import cast as taken_as

import pytest
from panda3d.core import NodePath, Point3

from avatars.director import Director
from avatars.performance import PerformanceChunk
from scenes.room import Room, load_room
from sim.exercises._reading import Reading
from sim.exercises.base import Scene, View
from sim.mind.messages import Ready, Speak, Spoken
from sim.performer import Performer
from sim.stage_cast import LEAST_M, Cast
from tests.fakes import FakeClock

FRAME_S = 1 / 20


@pytest.fixture(scope="module")
def room() -> Room:
    made = load_room("living_room")
    made.node.reparent_to(NodePath("render"))
    return made


@pytest.fixture
def cast(room: Room) -> Cast:
    return Cast(SimpleNamespace(render=room.node.get_top()))


def seated(cast: Cast) -> list[NodePath]:
    return [node for node in cast.nodes if node.has_parent()]


@pytest.mark.parametrize("body", ["ines", "maya", "samuel"])
@pytest.mark.parametrize("distance_m", [LEAST_M, 1.6, 3.0])
def test_the_user_sits_as_far_away_as_the_scene_says(
    cast: Cast, room: Room, body: str, distance_m: float
) -> None:
    cast.show(Scene(body=body, distance_m=distance_m), room)
    view = cast.view(room, distance_m)
    eyes = cast._actors[0].eyes
    assert (Point3(*view.eye) - eyes).length() == pytest.approx(distance_m, abs=0.001)
    assert view.eye[2] == pytest.approx(room.user_eye[2])  # nobody is lifted
    cast.clear()


def test_nobody_is_nearer_than_a_metre_even_if_asked(cast: Cast, room: Room) -> None:
    cast.show(Scene(body="maya", distance_m=0.4), room)
    eye = Point3(*cast.view(room, 0.4).eye)
    assert (eye - cast._actors[0].eyes).length() >= LEAST_M - 1e-6
    cast.clear()


def test_company_comes_and_goes_with_the_scene(cast: Cast, room: Room) -> None:
    for people, bodies in ((0, 1), (1, 2), (6, 2), (0, 1)):
        cast.show(Scene(body="maya", people=people), room)
        assert len(seated(cast)) == bodies
    cast.show(Scene(), room)
    assert not seated(cast)
    assert cast.director is None
    assert cast.view(room, 2.0).eye == room.user_eye


def test_who_sits_there_stays_when_only_the_dials_turn(cast: Cast, room: Room) -> None:
    cast.show(Scene(body="maya", gaze=0.9), room)
    before = cast.director
    cast.show(Scene(body="maya", gaze=0.0, distance_m=2.5), room)
    assert cast.director is before
    cast.clear()


PIXEL_RAD = math.radians(1 / 20)
"""Of a headset."""


def test_company_moves_every_second_frame_by_less_than_two_pixels(
    cast: Cast, room: Room
) -> None:
    clock = FakeClock()
    cast._clock = clock  # type: ignore[assignment]
    cast.show(Scene(body="maya", people=1), room)
    company = cast._actors[1].body
    eye = Point3(*room.user_eye)
    places = []
    for frame in range(90 * 20):
        clock.advance(1 / 90)
        cast.frame(eye)
        if frame >= 90:  # until then it has settled
            places.append(company.head_in_world())
    assert company.is_far
    steps_m = [(b - a).length() for a, b in pairwise(places)]
    waits = [step == 0.0 for step in steps_m]
    assert all(one != other for one, other in pairwise(waits))
    away_m = (places[0] - eye).length()
    assert max(steps_m) / away_m < 2 * PIXEL_RAD
    cast.clear()


def test_the_one_across_moves_in_every_frame(cast: Cast, room: Room) -> None:
    clock = FakeClock()
    cast._clock = clock  # type: ignore[assignment]
    cast.show(Scene(body="maya", people=1, distance_m=3.2), room)
    body = cast._actors[0].body
    eye = Point3(*cast.view(room, 3.2).eye)
    places = []
    for _ in range(90):
        clock.advance(1 / 90)
        cast.frame(eye)
        places.append(body.head_in_world())
    assert body.is_far
    assert all(a != b for a, b in pairwise(places))
    cast.clear()


@pytest.mark.parametrize("share", [0.0, 0.3, 0.6, 0.9])
def test_the_eyes_are_on_the_user_for_the_share_that_is_set(share: float) -> None:
    director, on, frames = Director(seed=4), 0, 20 * 240
    director.set_gaze_share(share)
    for frame in range(frames):
        director.update(frame * FRAME_S)
        on += director._gaze.on
    assert on / frames == pytest.approx(share, abs=0.08)
    if share == 0.0:
        assert on == 0


class Link:
    """Mind at the other end of a link, as far as reading needs it."""

    def __init__(self) -> None:
        self.sent: list[Speak] = []
        self.coming: list[object] = [Ready({"voice": "kokoro"}, (), {})]

    def next_request(self) -> int:
        return len(self.sent) + 1

    def send(self, message: Speak) -> None:
        self.sent.append(message)

    def poll(self) -> list[object]:
        coming, self.coming = self.coming, []
        return coming


def test_only_the_others_own_words_move_the_others_lips() -> None:
    link, performer = Link(), Performer(FakeClock())
    reading = Reading(taken_as(Any, link), performer, "kokoro")
    reading.director = Director(seed=1)
    scene = Scene(body="maya", voice="maya", mood="warm")
    reading.read(View("scene", "words", ("She waits.",), ("Hello.",), scene=scene))
    reading.tick()
    assert link.sent[0].text == "She waits."
    assert performer.director is None  # the guide is nobody in the room
    chunk = PerformanceChunk(1, 0, True, "calm", None, "She waits.")
    link.coming = [Spoken(1, chunk, 1.0)]
    reading.tick()
    reading.tick()
    assert (link.sent[1].text, link.sent[1].voice) == ("Hello.", "kokoro:maya")
    assert link.sent[1].mood == "warm"
    assert performer.director is reading.director
