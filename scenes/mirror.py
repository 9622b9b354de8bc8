"""A mirror that is right for every eye, and the curtain that covers it.

A plane mirror shows an eye what an eye at the mirrored place would see through the
glass as through a window. So each eye gets a camera there whose frustum has the glass
as its near plane, off the axis as for a projection wall: what is behind the glass
cannot be drawn, nothing has to be turned inside out, and the picture depends on where
the eye is, not on where the head is turned.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from panda3d.core import (
    BitMask32,
    Camera,
    CardMaker,
    FrameBufferProperties,
    GraphicsOutput,
    NodePath,
    PerspectiveLens,
    Point2,
    Point3,
    SamplerState,
    Texture,
    TransparencyAttrib,
    Vec2,
    Vec4,
)

from assets.cards import Card, CardError
from scenes.lighting import paint
from scenes.room import Place, Room

EYE_BITS: Final = (BitMask32.bit(0), BitMask32.bit(1))
"""Of the cameras of the only or left eye, and of the right one."""
MIRROR_BIT: Final = BitMask32.bit(4)
"""Of every camera that draws what a mirror shows."""
PIXELS: Final = (256, 1024)
"""Least and most on each side of one eye's picture, as the host's size needs."""
SAMPLES: Final = 4
FADE_S: Final = 0.8
LONGEST_STEP_S: Final = 0.1
"""A slow frame, such as the first with the mirror in it, must not swallow a fade."""
FAR_M: Final = 30.0
LEAST_M: Final = 0.05
"""An eye nearer to the glass than this, or behind it, sees nothing in it."""
NOWHERE: Final = 1e-3
"""A ray that comes no nearer to the glass than this, over its length, metres."""
MARGIN: Final = 0.02
"""Of the drawn part, so that filtering never reaches beyond it."""
VEIL: Final = "veil:1"
"""Name of the curtain among a room's nodes."""


@dataclass(frozen=True, slots=True)
class Glass:
    """Where a mirror is; metres, Z up."""

    middle: Place
    width: float
    height: float
    heading_deg: float
    """0 faces -y, as seats do."""


def glass_of(about: Card) -> Glass | None:
    """The mirror of a room; None where it has none.

    Raises:
        CardError: its numbers are none, or out of range.
    """
    table = about.fields.get("mirror")
    if table is None:
        return None
    is_table = isinstance(table, dict)
    middle = _numbers(table.get("middle"), 3) if is_table else None
    size = _numbers(table.get("size"), 2) if is_table else None
    heading = _numbers([table.get("heading_deg")], 1) if is_table else None
    if middle is None or size is None or heading is None:
        raise CardError(
            f"{about.id}: [mirror] needs middle (3 numbers), size (2) and heading_deg."
        )
    if max(map(abs, middle)) > 100 or not all(0.1 <= one <= 10 for one in size):
        raise CardError(f"{about.id}: [mirror] must be 0.1 to 10 m wide and high.")
    place = (middle[0], middle[1], middle[2])
    return Glass(place, size[0], size[1], heading[0] % 360)


def _numbers(value: Any, count: int) -> list[float] | None:
    if not isinstance(value, list) or len(value) != count:
        return None
    if not all(isinstance(one, int | float) and math.isfinite(one) for one in value):
        return None
    return [float(one) for one in value]


def only_in_mirrors(node: NodePath) -> None:
    """Let `node` be seen in mirrors alone, as one's own face is."""
    node.hide(EYE_BITS[0] | EYE_BITS[1])


def everywhere(node: NodePath) -> None:
    """Take `only_in_mirrors` back."""
    node.show(EYE_BITS[0] | EYE_BITS[1])


