"""Face shapes by numpy: exact, incremental, lids follow the eyes."""

import numpy as np
import pytest

from avatars.bodies._face import REFRESH, FaceShapes
from avatars.performance import ARKIT, ARKIT_INDEX

LOOK_DOWN = ARKIT_INDEX["eyeLookDownLeft"]


@pytest.fixture
def offsets():
    rng = np.random.default_rng(3)
    table = rng.normal(size=(len(ARKIT), 40, 6)).astype(np.float32) * 0.01
    table[:, 30:] = 0
    return table


@pytest.fixture
def rest():
    return np.random.default_rng(4).normal(size=(40, 6)).astype(np.float32)


@pytest.fixture
def still():
    return np.zeros((2, 2), np.float32)


def test_shapes_add_up(rest, offsets, still):
    face = FaceShapes(rest, offsets)
    weights = np.zeros(len(ARKIT), np.float32)
    weights[[3, 20]] = 0.5, 0.25
    assert face.update(weights, still)
    wanted = rest + 0.5 * offsets[3] + 0.25 * offsets[20]
    assert np.allclose(face.values, wanted, atol=1e-6)


def test_nothing_new_means_no_upload(rest, offsets, still):
    face = FaceShapes(rest, offsets)
    weights = np.full(len(ARKIT), 0.1, np.float32)
    assert face.update(weights, still)
    assert not face.update(weights, still)


def test_many_updates_end_where_one_would(rest, offsets, still):
    face, fresh = FaceShapes(rest, offsets), FaceShapes(rest, offsets)
    rng = np.random.default_rng(5)
    for _ in range(REFRESH + 40):
        weights = rng.uniform(0, 1, len(ARKIT)).astype(np.float32)
        face.update(weights, still)
    fresh.update(weights, still)
    assert np.allclose(face.values, fresh.values, atol=2e-5)


def test_weights_outside_0_to_1_are_held_there(rest, offsets, still):
    face = FaceShapes(rest, offsets)
    weights = np.zeros(len(ARKIT), np.float32)
    weights[7], weights[8] = 3.0, -2.0
    face.update(weights, still)
    assert np.allclose(face.values, rest + offsets[7], atol=1e-6)


def test_lids_follow_a_downward_gaze(rest, offsets, still):
    face = FaceShapes(rest, offsets)
    still[0] = (0, -14)
    face.update(np.zeros(len(ARKIT), np.float32), still)
    assert np.allclose(face.values, rest + 0.5 * offsets[LOOK_DOWN], atol=1e-5)


def test_offsets_of_another_mesh_are_refused(rest, offsets):
    with pytest.raises(ValueError, match="do not fit 52 shapes"):
        FaceShapes(rest[:10], offsets)
