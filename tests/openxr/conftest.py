"""Plays in a real headset runtime: started, listened to, and checked by its layer."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.openxr.fake_xr import FakeXr, beneath
from tests.openxr.rig import FOLDER_VARIABLE, GL_RUN, ROOT, complaints, missing

Play = Callable[..., dict[str, Any]]


@pytest.fixture(scope="session")
def in_headset(display: str) -> Play:
    """Runs a module of this folder with a display and a folder for Monado.

    It prints what it saw as JSON in its last line. Whatever the validation layer has
    found makes the test fail; a play that is *meant* to break a rule says so by the
    key ``"broken"``, and gets what was found as ``"complaints"``.
    """
    if why := missing():
        pytest.skip(why)

    def play(name: str, *words: str, timeout_s: float = 120, **env: str) -> Any:
        # a short name: a socket's path has at most 107 letters
        with tempfile.TemporaryDirectory(prefix="xr-") as folder:
            variables = {
                "DISPLAY": display,
                "VISAVIS_HOME": str(Path(folder) / "home"),
                FOLDER_VARIABLE: folder,
            }
            done = subprocess.run(
                [GL_RUN, sys.executable, "-m", f"tests.openxr.{name}", *words],
                env={**os.environ, **variables, **env},
                cwd=ROOT,
                capture_output=True,
                text=True,
                timeout=timeout_s,
                check=False,
            )
            assert done.returncode == 0, done.stderr[-4000:]
            seen = json.loads(done.stdout.splitlines()[-1])
            found = complaints(Path(folder))
            if not seen.get("broken"):
                assert found == [], found[:5]
            return {**seen, "complaints": found}

    return play


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeXr]:
    """A made-up runtime beneath ``xr``; a rule of order that was broken fails."""
    with beneath(monkeypatch) as one:
        yield one
        assert one.broken_rules == []
