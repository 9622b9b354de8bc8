"""Where both eyes are and what they see; geometry alone, nothing is drawn."""

import gc
import tracemalloc

import numpy as np
import pytest
from panda3d.core import LPoint4f, NodePath, Point3

from scenes.stereo_views import Views
from tests.scenes.two_eyes import WIDE, poses

NEAR_M, FAR_M = 0.05, 40.0
HEADS = {
    "ordinary": {},
    "canted": {"apart_m": 0.07, "canted_deg": 8.0},
    "cross-eyed": {"apart_m": 0.065, "canted_deg": -5.0},
    "far apart": {"apart_m": 0.4},
}


@pytest.fixture(params=list(HEADS))
def views(request):
    root = NodePath("root")
    made = Views(root, NEAR_M, FAR_M)
    made.place(*poses((0.3, -0.2, 1.2), (0.5, 2.0, 0.9), **HEADS[request.param]))
    yield made, root
    made.remove()


def seen_points(views, root, eye, count=200):
    """Places in the world that `eye` sees, and where in its picture."""
    rng = np.random.default_rng(5)
    left, right, up, down = WIDE[eye]
    for _ in range(count):
        x, z = rng.uniform(left, right), rng.uniform(down, up)
        away = rng.uniform(NEAR_M * 1.01, FAR_M * 0.99)
        here = Point3(x * away, away, z * away)
        film = (2 * (x - left) / (right - left) - 1, 2 * (z - down) / (up - down) - 1)
        yield root.get_relative_point(views.eyes[eye], here), film


def matrices(views):
    return np.array(memoryview(views.matrices)).reshape(2, 4, 4)


@pytest.mark.parametrize("eye", [0, 1])
def test_what_an_eye_sees_is_never_culled(views, eye):
    """One frustum stands for both when the scene is gone through once."""
    made, root = views
    culls = made.head.node().get_lens().get_projection_mat()
    for place, _ in seen_points(made, root, eye):
        here = made.head.get_relative_point(root, place)
        x, y, z, w = culls.xform(LPoint4f(*here, 1))
        assert w > 0
        assert max(abs(x), abs(y), abs(z)) <= w * 1.0001


@pytest.mark.parametrize("eye", [0, 1])
def test_the_shaders_matrix_puts_points_where_the_eye_sees_them(views, eye):
    made, root = views
    for place, film in seen_points(made, root, eye):
        here = made.head.get_relative_point(root, place)
        x, y, z, w = np.array((here.x, here.z, -here.y, 1)) @ matrices(made)[eye]
        assert (x / w, y / w) == pytest.approx(film, abs=2e-4)
        assert -1.001 <= z / w <= 1.001
        at = made.places.get_element(eye)
        inner = made.head.get_relative_point(made.eyes[eye], Point3(0))
        assert tuple(at) == pytest.approx((inner.x, inner.z, -inner.y), abs=1e-5)


def test_lenses_that_are_moved_in_the_headset_are_followed():
    views = Views(NodePath("root"), NEAR_M, FAR_M)
    apart = []
    for ipd_m in (0.058, 0.070, 0.070):
        views.place(*poses((0, 0, 1.2), (0, 1, 1.2), apart_m=ipd_m))
        left, right = (views.places.get_element(k) for k in (0, 1))
        apart.append(right.x - left.x)
    assert apart == pytest.approx([0.058, 0.070, 0.070], abs=1e-6)


def test_another_view_is_followed():
    views = Views(NodePath("root"), NEAR_M, FAR_M)
    views.place(*poses((0, 0, 1.2), (0, 1, 1.2)))
    before = matrices(views)[0, 0, 0]
    narrow = [[edge / 2 for edge in one] for one in WIDE]
    views.place(*poses((0, 0, 1.2), (0, 1, 1.2), tangents=narrow))
    assert matrices(views)[0, 0, 0] == pytest.approx(2 * before)
    lens = views.eyes[0].node().get_lens()
    assert lens.get_film_size().x == pytest.approx((0.62 + 0.50) / 2)


def test_the_head_turns_as_both_eyes_do_whatever_the_signs_of_their_quaternions():
    views = Views(NodePath("root"), NEAR_M, FAR_M)
    places, turns, tangents = poses((0, 0, 1.2), (1, 1, 1.2), canted_deg=6)
    views.place(places, turns, tangents)
    before = views.head.get_hpr()
    assert before.x == pytest.approx(-45, abs=0.01)
    turns[1] *= -1
    views.place(places, turns, tangents)
    assert views.head.get_hpr().almost_equal(before, 0.001)


def test_placing_the_eyes_leaves_nothing_behind():
    """For hours at 90 a second nothing may pile up, nor wake the collector."""
    views = Views(NodePath("root"), NEAR_M, FAR_M)
    places, turns, tangents = poses((0, 0, 1.2), (0, 1, 1.2))
    for _ in range(5):
        views.place(places, turns, tangents)
    gc.collect()
    gc.disable()
    try:
        tracked = gc.get_count()[0]
        tracemalloc.start()
        before, _ = tracemalloc.get_traced_memory()
        for k in range(300):
            places += 0.001 * (-1) ** k
            views.place(places, turns, tangents)
        after, peak = tracemalloc.get_traced_memory()
        grown = gc.get_count()[0] - tracked
    finally:
        tracemalloc.stop()
        gc.enable()
    assert after - before < 3 * 300, "less than an object a frame"
    assert peak - before < 2048, "nor is anything large made on the way"
    assert grown < 40