class _Eye:
    """One eye's picture: its camera behind the glass, and the glass as it sees it."""

    def __init__(
        self, mirror: NodePath, glass: Glass, host: Any, eye: NodePath, number: int
    ) -> None:
        self.eye, self.bit = eye, EYE_BITS[number]
        self._glass, self._mirror = glass, mirror
        self.before = eye.node().get_camera_mask()
        eye.node().set_camera_mask(self.bit)
        self.texture = Texture(f"mirror-{number}")
        self.texture.set_wrap_u(SamplerState.WM_clamp)
        self.texture.set_wrap_v(SamplerState.WM_clamp)
        self._host, self.buffer = host, _buffer(host, self.texture, number)
        self.lens = PerspectiveLens()
        self.lens.set_focal_length(1.0)
        node = Camera(f"mirror-{number}", self.lens)
        node.set_camera_mask(MIRROR_BIT)
        self.camera = mirror.attach_new_node(node)
        self.camera.set_h(180)
        self._region = self.buffer.make_display_region()
        self._region.set_camera(self.camera)
        self.card = self._card(number)

    def _card(self, number: int) -> NodePath:
        wide, high = self._glass.width / 2, self._glass.height / 2
        maker = CardMaker(f"glass-{number}")
        maker.set_frame(-wide, wide, -high, high)
        card = self._mirror.attach_new_node(maker.generate())
        paint(card, "mirror")
        card.set_shader_input("for_eye", number)
        card.set_shader_input("image", self.texture)
        card.set_shader_input("half_size", Vec2(wide, high))
        card.set_shader_input("drawn", Vec4(-wide, -high, wide, high))
        card.set_shader_input("used", Vec4(1, 1, 0, 0))
        other = EYE_BITS[1 - number]
        card.hide(other | MIRROR_BIT)
        return card

    def frame(self, is_seen: bool) -> None:
        """Aim at what the eye sees of the glass now; draw nothing if it is nothing."""
        place = self._mirror.get_relative_point(self.eye, Point3(0))
        drawn = self._drawn(place) if is_seen and place.y < -LEAST_M else None
        self.buffer.set_active(drawn is not None)
        if drawn is None:
            return
        left, low, right, high = drawn
        away = -place.y
        self.camera.set_pos(place.x, away, place.z)
        # this camera looks back along -y, so its right is the glass's left
        self.lens.set_film_size((right - left) / away, (high - low) / away)
        self._use(*self.lens.get_film_size())
        across = place.x - (left + right) / 2
        self.lens.set_film_offset(across / away, ((low + high) / 2 - place.z) / away)
        self.lens.set_near_far(away + 0.0005, away + FAR_M)
        self.card.set_shader_input("drawn", Vec4(left, low, right, high))

    def _use(self, width: float, height: float) -> None:
        """Draw a film of this size with as many pixels as the eye's own view has."""
        lens = self.eye.node().get_lens()
        focal = (
            self._host.get_y_size() / 2 / math.tan(math.radians(lens.get_vfov()) / 2)
        )
        across = self.buffer.get_x_size()
        share_x = min(math.ceil(width * focal), across) / across
        share_y = min(math.ceil(height * focal), across) / across
        self._region.set_dimensions(0, share_x, 0, share_y)
        half = 0.5 / across  # of a pixel; beyond the used part nothing is drawn
        self.card.set_shader_input("used", Vec4(share_x, share_y, half, half))

    def _drawn(self, place: Point3) -> tuple[float, float, float, float] | None:
        """Left, low, right, high of the part of the glass that the eye has in view."""
        wide, high = self._glass.width / 2, self._glass.height / 2
        whole = (-wide, -high, wide, high)
        near, far = Point3(), Point3()
        ways = []
        for corner in ((-1, -1), (-1, 1), (1, -1), (1, 1)):
            self.eye.node().get_lens().extrude(Point2(*corner), near, far)
            ways.append(self._mirror.get_relative_point(self.eye, far) - place)
        if max(way.y for way in ways) < NOWHERE:
            return None  # the whole view goes away from the glass
        if min(way.y for way in ways) < NOWHERE:
            return whole
        xs = [place.x - way.x * place.y / way.y for way in ways]
        zs = [place.z - way.z * place.y / way.y for way in ways]
        part = (
            max(-wide, min(xs) - MARGIN),
            max(-high, min(zs) - MARGIN),
            min(wide, max(xs) + MARGIN),
            min(high, max(zs) + MARGIN),
        )
        return part if part[0] < part[2] and part[1] < part[3] else None

    def remove(self) -> None:
        """Give the buffer back, and the eye its sight."""
        self.eye.node().set_camera_mask(self.before)
        self.buffer.get_engine().remove_window(self.buffer)
        self.card.remove_node()
        self.camera.remove_node()


