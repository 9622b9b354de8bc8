"""A whole rehearsal in the terminal: consent, lobby, briefing, scene, debrief."""

from __future__ import annotations

import sys
import time
from typing import Any

from rich.console import Console

from dialogue.scenario import Scenario
from sim import assigned, quick_exit, terminal
from sim.app import App, resumed_scenario, scenario_under
from sim.curtain import Curtain
from sim.goals import MOST_GOALS
from sim.lines import Keyboard, Lines
from sim.lobby_choice import opened
from sim.lobby_text import TextLobby
from sim.own_data import at_start
from sim.preview import Preview
from sim.progress import lobby_line
from sim.texts import text
from sim.typing_scene import ask_first, is_finished, scene, where_of


def run(app: App, options: dict[str, Any]) -> int:
    """Run one rehearsal after another; returns the exit code."""
    # with --json people's text goes to standard error, so that the events stay clean
    console = Console(stderr=options["json"], width=_width(), highlight=False)
    lines: Lines | None = options["lines"]
    if lines is not None:
        told = options["told"]
        goals = options["goals"] or told.goals[:3]
        return scene(app, console, lines, told, goals, options["resume"], options)[0]
    keyboard = Keyboard()
    options = {**options, "curtain": Curtain(console, keyboard, app.locking())}
    if app.care.is_careful:
        quick_exit.set_title(quick_exit.NEUTRAL_TITLE)
    try:
        terminal.consent(console, keyboard, app.storage, app.country)
        at_start(console, keyboard, app.vault, app.server)
        while True:
            options = ask_first(app, console, keyboard, options)
            told, goals, session = _before(app, console, keyboard, options)
            code, again = scene(app, console, keyboard, told, goals, session, options)
            if not again:
                return code
            options = {**options, "told": None, "resume": None, "goals": ()}
    except terminal.Young:
        app.lead_out()
        return 0
    except KeyboardInterrupt:
        if app.care.is_careful:
            quick_exit.wipe()  # nothing of this stays on the screen
        raise
    except terminal.Leave:
        console.print(f"\n  {text('left.body')}\n")
        return 0


def _width() -> int | None:
    return None if sys.stdout.isatty() else 88


def _before(
    app: App, console: Console, keyboard: Keyboard, options: dict[str, Any]
) -> tuple[Scenario, tuple[str, ...], str | None]:
    session = options["resume"] or _offer_open(app, console, keyboard)
    if session is not None:
        return resumed_scenario(app, session), (), session
    told: Scenario | None = options["told"]
    is_at_path = bool(options.get("path"))
    while True:
        if told is None:
            assigned.end(app)
            if carried := app.carried():
                console.print(
                    f"\n  {text('debrief.carried', text=carried)}", markup=False
                )
            offered = app.scenarios()
            idea = lobby_line(app.history, offered)
            assigned.look(app)
            lobby = TextLobby(
                console, keyboard, offered, app.country, assigned.sent(app)
            )
            picked = "path"
            if not is_at_path:
                picked = lobby.pick(idea, is_new=app.is_new).target
            is_at_path = False
            told = opened(app, console, keyboard, picked)
            if told is None:
                continue
        chosen = terminal.briefing(
            console,
            keyboard,
            told,
            is_heard=app.settings.voice,
            given=assigned.given_lines(app),
        )
        if chosen == "begin":
            break
        if chosen == "hear":
            _hear(app, console, told)
            continue
        told = _changed(app, console, keyboard, told, options) if chosen else None
    goals = options["goals"] or assigned.goals(app, MOST_GOALS)
    return told, goals or terminal.pick_goals(console, keyboard, told), None


def _hear(app: App, console: Console, told: Scenario) -> None:
    """The partner's voice before anything plays; Ctrl-C ends it."""
    preview = Preview(app, told, with_face=False)
    name = told.persona.name
    try:
        for line in preview.sound.missing or [text("preview.wait")]:
            console.print(f"\n  {line}", markup=False)
        while not preview.is_over:
            preview.tick()
            preview.sound.performer.frame()
            time.sleep(terminal.TICK_S)
        if preview.is_ready:
            console.print(f"\n  {name}: “{preview.words}”", markup=False)
    except KeyboardInterrupt:
        pass
    finally:
        preview.close()


def _changed(
    app: App,
    console: Console,
    keyboard: Keyboard,
    told: Scenario,
    options: dict[str, Any],
) -> Scenario:
    """`told` again, after the user has changed names and facts."""
    setting = terminal.change_setting(console, keyboard, told, app.setting)
    app.own = setting
    return app.tell(scenario_under(app.given, where_of(told, options, [])))


def _offer_open(app: App, console: Console, keyboard: Keyboard) -> str | None:
    if app.history is None:
        return None
    for info in app.history.sessions("open"):
        if is_finished(app.history, info):
            app.history.close_session(info.id)
            continue
        console.print(f"\n  [bold]{text('resume.title')}[/bold]")
        console.print(f"  {text('resume.body', title=info.title)}")
        options = [text("resume.resume"), text("resume.close")]
        if terminal.choose(console, keyboard, options) == 0:
            return info.id
        app.history.close_session(info.id)
    return None
