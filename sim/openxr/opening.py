"""What a session is made of, made in the order that OpenXR asks for."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from sim.openxr.copying import Copying
from sim.openxr.extras import Passthrough, RefreshRate
from sim.openxr.graphics import Graphics
from sim.openxr.instance import Runtime
from sim.openxr.layers import Layers, Room, Submission
from sim.openxr.spaces import Spaces
from sim.openxr.swapchains import COLOURS, DEPTHS, Failed, Swapchain, chosen
from sim.unavailable import HeadsetUnavailable

NO_FORMAT: Final = (
    "{runtime} takes no picture of the kind that this program draws, so the room opens "
    "on the screen."
)
_ROOM_LAYERS: Final = 2
"""The room itself, and the real one under it."""


@dataclass
class Parts:
    """All that is to be given back before the session is."""

    spaces: Spaces
    passthrough: Passthrough
    rate: RefreshRate
    copying: Copying
    eye_size: tuple[int, int]
    colour: Swapchain
    depth: Swapchain | None
    room: Room
    submission: Submission
    layers: Layers


def handle(runtime: Runtime, graphics: Graphics) -> Any:
    """OpenXR's session over `graphics`.

    Raises:
        HeadsetUnavailable: the driver is too old.
        XrException: the runtime gave none.
    """
    xr = runtime.xr
    graphics.check(runtime)
    graphics.tidy()
    binding = ctypes.cast(ctypes.pointer(graphics.binding), ctypes.c_void_p)
    made = xr.create_session(
        runtime.instance,
        xr.SessionCreateInfo(system_id=runtime.system, next=binding),
    )
    graphics.tidy()
    return made


class Opening:
    """Makes the parts; what was made before a failure can be given back."""

    def __init__(
        self, runtime: Runtime, graphics: Graphics, session: Any, on_failed: Failed
    ) -> None:
        """Make parts for `session`, OpenXR's handle."""
        self._runtime = runtime
        self._graphics = graphics
        self._session = session
        self._on_failed = on_failed
        self._made: list[Callable[[], None]] = []

    def parts(self, scale: float, has_depth: bool) -> Parts:
        """Make all.

        Raises:
            HeadsetUnavailable: there is no format in common.
            XrException: the runtime refused one of them.
        """
        runtime, session, xr = self._runtime, self._session, self._runtime.xr
        spaces = Spaces(xr, session, runtime.has("XR_EXT_local_floor"))
        self._made.append(spaces.close)
        passthrough = Passthrough(runtime, session)
        self._made.append(passthrough.close)
        copying = Copying(self._graphics)
        self._made.append(copying.close)
        size = eye_size(runtime, scale)
        formats = [int(one) for one in xr.enumerate_swapchain_formats(session)]
        form = chosen(formats, COLOURS)
        if form is None:
            raise HeadsetUnavailable(NO_FORMAT.format(runtime=runtime.name))
        colour = self._chain(form, size, is_depth=False)
        depth = self._depth(formats, size) if has_depth else None
        most = max(runtime.most_layers - _ROOM_LAYERS, 0)
        layers = Layers(xr, session, form, most, self._on_failed)
        self._made.append(layers.close)
        self._graphics.tidy()
        return Parts(
            spaces=spaces,
            passthrough=passthrough,
            rate=RefreshRate(runtime, session),
            copying=copying,
            eye_size=size,
            colour=colour,
            depth=depth,
            room=Room(xr, size, colour, depth),
            submission=Submission(xr, runtime.most_layers),
            layers=layers,
        )

    def close(self) -> None:
        """Give back what was made, last first; more than once is fine."""
        while self._made:
            self._made.pop()()

    def _depth(self, formats: list[int], size: tuple[int, int]) -> Swapchain | None:
        form = chosen(formats, DEPTHS)
        if form is None or not self._runtime.has("XR_KHR_composition_layer_depth"):
            return None
        return self._chain(form, size, is_depth=True)

    def _chain(self, form: int, eye: tuple[int, int], *, is_depth: bool) -> Swapchain:
        chain = Swapchain(
            self._runtime.xr,
            self._session,
            form,
            (2 * eye[0], eye[1]),
            is_depth=is_depth,
            on_failed=self._on_failed,
        )
        self._made.append(chain.close)
        return chain


def eye_size(runtime: Runtime, scale: float) -> tuple[int, int]:
    """Of one eye's picture in pixels; two side by side fit the runtime's limits.

    Args:
        runtime: what it recommends, and its limits.
        scale: of the recommended width and height.
    """
    (width, height), most, largest = runtime.recommended, runtime.most, runtime.largest
    size = []
    for side, limit in (
        (width * scale, min(most[0], largest[0] // 2)),
        (height * scale, min(most[1], largest[1])),
    ):
        even = max(2, round(side / 2) * 2)
        size.append(min(even, limit // 2 * 2) or even)
    return size[0], size[1]
