"""Panda3D's OpenGL context, as OpenXR wants it.

OpenXR's OpenGL sessions live in the context that is current when they are made, and
every call that touches images needs it current again. So the engine must draw on this
thread (no ``threading-model``), and both are seen to round each call.
"""

from __future__ import annotations

import ctypes
import os
import sys
from typing import Any, Final, Self

from sim.unavailable import HeadsetUnavailable

OLD_DRIVER: Final = (
    "The graphics driver draws with OpenGL {have}, but {runtime} asks for {least}, so "
    "the room opens on the screen. A newer graphics driver may help."
)
NO_CONTEXT: Final = (
    "The graphics driver gave no OpenGL context that a headset can use, so the room "
    "opens on the screen."
)


class Graphics:
    """One OpenGL context: its binding for OpenXR, kept current and free of errors."""

    def __init__(self, base: Any, gl: Any, platform: Any, binding: Any) -> None:
        """Use `of` instead; this takes the parts.

        Args:
            base: the ShowBase.
            gl: ``OpenGL.GL``.
            platform: `_Glx` or `_Win32`.
            binding: the struct that goes to ``xrCreateSession``.
        """
        self.base = base
        self.gl = gl
        self.binding = binding
        self._platform = platform
        self._window = base.win

    @classmethod
    def of(cls, base: Any, xr: Any) -> Self:
        """Bind the context that `base` draws its window in; draws one frame.

        Raises:
            HeadsetUnavailable: this driver has no context to bind.
            RuntimeError: Panda3D draws on another thread.
        """
        if base.graphicsEngine.getThreadingModel().getDrawName():
            raise RuntimeError("a headset needs `threading-model` to be empty")
        base.graphicsEngine.openWindows()
        base.graphicsEngine.renderFrame()  # leaves its context current
        platform = _Win32() if sys.platform == "win32" else _Glx()
        if not platform.is_there:
            raise HeadsetUnavailable(NO_CONTEXT)
        graphics = cls(base, _opengl(), platform, platform.binding(xr))
        graphics.drain()
        return graphics

    def check(self, runtime: Any) -> None:
        """Ask what `runtime` needs, as it must be before a session is made.

        Too new a version is no reason to refuse: runtimes name what they were tested
        with as the highest.

        Raises:
            HeadsetUnavailable: the driver is too old for it.
        """
        wants = runtime.xr.get_opengl_graphics_requirements_khr(
            runtime.instance, runtime.system
        )
        least = runtime.xr.Version(int(wants.min_api_version_supported))
        have = self.version
        if have < (least.major, least.minor):
            raise HeadsetUnavailable(
                OLD_DRIVER.format(
                    have="{}.{}".format(*have),
                    runtime=runtime.name,
                    least=f"{least.major}.{least.minor}",
                )
            )

    @property
    def version(self) -> tuple[int, int]:
        """OpenGL's version."""
        told = bytes(self.gl.glGetString(self.gl.GL_VERSION)).decode("ascii", "replace")
        major, minor = told.split()[0].split(".")[:2]
        return int(major), int(minor)

    @property
    def is_there(self) -> bool:
        """Whether the window is still open; the context goes with it."""
        return bool(self._window is not None and self._window.isValid())

    def make_current(self) -> None:
        """Make the context current again where a runtime has taken it.

        SteamVR on Linux does: SteamVR-for-Linux#421.
        """
        if self.is_there and not self._platform.is_current():
            self._platform.make_current()

    def drain(self) -> int:
        """Forget OpenGL's standing errors; how many there were.

        SteamVR leaves one after ``xrEndFrame`` (SteamVR-for-Linux#799) and fails on
        one that it finds; a lost context answers with errors for ever, hence the end.
        """
        for count in range(16):
            if self.gl.glGetError() == self.gl.GL_NO_ERROR:
                return count
        return 16

    def tidy(self) -> None:
        """After a call into the runtime: context current, no standing errors."""
        if self.is_there:
            self.make_current()
            self.drain()

    def texture_id(self, texture: Any) -> int:
        """OpenGL's number of a Panda3D texture; 0 if it could not be made."""
        gsg = self.base.win.getGsg()
        context = texture.prepareNow(0, gsg.getPreparedObjects(), gsg)
        return 0 if context is None else int(context.getNativeId())


