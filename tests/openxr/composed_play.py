"""What Monado composes: the living room in both eyes, and a board over it.

Prints what a screenshot of it holds; with a folder's name it is kept there.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import xr
from panda3d.core import FrameBufferProperties, Texture
from PIL import Image, ImageGrab

from scenes.room import load_room
from scenes.stereo import Eyes
from sim.openxr.graphics import Graphics
from sim.openxr.instance import Runtime
from sim.openxr.session import Session
from tests.openxr.rig import monado
from tests.openxr.session import window
from tests.xvfb import xvfb

SCREEN = (960, 540)
"""The size of the window in which Monado shows what the remote headset would."""
SCALE = 0.25
BOARD = (1.0, 0.0, 1.0)
"""A colour that no room has."""
BOARD_PX = (64, 32)
BOARD_AT = (0.3, 1.2, 1.2)
LONGEST_S = 60.0
SMALL = (48, 54)
"""To which both pictures of an eye are reduced before they are compared."""

Picture = np.ndarray[Any, np.dtype[np.float64]]


class Composed:
    """A session that draws the living room."""

    def __init__(self, base: Any) -> None:
        self.base = base
        self.runtime = Runtime(xr)
        self.graphics = Graphics.of(base, xr)
        self.session = Session(self.runtime, self.graphics, scale=SCALE)
        room = load_room("living_room")
        room.node.reparent_to(base.render)
        floor = base.render.attach_new_node("floor")
        floor.set_pos(room.user_eye[0], room.user_eye[1], 0)
        has_depth = self.session.depth is not None
        size = self.session.eye_size
        self.eyes = Eyes(base, floor, size, near_m=0.05, has_depth=has_depth)
        self.eyes.set_active(True)
        self._board()

    def _board(self) -> None:
        """A board of one colour: an offscreen picture in which there is nothing."""
        quad = self.session.layers.add_quad(BOARD_PX, (0.4, 0.2))
        assert quad is not None
        wanted = FrameBufferProperties()
        wanted.set_rgba_bits(8, 8, 8, 8)  # else its format has no size, and no copy
        quad.texture = Texture("board")
        board = self.base.win.make_texture_buffer(
            "board", *BOARD_PX, quad.texture, False, wanted
        )
        board.set_clear_color((*BOARD, 1))
        quad.place[:] = BOARD_AT

    def frame(self) -> None:
        """One frame, drawn and handed over."""
        session = self.session
        session.poll()
        is_wanted = session.wait()
        if is_wanted:
            located = session.locate()
            self.eyes.place(located.place, located.turn, located.tangents)
            self.base.graphicsEngine.render_frame()
        session.end(copied=is_wanted and self._copied())

    def _copied(self) -> bool:
        session, (width, height) = self.session, self.session.eye_size
        for chain, texture, copy in (
            (session.colour, self.eyes.texture, session.copying.copy),
            (session.depth, self.eyes.depth_texture, session.copying.copy_depth),
        ):
            image = chain.acquire() if chain is not None else 0
            if image:
                copy(self.graphics.texture_id(texture), image, (2 * width, height))
                chain.release()
        return True

    def drawn(self) -> Picture:
        """What was drawn for both eyes, as our own engine gives it back."""
        texture = self.eyes.texture
        self.base.graphicsEngine.extract_texture_data(texture, self.base.win.get_gsg())
        width, height = self.session.eye_size
        raw = np.frombuffer(bytes(texture.get_ram_image_as("RGB")), np.uint8)
        return raw.reshape(height, 2 * width, 3)[::-1] / 255.0

    def close(self) -> None:
        """Give everything back."""
        self.eyes.close()
        self.session.close()
        self.runtime.close()


def shot() -> Picture:
    """The screen now."""
    picture = ImageGrab.grab(xdisplay=os.environ["DISPLAY"]).convert("RGB")
    return np.asarray(picture) / 255.0


def is_board(picture: Picture) -> Any:
    """Where the board is."""
    return np.abs(picture - BOARD).max(axis=2) < 0.1


def halves(picture: Picture) -> tuple[Picture, Picture]:
    """What the left and the right eye see."""
    middle = picture.shape[1] // 2
    return picture[:, :middle], picture[:, middle:]


def reduced(eye: Picture) -> Picture:
    """Small and grey."""
    image = Image.fromarray((eye * 255).astype(np.uint8)).convert("L")
    return np.asarray(image.resize(SMALL, Image.Resampling.BOX)) / 255.0


def same(composed: Picture, drawn: Picture) -> float:
    """How alike two pictures of an eye are beside the board; 1 for the same."""
    one, other = reduced(composed), reduced(drawn)
    mask = Image.fromarray(is_board(composed)).resize(SMALL)
    free = ~np.asarray(mask, bool)
    return float(np.corrcoef(one[free], other[free])[0, 1])


def colours(eye: Picture) -> int:
    """How many different ones it has."""
    return len(np.unique((eye * 255).astype(np.uint8).reshape(-1, 3), axis=0))


def main() -> None:
    with xvfb("{}x{}x24".format(*SCREEN)) as display:
        os.environ["DISPLAY"] = display
        with monado(is_composing=True):
            composed = Composed(window())
            end = time.perf_counter() + LONGEST_S
            picture = shot()
            while not is_board(picture).any() and time.perf_counter() < end:
                for _ in range(10):
                    composed.frame()
                picture = shot()
            drawn = composed.drawn()
            composed.close()
    if len(sys.argv) > 1:
        shown = Image.fromarray((picture * 255).astype(np.uint8))
        shown.save(Path(sys.argv[1]) / "composed.png")
    seen: dict[str, Any] = {"eyes": []}
    for eye, own in zip(halves(picture), halves(drawn), strict=True):
        rows, columns = np.nonzero(is_board(eye))
        seen["eyes"].append(
            {
                "colours": colours(eye),
                "same": same(eye, own),
                "upside_down": same(eye, own[::-1]),
                "board_px": len(rows),
                "board_x": float(columns.mean()) if len(columns) else None,
                "board_y": float(rows.mean()) if len(rows) else None,
            }
        )
    print(json.dumps(seen))


if __name__ == "__main__":
    main()
