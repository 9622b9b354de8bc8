"""Keeps events without letting a frame wait for the disk.

A turn's events reach the vault within a few milliseconds; on a busy disk an append can
take longer than a 90 Hz frame, so a thread does it, in order. When the vault cannot be
written, because the disk is full or the vault is locked, the events wait in memory and
are tried again: the conversation goes on, and nothing is lost if it can be mended.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Mapping
from typing import Any, Literal

from sim.privacy.errors import VaultError, VaultLocked
from sim.session.recorder import Recorder

RETRY_S = 2.0
"""How long to wait before trying again to write what could not be written."""

News = Literal["", "not_kept", "kept_again"]


class Writer:
    """Records events in a thread of its own; `flush` waits for the last one."""

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder
        self._waiting: deque[Mapping[str, Any]] = deque()
        self._change = threading.Condition()
        self._error: Exception | None = None
        """A fault of the program; nothing more is written after it."""
        self._trouble: Exception | None = None
        """Why the first waiting event could not be written so far."""
        self._told: News = ""
        self._number = -1
        self._is_closing = False
        self._is_forgotten = False
        self._thread = threading.Thread(target=self._write, daemon=True)
        self._thread.start()

    def record(self, event: Mapping[str, Any]) -> int:
        """Queue one event.

        Raises:
            Exception: a fault that an earlier event ran into. A vault that cannot be
                written now is no fault: see `news`.
        """
        with self._change:
            if self._error is not None:
                error, self._error = self._error, None
                self._is_forgotten = True
                raise error
            self._number += 1
            if not self._is_forgotten:
                self._waiting.append(event)
                self._change.notify_all()
            return self._number

    def news(self) -> News:
        """What the user should hear, once each: ``not_kept``, then ``kept_again``."""
        with self._change:
            is_stuck = self._trouble is not None and not isinstance(
                self._trouble, VaultLocked
            )
            now: News = "not_kept" if is_stuck else "kept_again"
            if now == (self._told or "kept_again"):
                return ""
            self._told = now
            return now

    def forget(self) -> None:
        """Keep nothing more: the session was erased while it ran."""
        with self._change:
            self._is_forgotten = True
            self._waiting.clear()
            self._trouble = None
            self._change.notify_all()

    def flush(self) -> bool:
        """Wait until everything queued is on the disk; False if it cannot be now."""
        with self._change:
            self._change.wait_for(
                lambda: not self._waiting or self._trouble or self._error
            )
            return not self._waiting

    def retry(self) -> None:
        """Try again now: the vault was opened again."""
        with self._change:
            self._trouble = None
            self._change.notify_all()

    def close(self) -> None:
        """Write what is left, trying once more, and end the thread.

        Raises:
            Exception: what the last events ran into. Of a locked vault nothing is
                said: what was said in the rehearsal was written before it was locked.
        """
        with self._change:
            self._is_closing = True
            self._trouble = None
            self._change.notify_all()
        self._thread.join()
        error = self._error or self._trouble
        self._error = self._trouble = None
        if error is not None and not isinstance(error, VaultLocked):
            raise error

    def _write(self) -> None:
        while (event := self._next()) is not None:
            error: Exception | None = None
            try:
                self._recorder.record(event)
            except Exception as cause:  # kept for `record`, `news` or `close`
                error = cause
            with self._change:
                self._settle(error)
                if self._is_closing and error is not None:
                    return

    def _next(self) -> Mapping[str, Any] | None:
        """The next event to write, once there is one; None at the end."""
        with self._change:
            if self._trouble is not None and not self._is_closing:
                self._change.wait_for(
                    lambda: self._is_closing or self._trouble is None, RETRY_S
                )
            self._change.wait_for(lambda: self._waiting or self._is_closing)
            return self._waiting[0] if self._waiting else None

    def _settle(self, error: Exception | None) -> None:
        if isinstance(error, VaultError | OSError):
            self._trouble = error if self._waiting else None
        else:
            self._trouble = None
            if self._waiting:  # `forget` may have emptied it meanwhile
                self._waiting.popleft()
        if error is not None and self._trouble is None and not self._is_forgotten:
            self._error = error
            self._waiting.clear()
            self._is_forgotten = True
        self._change.notify_all()
