"""Stage's end of the wire to mind: starts it, talks to it, survives it.

Nothing here waits: sending goes to a pipe that mind always reads, receiving is a
thread that fills a queue which the frame drains. If mind dies or hangs, `poll`
says so once and `restart` brings a new one up from the same `Prepare`.
"""

from __future__ import annotations

import logging
import multiprocessing
import queue
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess

from sim.mind.messages import FromMind, Prepare, ToMind

GRACE_S = 1.0
"""How long to wait for the exit code of a mind that is gone."""


@dataclass(frozen=True, slots=True)
class Lost:
    """Mind's process ended without being asked to."""

    exit_code: int | None


class MindLink:
    """One mind process at a time."""

    def __init__(self, prepare: Prepare) -> None:
        self._prepare = prepare
        self._context = multiprocessing.get_context("spawn")
        self._inbox: queue.SimpleQueue[tuple[int, FromMind | Lost]] = (
            queue.SimpleQueue()
        )
        self._outbox: queue.SimpleQueue[ToMind | None] = queue.SimpleQueue()
        self._process: SpawnProcess | None = None
        self._connection: Connection | None = None
        self._life = 0
        self._requests = 0

    @property
    def pid(self) -> int | None:
        """Process id of mind, for tests and `doctor`."""
        return self._process.pid if self._process is not None else None

    def start(self) -> None:
        """Start mind and ask it to load; returns at once."""
        from sim.mind.process import run

        self._life += 1
        ours, theirs = self._context.Pipe()
        level = logging.getLogger().getEffectiveLevel()
        process = self._context.Process(target=run, args=(theirs, level), daemon=True)
        process.start()
        theirs.close()
        self._process, self._connection = process, ours
        self._outbox = queue.SimpleQueue()
        threading.Thread(
            target=self._read, args=(self._life, ours, process), daemon=True
        ).start()
        threading.Thread(
            target=self._write, args=(ours, self._outbox), daemon=True
        ).start()
        self.send(self._prepare)

    def restart(self) -> None:
        """End the old process, whatever it does, and start a new one."""
        self._kill()
        self.start()

    def next_request(self) -> int:
        """A number greater than all before it."""
        self._requests += 1
        return self._requests

    def send(self, message: ToMind) -> None:
        """Queue `message`; never blocks, never raises."""
        self._outbox.put(message)

    def poll(self) -> Iterator[FromMind | Lost]:
        """All that has arrived since the last call."""
        while True:
            try:
                life, message = self._inbox.get_nowait()
            except queue.Empty:
                return
            if life == self._life:
                yield message

    def close(self) -> None:
        """End mind at once: it keeps nothing that stage does not have."""
        self._life += 1
        self._kill()
        self._process = None

    def _kill(self) -> None:
        self._outbox.put(None)
        if self._process is not None:
            self._process.kill()

    def _read(self, life: int, connection: Connection, process: SpawnProcess) -> None:
        while True:
            try:
                message = connection.recv()
            except (EOFError, OSError):
                break
            self._inbox.put((life, message))
        connection.close()
        process.join(GRACE_S)
        self._inbox.put((life, Lost(process.exitcode)))

    def _write(
        self, connection: Connection, outbox: queue.SimpleQueue[ToMind | None]
    ) -> None:
        while (message := outbox.get()) is not None:
            try:
                connection.send(message)
            except (BrokenPipeError, OSError):
                return
