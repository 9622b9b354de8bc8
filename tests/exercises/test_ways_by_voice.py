"""One word, said aloud, pauses, skips, calms or leaves: at every step of each one."""

from __future__ import annotations

import pytest

from sim.exercises._catalog import CALMING, guides, make
from sim.exercises._sitting import Sitting
from sim.exercises._spoken import meant
from sim.exercises._typed import calm_maker, typed
from sim.exercises.base import Before, View
from tests.exercises.players import answer_to
from tests.fakes import FakeClock

IDS = [guide.id for guide in guides()]
WAYS = {
    "pause": ("Pause.", "hold on", "wait a moment"),
    "skip": ("Skip.", "skip this"),
    "calm": ("Something calming first.", "I need to calm down"),
    "leave": ("Leave.", "I want to leave", "let me out"),
}
CONFIDENCE = 0.6
"""Of a recogniser that is fairly sure."""


def walked(name: str, taste: int) -> list[View]:
    """Every step that a user of this taste comes to."""
    sitting = Sitting(make(name, Before(is_unlocked=True)), FakeClock())
    sitting.start()
    seen: list[View] = []
    for _ in range(300):
        if sitting.is_over:
            break
        seen.append(sitting.view)
        if sitting.view.kind in ("wait", "breathe"):
            sitting.skip()
        else:
            sitting.answer(answer_to(sitting.view, taste))
    return seen


@pytest.mark.parametrize("taste", [0, 1])
@pytest.mark.parametrize("name", IDS)
def test_a_word_said_aloud_is_heard_as_the_way_out_at_every_step(
    name: str, taste: int
) -> None:
    for view in walked(name, taste):
        for way, words in WAYS.items():
            for said in words:
                found = meant(said, view, CONFIDENCE)
                assert (found.act, found.value, found.is_sure) == (
                    "command",
                    way,
                    True,
                ), (view.step, said, found)


@pytest.mark.parametrize("name", [name for name in IDS if name not in CALMING])
def test_and_does_it(name: str) -> None:
    def begun() -> Sitting:
        sitting = Sitting(make(name, Before(is_unlocked=True)), FakeClock())
        sitting.start()
        return sitting

    calm = calm_maker(lambda made: made)
    assert (one := begun()) and typed(one, "/pause", calm) == ""
    assert one.run.phase == "paused"
    assert (one := begun()) and typed(one, "/calm", calm) == ""
    assert one.calm is not None
    assert (one := begun()) and typed(one, "/leave", calm) == ""
    assert one.run.phase == "left"
    one = begun()
    before = one.view.key
    typed(one, "/skip", calm)
    assert one.is_over or one.view.key != before
