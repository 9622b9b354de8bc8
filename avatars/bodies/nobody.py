"""Nobody to see, for when no body can be read: the voice is there all the same."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from panda3d.core import NodePath, Point3

from avatars.performance import Pose
from avatars.reach import ArmRest, Doubles

EYES: Final = Point3(0.0, -0.084, 1.13)
"""Where the eyes of a seated person would be, metres from the node."""


class NoBody:
    """Takes every pose and shows nothing; see `avatars.bodies.base.Body`."""

    def __init__(self) -> None:
        self._node = NodePath("body-nobody")

    @property
    def node(self) -> NodePath:
        """An empty node."""
        return self._node

    def apply(self, pose: Pose) -> None:
        """Nothing to show."""

    def seen_from(self, distance_m: float) -> None:
        """Nothing to see."""

    @property
    def is_far(self) -> bool:
        """There are no triangles to save."""
        return False

    def wear(self, colours: Mapping[str, Any]) -> None:
        """Nothing to dye."""

    def lift_shade(self, share: float) -> None:
        """Nothing that casts shade."""

    def head_in_world(self) -> Point3:
        """Where a head would be."""
        return self.eyes_in_world()

    def eyes_in_world(self) -> Point3:
        """Where the eyes would be."""
        return self._node.get_top().get_relative_point(self._node, EYES)

    def arms(self) -> tuple[ArmRest, ...]:
        """None."""
        return ()

    def chest(self) -> Doubles:
        """A trunk that does not move."""
        return np.eye(4)


def create(options: Mapping[str, Any]) -> NoBody:
    """Make nobody; there are no options."""
    return NoBody()
