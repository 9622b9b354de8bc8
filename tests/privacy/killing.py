"""Kills sessions with -9 and looks at what the vault still holds."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from sim.privacy.sources import KeySource
from sim.privacy.vault import Vault
from sim.session.step import replay

ROOT = Path(__file__).parents[2]


def kill_after(
    command: Sequence[str], acknowledged: int, wait_s: float, env: dict[str, str]
) -> dict[str, int]:
    """Start, kill `wait_s` after so many acknowledgements; the events per session."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.privacy.acting", *command],
        cwd=ROOT,
        env={**os.environ, **env},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    assert process.stdout is not None
    lines = []
    while len(lines) < acknowledged and (line := process.stdout.readline()):
        lines.append(line)
    time.sleep(wait_s)
    os.killpg(process.pid, signal.SIGKILL)  # stage and mind alike
    lines += process.stdout.read().splitlines(keepends=True)
    process.wait()
    process.stdout.close()
    return counted(lines)


def counted(lines: Sequence[bytes]) -> dict[str, int]:
    """The highest count that was acknowledged, per session."""
    told: dict[str, int] = {}
    for line in lines:
        if line.endswith(b"\n"):  # the last one may be cut
            session, count = line.decode().split()
            told[session] = int(count)
    return told


class Quick:
    """Processes with sessions without models, one after another."""

    def __init__(self, home: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.privacy.acting", "quick", str(home)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def kill_after(self, acknowledged: int, wait_s: float) -> dict[str, int]:
        """Start one, kill it so long after so many acknowledgements."""
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None and stdout is not None
        stdin.write(b"go\n")
        stdin.flush()
        number = int(stdout.readline())
        lines = [stdout.readline() for _ in range(acknowledged)]
        time.sleep(wait_s)
        os.kill(number, signal.SIGKILL)
        while not (line := stdout.readline()).endswith(b"dead\n"):
            assert line, "the processes ended by themselves"
            lines.append(line)
        return counted(lines)

    def close(self) -> None:
        """End it."""
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()


def check(home: Path, source: KeySource, told: dict[str, int]) -> dict[str, int]:
    """The vault opens and holds all that it answered for; the events per session."""
    found = {}
    with Vault.open(source, home) as vault:
        for session, count in told.items():
            entries = vault.entries(session)
            assert [one.seq for one in entries] == list(range(len(entries)))
            assert len(entries) >= count, "an event that was kept is missing"
            replay([one.event for one in entries])
            found[session] = len(entries)
        assert vault.check() == []
    return found
