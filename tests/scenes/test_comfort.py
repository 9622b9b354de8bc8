"""How the flat window frames the partner."""

import math

import pytest
from panda3d.core import NodePath, PerspectiveLens

from scenes.comfort import NARROWEST_ASPECT, VERTICAL_FOV_DEG, View, frame

VIEW = View((0, 0, 1.2), (0, 1.5, 1.2))


@pytest.mark.parametrize("aspect", [16 / 9, 4 / 3, 21 / 9])
def test_wide_windows_keep_the_vertical_field(aspect):
    lens = PerspectiveLens()
    frame(NodePath("camera"), lens, VIEW, aspect)
    assert lens.get_vfov() == pytest.approx(VERTICAL_FOV_DEG, abs=0.1)


def test_a_tall_window_keeps_the_horizontal_field():
    lens = PerspectiveLens()
    frame(NodePath("camera"), lens, VIEW, 0.6)
    half = math.tan(math.radians(VERTICAL_FOV_DEG / 2)) * NARROWEST_ASPECT
    assert lens.get_hfov() == pytest.approx(2 * math.degrees(math.atan(half)), abs=0.1)


def test_the_camera_looks_at_the_partner():
    camera = NodePath("camera")
    frame(camera, PerspectiveLens(), VIEW, 16 / 9)
    assert camera.get_hpr().length() < 0.01
