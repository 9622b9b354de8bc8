"""Where typed lines come from: the keyboard or a script, never blocking the frame."""

from __future__ import annotations

import io
import queue
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Protocol, TextIO

from sim import quick_exit

WAIT_S = 0.25
"""How often a wait for a line looks whether something else is due."""


class Lines(Protocol):
    """A source of lines."""

    def poll(self) -> str | None:
        """The next line, or None when there is none yet."""

    @property
    def is_over(self) -> bool:
        """Whether no line will come any more."""


class Keyboard:
    """Lines typed at a terminal, read by a thread."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._is_over = False
        self.count = 0
        """How many lines were taken so far."""
        self.on_wait: Callable[[], None] | None = None
        """Called now and then while `wait` waits."""
        self._stream = stream or sys.stdin
        threading.Thread(target=self._read, daemon=True).start()

    def poll(self) -> str | None:
        """The next line typed since the last call.

        Raises:
            QuickExit: the line asks for it; the screen is empty already.
        """
        try:
            line = self._lines.get_nowait()
        except queue.Empty:
            return None
        return self._taken(line)

    def wait(self) -> str | None:
        """The next line, waiting for it; None at the end of input.

        Raises:
            QuickExit: the line asks for it; the screen is empty already.
        """
        while not self._is_over:
            try:
                return self._taken(self._lines.get(timeout=WAIT_S))
            except queue.Empty:
                if self.on_wait is not None:
                    self.on_wait()
        return None

    def _taken(self, line: str | None) -> str | None:
        self.count += 1
        if line is None:
            self._is_over = True
        elif quick_exit.is_asked(line):
            raise quick_exit.QuickExit
        return line

    @property
    def is_over(self) -> bool:
        """Whether input has ended."""
        return self._is_over

    def _read(self) -> None:
        try:
            if isinstance(self._stream, io.TextIOWrapper):
                self._stream.reconfigure(errors="replace")
            for line in self._stream:
                if quick_exit.is_asked(line):
                    quick_exit.wipe()  # here, for the other thread may be busy
                self._lines.put(line.rstrip("\n"))
        except (OSError, ValueError):  # the terminal is gone
            pass
        finally:
            self._lines.put(None)


class ScriptError(ValueError):
    """A script cannot be read."""


class Script:
    """One user line per line of text; empty lines and ``# …`` are passed over."""

    def __init__(self, path: Path) -> None:
        try:
            text = path.read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise ScriptError(
                f"{path}: cannot be read ({error}). A script is a UTF-8 text file "
                "with one line per turn."
            ) from None
        lines = (line.strip() for line in text.splitlines())
        self._lines = [line for line in lines if line and not line.startswith("#")]
        if not self._lines:
            raise ScriptError(f"{path}: has no lines. Write one line per turn.")
        self._next = 0

    def poll(self) -> str | None:
        """The next line of the script."""
        if self.is_over:
            return None
        self._next += 1
        return self._lines[self._next - 1]

    @property
    def is_over(self) -> bool:
        """Whether the script is at its end."""
        return self._next >= len(self._lines)
