"""What is counted goes into the log once a turn, and only what may be counted."""

from __future__ import annotations

import json
from types import SimpleNamespace

import numpy as np
import pytest

from dialogue.messages import Safety, Utterance
from sim.config import Settings
from sim.sensors import Watching, notice, told
from sim.session import events
from sim.session.recorder import branches
from sim.session.state import SessionState
from sim.session.step import step
from sim.viewing import Viewing
from tests.fakes import FakeClock
from tests.sensors.traces import EYES, quaternion, swing

HZ = 45
CHECK_IN = Safety("medical", "indirect", 0.7, "check_in", "pain")


class Talk:
    """A rehearsal's log and state, without a partner."""

    def __init__(self) -> None:
        self.log: list[dict] = []
        self.state = SessionState()
        self._observers: list = []

    def observe(self, observer) -> None:
        self._observers.append(observer)

    def emit(self, event) -> None:
        self.log.append(json.loads(json.dumps(event)))  # it must be plain JSON
        self.state = step(self.state, event).state
        for one in self._observers:
            one.on_event(event, self.state)

    @property
    def watched(self) -> list[dict]:
        return [one for one in self.log if one["event"] == "watched"]


class Seen:
    """Somebody in a headset, talking with Sam."""

    def __init__(self, **settings) -> None:
        self.clock, self.talk = FakeClock(), Talk()
        self.watching = Watching(Settings(**settings), self.clock)
        self.viewing = Viewing(is_worn=True, has_focus=True)
        self.viewing.head.is_there = True
        self.viewing.head.place[:] = 0.0, 0.0, 1.2
        self.watching.attach(self.talk)
        self.talk.emit(events.started("sex_hurts", "T", "Sam", 1, (), {}))
        self.reply(0)

    def reply(self, turn: int) -> None:
        self.talk.emit(events.event("memory", turn=turn, memory={}))
        self.talk.emit(
            events.event("reply", turn=turn, text="I hear you.", mood="calm")
        )

    def say(self, turn: int, flag: Safety | None = None) -> None:
        self.talk.emit(events.utterance(Utterance(turn, "A line.")))
        self.talk.emit(events.safety(turn, "user", flag or Safety()))

    def look(self, seconds: float, who, *, yaw: float = 0.0, nods: int = 0) -> None:
        """`who` speaks for some seconds, while the head is turned, and nods."""
        times = np.arange(round(seconds * HZ)) / HZ
        pitch = sum(
            (swing(times, 0.7 + 1.5 * place, 2, 8, 1) for place in range(nods)),
            np.zeros_like(times),
        )
        for angle in pitch.tolist():
            self.clock.advance(1 / HZ)
            self.viewing.time_s = self.clock.monotonic_s() + 0.011
            self.viewing.head.turn[:] = quaternion(angle, yaw, 0.0)
            self.watching.tick(self.viewing, EYES, who)


def test_one_event_a_turn_holds_what_was_counted_in_it():
    seen = Seen()
    seen.look(12, "partner", nods=2)
    seen.look(6, "user", yaw=50)
    seen.say(1)
    seen.reply(1)
    seen.look(12, "partner", yaw=50)
    seen.say(2)

    first, second = seen.talk.watched
    assert [first["turn"], second["turn"]] == [1, 2]
    assert first["noticed"]["gaze"] == {
        "listening_s": pytest.approx(12, abs=0.1),
        "listening_on_s": pytest.approx(12, abs=0.1),
        "speaking_s": pytest.approx(6, abs=0.1),
    }
    assert first["noticed"]["nods"]["nods_listening"] == 2
    assert first["noticed"]["talk"] == {"partner_s": pytest.approx(12, abs=0.1)}
    assert "listening_on_s" not in second["noticed"]["gaze"]
    assert len(json.dumps(first)) < 500


def test_no_place_and_no_turn_of_the_head_is_in_the_log():
    seen = Seen(watch_hands=True)
    seen.look(12, "partner")
    seen.say(1)

    def names(value):
        if isinstance(value, dict):
            for key, one in value.items():
                yield key
                yield from names(one)

    noticed = seen.talk.watched[0]["noticed"]
    assert not {"place", "turn", "pitch", "yaw", "x", "times"} & set(names(noticed))
    assert all(not isinstance(one, list) for part in noticed.values() for one in part)


def test_what_is_around_a_line_that_the_safety_screen_asks_about_is_dropped():
    seen = Seen()
    seen.look(12, "partner")
    seen.say(1, CHECK_IN)

    assert seen.talk.watched == []
    assert seen.watching.summary() == {}


def test_a_stop_drops_what_was_counted():
    seen = Seen()
    seen.look(12, "partner")
    seen.talk.emit(events.event("stopped", category="suicidality"))

    assert seen.talk.watched == []


def test_leaving_keeps_what_was_counted_so_far():
    seen = Seen()
    seen.look(12, "partner")
    seen.talk.emit(events.event("left", why="asked"))

    (last,) = seen.talk.watched
    assert last["turn"] == 0 and last["noticed"]["gaze"]["listening_s"] > 11


def test_a_pause_is_not_counted():
    seen = Seen()
    seen.look(5, "partner")
    seen.talk.emit(events.event("paused"))
    seen.look(30, "partner", nods=3)
    seen.talk.emit(events.event("resumed"))
    seen.look(5, "partner")
    seen.say(1)

    noticed = seen.talk.watched[0]["noticed"]
    assert noticed["gaze"]["listening_s"] == pytest.approx(10, abs=0.2)
    assert "nods_listening" not in noticed["nods"]


