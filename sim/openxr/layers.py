"""What the runtime lays over each other: the room, and pictures on flat boards.

All structures are made when a layer is added, and written into from then on.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any, Final, Literal

import numpy as np

from sim.openxr import poses
from sim.openxr.spaces import Spaces
from sim.openxr.swapchains import Failed, Swapchain
from sim.openxr.views import EYES, Views
from sim.viewing import Floats

Anchor = Literal["play", "head"]
Copy = Callable[[int, int, tuple[int, int]], bool]
"""Texture, image, size: see `sim.openxr.copying.Copying.copy`."""
BLEND: Final = 0b010
"""XR_COMPOSITION_LAYER_BLEND_TEXTURE_SOURCE_ALPHA_BIT"""
UNPREMULTIPLIED: Final = 0b100
"""XR_COMPOSITION_LAYER_UNPREMULTIPLIED_ALPHA_BIT"""


class Quad:
    """A flat picture in space, kept sharp by the runtime.

    It is shown over the room, whatever stands before it.
    """

    def __init__(
        self, xr: Any, chain: Swapchain, size_m: tuple[float, float], flags: int
    ) -> None:
        self.chain = chain
        self.place: Floats = np.zeros(3, np.float32)
        """Of its middle, in metres, Z up, in the space of its anchor."""
        self.turn: Floats = np.array((1, 0, 0, 0), np.float32)
        """At rest it faces a reader who looks along +y."""
        self.anchor: Anchor = "play"
        """`head` moves with the head: only for what lasts a moment."""
        self.is_shown = True
        self.texture: Any = None
        """Panda3D's texture to copy from; give it with `redraw`."""
        self._is_stale = True
        self.layer = xr.CompositionLayerQuad(
            layer_flags=flags, eye_visibility=xr.EyeVisibility.BOTH
        )
        self.layer.size.width, self.layer.size.height = size_m
        _fill(self.layer.sub_image, chain, 0, chain.size)

    @property
    def size_m(self) -> tuple[float, float]:
        """Width and height in the room, in metres."""
        return self.layer.size.width, self.layer.size.height

    @size_m.setter
    def size_m(self, size_m: tuple[float, float]) -> None:
        self.layer.size.width, self.layer.size.height = size_m

    def redraw(self) -> None:
        """The texture has changed: copy it at the end of this frame."""
        self._is_stale = True

    def renew(self, texture_id: Callable[[Any], int], copy: Copy) -> None:
        """Copy the picture over if it has changed."""
        if not (self._is_stale and self.is_shown) or self.texture is None:
            return
        source = texture_id(self.texture)
        image = self.chain.acquire() if source else 0
        if image:
            is_done = copy(source, image, self.chain.size)
            self.chain.release()
            self._is_stale = not is_done

    def ready(self, spaces: Spaces) -> bool:
        """Write pose and space; False if there is nothing to show."""
        if not (self.is_shown and self.chain.was_filled):
            return False
        self.layer.space = spaces.play if self.anchor == "play" else spaces.view
        poses.pose_out(self.layer.pose, self.place, self.turn)
        return True


