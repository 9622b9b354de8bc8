"""What lies over both eyes: fade, calm edge and masks, in every way of drawing."""

import numpy as np
import pytest

from scenes.room import load_room
from scenes.stereo_cover import COLOUR
from tests.scenes.two_eyes import MODES, Sitting, poses

pytestmark = pytest.mark.gpu


@pytest.fixture(scope="module")
def room(studio):
    made = load_room("living_room")
    made.node.reparent_to(studio.scene)
    yield made
    made.node.remove_node()


@pytest.fixture(params=MODES)
def sitting(request, studio, room):
    one = Sitting(studio, request.param)
    assert one.eyes.mode == request.param
    one.eyes.place(*poses(room.user_eye, room.user_look))
    yield one
    one.close()


def test_it_is_off_at_first_and_leaves_no_trace(sitting):
    before = sitting.draw()
    sitting.eyes.shade(0.7)
    sitting.eyes.vignette(1.0, 20)
    sitting.draw()
    sitting.eyes.shade(0.0)
    sitting.eyes.vignette(0.0)
    for one, other in zip(sitting.draw(), before, strict=True):
        assert (one == other).all()


def test_a_fade_ends_in_one_calm_colour_in_both_eyes(sitting):
    before = sitting.draw()
    sitting.eyes.shade(0.5)
    half = sitting.draw()
    sitting.eyes.shade(1.0)
    plain = np.array(COLOUR) * 255
    for whole, middle, first in zip(sitting.draw(), half, before, strict=True):
        assert abs(whole - plain).max() <= 2
        assert abs(middle - (first + plain) / 2).max() <= 3


def test_the_edge_is_calm_and_the_middle_stays(sitting):
    before = sitting.draw()
    sitting.eyes.vignette(1.0, 15)
    for one, first in zip(sitting.draw(), before, strict=True):
        height, width = one.shape[:2]
        at = np.abs(one - first).max(2)
        assert (
            at[height // 2 - 20 : height // 2, width // 2 - 20 : width // 2].max() <= 1
        )
        assert one[:12].mean() < 60 < first[:12].mean()
        assert len(np.unique(one[:12].reshape(-1, 3), axis=0)) > 3, "a dim grid"


def test_the_calm_edge_rests_in_the_room_when_the_head_turns(sitting, room):
    """What turns with the head makes it worse; so the grid moves through the view."""
    sitting.eyes.vignette(1.0, 10)
    seen = []
    for turn in (0.0, 0.1, 0.2618):  # the last by one step of the grid
        eye = np.array(room.user_eye)
        look = eye + np.array([np.sin(turn), np.cos(turn), 0])
        sitting.eyes.place(*poses(eye, look))
        seen.append([half[:10] for half in sitting.draw()])
    for eye in (0, 1):
        assert abs(seen[1][eye] - seen[0][eye]).max() > 6
        assert abs(seen[2][eye] - seen[0][eye]).mean() < 0.5


def test_a_mask_hides_its_triangles_from_its_own_eye_alone(sitting):
    left, right = sitting.draw()
    corner = np.array([[-0.62, 0.40], [-0.2, 0.40], [-0.62, 0.0]], np.float32)
    sitting.eyes.set_mask(0, corner, np.array([0, 1, 2]))
    masked, other = sitting.draw()
    assert (other == right).all()
    black = masked.max(2) == 0
    assert black[4, 4]
    assert 0.07 < black.mean() < 0.10, "half of 0.42 by 0.40 of 1.12 by 0.90"
    assert (masked == left).all(2)[96:].all()
    sitting.eyes.set_mask(0, corner, ())
    assert (sitting.draw()[0] == left).all()
