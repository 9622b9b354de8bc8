"""The rehearsal in a terminal: the same session, typed and read."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal, Protocol, TextIO

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from dialogue.messages import Safety, Source
from dialogue.safety.texts import FixedText
from dialogue.scenario import Scenario
from dialogue.slots import Setting
from dialogue.strict import DataError
from sim import quick_exit
from sim.choosing import named
from sim.goals import goal_options
from sim.lines import Keyboard, Lines, Script
from sim.rehearsal import Rehearsal
from sim.session.events import INTERNAL, Event
from sim.session.state import SessionState
from sim.setting import changed, shown
from sim.support import CALM_OF, fixed_text, help_lines, stop_text
from sim.texts import text, texts
from sim.typed import COMMANDS, Calm, typed

TICK_S = 0.01
"""How often the terminal looks for news."""


def write_json(value: Mapping[str, Any], stream: TextIO | None = None) -> None:
    """Write `value` as one line of JSON, at once."""
    stream = stream or sys.stdout
    stream.write(json.dumps(value, ensure_ascii=False) + "\n")
    stream.flush()


class JsonLines:
    """Writes every event as one line of JSON."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stdout

    def on_event(self, event: Event, state: SessionState) -> None:
        """Write `event`, unless it is only of use to a replay."""
        if event["event"] in INTERNAL or event["event"] == "ready":
            return
        write_json(event, self._stream)

    def on_notice(self, key: str) -> None:
        """Notices are for people; the events say the same."""


class Terminal:
    """Shows the session as plain, wrapped text."""

    def __init__(
        self,
        console: Console,
        scenario: Scenario,
        country: str,
        rest: Callable[[], str] = lambda: "",
    ) -> None:
        """`rest` says, at a natural pause, that it has become plenty; "" if not."""
        self._console, self._rest = console, rest
        self._name = scenario.persona.name
        self._country = country

    def on_event(self, event: Event, state: SessionState) -> None:
        """Show what a person needs to see of `event`."""
        kind = event["event"]
        show: dict[str, Callable[[], None]] = {
            "reply": lambda: self._say(self._name, event["text"]),
            "branched": lambda: self._branched(state),
            "paused": lambda: self._paused(state),
            "safety": lambda: self._safety(event, state),
            "stopped": lambda: self._stopped(state),
            "checked_in": lambda: self._paused(state),
            "resumed": lambda: self._check_in(state),
            "ended": lambda: self._ended(event),
            "left": lambda: self._note(text("left.body")),
        }
        if kind in show:
            show[kind]()

    def on_notice(self, key: str) -> None:
        """Show one calm line about something that went wrong."""
        self._note(text(f"trouble.{key}", partner=self._name))

    def _say(self, who: str, words: str) -> None:
        line = Text()
        line.append(f"{who}  ", style="bold")
        line.append(words)
        self._console.print(Padding(line, (1, 0, 0, 2)))

    def _note(self, words: str) -> None:
        if words:
            self._console.print(Padding(Text(words, style="italic"), (1, 0, 0, 2)))

    def _branched(self, state: SessionState) -> None:
        self._note("Back to this moment:")
        self._say(self._name, state.lines[-1])

    def _ended(self, event: Event) -> None:
        self._note(text("ended.body"))
        if event["epilogue"]:
            self._note(event["epilogue"])

    def _safety(self, event: Event, state: SessionState) -> None:
        if event["action"] == "check_in":
            self._check_in(state)

    def _paused(self, state: SessionState) -> None:
        if state.phase == "paused":
            body = text("paused.body", partner=self._name)
            self._note(f"{body} (/resume, /calm, /leave)")
            self._note(self._rest())

    def _check_in(self, state: SessionState) -> None:
        if state.phase == "checking_in" and state.flag is not None:
            fixed = fixed_text(state.flag, self._name)
            show_fixed(self._console, fixed)
            for number, choice in enumerate(fixed.choices, 1):
                self._console.print(Text(f"    {number}  {choice.label}"))

    def _stopped(self, state: SessionState) -> None:
        if state.flag is None:
            return
        show_fixed(self._console, stop_text(state.flag, self._name))
        show_help(self._console, self._country, state.flag.category)


