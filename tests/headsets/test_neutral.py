"""Below a lock a headset shows neither the room of a talk nor who sat there."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from panda3d.core import NodePath

from sim.beside import Beside
from sim.comfort.moving import OUT_S
from sim.headsets._neutral import Neutral
from sim.headsets._worn import Worn
from sim.stage_set import StageSet

EYE, HEADING = (1.5, -0.4, 1.19), 130.0


def neutral() -> tuple[Neutral, Any]:
    room: Any = SimpleNamespace(
        node=NodePath("lobby"),
        user_eye=(-0.3, 0.2, 1.19),
        user_look=(0.2, 1.4, 1.0),
        background=(0.1, 0.2, 0.3),
    )
    stand_ins: Any = SimpleNamespace(room=lambda name: room)
    return Neutral(SimpleNamespace(render=NodePath("render")), stand_ins), room


def test_its_seat_is_where_the_user_sits_and_looks_the_same_way() -> None:
    made, room = neutral()
    made.frame(0.0, EYE, HEADING, is_on=True)
    render = room.node.get_parent()
    assert tuple(render.get_relative_point(room.node, room.user_eye)) == pytest.approx(
        EYE, abs=1e-5
    )
    x, y, _ = (b - a for a, b in zip(room.user_eye, room.user_look, strict=True))
    ahead = render.get_relative_vector(room.node, (x, y, 0))
    turn = NodePath("turn")
    turn.look_at(*ahead)
    assert turn.get_h() == pytest.approx(HEADING, abs=1e-3)


def test_it_comes_at_once_out_of_the_dark_and_goes_so_too() -> None:
    made, room = neutral()
    assert made.frame(1.0, EYE, HEADING, is_on=False) == 0.0
    assert made.frame(2.0, EYE, HEADING, is_on=True) == 1.0
    assert room.node.has_parent()
    assert 0.0 < made.frame(2.0 + OUT_S / 2, EYE, HEADING, is_on=True) < 1.0
    assert made.frame(2.0 + OUT_S, EYE, HEADING, is_on=True) == 0.0
    assert made.frame(9.0, EYE, HEADING, is_on=False) == 1.0
    assert not room.node.has_parent()


@pytest.mark.parametrize("is_real", [True, False])
@pytest.mark.parametrize("is_locked", [True, False])
def test_below_a_lock_the_talks_room_is_hidden_with_whoever_sits_in_it(
    *, is_locked: bool, is_real: bool
) -> None:
    made, room = neutral()
    worn: Any = Worn.__new__(Worn)
    worn._beside, worn._neutral = Beside(is_locked=is_locked), made
    worn._floor = SimpleNamespace(eye=EYE, heading_deg=HEADING)
    worn._is_real, worn._sight = is_real, SimpleNamespace(is_room_hidden=False)
    worn._keep_neutral(1.0)
    assert worn._sight.is_room_hidden is (is_locked or is_real)
    # whoever sees the real room needs no other one
    assert room.node.has_parent() is (is_locked and not is_real)


@pytest.mark.parametrize("is_hidden", [True, False])
def test_a_room_that_is_entered_while_the_real_one_is_seen_stays_out_of_sight(
    *, is_hidden: bool
) -> None:
    stage: Any = StageSet.__new__(StageSet)
    stage._room, stage._room_name, stage._is_hidden = None, "", False
    stage._sight = SimpleNamespace(is_room_hidden=is_hidden)
    stage._base = SimpleNamespace(
        render=NodePath("render"), setBackgroundColor=lambda *colour: None
    )
    stage._stand_ins = SimpleNamespace(
        room=lambda name: SimpleNamespace(node=NodePath(name), background=(0, 0, 0))
    )
    for name in ("lobby", "kitchen"):
        stage._enter(name)
        assert stage._room.node.is_hidden() is is_hidden
    stage._sight.is_room_hidden = False
    stage._keep_hidden()
    assert not stage._room.node.is_hidden()
