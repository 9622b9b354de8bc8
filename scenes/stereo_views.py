"""Where both eyes are and what each sees, kept without making anything per frame."""

from __future__ import annotations

import math
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from panda3d.core import (
    Camera,
    CS_yup_right,
    CS_zup_right,
    LMatrix4f,
    LPoint3f,
    LQuaternionf,
    MatrixLens,
    NodePath,
    PerspectiveLens,
    PTA_LMatrix4f,
    PTA_LVecBase3f,
    PTA_LVecBase4f,
)

from scenes.mirror import EYE_BITS

Floats = npt.NDArray[np.float32]

SAME: Final = 1e-5
"""Eyes that have moved less than this within the head, metres, have not moved."""
SIDES: Final = ("left", "right")


class Views:
    """A camera for each eye, and one camera between them that has both in view.

    The latter is what a mode needs that culls once for both eyes; what it sees is a
    frustum that holds those of both.
    """

    def __init__(self, root: NodePath, near_m: float, far_m: float) -> None:
        """Put the cameras into `root`; `near_m` and `far_m` hold for each eye."""
        self._near_m, self._far_m = near_m, far_m
        self._lenses = [PerspectiveLens(), PerspectiveLens()]
        self.eyes = tuple(
            root.attach_new_node(Camera(f"eye-{side}", lens))
            for side, lens in zip(SIDES, self._lenses, strict=True)
        )
        for lens in self._lenses:
            lens.set_focal_length(1.0)
            lens.set_near_far(near_m, far_m)
        for camera, bit in zip(self.eyes, EYE_BITS, strict=True):
            camera.node().set_camera_mask(bit)
        self._both = MatrixLens()
        self.head = root.attach_new_node(Camera("eyes", self._both))
        self.head.node().set_camera_mask(EYE_BITS[0] | EYE_BITS[1])
        self.matrices = PTA_LMatrix4f.empty_array(2)
        """From the head's view (Y up, as shaders have it) to what each eye sees."""
        self.places = PTA_LVecBase3f.empty_array(2)
        """Of the eyes in the head's view."""
        self.tangents = PTA_LVecBase4f.empty_array(2)
        """Of each eye's view: left, right, up, down, as OpenXR counts them."""
        self._tangents = np.asarray(memoryview(self.tangents)).reshape(2, 4)
        self._key = b""
        self._points = [LPoint3f(), LPoint3f()]
        self._turns = [LQuaternionf(), LQuaternionf()]
        self._middle, self._turn = LPoint3f(), LQuaternionf()
        self._in_head = [LMatrix4f(), LMatrix4f()]
        self._was_in_head = [LMatrix4f(LMatrix4f.zeros_mat()) for _ in range(2)]
        self._from_root = LMatrix4f()
        self._to_zup = LMatrix4f.convert_mat(CS_yup_right, CS_zup_right)

    def place(self, places: Floats, turns: Floats, tangents: Floats) -> None:
        """Put the eyes where they are in this frame.

        Args:
            places: of the left and the right eye in the root, metres, (2, 3).
            turns: unit quaternions w, x, y, z, (2, 4); at rest an eye looks along +y.
            tangents: of each eye's left, right, upper and lower edge, (2, 4); left and
                lower are negative.
        """
        key = tangents.tobytes()
        is_new = key != self._key
        if is_new:
            self._key = key
            self._tangents[:] = tangents
            self._set_lenses()
        at, turned = places.item, turns.item
        for k in (0, 1):
            point, turn = self._points[k], self._turns[k]
            point.set(at(3 * k), at(3 * k + 1), at(3 * k + 2))
            first = 4 * k
            turn.set(
                turned(first), turned(first + 1), turned(first + 2), turned(first + 3)
            )
            self.eyes[k].set_pos_quat(point, turn)
        self._set_head()
        if is_new or self._has_moved():
            self._set_both()

    def _set_head(self) -> None:
        """Between the eyes, turned as both are on the whole."""
        left, right = self._points
        self._middle.set(
            (left.x + right.x) / 2, (left.y + right.y) / 2, (left.z + right.z) / 2
        )
        a, b = self._turns
        sign = 1.0 if a.dot(b) >= 0 else -1.0
        self._turn.set(
            a.get_r() + sign * b.get_r(),
            a.get_i() + sign * b.get_i(),
            a.get_j() + sign * b.get_j(),
            a.get_k() + sign * b.get_k(),
        )
        self._turn.normalize()
        self.head.set_pos_quat(self._middle, self._turn)

    def _has_moved(self) -> bool:
        """Whether an eye has moved within the head, as for another distance of both."""
        back = self._from_root
        self._turn.extract_to_matrix(back)
        back.set_row(3, self._middle)
        back.invert_in_place()
        for inner, point, turn in zip(
            self._in_head, self._points, self._turns, strict=True
        ):
            turn.extract_to_matrix(inner)
            inner.set_row(3, point)
            inner *= back
        first, second = self._in_head
        was_first, was_second = self._was_in_head
        is_same = first.almost_equal(was_first, SAME)
        return not (is_same and second.almost_equal(was_second, SAME))

    def _set_lenses(self) -> None:
        for lens, (left, right, up, down) in zip(
            self._lenses, self._tangents.tolist(), strict=True
        ):
            lens.set_film_size(right - left, up - down)
            lens.set_film_offset((left + right) / 2, (up + down) / 2)

    def _set_both(self) -> None:
        """Seldom: when the headset's lenses are moved, or its view changes."""
        self._has_moved()
        seen = []
        for k, inner in enumerate(self._in_head):
            self._was_in_head[k].assign(inner)
            out = LMatrix4f(inner)
            out.invert_in_place()
            seen.append(out * self._lenses[k].get_projection_mat())
            self.matrices.set_element(k, self._to_zup * seen[k])
            x, y, z = inner.get_row3(3)
            self.places.set_element(k, (x, z, -y))
        self._both.set_user_mat(self._holding_both())
        self._both.set_left_eye_mat(seen[0])
        self._both.set_right_eye_mat(seen[1])

    def _holding_both(self) -> Any:
        """A frustum in the head's axes that holds those of both eyes.

        Its tip lies so far behind the head that each eye is within; displays may be
        turned against each other, too.
        """
        edges = [self._edges(k) for k in (0, 1)]
        left, down = (min(one[k] for one in edges) for k in (0, 3))
        right, up = (max(one[k] for one in edges) for k in (1, 2))
        back = 0.0
        for inner in self._in_head:
            x, y, z = inner.get_row3(3)
            for across, low, high in ((x, left, right), (z, down, up)):
                back = max(back, across / (high if across > 0 else low) - y)
        lens = PerspectiveLens()
        lens.set_focal_length(1.0)
        lens.set_film_size(right - left, up - down)
        lens.set_film_offset((left + right) / 2, (up + down) / 2)
        lens.set_near_far(self._near_m, self._far_m + 2 * back)
        return LMatrix4f.translate_mat(0, back, 0) * lens.get_projection_mat()

    def _edges(self, k: int) -> tuple[float, float, float, float]:
        """An eye's tangents as the head sees them; they differ where it is turned."""
        left, right, up, down = self._tangents[k].tolist()
        across, along = [], []
        for x in (left, right):
            for z in (up, down):
                way = self._in_head[k].xform_vec((x, 1.0, z))
                ahead = max(way.y, 0.05)
                across.append(way.x / ahead)
                along.append(way.z / ahead)
        return min(across), max(across), max(along), min(along)

    def remove(self) -> None:
        """Take the cameras out of the scene."""
        for camera in (*self.eyes, self.head):
            camera.remove_node()


def symmetric(fov_deg: float, aspect: float) -> list[float]:
    """Tangents of a plain view, `fov_deg` high and `aspect` times as wide."""
    half = math.tan(math.radians(fov_deg) / 2)
    return [-half * aspect, half * aspect, half, -half]
