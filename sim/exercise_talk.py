"""From a step of an exercise into a rehearsed talk, in the terminal, and back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from dialogue.scenario import Scenario
from sim import terminal
from sim.app import App, scenario_at
from sim.exercises._sitting import Sitting
from sim.exercises._talks import come_back, ends_all, talk_of
from sim.lines import Keyboard, Lines
from sim.plan_files import PlanFiles
from sim.rehearsal import Rehearsal
from sim.screening.answers import screen
from sim.session.clock import SystemClock
from sim.typing_scene import ask_first, scene


def beside(
    app: App, console: Console, lines: Lines, sitting: Sitting, *, is_json: bool
) -> Callable[[], None]:
    """What opens the talk where a step asks for one; to be called again and again."""

    def note(words: str) -> None:
        console.print(Padding(Text(words, style="italic"), (1, 0, 0, 2)))

    sitting.observe(PlanFiles(SystemClock(), note))

    def tick() -> None:
        if where := talk_of(sitting):
            told = app.tell(scenario_at(where))
            try:
                held = _held(app, console, lines, told, is_json=is_json)
            except terminal.Leave:
                sitting.leave("left on the way into the talk")
                return
            if held is not None and ends_all(held.log, held.state.flag):
                sitting.leave("talk stopped")  # help was shown; the plan can wait
            else:
                come_back(sitting, held.log if held is not None else (), told)

    return tick


def _held(
    app: App, console: Console, lines: Lines, told: Scenario, *, is_json: bool
) -> Rehearsal | None:
    """The rehearsal as it went; None when there was none."""
    if not app.may_offer(told):
        console.print(f"\n  {screen().text('not_offered')}")
        return None
    options: dict[str, Any] = {
        **{"told": told, "where": told.id, "lines": None, "goals": told.goals[:3]},
        **{"json": is_json, "resume": None, "opened": None},
    }
    if isinstance(lines, Keyboard):
        options = ask_first(app, console, lines, options)
        if options["told"] is None:
            return None
        chosen = terminal.briefing(console, lines, told)
        if chosen != "begin":
            return None
        options["goals"] = terminal.pick_goals(console, lines, told)
    else:
        options["lines"] = lines
    held: list[Rehearsal] = []
    options["opened"] = held.append
    goals = options["goals"]
    scene(app, console, lines, told, goals, None, options)
    return held[0] if held else None