class Room:
    """The projection layer: both eyes out of one double-wide picture."""

    def __init__(
        self,
        xr: Any,
        eye_size: tuple[int, int],
        colour: Swapchain,
        depth: Swapchain | None,
    ) -> None:
        self._views = (xr.CompositionLayerProjectionView * EYES)()
        self._depths = (xr.CompositionLayerDepthInfoKHR * EYES)()
        self.layer = xr.CompositionLayerProjection(
            view_count=EYES,
            views=ctypes.cast(
                self._views, ctypes.POINTER(xr.CompositionLayerProjectionView)
            ),
        )
        for eye in range(EYES):
            view, behind = self._views[eye], self._depths[eye]
            view.type = xr.StructureType.COMPOSITION_LAYER_PROJECTION_VIEW
            behind.type = xr.StructureType.COMPOSITION_LAYER_DEPTH_INFO_KHR
            behind.min_depth, behind.max_depth = 0.0, 1.0
            _fill(view.sub_image, colour, eye * eye_size[0], eye_size)
            if depth is not None:
                _fill(behind.sub_image, depth, eye * eye_size[0], eye_size)
        self._depth = depth
        self.set_range(0.05, 100.0)
        self.set_blended(False)

    def set_range(self, near_m: float, far_m: float) -> None:
        """Of the eyes' lenses, so that depth means metres."""
        for behind in self._depths:
            behind.near_z, behind.far_z = near_m, far_m

    def set_blended(self, is_blended: bool) -> None:
        """Whether what is behind shows where the picture is see-through."""
        self.layer._layer_flags = BLEND | UNPREMULTIPLIED if is_blended else 0

    def write(self, views: Views, space: Any) -> None:
        """Pair the picture with the poses that it was drawn for."""
        has_depth = self._depth is not None and self._depth.was_filled
        self.layer.space = space
        for eye in range(EYES):
            view = self._views[eye]
            view.pose, view.fov = views.poses[eye], views.fovs[eye]
            view._next = ctypes.addressof(self._depths[eye]) if has_depth else None


class Layers:
    """The boards of the user's own, in the order in which they were added."""

    def __init__(
        self,
        xr: Any,
        session: Any,
        form: int,
        most: int,
        on_failed: Failed,
    ) -> None:
        """Add up to `most` boards of the format `form`."""
        self._xr = xr
        self._session = session
        self._form = form
        self._most = most
        self._on_failed = on_failed
        self.quads: list[Quad] = []

    def add_quad(
        self,
        size_px: tuple[int, int],
        size_m: tuple[float, float],
        *,
        is_premultiplied: bool = False,
    ) -> Quad | None:
        """A new board over those there are; None if the runtime takes no more.

        Args:
            size_px: width and height of its picture.
            size_m: width and height in the room.
            is_premultiplied: whether colours are multiplied by their alpha already.
        """
        if len(self.quads) >= self._most:
            return None
        try:
            chain = Swapchain(
                self._xr, self._session, self._form, size_px, on_failed=self._on_failed
            )
        except self._xr.XrException:
            return None
        flags = BLEND if is_premultiplied else BLEND | UNPREMULTIPLIED
        quad = Quad(self._xr, chain, size_m, flags)
        self.quads.append(quad)
        return quad

    def remove(self, quad: Quad) -> None:
        """Take a board away and give its images back; not inside a frame's end."""
        if quad in self.quads:
            self.quads.remove(quad)
            quad.chain.close()

    def close(self) -> None:
        """Take all away."""
        for quad in tuple(self.quads):
            self.remove(quad)


class Submission:
    """The list that ends a frame; the same memory every frame."""

    def __init__(self, xr: Any, most: int) -> None:
        """Make room for `most` layers."""
        self._raw = xr.raw_functions
        self._header = ctypes.POINTER(xr.CompositionLayerBaseHeader)
        self._pointers = (ctypes.c_void_p * most)()
        self._most = most
        self._info = xr.FrameEndInfo()
        self._info._layers = ctypes.cast(self._pointers, ctypes.POINTER(self._header))
        self._at_info = ctypes.byref(self._info)
        self._count = 0

    def clear(self) -> None:
        """Begin an empty list."""
        self._count = 0

    def add(self, layer: Any) -> None:
        """Lay `layer` over what is there; one too many is left out."""
        if self._count < self._most:
            self._pointers[self._count] = ctypes.addressof(layer)
            self._count += 1

    def end(self, session: Any, time_ns: int, blend_mode: int) -> int:
        """End the frame; the result."""
        self._info.display_time = time_ns
        self._info._environment_blend_mode = blend_mode
        self._info.layer_count = self._count
        return int(self._raw.xrEndFrame(session, self._at_info))


def _fill(sub_image: Any, chain: Swapchain, left: int, size: tuple[int, int]) -> None:
    """Point a layer at a part of a chain's image; `left` and `size` in pixels."""
    sub_image.swapchain = chain.handle
    rect = sub_image.image_rect
    rect.offset.x, rect.offset.y = left, 0
    rect.extent.width, rect.extent.height = size
