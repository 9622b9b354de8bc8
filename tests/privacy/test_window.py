"""The own-data screens and the lock, in a real window."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.window

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def seen(display, tmp_path_factory):
    folder = tmp_path_factory.mktemp("own")
    done = subprocess.run(
        [
            str(ROOT / "scripts" / "gl-run"),
            sys.executable,
            "-m",
            "tests.privacy.window_play",
            str(folder),
        ],
        cwd=ROOT,
        env={
            **os.environ,
            "DISPLAY": display,
            "VISAVIS_HOME": str(folder / "home"),
        },
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_the_first_start_offers_words_that_are_checked(seen):
    assert seen["agreed"] == ["record", "progress"]
    assert seen["words"] == 12
    assert seen["has_recovery"]


def test_a_button_of_the_panel_takes_a_yes_back(seen):
    assert seen["progress"] is False


def test_the_lock_pauses_covers_and_takes_no_other_key(seen):
    assert seen["paused"] == "paused"
    assert seen["shown"] == ["lock"], "something else is still on the screen"
    assert seen["still_locked"]
    assert seen["still_paused"] == "paused"
    assert seen["wrong_is_refused"]


def test_the_passphrase_opens_it_and_nothing_is_missing(seen):
    assert seen["open_again"]
    assert seen["after"] == "paused"
    assert seen["goes_on"] == "talking"
    assert seen["kept"]
