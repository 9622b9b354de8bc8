"""The rehearsal in a window: from the first screen to the debrief."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from dialogue.messages import Safety
from dialogue.scenario import Scenario
from scenes.panels import Choice, Panel, load_fonts
from sim import assigned, quick_exit
from sim.app import App, resumed_scenario
from sim.assigned_panels import AssignedPanels
from sim.calming import come_back
from sim.calming_voice import GuideVoice
from sim.calming_window import CalmOnTop
from sim.clinic.post import Post
from sim.dwell import Resting
from sim.engine import Engine
from sim.exercise_keys import Around
from sim.exercise_lobby import ExerciseLobby
from sim.exercise_panels import calm_panel
from sim.exercises._catalog import CALMING
from sim.exercises._sitting import Sitting
from sim.goals import MOST_GOALS
from sim.headsets.desktop import Desktop
from sim.hud import Hud
from sim.lobby_window import LobbyWindow
from sim.offered import ASSIGNED
from sim.own_look import Own
from sim.own_panels import OwnPanels
from sim.preview import Preview
from sim.progress import lobby_line
from sim.rehearsal import Rehearsal
from sim.screening.answers import screen
from sim.screening.asking import ABOUT
from sim.screening.ceiling import Ceiling
from sim.screening.panels import Before
from sim.screens import Screens
from sim.session.clock import SystemClock
from sim.session.events import Event
from sim.session.state import SessionState
from sim.share_panels import SharePanels
from sim.sound import Sound
from sim.stage_set import StageSet
from sim.support import CALM_OF, answer_check_in, fixed_text, stop_text
from sim.terminal import JsonLines
from sim.texts import text
from sim.typed import typed
from sim.typing_scene import earlier, is_finished, where_of
from sim.window_lock import WindowLock

TWICE_S = 1.0
"""Two presses of Escape within this are one quick exit, where that is offered."""


def run(app: App, headset: Desktop, options: dict[str, Any]) -> int:
    """Run in `headset`'s window until the user closes it; returns the exit code."""
    room = Window(app, headset, options)
    try:
        room.engine.run(lambda: room.is_done)
    finally:
        room.close()
    return 0


