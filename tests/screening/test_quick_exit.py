"""Quick exit in a real terminal: the screen is empty at once and stays so."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
import time

import pytest

from sim.quick_exit import NEUTRAL_TITLE
from sim.screening.answers import screen

EMPTY = b"\x1b[2J\x1b[3J"
AT_ONCE_S = 0.3


class Seat:
    """The real command in a terminal of its own."""

    def __init__(self, *words):
        self.master, slave = pty.openpty()
        env = {**os.environ, "TERM": "xterm", "COLUMNS": "100"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "sim", *words],
            stdin=slave, stdout=slave, stderr=slave, env=env, close_fds=True,
        )  # fmt: skip
        os.close(slave)
        self.seen = b""

    def read(self, longest_s):
        ready, _, _ = select.select([self.master], [], [], longest_s)
        try:
            self.seen += os.read(self.master, 65536) if ready else b""
        except OSError:  # the other side is gone
            return False
        return True

    def until(self, words, longest_s=60.0):
        end = time.perf_counter() + longest_s
        while words not in self.seen:
            alive = self.read(0.05)
            assert time.perf_counter() < end and alive, self.seen[-2000:].decode()

    def type(self, line):
        os.write(self.master, line.encode() + b"\n")

    def close(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(10)
        os.close(self.master)


@pytest.fixture
def seat(home):
    made = Seat(
        "rehearse", "--headset", "none", "--text", "--no-save", "--country", "GB"
    )
    yield made
    made.close()


def flat(words):
    return words.split()[-1].encode()


def test_the_screen_is_empty_within_300_ms_and_nothing_is_written_after(seat):
    seat.until(b"under 18")
    seat.type("1")
    seat.until(b"Skip them")
    assert f"\x1b]2;{NEUTRAL_TITLE}\x07".encode() in seat.seen
    # the neutral title stands before the first word of the questions
    title = seat.seen.index(f"\x1b]2;{NEUTRAL_TITLE}\x07".encode())
    assert title < seat.seen.index(screen().text("title").encode())
    seat.type("1")
    seat.until(b"Skip this one")
    begin = time.perf_counter()
    seat.type("quit now")
    seat.until(EMPTY, 5)
    assert time.perf_counter() - begin < AT_ONCE_S
    while seat.read(0.5) and seat.process.poll() is None:
        pass
    after = seat.seen.rpartition(EMPTY)[2]
    assert after.strip() == b""
    assert seat.process.wait(10) == 0