def show_fixed(console: Console, fixed: FixedText) -> None:
    """A fixed text outside the fiction."""
    console.print(Padding(Text(fixed.title, style="bold"), (1, 0, 0, 2)))
    for paragraph in fixed.body.splitlines():
        if paragraph.strip():
            console.print(Padding(Text(paragraph.strip()), (1, 0, 0, 2)))


def show_help(console: Console, country: str, category: str = "") -> None:
    """The support card."""
    console.print()
    for line in help_lines(country, category):
        console.print(Padding(Text(line), (0, 0, 0, 4)))


def after_stop(
    console: Console,
    keyboard: Keyboard,
    flag: Safety,
    name: str,
    country: str,
    calm: Calm,
) -> bool:
    """Offer what the fixed text offers; returns whether to go back to the start.

    `calm` opens something calming by its id.

    Raises:
        Leave: the user leaves.
    """
    fixed = stop_text(flag, name)
    while True:
        options = [choice.label for choice in fixed.choices]
        chosen = fixed.choices[choose(console, keyboard, options)].id
        if chosen in CALM_OF:
            calm(CALM_OF[chosen])
        elif chosen in ("help", "help_country"):
            show_help(console, country, flag.category)
        elif chosen == "quick_exit":
            quick_exit.wipe()
            raise quick_exit.QuickExit
        else:
            return chosen == "start"


class Speaking(Protocol):
    """What the loop needs to know of the partner's voice."""

    @property
    def is_speaking(self) -> bool:
        """Whether the voice is heard or about to be."""


def run(
    rehearsal: Rehearsal,
    lines: Lines,
    tell: Callable[[str], None],
    mouth: Speaking | None = None,
    tasks: Sequence[Callable[[], None]] = (),
    *,
    listens: Callable[[], bool] = lambda: False,
    calm: Calm | None = None,
) -> None:
    """Run until the session is over or the lines are; Ctrl-C leaves.

    `listens` says whether a microphone still hears, so that the end of typed input
    does not end a spoken session. `calm` opens something calming beside the scene.
    """
    is_script = isinstance(lines, Script)
    early = _Early(rehearsal, tell)
    try:
        while early or not _is_finished(rehearsal, lines, is_listening=listens()):
            _tick(rehearsal, tasks)
            early.say()
            is_busy = rehearsal.is_voicing or _is_heard(mouth)
            may_speak = _may_speak(rehearsal, is_script=is_script, is_busy=is_busy)
            line = lines.poll() if may_speak else None
            if line is None:
                time.sleep(TICK_S)
            elif is_script or not early.take(line):
                source: Source = "script" if is_script else "typed"
                if answer := typed(rehearsal, line, source, calm):
                    tell(answer)
        while rehearsal.is_voicing or _is_heard(mouth):
            _tick(rehearsal, tasks)
            time.sleep(TICK_S)
    except KeyboardInterrupt:
        rehearsal.leave("interrupted")
        rehearsal.settle()
        return
    except quick_exit.QuickExit:
        rehearsal.leave("quick exit")
        rehearsal.settle()
        raise
    if not rehearsal.state.is_over:
        rehearsal.leave("script over" if is_script else "input over")
    _read_again(rehearsal, tell)


def _read_again(rehearsal: Rehearsal, tell: Callable[[str], None]) -> None:
    """Wait for the second reading, a few seconds at most; Ctrl-C goes on without."""
    if rehearsal.is_reading:
        tell(text("debrief.reading"))
    try:
        while rehearsal.is_reading:
            rehearsal.tick()
            time.sleep(TICK_S)
    except KeyboardInterrupt:
        rehearsal.settle()


def _tick(rehearsal: Rehearsal, tasks: Sequence[Callable[[], None]]) -> None:
    rehearsal.tick()
    for task in tasks:
        task()


def _is_heard(mouth: Speaking | None) -> bool:
    return mouth is not None and mouth.is_speaking


