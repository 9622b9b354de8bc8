"""A session that is killed loses no event that was kept; what is left opens."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from sim.privacy.keys import Cost
from sim.privacy.sources import KeySource
from sim.privacy.vault import open_vault
from tests.privacy.killing import Quick, check

SOURCE = KeySource("first", None, Cost(passes=1, memory_kib=64, lanes=1))


def test_no_kept_event_is_lost_when_sessions_are_killed_at_twenty_points(
    tmp_path: Path,
) -> None:
    random = np.random.default_rng(6)
    open_vault(SOURCE, tmp_path).close()
    total, sessions = 0, Quick(tmp_path)
    for acknowledged in random.integers(1, 60, 20):
        wait_s = float(random.uniform(0.0, 0.02))
        told = sessions.kill_after(int(acknowledged), wait_s)
        found = check(tmp_path, SOURCE, told)
        total += sum(found.values())
    sessions.close()
    assert total > 300
    with open_vault(SOURCE, tmp_path) as vault:
        assert len(vault.sessions("open")) >= 15  # they can be gone on with


def test_a_log_that_lost_its_end_in_a_power_cut_keeps_its_beginning(
    tmp_path: Path,
) -> None:
    """What a disk had not written yet is gone; what it had is there, in order."""
    random = np.random.default_rng(7)
    with open_vault(SOURCE, tmp_path / "whole") as vault:
        vault.begin("aa", "s", "S", "2026-01-01T00:00:00+00:00")
        vault._run("PRAGMA wal_autocheckpoint = 0")
        vault._run("PRAGMA wal_checkpoint(TRUNCATE)")
        for seq in range(60):
            vault.append("aa", seq, {"event": "utterance", "text": "z" * 900})
        files = {
            path.name: path.read_bytes()
            for path in (tmp_path / "whole/vault").iterdir()
        }
    log = files["vault.db-wal"]
    kept = []
    cuts = sorted(int(cut) for cut in random.integers(0, len(log), 24))
    for index, cut in enumerate([*cuts, len(log)]):
        zeros = log[:cut] + bytes(len(log) - cut)
        for way, spoiled in (("short", log[:cut]), ("zeros", zeros)):
            folder = tmp_path / f"{index}-{way}" / "vault"
            folder.mkdir(parents=True, mode=0o700)
            for name, data in files.items():
                if name != "vault.db-shm":
                    data = spoiled if name == "vault.db-wal" else data
                    (folder / name).write_bytes(data)
                    (folder / name).chmod(0o600)
            with open_vault(SOURCE, folder.parent) as vault:
                entries = vault.entries("aa")
                assert [one.seq for one in entries] == list(range(len(entries)))
                assert vault.check() == []
            kept.append(len(entries))
    assert kept == sorted(kept)
    assert kept[-1] == 60
