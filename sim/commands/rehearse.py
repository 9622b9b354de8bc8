"""``visavis rehearse``: builds the parts and hands them to a window or the terminal."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from dialogue.skills import CONSTRUCTIVE
from sim.app import App, open_record, scenario_at
from sim.commands.records import ask_passphrase
from sim.config import Config
from sim.errors import BadInput
from sim.headsets.base import HeadsetUnavailable
from sim.lines import Script

SETTINGS = (
    "headset",
    "text",
    "words",
    "model",
    "base_url",
    "deadline_s",
    "voice_id",
    "recognizer",
    "mic",
    "speaker",
    "seed",
    "country",
    "user_name",
    "user_pronouns",
)
"""Flags that are settings of the same name."""


def run(arguments: argparse.Namespace) -> int:
    """Run a rehearsal from the words of the command line."""
    config = Config.load(_flags(arguments))
    goals = _goals(getattr(arguments, "goals", None))
    script = getattr(arguments, "script", None)
    lines = Script(Path(script)) if script else None
    where = getattr(arguments, "scenario", None)
    told = scenario_at(where) if where else None
    if lines is not None and told is None:
        raise BadInput(
            "--script needs a scenario: visavis rehearse SCENARIO --script F"
        )
    app = App(config)
    if not getattr(arguments, "no_save", False):
        # a script asks nothing; without a passphrase or keyring it keeps nothing
        ask = ask_passphrase if lines is None and sys.stdin.isatty() else None
        app.vault = open_record(config, ask)
    if app.vault is None:
        sys.stderr.write("Nothing is kept this time.\n")
    resume = getattr(arguments, "resume", None)
    if resume and app.vault is not None:
        resume = app.vault.info(resume).id
        told = scenario_at(app.vault.info(resume).scenario)
    options = {
        "told": told,
        "where": where or "",
        "lines": lines,
        "goals": goals,
        "json": bool(getattr(arguments, "json", False)),
        "resume": resume,
    }
    try:
        return _run(app, options)
    finally:
        app.close()


def _run(app: App, options: dict[str, Any]) -> int:
    if app.settings.headset != "none":
        from dialogue import dropins
        from sim import window

        headset = dropins.create("sim.headsets", app.settings.headset)
        try:
            headset.open()
        except HeadsetUnavailable as why:
            sys.stderr.write(f"{why}\n")
        else:
            return window.run(app, headset, options)
    from sim import typing_room

    return typing_room.run(app, options)


def _flags(arguments: argparse.Namespace) -> dict[str, Any]:
    flags = {name: getattr(arguments, name, None) for name in SETTINGS}
    voice = getattr(arguments, "voice", None)
    if voice is not None:
        flags["voice"] = voice
    elif flags["text"]:
        flags["voice"] = "off"
    return flags


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
