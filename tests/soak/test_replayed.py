"""The same seed and lines give the same session, and a log gives the session back."""

from __future__ import annotations

from pathlib import Path

import pytest

from dialogue import scenario
from sim.privacy.keys import Cost
from sim.privacy.sources import KeySource
from sim.privacy.vault import open_vault
from sim.session.recorder import Recorder
from sim.session.step import replay
from sim.writer import Writer
from tests.soak.in_process import played, scorer

SCRIPTS = sorted((Path(__file__).parents[2] / "examples" / "scripts").glob("*/*.txt"))
CHEAP = Cost(passes=1, memory_kib=64, lanes=1)


def lines(path):
    said = (line.strip() for line in path.read_text("utf-8").splitlines())
    return [line for line in said if line and not line.startswith("#")]


def check(count, step, tmp_path):
    read, seen = scorer(), 0
    with open_vault(KeySource("x", None, CHEAP), tmp_path) as vault:
        for number in range(count):
            path = SCRIPTS[number * step % len(SCRIPTS)]
            told = scenario.load(path.parent.name)
            recorder = Recorder(vault)
            writer = Writer(recorder)
            log, state = played(told, lines(path), number, read, writer)
            writer.close()
            again, _ = played(told, lines(path), number, read)
            assert again == log, (path, number)
            kept = vault.events(recorder.session)
            assert kept == log, (path, number)
            assert replay(kept) == state, (path, number)
            seen += sum(event["event"] == "reply" for event in log)
    return seen


def test_a_few_sessions_are_replayed_identically(tmp_path):
    assert check(3, 37, tmp_path) > 9


@pytest.mark.soak
def test_two_hundred_sessions_are_replayed_identically(tmp_path):
    assert check(200, 1, tmp_path) > 1000
