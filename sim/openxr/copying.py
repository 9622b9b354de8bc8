"""Panda3D's finished pictures into the runtime's images."""

from __future__ import annotations

from typing import Any

from sim.openxr.graphics import Graphics


class Copying:
    """Copies whole pictures; makes what it needs once."""

    def __init__(self, graphics: Graphics) -> None:
        """Copy in the context of `graphics`."""
        self._gl = graphics.gl
        self._graphics = graphics
        self._framebuffers: tuple[int, int] | None = None

    def copy(self, texture_id: int, image_id: int, size: tuple[int, int]) -> None:
        """Copy a colour picture, after Panda3D has resolved its samples.

        Byte by byte: our shaders write sRGB-encoded values into plain RGBA8, which is
        what an sRGB image of the runtime holds.

        Args:
            texture_id: of a texture with four bytes per pixel.
            image_id: of a swapchain's image, with four bytes per pixel.
            size: width and height in pixels; both are at least as large.
        """
        gl, (width, height) = self._gl, size
        flat = gl.GL_TEXTURE_2D
        gl.glCopyImageSubData(
            texture_id, flat, 0, 0, 0, 0, image_id, flat, 0, 0, 0, 0, width, height, 1
        )

    def copy_depth(self, texture_id: int, image_id: int, size: tuple[int, int]) -> bool:
        """Copy a depth-and-stencil picture; False where the driver refuses.

        Panda3D makes depth textures of an unsized format, which
        ``glCopyImageSubData`` does not take; a blit takes it where both formats match.
        """
        gl, (width, height) = self._gl, size
        if self._framebuffers is None:
            first, second = gl.glGenFramebuffers(2)
            self._framebuffers = int(first), int(second)
        self._graphics.drain()  # so that an error below is of this copy
        source, target = self._framebuffers
        self._bind(gl.GL_READ_FRAMEBUFFER, source, texture_id)
        self._bind(gl.GL_DRAW_FRAMEBUFFER, target, image_id)
        gl.glReadBuffer(gl.GL_NONE)
        gl.glDrawBuffer(gl.GL_NONE)
        gl.glDisable(gl.GL_SCISSOR_TEST)
        box = (0, 0, width, height)
        gl.glBlitFramebuffer(*box, *box, gl.GL_DEPTH_BUFFER_BIT, gl.GL_NEAREST)
        gl.glBindFramebuffer(gl.GL_FRAMEBUFFER, 0)
        return self._graphics.drain() == 0

    def close(self) -> None:
        """Give the framebuffers back."""
        if self._framebuffers is not None:
            self._gl.glDeleteFramebuffers(2, self._framebuffers)
            self._framebuffers = None

    def _bind(self, target: Any, framebuffer: int, picture: int) -> None:
        gl = self._gl
        gl.glBindFramebuffer(target, framebuffer)
        gl.glFramebufferTexture2D(
            target, gl.GL_DEPTH_STENCIL_ATTACHMENT, gl.GL_TEXTURE_2D, picture, 0
        )
