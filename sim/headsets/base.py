"""What a headset driver must do.

Drivers are tried in order and the first that opens wins; the desktop comes last and
`null` draws nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol

from sim.beside import Beside
from sim.unavailable import HeadsetUnavailable, NoHeadsetYet
from sim.viewing import Viewing

if TYPE_CHECKING:  # to ask whether there is a headset needs no renderer
    from sim.sight import Sight

__all__ = ["Headset", "HeadsetUnavailable", "NoHeadsetYet", "Stage"]


class Headset(Protocol):
    """Shows the room and takes the user's input."""

    def open(self) -> None:
        """Open the window or the session.

        Raises:
            HeadsetUnavailable: it cannot be used here.
        """

    def begin(self) -> None:
        """Wait until the next frame is due, and see where the user is now.

        The frame's tasks come after it, and `frame` after those.
        """

    def frame(self) -> bool:
        """Take input and draw one frame; False once the user has closed it."""

    def close(self) -> None:
        """Give everything back; works in any state and more than once."""


class Stage(Headset, Protocol):
    """A headset with a window beside it, or a window alone: what panels need."""

    sight: Sight
    """What the room is seen with."""
    viewing: Viewing
    """What is known of the user in this frame; nobody wears anything at a desk."""
    beside: Beside
    """What the program wants shown beside the panels."""
    is_headset: bool
    """Whether it may be worn at all."""
    on_worn: Callable[[bool], None]
    """Called when somebody has put the headset on (True) or taken it off."""
    on_intent: Callable[[str], None]
    """Called when a button says ``pause``, ``leave`` or ``talk``."""

    @property
    def base(self) -> Any:
        """The window's ShowBase."""

    def recentre(self) -> None:
        """The user sits upright now, and looks ahead."""

    @property
    def can_see_through(self) -> bool:
        """Whether the real room can be shown now."""

    def see_through(self, *, is_on: bool) -> bool:
        """Show the real room in place of ours, or ours again; panels stay.

        Returns whether the real room is seen now: a headset may refuse.
        """

    def breathe(self, *, is_in: bool) -> None:
        """Let the hands feel that a paced breath turns, where that is wanted."""

    def set_title(self, title: str) -> None:
        """Name the window."""

    def vanish(self) -> None:
        """Take everything off the screen before anything else is done."""
