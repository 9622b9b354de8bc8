"""Whole sessions through the real command, with the real mind."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time

import pytest

from tests.sim.running import events, visavis

pytestmark = pytest.mark.eval

SCRIPT = """\
Thanks for making time. I'm nervous about this one.
It hurts when we have sex, and I have not told you.
How is this for you?
/again
You look worried. What is going on in you right now?
/skip
/pause
/resume
Could we talk again on Saturday?
"""
SECRET = {"VISAVIS_PASSPHRASE": "a good long passphrase"}


@pytest.fixture(scope="module")
def script(tmp_path_factory):
    path = tmp_path_factory.mktemp("scripts") / "script.txt"
    path.write_text(SCRIPT)
    return path


def rehearse(script, *words, seed=7, env=None):
    return visavis(
        "rehearse", "sex_hurts", "--headset", "none", "--text", "--script", script,
        "--seed", seed, "--json", *words, env=env,
    )  # fmt: skip


def test_the_same_seed_and_script_give_the_same_events_and_are_kept(script, home):
    first = rehearse(script, env=SECRET)
    second = rehearse(script, env=SECRET)
    assert first.returncode == second.returncode == 0, first.stderr

    def timeless(output):
        return [
            line for line in output.splitlines() if '"event": "timings"' not in line
        ]

    assert timeless(first.stdout) == timeless(second.stdout)
    kinds = {item["event"] for item in events(first.stdout)}
    assert {
        "session_started", "utterance", "safety", "skills", "state", "move", "reply",
        "timings", "branched", "skipped", "paused", "resumed", "debrief", "left",
    } <= kinds  # fmt: skip
    replies = [e["text"] for e in events(first.stdout) if e["event"] == "reply"]
    assert len(replies) == len(set(replies))
    read_back(home, events(first.stdout))


def read_back(home, told):
    """The vault gives back what happened, and its files do not show it."""
    rows = json.loads(visavis("sessions", "--json", env=SECRET).stdout)
    assert len(rows) == 2
    replayed = visavis("replay", rows[0]["id"], "--json", env=SECRET)
    assert events(replayed.stdout) == told
    shown = visavis("debrief", rows[0]["id"], env=SECRET)
    assert "What you set out to practise" in shown.stdout
    page = home.parent / "page.html"
    made = visavis("debrief", rows[0]["id"], "--html", page, env=SECRET)
    assert made.returncode == 0, made.stderr
    assert "<svg" in page.read_text("utf-8")
    for path in home.rglob("*"):
        if path.is_file():
            assert b"nervous about this" not in path.read_bytes(), path
    wrong = visavis("sessions", env={"VISAVIS_PASSPHRASE": "something else"})
    assert wrong.returncode == 2
    assert "Traceback" not in wrong.stderr
    gone = visavis("erase", "--all", "--yes", env=SECRET)
    assert gone.returncode == 0
    assert "nothing has been kept" in visavis("sessions", env=SECRET).stderr


def test_skipping_changes_nothing_about_the_partner(script):
    told = events(rehearse(script, "--no-save").stdout)
    skipped = next(k for k, item in enumerate(told) if item["event"] == "skipped")
    state = next(item for item in told[skipped:] if item["event"] == "state")
    assert state["levels"] == state["before"]
    assert state["reasons"] == []


def test_a_crisis_line_ends_the_fiction_with_help_for_the_country(tmp_path):
    path = tmp_path / "script.txt"
    path.write_text("Hello.\nI want to kill myself tonight.\nAre you there?\n")
    done = visavis(
        "rehearse", "sex_hurts", "--headset", "none", "--text", "--script", path,
        "--seed", "1", "--no-save", "--country", "DE",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "112" in done.stdout
    assert "The rehearsal has ended" in done.stdout
    assert "What you set out to practise" not in done.stdout
    told = events(
        visavis(
            "rehearse",
            "sex_hurts",
            "--headset",
            "none",
            "--text",
            "--script",
            path,
            "--seed",
            "1",
            "--no-save",
            "--json",
        ).stdout
    )
    assert told[-1]["event"] == "stopped"
    assert not [
        item for item in told if item["event"] == "skills" and item["turn"] == 2
    ]


def test_killing_everything_loses_nothing_and_the_session_goes_on(tmp_path, script):
    long = tmp_path / "long.txt"
    long.write_text("\n".join(f"How was your day, part {k}?" for k in range(30)))
    command = [
        sys.executable, "-m", "sim", "rehearse", "sex_hurts", "--headset", "none",
        "--text", "--script", str(long), "--seed", "7", "--json",
    ]  # fmt: skip
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env={**os.environ, **SECRET}
    )
    seen = []
    for line in process.stdout:
        seen.append(json.loads(line))
        if sum(item["event"] == "reply" for item in seen) == 3:
            time.sleep(0.3)
            break
    process.send_signal(signal.SIGKILL)
    process.wait(10)
    process.stdout.close()
    (row,) = json.loads(visavis("sessions", "--json", env=SECRET).stdout)
    assert row["status"] == "open"
    kept = events(visavis("replay", row["id"], "--json", env=SECRET).stdout)
    assert kept[: len(seen)] == seen
    more = tmp_path / "more.txt"
    more.write_text("Thank you for telling me.\n")
    done = visavis(
        "rehearse", "sex_hurts", "--headset", "none", "--text", "--script", more,
        "--resume", row["id"], "--json", env=SECRET,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    whole = events(visavis("replay", row["id"], "--json", env=SECRET).stdout)
    assert whole[: len(kept)] == kept
    said = [item["text"] for item in whole if item["event"] == "utterance"]
    assert said[-1] == "Thank you for telling me."
    assert whole[-1]["event"] == "debrief"
