"""A headset is looked for now and then, and no program is started by that."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from typing import Any

import pytest

from sim.config import Settings
from sim.headsets import _again
from sim.headsets._again import AGAIN_S, RAREST_S, Again
from sim.headsets.desktop import Desktop
from sim.headsets.openxr import OpenXr
from sim.openxr import running
from sim.unavailable import HeadsetUnavailable


def moments(again: Again, until_s: float) -> list[float]:
    """When it was due, looked at ten times a second."""
    times = (step / 10 for step in range(int(until_s * 10)))
    return [now_s for now_s in times if again.is_due(now_s)]


def test_it_is_looked_for_at_once_and_then_more_and_more_rarely() -> None:
    found = moments(Again(lambda: True), 200.0)
    gaps = [b - a for a, b in itertools.pairwise(found)]
    assert found[0] == 0.0
    assert gaps[0] == pytest.approx(AGAIN_S)
    assert gaps == sorted(gaps) and gaps[-1] == pytest.approx(RAREST_S)


def test_one_that_has_just_gone_has_a_moment_to_come_back() -> None:
    again = Again(lambda: True)
    again.wait(100.0)
    assert not again.is_due(100.0 + AGAIN_S - 0.1)
    assert again.is_due(100.0 + AGAIN_S)


@pytest.fixture
def steamvr(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """SteamVR is set up; what runs is to be written into the set."""
    library = tmp_path / "vrclient.so"
    library.touch()
    manifest = tmp_path / "steamxr.json"
    about = {"name": "SteamVR", "library_path": str(library)}
    manifest.write_text(json.dumps({"runtime": about}))
    monkeypatch.setenv("XR_RUNTIME_JSON", str(manifest))
    programs: set[str] = set()
    monkeypatch.setattr(running, "running_programs", lambda: frozenset(programs))
    return programs


def test_a_program_that_was_ended_is_not_asked_and_so_not_started_again(
    steamvr: set[str],
) -> None:
    assert not _again.starts_nothing()
    steamvr.add("vrserver")
    assert _again.starts_nothing()


def test_the_driver_asks_no_runtime_that_does_not_run(
    steamvr: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def ask(self: Any) -> Any:
        asked.append("xrCreateInstance")
        raise HeadsetUnavailable("none")

    monkeypatch.setattr(OpenXr, "_opened", ask)
    headset = OpenXr(Desktop((320, 180)), Settings())
    headset.begin()
    assert asked == []
    steamvr.add("vrserver")
    headset = OpenXr(Desktop((320, 180)), Settings())
    headset.begin()
    assert asked == ["xrCreateInstance"]
