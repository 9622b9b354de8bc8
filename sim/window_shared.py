"""What the parts of a window share: what they run in, what is up, who is there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from dialogue.scenario import Scenario
from scenes.panels import Choice, Panel, load_fonts
from sim.app import App
from sim.engine import Engine
from sim.headsets.base import Stage
from sim.hud import Hud
from sim.own_look import Own
from sim.rehearsal import Rehearsal
from sim.screens import Screens
from sim.sound import Sound
from sim.stage_set import StageSet
from sim.texts import text

Act = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Ways:
    """Where a part leads that does not know the part that comes next."""

    take_keys: Act
    """Give the keys back to the window, after something else has had them."""
    escape: Act
    """What Escape does: pause, or go on."""
    quick_exit: Act
    """One act: the window is gone, then the rest is closed."""
    leave: Act
    """Close the window."""
    leave_scene: Act
    """End the scene at once and say goodbye."""
    goodbye: Act
    """What is shown once the scene was left."""
    debrief: Act
    """End the scene and look back at it."""
    start_over: Act
    """Forget the scene and begin as after the first screen."""
    ask_first: Act
    """The private questions where they are due, then on."""
    lobby: Act
    """The list of what can be done."""


class Shared:
    """One window's state; every part reads it, and `show` alone changes the panel."""

    ways: Ways
    """Set once, when all parts are there."""

    def __init__(self, app: App, headset: Stage, options: dict[str, Any]) -> None:
        self.app, self.headset, self.options = app, headset, options
        self.engine = Engine(headset)
        self.base = headset.base
        self.fonts = load_fonts(easy=app.settings.easy_font)
        self.screens = Screens(self.base.aspect2d, self.fonts, app.country)
        own = Own.of(app.settings, app.config.home)
        self.stage = StageSet(self.base, own, headset.sight, self.fonts)
        self.stage.notice.beside = headset.beside
        self.panel: Panel | None = None
        self.here: Act | None = None
        """Shows the screen that is up, where one can read beside it and come back."""
        self.on_show: Callable[[Panel | None], None] = lambda _: None
        """Called when another panel comes up, or none."""
        self.hud: Hud | None = None
        self.sound: Sound | None = None
        self.rehearsal: Rehearsal | None = None
        self.told: Scenario | None = options["told"]
        """What was chosen to be rehearsed."""
        self.goals: tuple[str, ...] = options["goals"]
        self.session: str | None = options["resume"]
        """The session that is gone on with."""
        self.is_done = False
        """The window may close."""
        self.waits = ""
        """Why the scene waits, where it was not the user who paused it."""
        self.is_private = False
        """The private questions are on the screen."""
        self.is_enter_used = False
        """Enter has ended a typed line in this frame."""

    @property
    def partner(self) -> str:
        """The name of the one who is talked with, empty before that."""
        return self.told.persona.name if self.told is not None else ""

    def show(self, panel: Panel | None) -> None:
        """Put `panel` up in place of what was there; None shows the scene."""
        if self.panel is not None:
            self.panel.remove()
        self.panel = panel
        self.on_show(panel)
        self.here = None
        if panel is None:
            self.waits = ""
        if self.hud is not None:
            self.hud.set_enabled(panel is None)

    def read(self, name: str, lines: Sequence[str], choices: list[Choice]) -> None:
        """Put up the page `name`, with its choices."""
        title = text(f"{name}.title", partner=self.partner)
        self.show(self.screens.page(title, lines, choices))
