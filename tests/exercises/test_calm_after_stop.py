"""In the terminal: what is done after a stop is read and heard as the exercise was."""

from __future__ import annotations

import io
from types import SimpleNamespace
from typing import Any

import pytest
from rich.console import Console

from sim import exercise_room
from sim.app import App
from sim.config import Config
from sim.exercises._catalog import make
from sim.exercises.base import View
from sim.lines import Keyboard
from tests.exercises.test_leave import Breath

STOP = "I am going to kill myself tonight"


class Voice:
    """A guide's voice that only tells what it was given."""

    is_speaking = False

    def __init__(self) -> None:
        self.read_to: list[str] = []

    def read(self, view: View) -> None:
        self.read_to.append(view.step)

    def hush(self) -> None:
        return

    def tick(self) -> None:
        return


class Typist(Keyboard):
    """Types lines, each when the program asks for one."""

    def __init__(self, *lines: str) -> None:
        self._lines = list(lines)

    @property
    def is_over(self) -> bool:
        return not self._lines

    def poll(self) -> str | None:
        return self._lines.pop(0) if self._lines else None


def test_the_voice_and_the_ears_stay_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    voice, followed = Voice(), []
    speaking = SimpleNamespace(
        tick=lambda: None, follow=lambda made, act: followed.append(made)
    )
    closed: list[int] = []
    sound: Any = SimpleNamespace(
        missing=[],
        tick=lambda: None,
        listens=lambda: False,
        close=lambda: closed.append(len(voice.read_to)),
    )
    monkeypatch.setattr(exercise_room.Sound, "open", lambda *_, **__: sound)
    monkeypatch.setattr(exercise_room, "reading_of", lambda *_: voice)
    monkeypatch.setattr(exercise_room, "tone_of", lambda *_: Breath())
    monkeypatch.setattr(exercise_room, "speaking_of", lambda *_: speaking)
    choices = iter((1, 3))  # breathe, then leave
    monkeypatch.setattr(exercise_room.terminal, "choose", lambda *_: next(choices))
    console = Console(file=io.StringIO())
    app = App(Config.load({"text": True, "country": "GB"}))
    done = exercise_room.sit(
        app,
        make("functionality"),
        Typist(STOP, "1", "", "1"),
        console,
        is_script=False,
        options={"json": False},
    )
    assert done.run.phase == "stopped"
    assert voice.read_to[-3:] == ["how", "breathe", "after"]
    (calm,) = followed
    assert calm.exercise.info.id == "breathing"
    assert closed == [len(voice.read_to)]  # not before
