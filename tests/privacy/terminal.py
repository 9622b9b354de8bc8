"""A person at a terminal: a real process on a pseudo-terminal, typed at and read."""

from __future__ import annotations

import os
import pty
import select
import signal
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]


class Person:
    """Starts ``visavis`` on a terminal of its own."""

    def __init__(self, home: Path, *words: str, **env: str) -> None:
        self.seen = ""
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            os.chdir(ROOT)
            # whoever runs the tests in the background has Ctrl-C ignored; a person not
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            command = [sys.executable, "-m", "sim", *words]
            os.execve(
                sys.executable,
                command,
                {**os.environ, "VISAVIS_HOME": str(home), "COLUMNS": "200", **env},
            )

    def read(self, wait_s: float = 0.1) -> bool:
        """Take in what has been shown; False once the program is gone."""
        ready, _, _ = select.select([self._fd], [], [], wait_s)
        if not ready:
            return True
        try:
            data = os.read(self._fd, 65536)
        except OSError:
            return False
        self.seen += data.decode("utf-8", "replace")
        return bool(data)

    def until(self, words: str, longest_s: float = 60.0) -> str:
        """Wait for `words`; what was shown up to and with them, and forget that."""
        end = time.monotonic() + longest_s
        while words not in self.seen and time.monotonic() < end:
            if not self.read():
                break
        assert words in self.seen, f"{words!r} not in: {self.seen[-2000:]}"
        before, _, self.seen = self.seen.partition(words)
        return before + words

    def type(self, line: str) -> None:
        os.write(self._fd, f"{line}\n".encode())

    def press(self, keys: bytes) -> None:
        os.write(self._fd, keys)

    def end(self) -> int:
        """Wait for the end; the exit code."""
        deadline = time.monotonic() + 30
        while self.read() and time.monotonic() < deadline:
            pass
        _, status = os.waitpid(self.pid, 0)
        os.close(self._fd)
        return os.waitstatus_to_exitcode(status)

    def kill(self) -> None:
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self._fd)
