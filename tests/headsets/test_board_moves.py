"""A board that goes elsewhere is never seen on its way, and takes no room for good."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from panda3d.core import NodePath

from scenes import boards_surface
from scenes.boards import Board


def shown() -> Any:
    """A board that is there, without a window that draws it."""
    board: Any = Board.__new__(Board)
    board.node = NodePath("card")
    board._buffer = SimpleNamespace(isActive=lambda: False, setActive=lambda on: None)
    board._changes = SimpleNamespace(noticed=lambda now_s: False)
    board._share = board._goal = 1.0
    board._left, board._last_s, board._then, board.drawn = 0, None, None, 0
    return board


def test_it_is_put_elsewhere_only_while_nothing_of_it_is_seen() -> None:
    board, seen = shown(), []
    board.go(lambda: seen.append(board.share))
    shares = []
    for step in range(40):
        board.frame(step / 50)
        shares.append(board.share)
    assert seen == [0.0]
    assert 0.0 < shares[2] < 1.0, "it fades"
    assert shares[-1] == 1.0, "and comes again"


def test_nothing_on_it_can_be_pressed_while_it_goes() -> None:
    board = shown()
    board.go(lambda: None)
    assert board.hit((0, 0, 0), (0, 1, 0)) is None


def test_one_that_is_hidden_is_put_there_and_stays_hidden() -> None:
    board, seen = shown(), []
    board.hide(at_once=True)
    board.go(lambda: seen.append(True))
    for step in range(3):
        board.frame(step / 50)
    assert seen == [True]
    assert board.share == 0.0


def test_a_part_of_the_mouses_plane_is_given_back() -> None:
    first = boards_surface._free_slot()
    second = boards_surface._free_slot()
    boards_surface._slots.discard(first)
    assert boards_surface._free_slot() == first
    for one in (first, second):
        boards_surface._slots.discard(one)
