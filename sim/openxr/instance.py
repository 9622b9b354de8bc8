"""The runtime: is there one, has it a headset, what does it offer."""

from __future__ import annotations

import ctypes
import sys
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from sim.unavailable import HeadsetUnavailable, NoHeadsetYet

REQUIRED: Final = "XR_KHR_opengl_enable"
OPTIONAL_EXTENSIONS: Final = (
    "XR_KHR_composition_layer_depth",
    "XR_KHR_visibility_mask",
    "XR_EXT_local_floor",
    "XR_EXT_user_presence",
    "XR_EXT_hand_tracking",
    "XR_EXT_hand_interaction",
    "XR_EXT_palm_pose",
    "XR_BD_controller_interaction",
    "XR_FB_passthrough",
    "XR_FB_display_refresh_rate",
)
"""Asked for where the runtime has them; nothing in the product needs any of them."""
EYE_GAZE: Final = "XR_EXT_eye_gaze_interaction"
"""Add it to the optional ones with the user's consent only."""
_MESSAGES: Final = "XR_EXT_debug_utils"
_APPLICATION: Final = "Vis-a-Vis"
_API: Final = (1, 0, 34)
"""Every runtime of 2023 and later knows it; 1.1 adds nothing that we need."""

NO_RUNTIME: Final = (
    "No headset program (OpenXR runtime) is set up on this computer, so the room opens "
    "on the screen. Start SteamVR, the Meta Quest app or Monado first."
)
NO_OPENGL: Final = (
    "{runtime} cannot show what this program draws (it lacks {missing}), so the room "
    "opens on the screen."
)
NO_HEADSET: Final = (
    "{runtime} is here, but no headset is connected to it, so the room opens on the "
    "screen. Connect the headset or wake it up."
)
NO_STEREO: Final = (
    "The headset of {runtime} has not two eyes to show, so the room opens on the "
    "screen."
)
REFUSED: Final = (
    "{runtime} did not open ({error}), so the room opens on the screen. Starting it "
    "again may help."
)

_ABANDONED: Final[list[Any]] = []
"""Kept, since the runtime may still call into them."""
_HANGS: Final = ("linux", "SteamVR/OpenXR")
"""Where ``xrDestroyInstance`` never comes back: SteamVR-for-Linux#422, open."""
_SPARE: Final[dict[Any, Any]] = {}
"""Instances of `_HANGS` by what they were made with, to be used again."""

Message = Callable[[int, str, str], None]
"""Severity (OpenXR's bits), the message's id, and its text."""


