"""A board in the room is the same in every way of drawing both eyes."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from scenes.boards import Captions
from scenes.fonts import load_fonts
from tests.scenes.two_eyes import MODES, Sitting, is_within_a_pixel, poses

pytestmark = pytest.mark.gpu

EYE, FACE = (0.0, 0.0, 1.2), (0.0, 1.5, 1.2)
SETTINGS = SimpleNamespace(caption_size=1.5, caption_background=0.7)


@pytest.fixture(scope="module")
def pictures(studio):
    """Both eyes' pictures without samples, by mode; and without the board."""
    base = SimpleNamespace(
        graphicsEngine=studio.engine,
        pipe=studio.buffer.get_pipe(),
        win=studio.buffer,
        render=studio.scene,
    )
    captions = Captions(base, load_fonts(), SETTINGS)
    captions.phrase("Tell me more about that, please.", is_first=True)
    captions.place(EYE, FACE)
    made = {}
    for mode in MODES:
        sitting = Sitting(studio, mode, samples=0)
        assert sitting.eyes.mode == mode
        sitting.eyes.place(*poses(EYE, (0, 1.5, 0.9)))
        for now_s in (0.0, 0.1, 0.2, 0.3, 0.4):
            captions.frame(now_s)
            studio.engine.render_frame()
        made[mode] = sitting.draw()
        if mode == "two":
            captions.board.node.hide()
            made[""] = sitting.draw()
            captions.board.node.show()
        sitting.close()
    captions.remove()
    return made


@pytest.mark.parametrize("side", [0, 1])
def test_the_board_is_in_both_eyes(pictures, side):
    changed = abs(pictures["two"][side] - pictures[""][side]).max(2) > 20
    assert 0.005 < changed.mean() < 0.6
    assert pictures["two"][side][changed].max() > 225, "white letters"


@pytest.mark.parametrize("side", [0, 1])
@pytest.mark.parametrize("mode", MODES[1:])
def test_each_way_draws_the_same_to_within_a_pixel(pictures, mode, side):
    assert is_within_a_pixel(pictures[mode][side], pictures["two"][side]) > 0.999
