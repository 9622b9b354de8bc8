"""Boards that the headset draws lie over each other as those in the room do."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from panda3d.core import NodePath

from sim.headsets._sharp import EYES, Sharp


class Layers:
    """The layers of a session, in the order in which they are drawn."""

    def __init__(self) -> None:
        self.quads: list[Any] = []

    def add_quad(self, *size: Any, is_premultiplied: bool) -> Any:
        quad = SimpleNamespace(
            place=[0.0] * 3, turn=[0.0] * 4, redraw=lambda: None, texture=None
        )
        self.quads.append(quad)
        return quad

    def remove(self, quad: Any) -> None:
        self.quads.remove(quad)


class Shown:
    """A board that is there; known by itself, as `scenes.boards.Board` is."""

    def __init__(self, name: str) -> None:
        self.texture, self.node = name, NodePath(name)
        self.size_px, self.size_m = (8, 8), (1.0, 1.0)
        self.share, self.drawn = 1.0, 1

    @property
    def is_in_the_room(self) -> bool:
        """Whether the eyes see its card."""
        mask = self.node.node().get_draw_show_mask()
        control = self.node.node().get_draw_control_mask()
        return not bool((control & ~mask & EYES).get_word())


def test_a_strip_that_is_made_anew_stays_below_what_stood_over_it() -> None:
    layers = Layers()
    session: Any = SimpleNamespace(layers=layers)
    sharp = Sharp(session, NodePath("floor"))
    names = ("panels", "strip", "letters", "calm")
    boards: list[Any] = [Shown(name) for name in names]
    sharp.frame(boards)
    sharp.drop(boards[1])
    made: Any = Shown("another strip")
    boards[1] = made
    sharp.frame(boards)
    drawn = [quad.texture for quad in layers.quads]
    assert drawn == ["panels", "another strip", "letters", "calm"]


def test_while_a_board_comes_or_goes_it_fades_in_the_room_and_then_is_a_layer() -> None:
    """A layer has no share of its own: it would jump into view."""
    layers = Layers()
    session: Any = SimpleNamespace(layers=layers)
    sharp, board = Sharp(session, NodePath("floor")), Shown("panels")
    boards: list[Any] = [board]
    seen = []
    for share in (0.0, 0.4, 0.9, 1.0, 0.7, 0.0):
        board.share = share
        sharp.frame(boards)
        seen.append((layers.quads[0].is_shown, board.is_in_the_room))
    room, layer = (False, True), (True, False)
    assert seen == [room, room, room, layer, room, room]


def test_a_board_without_a_layer_stays_in_the_room() -> None:
    layers: Any = SimpleNamespace(quads=[], add_quad=lambda *size, **named: None)
    session: Any = SimpleNamespace(layers=layers)
    board: Any = Shown("panels")
    Sharp(session, NodePath("floor")).frame([board])
    assert board.is_in_the_room
