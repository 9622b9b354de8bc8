"""A headset that is taken off in the middle of a press leaves nothing pressed."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from sim.headsets._hands import InHand
from sim.pointing import Pointing
from sim.viewing import Viewing


class Device:
    """A window's pointer that notes its button and whether it is there."""

    def __init__(self) -> None:
        self.is_down = False
        self.is_in = True
        self.ups_inside = 0

    def setPointerInWindow(self, x: float, y: float) -> None:  # noqa: N802
        self.is_in = True

    def setPointerOutOfWindow(self) -> None:  # noqa: N802
        self.is_in = False

    def hasButtonEvent(self) -> bool:  # noqa: N802
        return False

    def buttonDown(self, button: Any) -> None:  # noqa: N802
        self.is_down = True

    def buttonUp(self, button: Any) -> None:  # noqa: N802
        self.is_down = False
        self.ups_inside += self.is_in


def test_taken_off_while_a_button_is_held_it_is_let_go_and_not_pressed() -> None:
    device, viewing = Device(), Viewing(is_worn=True, has_focus=True)
    window = SimpleNamespace(
        getInputDevice=lambda number: device, getXSize=lambda: 2, getYSize=lambda: 2
    )
    board: Any = SimpleNamespace(
        size_m=(1.0, 1.0), hit=lambda *ray: (0.5, 0.5, 1.0), mouse=lambda u, v: (u, v)
    )
    watcher = SimpleNamespace(hasMouse=lambda: False)
    base = SimpleNamespace(win=window, mouseWatcherNode=watcher)
    hand: Any = InHand.__new__(InHand)
    hand._pointing = Pointing(base, lambda: (board,), viewing)
    hand._pointers = hand._shown = SimpleNamespace(hide=lambda: None)
    viewing.right.aim.is_there = True
    viewing.right.select = 1.0
    viewing.intents.append(("select", "right"))
    hand._pointing.tick()
    assert device.is_down
    hand.hide()  # the runtime may tell of no frame any more
    assert not device.is_down
    assert device.ups_inside == 0
