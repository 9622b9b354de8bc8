"""A killed program loses nothing that it had written, whenever it dies."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import numpy as np

from sim.privacy.errors import VaultError, WrongPassphrase
from sim.privacy.keys import Cost
from sim.privacy.sources import KeySource
from sim.privacy.vault import open_vault

SOURCE = KeySource("first", None, Cost(passes=1, memory_kib=64, lanes=1))
_OPEN = """
import sys
from pathlib import Path
from sim.privacy.keys import Cost
from sim.privacy.sources import KeySource
from sim.privacy.records import new_session_id
from sim.privacy.vault import open_vault
cost = Cost(passes=1, memory_kib=64, lanes=1)
home = Path(sys.argv[1])
"""
APPEND = (
    _OPEN
    + """
vault = open_vault(KeySource("first", None, cost), home)
name = new_session_id()
vault.begin(name, "s", "S", "now")
print(name, flush=True)
for seq in range(10**6):
    vault.append(name, seq, {"event": "utterance", "turn": seq, "text": "x" * 3000})
    print(seq, flush=True)
"""
)
CHANGE = (
    _OPEN
    + """
vault = open_vault(KeySource(sys.argv[2], None, cost), home)
print("open", flush=True)
vault.change_passphrase(sys.argv[3])
print("changed", flush=True)
"""
)


def start(code: str, *args: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", code, *args], stdout=subprocess.PIPE)


def test_no_event_is_lost_and_the_vault_opens_at_twenty_random_points(
    tmp_path: Path,
) -> None:
    random = np.random.default_rng(20)
    for wait_s in random.uniform(0.0, 0.15, 20):
        writer = start(APPEND, str(tmp_path))
        assert writer.stdout is not None
        name = writer.stdout.readline().decode().strip()
        time.sleep(wait_s)
        writer.kill()
        told = writer.stdout.read().split(b"\n")[:-1]  # the last may be cut
        writer.wait()
        writer.stdout.close()
        with open_vault(SOURCE, tmp_path) as vault:
            events = vault.events(name)
            assert [one["turn"] for one in events] == list(range(len(events)))
            assert len(events) >= len(told), "a written event is missing"
            assert all(len(one["text"]) == 3000 for one in events)
            assert vault.info(name).status == "open"
    with open_vault(SOURCE, tmp_path) as vault:
        assert vault.check() == []
        assert len(vault.sessions()) == 20


def test_a_first_start_that_is_killed_can_be_repeated(tmp_path: Path) -> None:
    for index, wait_s in enumerate(np.linspace(0.1, 0.6, 8)):
        home = tmp_path / str(index)
        first = start(APPEND, str(home))
        time.sleep(wait_s)
        first.kill()
        first.communicate()
        with open_vault(SOURCE, home) as vault:
            assert vault.check() == []


def test_a_killed_change_of_passphrase_leaves_one_that_opens(tmp_path: Path) -> None:
    with open_vault(SOURCE, tmp_path) as vault:
        vault.begin("aa", "s", "S", "now")
        for seq in range(300):
            vault.append("aa", seq, {"event": "utterance", "text": "y" * 4000})
    now, new = "first", "second"
    # The first change runs to its end, to know over how long to spread the kills.
    changer = start(CHANGE, str(tmp_path), now, new)
    assert changer.stdout is not None and changer.stdout.readline() == b"open\n"
    began = time.perf_counter()
    assert changer.stdout.read() == b"changed\n"
    took_s = time.perf_counter() - began
    changer.communicate()
    now, new = new, now
    outcomes = set()
    for wait_s in (0.0, *np.random.default_rng(3).uniform(0.0, took_s, 14)):
        changer = start(CHANGE, str(tmp_path), now, new)
        assert changer.stdout is not None and changer.stdout.readline() == b"open\n"
        time.sleep(wait_s)
        changer.kill()
        changer.communicate()
        opened = []
        for word in (now, new):
            try:
                with open_vault(SOURCE.with_passphrase(word), tmp_path) as vault:
                    assert len(vault.events("aa")) == 300
                    opened.append(word)
            except WrongPassphrase:
                continue
            except VaultError as error:  # any other kind would be a loss
                raise AssertionError(str(error)) from error
        assert len(opened) == 1
        outcomes.add(opened[0] == new)
        if opened[0] == new:
            now, new = new, now
        assert not (tmp_path / "vault" / "vault.db.new").exists()
    assert False in outcomes, "no kill came before the change was complete"
