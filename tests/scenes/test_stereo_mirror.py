"""A mirror is right for each eye in every way that both are drawn."""

import math

import numpy as np
import pytest

from avatars.bodies import baked
from scenes.mirror import Mirror, glass_of, only_in_mirrors
from scenes.room import load_room
from tests.scenes.test_mirror import GLASS, bare_room, found, mark, mirrored
from tests.scenes.two_eyes import MODES, Sitting, is_within_a_pixel, poses, samples_of

pytestmark = pytest.mark.gpu

EVEN = ((-0.5, 0.4, 0.35, -0.35), (-0.4, 0.5, 0.35, -0.35))


def uncovered(room, glass, eyes):
    mirror = Mirror(room, glass, eyes.buffer, eyes.cameras)
    mirror.uncover()
    mirror.settle()
    return mirror


def pixel(sitting, eye, at, tangents):
    """Column and row where an eye sees a place, by plain geometry."""
    here = sitting.eyes.cameras[eye].get_relative_point(sitting.studio.scene, tuple(at))
    left, right, up, down = tangents[eye]
    width, height = sitting.size
    column = (here.x / here.y - left) / (right - left) * width - 0.5
    row = (up - here.z / here.y) / (up - down) * height - 0.5
    return column, row


@pytest.mark.parametrize("mode", MODES)
def test_each_eye_sees_a_point_where_geometry_puts_its_image(studio, mode):
    """Eyes 30 cm apart: a picture of the other eye's would be 12 pixels off."""
    room = bare_room(studio)
    sitting = Sitting(studio, mode)
    mirror = uncovered(room, GLASS, sitting.eyes)
    point = (0.1, 0.5, 1.15)
    node = mark(room, point, half=0.02)
    image = mirrored(GLASS, point)
    sitting.eyes.place(
        *poses((0.0, 0.0, 1.2), (0.05, 1.4, 1.15), apart_m=0.3, tangents=EVEN)
    )
    mirror.frame(0.0)
    seen = sitting.draw()
    spots = [found(half / 255.0) for half in seen]
    wanted = [pixel(sitting, eye, image, EVEN) for eye in (0, 1)]
    node.remove_node()
    mirror.remove()
    sitting.close()
    room.node.remove_node()
    for spot, right in zip(spots, wanted, strict=True):
        assert spot is not None
        assert math.dist(spot, right) < 1.0
    assert abs(wanted[0][0] - wanted[1][0]) > 12


def reflections(studio, room, mode, samples):
    sitting = Sitting(studio, mode, samples)
    assert sitting.eyes.mode == mode
    mirror = uncovered(room, glass_of(room.about), sitting.eyes)
    sitting.eyes.place(*poses((0.0, 0.6, 1.15), (0.0, 1.425, 0.95)))
    mirror.frame(0.0)
    seen = sitting.draw()
    mirror.remove()
    sitting.close()
    return seen


@pytest.fixture(scope="module")
def changing(studio):
    made = load_room("changing_room")
    made.node.reparent_to(studio.scene)
    body = baked.create({"body": "maya"})
    made.sit(body.node, "own")
    only_in_mirrors(body.node)
    yield made
    made.node.remove_node()


@pytest.mark.parametrize("mode", ["shared", "instanced", "multiview"])
def test_the_room_in_the_mirror_is_the_same_in_every_way(studio, changing, mode):
    samples = samples_of(mode)
    # beside a picture without samples Panda3D leaves a mirror's unused, too, unless a
    # callback of ours comes between, as it does in multiview alone
    plain = reflections(studio, changing, "two", 4)
    seen = reflections(studio, changing, mode, samples)
    for one, other in zip(seen, plain, strict=True):
        assert is_within_a_pixel(one, other) > 0.999
    assert abs(seen[0] - seen[1]).mean() > 1
    assert len(np.unique(seen[1].reshape(-1, 3), axis=0)) > 1000
