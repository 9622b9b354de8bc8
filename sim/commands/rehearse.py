"""``visavis rehearse``: builds the parts and hands them to a window or the terminal."""

from __future__ import annotations

import argparse
import dataclasses
import sys
from pathlib import Path
from typing import Any

from dialogue.scenario import Scenario, check_setting
from dialogue.skills import CONSTRUCTIVE
from sim import assigned
from sim.app import App, open_record, resumed_scenario, scenario_at
from sim.audio.microphone import RATE_HZ
from sim.audio.wav import read as read_wav
from sim.clinic.client.task import Task
from sim.commands.exercise_window import in_window
from sim.commands.flags import flags
from sim.commands.opening import opened, order
from sim.commands.records import ask_passphrase
from sim.config import Config
from sim.errors import BadInput
from sim.goals import MOST_GOALS
from sim.lines import Script
from sim.privacy.vault import vault_exists
from sim.screening import ceiling
from sim.screening.care import Care
from sim.session.step import replay
from sim.setting import of_settings
from sim.texts import text


def run(arguments: argparse.Namespace) -> int:
    """Run a rehearsal from the words of the command line."""
    config = Config.load(flags(arguments))
    if config.settings.text and config.origins.get("voice") is None:
        quiet = dataclasses.replace(config.settings, voice=False)
        config = dataclasses.replace(config, settings=quiet)
    order(config.settings.headset)  # a wrong name is said before anything is asked
    _check_microphone(config.settings.mic)
    goals = _goals(getattr(arguments, "goals", None))
    script = getattr(arguments, "script", None)
    lines = Script(Path(script)) if script else None
    where = getattr(arguments, "scenario", None)
    told = scenario_at(where) if where else None
    limit = ceiling.of_settings(config.settings)
    setting = of_settings(config.settings)
    if told is not None and getattr(arguments, "set", None):
        check_setting(told, setting)
    resume = getattr(arguments, "resume", None)
    given = getattr(arguments, "assigned", None)
    if given and (where or resume):
        raise BadInput("--assigned says what to do by itself; leave the rest out.")
    if lines is not None and told is None and not resume and not given:
        raise BadInput(
            "--script needs a scenario: visavis rehearse SCENARIO --script F"
        )
    app = App(config, limit=limit)
    try:
        return _with(app, arguments, lines, goals, told)
    finally:
        app.close()


def _with(
    app: App,
    arguments: argparse.Namespace,
    lines: Script | None,
    goals: tuple[str, ...],
    told: Scenario | None,
) -> int:
    where = getattr(arguments, "scenario", None)
    resume = getattr(arguments, "resume", None)
    if not getattr(arguments, "no_save", False):
        # a script asks nothing; without a passphrase or keyring it keeps nothing
        ask = ask_passphrase if lines is None and sys.stdin.isatty() else None
        was_here = vault_exists(app.config.home)
        app.vault = open_record(app.config, ask)
        app.is_vault_new = app.vault is not None and not was_here
        app.care = Care.of(app.vault)
    if app.vault is None:
        sys.stderr.write("Nothing is kept this time.\n")
    app.limit = app.limit.with_other(ceiling.of_vault(app.vault))
    if given := getattr(arguments, "assigned", None):
        task = assigned.found(app, given)
        if not task.is_talk:
            return _exercise(app, task, lines, arguments)
        told = assigned.begin(app, task)
        goals = goals or assigned.goals(app, MOST_GOALS)
    elif resume:
        resume, told = _resumed(app, resume, told)
    elif told is not None:
        told = app.tell(told)
    _check_ceiling(app, told)
    options = {
        "told": told,
        "where": where or "",
        "lines": lines,
        "goals": goals,
        "json": bool(getattr(arguments, "json", False)),
        "resume": resume,
        "path": bool(getattr(arguments, "path", False)),
    }
    return _run(app, options)


def _exercise(
    app: App, task: Task, lines: Script | None, arguments: argparse.Namespace
) -> int:
    """Do an exercise that was assigned."""
    app.task, name = task, task.part.what
    headset = opened(app) if lines is None else None
    if headset is not None:
        return in_window(app, headset, name, is_kept=app.vault is not None)
    from sim import exercise_room

    options = {"lines": lines, "json": bool(getattr(arguments, "json", False))}
    return exercise_room.do(app, name, options)


def _check_ceiling(app: App, told: Scenario | None) -> None:
    """What the user ruled out is not played either when it is asked for by name.

    Raises:
        BadInput: says what is ruled out and how to let it in.
    """
    if told is None or app.limit.allows(told):
        return
    met = app.limit.meets(told)
    key = "ceiling.ruled_out" if met else "ceiling.too_steep"
    why = text(key, title=told.title, what=ceiling.titles(met))
    raise BadInput(
        f"{why} You can change that with “{text('ceiling.button')}” in the list of "
        "conversations, or with rule_out and steepest: visavis config"
    )


def _run(app: App, options: dict[str, Any]) -> int:
    headset = opened(app)
    if headset is not None:
        from sim import window

        return window.run(app, headset, options)
    from sim import typing_room

    return typing_room.run(app, options)


def _resumed(app: App, given: str, told: Scenario | None) -> tuple[str, Scenario]:
    """The session to go on with, and its scenario.

    Raises:
        BadInput: it cannot be gone on with.
    """
    if app.vault is None:
        raise BadInput("--resume needs your encrypted record, and it is not open.")
    info = app.vault.info(given)
    if replay(app.vault.events(info.id)).is_over:
        raise BadInput(
            f"Session {info.id} has come to its end. To look back at it: "
            f"visavis debrief {info.id}"
        )
    if told is None:
        return info.id, resumed_scenario(app, info.id)
    if told.id != info.scenario:
        raise BadInput(
            f"Session {info.id} is about {info.scenario!r}, not {told.id!r}. "
            "Leave the scenario out."
        )
    return info.id, resumed_scenario(app, info.id)


def _check_microphone(name: str) -> None:
    """Refuse a WAV file that cannot be heard now, not after five screens."""
    if name.lower().endswith(".wav"):
        read_wav(Path(name), RATE_HZ)


def _goals(given: str | None) -> tuple[str, ...]:
    if not given:
        return ()
    goals = tuple(word.strip() for word in given.split(",") if word.strip())
    for goal in goals:
        if goal not in CONSTRUCTIVE:
            import difflib

            near = difflib.get_close_matches(goal, CONSTRUCTIVE, 1)
            hint = f" Did you mean {near[0]!r}?" if near else ""
            allowed = ", ".join(sorted(CONSTRUCTIVE))
            raise BadInput(
                f"--goals: {goal!r} is not a skill.{hint} One of: {allowed}."
            )
    return goals
