"""Waits for a model, and no longer than its deadline."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Iterator

from dialogue.models.base import ModelError


class TooSlow(ModelError):
    """The model did not answer before its deadline."""


def within(pieces: Iterator[str], deadline_s: float) -> str:
    """All of `pieces` joined, read by a thread so that a deadline can hold.

    Raises:
        TooSlow: they did not come to an end in `deadline_s`.
        ModelError: whatever the model raised.
    """
    inbox: queue.SimpleQueue[str | Exception | None] = queue.SimpleQueue()
    gone = threading.Event()
    threading.Thread(target=_read, args=(pieces, inbox, gone), daemon=True).start()
    end_s = time.monotonic() + deadline_s
    said: list[str] = []
    while True:
        try:
            piece = inbox.get(timeout=max(0.0, end_s - time.monotonic()))
        except queue.Empty:
            gone.set()
            raise TooSlow(f"no whole answer in {deadline_s:g} s") from None
        if piece is None:
            return "".join(said)
        if isinstance(piece, ModelError):
            raise piece
        if isinstance(piece, Exception):
            raise ModelError(f"{type(piece).__name__}: {piece}") from piece
        said.append(piece)


def _read(
    pieces: Iterator[str],
    inbox: queue.SimpleQueue[str | Exception | None],
    gone: threading.Event,
) -> None:
    try:
        for piece in pieces:
            inbox.put(piece)
            if gone.is_set():
                break
        inbox.put(None)
    except Exception as error:  # handed to the caller, whatever a model throws
        inbox.put(error)
    finally:
        close = getattr(pieces, "close", None)
        if close is not None:
            close()
