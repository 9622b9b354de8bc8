"""Keeps events without letting a frame wait for the disk.

A turn's events reach the vault within a few milliseconds; on a busy disk an append can
take longer than a 90 Hz frame, so a thread does it, in order.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Mapping
from typing import Any

from sim.session.recorder import Recorder


class Writer:
    """Records events in a thread of its own; `flush` waits for the last one."""

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder
        self._events: queue.Queue[Mapping[str, Any] | None] = queue.Queue()
        self._error: Exception | None = None
        self._number = -1
        self._is_forgotten = False
        self._is_told = False
        self._thread = threading.Thread(target=self._write, daemon=True)
        self._thread.start()

    def record(self, event: Mapping[str, Any]) -> int:
        """Queue one event.

        Raises:
            Exception: what an earlier event ran into; nothing is lost silently.
        """
        if self._error is not None:
            self._is_told = True
            raise self._error
        self._number += 1
        if not self._is_forgotten:
            self._events.put(event)
        return self._number

    def forget(self) -> None:
        """Keep nothing more: the session was erased while it ran."""
        self._is_forgotten = True

    def flush(self) -> None:
        """Wait until everything queued is on the disk."""
        self._events.join()

    def close(self) -> None:
        """Write what is left and end the thread.

        Raises:
            Exception: what the last events ran into, if `record` has not said it.
        """
        self._events.put(None)
        self._thread.join()
        if self._error is not None and not self._is_told:
            self._is_told = True
            raise self._error

    def _write(self) -> None:
        while True:
            event = self._events.get()
            try:
                if event is None:
                    return
                if self._error is None:
                    self._recorder.record(event)
            except Exception as error:  # handed to the next `record`
                self._error = error
            finally:
                self._events.task_done()
