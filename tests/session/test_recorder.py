"""The recorder numbers, keeps and splits what happens."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.privacy.keys import Cost
from sim.privacy.sources import KeySource
from sim.privacy.vault import Vault, open_vault
from sim.session.recorder import Recorder, branches, is_over, untimed
from tests.fakes import FakeClock

START = {"event": "session_started", "scenario": "desire", "title": "A difference"}


@pytest.fixture
def vault(tmp_path: Path):
    cost = Cost(passes=1, memory_kib=64, lanes=1)
    with open_vault(KeySource("x", None, cost), tmp_path) as opened:
        yield opened


def said(turn: int, text: str = "hello") -> dict[str, object]:
    return {"event": "utterance", "turn": turn, "text": text}


def reply(turn: int, text: str = "hi") -> dict[str, object]:
    return {"event": "reply", "turn": turn, "text": text}


def test_events_come_back_as_recorded_without_id_or_time(vault: Vault) -> None:
    clock = FakeClock()
    recorder = Recorder(vault, clock)
    events = [START, reply(0), said(1), {"event": "timings", "turn": 1, "ms": 3}]
    assert [recorder.record(event) for event in events] == [0, 1, 2, 3]
    clock.advance(61)
    recorder.record(reply(1))
    entries = vault.entries(recorder.session)
    assert [entry.event for entry in entries] == [*events, reply(1)]
    assert [entry.at[11:19] for entry in entries][-2:] == ["20:00:00", "20:01:01"]
    assert recorder.session not in str([entry.event for entry in entries])
    (info,) = vault.sessions("open")
    assert (info.title, info.turns) == ("A difference", 1)
    recorder.close()
    assert vault.sessions("open") == []


def test_events_that_belong_together_are_kept_whole_or_not_at_all(vault: Vault) -> None:
    recorder = Recorder(vault, FakeClock())
    assert recorder.record_all([START, reply(0), said(1)]) == 2
    with pytest.raises(TypeError):
        recorder.record_all([reply(1), {"event": "state", "broken": object()}])
    assert recorder.record(reply(1, "after")) == 3
    assert vault.events(recorder.session) == [
        START,
        reply(0),
        said(1),
        reply(1, "after"),
    ]
    assert recorder.record_all([]) == 3


def test_an_interrupted_session_goes_on_with_the_next_number(vault: Vault) -> None:
    first = Recorder(vault, FakeClock())
    first.record(START)
    first.record(reply(0))
    again = Recorder(vault, FakeClock(), first.session)
    assert again.record(said(1)) == 2
    assert len(vault.events(first.session)) == 3


def test_nothing_is_recorded_before_the_session_has_begun(vault: Vault) -> None:
    recorder = Recorder(vault, FakeClock())
    with pytest.raises(ValueError, match="before 'session_started'"):
        recorder.record(said(1))
    with pytest.raises(ValueError, match="kind"):
        recorder.record({"text": "no kind"})
    recorder.close()
    assert vault.sessions() == []


def test_timings_do_not_belong_to_what_is_replayed() -> None:
    events = [START, {"event": "timings", "ms": 1}, reply(0)]
    assert list(untimed(events)) == [START, reply(0)]


def test_a_session_is_over_until_a_moment_is_tried_again() -> None:
    events = [START, reply(0), said(1), reply(1), {"event": "ended", "ending": "x"}]
    assert not is_over(events[:-1])
    assert is_over(events)
    assert not is_over([*events, {"event": "branched", "from_turn": 0, "branch": 1}])


def test_each_try_holds_what_it_shares_and_its_own_turns() -> None:
    events = [
        START,
        reply(0),
        said(1),
        reply(1),
        said(2, "first try"),
        reply(2),
        {"event": "ended", "ending": "cold"},
        {"event": "branched", "from_turn": 1, "branch": 1},
        said(2, "second try"),
        reply(2, "warmer"),
    ]
    first, second = branches(events)
    assert first == events[:7]
    assert second == [START, reply(0), said(1), reply(1), *events[8:]]


def test_a_branch_that_names_the_turn_taken_again_drops_its_first_try() -> None:
    events = [
        START,
        reply(0),
        said(1, "first try"),
        reply(1),
        {"event": "branched", "from_turn": 1, "branch": 1},
        said(1, "second try"),
    ]
    assert branches(events)[-1] == [START, reply(0), said(1, "second try")]
