"""What the headset's boards show: never a word of a talk below a lock."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from panda3d.core import Point3

from sim.beside import Beside
from sim.headsets import _boards
from sim.headsets._boards import Boards
from sim.headsets._turned import Facing, Turned
from sim.letters import Writing
from sim.viewing import Tracked
from tests.openxr.remote import turned


class Noted:
    """A board, or what says something on one, that notes what it was asked."""

    def __init__(self) -> None:
        self.asked: dict[str, Any] = {}
        self.given: dict[str, Any] = {}

    def __getattr__(self, name: str) -> Any:
        def ask(*words: Any, **named: Any) -> None:
            self.asked[name] = {**named}
            self.given[name] = words

        return ask


@pytest.fixture
def boards() -> Any:
    """Boards without a picture, of a talk that has ended with words on them."""
    made: Any = Boards.__new__(Boards)
    made._beside = Beside(is_talking=True, name="Sam", caption="Take care.")
    made._told = Beside()
    made.panels, made.captions = Noted(), Noted()
    made.reach, made.writing, made.calm = Noted(), Noted(), Noted()
    for one in (made.captions, made.reach, made.writing, made.calm):
        one.board = Noted()
    made.calm.is_up = None
    made.sharp, made._sight, made._stood, made._face = None, None, (), None
    made.writing.letters = Noted()
    made.writing.letters.board = Noted()
    made._now, made._lift_deg, made._turned = None, 0.0, Turned()
    made._head = Tracked()
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


def test_a_lock_stands_straight_ahead_and_not_beside_a_face_that_is_not_seen(
    boards: Any,
) -> None:
    boards._sight = SimpleNamespace(face=lambda: Point3(0.0, 1.5, 1.2))
    boards.frame(1.0)
    assert boards.panels.asked["stand"]["face"] is not None
    boards._beside.is_locked = True
    boards.frame(1.1)
    assert boards.panels.asked["stand"]["face"] is None


def test_letters_come_up_for_the_passphrase_of_a_lock() -> None:
    beside = Beside(is_talking=True)
    writing: Any = Writing.__new__(Writing)
    writing._beside, writing._entry = beside, "passphrase"
    writing._is_put_away = writing._is_begun = False
    assert not writing.is_up
    beside.is_locked = True
    assert writing.is_up


def test_who_turns_round_has_all_boards_come_again_before_them(boards: Any) -> None:
    boards._head.is_there = True
    boards._head.place[:] = 0.0, 0.0, 1.2
    boards.frame(0.0)
    assert boards.panels.given["stand"] == ((0.0, 0.0, 1.2), 0.0)
    boards._head.turn[:] = turned(170.0, 0.0)
    for tenth in range(1, 18):
        boards.frame(tenth / 10)
    (put,) = boards.panels.given["go"]
    put()
    _, heading_deg = boards.panels.given["stand"]
    assert heading_deg == pytest.approx(170.0, abs=1e-3)
    assert "go" in boards.reach.board.given
    assert "go" in boards.writing.letters.board.given


def test_who_centres_lying_has_boards_over_them_and_level_once_upright(
    boards: Any,
) -> None:
    boards.frame(0.0)
    boards._head.turn[:] = turned(0.0, 70.0)
    boards.centre()
    boards.frame(0.1)
    assert boards.panels.asked["stand"]["lift_deg"] == pytest.approx(70.0)
    assert boards.reach.given["place"][-1] == pytest.approx(70.0)
    boards._head.turn[:] = turned(0.0, 5.0)
    boards.centre()
    boards.frame(0.2)
    assert boards.panels.asked["stand"]["lift_deg"] == 0.0


def test_a_strip_made_while_all_boards_are_on_their_way_stands_where_they_go(
    boards: Any,
) -> None:
    boards.frame(1.0)
    boards._now = Facing((1.0, 2.0, 1.1), 40.0)  # they have begun to go there
    new = Noted()

    def set_acts(acts: Any) -> None:
        boards.reach.board = new

    boards.reach.set_acts = set_acts
    boards._beside.acts = {"Pause": lambda: None}
    boards._reach()
    assert boards.reach.given["place"] == ((1.0, 2.0, 1.1), 40.0, 0.0)


def test_a_new_session_does_not_tell_the_last_notice_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("UiBoard", "Captions", "Reach", "CalmPanel", "Writing"):
        monkeypatch.setattr(_boards, name, lambda *words: Noted())
    beside = Beside(is_talking=True)
    beside.tell("Long ago.")
    settings: Any = SimpleNamespace(text_layers=False)
    nothing: Any = None
    made: Any = Boards(nothing, nothing, nothing, nothing, settings, beside, Tracked())
    made._tell()
    assert "notice" not in made.captions.given
    beside.tell("Now.")
    made._tell()
    assert made.captions.given["notice"] == ("Now.",)