class Window:
    """One window: which panel is up, and what its buttons do."""

    _preview: Preview | None = None
    _is_private = False
    """The private questions are on the screen."""
    _escaped_s = float("-inf")
    _here: Callable[[], None] | None = None
    """Shows the screen that is up, where one can read beside it and come back."""

    def __init__(self, app: App, headset: Desktop, options: dict[str, Any]) -> None:
        self.app = app
        self.is_done = False
        self.engine = Engine(headset)
        self._headset = headset
        self._options = options
        self._base = headset.base
        self._fonts = load_fonts()
        self._screens = Screens(self._base.aspect2d, self._fonts, app.country)
        self._set = StageSet(self._base, Own.of(app.settings, app.config.home))
        self._panel: Panel | None = None
        self._early = ""
        self._hud: Hud | None = None
        self._sound: Sound | None = None
        self._told: Scenario | None = options["told"]
        self._goals: tuple[str, ...] = options["goals"]
        self.rehearsal: Rehearsal | None = None
        self._session: str | None = options["resume"]
        self._is_enter_used = False
        self._calming = self._make_calming()
        self._exercises = self._make_exercises()
        self._exercises.on_talk = self._talk
        self._list = self._make_list()
        self._lock, self._own = self._make_own()
        self._resting = Resting(self._base, app.settings.dwell_s, time.perf_counter)
        self._keys()
        self.engine.set_task("panels", self._set.frame)
        if options["lines"] is not None:
            self._begin()
        else:
            self._consent()

    def _make_calming(self) -> CalmOnTop:
        """What opens something calming; a lock and quick exit stay above it."""
        return CalmOnTop(
            self.engine,
            self._base,
            self._fonts,
            self._screens,
            self._set,
            Around(lambda: self._lock.is_up, self._quick_escape, self.quick_exit),
            lambda: self._sound.performer.speaker if self._sound is not None else None,
            GuideVoice(self.app, lambda: self._sound),
        )

    def _make_exercises(self) -> ExerciseLobby:
        """The exercises beside the rehearsals."""

        def back() -> None:
            self._keys()
            self._lobby()

        return ExerciseLobby(
            self.app,
            self.engine,
            self._base,
            self._fonts,
            self._screens,
            self._set,
            Around(lambda: self._lock.is_up, self._quick_escape, self.quick_exit),
            self._show,
            back,
            self._checked_in,
        )

    def _make_list(self) -> LobbyWindow:
        """Talks and exercises, to be chosen."""
        return LobbyWindow(
            self.app,
            self.engine,
            self._base,
            self._fonts,
            self._show,
            lambda item: self._open(item.target),
            partial(self._stop_panel, name=""),
            lambda: self._lock.is_up,
        )

    def _make_own(self) -> tuple[WindowLock, OwnPanels]:
        """What guards the user's data, and what shows it."""
        lock = WindowLock(self._base, self._fonts, self.app.locking(), self._leave)
        own = OwnPanels(
            self._base.aspect2d,
            self._fonts,
            self.app.vault,
            show=self._show,
            lock=lock.lock,
            gone=self._erased,
            may_share=lambda: self.app.history is not None,
            shared=self.app.shared_folder,
        )
        return lock, own

    # keys

    def _keys(self) -> None:
        """Take the keys, also after something else has had them."""
        self.engine.set_task("input", self._new_frame)
        accept = self._base.accept
        for number in range(1, 10):
            accept(str(number), partial(self._number, number))
        accept("tab", lambda: self._focus(1))
        accept("shift-tab", lambda: self._focus(-1))
        accept("arrow_down", lambda: self._focus(1))
        accept("arrow_up", lambda: self._focus(-1))
        accept("enter", self._enter)
        accept("escape", self._escape)
        self._list.take_keys()
        accept("f1", self._about)
        accept("control-q", self._leave)
        accept("f12", self.quick_exit)

    def _number(self, number: int) -> None:
        if self._panel is None or self._lock.is_up:
            return
        if self._list.is_up(self._panel):
            self._list.type(str(number))
        else:
            self._panel.press(number)

    def _focus(self, step: int) -> None:
        if self._panel is not None and not self._lock.is_up:
            self._panel.focus_next(step)

    def _entered(self, words: str) -> None:
        self._is_enter_used = True
        self._say(words)

    def _new_frame(self) -> None:
        self._is_enter_used = False
        self._resting.tick()
        if self._options["lines"] is None:
            self._lock.tick(self.rehearsal, self._sound)
        if self._list.is_up(self._panel) and self._list.look():
            self._lobby(is_opened=False)

    def _enter(self) -> None:
        if self._lock.is_up:
            self._lock.enter()
            return
        if self._list.is_up(self._panel) and self._list.enter():
            return
        # the key that ended a line must not press a button of the panel it opened
        if self._panel is not None and not self._is_enter_used:
            self._panel.press_focused()

    def quick_exit(self) -> None:
        """One act: the window is gone, then the rest is closed."""
        self._headset.vanish()
        quick_exit.wipe()  # the terminal that it was started from
        self.is_done = True
        if self.rehearsal is not None:
            self.rehearsal.leave("quick exit")

    def _go_back(self) -> None:
        if self.rehearsal is not None:
            self.rehearsal.resume()

    def _is_twice(self) -> bool:
        """Whether this Escape is the second of two."""
        now_s = time.perf_counter()
        is_twice = now_s - self._escaped_s < TWICE_S
        self._escaped_s = now_s
        return is_twice

    def _quick_escape(self) -> bool:
        """Leave everything if this Escape is the second of two, where that holds."""
        is_quick = (self._is_private or self.app.care.is_careful) and self._is_twice()
        if is_quick:
            self.quick_exit()
        return is_quick

    def _escape(self) -> None:
        if self._quick_escape():
            return
        if self._lock.is_up:
            return
        if self._list.is_up(self._panel) and self._list.clear():
            return
        if self.rehearsal is not None and not self.rehearsal.state.is_over:
            if self.rehearsal.state.phase == "paused":
                self.rehearsal.resume()
            else:
                self.rehearsal.pause()

    # panels

    def _show(self, panel: Panel | None) -> None:
        if self._panel is not None:
            self._panel.remove()
        self._panel = panel
        self._list.left(panel)
        self._here = None
        if self._hud is not None:
            self._hud.set_enabled(panel is None)

    def _consent(self) -> None:
        after = partial(self._own.start, self.app.server, self._ask_first)
        self._show(
            self._screens.consent(self.app.storage, after, self._young, self._leave)
        )
        self._here = self._consent

    def _erased(self) -> None:
        """The user has erased everything: nothing more is kept in this run."""
        self.app.vault = None
        self._lock.forget_vault()
        self._lobby()

    def _young(self) -> None:
        self.app.lead_out()
        self._show(self._screens.young(self._leave))

    def _ask_first(self) -> None:
        """The private questions where they are due, then on."""
        app, today = self.app, SystemClock().now().date()
        if not app.care.is_due(self._told, today):
            self._asked()
            return
        self._is_private = True
        before = Before(
            self._base.aspect2d,
            self._fonts,
            app.care,
            app.vault,
            app.country,
            show=self._show,
            title=self._headset.set_title,
            quit_now=self.quick_exit,
            leave=self._leave,
            done=self._asked,
            calm=self._calm,
        )
        before.start(today)

    def _asked(self) -> None:
        self._is_private = False
        if self._told is not None and not self.app.care.allows(self._told):
            self._told, self._session = None, None
            on = Choice(text("ended.next"), self._lobby, is_primary=True)
            words = screen().text("not_offered")
            self._show(self._screens.message(words, screen().text("left"), [on]))
            return
        self._open_session()

    def _open_session(self) -> None:
        if self._exercises.is_waiting:
            if self._told is not None:
                self._briefing(self._told)
            else:
                self._lobby()
            return
        if self._session is not None:
            self._resume(self._session)
            return
        if self._options.get("path") and not self.app.is_checked_in:
            self._exercises.open("path")
            return
        if name := self._options.pop("exercise", ""):  # once: after it comes the list
            self._exercises.open(name)
            return
        history = self.app.history
        for info in history.sessions("open") if history else ():
            if history is not None and is_finished(history, info):
                history.close_session(info.id)
                continue
            resume = partial(self._resume, info.id)
            close = partial(self._close_session, info.id)
            self._show(self._screens.open_session(info.title, resume, close))
            return
        if self._told is not None:
            self._briefing(self._told)
        else:
            self._lobby()

    def _close_session(self, session: str) -> None:
        if self.app.vault is not None:
            self.app.vault.close_session(session)
        self._open_session()

    def _resume(self, session: str) -> None:
        self._session = session
        self._told = resumed_scenario(self.app, session)
        self._begin()

    def _lobby(self, *, is_opened: bool = True) -> None:
        """The list; `is_opened` is False where it stands already and has news."""
        self._told = None
        assigned.end(self.app)
        self._set.clear()
        if self._exercises.come_back():
            return
        told = self.app.scenarios()
        carried = self.app.carried()
        last = text("debrief.carried", text=carried) if carried else ""
        idea = " ".join(filter(None, (last, lobby_line(self.app.history, told))))
        if is_opened:
            self.app.watching.opened(self.app.vault)
        self._list.open(told, idea, assigned.sent(self.app))
        self._here = self._lobby

    def _open(self, target: str) -> None:
        """Open what was chosen in the lobby or after the check-in."""
        kind, _, name = target.partition(":")
        told = next((one for one in self.app.scenarios() if one.id == name), None)
        acts: dict[str, Callable[[], None]] = {
            "exercise": partial(self._exercises.open, name),
            "path": partial(self._exercises.open, kind),
            "limit": self._ceiling,
            ASSIGNED: self._assigned,
            "about": self._about,
            "kept": partial(self._own.overview, self._lobby),
            "people": self._people,
            "leave": self._leave,
        }
        if kind == "talk" and told is not None:
            self._briefing(told)
        else:
            acts.get(kind, self._lobby)()

    def _assigned(self) -> None:
        """What a therapist has sent, with its parts."""
        made = AssignedPanels(
            self._base.aspect2d,
            self._fonts,
            self.app,
            self._show,
            self._lobby,
            self._assigned_talk,
            self._exercises.open,
        )
        made.open()

    def _assigned_talk(self, told: Scenario) -> None:
        self._goals = assigned.goals(self.app, MOST_GOALS)
        self._briefing(told)

    def _checked_in(self, chosen: str) -> None:
        """The check-in is over: what was said holds, what was chosen opens."""
        self._keys()
        self.app.is_checked_in = True
        if self.app.care.is_careful:
            self._headset.set_title(quick_exit.NEUTRAL_TITLE)
        self._open(chosen)

    def _people(self) -> None:
        """Help lines; those for violence first where somebody is afraid."""
        about = ABOUT if self.app.care.is_careful else ""
        back = Choice(text("lobby.back"), self._lobby, is_primary=True)
        self._show(self._screens.help(about, back))
        self._here = self._people

    def _ceiling(self) -> None:
        """What the user would rather not meet."""

        def change(limit: Ceiling) -> None:
            self.app.set_limit(limit)
            self._ceiling()

        made = self._screens.ceiling(self.app.limit, change, self._lobby)
        self._show(made)

    # what can be read beside the scene

    def _about(self) -> None:
        """What this is; a running scene is paused for it."""
        here = self._here
        if self._lock.is_up or self._calming.is_open or self._exercises.is_open:
            return
        if self._hud is not None:
            self._show_page("about")
        elif here is not None:
            choices = [Choice(text("about.back"), here, is_primary=True)]
            if here != self._consent:  # which stands before everything else
                choices.append(Choice(text("about.again"), self._ask_again))
            self._read("about", self.app.about(), choices)
            self._here = here

    def _ask_again(self) -> None:
        self.app.care.is_asked, self.app.care.remembered = False, None
        self._ask_first()

    def _show_page(self, name: str) -> None:
        """A page beside the running scene, which waits."""
        rehearsal = self.rehearsal
        if rehearsal is None or rehearsal.state.phase not in ("talking", "paused"):
            return
        rehearsal.pause()
        again = partial(self._paused, rehearsal.scenario.persona.name)
        back = Choice(text("about.back"), again, is_primary=True)
        choices = [back]
        if name == "about":
            people = partial(self._show_page, "people")
            choices.append(Choice(text("about.people"), people))
        self._read(name, rehearsal.pages[name](), choices)

    def _read(self, name: str, lines: Sequence[str], choices: list[Choice]) -> None:
        partner = self._told.persona.name if self._told is not None else ""
        title = text(f"{name}.title", partner=partner)
        self._show(self._screens.page(title, lines, choices))

    def _talk(self, where: str) -> None:
        """Hold the talk that an exercise asks for; it goes on after it."""
        self._keys()
        offered = self.app.scenarios()
        self._told = next((one for one in offered if one.id == where), None)
        if self._told is None:
            self._lobby()  # which leads back to the exercise
        else:
            self._ask_first()

    def _briefing(self, told: Scenario) -> None:
        self._told = told
        look = partial(self._look, told)
        given = assigned.given_lines(self.app)
        panel = self._screens.briefing(told, self._pick_goals, look, self._lobby, given)
        self._show(panel)
        self._here = partial(self._briefing, told)
        self._set.prepare(told)

    def _look(self, told: Scenario) -> None:
        """Partner, room and voice before anything plays."""
        preview = Preview(self.app, told, with_face=True)
        is_silent = preview.sound.voice.startswith("silent")
        self._set.seat(told, preview.sound.performer)
        self.engine.set_task("mind", preview.tick)

        def back() -> None:
            self.engine.set_task("mind", None)
            self._preview = None
            self._set.clear()
            preview.close()
            self._briefing(told)

        self._preview = preview
        again = None if is_silent else preview.again
        self._show(self._screens.preview(told.persona.name, again, back))

    def _pick_goals(self) -> None:
        if self._told is None:
            return
        if not self._goals:
            self._goals = self._told.goals[:MOST_GOALS]
        self._show(
            self._screens.goals(self._told, self._goals, self._toggle, self._begin)
        )

    def _toggle(self, skill: str) -> None:
        if skill in self._goals:
            self._goals = tuple(goal for goal in self._goals if goal != skill)
        else:
            self._goals = (*self._goals, skill)[-MOST_GOALS:]
        self._pick_goals()

    # the scene

    def _begin(self) -> None:
        told = self._told
        if told is None:
            return
        log, seed = earlier(self.app, self._session)
        sound = Sound.open(
            self.app.settings,
            told,
            with_face=True,
            listen=self._options["lines"] is None,
            seed=seed,
        )
        where = where_of(told, self._options, log)
        link = self.app.start_mind(
            told, where, seed, voice=sound.voice, recognizer=sound.recognizer
        )
        self._sound = sound
        self.rehearsal = self.app.rehearsal(told, link, sound.performer, self._session)
        sound.attach(self.rehearsal)
        self._set.seat(told, sound.performer)
        self._open_hud(told, sound)
        self.rehearsal.observe(self)
        if self._options["json"]:
            self.rehearsal.observe(JsonLines())
        self._show(None)
        self.engine.set_task("ears", sound.tick)
        self.engine.set_task("mind", self._tick)
        if log:
            self.rehearsal.take_up(log)
            self._recall()
        else:
            self.rehearsal.start(seed, self._goals, self.app.values(told))

    def _open_hud(self, told: Scenario, sound: Sound) -> None:
        name = told.persona.name
        is_shown = self.app.settings.captions or not sound.voice.startswith("kokoro")
        self._hud = Hud(
            self._base,
            self._fonts,
            name,
            self._entered,
            self._acts(),
            captions=is_shown,
        )
        for missing in sound.missing:
            self._hud.notice(missing)
        sound.performer.on_phrase = self._hud.phrase

    def _acts(self) -> dict[str, Callable[[], None]]:
        return {
            "pause": self._escape,
            "skip": lambda: self.rehearsal.skip() if self.rehearsal else None,
            "again": self._again,
            "leave": self._leave_scene,
        }

    def _tick(self) -> None:
        if self.rehearsal is None or self._hud is None:
            return
        self.rehearsal.tick()
        lines = self._options["lines"]
        state = self.rehearsal.state
        if self._early and state.waiting == "user" and state.phase == "talking":
            words, self._early = self._early, ""
            self._say(words)
        is_busy = self._sound is not None and self._sound.performer.is_speaking
        is_busy = is_busy or self.rehearsal.is_voicing
        if lines is not None and state.waiting == "user" and not is_busy:
            if lines.is_over:
                self.rehearsal.leave("script over")
            elif (line := lines.poll()) is not None:
                typed(self.rehearsal, line, "script")
        if lines is not None and not is_busy:
            # a script asks nothing, so nobody is waited for after the last word
            is_over = self.rehearsal.state.is_over and not self.rehearsal.is_reading
            self.is_done |= is_over or self.rehearsal.is_broken
        self._hud.status(state, is_ready=self.rehearsal.is_ready, is_speaking=is_busy)

    def _say(self, words: str) -> None:
        """Say a typed line; one typed too early waits for its turn."""
        if self.rehearsal is None or self._hud is None or not words.strip():
            return
        is_early = self.rehearsal.state.waiting == "partner"
        if is_early and not words.startswith("/") and not self.rehearsal.is_stop(words):
            self._early = f"{self._early} {words}".strip()
            self._hud.notice(text("talking.early"))
        else:
            if words[:1] == "/" and words[1:].strip() in self.rehearsal.pages:
                self._show_page(words[1:].strip())
                return
            try:
                answer = typed(self.rehearsal, words, calm=self._calm_typed)
            except quick_exit.QuickExit:
                self.quick_exit()
                return
            if self.rehearsal.state.phase == "closed":
                self._leave_scene()
            elif answer:
                self._hud.notice(answer)

    def _again(self) -> None:
        if self.rehearsal is not None and self.rehearsal.again():
            self._show(None)

    def _again_panel(self) -> None:
        """Which of the user's lines to try again."""
        if self.rehearsal is None:
            return
        said = [event for event in self.rehearsal.log if event["event"] == "utterance"]
        # lines of a way that was left behind are no moments of this one
        last = self.rehearsal.state.turn + (self.rehearsal.state.pending is not None)
        latest = {
            event["turn"]: event["text"] for event in said if event["turn"] <= last
        }
        choices = [
            Choice(_short(words), partial(self._branch, turn - 1))
            for turn, words in sorted(latest.items())[-6:]
        ]
        back = Choice(text("talking.resume"), self._escape, is_primary=True)
        self._show(self._screens.message(text("talking.again"), "", [*choices, back]))

    def _branch(self, turn: int) -> None:
        if self.rehearsal is not None:
            self.rehearsal.again(turn)

    def _leave_scene(self) -> None:
        """One action: the scene is over at once."""
        if self.rehearsal is not None:
            self.rehearsal.leave()
        self._end_scene()
        self.engine.set_task("mind", partial(self._read_again, show=False))
        self._goodbye()

    def _leave(self) -> None:
        if self.rehearsal is not None:
            self.rehearsal.leave()
        self.is_done = True

    def _goodbye(self) -> None:
        body = text("left.saved") if self.app.history is not None else ""
        choices = [
            Choice(text("lobby.again"), self._start_over, is_primary=True),
            Choice(text("lobby.close"), self._leave),
        ]
        if any(event["event"] == "utterance" for event in self._log()):
            choices.insert(1, Choice(text("ended.debrief"), self._debrief))
        self._show(self._screens.message(text("left.body"), body, choices))

    def _log(self) -> list[Event]:
        return self.rehearsal.log if self.rehearsal is not None else []

    def _end_scene(self) -> None:
        self._early = ""
        if self._hud is not None:
            self._hud.remove()
            self._hud = None
        self.engine.set_task("mind", None)
        self.engine.set_task("ears", None)
        if self._sound is not None:
            self._sound.close()
            self._sound = None

    def _settle(self) -> None:
        """Whoever goes now does not wait for the second reading."""
        if self.rehearsal is not None:
            self.rehearsal.settle()
        self.engine.set_task("mind", None)

    def _start_over(self) -> None:
        self._settle()
        self._session, self._goals = None, ()
        self._exercises.talked(self.rehearsal)
        self.rehearsal = None
        for link in self.app.links:
            link.close()
        self.app.links.clear()
        self._told = None
        self._ask_first()

    # what happens

    def on_event(self, event: Event, state: SessionState) -> None:
        """Show the panel that an event calls for."""
        told, kind = self._told, event["event"]
        if told is None or self._hud is None:
            return
        name = told.persona.name
        if kind == "utterance":
            self._hud.heard(event["text"])
        elif kind == "paused":
            self._paused(name)
        elif kind in ("resumed", "branched", "checked_in", "ended"):
            self._go_on(kind, state, name)
            if kind == "ended":
                self._hud.ended(self._debrief)
        elif kind == "safety" and event["who"] == "user" and state.flag is not None:
            self._safety(event, state, name)
        elif kind == "stopped":
            self._stopped(state, name)

    def _paused(self, name: str) -> None:
        again, leave = self._again_panel, self._leave_scene
        more = [
            Choice(text(f"{page}.title", partner=name), partial(self._show_page, page))
            for page in ("why", "about")
        ]
        more.insert(0, Choice(text("calming.button"), self._choose_calm))
        rest = self.app.practice.line(once=True)
        self._show(self._screens.paused(name, self._go_back, again, leave, more, rest))

    def _go_on(self, kind: str, state: SessionState, name: str) -> None:
        """After a pause, a check-in or a branch: the scene, or what is still open."""
        if state.phase == "checking_in":
            self._check_in(state, name)
        elif state.phase == "paused":
            self._paused(name)
        elif state.phase in ("talking", "ended"):
            was_away = self._panel is not None
            self._show(None)
            if kind == "branched":
                self._early = ""
            if (was_away or kind == "branched") and state.waiting != "partner":
                self._recall()

    def _recall(self) -> None:
        """Show the partner's last line whole: a pause may have cut it short."""
        lines = self.rehearsal.state.lines if self.rehearsal is not None else ()
        if lines and self._hud is not None:
            self._hud.phrase(lines[-1], True)

    def on_notice(self, key: str) -> None:
        """One calm line in the window."""
        if self._hud is not None and self._told is not None:
            self._hud.notice(text(f"trouble.{key}", partner=self._told.persona.name))

    def _safety(self, event: Event, state: SessionState, name: str) -> None:
        if event["action"] == "check_in":
            self._check_in(state, name)

    def _check_in(self, state: SessionState, name: str) -> None:
        if state.flag is not None:
            fixed = fixed_text(state.flag, name)
            self._show(self._screens.fixed(fixed, self._answer_check_in))

    def _answer_check_in(self, choice: str) -> None:
        if self.rehearsal is None:
            return
        if choice == "quick_exit":
            self.quick_exit()
            return
        answer_check_in(self.rehearsal, choice)
        if choice in CALM_OF:
            self._calm_with(CALM_OF[choice], self._come_back)
        if self.rehearsal.state.phase == "closed":
            self._leave_scene()

    def _stopped(self, state: SessionState, name: str) -> None:
        """The fiction has ended: the partner fades, the room stays, help is named."""
        if state.flag is None:
            return
        self._set.clear()
        self._stop_panel(state.flag, name)

    def _stop_panel(self, flag: Safety, name: str) -> None:
        fixed = stop_text(flag, name)

        def act(choice: str) -> None:
            if choice in CALM_OF:
                self._calm(CALM_OF[choice], show)
            elif choice in ("help", "help_country"):
                back = Choice(text("lobby.back"), show, is_primary=True)
                self._show(self._screens.help(flag.category, back))
            elif choice == "start":
                self.app.care.ask_after(flag.category)
                self._end_scene()
                self._start_over()
            elif choice == "quick_exit":
                self.quick_exit()
            else:
                self._leave()

        def show() -> None:
            self._show(self._screens.fixed(fixed, act))

        show()

    # something calming

    def _choose_calm(self) -> None:
        name = self._told.persona.name if self._told is not None else ""

        def opened(which: str) -> None:
            self._calm_with(which, self._come_back)

        self._show(calm_panel(self._screens, opened, partial(self._paused, name)))

    def _calm_typed(self, name: str) -> str:
        """What /calm does; the rehearsal has been paused."""
        if name and name not in CALMING:
            return text("calming.names", names=", ".join(CALMING))
        self._calm_with(name or CALMING[0], self._come_back)
        return ""

    def _calm(self, name: str, after: Callable[[], None]) -> None:
        """Do something calming at once; `after` shows what was there before."""
        self._calm_with(name, lambda _: after())

    def _calm_with(self, name: str, after: Callable[[Sitting], None]) -> None:
        def over(done: Sitting) -> None:
            self._keys()
            self._show_partner()
            after(done)

        self._show(None)
        if self._hud is not None:
            self._hud.set_enabled(False)
        self._calming.open(name, over)

    def _show_partner(self) -> None:
        """Where the scene still goes on, the partner sits there again."""
        state = self.rehearsal.state if self.rehearsal is not None else None
        is_there = state is not None and state.phase in ("paused", "checking_in")
        if is_there and self._told is not None and self._sound is not None:
            self._set.seat(self._told, self._sound.performer)

    def _come_back(self, done: Sitting) -> None:
        """After something calming beside the scene: the pause, or the end of both."""
        if self.rehearsal is None:
            return
        come_back(self.rehearsal, done)
        if self.rehearsal.state.phase == "closed":
            self._leave_scene()
        elif self.rehearsal.state.phase == "paused":
            self._paused(self.rehearsal.scenario.persona.name)

    def _debrief(self) -> None:
        rehearsal = self.rehearsal
        if rehearsal is None:
            return
        rehearsal.leave()  # nothing, if the scene is over
        self._end_scene()
        if not rehearsal.is_reading:
            self._show_debrief()
            return
        now = Choice(text("debrief.show_now"), rehearsal.settle, is_primary=True)
        self._show(self._screens.message(text("debrief.reading"), "", [now]))
        self.engine.set_task("mind", partial(self._read_again, show=True))

    def _read_again(self, *, show: bool) -> None:
        """Let the second reading come in after the scene."""
        if self.rehearsal is not None and self.rehearsal.is_reading:
            self.rehearsal.tick()
            return
        self.engine.set_task("mind", None)
        if show:
            self._show_debrief()

    def _show_debrief(self) -> None:
        rehearsal = self.rehearsal
        if rehearsal is None:
            return
        from sim.debrief_panels import DebriefPanels

        self._show(None)
        pages = DebriefPanels(
            self._base.aspect2d,
            self._fonts,
            self.app.looking_back(rehearsal),
            self._start_over,
            self._leave,
            partial(self._stop_panel, name=rehearsal.scenario.persona.name),
            rest=self.app.practice.line(),
            share=self._share(rehearsal),
        )
        pages.show(self._show)

    def _share(
        self, rehearsal: Rehearsal
    ) -> Callable[[Callable[[], None]], None] | None:
        """What opens sharing, where there is somebody to share with."""
        vault = self.app.history
        if vault is None or not rehearsal.session or not Post(vault).peers:
            return None

        def share(back: Callable[[], None]) -> None:
            for writer in self.app.writers:
                writer.flush()
            aspect2d, fonts = self._base.aspect2d, self._fonts
            shared = self.app.shared_folder
            panels = SharePanels(
                aspect2d, fonts, vault, self._show, back, shared=shared
            )
            panels.session(rehearsal.session)

        return share

    def close(self) -> None:
        """Give everything back."""
        if self._preview is not None:
            self._preview.close()
        self._calming.close()
        self._exercises.close()
        self._list.left(None)
        self._settle()
        self._end_scene()
        self._headset.close()


def _short(words: str, most: int = 70) -> str:
    return words if len(words) <= most else f"{words[: most - 1].rstrip()}…"