def _buffer(host: Any, texture: Texture, number: int) -> Any:
    wanted = FrameBufferProperties()
    wanted.set_rgba_bits(8, 8, 8, 8)
    wanted.set_depth_bits(24)
    wanted.set_multisamples(SAMPLES)
    side = _side(max(host.get_x_size(), host.get_y_size()))
    name = f"mirror-{number}"
    made = host.make_texture_buffer(name, side, side, texture, False, wanted)
    if made is None:
        raise RuntimeError("The graphics driver gives no buffer for the mirror.")
    made.set_sort(-100 + number)
    made.set_active(False)
    return made


def _side(needed: int) -> int:
    """A power of two, which every driver keeps, of about what a host shows."""
    low, high = PIXELS
    return min(max(1 << max(needed, 1).bit_length() - 1, low), high)


class Mirror:
    """The mirror of a room; covered by its curtain until somebody uncovers it."""

    def __init__(
        self, room: Room, glass: Glass, host: GraphicsOutput, eyes: Sequence[NodePath]
    ) -> None:
        """Hang it up, covered.

        Args:
            room: where it hangs; a node named `VEIL` is its curtain, if there is one.
            glass: where exactly, from `glass_of`.
            host: what the eyes' pictures are drawn into; it lends its context.
            eyes: the cameras of one eye, or of the left and the right one. Each keeps
                to its own bit of `EYE_BITS` from here on.
        """
        self._node = room.node.attach_new_node("mirror")
        self._node.set_pos(*glass.middle)
        self._node.set_h(glass.heading_deg)
        self._eyes = [
            _Eye(self._node, glass, host, eye, number)
            for number, eye in enumerate(eyes)
        ]
        for one in self._eyes:
            one.buffer.set_clear_color(Vec4(*room.background, 1))
        found = [n for n in room.node.get_children() if n.get_name() == VEIL]
        self._veil = found[0] if found else None
        if self._veil is not None:
            paint(self._veil, "veil", 1)
            self._veil.hide(MIRROR_BIT)
        self._there = 1.0
        self._last_s: float | None = None
        self.is_covered = True
        """Whether the curtain is there, or on its way."""
        self._show()

    @property
    def share(self) -> float:
        """Of the curtain that is there, 0..1."""
        return self._there

    def cover(self) -> None:
        """Let the curtain fade in."""
        self.is_covered = True

    def uncover(self) -> None:
        """Let the curtain fade out."""
        self.is_covered = False

    def settle(self) -> None:
        """Be where the fade would end, now: what nobody sees needs no fade."""
        self._there = 1.0 if self.is_covered else 0.0
        self._show()

    def frame(self, time_s: float) -> None:
        """Go on fading, and aim at what the eyes see; call before a frame is drawn."""
        step_s = 0.0 if self._last_s is None else time_s - self._last_s
        step_s = min(max(step_s, 0.0), LONGEST_STEP_S)
        self._last_s = time_s
        goal = 1.0 if self.is_covered else 0.0
        if self._there != goal:
            most = step_s / FADE_S
            self._there += min(max(goal - self._there, -most), most)
            self._show()
        for one in self._eyes:
            one.frame(self._there < 1.0)

    def _show(self) -> None:
        if self._veil is None:
            return
        there = self._there * self._there * (3.0 - 2.0 * self._there)
        self._veil.set_shader_input("there", there)
        is_solid = there >= 1.0
        mode = TransparencyAttrib.M_none if is_solid else TransparencyAttrib.M_alpha
        self._veil.set_transparency(mode)
        if there > 0.0:
            self._veil.show()
        else:
            self._veil.hide()

    def remove(self) -> None:
        """Take it down; the curtain stays."""
        self.is_covered = True
        self.settle()
        for one in self._eyes:
            one.remove()
        self._node.remove_node()
