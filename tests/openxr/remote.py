"""The user's body as Monado's remote driver takes it: one packet a movement, by TCP.

The packet is that of Monado 25.0.0, ``drivers/remote/r_interface.h`` ("mndrmt3"), 376
bytes, little-endian, without gaps but those named:

=====  ======================================================================
bytes  what
=====  ======================================================================
8      ``mndrmt3`` and a zero
2 x 48 an eye: field of view (four angles), pose in the head, 4 bytes of gap;
       all zero but the pose's ``w``: Monado then keeps its own
28     head: turn ``x y z w``, place ``x y z``
4      whether the eyes above count (a byte), and a gap
2 x120 left and right hand: pose (28), speed (12), turning speed (12), five
       finger curls 0..1 (20), trigger, squeeze, force of it, stick ``x y``,
       force on the pad, pad ``x y`` (32), then thirteen bytes of yes or no:
       hand tracking, active, and `BUTTONS`, and 3 bytes of gap
=====  ======================================================================

The service first sends two such packets (how it resets and how it stands), then takes
any number. Poses there are OpenXR's: metres, y up, -z ahead. Everything here is in our
axes, z up and y ahead, in the play space.
"""

from __future__ import annotations

import math
import socket
import struct
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from sim.viewing import Side

Place = tuple[float, float, float]
Turn = tuple[float, float, float, float]
"""Unit quaternion ``w, x, y, z``."""

BUTTONS: Final = (
    *("system_click", "system_touch", "a_click", "a_touch", "b_click", "b_touch"),
    *("trigger_click", "trigger_touch", "thumbstick_click", "thumbstick_touch"),
    "trackpad_touch",
)
_EYE = struct.Struct("<4f7fI")
_POSE = struct.Struct("<7f")
_HAND = struct.Struct("<7f3f3f5ffff2ff2f13?3x")
_HEADER = b"mndrmt3\0"
SIZE: Final = len(_HEADER) + 2 * _EYE.size + _POSE.size + 4 + 2 * _HAND.size
assert SIZE == 376


def turned(heading_deg: float, pitch_deg: float = 0.0) -> Turn:
    """The turn to the left by `heading_deg`, then up by `pitch_deg`."""
    heading, pitch = math.radians(heading_deg) / 2, math.radians(pitch_deg) / 2
    c, s = math.cos(heading), math.sin(heading)
    return (
        c * math.cos(pitch),
        c * math.sin(pitch),
        s * math.sin(pitch),
        s * math.cos(pitch),
    )


def towards(here: Iterable[float], there: Iterable[float]) -> tuple[float, float]:
    """Heading and pitch in degrees, by which one at `here` looks at `there`."""
    x, y, z = (b - a for a, b in zip(here, there, strict=True))
    heading = math.degrees(math.atan2(-x, y))
    return heading, math.degrees(math.atan2(z, math.hypot(x, y)))


def _pose(place: Place, turn: Turn) -> tuple[float, ...]:
    """As OpenXR writes it: turn ``x y z w``, then place; y up."""
    (x, y, z), (w, i, j, k) = place, turn
    return (i, k, -j, w, x, z, -y)


@dataclass
class RemoteHand:
    """One hand with its controller."""

    place: Place
    turn: Turn = (1.0, 0.0, 0.0, 0.0)
    curls: tuple[float, ...] = (0.0,) * 5
    """Thumb to little finger, 0 straight, 1 closed."""
    trigger: float = 0.0
    squeeze: float = 0.0
    stick: tuple[float, float] = (0.0, 0.0)
    is_tracked: bool = True
    """Whether its joints are known."""
    is_active: bool = True
    """Whether there is a controller at all."""
    buttons: set[str] = field(default_factory=set)
    """Those of `BUTTONS` that are held down."""

    def packed(self) -> bytes:
        """Its part of the packet."""
        unknown = self.buttons - set(BUTTONS)
        assert not unknown, f"{unknown}: no such button; one of {', '.join(BUTTONS)}"
        still = (0.0,) * 6
        pad = (0.0, 0.0, 0.0)
        return _HAND.pack(
            *_pose(self.place, self.turn),
            *still,
            *self.curls,
            self.trigger,
            self.squeeze,
            self.squeeze,
            *self.stick,
            *pad,
            self.is_tracked,
            self.is_active,
            *(name in self.buttons for name in BUTTONS),
        )


class RemoteHub:
    """Moves the head and the hands: set them, then `send`."""

    def __init__(self, port: int, wait_s: float = 10.0) -> None:
        """Connect to the service on `port`, which may still be starting.

        Raises:
            OSError: nobody has answered for `wait_s`.
        """
        self.head_place: Place = (0.0, 0.0, 1.2)
        self.head_turn: Turn = (1.0, 0.0, 0.0, 0.0)
        self.left = RemoteHand((-0.25, 0.35, 0.9))
        self.right = RemoteHand((0.25, 0.35, 0.9))
        self._socket = _connected(port, wait_s)
        self._take(2 * SIZE)
        self.send()

    def hand(self, side: Side) -> RemoteHand:
        """The hand on `side`."""
        return self.left if side == "left" else self.right

    def packed(self) -> bytes:
        """The whole packet."""
        eye = _EYE.pack(*(0.0,) * 7, 1.0, 0.0, 0.0, 0.0, 0)
        head = _POSE.pack(*_pose(self.head_place, self.head_turn))
        hands = self.left.packed() + self.right.packed()
        return _HEADER + 2 * eye + head + bytes(4) + hands

    def send(self) -> None:
        """Let the service know where everything is now.

        Raises:
            OSError: the service is gone.
        """
        self._socket.sendall(self.packed())

    def close(self) -> None:
        """Hang up; the body stays as it was sent last."""
        self._socket.close()

    def _take(self, size: int) -> None:
        while size > 0:
            part = self._socket.recv(size)
            if not part:
                raise ConnectionError("Monado's remote driver hung up")
            size -= len(part)


def _connected(port: int, wait_s: float) -> socket.socket:
    end = time.monotonic() + wait_s
    while True:
        try:
            made = socket.create_connection(("127.0.0.1", port), 1)
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.05)
        else:
            made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            made.settimeout(wait_s)
            return made
