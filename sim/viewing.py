"""What a headset knows of its user in one frame: head, eyes, hands, and what they did.

One `Viewing` lives as long as the headset is open and is overwritten each frame, so
that a frame allocates nothing; who wants to keep a value copies it. Places are metres
in the room, Z up, in the room's own coordinates (not those of the play space); turns
are unit quaternions ``w, x, y, z`` in the same axes: at rest one looks along +y.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

Intent = Literal["select", "pause", "leave", "talk", "recenter"]
"""What a user can do with any controller, hand or gaze; `pause` and `leave` always."""
INTENTS: Final[tuple[Intent, ...]] = ("select", "pause", "leave", "talk", "recenter")
Side = Literal["left", "right"]
JOINTS: Final = 26
"""Of one hand, in the order of ``XrHandJointEXT``."""


def _three() -> Floats:
    return np.zeros(3, np.float32)


def _at_rest() -> Floats:
    return np.array((1, 0, 0, 0), np.float32)


@dataclass(slots=True)
class Tracked:
    """One pose; its numbers are old where `is_there` is False."""

    is_there: bool = False
    place: Floats = field(default_factory=_three)
    turn: Floats = field(default_factory=_at_rest)


@dataclass(slots=True)
class Hand:
    """One hand or the controller in it."""

    grip: Tracked = field(default_factory=Tracked)
    aim: Tracked = field(default_factory=Tracked)
    """Where it points: along +y of its turn."""
    select: float = 0.0
    """How far the trigger or the pinch is closed, 0..1."""
    has_joints: bool = False
    joints: Floats = field(default_factory=lambda: np.zeros((JOINTS, 3), np.float32))
    """Places of a tracked hand's joints, where `has_joints`."""


@dataclass(slots=True)
class Viewing:
    """Head, gaze, hands and intents of this frame."""

    time_s: float = 0.0
    """Of the picture's display, on the clock of `time.perf_counter`."""
    is_worn: bool = False
    """The headset shows pictures to somebody; False at a desk."""
    has_focus: bool = False
    """Input comes to us: no system menu is open over the room."""
    head: Tracked = field(default_factory=Tracked)
    """Between the eyes."""
    gaze: Tracked = field(default_factory=Tracked)
    """Where the eyes look, along +y; only with an eye tracker and consent."""
    left: Hand = field(default_factory=Hand)
    right: Hand = field(default_factory=Hand)
    has_body: bool = False
    """A body is there whose hands do what the user's do; no others need be shown."""
    intents: list[tuple[Intent, Side | None]] = field(default_factory=list)
    """What began in this frame, and with which hand; cleared before the next."""

    def hand(self, side: Side) -> Hand:
        """The hand on `side`."""
        return self.left if side == "left" else self.right
