"""The keys of an exercise in a window; every button can be reached by them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

from scenes.panels import Panel
from sim.beside import LEAVE
from sim.exercise_panels import StepPanel
from sim.exercises._sitting import Sitting


@dataclass(frozen=True, slots=True)
class Around:
    """What the window around an exercise has a say in."""

    is_blocked: Callable[[], bool] = lambda: False
    """Whether keys belong to something else now, such as a lock."""
    escape: Callable[[], bool] = lambda: False
    """Called first when Escape is pressed; True when that was all of it."""
    quit_now: Callable[[], None] = lambda: None
    """Quick exit: everything must be gone at once."""
    breathed: Callable[[bool], None] = lambda is_in: None
    """Called at every turn of a paced breath, True for in: it can be felt, too."""


class Doing(Protocol):
    """What the keys belong to."""

    sitting: Sitting

    @property
    def panel(self) -> Panel | None:
        """What is on the screen."""


class Keys:
    """Takes the keys while an exercise is there."""

    def __init__(
        self,
        base: Any,
        around: Around,
        doing: Doing,
        escape: Callable[[], None],
        more: Mapping[str, Callable[[], None]],
    ) -> None:
        """`escape` pauses, or goes on; it asks `is_escape_used` first.

        `more` are further keys and what they do while nothing else has the keys.
        """
        self._base, self._around, self._doing = base, around, doing
        self._escape, self._more = escape, more
        self._taken: list[str] = []

    def take(self) -> None:
        """Take them, also after something else has had them."""
        acts: dict[str, Callable[[], None]] = {
            "tab": partial(self._focus, 1),
            "shift-tab": partial(self._focus, -1),
            "enter": self._enter,
            "space": self._space,
            "escape": self._escape,
            "arrow_left": partial(self._nudge, -1),
            "arrow_right": partial(self._nudge, 1),
            LEAVE: lambda: self._doing.sitting.leave(),
        }
        acts |= {str(n): partial(self._number, n) for n in range(10)}
        acts |= {key: partial(self._unless, act) for key, act in self._more.items()}
        for key, act in acts.items():
            self._base.accept(key, act)
        self._taken = list(acts)

    def give_back(self) -> None:
        """Leave them to whatever comes next."""
        for key in self._taken:
            self._base.ignore(key)
        self._taken.clear()

    def is_escape_used(self) -> bool:
        """Whether this Escape belongs to the window around, or to a lock."""
        return self._around.escape() or self._around.is_blocked()

    def _unless(self, act: Callable[[], None]) -> None:
        if not self._around.is_blocked():
            act()

    def _panel(self) -> Panel | None:
        """The panel that takes keys now; none while a line is typed."""
        panel = self._doing.panel
        is_typing = isinstance(panel, StepPanel) and panel.has_entry
        return None if is_typing or self._around.is_blocked() else panel

    def _number(self, number: int) -> None:
        if (panel := self._panel()) is not None:
            panel.press(number)

    def _focus(self, step: int) -> None:
        panel = self._doing.panel
        if panel is not None and not self._around.is_blocked():
            panel.focus_next(step)

    def _enter(self) -> None:
        if (panel := self._panel()) is not None:
            panel.press_focused()

    def _space(self) -> None:
        """Where one taps with the breath, the largest key does it, too."""
        inner = self._doing.sitting.inner
        if inner.run.phase == "running" and inner.view.kind == "tap":
            self._enter()

    def _nudge(self, steps: int) -> None:
        if isinstance(panel := self._panel(), StepPanel):
            panel.nudge(steps)
