"""``visavis shot`` draws without a display, and says in one line what it cannot."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from sim.cli import main

ROOT = Path(__file__).parents[2]


def drawn(*words):
    """The command, on the renderer of the picture tests and without a display."""
    here = {key: value for key, value in os.environ.items() if key != "DISPLAY"}
    here.pop("WAYLAND_DISPLAY", None)
    return subprocess.run(
        [str(ROOT / "scripts/gl-run"), sys.executable, "-m", "sim", "shot", *words],
        env={**here, "PYTHONPATH": str(ROOT)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def pixels(path):
    import numpy as np
    from PIL import Image

    with Image.open(path) as image:
        return np.asarray(image.convert("RGB"), np.float32)


@pytest.mark.gpu
def test_two_people_are_drawn_in_a_room_at_the_size_asked_for(tmp_path):
    pytest.importorskip("PIL")
    seen = {}
    for name, words in {
        "empty": (),
        "two": ("--people", "grace,luca", "--state", "warm,hurt"),
    }.items():
        out = tmp_path / f"{name}.png"
        size = ("--camera", "room", "--size", "320x180", "--out", str(out))
        done = drawn("living_room", *words, *size)
        assert done.returncode == 0, done.stderr
        assert done.stdout == f"{out}\n"
        seen[name] = pixels(out)
    assert seen["two"].shape == (180, 320, 3)
    changed = abs(seen["two"] - seen["empty"]).max(2) > 15
    assert changed[60:, 120:180].mean() > 0.25, "the first one, across from the user"
    assert changed[60:, 220:280].mean() > 0.25, "the second one beside them"
    assert not changed[:, :60].any(), "the plant has not moved"


@pytest.mark.gpu
def test_each_eye_has_a_picture_of_its_own(tmp_path):
    pytest.importorskip("PIL")
    seen = []
    for eye in ("left", "right"):
        out = tmp_path / f"{eye}.jpg"
        words = ("--people", "maya", "--camera", "face", "--eye", eye)
        done = drawn("office", *words, "--size", "160x120", "--out", str(out))
        assert done.returncode == 0, done.stderr
        seen.append(pixels(out))
    assert abs(seen[0] - seen[1]).mean() > 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("livingroom",), "Did you mean 'living_room'?"),
        (("office", "--people", "may"), "Did you mean 'maya'?"),
        (("office", "--people", "maya,maya"), "maya can sit on one seat only"),
        (("office", "--people", "maya", "--state", "hurtful"), "Did you mean 'hurt'?"),
        (("office", "--people", "maya", "--state", "hurt,sad"), "one for all"),
        (("office", "--camera", "ceiling"), "is not one of face, seat, room"),
        (("office", "--camera", "face"), "needs somebody"),
        (("office", "--eye", "third"), "is not one of middle, left, right"),
        (("office", "--size", "huge"), "16 to 4096"),
        (("office", "--size", "9000x10"), "16 to 4096"),
        (("office", "--out", "x.gif"), "must end in one of .png"),
        (("bedroom", "--people", "maya,jun"), "bedroom has one seat"),
    ],
)
def test_what_it_does_not_know_is_said_in_one_line(tmp_path, capsys, words, said):
    words = words if "--out" in words else (*words, "--out", str(tmp_path / "x.png"))
    assert main(["shot", *words]) == 2
    told = capsys.readouterr().err
    assert said in told
    assert len(told.strip().splitlines()) == 1
    assert not list(tmp_path.glob("*.png"))
