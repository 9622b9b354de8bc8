"""Before the scene of a window: consent, private questions, resuming, the briefing."""

from __future__ import annotations

from datetime import date
from functools import partial

from dialogue.scenario import Scenario
from scenes.panels import Choice
from sim import assigned
from sim.app import resumed_scenario
from sim.exercise_lobby import ExerciseLobby
from sim.goals import MOST_GOALS
from sim.own_panels import OwnPanels
from sim.preview import Preview
from sim.screening.answers import screen
from sim.screening.panels import Before as Questions
from sim.sensors import notice
from sim.session.clock import SystemClock
from sim.texts import text
from sim.typing_scene import is_finished
from sim.window_calm import Calm
from sim.window_scene import Scene
from sim.window_shared import Shared


class Before:
    """The screens that lead into a scene, in their order."""

    def __init__(
        self,
        shared: Shared,
        scene: Scene,
        calm: Calm,
        exercises: ExerciseLobby,
        own: OwnPanels,
    ) -> None:
        self._shared, self._scene, self._calm = shared, scene, calm
        self._exercises, self._own = exercises, own
        self._preview: Preview | None = None

    # the first screen

    def consent(self) -> None:
        """What this is, and whether the user is an adult who wants it."""
        shared = self._shared
        after = partial(self._own.start, shared.app.server, self.ask_first)
        panel = shared.screens.consent(
            shared.app.storage, after, self._young, shared.ways.leave
        )
        shared.show(panel)
        shared.here = self.consent

    def _young(self) -> None:
        self._shared.app.lead_out()
        self._shared.show(self._shared.screens.young(self._shared.ways.leave))

    # the private questions

    def ask_first(self) -> None:
        """The private questions where they are due, then on."""
        today = SystemClock().now().date()
        if self._shared.app.care.is_due(self._shared.told, today):
            self._ask(today)
        else:
            self._asked()

    def _ask(self, today: date) -> None:
        shared, app = self._shared, self._shared.app
        shared.is_private = True
        questions = Questions(
            shared.base.aspect2d,
            shared.fonts,
            app.care,
            app.vault,
            app.country,
            show=shared.show,
            title=shared.headset.set_title,
            quit_now=shared.ways.quick_exit,
            leave=shared.ways.leave,
            done=self._asked,
            calm=self._calm.open,
        )
        questions.start(today)

    def ask_again(self) -> None:
        """The private questions once more, because the user wants them."""
        care = self._shared.app.care
        care.is_asked, care.remembered = False, None
        self.ask_first()

    def _asked(self) -> None:
        shared = self._shared
        shared.is_private = False
        if shared.told is not None and not shared.app.care.allows(shared.told):
            shared.told, shared.session = None, None
            on = Choice(text("ended.next"), shared.ways.lobby, is_primary=True)
            words = screen().text("not_offered")
            shared.show(shared.screens.message(words, screen().text("left"), [on]))
            return
        self._go_in()

    # what was chosen already, or is still open

    def _go_in(self) -> None:
        shared = self._shared
        if self._exercises.is_waiting:
            self._briefing_or_lobby()
        elif shared.session is not None:
            self._resume(shared.session)
        elif shared.options.get("path") and not shared.app.is_checked_in:
            self._exercises.open("path")
        elif name := shared.options.pop("exercise", ""):  # once: then comes the list
            self._exercises.open(name)
        elif not self._is_open_session_shown():
            self._briefing_or_lobby()

    def _briefing_or_lobby(self) -> None:
        if self._shared.told is not None:
            self.briefing(self._shared.told)
        else:
            self._shared.ways.lobby()

    def _is_open_session_shown(self) -> bool:
        """Offer the session that was not finished; False when there is none."""
        shared, history = self._shared, self._shared.app.history
        for info in history.sessions("open") if history else ():
            if history is not None and is_finished(history, info):
                history.close_session(info.id)
                continue
            resume = partial(self._resume, info.id)
            close = partial(self._close_session, info.id)
            shared.show(shared.screens.open_session(info.title, resume, close))
            return True
        return False

    def _close_session(self, session: str) -> None:
        if self._shared.app.vault is not None:
            self._shared.app.vault.close_session(session)
        self._go_in()

    def _resume(self, session: str) -> None:
        self._shared.session = session
        self._shared.told = resumed_scenario(self._shared.app, session)
        self._scene.begin()

    # the briefing

    def briefing(self, told: Scenario) -> None:
        """The situation of `told`, what comes up, and when not to do it."""
        shared = self._shared
        shared.told = told
        panel = shared.screens.briefing(
            told,
            self.pick_goals,
            partial(self._look, told),
            shared.ways.lobby,
            assigned.given_lines(shared.app),
            notice(shared.app.settings) if shared.headset.viewing.is_worn else "",
        )
        shared.show(panel)
        shared.here = partial(self.briefing, told)
        shared.stage.prepare(told)

    def _look(self, told: Scenario) -> None:
        """Partner, room and voice before anything plays."""
        shared = self._shared
        preview = Preview(shared.app, told, with_face=True)
        is_silent = preview.sound.voice.startswith("silent")
        shared.stage.seat(told, preview.sound.performer)
        shared.engine.set_task("mind", preview.tick)

        def back() -> None:
            shared.engine.set_task("mind", None)
            self._preview = None
            shared.stage.clear()
            preview.close()
            self.briefing(told)

        self._preview = preview
        again = None if is_silent else preview.again
        shared.show(shared.screens.preview(told.persona.name, again, back))

    def pick_goals(self) -> None:
        """Which skills to practise; then the scene begins."""
        shared = self._shared
        if shared.told is None:
            return
        if not shared.goals:
            shared.goals = shared.told.goals[:MOST_GOALS]
        panel = shared.screens.goals(
            shared.told, shared.goals, self._toggle, self._scene.begin
        )
        shared.show(panel)

    def _toggle(self, skill: str) -> None:
        shared = self._shared
        if skill in shared.goals:
            shared.goals = tuple(goal for goal in shared.goals if goal != skill)
        else:
            shared.goals = (*shared.goals, skill)[-MOST_GOALS:]
        self.pick_goals()

    def close(self) -> None:
        """Give back what a look at the partner has opened."""
        if self._preview is not None:
            self._preview.close()
