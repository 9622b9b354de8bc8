"""One rehearsal in the terminal: private questions, scene, debrief or help."""

from __future__ import annotations

import sys
from functools import partial
from typing import Any

from rich.console import Console

from dialogue.scenario import Scenario
from sim import terminal
from sim.app import App
from sim.calming import Calming
from sim.calming_voice import GuideVoice
from sim.curtain import Curtain
from sim.lines import Keyboard, Lines
from sim.looking_back import look_back
from sim.privacy.records import SessionInfo
from sim.privacy.vault import Vault
from sim.rehearsal import Rehearsal
from sim.screening.answers import screen
from sim.screening.asking import Asking
from sim.session.clock import SystemClock
from sim.session.debrief_text import render
from sim.session.events import Event
from sim.session.step import replay
from sim.sound import Sound
from sim.support import stop_text
from sim.texts import text


def ask_first(
    app: App, console: Console, keyboard: Keyboard, options: dict[str, Any]
) -> dict[str, Any]:
    """Put the private questions where they are due; the options as they then stand."""
    today = SystemClock().now().date()
    told: Scenario | None = options["told"]
    if app.care.is_due(told, today):
        calm = Calming(console, keyboard, app.country).alone
        asking = Asking(console, keyboard, app.care, app.vault, app.country, calm)
        asking.run(today)
    if told is None or app.care.allows(told):
        return options
    console.print(f"\n  {screen().text('not_offered')}")
    return {**options, "told": None, "resume": None, "goals": ()}


def where_of(told: Scenario, options: dict[str, Any], log: list[Event]) -> str:
    """Id or path by which mind finds `told`."""
    if log and log[0].get("file"):
        return str(log[0]["file"])
    given: Scenario | None = options["told"]
    is_given = given is not None and given.id == told.id
    return (is_given and options["where"]) or told.id


def earlier(app: App, session: str | None) -> tuple[list[Event], int]:
    """Log and seed of an earlier session; nothing and a new seed without one."""
    if session is None or app.vault is None:
        return [], app.seed()
    log: list[Event] = app.vault.events(app.vault.info(session).id)
    return log, int(log[0]["seed"])


def is_finished(vault: Vault, info: SessionInfo) -> bool:
    """Whether nothing is left to go on with: it is over, or nothing was said."""
    return info.turns == 0 or replay(vault.events(info.id)).is_over


def scene(
    app: App,
    console: Console,
    lines: Lines,
    told: Scenario,
    goals: tuple[str, ...],
    session: str | None,
    options: dict[str, Any],
) -> tuple[int, bool]:
    """Hold one rehearsal to its end; the exit code, and whether to begin again.

    `options` has ``lines`` (None for a keyboard), ``json``, and where it matters
    ``curtain`` and ``opened``, which is told the rehearsal once it is there.
    """
    log, seed = earlier(app, session)
    sound = Sound.open(app.settings, told, listen=options["lines"] is None)
    for line in sound.missing:
        console.print(f"  {line}")
    where = where_of(told, options, log)
    link = app.start_mind(
        told, where, seed, voice=sound.voice, recognizer=sound.recognizer
    )
    rehearsal = app.rehearsal(told, link, sound.performer, session)
    if (opened := options.get("opened")) is not None:
        opened(rehearsal)
    sound.attach(rehearsal)
    if options["json"]:
        rehearsal.observe(terminal.JsonLines())
    else:
        rest = partial(app.practice.line, once=True)
        rehearsal.observe(terminal.Terminal(console, told, app.country, rest))
        if options["lines"] is None:
            console.print(f"\n  {terminal.commands_line()}", style="dim")
    if log:
        rehearsal.take_up(log)
        _show_where(console, rehearsal)
    else:
        rehearsal.start(seed, goals, app.values(told))
    try:
        _play(app, console, rehearsal, lines, sound, options.get("curtain"))
    finally:
        sound.close()
        link.close()  # the next scene has a mind of its own
    if rehearsal.is_broken:
        return 1, False
    return 0, _after(app, console, lines, rehearsal, options)


def _play(
    app: App,
    console: Console,
    rehearsal: Rehearsal,
    lines: Lines,
    sound: Sound,
    curtain: Curtain | None,
) -> None:
    tasks = [sound.tick, sound.performer.frame]
    if curtain is not None:
        curtain.watch(sound, rehearsal)
        tasks.append(curtain.tick)
    calming = Calming(
        console,
        lines,
        app.country,
        lambda: sound.performer.speaker,
        tasks,
        GuideVoice(app, lambda: sound),
    )
    try:
        terminal.run(
            rehearsal,
            lines,
            lambda words: console.print(f"  {words}"),
            sound.performer,
            tasks,
            listens=sound.listens,
            calm=partial(calming.beside, rehearsal),
        )
    finally:
        if curtain is not None:
            curtain.watch(None, None)


def _show_where(console: Console, rehearsal: Rehearsal) -> None:
    name = rehearsal.scenario.persona.name
    for event in rehearsal.log[-4:]:
        if event["event"] == "reply":
            console.print(f"\n  [bold]{name}[/bold]  {event['text']}")
        elif event["event"] == "utterance":
            console.print(f"\n  [bold]{text('talking.heard')}[/bold]  {event['text']}")


def _after(
    app: App,
    console: Console,
    lines: Lines,
    rehearsal: Rehearsal,
    options: dict[str, Any],
) -> bool:
    """Debrief or help; returns whether to go back to the start."""
    state = rehearsal.state
    if state.flag is not None and "stopped" in (
        event["event"] for event in rehearsal.log
    ):
        if not isinstance(lines, Keyboard) or lines.is_over:
            return False
        name = rehearsal.scenario.persona.name
        app.care.ask_after(state.flag.category)
        calm = Calming(console, lines, app.country).alone
        return terminal.after_stop(console, lines, state.flag, name, app.country, calm)
    made = [event for event in rehearsal.log if event["event"] == "debrief"]
    if made and not options["json"]:
        _look_back(app, console, lines, rehearsal)
    if app.history is not None and made:
        sys.stderr.write(f"\n{text('left.saved')}\n")
    return False


def _look_back(app: App, console: Console, lines: Lines, rehearsal: Rehearsal) -> None:
    """The debrief, then whatever the user wants to ask or say about it."""
    back = app.looking_back(rehearsal)
    render(back.made, console)
    if line := app.practice.line():
        console.print(f"\n  {line}", markup=False)
    if not isinstance(lines, Keyboard) or lines.is_over:
        return
    flag = look_back(console, lines, back)
    if flag is not None:
        name = rehearsal.scenario.persona.name
        terminal.show_fixed(console, stop_text(flag, name))
        terminal.show_help(console, app.country, flag.category)
