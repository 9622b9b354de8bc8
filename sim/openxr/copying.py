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
        self._blitted: set[int] = set()
        """Textures that `glCopyImageSubData` has refused."""

    def copy(self, texture_id: int, image_id: int, size: tuple[int, int]) -> bool:
        """Copy a colour picture, after Panda3D has resolved its samples.

        Byte by byte: our shaders write sRGB-encoded values into plain RGBA8, which is
        what an sRGB image of the runtime holds.

        Args:
            texture_id: of a texture with four bytes per pixel.
            image_id: of a swapchain's image, with four bytes per pixel.
            size: width and height in pixels; both are at least as large.

        Returns:
            Whether the driver did it.
        """
        gl, (width, height) = self._gl, size
        self._graphics.drain()  # so that an error below is of this copy
        if texture_id in self._blitted:
            return self._blit(texture_id, image_id, size, is_depth=False)
        flat = gl.GL_TEXTURE_2D
        gl.glCopyImageSubData(
            texture_id, flat, 0, 0, 0, 0, image_id, flat, 0, 0, 0, 0, width, height, 1
        )
        if self._graphics.drain() == 0:
            return True
        # a texture of a format without a size (Panda3D's default) is not taken
        is_done = self._blit(texture_id, image_id, size, is_depth=False)
        if is_done:
            self._blitted.add(texture_id)
        return is_done

    def copy_depth(self, texture_id: int, image_id: int, size: tuple[int, int]) -> bool:
        """Copy a depth-and-stencil picture; False where the driver refuses.

        Panda3D makes depth textures of an unsized format, which
        ``glCopyImageSubData`` does not take; a blit takes it where both formats match.
        """
        self._graphics.drain()
        return self._blit(texture_id, image_id, size, is_depth=True)

    def close(self) -> None:
        """Give the framebuffers back."""
        made, self._framebuffers = self._framebuffers, None
        if made is not None and self._graphics.is_there:
            self._gl.glDeleteFramebuffers(2, made)

    def _blit(
        self, texture_id: int, image_id: int, size: tuple[int, int], *, is_depth: bool
    ) -> bool:
        gl, (width, height) = self._gl, size
        if self._framebuffers is None:
            first, second = gl.glGenFramebuffers(2)
            self._framebuffers = int(first), int(second)
        place, colour, what = (
            (gl.GL_DEPTH_STENCIL_ATTACHMENT, gl.GL_NONE, gl.GL_DEPTH_BUFFER_BIT)
            if is_depth
            else (
                gl.GL_COLOR_ATTACHMENT0,
                gl.GL_COLOR_ATTACHMENT0,
                gl.GL_COLOR_BUFFER_BIT,
            )
        )
        # each has its framebuffer and gives its place back, colour and depth in turn
        self._attach(gl.GL_READ_FRAMEBUFFER, self._framebuffers[0], place, texture_id)
        self._attach(gl.GL_DRAW_FRAMEBUFFER, self._framebuffers[1], place, image_id)
        gl.glReadBuffer(colour)
        gl.glDrawBuffer(colour)
        with _Off(gl, gl.GL_SCISSOR_TEST), _Off(gl, gl.GL_FRAMEBUFFER_SRGB):
            box = (0, 0, width, height)
            gl.glBlitFramebuffer(*box, *box, what, gl.GL_NEAREST)
        is_done = self._graphics.drain() == 0
        self._attach(gl.GL_READ_FRAMEBUFFER, self._framebuffers[0], place, 0)
        self._attach(gl.GL_DRAW_FRAMEBUFFER, self._framebuffers[1], place, 0)
        gl.glBindFramebuffer(gl.GL_FRAMEBUFFER, 0)
        return is_done

    def _attach(self, target: Any, framebuffer: int, place: Any, picture: int) -> None:
        gl = self._gl
        gl.glBindFramebuffer(target, framebuffer)
        gl.glFramebufferTexture2D(target, place, gl.GL_TEXTURE_2D, picture, 0)


class _Off:
    """Switches one of OpenGL's abilities off for a while; Panda3D keeps a book of it.

    The scissor would cut the picture, and sRGB would encode it a second time.
    """

    def __init__(self, gl: Any, ability: Any) -> None:
        self._gl = gl
        self._ability = ability

    def __enter__(self) -> None:
        self._was_on = bool(self._gl.glIsEnabled(self._ability))
        if self._was_on:
            self._gl.glDisable(self._ability)

    def __exit__(self, *_: object) -> None:
        if self._was_on:
            self._gl.glEnable(self._ability)
