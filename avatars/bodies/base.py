"""What every body can do."""

from __future__ import annotations

from typing import Protocol

from panda3d.core import NodePath, Point3

from avatars.performance import Pose


class Body(Protocol):
    """A visible person, seated: feet on the floor, the hips above the node's origin.

    The node faces -y. Its children carry the tag ``material`` (skin, mouth, lash, eye,
    hair, cloth); `scenes.lighting.light_person` gives them shaders and light.
    """

    @property
    def node(self) -> NodePath:
        """Parent of everything visible."""

    def apply(self, pose: Pose) -> None:
        """Show `pose`; cheap enough for every frame."""

    def seen_from(self, distance_m: float) -> None:
        """Be drawn with what can be told apart from that far away, metres."""

    @property
    def is_far(self) -> bool:
        """Whether it is drawn with less than it has."""

    def head_in_world(self) -> Point3:
        """Middle of the head, metres, in the coordinates of the node's top parent."""

    def eyes_in_world(self) -> Point3:
        """The point between the eyes, metres, in the same coordinates."""