class _Early:
    """Lines typed while the partner is still answering: each waits for its turn."""

    def __init__(self, rehearsal: Rehearsal, tell: Callable[[str], None]) -> None:
        self._rehearsal, self._tell = rehearsal, tell
        self._lines: list[str] = []

    def __bool__(self) -> bool:
        is_lost = self._rehearsal.is_broken
        return (
            bool(self._lines)
            and self._rehearsal.state.phase == "talking"
            and not is_lost
        )

    def take(self, line: str) -> bool:
        """Keep `line` for later if it must wait; commands and stops never wait."""
        state = self._rehearsal.state
        if line.strip().startswith("/again"):
            self._lines.clear()  # they belonged to another moment
        if (
            state.phase != "talking"
            or not (state.waiting == "partner" or self._lines)
            or not line.strip()
            or line.strip().startswith("/")
            or self._rehearsal.is_stop(line)
        ):
            return False
        self._lines.append(line)
        self._tell(text("talking.early"))
        return True

    def say(self) -> None:
        """Say the next line, if it is the user's turn now."""
        state = self._rehearsal.state
        if self._lines and state.phase == "talking" and state.waiting == "user":
            typed(self._rehearsal, self._lines.pop(0))


def _may_speak(rehearsal: Rehearsal, *, is_script: bool, is_busy: bool) -> bool:
    if not is_script:
        return True
    state = rehearsal.state
    if state.phase == "talking":
        return state.waiting == "user" and not is_busy
    return state.phase in ("paused", "checking_in")


def _is_finished(rehearsal: Rehearsal, lines: Lines, *, is_listening: bool) -> bool:
    state = rehearsal.state
    if state.is_over or rehearsal.is_broken:
        return True
    if is_listening:
        return False
    return lines.is_over and state.waiting != "partner" and state.phase != "new"


class Leave(Exception):
    """The user chose to leave before the scene."""


class Young(Leave):
    """The user is under 18."""


def consent(
    console: Console,
    keyboard: Keyboard,
    storage: str,
    country: str,
    *,
    is_calm: bool = False,
    is_exercise: bool = False,
) -> None:
    """Show the consent screen and wait for a choice.

    `is_exercise` is for something that is done by oneself. `is_calm` is for something
    calming, which somebody may need at once: a few lines, and help where it is asked
    for.

    Raises:
        Leave: the user does not go on.
        Young: the user is under 18.
    """
    title = text("consent.calm_title" if is_calm else "consent.title")
    which = "calm_" if is_calm else "exercise_" if is_exercise else ""
    console.print(Padding(Text(title, style="bold"), (1, 0, 1, 2)))
    for line in texts(f"consent.{which}lines", storage=storage):
        console.print(Padding(Text(f"· {line}"), (0, 0, 0, 2)))
    keys = ["agree", "young", "leave"]
    if is_calm:
        keys.append("need_help")
    else:
        _consent_help(console, country)
    options = [text(f"consent.{key}") for key in keys]
    chosen = choose(console, keyboard, options)
    while keys[chosen] == "need_help":
        _consent_help(console, country)
        chosen = choose(console, keyboard, options)
    if chosen == 1:
        console.print(Padding(Text(text("young.title"), style="bold"), (1, 0, 0, 2)))
        console.print(Padding(Text(text("young.body")), (0, 0, 1, 2)))
        raise Young
    if chosen != 0:
        raise Leave


def _consent_help(console: Console, country: str) -> None:
    title = text("consent.help_title")
    console.print(Padding(Text(title, style="bold"), (1, 0, 0, 2)))
    for line in help_lines(country):
        console.print(Padding(Text(line), (0, 0, 0, 4)))


def choose(console: Console, keyboard: Keyboard, options: Sequence[str]) -> int:
    """Let the user pick one of `options` by number or words; returns its index.

    Raises:
        Leave: input ended, or the user typed /leave.
    """
    _number(console, options)
    while True:
        line = keyboard.wait()
        if line is None or line.strip() in ("/leave", "leave", "q"):
            raise Leave
        if not line.strip():  # they may have been cleared from the screen
            _number(console, options)
            continue
        if line.strip().isdecimal() and 1 <= int(line) <= len(options):
            return int(line) - 1
        if (index := named(line, [(option,) for option in options])) is not None:
            return index
        console.print(Text(f"    {text('terminal.choose', most=str(len(options)))}"))


