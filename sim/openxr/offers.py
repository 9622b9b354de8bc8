"""What a runtime and the headset in it offer, asked once and written down."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from typing import Any, Final

from sim.openxr import gaze
from sim.openxr.extras import Passthrough
from sim.openxr.graphics import Graphics
from sim.openxr.instance import EYE_GAZE, Runtime, text
from sim.openxr.session import Session

FORMATS: Final = {
    0x8C43: "SRGB8_ALPHA8",
    0x8C41: "SRGB8",
    0x8058: "RGBA8",
    0x8059: "RGB10_A2",
    0x805B: "RGBA16",
    0x881A: "RGBA16F",
    0x881B: "RGB16F",
    0x81A5: "DEPTH_COMPONENT16",
    0x81A6: "DEPTH_COMPONENT24",
    0x8CAC: "DEPTH_COMPONENT32F",
    0x88F0: "DEPTH24_STENCIL8",
    0x8CAD: "DEPTH32F_STENCIL8",
}
"""OpenGL's names of the formats that runtimes have been seen to offer."""


@dataclass(frozen=True, slots=True)
class Offers:
    """What can be known without beginning a session."""

    runtime: str
    version: str
    headset: str
    turning: bool
    """It follows how the head turns."""
    moving: bool
    """It follows where the head goes."""
    hands: bool
    """It follows hands without controllers."""
    eyes: bool | None
    """It follows where the eyes look; None where it was not asked, for want of consent,
    although the runtime knows how."""
    passthrough: str
    """How the real room can be seen: alpha, additive, layer, or empty for not."""
    eye_size: tuple[int, int]
    """Width and height that it recommends for each eye, pixels."""
    largest: tuple[int, int]
    """The largest picture that it takes, pixels."""
    blend_modes: tuple[str, ...]
    extensions: tuple[str, ...]
    """All that the runtime has, whether we use it or not."""
    used: tuple[str, ...]
    """Those of them that we use."""


@dataclass(frozen=True, slots=True)
class InSession:
    """What only a session can tell."""

    refresh_rates: tuple[float, ...]
    """Hz; empty where it cannot be chosen."""
    refresh_rate: float | None
    """Hz, now."""
    spaces: tuple[str, ...]
    """Reference spaces, as OpenXR names them."""
    space: str
    """The one that we use."""
    formats: tuple[str, ...]
    """Of pictures, best first as the runtime says."""
    opengl: str
    """Version of the driver."""


def of_runtime(runtime: Runtime) -> Offers:
    """What `runtime` offers; nothing appears in the headset for it."""
    xr = runtime.xr
    told = _system(runtime)
    tracking = told.tracking_properties
    found = xr.enumerate_instance_extension_properties()
    every = tuple(sorted(text(one.extension_name) for one in found))
    return Offers(
        runtime=runtime.name,
        version=runtime.version,
        headset=runtime.system_name,
        turning=bool(tracking.orientation_tracking),
        moving=bool(tracking.position_tracking),
        hands=_has_hands(runtime),
        eyes=_eyes(runtime, EYE_GAZE in every),
        passthrough=Passthrough(runtime, None).kind or "",
        eye_size=runtime.recommended,
        largest=runtime.largest,
        blend_modes=tuple(_named(xr.EnvironmentBlendMode, runtime.blend_modes)),
        extensions=every,
        used=tuple(sorted(runtime.extensions)),
    )


def in_session(runtime: Runtime, graphics: Graphics) -> InSession:
    """Begin a session, ask it, and end it again.

    Raises:
        HeadsetUnavailable: the runtime gave none; one line says why.
    """
    xr = runtime.xr
    session = Session(runtime, graphics)
    try:
        spaces = [int(one) for one in xr.enumerate_reference_spaces(session.handle)]
        formats = xr.enumerate_swapchain_formats(session.handle)
        return InSession(
            refresh_rates=session.refresh_rates,
            refresh_rate=session.refresh_rate,
            spaces=tuple(_named(xr.ReferenceSpaceType, spaces)),
            space=session.spaces.kind,
            formats=tuple(FORMATS.get(int(one), hex(int(one))) for one in formats),
            opengl=".".join(map(str, graphics.version)),
        )
    finally:
        session.close()


def _system(runtime: Runtime, also: Any = None) -> Any:
    """``XrSystemProperties``, with `also` filled in where one is given."""
    xr = runtime.xr
    next_one = ctypes.cast(ctypes.pointer(also), ctypes.c_void_p) if also else None
    told = xr.SystemProperties(next=next_one)
    xr.raw_functions.xrGetSystemProperties(
        runtime.instance, runtime.system, ctypes.byref(told)
    )
    return told


def _has_hands(runtime: Runtime) -> bool:
    if not runtime.has("XR_EXT_hand_tracking"):
        return False
    hands = runtime.xr.SystemHandTrackingPropertiesEXT()
    _system(runtime, hands)
    return bool(hands.supports_hand_tracking)


def _eyes(runtime: Runtime, is_offered: bool) -> bool | None:
    """Without consent the headset itself is not asked."""
    if runtime.has(EYE_GAZE):
        return gaze.can_tell(runtime.xr, runtime)
    return None if is_offered else False


def _named(kinds: Any, numbers: Any) -> list[str]:
    """`numbers` of an enumeration as small words; those it lacks stay numbers."""
    names = {int(one): str(one.name).lower() for one in kinds}
    return [names.get(int(one), str(int(one))) for one in numbers]
