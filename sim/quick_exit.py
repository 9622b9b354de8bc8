"""Quick exit: one act, and nothing of the program is left on the screen.

In the window F12, Esc twice or a button; typed, the words of `WORDS`. The screen is
empty before anything else is done, so that a slow close shows nothing.
"""

from __future__ import annotations

import os
import sys
import time
from typing import Final, TextIO

NEUTRAL_TITLE: Final = "Notes"
"""Title of the window while private questions or help are on it."""
TITLE: Final = "Vis-à-Vis"
WORDS: Final = frozenset({"quit now", "/quit now", "/quit", "quitnow"})
_KEYS: Final = frozenset({"\x1b\x1b", "\x1b[24~"})
"""Esc twice and F12 as a terminal sends them into a typed line."""
EMPTY: Final = "\x1b[0m\x1b[H\x1b[2J\x1b[3J"
"""Colours off, cursor home, screen and scrolled-off lines erased (xterm, ECMA-48)."""


TWICE_S: Final = 1.0
"""Two presses of Escape within this are one quick exit, where that is offered."""


class Twice:
    """Tells the second of two presses of one key."""

    def __init__(self) -> None:
        self._last_s = float("-inf")

    def press(self) -> bool:
        """Take a press; whether it came soon after the one before."""
        now_s = time.perf_counter()
        is_twice = now_s - self._last_s < TWICE_S
        self._last_s = now_s
        return is_twice


class QuickExit(Exception):
    """The user wants everything gone at once; nothing more may be shown."""


def is_asked(line: str) -> bool:
    """Whether a typed line asks for it, however it is spaced, cased or pointed."""
    plain = " ".join(line.lower().split()).rstrip(".!")
    return plain in WORDS or line.strip(" \r\n") in _KEYS


def set_title(title: str, stream: TextIO | None = None) -> None:
    """Name the terminal's window; nothing where there is no terminal."""
    stream = stream or sys.stdout
    if stream.isatty():
        stream.write(f"\x1b]2;{title}\x07")
        stream.flush()


def wipe() -> None:
    """Empty the terminal at once, and let nothing more be written to it.

    Only a terminal is touched: a file or a pipe keeps what was written to it.
    """
    for stream in (sys.stdout, sys.stderr):
        if not stream.isatty():
            continue
        stream.write(f"\x1b]2;{NEUTRAL_TITLE}\x07{EMPTY}")
        stream.flush()
        # what other threads and the other process still say goes nowhere
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
