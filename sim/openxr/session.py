"""One OpenXR session: its state, its frames, its pictures.

A frame is ``poll, wait, locate, (draw, copy), locate late, end``, all on the thread
that draws. Nothing here raises during a frame: a session that is lost says so by
`is_lost`, and `why` says more.
"""

from __future__ import annotations

import ctypes
import time
from functools import partial
from typing import Final

from sim.openxr import opening, results
from sim.openxr.events import Events
from sim.openxr.graphics import Graphics
from sim.openxr.hearing import Hearing
from sim.openxr.instance import REFUSED, Runtime, reason
from sim.openxr.spaces import Spaces
from sim.openxr.states import Happened, State
from sim.openxr.views import Located, Views
from sim.unavailable import HeadsetUnavailable

EXIT_S: Final = 2.0
"""How long a runtime may take to let go before we leave anyway."""
_BAD_ENDS: Final = 30
"""Frames in a row that the runtime refuses before the session counts as lost."""


class Session(Hearing):
    """A session over `graphics`, from making it to giving all back."""

    def __init__(
        self,
        runtime: Runtime,
        graphics: Graphics,
        *,
        scale: float = 1.0,
        depth: bool = True,
    ) -> None:
        """Make the session and its images.

        Args:
            runtime: an open one.
            graphics: its context stays current from now on.
            scale: of the size that the runtime recommends for each eye's picture.
            depth: whether to hand depth over, where the runtime takes it.

        Raises:
            HeadsetUnavailable: the runtime did not give one; one line says why.
        """
        super().__init__(runtime.xr)
        self._runtime = runtime
        self._graphics = graphics
        self._is_begun = False
        self._should_render = False
        self._has_picture = self._has_moved = False
        self._bad_ends = 0
        self._opening: opening.Opening | None = None
        try:
            self._open(scale, depth)
        except HeadsetUnavailable:
            self.close()
            raise
        except runtime.xr.XrException as error:
            self.close()
            raise HeadsetUnavailable(
                REFUSED.format(runtime=runtime.name, error=reason(error))
            ) from None

    # a frame

    def wait(self) -> bool:
        """Wait until it is time for a frame, and begin it.

        Blocks for up to a period of the display while the session runs; returns at
        once while it does not, so that the caller must then find its own pace.

        Returns:
            Whether a picture is wanted. `end` is owed in either case (and does
            nothing where there was no frame).
        """
        self.end(copied=False)  # in case the last one was left open
        self._should_render = False
        if not self._can_draw():
            return False
        if self.spaces.settle():
            self._has_picture = False  # it was drawn for the space that was
            self._has_moved = True
        if not self._begun():
            return False
        self._is_begun = True
        self._should_render = bool(self._frame.should_render)
        return self._should_render

    @property
    def display_time_ns(self) -> int:
        """When this frame will be seen, on the runtime's clock."""
        return int(self._frame.predicted_display_time)

    @property
    def period_s(self) -> float:
        """Between two frames; 0.0 before the first."""
        return float(self._frame.predicted_display_period) * 1e-9

    def locate(self) -> Located:
        """Look where the user is when this frame will be seen.

        May be called more than once a frame: the later, the better the guess. The
        object is the same each time.
        """
        time_ns = self.display_time_ns
        if self.handle is None or not time_ns:
            return self.views.located
        result = self.views.look(time_ns, self.spaces.view, self.spaces.play)
        if result in results.LOSSES:
            self.failed("xrLocateViews or xrLocateSpace", result)
            return self.views.located
        if self.spaces.has_changed(time_ns):
            self.spaces.recentre(self.views.located.head)
        if self._has_moved:
            self._has_moved = False
            self.on_recentred()
        return self.views.located

    def end(self, copied: bool) -> None:
        """End the frame with all there is to show.

        Args:
            copied: whether `colour` (and `depth`) hold the picture of the last
                `locate`. If not, the runtime shows the one before, turned to where
                the user looks now.
        """
        if not self._is_begun:
            return
        self._is_begun = False
        if not self._can_draw():
            return
        self._compose(copied)
        result = self._submit()
        if result < 0 and result not in results.LOSSES:
            # a refused layer must not keep the frame open
            self._parts.submission.clear()
            self._submit()
        self._graphics.tidy()
        self._bad_ends = self._bad_ends + 1 if result < 0 else 0
        if result in results.LOSSES or self._bad_ends >= _BAD_ENDS:
            self.failed("xrEndFrame", result)

    # leaving

    def blank(self) -> None:
        """Show nothing of ours any more, at once: one empty frame (for a quick exit).

        Waits for that frame, up to a period of the display.
        """
        self.forget()
        if not self._is_begun:
            self.wait()
        self.end(copied=False)

    def forget(self) -> None:
        """Show no picture and no board of before: nobody looks, or nobody should."""
        self._has_picture = False
        for quad in self.layers.quads:
            quad.is_shown = False

    def request_exit(self) -> None:
        """Ask to leave; go on with frames until `is_over`."""
        self.happen(Happened.EXIT_ASKED)

    def close(self) -> None:
        """Leave in good order and give all back; in any state, more than once."""
        if self.state is State.CLOSED:
            return
        if self._graphics.is_there:
            self._give_back()
        else:  # any call would reach into a context that is gone
            self.handle = None
            self._runtime.abandon()
        self.happen(Happened.CLOSED)

    # inside

    def _open(self, scale: float, depth: bool) -> None:
        runtime, xr = self._runtime, self._xr
        self._frame = xr.FrameState()
        self._at_frame = ctypes.byref(self._frame)
        self._events = Events(xr, runtime.instance)
        self.handle = opening.handle(runtime, self._graphics)
        self.views = Views(xr, self.handle)
        self._opening = opening.Opening(
            runtime,
            self._graphics,
            self.handle,
            partial(self.failed, "a call for images"),
        )
        self._parts = parts = self._opening.parts(scale, depth)
        self.spaces: Spaces = parts.spaces
        self.eye_size = parts.eye_size
        """Width and height of one eye's picture, in pixels."""
        self.colour = parts.colour
        """Both eyes side by side."""
        self.depth = parts.depth
        """The same for depth; None where the runtime does not take it."""
        self.layers = parts.layers
        self.passthrough = parts.passthrough
        self.copying = parts.copying

    def _can_draw(self) -> bool:
        if self.handle is None or not self.is_running:
            return False
        if not self._graphics.is_there:
            self.why = "the window is gone"
            self.happen(Happened.CALL_FAILED)
        return self.is_running

    def _begun(self) -> bool:
        """Wait for the runtime and begin the frame; False if the session is lost."""
        waited = int(self._raw.xrWaitFrame(self.handle, None, self._at_frame))
        if waited < 0:
            self.failed("xrWaitFrame", waited)
            return False
        begun = int(self._raw.xrBeginFrame(self.handle, None))
        self._graphics.tidy()
        if begun < 0 or results.SESSION_LOSS_PENDING in (waited, begun):
            self.failed("xrWaitFrame or xrBeginFrame", begun or waited)
        return self.is_running

    def _compose(self, copied: bool) -> None:
        submission = self._parts.submission
        submission.clear()
        if not self._should_render:
            return
        if self.passthrough.layer is not None:
            submission.add(self.passthrough.layer)
        if copied and self.colour.was_filled:
            self._parts.room.write(self.views, self.spaces.play)
            self._has_picture = True
        if self._has_picture:
            submission.add(self._parts.room.layer)
        for quad in self.layers.quads:
            quad.renew(self._graphics.texture_id, self.copying.copy)
            if quad.ready(self.spaces):
                submission.add(quad.layer)

    def _submit(self) -> int:
        return self._parts.submission.end(
            self.handle, self.display_time_ns, self.passthrough.blend_mode
        )

    def _give_back(self) -> None:
        if self.handle is not None:
            self._leave()
        self._graphics.make_current()
        if self._opening is not None:
            self._opening.close()
        handle, self.handle = self.handle, None
        if handle is not None:
            self._raw.xrDestroySession(handle)
        self._graphics.tidy()

    def _leave(self) -> None:
        """Ask to exit, and go on with empty frames until the runtime lets go."""
        until = time.perf_counter() + EXIT_S
        self.end(copied=False)
        self.request_exit()
        while not self.is_over and time.perf_counter() < until:
            self.poll()
            if self.is_running:
                self.wait()
                self.end(copied=False)
            else:
                time.sleep(0.005)
