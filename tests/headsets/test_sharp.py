"""Boards that the headset draws lie over each other as those in the room do."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from panda3d.core import NodePath

from sim.headsets._sharp import Sharp


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
