"""A picture with a layer for each eye, which a driver fills in one draw."""

from __future__ import annotations

import ctypes
import logging
from collections.abc import Callable
from typing import Any, Final

from OpenGL import GL
from OpenGL.platform import PLATFORM
from OpenGL.raw.GL.VERSION.GL_1_2 import glTexImage3D

EXTENSION: Final = "GL_OVR_multiview2"
KINDS: Final = (
    (GL.GL_COLOR_ATTACHMENT0, GL.GL_RGBA8),
    (GL.GL_DEPTH_STENCIL_ATTACHMENT, GL.GL_DEPTH24_STENCIL8),
)


_log = logging.getLogger(__name__)


class Layers:
    """Two layers with samples, and how they come beside each other."""

    def __init__(self, eye_size: tuple[int, int], samples: int) -> None:
        """Nothing is made before the first `draw`, which has a context."""
        self._size, self._samples = eye_size, samples
        self._textures: list[int] = []
        self._frames: list[int] = []
        self._is_broken = False

    def draw(self, upcall: Callable[[], None], background: Any) -> None:
        """Let `upcall` draw both eyes, and put them into what is bound now.

        What is bound must have been cleared, which leaves all masks open. Where the
        driver gives no layers after all, nothing is drawn, and the log says why.
        """
        if self._is_broken:
            return
        target = int(GL.glGetIntegerv(GL.GL_DRAW_FRAMEBUFFER_BINDING))
        if not self._frames:
            self._make()
            if self._is_broken:
                GL.glBindFramebuffer(GL.GL_FRAMEBUFFER, target)
                return
        GL.glBindFramebuffer(GL.GL_FRAMEBUFFER, self._frames[0])
        GL.glClearColor(*background)
        both = GL.GL_DEPTH_BUFFER_BIT | GL.GL_STENCIL_BUFFER_BIT
        GL.glClear(GL.GL_COLOR_BUFFER_BIT | both)
        upcall()
        width, height = self._size
        GL.glBindFramebuffer(GL.GL_DRAW_FRAMEBUFFER, target)
        GL.glDisable(GL.GL_SCISSOR_TEST)
        for eye in (0, 1):
            GL.glBindFramebuffer(GL.GL_READ_FRAMEBUFFER, self._frames[1 + eye])
            here = (eye * width, 0, (eye + 1) * width, height)
            for what in (GL.GL_COLOR_BUFFER_BIT, both):
                GL.glBlitFramebuffer(0, 0, width, height, *here, what, GL.GL_NEAREST)
        GL.glEnable(GL.GL_SCISSOR_TEST)
        GL.glBindFramebuffer(GL.GL_FRAMEBUFFER, target)

    def _make(self) -> None:
        _drain()
        kind = GL.GL_TEXTURE_2D_MULTISAMPLE_ARRAY
        kind = kind if self._samples else GL.GL_TEXTURE_2D_ARRAY
        self._textures = [int(one) for one in GL.glGenTextures(2)]
        self._frames = [int(one) for one in GL.glGenFramebuffers(3)]
        for texture, (_, bits) in zip(self._textures, KINDS, strict=True):
            GL.glBindTexture(kind, texture)
            if self._samples:
                GL.glTexImage3DMultisample(
                    kind, self._samples, bits, *self._size, 2, True
                )
            else:
                layout = (GL.GL_RGBA, GL.GL_UNSIGNED_BYTE)
                if bits == GL.GL_DEPTH24_STENCIL8:
                    layout = (GL.GL_DEPTH_STENCIL, GL.GL_UNSIGNED_INT_24_8)
                glTexImage3D(kind, 0, bits, *self._size, 2, 0, *layout, None)
        GL.glBindTexture(kind, 0)
        self._attach()

    def _attach(self) -> None:
        attach = _multiview()
        for number, frame in enumerate(self._frames):
            GL.glBindFramebuffer(GL.GL_FRAMEBUFFER, frame)
            for texture, (at, _) in zip(self._textures, KINDS, strict=True):
                if number == 0:
                    attach(GL.GL_FRAMEBUFFER, at, texture, 0, 0, 2)
                else:
                    GL.glFramebufferTextureLayer(
                        GL.GL_FRAMEBUFFER, at, texture, 0, number - 1
                    )
            is_refused = _drain()
            status = int(GL.glCheckFramebufferStatus(GL.GL_FRAMEBUFFER))
            if is_refused or status != GL.GL_FRAMEBUFFER_COMPLETE:
                # many drivers have no layers with samples
                _log.info("no layers with %d samples (%#x)", self._samples, status)
                self._is_broken = True

    def remove(self) -> None:
        """Give everything back."""
        if self._frames:
            GL.glDeleteFramebuffers(len(self._frames), self._frames)
            GL.glDeleteTextures(self._textures)
            self._frames, self._textures = [], []


def _drain() -> bool:
    """Forget errors that the driver remembers; whether there were any."""
    found = False
    while GL.glGetError() != GL.GL_NO_ERROR:
        found = True
    return found


def _multiview() -> Callable[..., None]:
    """``glFramebufferTextureMultiviewOVR``.

    PyOpenGL's own wants to ask the context for its extensions, which it can do for no
    context but that of its platform.
    """
    name = b"glFramebufferTextureMultiviewOVR"
    numbers = (ctypes.c_uint,) * 3 + (ctypes.c_int,) * 3
    kind = PLATFORM.functionTypeFor(PLATFORM.GL)(None, *numbers)
    found: Callable[..., None] = kind(PLATFORM.getExtensionProcedure(name))
    return found
