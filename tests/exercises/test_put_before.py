"""A question put before a step takes what is said for as long as it stands there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from panda3d.core import NodePath

from dialogue.messages import Safety
from scenes.fonts import load_fonts
from scenes.panels import Panel
from sim.exercise_panels import StepPanel
from sim.exercise_talk_window import TalkingWindow
from sim.screens import Screens

STOP = Safety("self_harm", "explicit", 1.0, "stop", "said so")


class Base:
    """A window that draws nothing."""

    def __init__(self) -> None:
        self.aspect2d = NodePath("aspect2d")
        self.keys: dict[str, Callable[[], None]] = {}

    def getAspectRatio(self) -> float:  # noqa: N802
        return 1.78

    def accept(self, key: str, act: Callable[[], None]) -> None:
        self.keys[key] = act

    def ignore(self, key: str) -> None:
        self.keys.pop(key, None)


class Stage:
    """A room in which nobody is seen."""

    is_worn, director = True, None

    def choose_look(self, *_: Any) -> bool:
        return False

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *_: None


class Asked:
    """A question about comfort, which takes anything."""

    def __init__(self) -> None:
        self.taken: list[str] = []

    def reads(self, words: str) -> bool:
        return bool(words)

    def take(self, words: str) -> None:
        self.taken.append(words)


@pytest.fixture
def doing() -> TalkingWindow:
    base: Any = Base()
    fonts = load_fonts()
    screens = Screens(base.aspect2d, fonts, "GB")
    stage: Any = Stage()
    pages = {"about": lambda: ("What this is.",)}
    made = TalkingWindow(
        *(base, fonts, screens, stage, "breathing", lambda: None), pages=pages
    )
    base.keys["1"]()
    put_before(made)
    return made


def put_before(doing: TalkingWindow) -> Asked:
    """Ask something, and let a frame go by."""
    asked = Asked()
    panel = Panel(NodePath("aspect2d"), load_fonts(), 1.0)
    doing.put_before(panel, asked)
    doing.frame()
    assert doing.sitting.run.phase == "paused", "the step waits"
    assert doing.sitting.aside is asked and doing.panel is panel
    return asked


def test_it_takes_what_is_said_until_it_is_answered(doing: TalkingWindow) -> None:
    doing.step_again()
    assert doing.sitting.aside is None
    assert isinstance(doing.panel, StepPanel)


@pytest.mark.parametrize(
    "past",
    [
        lambda doing: doing._base.keys["escape"](),
        lambda doing: doing.sitting.resume(),
        lambda doing: doing._open_calm(),
        lambda doing: doing.sitting.flagged(STOP),
    ],
    ids=["Escape", "go on", "something calming", "a stop"],
)
def test_whatever_goes_past_it_lets_it_go(
    doing: TalkingWindow, past: Callable[[TalkingWindow], None]
) -> None:
    past(doing)
    assert doing.sitting.aside is None
    assert not doing._is_choosing


def test_from_what_was_read_meanwhile_one_comes_back_to_a_pause(
    doing: TalkingWindow,
) -> None:
    doing._base.keys["f1"]()
    page = doing.panel
    assert page is not None
    page.press(1)
    assert doing.panel is not page, "the way back is no dead end"
    assert doing.sitting.aside is None
    doing.frame()
    assert doing.sitting.run.phase == "paused"
    assert doing.panel is not None
    doing.panel.press(1)
    assert doing.sitting.run.phase == "running"
