"""Nobody sits, or leans, nearer than a metre, with the bodies and rooms we have."""

from types import SimpleNamespace

import numpy as np
import pytest
from panda3d.core import NodePath, Point3

from assets.cards import cards
from avatars.director import Director
from avatars.performance import Pose
from dialogue import dropins
from dialogue.messages import Levels
from scenes.room import load_room
from sim.comfort.space import NEAREST_M, SPARE_M, may_lean_m
from sim.stage_cast import LEAST_M, Cast, look_at

ROOMS = [one.id for one in cards("rooms")]
BODIES = [one.id for one in cards("bodies")]


@pytest.fixture(scope="module")
def bodies():
    made = {n: dropins.create("avatars.bodies", "baked", {"body": n}) for n in BODIES}
    for body in made.values():
        body.apply(Pose())
    return made


@pytest.mark.parametrize("name", ROOMS)
def test_every_room_has_the_user_at_least_a_metre_away(name, bodies):
    room = load_room(name)
    for body in bodies.values():
        seat = room.sit(body.node)
        away = Point3(*room.user_eye) - body.eyes_in_world()
        body.node.detach_node()
        seat.remove_node()
        assert away.length() >= LEAST_M


def test_a_room_that_has_the_user_too_near_has_them_moved_back():
    room = load_room("living_room")
    cast = Cast(SimpleNamespace(render=NodePath("render")))
    plain = cast.view(room, 0.0)
    near = Point3(*plain.eye) + Point3(0.0, 0.6, 0.1)
    moved = cast.view(room, 0.0, near)
    assert (Point3(*moved.eye) - near).length() >= LEAST_M - 1e-6
    assert moved.eye[2] == plain.eye[2] and moved.look == plain.look
    far = Point3(*plain.eye) + Point3(0.0, 1.5, 0.0)
    assert cast.view(room, 0.0, far) == plain


@pytest.mark.parametrize("mood", ["tender", "sad", "angry"])
def test_a_partner_at_the_least_distance_does_not_lean_in(mood, bodies):
    """The eyes as the body draws them, in the moods that lean forward most."""
    body = bodies["maya"]
    room = load_room("living_room")
    seat = room.sit(body.node)
    body.apply(Pose())
    rest = Point3(body.eyes_in_world())
    towards = Point3(*room.user_eye) - rest
    towards.normalize()
    eye = rest + towards * LEAST_M
    director = Director(seed=1)
    director.set_mood(mood, Levels(openness=1.0), 0.0)
    nearest = np.inf
    for frame in range(300):
        now_s = frame / 15
        if frame % 100 == 0:
            director.user_started(now_s)
        if frame % 100 == 60:
            director.user_stopped(now_s)
        look_at(director, seat, body, eye)
        body.apply(director.update(now_s))
        nearest = min(nearest, (eye - body.eyes_in_world()).length())
    body.node.detach_node()
    assert nearest >= NEAREST_M


def test_a_partner_with_room_leans_as_before():
    assert may_lean_m(1.5, 0.0) == pytest.approx(0.5 - SPARE_M)
    director = Director(seed=1)
    plain = Director(seed=1)
    director.set_forward(may_lean_m(1.5, 0.0))
    for frame in range(200):
        one, other = director.update(frame / 30), plain.update(frame / 30)
        assert np.array_equal(one.joints, other.joints)
