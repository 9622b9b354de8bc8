"""When a button begins something: pressed, or kept pressed. Pure; knows no ``xr``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sim.openxr.bindings import HELD
from sim.viewing import Intent

PRESSED: Final = 0.6
"""How far a trigger or pinch must close to press; a click counts as 1."""
RELEASED: Final = 0.4
"""And how far it must open again, so that a trembling finger presses once."""
HOLD_S: Final = 1.2
"""How long a button is kept pressed to leave or to recentre: longer than any press by
mistake, and still one act."""


@dataclass(slots=True)
class Trigger:
    """A trigger or a pinch, 0..1, as something that is pressed."""

    is_down: bool = True
    """At first, so that one that is closed already presses nothing."""

    def closed(self, value: float) -> bool:
        """Take how far it is closed; True once when that presses."""
        was = self.is_down
        self.is_down = value >= (RELEASED if was else PRESSED)
        return self.is_down and not was


@dataclass(slots=True)
class Button:
    """A button that begins one intent when pressed, and another when kept pressed.

    Where there are both, a press counts once it is let go: a hold begins only its own.
    """

    pressed: Intent | None
    held: Intent | None = None
    _is_down: bool = True
    _since_s: float = 0.0
    _is_done: bool = True
    """The hold has begun its intent, or there is none to begin."""

    def is_at(self, is_down: bool, now_s: float) -> Intent | None:
        """Take the button's state at `now_s`; returns what begins."""
        was, self._is_down = self._is_down, is_down
        if not is_down:
            is_short, self._is_done = was and not self._is_done, True
            return self.pressed if is_short else None
        if not was:
            self._since_s, self._is_done = now_s, self.held is None
            return self.pressed if self.held is None else None
        if not self._is_done and now_s - self._since_s >= HOLD_S:
            self._is_done = True
            return self.held
        return None

    def forget(self) -> None:
        """Begin nothing until it was released: the system's menu was open."""
        self._is_down = self._is_done = True


def button(action: str) -> Button:
    """The button of an action: what its press begins, and what its hold."""
    held: Intent | None = next(
        (intent for intent in ("leave", "recenter") if HELD[intent] == action), None
    )
    if held == action:
        return Button(None, held)
    names: dict[str, Intent] = {"pause": "pause", "leave": "leave", "talk": "talk"}
    return Button(names.get(action), held)
