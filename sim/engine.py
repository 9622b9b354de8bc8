"""The frame: named tasks in a fixed order, run by whatever headset is open."""

from __future__ import annotations

import gc
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from sim.headsets.base import Headset

_log = logging.getLogger(__name__)

ORDER: tuple[str, ...] = ("input", "ears", "mind", "acting", "panels")
"""Order of a frame's tasks; drawing comes after all of them."""


@dataclass(slots=True)
class FrameTimes:
    """How long the frames took, for benchmarks."""

    cpu_ms: list[float] = field(default_factory=list)


class Engine:
    """Runs tasks and then the headset's frame, until one of them ends it."""

    def __init__(self, headset: Headset) -> None:
        self._headset = headset
        self._tasks: dict[str, Callable[[], None]] = {}
        self._order: list[Callable[[], None]] = []
        self.times: FrameTimes | None = None
        self._is_shown = False

    def set_task(self, name: str, task: Callable[[], None] | None) -> None:
        """Set or remove the task `name`, one of `ORDER`.

        Raises:
            KeyError: there is no such place in the frame.
        """
        if name not in ORDER:
            raise KeyError(f"{name!r} is not one of {', '.join(ORDER)}")
        if task is None:
            self._tasks.pop(name, None)
        else:
            self._tasks[name] = task
        self._order = [self._tasks[key] for key in ORDER if key in self._tasks]

    def frame(self) -> bool:
        """Run one frame; False once the headset was closed."""
        begin = time.perf_counter()
        for task in self._order:
            task()
        if self.times is not None:
            self.times.cpu_ms.append((time.perf_counter() - begin) * 1000)
        is_open = self._headset.frame()
        if not self._is_shown:
            self._is_shown = True
            _log.info("first frame")
        return is_open

    def run(self, is_done: Callable[[], bool]) -> None:
        """Run frames until `is_done` or the headset is closed.

        Objects that live for the whole rehearsal are taken out of the garbage
        collector's sight first: a full collection of 1.2 million objects took 208 ms,
        after `gc.freeze` none.
        """
        gc.collect()
        gc.freeze()
        try:
            while not is_done() and self.frame():
                pass
        finally:
            gc.unfreeze()
