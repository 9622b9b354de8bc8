"""The rehearsal in a window: it begins, it is talked in, it ends."""

from __future__ import annotations

from typing import Final

from dialogue.scenario import Scenario
from scenes.panels import Choice
from sim import quick_exit
from sim.hud import Hud
from sim.sensors import Watching
from sim.session.clock import SystemClock
from sim.session.events import Event
from sim.session.state import SessionState
from sim.sound import Sound
from sim.terminal import JsonLines
from sim.texts import text
from sim.typed import typed
from sim.typing_scene import earlier, where_of
from sim.window_calm import Calm
from sim.window_shared import Act, Shared
from sim.window_stops import Stops

AT_AN_END: Final = frozenset({"mind_gone"})
"""Troubles after which nothing more is said: a line that passes would leave somebody
waiting for an answer."""


class Scene:
    """One rehearsal at a time, from its first line to its last."""

    def __init__(self, shared: Shared, stops: Stops, calm: Calm) -> None:
        self._shared, self._stops, self._calm = shared, stops, calm
        self._early = ""
        """A line that was typed while the partner had the turn."""
        self._watching: Watching | None = None

    # it begins

    def begin(self) -> None:
        """Begin what was chosen, or go on with the session that is named."""
        shared, told = self._shared, self._shared.told
        if told is None:
            return
        log, seed = earlier(shared.app, shared.session)
        listens = shared.options["lines"] is None
        sound = Sound.open(
            shared.app.settings, told, with_face=True, listen=listens, seed=seed
        )
        where = where_of(told, shared.options, log)
        link = shared.app.start_mind(
            told, where, seed, voice=sound.voice, recognizer=sound.recognizer
        )
        shared.sound = sound
        rehearsal = shared.app.rehearsal(told, link, sound.performer, shared.session)
        shared.rehearsal = rehearsal
        sound.attach(rehearsal)
        shared.stage.seat(told, sound.performer)
        self._open_hud(told, sound)
        rehearsal.observe(self)
        if shared.options["json"]:
            rehearsal.observe(JsonLines())
        self._watching = Watching(shared.app.settings, SystemClock())
        self._watching.attach(rehearsal)
        shared.show(None)
        shared.engine.set_task("ears", sound.tick)
        shared.engine.set_task("mind", self._tick)
        if log:
            rehearsal.take_up(log)
            self._recall()
        else:
            rehearsal.start(seed, shared.goals, shared.app.values(told))

    def _open_hud(self, told: Scenario, sound: Sound) -> None:
        shared = self._shared
        is_shown = shared.app.settings.captions or not sound.voice.startswith("kokoro")
        hud = Hud(
            shared.base,
            shared.fonts,
            told.persona.name,
            self._entered,
            self._acts(),
            captions=is_shown,
            beside=shared.headset.beside,
        )
        for missing in sound.missing:
            hud.notice(missing)
        sound.performer.on_phrase = hud.phrase
        shared.hud = hud

    def _acts(self) -> dict[str, Act]:
        return {
            "pause": self._shared.ways.escape,
            "skip": self.skip,
            "again": self.again,
            "leave": self._shared.ways.leave_scene,
        }

    def skip(self) -> None:
        """Let the partner stop speaking."""
        if self._shared.rehearsal is not None:
            self._shared.rehearsal.skip()

    # it is talked in

    def _tick(self) -> None:
        shared, rehearsal = self._shared, self._shared.rehearsal
        if rehearsal is None or shared.hud is None:
            return
        rehearsal.tick()
        self._watch()
        state = rehearsal.state
        if state.phase == "closed" and shared.options["lines"] is None:
            shared.ways.leave_scene()  # it was left by voice
            return
        if self._early and state.waiting == "user" and state.phase == "talking":
            words, self._early = self._early, ""
            self.say(words)
        is_busy = shared.sound is not None and shared.sound.performer.is_speaking
        is_busy = is_busy or rehearsal.is_voicing
        if shared.options["lines"] is not None and not is_busy:
            self._follow_script(state)
        if shared.hud is not None:
            shared.hud.status(state, is_ready=rehearsal.is_ready, is_speaking=is_busy)

    def _watch(self) -> None:
        """Count what there is to count, unless a panel stands before the scene."""
        shared = self._shared
        if self._watching is None or shared.sound is None or shared.panel is not None:
            return
        eyes = shared.stage.partner_eyes()
        place = None if eyes is None else (eyes.x, eyes.y, eyes.z)
        viewing, who = shared.headset.viewing, shared.sound.who_speaks
        self._watching.tick(viewing, place, who)

    def _follow_script(self, state: SessionState) -> None:
        """Say the next line of a script, which stands for the user."""
        lines, rehearsal = self._shared.options["lines"], self._shared.rehearsal
        if rehearsal is None:
            return
        if state.waiting == "user":
            if lines.is_over:
                rehearsal.leave("script over")
            elif (line := lines.poll()) is not None:
                typed(rehearsal, line, "script")
        # a script asks nothing, so nobody is waited for after the last word
        is_over = rehearsal.state.is_over and not rehearsal.is_reading
        self._shared.is_done |= is_over or rehearsal.is_broken

    def _entered(self, words: str) -> None:
        self._shared.is_enter_used = True
        self.say(words)

    def say(self, words: str) -> None:
        """Say a typed line; one typed too early waits for its turn."""
        rehearsal, hud = self._shared.rehearsal, self._shared.hud
        if rehearsal is None or hud is None or not words.strip():
            return
        is_early = rehearsal.state.waiting == "partner"
        if is_early and not words.startswith("/") and not rehearsal.is_stop(words):
            self._early = f"{self._early} {words}".strip()
            hud.notice(text("talking.early"))
        elif words[:1] == "/" and words[1:].strip() in rehearsal.pages:
            self._stops.page(words[1:].strip())
        else:
            self._take(words)

    def _take(self, words: str) -> None:
        """Let the rehearsal have a line or a command; the scene may be over then."""
        rehearsal, hud = self._shared.rehearsal, self._shared.hud
        if rehearsal is None or hud is None:
            return
        try:
            answer = typed(rehearsal, words, calm=self._calm.typed)
        except quick_exit.QuickExit:
            self._shared.ways.quick_exit()
            return
        if rehearsal.state.phase == "closed":
            self._shared.ways.leave_scene()
        elif answer:
            hud.notice(answer)

    def again(self) -> None:
        """Try the last moment again."""
        rehearsal = self._shared.rehearsal
        if rehearsal is not None and rehearsal.again():
            self._shared.show(None)

    # what happens

    def on_event(self, event: Event, state: SessionState) -> None:
        """Show the panel that an event calls for."""
        shared, kind = self._shared, event["event"]
        if shared.told is None or shared.hud is None:
            return
        if kind == "utterance":
            shared.hud.heard(event["text"])
        elif kind == "paused":
            self._stops.paused()
        elif kind in ("resumed", "branched", "checked_in", "ended"):
            self._go_on(kind, state)
            if kind == "ended":
                shared.hud.ended(shared.ways.debrief)
        elif kind == "safety" and event["who"] == "user":
            if event["action"] == "check_in":
                self._stops.check_in(state)
        elif kind == "stopped":
            self._stops.stopped(state)

    def _go_on(self, kind: str, state: SessionState) -> None:
        """After a pause, a check-in or a branch: the scene, or what is still open."""
        if state.phase == "checking_in":
            self._stops.check_in(state)
        elif state.phase == "paused":
            self._stops.paused()
        elif state.phase in ("talking", "ended"):
            was_away = self._shared.panel is not None
            self._shared.show(None)
            if kind == "branched":
                self._early = ""
            if (was_away or kind == "branched") and state.waiting != "partner":
                self._recall()

    def _recall(self) -> None:
        """Show the partner's last line whole: a pause may have cut it short."""
        shared = self._shared
        lines = shared.rehearsal.state.lines if shared.rehearsal is not None else ()
        if lines and shared.hud is not None:
            shared.hud.phrase(lines[-1], True)

    def on_notice(self, key: str) -> None:
        """One calm line in the window; a calm panel where the talk cannot go on."""
        shared = self._shared
        if shared.hud is None or shared.told is None:
            return
        words = text(f"trouble.{key}", partner=shared.partner)
        # a panel that is up, such as one that names help, stays
        if key in AT_AN_END and shared.panel is None:
            leave = Choice(
                text("trouble.leave"), shared.ways.leave_scene, is_primary=True
            )
            title = text("trouble.title")
            shared.show(shared.screens.message(title, words, [leave]))
        else:
            shared.hud.notice(words)

    # it ends

    def leave(self) -> None:
        """One action: the scene is over at once."""
        if self._shared.rehearsal is not None:
            self._shared.rehearsal.leave()
        self.end()
        self._shared.ways.goodbye()

    def end(self) -> None:
        """Take the scene away; the rehearsal stays, to be looked back at."""
        self._early = ""
        shared = self._shared
        if shared.hud is not None:
            shared.hud.remove()
            shared.hud = None
        shared.engine.set_task("mind", None)
        shared.engine.set_task("ears", None)
        if shared.sound is not None:
            shared.sound.close()
            shared.sound = None
