"""What the list of a window opens: a talk, an exercise, a page about this, help."""

from __future__ import annotations

from functools import partial

from dialogue.scenario import Scenario
from scenes.panels import Choice
from sim import assigned, quick_exit
from sim.assigned_panels import AssignedPanels
from sim.exercise_lobby import ExerciseLobby
from sim.goals import MOST_GOALS
from sim.lobby_window import LobbyWindow
from sim.offered import ASSIGNED
from sim.own_panels import OwnPanels
from sim.progress import lobby_line
from sim.screening.asking import ABOUT
from sim.screening.ceiling import Ceiling
from sim.texts import text
from sim.window_before import Before
from sim.window_shared import Act, Shared


class Choices:
    """The list, and where its items lead."""

    def __init__(
        self,
        shared: Shared,
        before: Before,
        exercises: ExerciseLobby,
        listed: LobbyWindow,
        own: OwnPanels,
    ) -> None:
        self._shared, self._before, self._exercises = shared, before, exercises
        self._list, self._own = listed, own

    def lobby(self, *, is_opened: bool = True) -> None:
        """The list; `is_opened` is False where it stands already and has news."""
        shared, app = self._shared, self._shared.app
        shared.told = None
        assigned.end(app)
        shared.stage.clear()
        if self._exercises.come_back():
            return
        shared.stage.go_home()
        told = app.scenarios()
        carried = app.carried()
        last = text("debrief.carried", text=carried) if carried else ""
        idea = " ".join(filter(None, (last, lobby_line(app.history, told))))
        if is_opened:
            app.watching.opened(app.vault)
        self._list.open(told, idea, assigned.sent(app))
        shared.here = self.lobby

    def look_for_news(self) -> None:
        """Draw the list anew where something came while it stood there."""
        if self._list.is_up(self._shared.panel) and self._list.look():
            self.lobby(is_opened=False)

    def open(self, target: str) -> None:
        """Open what was chosen in the list or after the check-in."""
        kind, _, name = target.partition(":")
        offered = self._shared.app.scenarios()
        told = next((one for one in offered if one.id == name), None)
        acts: dict[str, Act] = {
            "exercise": partial(self._exercises.open, name),
            "path": partial(self._exercises.open, kind),
            "limit": self.ceiling,
            ASSIGNED: self._assigned,
            "about": self.about,
            "kept": partial(self._own.overview, self.lobby),
            "people": self._people,
            "leave": self._shared.ways.leave,
        }
        if kind == "talk" and told is not None:
            self._before.briefing(told)
        else:
            acts.get(kind, self.lobby)()

    def _assigned(self) -> None:
        """What a therapist has sent, with its parts."""
        shared = self._shared
        made = AssignedPanels(
            shared.base.aspect2d,
            shared.fonts,
            shared.app,
            shared.show,
            self.lobby,
            self._assigned_talk,
            self._exercises.open,
        )
        made.open()

    def _assigned_talk(self, told: Scenario) -> None:
        self._shared.goals = assigned.goals(self._shared.app, MOST_GOALS)
        self._before.briefing(told)

    def checked_in(self, chosen: str) -> None:
        """The check-in is over: what was said holds, what was chosen opens."""
        shared = self._shared
        shared.ways.take_keys()
        shared.app.is_checked_in = True
        if shared.app.care.is_careful:
            shared.headset.set_title(quick_exit.NEUTRAL_TITLE)
        self.open(chosen)

    def talk(self, where: str) -> None:
        """Hold the talk that an exercise asks for; it goes on after it."""
        shared = self._shared
        shared.ways.take_keys()
        offered = shared.app.scenarios()
        shared.told = next((one for one in offered if one.id == where), None)
        if shared.told is None:
            self.lobby()  # which leads back to the exercise
        else:
            self._before.ask_first()

    def _people(self) -> None:
        """Help lines; those for violence first where somebody is afraid."""
        shared = self._shared
        about = ABOUT if shared.app.care.is_careful else ""
        back = Choice(text("lobby.back"), self.lobby, is_primary=True)
        shared.show(shared.screens.help(about, back))
        shared.here = self._people

    def ceiling(self) -> None:
        """What the user would rather not meet."""
        shared = self._shared

        def change(limit: Ceiling) -> None:
            shared.app.set_limit(limit)
            self.ceiling()

        shared.show(shared.screens.ceiling(shared.app.limit, change, self.lobby))

    def about(self) -> None:
        """What this is, beside the screen that is up."""
        shared, here = self._shared, self._shared.here
        if here is None:
            return
        choices = [Choice(text("about.back"), here, is_primary=True)]
        if here != self._before.consent:  # which stands before everything else
            choices.append(Choice(text("about.again"), self._before.ask_again))
        shared.read("about", shared.app.about(), choices)
        shared.here = here
