"""The scripted user: what a person in a headset does, in steps of one frame.

Each act is a generator: it sends the body to Monado, then yields until the next frame,
so a script reads as what happens: ``yield from user.look_at(face)``. Places are metres
in the play space, z up.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator

from sim.viewing import Side
from tests.openxr.remote import Place, RemoteHub, towards, turned

TURN_S = 0.4
"""From one look to the next: a calm turn of the head."""
NOD_DEG, NOD_S = 12.0, 0.5
"""How deep and how long one nod is; one shake, too, to either side."""
PRESS_S = 0.25
CALM_S = 30.0
"""How long a script waits for what must come."""

Steps = Iterator[None]


class Waited(AssertionError):
    """What the script waited for did not come."""


class User:
    """Someone in the headset."""

    def __init__(
        self, hub: RemoteHub, clock: Callable[[], float] = time.perf_counter
    ) -> None:
        self.hub = hub
        self._clock = clock
        self.heading_deg = self.pitch_deg = 0.0

    def look_at(self, place: Place, seconds: float = TURN_S) -> Steps:
        """Turn the head until it points at `place`."""
        heading, pitch = towards(self.hub.head_place, place)
        begin = self.heading_deg, self.pitch_deg
        for share in self._shares(seconds):
            smooth = share * share * (3 - 2 * share)
            self._face(
                begin[0] + smooth * (heading - begin[0]),
                begin[1] + smooth * (pitch - begin[1]),
            )
            yield

    def nod(self, times: int = 1) -> Steps:
        """Nod: down and up, `times` times; the lowest point lasts a frame at least."""
        pitch = self.pitch_deg
        for goal in (pitch - NOD_DEG, pitch) * times:
            begin = self.pitch_deg
            for share in self._shares(NOD_S / 2):
                smooth = (1 - math.cos(share * math.pi)) / 2
                self._face(self.heading_deg, begin + smooth * (goal - begin))
                yield

    def shake(self, times: int = 2) -> Steps:
        """Shake the head: left and right, `times` times."""
        heading = self.heading_deg
        for share in self._shares(times * NOD_S):
            self._face(heading + NOD_DEG * math.sin(share * times * math.tau), None)
            yield
        self._face(heading, None)

    def move(self, place: Place, seconds: float = 0.0) -> Steps:
        """Bring the head to `place`; it goes on facing the same way."""
        begin = self.hub.head_place
        for share in self._shares(seconds):
            x, y, z = (a + share * (b - a) for a, b in zip(begin, place, strict=True))
            self.hub.head_place = (x, y, z)
            self.hub.send()
            yield

    def point_at(self, place: Place, side: Side = "right") -> Steps:
        """Turn the controller until it points at `place`; the hand stays."""
        hand = self.hub.hand(side)
        hand.turn = turned(*towards(hand.place, place))
        self.hub.send()
        yield from self.wait(0.15)

    def press(self, button: str = "trigger", side: Side = "right") -> Steps:
        """Press and let go: ``trigger``, or one of `remote.BUTTONS` less its end."""
        hand = self.hub.hand(side)
        is_trigger = button == "trigger"
        hand.trigger = 1.0 if is_trigger else hand.trigger
        hand.buttons |= {f"{button}_click", f"{button}_touch"}
        self.hub.send()
        yield from self.wait(PRESS_S)
        hand.trigger = 0.0 if is_trigger else hand.trigger
        hand.buttons -= {f"{button}_click", f"{button}_touch"}
        self.hub.send()
        yield from self.wait(PRESS_S)

    def click(self, place: Place, side: Side = "right") -> Steps:
        """Point at `place` and pull the trigger."""
        yield from self.point_at(place, side)
        yield from self.press(side=side)

    def curl(self, amount: float, side: Side = "right") -> Steps:
        """Close the fingers, 0..1."""
        self.hub.hand(side).curls = (amount,) * 5
        self.hub.send()
        yield

    def wait(self, seconds: float) -> Steps:
        """Do nothing."""
        end = self._clock() + seconds
        while self._clock() < end:
            yield

    def until(
        self, is_so: Callable[[], object], what: str, seconds: float = CALM_S
    ) -> Steps:
        """Do nothing until `is_so`.

        Raises:
            Waited: it was not so after `seconds`; `what` says what it was about.
        """
        end = self._clock() + seconds
        while not is_so():
            if self._clock() > end:
                raise Waited(f"waited {seconds:.0f} s for this in vain: {what}")
            yield

    def _face(self, heading_deg: float, pitch_deg: float | None) -> None:
        self.heading_deg = heading_deg
        self.pitch_deg = self.pitch_deg if pitch_deg is None else pitch_deg
        self.hub.head_turn = turned(self.heading_deg, self.pitch_deg)
        self.hub.send()

    def _shares(self, seconds: float) -> Iterator[float]:
        """How much of `seconds` is over, once a frame; the last is 1."""
        begin = self._clock()
        while (share := (self._clock() - begin) / max(seconds, 1e-6)) < 1:
            yield share
        yield 1.0