@pytest.mark.parametrize("lacks", ["is_worn", "has_focus"])
def test_off_the_head_or_under_a_system_menu_only_the_sound_counts(lacks):
    seen = Seen()
    setattr(seen.viewing, lacks, False)
    seen.look(12, "partner", nods=2)
    seen.say(1)

    assert set(seen.talk.watched[0]["noticed"]) == {"talk"}


def test_without_a_headset_only_the_sound_counts():
    seen = Seen()
    for _ in range(12 * HZ):
        seen.clock.advance(1 / HZ)
        seen.watching.tick(None, None, "partner")
    seen.say(1)

    assert set(seen.talk.watched[0]["noticed"]) == {"talk"}


def test_a_hole_of_a_second_is_not_filled_in():
    seen = Seen()
    seen.look(5, "partner")
    seen.clock.advance(60)
    seen.look(5, "partner")
    seen.say(1)

    heard_s = seen.talk.watched[0]["noticed"]["talk"]["partner_s"]
    assert heard_s == pytest.approx(10, abs=0.2)


@pytest.mark.parametrize("name", ["gaze", "nods", "distance", "hands", "talk"])
def test_each_has_its_own_switch(name):
    def seen_with(**settings) -> set[str]:
        seen = Seen(**settings)
        for hand in (seen.viewing.left, seen.viewing.right):
            hand.grip.is_there = True
        seen.look(12, "partner")
        seen.say(1)
        return {key for one in seen.talk.watched for key in one["noticed"]}

    everything = {"gaze", "nods", "distance", "hands", "talk"}
    on = {f"watch_{one}": True for one in everything}
    assert seen_with(**on) == everything
    assert seen_with(**on | {f"watch_{name}": False}) == everything - {name}


def test_a_head_that_is_shown_to_nobody_is_not_looked_at_when_all_is_off():
    seen = Seen(**{f"watch_{one}": False for one in ("gaze", "nods", "distance")})
    seen.watching.tick(SimpleNamespace(is_worn=True, has_focus=True), EYES, None)
    seen.say(1)

    assert seen.talk.watched == []


def test_hands_are_off_until_they_are_asked_for():
    settings = Settings()

    assert settings.watch_hands is False
    assert settings.watch_gaze and settings.watch_nods and settings.watch_distance


def test_the_notice_names_what_is_on_and_nothing_else():
    words = notice(Settings(watch_nods=False))

    assert "look towards" in words and "how near" in words
    assert "nods" not in words and "hands" not in words
    off = {f"watch_{one}": False for one in ("gaze", "nods", "distance", "hands")}
    assert notice(Settings(**off)) == ""


def test_a_moment_tried_again_counts_its_last_try_only():
    seen = Seen()
    seen.look(12, "partner")
    seen.say(1)
    seen.reply(1)
    seen.look(12, "partner", nods=1)
    seen.say(2)
    seen.reply(2)
    seen.look(4, "partner")
    seen.talk.emit(events.event("branched", from_turn=1, branch=1))
    seen.look(12, "partner", nods=3)
    seen.say(2)

    last = [one for one in branches(seen.talk.log)[-1] if one["event"] == "watched"]
    assert [one["turn"] for one in last] == [1, 2]
    assert last[1]["noticed"]["nods"]["nods_listening"] == 3


def test_replaying_the_log_gives_the_same_state_with_and_without_the_counts():
    seen = Seen()
    seen.look(12, "partner")
    seen.say(1)
    seen.reply(1)
    state = SessionState()
    for event in seen.talk.log:
        if event["event"] != "watched":
            state = step(state, event).state

    assert state == seen.talk.state


def test_the_summary_holds_every_turn_and_tells_it():
    seen = Seen()
    for turn in (1, 2):
        seen.look(12, "partner", nods=1, yaw=0 if turn == 1 else 50)
        seen.say(turn)
        seen.reply(turn)
    found = seen.watching.summary()
    says = " ".join(
        one.says
        for one in told(
            [{name: sums} for name, rows in found.items() for sums in rows], "Sam"
        )
    )

    assert "about half of the time" in says
    assert "You nodded 2 times while Sam spoke." in says
    assert "about 1.2 m" in says


@pytest.mark.parametrize(
    "odd",
    [
        None,
        3,
        "x",
        [],
        {"eyes": {"s": 4}},
        {"gaze": 4},
        {"gaze": {"listening_s": "many"}},
        {"gaze": {"listening_s": float("inf"), "listening_on_s": float("nan")}},
        {"nods": {"nods_listening": -4}},
        {"distance": {"cm_s": [1, 2]}},
        {"distance": {"cm_s": {"x": 1, "-5": 2, "99999": 4}}},
    ],
)
def test_a_log_from_elsewhere_breaks_nothing(odd):
    assert told([odd], "Sam") == ()


def test_a_slow_picture_does_not_make_the_talk_the_users():
    """Of what is heard every second counts, however seldom a frame comes."""
    seen = Seen()
    for _ in range(40):
        seen.clock.advance(0.5)
        seen.watching.tick(None, None, "partner")
    seen.say(1)
    (counted,) = seen.talk.watched
    assert counted["noticed"]["talk"]["partner_s"] == pytest.approx(19.5, abs=0.6)
