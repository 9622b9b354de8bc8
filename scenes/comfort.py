"""Where the user's eyes are and how wide a flat window sees."""

from __future__ import annotations

import math
from dataclasses import dataclass

from panda3d.core import NodePath, PerspectiveLens, Point3

from scenes.room import Place, Room

VERTICAL_FOV_DEG = 31.0
"""Partner from lap to a little above the head at 1.5 m; close to what a laptop
screen subtends, so that distance feels right."""
NEAR_M, FAR_M = 0.08, 30.0
NARROWEST_ASPECT = 1.2
"""In a window narrower than this the vertical field widens, to keep the shoulders."""


@dataclass(frozen=True, slots=True)
class View:
    """A camera pose for a flat window; metres, Z up."""

    eye: Place
    look: Place
    vertical_fov_deg: float = VERTICAL_FOV_DEG


def desktop_view(room: Room) -> View:
    """The default view across to the partner's seat."""
    return View(room.user_eye, room.user_look)


def frame(camera: NodePath, lens: PerspectiveLens, view: View, aspect: float) -> None:
    """Put `camera` (in the room's coordinates) and `lens` at `view`.

    `aspect` is the window's width over its height; call again when it changes.
    """
    half = math.radians(view.vertical_fov_deg) / 2
    if aspect < NARROWEST_ASPECT:
        half = math.atan(math.tan(half) * NARROWEST_ASPECT / max(aspect, 0.2))
    wide = math.atan(math.tan(half) * aspect)
    lens.set_fov(math.degrees(2 * wide), math.degrees(2 * half))
    lens.set_near_far(NEAR_M, FAR_M)
    camera.set_pos(*view.eye)
    camera.look_at(Point3(*view.look))
