"""Whether what stands on a board is no longer what was drawn of it."""

from __future__ import annotations

from typing import Any, Final

from panda3d.core import MouseButton, NodePath, PGEntry, PGItem, UpdateSeq

BLINK_S: Final = 0.5
"""Of a caret, half its period."""


class Changes:
    """Looks at nodes, at the pointer's button, and at what is typed.

    Whatever moves, comes, goes or gets other words makes bounds be found anew; a
    colour that changes, or a scale whose knob moves, does not: the mouse button that
    is down says so, or else `Board.redraw`.
    """

    def __init__(self, base: Any, scene: NodePath, half_x: float) -> None:
        """Nothing is known of `scene` yet.

        Args:
            base: the window.
            scene: what stands on the board.
            half_x: its place in the mouse's plane, in half windows.
        """
        self._base, self._scene, self._half_x = base, scene, half_x
        self._seq = UpdateSeq()
        self._known: tuple[Any, ...] = ()
        self.layout = ""
        """Another one whenever a node has moved, come or gone."""

    def noticed(self, now_s: float) -> bool:
        """Whether something is another than at the last call."""
        self._scene.node().getBounds(self._seq)
        self.layout = str(self._seq)
        now = (self.layout, *self._pointed(), *self._typed(now_s))
        if now == self._known and not now[2]:
            return False
        self._known = now
        return True

    def _pointed(self) -> tuple[str, bool]:
        watcher = getattr(self._base, "mouseWatcherNode", None)
        if watcher is None or not watcher.hasMouse():
            return "", False
        x, y = watcher.getMouse()
        if abs(x - self._half_x) > 1.0 or abs(y) > 1.0:
            return "", False
        over = watcher.getOverRegion()
        is_down = watcher.isButtonDown(MouseButton.one())
        return (over.getName() if over is not None else ""), is_down

    def _typed(self, now_s: float) -> tuple[Any, ...]:
        """What stands in the entry that has the keys, and whether its caret is lit."""
        item = PGItem.getFocusItem()
        if self._half_x > 0.0 or not isinstance(item, PGEntry):
            return ()
        return item.getText(), item.getCursorPosition(), int(now_s / BLINK_S)
