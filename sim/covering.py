"""The terminal covered, and input that is not shown while it is typed."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from typing import IO, TextIO

from sim.quick_exit import EMPTY


def cover(stream: IO[str] | None = None) -> None:
    """Empty the terminal and what has scrolled off it; a file or pipe is left alone.

    A terminal that keeps its own copy of what was shown is out of reach.
    """
    stream = stream or sys.stdout
    if stream.isatty():
        stream.write(EMPTY)
        stream.flush()


@contextlib.contextmanager
def unseen(stream: TextIO | None = None) -> Iterator[None]:
    """Show nothing of what is typed meanwhile, where there is a terminal.

    The line is read elsewhere, by the thread that reads all of them.
    """
    stream = stream or sys.stdin
    try:
        import termios
    except ImportError:  # another system; what is typed is shown there
        yield
        return
    if not stream.isatty():
        yield
        return
    before = termios.tcgetattr(stream)
    quiet = [*before[:3], before[3] & ~termios.ECHO, *before[4:]]
    termios.tcsetattr(stream, termios.TCSADRAIN, quiet)
    try:
        yield
    finally:
        termios.tcsetattr(stream, termios.TCSADRAIN, before)
