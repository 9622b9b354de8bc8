"""The whole way: somebody looks, nods and talks in a rehearsal, and reads it after."""

from __future__ import annotations

import math

import pytest

from dialogue.messages import SpeechMeasures
from dialogue.scenario import load
from sim.config import Settings
from sim.rehearsal import Rehearsal
from sim.sensors import Watching
from sim.session.debrief import build
from sim.session.step import replay
from sim.viewing import Viewing
from tests.fakes import FakeClock
from tests.sensors.traces import EYES, quaternion
from tests.soak.in_process import Here, scorer

HZ = 40
LINES = (
    "Sex has been hurting since March, and I have not told you.",
    "I felt scared to say it.",
    "What is it like for you to hear that?",
)
LISTENS_S, SPEAKS_S = 15.0, 5.0


class Wearer:
    """The script: two thirds of each answer looked at, one nod in it, then a line."""

    def __init__(self) -> None:
        self.clock, self.viewing = FakeClock(), Viewing(is_worn=True, has_focus=True)
        self.viewing.head.is_there = True
        self.viewing.head.place[:] = 0.0, 0.0, 1.2
        told = load("sex_hurts")
        self.rehearsal = Rehearsal(told, Here(told, 1, scorer()), self.clock)
        self.watching = Watching(Settings(), self.clock)
        self.watching.attach(self.rehearsal)
        self.rehearsal.start(1, told.goals[:2], {})
        self.rehearsal.tick()

    def talk(self) -> None:
        for line in LINES:
            self._while("partner", LISTENS_S, looks=2 / 3, nods_at=4.0)
            self._while("user", SPEAKS_S, looks=0.4)
            measured = SpeechMeasures(SPEAKS_S, 120.0, 0.0, 0, 0.0)
            self.rehearsal.say(line, "speech", measured)
            self.rehearsal.tick()
        self._while("partner", LISTENS_S, looks=2 / 3, nods_at=4.0)
        self.rehearsal.leave()

    def _while(
        self, who, seconds: float, *, looks: float, nods_at: float | None = None
    ) -> None:
        for frame in range(round(seconds * HZ)):
            self.clock.advance(1 / HZ)
            at_s = frame / HZ
            yaw = 0.0 if at_s < looks * seconds else 40.0
            pitch = 0.0
            if nods_at is not None and nods_at < at_s < nods_at + 1:
                pitch = -4.0 * (1 - _cosine(2 * (at_s - nods_at)))
            self.viewing.time_s = self.clock.monotonic_s() + 1 / HZ
            self.viewing.head.turn[:] = quaternion(pitch, yaw, 0.0)
            self.rehearsal.tick()
            self.watching.tick(self.viewing, EYES, who)


def _cosine(turns: float) -> float:
    return math.cos(2 * math.pi * turns)


@pytest.fixture(scope="module")
def wearer() -> Wearer:
    one = Wearer()
    one.talk()
    return one


def test_the_debrief_holds_looks_nods_and_distance_as_scripted(wearer):
    made = build(wearer.rehearsal.log, wearer.rehearsal.scenario)
    numbers = {one.id: one.numbers for one in made.noticed}

    assert numbers["gaze_listening"]["share"] == pytest.approx(2 / 3, abs=0.02)
    assert numbers["gaze_listening"]["listening_s"] == 60
    assert numbers["gaze_speaking"]["share"] == pytest.approx(0.4, abs=0.02)
    assert numbers["nods"] == {"count": 4, "listening": 4}
    assert numbers["distance"]["median_m"] == pytest.approx(1.2, abs=0.03)
    assert "shakes" not in numbers and "hands" not in numbers
    assert "about two thirds of the time" in made.noticed[0].says


def test_talk_share_is_15_of_75_seconds(wearer):
    made = build(wearer.rehearsal.log, wearer.rehearsal.scenario)
    (talk,) = [one for one in made.speech if one.id == "talk"]

    assert "about a fifth was yours" in talk.value
    assert "15 seconds" in talk.reference and "for 60" in talk.reference


def test_grades_are_the_same_with_and_without_it(wearer):
    log, told = wearer.rehearsal.log, wearer.rehearsal.scenario
    without = build([one for one in log if one["event"] != "watched"], told)

    made = build(log, told)
    assert made.goals == without.goals and made.course == without.course


def test_it_is_one_event_a_turn_and_a_replay_does_not_need_it(wearer):
    log = wearer.rehearsal.log
    watched = [one["turn"] for one in log if one["event"] == "watched"]

    assert watched == [1, 2, 3, 3]
    assert replay(log) == replay(one for one in log if one["event"] != "watched")
