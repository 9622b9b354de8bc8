"""What may be asked of a session at any time, where its headset has it."""

from __future__ import annotations

from sim.openxr import extras
from sim.openxr.instance import Runtime
from sim.openxr.life import Life
from sim.openxr.opening import Parts
from sim.viewing import Floats


class Wishes(Life):
    """Depth, the real room, the display's pace, what the optics hide."""

    _runtime: Runtime
    _parts: Parts
    passthrough: extras.Passthrough

    def set_depth_range(self, near_m: float, far_m: float) -> None:
        """Say how near and far the eyes' lenses see, so that depth means metres."""
        self._parts.room.set_range(near_m, far_m)

    def set_passthrough(self, on: bool) -> bool:
        """Show the real room where our picture is see-through; whether it shows.

        How, if at all, says `passthrough.kind`.
        """
        is_on = self.passthrough.set(on)
        self._parts.room.set_blended(is_on)
        return is_on

    @property
    def refresh_rates(self) -> tuple[float, ...]:
        """What the display can be set to, in Hz; empty where it cannot be set."""
        return self._parts.rate.rates

    @property
    def refresh_rate(self) -> float | None:
        """What the display runs at, in Hz."""
        return self._parts.rate.now_hz

    def set_refresh_rate(self, hz: float) -> bool:
        """Ask for the rate nearest to `hz`; 0 leaves it to the system."""
        return self._parts.rate.set(hz)

    def visibility_mask(self, eye: int) -> tuple[Floats, extras.Indices] | None:
        """What of an eye's picture nobody sees; see `extras.visibility_mask`."""
        if self.handle is None:
            return None
        return extras.visibility_mask(self._runtime, self.handle, eye)
