"""Boards drawn by the headset's own compositor, which keeps letters sharp.

Its layers lie over the room's picture, whatever stands before them there; so a dot that
points at a board is drawn on it, and not in the room.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from panda3d.core import DrawMask, NodePath

from scenes.boards import Board
from scenes.mirror import EYE_BITS
from sim.openxr.session import Session

EYES: Final = EYE_BITS[0] | EYE_BITS[1]
NONE: Final = DrawMask.all_off()


class Sharp:
    """Keeps one layer of a session for each board."""

    def __init__(self, session: Session, floor: NodePath) -> None:
        """`floor` is the node of the play space."""
        self._session, self._floor = session, floor
        self._quads: dict[Board, Any] = {}
        self._drawn: dict[Board, int] = {}

    def frame(self, boards: Sequence[Board]) -> None:
        """Show `boards` as they are now; later ones lie over those before them."""
        if any(board not in self._quads for board in boards):
            self._add_all(boards)
        for board in boards:
            quad = self._quads[board]
            if quad is not None:
                self._show(board, quad)

    def laid_over(self, board: object) -> Board | None:
        """`board` if the headset draws it, and not the room's picture."""
        is_own = isinstance(board, Board) and self._quads.get(board) is not None
        return board if isinstance(board, Board) and is_own else None

    def _add_all(self, boards: Sequence[Board]) -> None:
        """Add those that are new; a session draws layers in the order of its list."""
        for board in boards:
            if board not in self._quads:
                self._add(board)
        places = {id(self._quads[board]): place for place, board in enumerate(boards)}
        self._session.layers.quads.sort(key=lambda quad: places.get(id(quad), -1))

    def _add(self, board: Board) -> None:
        """A layer for a board; where the headset has no more, it stays in the room."""
        made = self._session.layers.add_quad(
            board.size_px, board.size_m, is_premultiplied=True
        )
        self._quads[board], self._drawn[board] = made, -1
        if made is not None:
            made.texture = board.texture

    def _show(self, board: Board, quad: Any) -> None:
        # a layer cannot fade by itself: meanwhile the board is in the room's picture
        quad.is_shown = board.share >= 1.0
        if not quad.is_shown:
            board.node.node().adjust_draw_mask(NONE, NONE, EYES)
            return
        board.node.hide(EYES)
        node, floor = board.node, self._floor
        place, turn = node.get_pos(floor), node.get_quat(floor)
        quad.place[:] = place.x, place.y, place.z
        quad.turn[:] = turn[0], turn[1], turn[2], turn[3]
        scale = node.get_sx()
        quad.size_m = (board.size_m[0] * scale, board.size_m[1] * scale)
        # what was asked to be drawn in the last frame is there now
        if self._drawn[board] != board.drawn:
            self._drawn[board] = board.drawn
            quad.redraw()

    def drop(self, board: Board) -> None:
        """The board is gone."""
        quad = self._quads.pop(board, None)
        self._drawn.pop(board, None)
        if quad is not None:
            self._session.layers.remove(quad)
