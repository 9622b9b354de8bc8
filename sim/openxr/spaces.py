"""The play space: whose floor and whose middle, and how the user moves it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final, Literal

import numpy as np

from sim.openxr import poses
from sim.viewing import Tracked

Kind = Literal["stage", "local_floor", "local"]
KINDS: Final[tuple[Kind, ...]] = ("stage", "local_floor", "local")
"""Best first: a floor that was measured, one that is guessed, none."""
SEATED_EYES_M: Final = 1.2
"""Our guess of the eyes' height where no floor is known; people here sit."""


class Spaces:
    """View space, and the play space with the user's own middle."""

    def __init__(self, xr: Any, session: Any, has_local_floor: bool) -> None:
        """Choose the best space there is.

        Args:
            xr: the module ``xr``.
            session: OpenXR's handle.
            has_local_floor: whether XR_EXT_local_floor is on.
        """
        self._xr = xr
        self._session = session
        kinds = xr.ReferenceSpaceType
        self._types: dict[Kind, Any] = {
            "stage": kinds.STAGE,
            "local_floor": kinds.LOCAL_FLOOR,
            "local": kinds.LOCAL,
        }
        offered = xr.enumerate_reference_spaces(session)
        self.kind = self._chosen(offered, has_local_floor)
        self._place = np.zeros(3, np.float32)
        self._turn = np.array((1, 0, 0, 0), np.float32)
        if not self.has_floor:
            self._place[2] = -SEATED_EYES_M
        self.view: Any = None
        """OpenXR's handle of the head."""
        self.play: Any = None
        """OpenXR's handle; another one after each recentring: read it every frame."""
        self._next: Any = None
        self._wanted = self._place, self._turn
        self._changes: list[int] = []
        try:
            self.view = self._made(kinds.VIEW, np.zeros(3), self._turn)
            self.play = self._made(self._types[self.kind], self._place, self._turn)
        except xr.XrException:
            self.close()
            raise

    @property
    def has_floor(self) -> bool:
        """Whether height 0 is the real floor, and not a guess."""
        return self.kind != "local"

    def recentre(self, head: Tracked) -> None:
        """Make the place under `head` the middle, and where it looks the front.

        Heights stay; without a known floor the eyes come to `SEATED_EYES_M`. Takes
        effect between two frames (`settle`). Nothing happens while the head is lost.
        """
        if not head.is_there:
            return
        moved = np.array(head.place, np.float32)
        moved[2] = 0 if self.has_floor else head.place[2] - SEATED_EYES_M
        place = self._place + poses.turned(self._turn, moved)
        turn = poses.after(poses.upright(poses.heading(head.turn)), self._turn)
        try:
            made = self._made(self._types[self.kind], place, turn)
        except self._xr.XrException:  # lost: the next frame will say so
            return
        self._give_back("_next")
        self._next, self._wanted = made, (place, turn)

    def settle(self) -> bool:
        """Between two frames: put a recentring into effect; True if there was one."""
        if self._next is None:
            return False
        self._give_back("play")
        self.play, self._next = self._next, None
        self._place, self._turn = self._wanted
        return True

    def will_change(self, kind: int, time_ns: int) -> None:
        """The runtime moves a space of its own at `time_ns` (the user held a button).

        Our play space may be another (stage, say) and not move with it. Users mean
        the same with that button whatever we chose, so any but the view space counts.
        """
        if kind != int(self._xr.ReferenceSpaceType.VIEW):
            self._changes.append(time_ns)

    def has_changed(self, time_ns: int) -> bool:
        """Whether such a change has come by `time_ns`; tells each once."""
        if not self._changes or min(self._changes) > time_ns:
            return False
        self._changes = [one for one in self._changes if one > time_ns]
        return True

    def close(self) -> None:
        """Give all back."""
        for name in ("view", "play", "_next"):
            self._give_back(name)

    def _chosen(self, offered: Iterable[Any], has_local_floor: bool) -> Kind:
        there = {int(one) for one in offered}
        for kind in KINDS:
            if kind == "local_floor" and not has_local_floor:
                continue
            if int(self._types[kind]) in there:
                return kind
        return "local"  # every runtime must have it

    def _made(self, kind: Any, place: poses.Anything, turn: poses.Anything) -> Any:
        xr, pose = self._xr, self._xr.Posef()
        poses.pose_out(pose, place, turn)
        info = xr.ReferenceSpaceCreateInfo(kind, pose)
        return xr.create_reference_space(self._session, info)

    def _give_back(self, name: str) -> None:
        handle = getattr(self, name)
        setattr(self, name, None)
        if handle is not None:
            self._xr.raw_functions.xrDestroySpace(handle)
