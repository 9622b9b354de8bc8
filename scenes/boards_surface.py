"""A board: a picture with words and buttons that stands in the room.

Its picture is drawn off-screen, and only when something on it has changed. It can be
shown on a card in the room (`Board.node`), or handed to a compositor that draws it
itself (`Board.texture`; colours are already times their alpha). All boards and the
window share one `MouseWatcher`: each board has a part of its plane of its own, so that
a pointer that `Board.mouse` has placed hovers, presses, drags and rests as ever.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from panda3d.core import (
    Camera,
    CardMaker,
    FrameBufferProperties,
    GraphicsOutput,
    GraphicsPipe,
    LColor,
    MouseWatcher,
    NodePath,
    OrthographicLens,
    PGTop,
    Point3,
    Vec3,
    WindowProperties,
)

from scenes.boards_changes import Changes
from scenes.boards_parts import Hit, direction, flat, laid_over, picture, premultiplied
from scenes.lighting import paint

FADE_S: Final = 0.22
"""Until a board is there, and again until it is gone: nothing jumps into view."""
SLOT: Final = 8.0
"""Between the boards' parts of the mouse's plane, in half windows."""
SORT: Final = -30
"""Of a board's picture among all that is drawn: before the room and the window."""
SAMPLES: Final = 4
LAG: Final = 2
"""Frames that are drawn after a change: a button shows its new face one frame late."""
_slots: set[int] = set()
"""Parts of the plane that belong to a board."""


def _free_slot() -> int:
    """The first part that no board has: far from the window a float is coarse."""
    slot = next(one for one in range(1, len(_slots) + 2) if one not in _slots)
    _slots.add(slot)
    return slot


