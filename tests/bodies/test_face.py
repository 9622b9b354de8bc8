"""Face shapes: what is sent adds up to what was baked, and lids follow the eyes."""

import numpy as np
import pytest

from avatars.bodies._face import moves, weigh
from avatars.performance import ARKIT, ARKIT_INDEX

LOOK_DOWN = ARKIT_INDEX["eyeLookDownLeft"]


@pytest.fixture
def offsets():
    rng = np.random.default_rng(3)
    table = rng.normal(size=(len(ARKIT), 900, 6)).astype(np.float32) * 0.01
    table[rng.random(table.shape[:2]) > 0.2] = 0
    table[:, 600:] = 0
    return table


@pytest.fixture
def still():
    return np.zeros((2, 2), np.float32)


def weighed(shapes, eyes):
    out = np.full(len(ARKIT), 9.0, np.float32)
    weigh(shapes, eyes, out)
    return out


def test_entries_add_up_to_the_shapes(offsets):
    """As the vertex shader does it, entry by entry."""
    table, picture = moves(offsets)
    weights = np.random.default_rng(5).uniform(0, 1, len(ARKIT))
    texels = picture.reshape(-1, 4)
    for vertex in (0, 1, 333, 599, 600, 899):
        first, count = table[vertex].astype(int)
        entries = texels[2 * first : 2 * (first + count)].reshape(-1, 2, 4)
        weight = weights[entries[:, 0, 3].astype(int)][:, None]
        moved = np.hstack([entries[:, 0, :3], entries[:, 1, :3]])
        wanted = np.einsum("k,ka->a", weights, offsets[:, vertex])
        assert np.allclose((weight * moved).sum(0), wanted, atol=1e-6)


def test_what_no_shape_moves_has_no_entries(offsets):
    table, _ = moves(offsets)
    assert (table[600:, 1] == 0).all()
    assert table[:, 1].sum() == (np.abs(offsets).max(2) > 0).sum()


def test_weights_outside_0_to_1_are_held_there(still):
    weights = np.full(len(ARKIT), 0.25, np.float32)
    weights[7], weights[8] = 3.0, -2.0
    shown = weighed(weights, still)
    assert (shown[7], shown[8], shown[9]) == (1.0, 0.0, 0.25)


def test_lids_follow_a_downward_gaze(still):
    still[0] = (0, -14)
    shown = weighed(np.zeros(len(ARKIT), np.float32), still)
    assert shown[LOOK_DOWN] == pytest.approx(0.5)
    assert np.count_nonzero(shown) == 1


def test_a_stronger_look_of_the_pose_stands(still):
    still[0] = (0, -14)
    weights = np.zeros(len(ARKIT), np.float32)
    weights[LOOK_DOWN] = 0.8
    assert weighed(weights, still)[LOOK_DOWN] == pytest.approx(0.8)


def test_offsets_of_other_shapes_are_refused(offsets):
    with pytest.raises(ValueError, match="not those of 52 shapes"):
        moves(offsets[:51])
