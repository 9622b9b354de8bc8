"""The first screen of the window: nobody has to guess where help is."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from sim.support import help_lines

ROOT = Path(__file__).parents[2]
GL_RUN = str(ROOT / "scripts" / "gl-run")

pytestmark = pytest.mark.window


@pytest.fixture(scope="module")
def seen(display, tmp_path_factory):
    """Words, edges and scale of the first screen, by size and country."""
    folder = tmp_path_factory.mktemp("consent")
    done = subprocess.run(
        [GL_RUN, sys.executable, "-m", "tests.sim.consent_play", str(folder)],
        env={**os.environ, "DISPLAY": display},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.parametrize("size", [960, 1280, 800])
@pytest.mark.parametrize("country", ["", "GB", "AU", "DE"])
def test_all_help_stands_on_the_first_screen_inside_the_window(seen, size, country):
    panel = seen[f"{size}-{country or 'unknown'}"]
    words = " ".join(" ".join(panel["words"]).split())
    missing = [line for line in help_lines(country) if line.strip() not in words]
    assert missing == []
    left, right, bottom, top = panel["edges"]
    assert -1 < left < right < 1
    assert -1 < bottom < top < 1
    assert panel["scale"] > 0.9, "too small to be read"


def test_an_unknown_country_gets_both_directories_the_number_and_the_note(seen):
    words = " ".join(seen["960-unknown"]["words"])
    for part in ("Find A Helpline", "Befrienders", "112", "will not guess a number"):
        assert part in words
