"""Where a person changes over to fewer triangles, nobody sees it."""

import numpy as np
import pytest
from panda3d.core import Point3

from avatars.bodies import baked
from avatars.bodies._detail import NEAR_M
from avatars.performance import ARKIT_INDEX, Pose
from scenes.comfort import View
from scenes.room import load_room
from tests.scenes.studio import Studio

pytestmark = pytest.mark.gpu

WIDTH, HEIGHT, FOV_DEG = 1600, 1000, 50.0
"""Twenty pixels for a degree, as a headset has them."""
SIDES = slice(500, 1100)
"""Of the picture: where the person is."""
SPEAKING = {"jawOpen": 0.4, "mouthSmileLeft": 0.5, "eyeBlinkRight": 0.4}


@pytest.fixture(scope="module")
def pictures():
    """Of some people from the nearest place where the lighter set is drawn."""
    studio = Studio(WIDTH, HEIGHT)
    room = load_room("living_room")
    room.node.reparent_to(studio.scene)
    pose = Pose()
    for name, weight in SPEAKING.items():
        pose.shapes[ARKIT_INDEX[name]] = weight
    made = {}
    for name in ("maya", "alex", "amina"):
        body = baked.create({"body": name})
        body.apply(pose)
        seat = room.sit(body.node)
        eyes = body.eyes_in_world()
        away = Point3(*room.user_eye) - eyes
        away.normalize()
        at, middle = eyes + away * NEAR_M, eyes - Point3(0, 0, 0.4)
        view = View((at.x, at.y, at.z), (middle.x, middle.y, middle.z), FOV_DEG)
        near = studio.draw(view)[:, SIDES]
        body.seen_from(99.0)
        made[name] = near, studio.draw(view)[:, SIDES], body._detail.is_far
        seat.remove_node()
    studio.close()
    return made


def test_the_change_is_a_matter_of_single_pixels(pictures):
    for name, (near, far, is_far) in pictures.items():
        if not is_far:
            pytest.skip(f"{name} is baked with one set of triangles")
        apart = abs(near - far).max(2)
        assert apart.max() > 0, name
        assert apart.mean() < 0.005, name
        assert (apart > 0.1).mean() < 0.009, name


def test_seen_at_half_the_sharpness_there_is_next_to_no_change(pictures):
    """As an eye sees it that looks at the face and not at its outline."""
    for name, (near, far, is_far) in pictures.items():
        if not is_far:
            pytest.skip(f"{name} is baked with one set of triangles")
        small = [
            one.reshape(HEIGHT // 4, 4, -1, 4, 3).mean((1, 3)) for one in (near, far)
        ]
        apart = abs(small[0] - small[1]).max(2)
        assert np.percentile(apart, 99) < 0.075, name
