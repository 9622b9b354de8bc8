"""Both eyes of a headset in one picture, drawn in the quickest way the driver has.

The picture is twice as wide as an eye's: left eye left, right eye right. There are four
ways to fill it, which show the same to within a pixel:

* ``instanced``: everything once, in two copies, each for one eye;
* ``multiview``: everything once; the driver sends it to a layer for each eye
  (``GL_OVR_multiview2``), and the layers are put beside each other;
* ``shared``: the scene is gone through once for both eyes, and drawn twice;
* ``two``: a camera for each eye, as if the other were not there.

The shaders of all are the same text, see `scenes.lighting`.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any, Final, Literal

from panda3d.core import (
    ATS_none,
    FrameBufferProperties,
    GraphicsOutput,
    GraphicsPipe,
    NodePath,
    Texture,
    WindowProperties,
)

from scenes.stereo_cover import Cover
from scenes.stereo_probe import SIZE, fault_of, scene
from scenes.stereo_views import Floats, Views
from scenes.stereo_ways import ORDER, WAYS, WayName, WayUnavailable

_log = logging.getLogger(__name__)

SORT: Final = -50
"""Of the eyes' picture: after mirrors, before windows."""
BACKGROUND: Final = (0.10, 0.09, 0.08)


class Eyes:
    """Draws what both eyes see into one texture."""

    def __init__(
        self,
        base: Any,
        root: NodePath,
        eye_size: tuple[int, int],
        *,
        mode: Literal["auto"] | WayName = "auto",
        samples: int = 4,
        near_m: float = 0.05,
        far_m: float = 40.0,
        has_depth: bool = True,
        is_probed: bool = True,
    ) -> None:
        """Make picture and cameras; nothing is drawn before `set_active`.

        Args:
            base: what has `graphicsEngine`, `pipe` and `win`, as `ShowBase` does.
            root: the node in whose coordinates `place` counts.
            eye_size: width and height of one eye's picture, pixels.
            mode: one of `ORDER`, or auto: the first that this driver draws rightly.
                What cannot be had falls back to the ways that follow it.
            samples: of each pixel; 0 for none.
            near_m: nearest that is seen.
            far_m: farthest.
            has_depth: whether `depth_texture` is wanted.
            is_probed: whether a small picture is looked at before a way is taken.

        Raises:
            RuntimeError: the driver gives no picture to draw into.
        """
        self.eye_size = eye_size
        self._base = base
        self._samples, self._has_depth = samples, has_depth
        self.texture, self.depth_texture = Texture("eyes"), Texture("eyes-depth")
        """Colours as sRGB in plain bytes, and depths, 0..1; both eyes' beside."""
        self._views = Views(root, near_m, far_m)
        self._cover = Cover(self._views.head)
        self.cameras: tuple[NodePath, ...] = self._views.eyes
        """Of the left and the right eye; they are where the eyes are in every mode."""
        self.buffer: Any = None
        self._way: Any = None
        self._open(mode, is_probed)
        self.set_active(False)

    @property
    def mode(self) -> WayName:
        """Which of the four ways is used."""
        name: WayName = self._way.name
        return name

    def _open(self, mode: Literal["auto"] | WayName, is_probed: bool) -> None:
        for name in ORDER[0 if mode == "auto" else ORDER.index(mode) :]:
            reason = self._fault(name) if is_probed else ""
            if not reason:
                try:
                    self._try(name)
                except WayUnavailable as error:
                    reason = str(error)
            if not reason:
                _log.info("both eyes are drawn: %s", name)
                return
            _log.warning("the eyes cannot be drawn %s: %s", name, reason)
        raise RuntimeError("The graphics driver gives no picture for the headset.")

    def _fault(self, name: WayName) -> str:
        """What is wrong with a small picture that is drawn this way."""
        root = scene()
        try:
            small = Eyes(
                self._base,
                root,
                SIZE,
                mode=name,
                samples=self._samples,
                is_probed=False,
            )
        except RuntimeError as error:
            return str(error)
        is_had = small.mode == name
        fault = fault_of(small, self._base) if is_had else "the driver has no such way"
        small.close()
        return fault

    def _try(self, name: WayName) -> None:
        way = WAYS[name]
        self.buffer = self._buffer(0 if way.samples_itself else self._samples)
        try:
            self._way = way(self.buffer, self._views, self.eye_size, self._samples)
        except WayUnavailable:
            self._base.graphicsEngine.remove_window(self.buffer)
            self.buffer = None
            raise

    def _buffer(self, samples: int) -> Any:
        wanted = FrameBufferProperties()
        wanted.set_rgba_bits(8, 8, 8, 8)
        wanted.set_depth_bits(24)
        wanted.set_stencil_bits(8)
        wanted.set_multisamples(samples)
        # else the picture would be larger than asked for, and would fit no swapchain
        Texture.set_textures_power_2(ATS_none)
        width, height = self.eye_size
        base = self._base
        made = base.graphicsEngine.make_output(
            base.pipe,
            "eyes",
            SORT,
            wanted,
            WindowProperties.size(2 * width, height),
            GraphicsPipe.BF_refuse_window,
            base.win.get_gsg(),
            base.win,
        )
        if made is None:
            raise RuntimeError("The graphics driver gives no picture for the headset.")
        how = GraphicsOutput.RTM_bind_or_copy
        made.add_render_texture(self.texture, how, GraphicsOutput.RTP_color)
        if self._has_depth:
            depth = GraphicsOutput.RTP_depth_stencil
            made.add_render_texture(self.depth_texture, how, depth)
        made.set_clear_color((*BACKGROUND, 1))
        return made

    def set_background(self, colour: Sequence[float]) -> None:
        """Show sRGB `colour`, 0..1, where nothing is."""
        self.buffer.set_clear_color((*colour, 1))

    def set_active(self, is_active: bool) -> None:
        """Draw from the next frame on, or no more."""
        self.buffer.set_active(is_active)

    def place(self, places: Floats, turns: Floats, tangents: Floats) -> None:
        """Put the eyes where they are in this frame, in the root's coordinates.

        Args:
            places: of the left and the right eye, metres, (2, 3).
            turns: unit quaternions w, x, y, z, (2, 4); at rest an eye looks along +y.
            tangents: of each eye's left, right, upper and lower edge, (2, 4); left and
                lower are negative.
        """
        self._views.place(places, turns, tangents)

    def set_mask(self, eye: int, vertices: Floats, indices: Any) -> None:
        """Never draw what the lens of `eye`, 0 or 1, hides from it.

        Args:
            eye: 0 for the left one.
            vertices: of the hidden part, (n, 2), on the plane one metre ahead.
            indices: three for each triangle; none takes the mask away.
        """
        self._cover.set_mask(eye, vertices, indices)

    def shade(self, level: float) -> None:
        """Darken all that is seen to a calm plain colour: 0 nothing, 1 everything."""
        self._cover.shade(level)

    def vignette(self, strength: float, angle_deg: float = 35.0) -> None:
        """Calm the edge of the view, beyond `angle_deg` from its middle.

        Args:
            strength: 0 none, 1 nothing of the room is left at the edge.
            angle_deg: of the clear part, to every side.
        """
        self._cover.vignette(strength, angle_deg)

    def close(self) -> None:
        """Give everything back; works more than once."""
        if self.buffer is None:
            return
        self._way.remove()
        self._base.graphicsEngine.remove_window(self.buffer)
        self.buffer = None
        self._cover.remove()
        self._views.remove()