class Board:
    """An off-screen picture and the card that shows it."""

    def __init__(
        self,
        base: Any,
        size_px: tuple[int, int],
        size_m: tuple[float, float],
        *,
        name: str,
        over: int = 0,
    ) -> None:
        """A hidden board; `scene` takes what is to stand on it.

        Args:
            base: the window that draws; the card goes below its ``render``.
            size_px: of the picture.
            size_m: of the card, width and height; of the same shape as `size_px`.
            name: for listings.
            over: a board with a higher number is drawn over one with a lower.
        """
        self._base, self.name = base, name
        self.size_px, self.size_m = size_px, size_m
        self._slot = _free_slot()
        self._half_x = SLOT * self._slot
        root = NodePath(f"board-{name}")
        self.scene = root.attachNewNode(self._top())
        self._begin(root, self._camera_of(root, self._half_x), over)
        self.scene.setPos(self._half_x, 0, 0)
        self.scene.setScale(1.0 / self.aspect, 1.0, 1.0)

    def _begin(self, root: NodePath, camera: NodePath, over: int) -> None:
        flat(root)
        self._root, self._camera = root, camera
        self.texture = picture(self.name)
        self._buffer = self._output()
        self._buffer.makeDisplayRegion().setCamera(camera)
        self.node = self._card(over)
        self._share = self._goal = 0.0
        self._last_s: float | None = None
        self._then: Callable[[], None] | None = None
        """Puts it elsewhere, once it has gone."""
        self._left = LAG
        self._changes = Changes(self._base, self.scene, self._half_x)
        self.drawn = 0
        """How often its picture was drawn."""

    def _top(self) -> PGTop:
        top = PGTop(self.name)
        watcher = getattr(self._base, "mouseWatcherNode", None)
        if watcher is not None:
            top.setMouseWatcher(watcher)
        return top

    def _camera_of(self, root: NodePath, x: float) -> NodePath:
        lens = OrthographicLens()
        lens.setFilmSize(2, 2)
        lens.setNearFar(-1000, 1000)
        node = Camera(f"board-{self.name}", lens)
        node.setInitialState(premultiplied())
        camera = root.attachNewNode(node)
        camera.setX(x)
        return camera

    def _output(self) -> GraphicsOutput:
        base, wanted = self._base, FrameBufferProperties()
        wanted.setRgbaBits(8, 8, 8, 8)
        wanted.setMultisamples(SAMPLES)
        made = base.graphicsEngine.makeOutput(
            base.pipe,
            f"board-{self.name}",
            SORT,
            wanted,
            WindowProperties.size(*self.size_px),
            GraphicsPipe.BF_refuse_window,
            base.win.getGsg(),
            base.win,
        )
        if made is None:
            raise RuntimeError(f"board {self.name}: no picture of {self.size_px} here")
        made.addRenderTexture(self.texture, GraphicsOutput.RTM_bind_or_copy)
        made.setClearColor(LColor(0, 0, 0, 0))
        made.setActive(False)
        return made

    def _card(self, over: int) -> NodePath:
        width, height = self.size_m
        maker = CardMaker(f"board-{self.name}")
        maker.setFrame(-width / 2, width / 2, -height / 2, height / 2)
        card = self._base.render.attachNewNode(maker.generate())
        card.setTexture(self.texture)
        card.setColor(1, 1, 1, 1)
        paint(card, "textured")
        card.setAttrib(laid_over())
        card.setDepthTest(False)
        card.setDepthWrite(False)
        card.setBin("fixed", over)
        card.hide()
        return card

    @property
    def aspect(self) -> float:
        """Width over height."""
        return self.size_m[0] / self.size_m[1]

    # where it stands

    def place(
        self, eye: Sequence[float], heading_deg: float, *, far_m: float, down_deg: float
    ) -> None:
        """Stand `far_m` from `eye` and face it.

        Args:
            eye: in the room, metres.
            heading_deg: the way there, 0 along +y, positive to the left.
            far_m: to the middle of the board.
            down_deg: how far below `eye`'s height the middle is seen.
        """
        way = direction(heading_deg, -down_deg)
        self.node.setPos(Point3(*(float(part) for part in eye)) + way * far_m)
        self.node.setHpr(heading_deg, -down_deg, 0)

    def hit(self, origin: Sequence[float], way: Sequence[float]) -> Hit | None:
        """Where a ray meets its front; None where it is hidden or missed.

        `origin` and `way` are in the room; `way` need not be of length 1.
        """
        if not self.is_shown or self._then is not None:
            return None
        render, node = self._base.render, self.node
        start = node.getRelativePoint(render, Point3(*(float(one) for one in origin)))
        step = Vec3(*(float(one) for one in way))
        length = step.length()
        step = node.getRelativeVector(render, step)
        if length == 0.0 or step.y <= 1e-6 or start.y >= 0.0:
            return None
        share = -start.y / step.y
        u = 0.5 + (start.x + step.x * share) / self.size_m[0]
        v = 0.5 + (start.z + step.z * share) / self.size_m[1]
        if not (0.0 <= u <= 1.0 and 0.0 <= v <= 1.0):
            return None
        return Hit(u, v, share * length)

    def mouse(self, u: float, v: float) -> tuple[float, float]:
        """Where the mouse has to be, in half windows, to point at a place of it."""
        return self._half_x + 2 * u - 1, 2 * v - 1

    def point(self, u: float, v: float) -> Point3:
        """A place of it, in the room."""
        width, height = self.size_m
        here = Point3((u - 0.5) * width, 0, (v - 0.5) * height)
        return self._base.render.getRelativePoint(self.node, here)

    # whether it is seen

    @property
    def is_shown(self) -> bool:
        """It is there, or on its way; one can point at it."""
        return self._goal > 0.0

    @property
    def share(self) -> float:
        """Of the board that is seen, 0..1, while it comes or goes."""
        return self._share * self._share * (3.0 - 2.0 * self._share)

    def show(self) -> None:
        """Let it come."""
        if not self.is_shown:
            self._goal = 1.0
            self.redraw()

    def hide(self, *, at_once: bool = False) -> None:
        """Let it go; `at_once` where something private must not be seen longer."""
        self._goal = 0.0
        if at_once:
            self._share = 0.0
            self._fade()

    def go(self, then: Callable[[], None]) -> None:
        """Fade out, let `then` put it elsewhere, and come again there; no chase."""
        self._then = then

    # every frame

    def frame(self, now_s: float) -> None:
        """Go on coming or going, and draw the picture if it has changed."""
        step_s = 0.0 if self._last_s is None else min(max(now_s - self._last_s, 0), 0.1)
        self._last_s = now_s
        goal = 0.0 if self._then is not None else self._goal
        if self._share != goal:
            step = step_s / FADE_S
            low, high = self._share - step, self._share + step
            self._share = min(max(goal, low), high)
            self._fade()
        if self._then is not None and self._share == 0.0:
            then, self._then = self._then, None
            then()
        if self.is_shown and self._has_changed(now_s):
            self._left = LAG
        is_due = self._left > 0 and self.is_shown
        if is_due:
            self._left -= 1
            self.drawn += 1
        if is_due != self._buffer.isActive():
            self._buffer.setActive(is_due)

    def redraw(self) -> None:
        """Draw the picture anew: something has changed that cannot be noticed."""
        self._left = LAG

    def _fade(self) -> None:
        share = self.share
        self.node.setColorScale(share, share, share, share)
        if share > 0.0:
            self.node.show()
        else:
            self.node.hide()

    def _has_changed(self, now_s: float) -> bool:
        return self._changes.noticed(now_s)

    def remove(self) -> None:
        """Take it away for good."""
        self.hide(at_once=True)
        self.node.removeNode()
        self._base.graphicsEngine.removeWindow(self._buffer)
        self._camera.removeNode()
        if self._half_x > 0.0:
            # the window's own would still know what could be pressed here
            self.scene.node().setMouseWatcher(MouseWatcher())
            _slots.discard(self._slot)
            self.scene.removeNode()
