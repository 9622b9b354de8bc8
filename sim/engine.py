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
TIDY_EVERY_S = 10.0
"""Between two looks for lost cycles of objects, while nobody talks."""


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
        self.is_quiet: Callable[[], bool] = lambda: True
        """Whether a frame may be late now: a panel is up, or the scene is paused."""
        self._is_shown = False
        self._tidied_s = 0.0

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
        self._headset.begin()
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
        after `gc.freeze` none. Then it runs only where `is_quiet` holds.
        """
        gc.collect()
        gc.freeze()
        gc.disable()
        try:
            while not is_done() and self.frame():
                self._tidy()
        finally:
            gc.enable()
            gc.unfreeze()

    def _tidy(self) -> None:
        """Take away what is lost, now and then, when a late frame disturbs nobody."""
        now_s = time.perf_counter()
        if now_s - self._tidied_s >= TIDY_EVERY_S and self.is_quiet():
            self._tidied_s = now_s
            gc.collect()