class _Glx:
    """X11."""

    def __init__(self) -> None:
        _opengl()
        from OpenGL import GLX

        self._glx = GLX
        self._display = GLX.glXGetCurrentDisplay()
        self._drawable = GLX.glXGetCurrentDrawable()
        self._context = GLX.glXGetCurrentContext()
        self._address = _address(self._context)
        self.is_there = bool(self._display and self._drawable and self._context)

    def binding(self, xr: Any) -> Any:
        config, visual = self._config()
        return xr.GraphicsBindingOpenGLXlibKHR(
            x_display=self._display,
            visualid=visual,
            glx_fbconfig=config,
            glx_drawable=self._drawable,
            glx_context=self._context,
        )

    def _config(self) -> tuple[Any, int]:
        """The context's framebuffer configuration and visual; None and 0 if unknown."""
        glx, number = self._glx, ctypes.c_int()
        told = (self._display, self._context, glx.GLX_FBCONFIG_ID, ctypes.byref(number))
        if glx.glXQueryContext(*told):
            return None, 0
        wanted = (ctypes.c_int * 3)(glx.GLX_FBCONFIG_ID, number.value, 0)
        count, screen = ctypes.c_int(), ctypes.c_int()
        told = (self._display, self._context, glx.GLX_SCREEN, ctypes.byref(screen))
        glx.glXQueryContext(*told)
        found = glx.glXChooseFBConfig(
            self._display, screen.value, wanted, ctypes.byref(count)
        )
        if not (found and count.value):
            return None, 0
        visual = ctypes.c_int()
        glx.glXGetFBConfigAttrib(
            self._display, found[0], glx.GLX_VISUAL_ID, ctypes.byref(visual)
        )
        return found[0], visual.value

    def is_current(self) -> bool:
        return _address(self._glx.glXGetCurrentContext()) == self._address

    def make_current(self) -> None:
        self._glx.glXMakeCurrent(self._display, self._drawable, self._context)


class _Win32:
    """Windows. Written by the documentation; tested against a stand-in only."""

    def __init__(self) -> None:
        _opengl()
        from OpenGL import WGL

        self._wgl = WGL
        self._device = WGL.wglGetCurrentDC()
        self._context = WGL.wglGetCurrentContext()
        self._address = _address(self._context)
        self.is_there = bool(self._device and self._context)

    def binding(self, xr: Any) -> Any:
        return xr.GraphicsBindingOpenGLWin32KHR(h_dc=self._device, h_glrc=self._context)

    def is_current(self) -> bool:
        return _address(self._wgl.wglGetCurrentContext()) == self._address

    def make_current(self) -> None:
        self._wgl.wglMakeCurrent(self._device, self._context)


def _address(handle: Any) -> int:
    """A handle as a number, whether it comes as one or as a pointer."""
    if isinstance(handle, int) or handle is None:
        return handle or 0
    return ctypes.cast(handle, ctypes.c_void_p).value or 0


def _opengl() -> Any:
    """``OpenGL.GL`` without its own checks: a standing error is not ours to raise."""
    if sys.platform.startswith("linux"):
        # under Wayland it would take EGL, which is not what Panda3D draws with
        os.environ.setdefault("PYOPENGL_PLATFORM", "glx")
    import OpenGL

    OpenGL.ERROR_CHECKING = False
    OpenGL.ERROR_LOGGING = False
    from OpenGL import GL
    from OpenGL.raw.GL import _errors

    # where ``xr`` has imported it before us the flags came too late
    if _errors._error_checker:
        _errors._error_checker.onBegin()
    return GL
