"""What a headset shows beside the panels says what holds now, whenever it is put on."""

from __future__ import annotations

from sim.beside import Beside


def test_the_same_notice_twice_is_two_notices() -> None:
    beside = Beside()
    beside.tell("The scene waits.")
    first = beside.notices
    beside.tell("The scene waits.")
    assert (beside.notice, beside.notices) == ("The scene waits.", first + 1)


def test_no_words_of_a_scene_stand_after_it() -> None:
    beside = Beside(is_talking=True, name="Sam", caption="Hello.", heard="Hi.")
    beside.status = "Sam is listening"
    beside.end_talk()
    assert not beside.is_talking
    assert not (beside.caption or beside.heard or beside.status or beside.notice)
