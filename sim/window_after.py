"""After the scene of a window: goodbye, the debrief, sharing it, and beginning anew."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from scenes.panels import Choice
from sim.clinic.post import Post
from sim.exercise_lobby import ExerciseLobby
from sim.rehearsal import Rehearsal
from sim.share_panels import SharePanels
from sim.texts import text
from sim.window_scene import Scene
from sim.window_shared import Act, Shared
from sim.window_stops import Stops


class After:
    """What comes when a scene is over; the second reading may still come in."""

    def __init__(
        self, shared: Shared, scene: Scene, stops: Stops, exercises: ExerciseLobby
    ) -> None:
        self._shared, self._scene, self._stops = shared, scene, stops
        self._exercises = exercises

    def goodbye(self) -> None:
        """The scene was left: what is kept, and where one can go."""
        shared, ways = self._shared, self._shared.ways
        shared.engine.set_task("mind", partial(self._read_again, show=False))
        body = text("left.saved") if shared.app.history is not None else ""
        choices = [
            Choice(text("lobby.again"), ways.start_over, is_primary=True),
            Choice(text("lobby.close"), ways.leave),
        ]
        log = shared.rehearsal.log if shared.rehearsal is not None else []
        if any(event["event"] == "utterance" for event in log):
            choices.insert(1, Choice(text("ended.debrief"), self.debrief))
        shared.show(shared.screens.message(text("left.body"), body, choices))

    def debrief(self) -> None:
        """Look back, at once or when the second reading is in."""
        shared, rehearsal = self._shared, self._shared.rehearsal
        if rehearsal is None:
            return
        rehearsal.leave()  # nothing, if the scene is over
        self._scene.end()
        if not rehearsal.is_reading:
            self._show_debrief()
            return
        now = Choice(text("debrief.show_now"), rehearsal.settle, is_primary=True)
        shared.show(shared.screens.message(text("debrief.reading"), "", [now]))
        shared.engine.set_task("mind", partial(self._read_again, show=True))

    def _read_again(self, *, show: bool) -> None:
        """Let the second reading come in after the scene."""
        rehearsal = self._shared.rehearsal
        if rehearsal is not None and rehearsal.is_reading:
            rehearsal.tick()
            return
        self._shared.engine.set_task("mind", None)
        if show:
            self._show_debrief()

    def _show_debrief(self) -> None:
        shared, rehearsal = self._shared, self._shared.rehearsal
        if rehearsal is None:
            return
        from sim.debrief_panels import DebriefPanels

        shared.show(None)
        pages = DebriefPanels(
            shared.base.aspect2d,
            shared.fonts,
            shared.app.looking_back(rehearsal),
            shared.ways.start_over,
            shared.ways.leave,
            partial(self._stops.stop_panel, name=rehearsal.scenario.persona.name),
            rest=shared.app.practice.line(),
            share=self._share(rehearsal),
        )
        pages.show(shared.show)

    def _share(self, rehearsal: Rehearsal) -> Callable[[Act], None] | None:
        """What opens sharing, where there is somebody to share with."""
        shared, vault = self._shared, self._shared.app.history
        if vault is None or not rehearsal.session or not Post(vault).peers:
            return None

        def share(back: Act) -> None:
            for writer in shared.app.writers:
                writer.flush()
            panels = SharePanels(
                shared.base.aspect2d,
                shared.fonts,
                vault,
                shared.show,
                back,
                shared=shared.app.shared_folder,
            )
            panels.session(rehearsal.session)

        return share

    def start_over(self) -> None:
        """Forget the scene and begin as after the first screen."""
        self._scene.end()
        self.settle()
        shared = self._shared
        shared.session, shared.goals = None, ()
        self._exercises.talked(shared.rehearsal)
        shared.rehearsal = None
        for link in shared.app.links:
            link.close()
        shared.app.links.clear()
        shared.told = None
        shared.ways.ask_first()

    def settle(self) -> None:
        """Whoever goes now does not wait for the second reading."""
        if self._shared.rehearsal is not None:
            self._shared.rehearsal.settle()
        self._shared.engine.set_task("mind", None)
