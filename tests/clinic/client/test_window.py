"""The client's side in the window: what comes, and what is said back."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
GL_RUN = str(ROOT / "scripts" / "gl-run")

pytestmark = pytest.mark.window


@pytest.fixture(scope="module")
def seen(display, tmp_path_factory):
    """What was played, see `window_play`."""
    folder = tmp_path_factory.mktemp("client")
    done = subprocess.run(
        [GL_RUN, sys.executable, "-m", "tests.clinic.client.window_play", str(folder)],
        env={**os.environ, "DISPLAY": display},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])


def test_a_letter_that_comes_while_the_list_stands_open_is_told_there(seen):
    lobby = seen["lobby"]
    assert "Something new from your therapist" not in " ".join(lobby["before"])
    words = " ".join(lobby["after"])
    assert "Something new from your therapist" in words
    assert "A letter in your shared folder did not open;" in words
    assert "From your therapist: Saying no" in lobby["labels"]
    assert "Small steps" in lobby["opened"], "the button leads on"


def test_the_list_does_not_change_under_somebody_who_types(seen):
    assert seen["lobby"]["while_typing"] == ["b", 2]


def test_a_typed_note_goes_exactly_as_it_was_shown(seen):
    note = seen["note"]
    assert note["note"] == "Number 2 was hard for me"
    assert any(f"Your note to them: {note['note']}" in line for line in note["preview"])
    assert any("A note to them" in label for label in note["on_the_button"])
    assert note["is_kept"] == [True]
    assert any("in the folder" in line for line in note["sent"])


def test_a_part_left_out_can_be_told_after_a_yes_and_nothing_goes_before(seen):
    told = seen["told"]
    assert "Tell them" not in told["before"]
    assert "Tell them" in told["after"]
    assert told["asked"] == ["Yes, I may send things", "Not now"]
    assert told["sent_before"] == 0
    assert any("you leave out The mirror, bit by bit" in line for line in told["goes"])
    assert told["letter"]["declined"] == ["p3"]
    assert told["letter"]["taken"] == ["p1", "p2", "p4", "p5"]
    assert told["back"]
