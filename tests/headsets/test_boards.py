"""What the headset's boards show: never a word of a talk below a lock."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from sim.beside import Beside
from sim.headsets._boards import Boards
from sim.letters import Writing


class Noted:
    """A board, or what says something on one, that notes what it was asked."""

    def __init__(self) -> None:
        self.asked: dict[str, Any] = {}

    def __getattr__(self, name: str) -> Any:
        def ask(*words: Any, **named: Any) -> None:
            self.asked[name] = {**named}

        return ask


@pytest.fixture
def boards() -> Any:
    """Boards without a picture, of a talk that has ended with words on them."""
    made: Any = Boards.__new__(Boards)
    made._beside = Beside(is_talking=True, name="Sam", caption="Take care.")
    made._told = Beside()
    made.panels, made.captions = Noted(), Noted()
    made.reach, made.writing, made.calm = Noted(), Noted(), Noted()
    made.reach.board = made.calm.is_up = None
    made.sharp, made._sight, made._stood, made._face = None, None, (), None
    made.writing.letters = Noted()
    made._floor = SimpleNamespace(eye=(0.0, 0.0, 1.2), heading_deg=0.0)
    made._lost = SimpleNamespace(tick=lambda now_s, is_tracked: False)
    return made


def test_while_one_talks_words_are_seen_and_panels_are_not(boards: Any) -> None:
    boards.frame(1.0)
    assert boards.panels.asked["clear_view"] == {"is_clear": True}
    assert boards.captions.asked["frame"] == {"is_seen": True}


def test_below_a_lock_its_panel_is_seen_and_no_word_of_the_talk(boards: Any) -> None:
    boards._beside.is_locked = True
    boards.frame(1.0)
    assert boards.panels.asked["clear_view"] == {"is_clear": False}
    assert boards.captions.asked["frame"] == {"is_seen": False}


def test_letters_come_up_for_the_passphrase_of_a_lock() -> None:
    beside = Beside(is_talking=True)
    writing: Any = Writing.__new__(Writing)
    writing._beside, writing._entry = beside, "passphrase"
    writing._is_put_away = writing._is_begun = False
    assert not writing.is_up
    beside.is_locked = True
    assert writing.is_up
