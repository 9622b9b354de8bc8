"""Two hundred rehearsals are killed, and nothing that was kept is lost."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from sim.privacy.sources import KeySource
from sim.privacy.vault import open_vault
from tests.privacy.killing import ROOT, check, kill_after

pytestmark = pytest.mark.soak

SECRET = "a good long passphrase"
KILLS = int(os.environ.get("KILLS", "200"))
EVENTS = 100
"""About how many events a rehearsal of this script has."""
WORDS = (
    "sex_hurts", "--headset", "none", "--text", "--seed", "5",
    "--script", str(ROOT / "examples" / "scripts" / "sex_hurts" / "skilled.txt"),
)  # fmt: skip


def test_no_kept_event_is_lost_when_rehearsals_are_killed_at_200_points(
    tmp_path: Path,
) -> None:
    source = KeySource(SECRET)
    random = np.random.default_rng(200)
    every: dict[str, int] = {}
    open_vault(source, tmp_path).close()
    for index, acknowledged in enumerate(random.integers(0, EVENTS, KILLS)):
        wait_s = float(random.uniform(0.0, 0.3 if acknowledged else 3.0))
        told = kill_after(
            ["real", str(tmp_path), *WORDS],
            int(acknowledged),
            wait_s,
            {"VISAVIS_PASSPHRASE": SECRET},
        )
        assert len(told) <= 1
        every |= check(tmp_path, source, told)
        print(f"{index + 1}: killed after {told}", flush=True)
    found = check(tmp_path, source, every)
    assert found == every, "a later session changed an earlier one"
    with open_vault(source, tmp_path) as vault:
        assert len(vault.sessions()) == len(every)
