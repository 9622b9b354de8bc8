"""Hours of talk make neither process larger; `benchmarks.soak` is what measures."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path

import pytest

from benchmarks import soak
from benchmarks.soak import ANSWERS_AN_HOUR, Findings, Sample, run

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/statm").exists(), reason="posix with /proc only"
)
MOST = 0.05
"""Growth of memory over two hours of talk, after it has warmed up."""
WARM = 30
"""Conversations, an hour and a half, until caches of a fixed size are full: measured,
stage goes from 60 to 69 MB and stays there for the five and a half hours after."""


def steady(found):
    for who in ("stage", "mind"):
        for key in ("most_threads", "most_files"):
            early, late = found[who][key]
            assert late <= early, (who, key, found[who])


@pytest.mark.eval
def test_conversations_in_a_row_leave_no_thread_and_no_file_open():
    found = run(0.0, least=4)
    assert found["conversations"] == 4
    assert found["answers"] > 20
    steady(found)


@pytest.mark.soak
@pytest.mark.parametrize("keep", [True, False], ids=["one mind", "a mind each"])
def test_two_hours_of_talk_leave_both_processes_as_they_were(keep):
    needed = 2 * ANSWERS_AN_HOUR
    found = run(0.0, keep=keep, least=WARM + 42, warm=WARM)
    talked = found["answers"] * 42 / (WARM + 42)
    assert talked >= needed, "this was less than two hours of talk"
    assert found["stage"]["growth"] < MOST
    assert found["mind"]["growth"] < MOST
    steady(found)


def test_a_process_that_grows_is_seen():
    growing, leaking = Findings(), Findings()
    for at in range(50):
        growing.samples.append(Sample(100 + at, 5, 10))
        leaking.samples.append(Sample(100, 5 + at, 10 + at))
    assert growing.figures()["growth"] > MOST
    with pytest.raises(AssertionError):
        steady({"stage": leaking.figures(), "mind": leaking.figures()})


def test_one_process_is_looked_at_as_it_is():
    findings = Findings()
    with contextlib.ExitStack() as open_files:
        for _ in range(7):
            open_files.enter_context(Path(sys.executable).open("rb"))
        findings.look(soak.os.getpid())
    findings.look(soak.os.getpid())
    with_files, without = findings.samples
    assert with_files.files - without.files == 7
    status = Path("/proc/self/status").read_text("utf-8")
    (kept_kb,) = [one.split()[1] for one in status.splitlines() if "VmRSS" in one]
    assert without.rss_mb == pytest.approx(int(kept_kb) / 1024, rel=0.05)
