"""Real pictures: the room with a partner, and what a pose changes in them."""

import numpy as np
import pytest

from assets.cards import cards
from avatars.bodies import baked
from avatars.performance import ARKIT_INDEX, JOINT_INDEX, Pose
from scenes.comfort import View, desktop_view
from scenes.room import load_room

pytestmark = pytest.mark.gpu

BODIES = [c.id for c in cards("bodies")]


@pytest.fixture(scope="module")
def room(studio):
    made = load_room("living_room")
    made.node.reparent_to(studio.scene)
    yield made
    made.node.remove_node()


@pytest.fixture
def seated(studio, room):
    seats = []

    def sit(name):
        body = baked.create({"body": name})
        seats.append(room.sit(body.node))
        return body

    yield sit
    for seat in seats:
        seat.remove_node()


def face_view(body, distance_m=0.75):
    eyes = body.eyes_in_world()
    return View(
        (eyes.x, eyes.y - distance_m, eyes.z), (eyes.x, eyes.y, eyes.z - 0.03), 24
    )


def boxes(picture):
    """Regions of `face_view`: brows and eyes, mouth."""
    height, width = picture.shape[:2]
    middle = slice(int(width * 0.40), int(width * 0.60))
    eyes = picture[int(height * 0.32) : int(height * 0.48), middle]
    mouth = picture[int(height * 0.60) : int(height * 0.82), middle]
    return eyes, mouth


def test_an_empty_room_is_lit_and_has_many_colours(studio, room):
    picture = studio.draw(desktop_view(room))
    colours = np.unique((picture * 32).astype(int).reshape(-1, 3), axis=0)
    assert len(colours) > 150
    assert 0.25 < picture.mean() < 0.8
    assert (picture.max(2) > 0.985).mean() < 0.10, "blown out"


@pytest.mark.parametrize("body", BODIES)
def test_the_partner_is_framed_across_from_the_user(studio, room, seated, body):
    empty = studio.draw(desktop_view(room))
    person = seated(body)
    picture = studio.draw(desktop_view(room))
    changed = abs(picture - empty).max(2) > 0.06
    rows, columns = np.nonzero(changed)
    height, width = changed.shape
    assert 0.09 < changed.mean() < 0.5
    assert rows.min() > 0.08 * height, "room above the head"
    assert 0.35 * width < np.median(columns) < 0.65 * width
    gap = np.linalg.norm(np.array(person.eyes_in_world()) - np.array(room.user_eye))
    assert 1.35 < gap < 1.65


@pytest.mark.parametrize("body", BODIES)
def test_the_face_is_neither_black_nor_blown_out(studio, seated, body):
    eyes, mouth = boxes(studio.draw(face_view(seated(body))))
    for region in (eyes, mouth):
        light = region @ [0.2126, 0.7152, 0.0722]
        assert 0.08 < np.median(light) < 0.85
        assert (light > 0.98).mean() < 0.05
        assert light.std() > 0.01


@pytest.mark.parametrize("body", BODIES)
def test_jaw_open_changes_the_mouth_and_not_the_eyes(studio, seated, body):
    person, pose = seated(body), Pose()
    view = face_view(person)
    before = boxes(studio.draw(view))
    pose.shapes[ARKIT_INDEX["jawOpen"]] = 0.8
    person.apply(pose)
    after = boxes(studio.draw(view))
    eyes, mouth = (abs(a - b).mean() for a, b in zip(after, before, strict=True))
    assert mouth > 0.02
    assert mouth > 8 * eyes


def test_blinking_changes_the_eyes_and_not_the_mouth(studio, seated):
    person, pose = seated("maya"), Pose()
    view = face_view(person)
    before = boxes(studio.draw(view))
    pose.shapes[[ARKIT_INDEX["eyeBlinkLeft"], ARKIT_INDEX["eyeBlinkRight"]]] = 1
    person.apply(pose)
    after = boxes(studio.draw(view))
    eyes, mouth = (abs(a - b).mean() for a, b in zip(after, before, strict=True))
    assert eyes > 0.01
    assert eyes > 8 * mouth


def test_eyes_move_in_the_picture(studio, seated):
    person, pose = seated("maya"), Pose()
    view = face_view(person, 0.4)
    before, _ = boxes(studio.draw(view))
    pose.eyes[:, 0] = 18
    person.apply(pose)
    after, _ = boxes(studio.draw(view))
    assert (abs(after - before).max(2) > 0.1).sum() > 40


def test_a_raised_forearm_shows(studio, room, seated):
    person, pose = seated("samuel"), Pose()
    view = desktop_view(room)
    before = studio.draw(view)
    pose.joints[JOINT_INDEX["forearm_left"]] = (0, 55, 0)
    person.apply(pose)
    changed = abs(studio.draw(view) - before).max(2) > 0.08
    rows, columns = np.nonzero(changed)
    assert changed.sum() > 1500
    middle = changed.shape[1] / 2
    assert np.median(columns) > middle, "the body's left is on the right for the user"
    assert rows.min() > 0.25 * changed.shape[0], "the head stays"


def test_a_pose_can_be_taken_back(studio, seated):
    person, pose = seated("ines"), Pose()
    view = face_view(person)
    before = studio.draw(view)
    pose.shapes[:] = 0.5
    pose.joints[:] = 4
    person.apply(pose)
    assert abs(studio.draw(view) - before).mean() > 0.005
    person.apply(Pose())
    assert abs(studio.draw(view) - before).max() < 0.02


def test_feet_touch_the_floor_and_cast_a_soft_shadow(studio, room):
    view = View((-0.44, -0.3, 1.1), (-0.44, 1.05, 0.05), 30)
    empty = studio.draw(view)
    seat = room.sit(baked.create({"body": "maya"}).node)
    person = studio.draw(view)
    for part in seat.find_all_matches("body-*"):
        part.hide()
    shadow = studio.draw(view)
    seat.remove_node()
    assert (empty - shadow).max() > 0.08
    assert (shadow - empty).max() < 0.02
    assert abs(person - shadow).mean() > 0.02


def test_an_unknown_seat_lists_the_seats(room):
    with pytest.raises(KeyError, match="partner"):
        room.sit(baked.create({}).node, "throne")


def test_an_unknown_option_is_named():
    with pytest.raises(ValueError, match="'hat'; allowed: body"):
        baked.create({"hat": True})
