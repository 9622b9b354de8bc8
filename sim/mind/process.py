"""The child process: reads requests, answers them, never talks to a device."""

from __future__ import annotations

import logging
import os
import queue
import signal
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from multiprocessing.connection import Connection
from typing import Any, Final

from dialogue.messages import PartnerTurn
from dialogue.offline import stay_offline
from sim import crash
from sim.mind.messages import (
    Answered,
    Ask,
    Discard,
    Failed,
    Flagged,
    FromMind,
    Open,
    Pass,
    Prepare,
    ReadAgain,
    Recognize,
    Reread,
    Shutdown,
    Speak,
    Spoken,
    ToMind,
    Transcribed,
)
from sim.mind.parts import Parts, Voice, load
from sim.mind.rereading import Reader

_log = logging.getLogger(__name__)

NICENESS: Final = 5
"""Of 0 to 19: of a core that both want, mind gets a quarter."""

_Work = Open | Ask | Pass | Recognize | Speak | Reread


def run(connection: Connection, log_level: int = logging.WARNING) -> None:
    """Serve `connection` until it closes or a `Shutdown` comes."""
    crash.keep_quiet(log_level, "mind: ")
    # Ctrl-C belongs to stage, which ends the session in order.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    stand_back()
    stay_offline()
    try:
        Mind(connection).serve()
    except Exception as error:  # multiprocessing would print what the error quotes
        _log.exception("mind ended")
        raise SystemExit(1) from error


def stand_back() -> None:
    """Let stage have a core whenever it wants one: the room must stay smooth.

    Where the system has it, as Linux does, a thread that wakes here never interrupts
    one that draws, which would find its cache cold afterwards.
    """
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    if hasattr(os, "sched_setscheduler"):
        os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))


class Mind:
    """Answers one request after another; a newer one voids the work on an older."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._requests: queue.SimpleQueue[ToMind | None] = queue.SimpleQueue()
        self._newest = -1
        self._discarded: set[int] = set()
        self._parts: Parts | None = None
        self._reader = Reader()

    def serve(self) -> None:
        """Read and answer until the connection closes."""
        threading.Thread(target=self._read, daemon=True).start()
        while True:
            message = self._requests.get()
            if message is None or isinstance(message, Shutdown):
                break
            if isinstance(message, Prepare):
                self._prepare(message)
            elif not isinstance(message, Discard):
                self._answer(message)
        self._connection.close()

    def _read(self) -> None:
        while True:
            try:
                message = self._connection.recv()
            except (EOFError, OSError):
                self._requests.put(None)
                return
            if isinstance(message, Discard):
                self._discarded.add(message.request)
            elif isinstance(message, Open | Ask | Pass | Recognize | Speak):
                self._newest = message.request
            self._requests.put(message)

    def _send(self, message: FromMind) -> None:
        try:
            self._connection.send(message)
        except (BrokenPipeError, OSError):
            self._requests.put(None)

    def _prepare(self, message: Prepare) -> None:
        self._reader = Reader(message.reader)
        try:
            self._parts, ready = load(message)
        except Exception:  # stage tries again, and tells the user if that is vain
            _log.exception("loading failed")
            raise SystemExit(1) from None
        self._send(ready)

    def _is_void(self, request: int) -> bool:
        return request < self._newest or request in self._discarded

    def _answer(self, message: _Work) -> None:
        if self._parts is None or self._is_void(message.request):
            return
        try:
            for reply in self._work(message, self._parts):
                if self._is_void(message.request):
                    return
                self._send(reply)
        except Exception as error:  # the one guard: a turn must never end mind
            _log.exception("turn failed")
            self._send(Failed(message.request, f"{type(error).__name__}: {error}"))

    def _work(self, message: _Work, parts: Parts) -> Iterator[FromMind]:
        request = message.request
        if isinstance(message, Reread):
            yield self._reread(message)
            return
        if isinstance(message, Speak):
            voice = parts.voice_of(message.voice)
            yield from _speak(request, message, voice)
            return
        if parts.turns is None:
            if isinstance(message, Recognize):
                yield _transcribe(message, parts)
            return
        make: Callable[[], Any]
        if isinstance(message, Open):
            make = parts.turns.open
        elif isinstance(message, Pass):
            make = partial(parts.turns.pass_turn, message.memory)
        else:
            text = message.text if isinstance(message, Ask) else ""
            if isinstance(message, Recognize):
                heard = _transcribe(message, parts)
                yield heard
                text = heard.text
                if not text:
                    return
            found = parts.screen(message.memory, text)
            if found.action != "none":
                yield Flagged(request, found)
                return
            make = partial(parts.turns.answer, message.memory, text)
        answer = make()
        yield Answered(request, answer.turn, answer.score, answer.took_ms)
        yield from _speak(request, answer.turn, parts.voice)

    def _reread(self, message: Reread) -> ReadAgain:
        try:
            self._reader.load()
        except Exception as missing:  # whatever a model library throws
            return ReadAgain(message.request, {}, str(missing))
        is_void = partial(self._is_void, message.request)
        return ReadAgain(message.request, self._reader.read(message.lines, is_void))


def _transcribe(message: Recognize, parts: Parts) -> Transcribed:
    if parts.recognizer is None:
        raise RuntimeError("no recogniser is loaded; type instead")
    begin = time.perf_counter()
    heard = parts.recognizer.transcribe(message.samples)
    took_ms = (time.perf_counter() - begin) * 1000
    words = tuple((word.word, word.start_s, word.end_s) for word in heard.words)
    return Transcribed(
        message.request, heard.text, words, round(took_ms, 1), heard.confidence
    )


def _speak(
    request: int, turn: PartnerTurn | Speak, voice: Voice | None
) -> Iterator[FromMind]:
    from avatars.performance import PerformanceChunk

    index, unspoken = 0, turn.text
    if voice is not None:
        begin = time.perf_counter()
        try:
            for held in voice.synthesize(turn.text, turn.mood):
                took_ms = (time.perf_counter() - begin) * 1000
                # one phrase ahead would cost the first sound; `last` is told by its
                # own chunk
                chunk = PerformanceChunk(
                    turn.turn, index, False, turn.mood, held, held.text
                )
                yield Spoken(request, chunk, round(took_ms, 1))
                begin = time.perf_counter()
                index += 1
            unspoken = ""
        except Exception:  # a voice that fails costs its sound, never the words
            _log.exception("voice failed")
    end = PerformanceChunk(turn.turn, index, True, turn.mood, None, unspoken)
    yield Spoken(request, end, 0.0)
