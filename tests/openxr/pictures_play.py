"""What Monado's images hold after a frame: both eyes' colours, depth, and a board.

Then the window goes before the session does, as in a quick exit. Prints what was read.
"""

from __future__ import annotations

import json
import time
from typing import Any

import numpy as np
import xr
from panda3d.core import (
    FrameBufferProperties,
    GraphicsOutput,
    GraphicsPipe,
    Texture,
    WindowProperties,
)

from sim.openxr.graphics import Graphics
from sim.openxr.instance import Runtime
from sim.openxr.session import Session
from tests.openxr.rig import monado
from tests.openxr.session import window

EYES = ((51, 102, 153), (200, 20, 90))
DEPTHS = (0.25, 0.75)
BOARD = (90, 60, 30)
BOARD_PX = (64, 32)
LONGEST_S = 30.0


class Pictures:
    """A session whose eyes see one colour each."""

    def __init__(self, base: Any) -> None:
        self.base = base
        self.runtime = Runtime(xr)
        self.graphics = Graphics.of(base, xr)
        self.session = Session(self.runtime, self.graphics)
        width, height = self.session.eye_size
        self.colour, self.behind = Texture("eyes"), Texture("behind")
        self.eyes = self.buffer("eyes", (2 * width, height), self.colour, is_sized=True)
        mode = GraphicsOutput.RTM_bind_or_copy
        kind = GraphicsOutput.RTP_depth_stencil
        self.eyes.add_render_texture(self.behind, mode, kind)
        for eye in (0, 1):
            region = self.eyes.make_display_region(eye / 2, eye / 2 + 0.5, 0, 1)
            region.set_clear_color_active(True)
            region.set_clear_color((*(part / 255 for part in EYES[eye]), 1))
            region.set_clear_depth_active(True)
            region.set_clear_depth(DEPTHS[eye])
        self.quad = self.session.layers.add_quad(BOARD_PX, (0.4, 0.2))
        self.quad.texture = Texture("board")
        # no size is asked for, as in most of Panda3D's own code
        board = self.buffer("board", BOARD_PX, self.quad.texture, is_sized=False)
        board.set_clear_color((*(part / 255 for part in BOARD), 1))

    def buffer(self, name: str, size: tuple[int, int], texture: Any, *, is_sized: bool):
        wanted = FrameBufferProperties()
        if is_sized:
            wanted.set_rgba_bits(8, 8, 8, 8)
            wanted.set_depth_bits(24)
            wanted.set_stencil_bits(8)
        else:
            wanted.set_rgb_color(True)
            wanted.set_alpha_bits(1)
        made = self.base.graphicsEngine.make_output(
            self.base.pipe,
            name,
            -50,
            wanted,
            WindowProperties(size=size),
            GraphicsPipe.BF_refuse_window,
            self.base.win.get_gsg(),
            self.base.win,
        )
        made.add_render_texture(
            texture, GraphicsOutput.RTM_bind_or_copy, GraphicsOutput.RTP_color
        )
        return made

    def frame(self) -> int:
        """One frame; the images that were filled, colour and depth."""
        session, images = self.session, [0, 0]
        session.poll()
        is_wanted = session.wait()
        self.base.graphicsEngine.render_frame()
        if is_wanted:
            session.locate()
            width, height = session.eye_size
            chains = (session.colour, session.depth)
            copies = (session.copying.copy, session.copying.copy_depth)
            for one, texture in enumerate((self.colour, self.behind)):
                images[one] = chains[one].acquire()
                source = self.graphics.texture_id(texture)
                assert copies[one](source, images[one], (2 * width, height))
                chains[one].release()
        session.end(is_wanted)
        return images

    def read(self, image: int, size: tuple[int, int], *, is_depth: bool) -> Any:
        """An image of the runtime's, lowest row first."""
        gl = self.graphics.gl
        shape = (size[1], size[0]) if is_depth else (size[1], size[0], 4)
        told = np.zeros(shape, np.float32 if is_depth else np.uint8)
        gl.glBindTexture(gl.GL_TEXTURE_2D, image)
        gl.glGetTexImage(
            gl.GL_TEXTURE_2D,
            0,
            gl.GL_DEPTH_COMPONENT if is_depth else gl.GL_RGBA,
            gl.GL_FLOAT if is_depth else gl.GL_UNSIGNED_BYTE,
            told,
        )
        gl.glBindTexture(gl.GL_TEXTURE_2D, 0)
        return told

    def close(self) -> None:
        self.session.close()
        self.runtime.close()


def halves(picture: Any) -> list[list[Any]]:
    """The values there are in either half, each once."""
    width, is_colour = picture.shape[1] // 2, picture.ndim == 3
    found = []
    for half in (picture[:, :width], picture[:, width:]):
        flat = np.ascontiguousarray(half).reshape(-1)
        # a pixel as one number: rows of four would be sorted byte by byte
        told = np.unique(flat.view(np.uint32) if is_colour else flat)
        found.append(
            (told.view(np.uint8).reshape(-1, 4) if is_colour else told).tolist()
        )
    return found


def shown(pictures: Pictures) -> dict[str, Any]:
    session, until = pictures.session, time.perf_counter() + LONGEST_S
    images = pictures.frame()
    while not (session.has_focus and images[0]):
        assert time.perf_counter() < until, session.state
        images = pictures.frame()
    for _ in range(5):
        images = pictures.frame()
    width, height = session.eye_size
    size = (2 * width, height)
    board = pictures.quad.chain.images[0]
    return {
        "colour": halves(pictures.read(images[0], size, is_depth=False)),
        "depth": halves(pictures.read(images[1], size, is_depth=True)),
        "board": halves(pictures.read(board, BOARD_PX, is_depth=False)),
        "format": session.colour.format,
    }


def window_gone(pictures: Pictures, base: Any) -> dict[str, Any]:
    """Take the window away first, then close what still holds its context."""
    base.closeWindow(base.win)
    base.graphicsEngine.render_frame()
    began_s = time.perf_counter()
    pictures.close()
    return {
        "took_s": time.perf_counter() - began_s,
        "state": str(pictures.session.state),
    }


def main() -> None:
    with monado():
        base = window()
        pictures = Pictures(base)
        seen = shown(pictures)
        pictures.close()
        again = Pictures(base)  # a second session in the same window
        seen["again"] = shown(again)["colour"]
        seen["gone"] = window_gone(again, base)
    print(json.dumps(seen))


if __name__ == "__main__":
    main()
