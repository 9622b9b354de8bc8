"""What only some headsets have; each does nothing where it is missing."""

from __future__ import annotations

import ctypes
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from sim.openxr.instance import Runtime
from sim.viewing import Floats

Indices = npt.NDArray[np.uint32]
See = Literal["alpha", "additive", "layer"]
"""How the real room is shown behind the picture."""


class Passthrough:
    """The real room, seen through the headset.

    By an environment blend mode where there is one (glasses, Pico, SteamVR), else as a
    layer of XR_FB_passthrough (Meta).
    """

    def __init__(self, runtime: Runtime, session: Any) -> None:
        self._runtime = runtime
        self._session = session
        modes = runtime.xr.EnvironmentBlendMode
        self._opaque = int(modes.OPAQUE)
        self._alpha = int(modes.ALPHA_BLEND)
        self._additive = int(modes.ADDITIVE)
        self.is_on = False
        self.layer: Any = None
        """The structure to lay under the room while it is on, or None."""
        self._feature: Any = None
        self._handle: Any = None

    @property
    def kind(self) -> See | None:
        """What this headset has; None for a closed one."""
        modes = self._runtime.blend_modes
        if self._alpha in modes:
            return "alpha"
        if self._runtime.has("XR_FB_passthrough") and self._opaque in modes:
            return "layer"
        return "additive" if self._additive in modes else None

    @property
    def blend_mode(self) -> int:
        """For the end of the frame. Glasses (additive only) can never be opaque."""
        modes = self._runtime.blend_modes
        if self.is_on and self.kind == "alpha":
            return self._alpha
        if self._opaque in modes and not (self.is_on and self.kind == "additive"):
            return self._opaque
        return self._additive if self._additive in modes else modes[0]

    def set(self, is_on: bool) -> bool:
        """Show or hide the real room; whether it is shown now."""
        kind = self.kind
        if kind == "layer":
            is_on = self._start() if is_on else self._pause()
        self.is_on = is_on and kind is not None
        return self.is_on

    def close(self) -> None:
        """Give it back."""
        self.layer = None
        for name, destroy in (
            ("_handle", "xrDestroyPassthroughLayerFB"),
            ("_feature", "xrDestroyPassthroughFB"),
        ):
            handle = getattr(self, name)
            setattr(self, name, None)
            if handle is not None:
                self._runtime.function(destroy)(handle)

    def _start(self) -> bool:
        xr = self._runtime.xr
        try:
            if self._handle is None:
                self._make()
            for name, handle in (
                ("xrPassthroughStartFB", self._feature),
                ("xrPassthroughLayerResumeFB", self._handle),
            ):
                if int(self._runtime.function(name)(handle)) < 0:
                    return False
        except xr.XrException:  # the user has not allowed it, or it is in use
            self.close()
            return False
        layer = xr.CompositionLayerPassthroughFB(layer_handle=self._handle)
        layer._layer_flags = int(
            xr.CompositionLayerFlags.BLEND_TEXTURE_SOURCE_ALPHA_BIT
        )
        self.layer = layer
        return True

    def _pause(self) -> bool:
        self.layer = None
        if self._handle is not None:
            self._runtime.function("xrPassthroughLayerPauseFB")(self._handle)
            self._runtime.function("xrPassthroughPauseFB")(self._feature)
        return False

    def _make(self) -> None:
        xr = self._runtime.xr
        self._feature = xr.create_passthrough_fb(
            self._session, xr.PassthroughCreateInfoFB()
        )
        self._handle = xr.create_passthrough_layer_fb(
            self._session, xr.PassthroughLayerCreateInfoFB(self._feature)
        )


class RefreshRate:
    """How many pictures a second the display shows, XR_FB_display_refresh_rate."""

    def __init__(self, runtime: Runtime, session: Any) -> None:
        self._runtime = runtime
        self._session = session
        self._has = runtime.has("XR_FB_display_refresh_rate")
        self.rates: tuple[float, ...] = ()
        """What can be chosen, in Hz, slowest first."""
        if self._has:
            self._list()

    @property
    def now_hz(self) -> float | None:
        """What the display runs at; None if it does not say."""
        if not self._has:
            return None
        rate = ctypes.c_float()
        ask = self._runtime.function("xrGetDisplayRefreshRateFB")
        if int(ask(self._session, ctypes.byref(rate))) < 0:
            return None
        return float(rate.value) or None

    def set(self, hz: float) -> bool:
        """Ask for the rate nearest to `hz`, 0 for the system's own choice."""
        if not self.rates:
            return False
        nearest = min(self.rates, key=lambda one: abs(one - hz)) if hz > 0 else 0.0
        request = self._runtime.function("xrRequestDisplayRefreshRateFB")
        return int(request(self._session, ctypes.c_float(nearest))) >= 0

    def _list(self) -> None:
        xr = self._runtime.xr
        try:
            rates = xr.enumerate_display_refresh_rates_fb(self._session)
        except xr.XrException:
            return
        self.rates = tuple(sorted(float(rate) for rate in rates))


def visibility_mask(
    runtime: Runtime, session: Any, eye: int
) -> tuple[Floats, Indices] | None:
    """What of an eye's picture the optics hide, to spare drawing it.

    Args:
        runtime: with XR_KHR_visibility_mask.
        session: OpenXR's handle.
        eye: 0 left, 1 right.

    Returns:
        Points (n, 2) as tangents, right and up of straight ahead, in the measure of
        `Located.tangents` (in the eye's own axes the point is ``x, 1, y``); and their
        triangles (m, 3). None if nothing is hidden or the runtime does not say.
    """
    if not runtime.has("XR_KHR_visibility_mask"):
        return None
    xr = runtime.xr
    ask = runtime.function("xrGetVisibilityMaskKHR")
    mask = xr.VisibilityMaskKHR()
    which = (
        session,
        int(xr.ViewConfigurationType.PRIMARY_STEREO),
        eye,
        int(xr.VisibilityMaskTypeKHR.HIDDEN_TRIANGLE_MESH),
        ctypes.byref(mask),
    )
    if int(ask(*which)) < 0 or not mask.vertex_count_output:
        return None
    points = np.zeros((mask.vertex_count_output, 2), np.float32)
    corners = np.zeros(mask.index_count_output, np.uint32)
    mask.vertex_capacity_input, mask.index_capacity_input = len(points), len(corners)
    mask.vertices = points.ctypes.data_as(ctypes.POINTER(xr.Vector2f))
    mask.indices = corners.ctypes.data_as(ctypes.POINTER(ctypes.c_uint32))
    if int(ask(*which)) < 0:
        return None
    whole = len(corners) // 3 * 3
    triangles = corners[:whole].reshape(-1, 3)
    if not whole or int(triangles.max()) >= len(points):
        return None
    return points, triangles
