"""Images that the runtime shows: chosen, made, acquired and given back."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Sequence
from typing import Any, Final

from sim.openxr.results import TIMEOUT_EXPIRED

SRGB8_ALPHA8: Final = 0x8C43
RGBA8: Final = 0x8058
COLOURS: Final = (SRGB8_ALPHA8, RGBA8)
"""By OpenGL's numbers, best first: both hold four bytes per pixel, as our pictures do.

Only the first is shown as it was meant; the second is taken for linear light and looks
washed out, on a runtime that has nothing better.
"""
DEPTH24_STENCIL8: Final = 0x88F0
DEPTHS: Final = (DEPTH24_STENCIL8,)
"""Depth is copied by a blit, which asks for the format of Panda3D's own buffer."""

_WAIT_NS: Final = 250_000_000
_WAITS: Final = 8
"""An image that is not free after two seconds never will be."""

Failed = Callable[[int], None]
"""Hears of a call's result that is no success."""


def chosen(offered: Sequence[int], wanted: Sequence[int]) -> int | None:
    """The first of `wanted` that is `offered`; None if none is."""
    return next((one for one in wanted if one in offered), None)


class Swapchain:
    """One chain of images of one size and format.

    `acquire` and `release` come in pairs, once a frame at most; a frame that does not
    change the picture need not take any: the runtime shows the last one again.
    """

    def __init__(
        self,
        xr: Any,
        session: Any,
        form: int,
        size: tuple[int, int],
        *,
        is_depth: bool = False,
        on_failed: Failed | None = None,
    ) -> None:
        """Make the chain.

        Args:
            xr: the module ``xr``.
            session: OpenXR's handle.
            form: one of the formats that the runtime offers, OpenGL's number.
            size: width and height in pixels.
            is_depth: whether it holds depth.
            on_failed: hears the results of calls that failed.

        Raises:
            XrException: the runtime did not make it.
        """
        self.format = form
        self.size = size
        self._raw = xr.raw_functions
        self._failed = on_failed or (lambda result: None)
        self.handle: Any = xr.create_swapchain(session, _info(xr, form, size, is_depth))
        try:
            images = xr.enumerate_swapchain_images(
                self.handle, xr.SwapchainImageOpenGLKHR
            )
        except xr.XrException:
            self.close()
            raise
        self.images: tuple[int, ...] = tuple(int(one.image) for one in images)
        self._index = ctypes.c_uint32()
        self._at_index = ctypes.byref(self._index)
        self._wait = xr.SwapchainImageWaitInfo(_WAIT_NS)
        self._at_wait = ctypes.byref(self._wait)
        self._is_taken = False
        self.was_filled = False
        """Whether there is a picture to show."""

    def acquire(self) -> int:
        """Take the next image; OpenGL's number, or 0 if the runtime has none."""
        if self.handle is None or self._is_taken:
            return 0
        result = int(
            self._raw.xrAcquireSwapchainImage(self.handle, None, self._at_index)
        )
        if result < 0:
            self._failed(result)
            return 0
        self._is_taken = True
        for _ in range(_WAITS):
            result = int(self._raw.xrWaitSwapchainImage(self.handle, self._at_wait))
            if result != TIMEOUT_EXPIRED:
                break
        if result < 0 or result == TIMEOUT_EXPIRED:
            self._failed(result)
            return 0
        return self.images[self._index.value]

    def release(self) -> None:
        """Hand the filled image over."""
        if self.handle is None or not self._is_taken:
            return
        self._is_taken = False
        result = int(self._raw.xrReleaseSwapchainImage(self.handle, None))
        if result < 0:
            self._failed(result)
        else:
            self.was_filled = True

    def close(self) -> None:
        """Give it back; more than once is fine."""
        handle, self.handle = self.handle, None
        if handle is not None:
            self._raw.xrDestroySwapchain(handle)


def _info(xr: Any, form: int, size: tuple[int, int], is_depth: bool) -> Any:
    usage = xr.SwapchainUsageFlags
    attached = (
        usage.DEPTH_STENCIL_ATTACHMENT_BIT if is_depth else usage.COLOR_ATTACHMENT_BIT
    )
    return xr.SwapchainCreateInfo(
        usage_flags=attached | usage.TRANSFER_DST_BIT | usage.SAMPLED_BIT,
        format=form,
        sample_count=1,
        width=size[0],
        height=size[1],
        face_count=1,
        array_size=1,
        mip_count=1,
    )
