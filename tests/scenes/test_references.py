"""Rooms and people look as they did when somebody last looked at them, to each eye.

The references are made by ``python -m tests.scenes.references``, see there.
"""

import dataclasses
import shutil

import numpy as np
import pytest

import assets
from assets.arrays import read
from assets.cards import card
from avatars.performance import JOINT_INDEX, Pose
from scenes.comfort import View, desktop_view
from scenes.offscreen import Offscreen
from scenes.room import load_room
from sim import shot
from tests.scenes.likeness import LIMIT, ROUGH, difference
from tests.scenes.references import (
    FOLDER,
    RENDERER,
    SIZE,
    drawn,
    kept,
    references,
)
from tests.sim.damaged import copied

pytestmark = pytest.mark.gpu


@pytest.fixture(scope="module")
def camera():
    made = Offscreen(*SIZE)
    yield made
    made.close()


@pytest.fixture(scope="module")
def limit(camera):
    """How much may differ on the renderer that is here."""
    made_by = RENDERER.read_text("utf-8").strip()
    return LIMIT if camera.driver == made_by else ROUGH


@pytest.mark.parametrize("wanted", references(), ids=lambda one: one.path("").stem)
def test_it_looks_as_it_did(camera, limit, wanted):
    for eye, picture in drawn(camera, wanted):
        before = kept(wanted.path(eye))
        assert before is not None, "make it: python -m tests.scenes.references"
        apart = difference(picture, before)
        assert apart < limit, f"{wanted.path(eye).name} differs by {apart:.1f}"


def test_no_reference_is_left_of_something_that_is_gone():
    wanted = {one.path(eye) for one in references() for eye in one.eyes}
    assert set(FOLDER.glob("*.jpg")) == wanted
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 2_000_000


# what the measure notices, and what it lets pass


@pytest.fixture
def room(camera):
    made = load_room("living_room")
    made.node.reparent_to(camera.scene)
    yield made
    made.node.remove_node()


def faced(camera, room, person):
    """The face of `person` who sits in `room`; they leave again."""
    company = shot.seat(room, (person,))
    picture = shot.draw(camera, room, company, "face", "left")
    shot.leave(company)
    return picture


def test_the_same_is_the_same_and_a_tenth_of_a_pixel_is_not_seen(camera, room):
    plain = desktop_view(room)
    x, y, z = plain.look
    before = camera.draw(plain)
    assert difference(before, camera.draw(plain)) == 0
    pixel_m = 2 * 1.5 * np.tan(np.radians(plain.vertical_fov_deg / 2)) / SIZE[1]
    moved = View(plain.eye, (x + pixel_m / 10, y, z))
    assert 0 < difference(before, camera.draw(moved)) < LIMIT


def test_a_forearm_that_is_twelve_degrees_off_is_noticed(camera, room):
    company = shot.seat(room, (shot.Person("maya", ""),))
    before = shot.draw(camera, room, company, "seat", "middle")
    pose = Pose()
    pose.joints[JOINT_INDEX["forearm_left"]] = (0, 12, 0)
    company[0].body.apply(pose)
    after = shot.draw(camera, room, company, "seat", "middle")
    assert difference(before, after) > 2 * LIMIT


@pytest.mark.parametrize("level", [0.9, 1.1])
def test_a_tenth_less_or_more_light_is_noticed(camera, room, level):
    before = camera.draw(desktop_view(room))
    shown = room.node.get_shader_input("exposure").get_vector()[0]
    room.node.set_shader_input("exposure", shown * level)
    assert difference(before, camera.draw(desktop_view(room))) > LIMIT


def test_light_from_another_room_is_noticed_on_a_face(camera, room):
    before = faced(camera, room, shot.Person("samuel", ""))
    seats = load_room("bedroom_night").seats
    here = room.seats["partner"]
    room.seats["partner"] = dataclasses.replace(here, light=seats["partner"].light)
    after = faced(camera, room, shot.Person("samuel", ""))
    assert difference(before, after) > ROUGH


def test_the_eyes_of_somebody_see_two_pictures(camera, room):
    company = shot.seat(room, (shot.Person("maya", ""),))
    left, right = (
        shot.draw(camera, room, company, "face", eye) for eye in ("left", "right")
    )
    assert difference(left, right) > ROUGH


def test_a_missing_nose_is_noticed(camera, room, tmp_path, monkeypatch):
    before = faced(camera, room, shot.Person("samuel", ""))
    arrays = dict(read(card("bodies", "samuel").data))
    points = arrays["face/positions"].astype(float)
    low, span = arrays["box"].astype(float)
    at = points / 65535 * span + low
    tip = at[at[:, 1].argmin()]  # they face -y
    nose = np.linalg.norm(at - tip, axis=1) < 0.03
    assert 20 < nose.sum() < 600
    flat = np.maximum(at[:, 1], tip[1] + 0.02)
    at[nose, 1] = flat[nose]
    arrays["face/normals"] = arrays["face/normals"].copy()
    arrays["face/normals"][nose] = (0, -127, 0)
    arrays["face/positions"] = np.round((at - low) / span * 65535).astype(np.uint16)
    monkeypatch.setattr(assets, "ROOT", copied(tmp_path))
    path = tmp_path / "bodies" / "samuel.npz"
    path.unlink()
    np.savez(path, **arrays)
    after = faced(camera, room, shot.Person("samuel", ""))
    shutil.rmtree(tmp_path / "bodies")
    assert difference(before, after) > LIMIT


def test_another_state_is_noticed(camera, room):
    pictures = [
        faced(camera, room, shot.Person("walter", state)) for state in ("warm", "hurt")
    ]
    assert difference(*pictures) > 2 * LIMIT
