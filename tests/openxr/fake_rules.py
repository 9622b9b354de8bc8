"""OpenXR's rules of order, kept over a `FakeXr`: what breaks one is noted and refused.

From the specification's "Frame Synchronization", "Swapchain Image Management" and
"Session Lifecycle"; only those that a program can break by the order of its calls.
"""

# ruff: noqa: N802 - the functions bear the names that C gives them

from __future__ import annotations

import ctypes
from types import SimpleNamespace

import xr

from tests.openxr.fake_calls import KINDS, at, handle_of

ORDER = xr.Result.ERROR_CALL_ORDER_INVALID
NOT_RUNNING = xr.Result.ERROR_SESSION_NOT_RUNNING


class Rules:
    """One session's book."""

    def __init__(self, fake):
        self.fake = fake
        self.is_running = self.is_waited = self.is_begun = False
        self.images = {}
        """Swapchain to how far its image is: taken, waited for."""

    def broken(self, name, words):
        """The result for what is out of order; None for what is not."""
        check = getattr(self, name, None)
        return None if check is None else check(*words)

    def xrBeginSession(self, session, info):
        if self.is_running:
            return xr.Result.ERROR_SESSION_RUNNING
        self.is_running = True

    def xrEndSession(self, session):
        if not self.is_running:
            return NOT_RUNNING
        self.is_running = self.is_waited = self.is_begun = False

    def xrRequestExitSession(self, session):
        return None if self.is_running else NOT_RUNNING

    def xrWaitFrame(self, session, info, out):
        if not self.is_running:
            return NOT_RUNNING
        self.is_waited = True

    def xrBeginFrame(self, session, info):
        if not self.is_waited:
            return ORDER
        self.is_waited, self.is_begun = False, True

    def xrEndFrame(self, session, info):
        if not self.is_begun:
            return ORDER
        self.is_begun = False
        return self._layers(at(info))

    def xrAcquireSwapchainImage(self, chain, info, index):
        if handle_of(chain) in self.images:
            return ORDER
        self.images[handle_of(chain)] = "taken"

    def xrWaitSwapchainImage(self, chain, info):
        if self.images.get(handle_of(chain)) != "taken":
            return ORDER
        if not self.fake.failing.get("xrWaitSwapchainImage"):
            self.images[handle_of(chain)] = "waited"

    def xrReleaseSwapchainImage(self, chain, info):
        if self.images.pop(handle_of(chain), None) != "waited":
            return ORDER

    def xrLocateSpace(self, space, base, time_ns, out):
        return self._alive(space, base)

    def xrLocateViews(self, session, info, *words):
        return self._alive(at(info).space)

    def _alive(self, *spaces):
        if any(self.fake.alive.get(handle_of(one)) != "space" for one in spaces):
            return xr.Result.ERROR_HANDLE_INVALID
        return None

    def _layers(self, info):
        for one in range(info.layer_count):
            kind = KINDS.get(info._layers[one].contents._type)
            if kind is None:
                return xr.Result.ERROR_LAYER_INVALID
            layer = ctypes.cast(info._layers[one], ctypes.POINTER(kind))[0]
            result = self._layer(layer)
            if result is not None:
                return result
        return None

    def _layer(self, layer):
        if isinstance(layer, xr.CompositionLayerPassthroughFB):
            number = handle_of(layer.layer_handle)
            is_there = self.fake.alive.get(number) == "passthrough layer"
            return None if is_there else xr.Result.ERROR_HANDLE_INVALID
        if self._alive(layer.space) is not None:
            return xr.Result.ERROR_HANDLE_INVALID
        if isinstance(layer, xr.CompositionLayerQuad):
            return self._picture(layer.pose, layer.sub_image)
        for one in range(layer.view_count):
            view = layer._views[one]
            result = self._picture(view.pose, view.sub_image)
            if result is None and view._next:
                depth = xr.CompositionLayerDepthInfoKHR.from_address(view._next)
                result = self._picture(view.pose, depth.sub_image)
            if result is not None:
                return result
        return None

    def _picture(self, pose, sub_image):
        turn = pose.orientation
        norm = sum(one * one for one in (turn.x, turn.y, turn.z, turn.w))
        if abs(norm - 1) > 0.02:
            return xr.Result.ERROR_POSE_INVALID
        chain = handle_of(sub_image.swapchain)
        if self.fake.alive.get(chain) != "swapchain":
            return xr.Result.ERROR_HANDLE_INVALID
        made, rect = self.fake.about[chain], sub_image.image_rect
        if (
            rect.extent.width <= 0
            or rect.offset.x + rect.extent.width > made.width
            or rect.offset.y + rect.extent.height > made.height
        ):
            return xr.Result.ERROR_SWAPCHAIN_RECT_INVALID
        is_released = self.fake.taken[chain] > 0
        return None if is_released else xr.Result.ERROR_LAYER_INVALID


def order_kept(fake):
    """The namespace of C functions over `fake`, with the rules in between."""
    rules = Rules(fake)

    class Raw(SimpleNamespace):
        def __getattr__(self, name):
            if not name.startswith("xr"):
                raise AttributeError(name)
            return lambda *words: raw(name, *words)

    def raw(name, *words):
        failing = fake.failing.get(name, 0)
        if isinstance(failing, list):
            failing = failing[0] if failing else 0
        if failing >= 0:
            result = rules.broken(name, words)
            if result is not None:
                fake.calls.append(name)
                fake.broken_rules.append(f"{name}: {result.name}")
                return result
        return fake.call(name, *words)

    fake.raw, fake.rules = raw, rules
    return Raw()