def _number(console: Console, options: Sequence[str]) -> None:
    console.print()
    for number, option in enumerate(options, 1):
        console.print(Text(f"    {number}  {option}"))


def briefing(
    console: Console,
    keyboard: Keyboard,
    told: Scenario,
    *,
    is_heard: bool = False,
    given: Sequence[str] = (),
) -> Literal["begin", "change", "hear", ""]:
    """Situation and content notes; what the user wants next, "" for another scenario.

    `is_heard` says whether there is a voice that could be heard first; `given` is what
    a therapist's assignment changes.

    Raises:
        Leave: the user leaves.
    """
    console.print(Padding(Text(told.title, style="bold"), (1, 0, 0, 2)))
    console.print(Padding(Text(told.briefing), (0, 0, 1, 2)))
    for title, items in (
        (text("assigned.title"), given),
        (text("briefing.notes"), told.content_notes),
        (text("briefing.not_for"), told.contraindications),
    ):
        if not items:
            continue
        console.print(Padding(Text(title, style="bold"), (0, 0, 0, 2)))
        for item in items:
            console.print(Padding(Text(f"· {item}"), (0, 0, 0, 4)))
    console.print(Padding(Text(text("briefing.why_hard"), style="bold"), (0, 0, 0, 2)))
    console.print(Padding(Text(told.why_hard), (0, 0, 0, 4)))
    keys = ["briefing.begin", "briefing.back", "briefing.change", "consent.leave"]
    labels = [text(key) for key in keys]
    if is_heard:
        labels.append(text("preview.button_typed", partner=told.persona.name))
    chosen = choose(console, keyboard, labels)
    if chosen == keys.index("consent.leave"):
        raise Leave
    options: tuple[Literal["begin", "change", "hear", ""], ...] = (
        "begin",
        "",
        "change",
        "",
        "hear",
    )
    return options[chosen]


def change_setting(
    console: Console, keyboard: Keyboard, told: Scenario, setting: Setting
) -> Setting:
    """Ask for names, pronouns and facts one by one; Enter keeps one as it is.

    Raises:
        Leave: the user leaves.
    """
    console.print(Padding(Text(text("briefing.change"), style="bold"), (1, 0, 0, 2)))
    console.print(Padding(Text(text("briefing.change_hint")), (0, 0, 0, 2)))
    for name, (about, now) in shown(setting, told).items():
        setting = _changed(console, keyboard, told, setting, name, about, now)
    return setting


def _changed(
    console: Console,
    keyboard: Keyboard,
    told: Scenario,
    setting: Setting,
    name: str,
    about: str,
    now: str,
) -> Setting:
    while True:
        console.print(Text(f"    {about}: {now or '–'}"))
        line = keyboard.wait()
        if line is None or line.strip() == "/leave":
            raise Leave
        if not line.strip():
            return setting
        try:
            return changed(setting, told, name, line)
        except DataError as why:
            console.print(Text(f"    {why}"))


def pick_goals(console: Console, keyboard: Keyboard, told: Scenario) -> tuple[str, ...]:
    """Which skills to practise; Enter takes what the scenario suggests."""
    options = goal_options(told)
    console.print(Padding(Text(text("goal.title"), style="bold"), (1, 0, 0, 2)))
    console.print(Padding(Text(text("goal.hint")), (0, 0, 0, 2)))
    for number, skill in enumerate(options, 1):
        console.print(Text(f"    {number:>2}  {skill.title}: {skill.meaning}"))
    console.print(
        Text("    Numbers with spaces between, or Enter for the first three.")
    )
    while True:
        line = keyboard.wait()
        if line is None or line.strip() == "/leave":
            raise Leave
        words = line.replace(",", " ").split()
        if not words:
            return tuple(skill.id for skill in options[:3])
        if all(word.isdecimal() and 1 <= int(word) <= len(options) for word in words):
            return tuple(dict.fromkeys(options[int(word) - 1].id for word in words))[:3]
        console.print(Text(f"    Please type numbers from 1 to {len(options)}."))


def commands_line() -> str:
    """One line that names the commands."""
    return "  ".join(f"/{name}" for name in COMMANDS)