class Runtime:
    """One OpenXR instance and the headset found in it.

    Raises:
        HeadsetUnavailable: no runtime, no headset, no OpenGL, no two eyes; one line.
    """

    def __init__(
        self,
        xr: Any,
        *,
        optional: Iterable[str] = OPTIONAL_EXTENSIONS,
        api_layers: Sequence[str] = (),
        on_message: Message | None = None,
        application: str = _APPLICATION,
    ) -> None:
        """Open the runtime that the system names.

        Args:
            xr: the module ``xr``.
            optional: extensions to use where there are any.
            api_layers: validation layers to switch on.
            on_message: hears what the runtime and the layers report.
            application: what runtimes call us in their menus and lists.
        """
        self.xr = xr
        self.name = "The headset program"
        self.version = ""
        self.instance: Any = None
        self._application = _plain(application) or _APPLICATION
        self._messenger: Any = None
        self._functions: dict[str, Any] = {}
        offered = self._offered()
        self.extensions = self._wanted(offered, optional, on_message is not None)
        try:
            self._create(api_layers, on_message)
            self._find()
        except HeadsetUnavailable:
            self.close()
            raise
        except xr.XrException as error:
            self.close()
            raise HeadsetUnavailable(
                REFUSED.format(runtime=self.name, error=reason(error))
            ) from None

    def has(self, extension: str) -> bool:
        """Whether `extension` is on."""
        return extension in self.extensions

    def function(self, name: str) -> Any:
        """The function of an extension, by its C name, e.g. ``xrGetVisibilityMaskKHR``.

        Looked up once. It takes what C takes and returns the result as a number.
        """
        if name not in self._functions:
            pointer = self.xr.get_instance_proc_addr(self.instance, name)
            kind = getattr(self.xr, f"PFN_{name}")
            self._functions[name] = ctypes.cast(pointer, kind)
        return self._functions[name]

    def close(self) -> None:
        """Give the instance back; works in any state and more than once."""
        instance, self.instance = self.instance, None
        if instance is None:
            return
        if (sys.platform, self.name) == _HANGS:
            _SPARE[self._made_with] = instance, self._messenger
        else:  # after a loss it answers with an error: nothing is left to do then
            self.xr.raw_functions.xrDestroyInstance(instance)
        self._messenger = None
        self._functions.clear()

    def abandon(self) -> None:
        """Let the instance be: to give it back, the runtime would need our context.

        For a program that is about to end; the runtime then sees that it is gone.
        """
        if self.instance is not None:
            _ABANDONED.append((self.instance, self._messenger))
            self.instance = None

    def _offered(self) -> frozenset[str]:
        xr = self.xr
        try:
            found = xr.enumerate_instance_extension_properties()
        except xr.XrException:
            raise HeadsetUnavailable(NO_RUNTIME) from None
        return frozenset(text(one.extension_name) for one in found)

    def _wanted(
        self, offered: frozenset[str], optional: Iterable[str], hears: bool
    ) -> frozenset[str]:
        if REQUIRED not in offered:
            raise HeadsetUnavailable(
                NO_OPENGL.format(runtime=self.name, missing=REQUIRED)
            )
        wanted = {REQUIRED, *optional, *((_MESSAGES,) if hears else ())}
        return offered & wanted

    def _create(self, api_layers: Sequence[str], on_message: Message | None) -> None:
        xr = self.xr
        name = self._application
        self._made_with = name, self.extensions, tuple(api_layers), on_message
        self.instance, self._messenger = _SPARE.pop(self._made_with, (None, None))
        is_used = self.instance is not None
        if not is_used:
            self._create_anew(api_layers, on_message)
        try:
            told = xr.get_instance_properties(self.instance)
        except xr.XrException:
            if is_used:  # lost meanwhile, and its end would hang
                self.abandon()
            raise
        self.name = text(told.runtime_name)
        self.version = _version(xr, told.runtime_version)

    def _create_anew(
        self, api_layers: Sequence[str], on_message: Message | None
    ) -> None:
        xr, chained = self.xr, None
        if on_message is not None and self.has(_MESSAGES):
            # kept: the runtime calls into it for as long as the instance lives
            self._messenger = xr.DebugUtilsMessengerCreateInfoEXT(
                user_callback=_listener(on_message)
            )
            chained = ctypes.cast(ctypes.pointer(self._messenger), ctypes.c_void_p)
        version = xr.Version(*_API)
        about = xr.ApplicationInfo(self._application, 1, "Panda3D", 0, version)
        self.instance = xr.create_instance(
            xr.InstanceCreateInfo(
                application_info=about,
                enabled_api_layer_names=list(api_layers),
                enabled_extension_names=sorted(self.extensions),
                next=chained,
            )
        )

    def _find(self) -> None:
        """Find the headset, and what it can show."""
        xr, stereo = self.xr, self.xr.ViewConfigurationType.PRIMARY_STEREO
        try:
            form = xr.SystemGetInfo(xr.FormFactor.HEAD_MOUNTED_DISPLAY)
            self.system = xr.get_system(self.instance, form)
        except (xr.FormFactorUnavailableError, xr.FormFactorUnsupportedError):
            raise NoHeadsetYet(NO_HEADSET.format(runtime=self.name)) from None
        told = xr.get_system_properties(self.instance, self.system)
        self.system_name = text(told.system_name)
        limits = told.graphics_properties
        self.most_layers = max(int(limits.max_layer_count), 1)
        self.largest = (
            int(limits.max_swapchain_image_width),
            int(limits.max_swapchain_image_height),
        )
        offered = xr.enumerate_view_configurations(self.instance, self.system)
        if int(stereo) not in {int(one) for one in offered}:
            raise HeadsetUnavailable(NO_STEREO.format(runtime=self.name))
        views = xr.enumerate_view_configuration_views(
            self.instance, self.system, stereo
        )
        self.recommended = _largest(views, "recommended")
        self.most = _largest(views, "max")
        modes = xr.enumerate_environment_blend_modes(self.instance, self.system, stereo)
        self.blend_modes = tuple(int(mode) for mode in modes)


def text(raw: bytes | str | None) -> str:
    """A string of OpenXR's, which may be cut in the middle of a letter."""
    return raw.decode("utf-8", "replace") if isinstance(raw, bytes) else raw or ""


def _plain(name: str) -> str:
    """`name` without accents: some runtimes show it byte by byte, 127 at most."""
    folded = unicodedata.normalize("NFKD", name).encode("ascii", "ignore")
    return folded.decode("ascii")[:127]


def reason(error: Exception) -> str:
    """What an `XrException` says, on one line."""
    return " ".join(str(error).split()).rstrip(".") or type(error).__name__


def _version(xr: Any, number: Any) -> str:
    version = number if hasattr(number, "major") else xr.Version(int(number))
    return f"{version.major}.{version.minor}.{version.patch}"


def _largest(views: Any, kind: str) -> tuple[int, int]:
    """Width and height that hold either eye, in pixels."""
    return (
        max(int(getattr(view, f"{kind}_image_rect_width")) for view in views),
        max(int(getattr(view, f"{kind}_image_rect_height")) for view in views),
    )


def _listener(on_message: Message) -> Callable[[Any, Any, Any, Any], bool]:
    def heard(severity: Any, _kind: Any, data: Any, _user: Any) -> bool:
        # the raw fields: the bindings' own properties fail on a message with no id
        on_message(int(severity), text(data._message_id), text(data._message))
        return False  # True would make the call fail that was remarked upon

    return heard
