"""Real pictures of every room: lit, calm, and with a face that one can read."""

import numpy as np
import pytest

from assets.cards import cards
from avatars.bodies import baked
from scenes.comfort import View, desktop_view
from scenes.room import load_room

pytestmark = pytest.mark.gpu

ROOMS = [about.id for about in cards("rooms")]
LIGHT = [0.2126, 0.7152, 0.0722]


@pytest.fixture(scope="module", params=ROOMS)
def room(request, studio):
    made = load_room(request.param)
    made.node.reparent_to(studio.scene)
    yield made
    made.node.remove_node()


def test_a_room_is_lit_softly_and_has_many_colours(studio, room):
    picture = studio.draw(desktop_view(room))
    light = picture @ LIGHT
    assert 0.28 < light.mean() < 0.75
    assert (light > 0.97).mean() < 0.05, "glaring"
    assert (light < 0.02).mean() < 0.05, "black"
    colours = np.unique((picture * 32).astype(int).reshape(-1, 3), axis=0)
    assert len(colours) > 150


def test_no_part_of_a_room_startles_who_looks_around(studio, room):
    """Neither a black hole nor a glaring spot in any direction."""
    eye = room.user_eye
    for turn in np.radians([60, 180, 300]):
        look = (eye[0] + np.sin(turn), eye[1] + np.cos(turn), eye[2] - 0.1)
        light = studio.draw(View(eye, look, 60)) @ LIGHT
        assert (light < 0.012).mean() < 0.06
        assert (light > 0.985).mean() < 0.12


@pytest.mark.parametrize("body", ["ines", "samuel"])
def test_a_face_across_can_be_read(studio, room, body):
    empty = studio.draw(desktop_view(room))
    person = baked.create({"body": body})
    seat = room.sit(person.node)
    picture = studio.draw(desktop_view(room))
    eyes = person.eyes_in_world()
    gap = eyes - room.user_eye
    ahead = gap / gap.length()
    near = studio.draw(
        View(tuple(eyes - ahead * 0.75), (eyes.x, eyes.y, eyes.z - 0.03), 24)
    )
    seat.remove_node()
    changed = abs(picture - empty).max(2) > 0.06
    rows, columns = np.nonzero(changed)
    height, width = changed.shape
    assert rows.min() > 0.05 * height, "room above the head"
    assert 0.35 * width < np.median(columns) < 0.65 * width
    assert 1.2 <= gap.length() <= 1.85
    face = near[int(height * 0.32) : int(height * 0.75)]
    light = face[:, int(width * 0.43) : int(width * 0.57)] @ LIGHT
    assert 0.07 < np.median(light) < 0.85
    assert (light > 0.98).mean() < 0.05
    assert light.std() > 0.01
