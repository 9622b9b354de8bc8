"""The two who sit there while `benchmarks.frame` measures: one speaks, both live."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from benchmarks.acting import phrase

PARTNER, COMPANY = "maya", "alex"
CYCLE_S, LISTENS_S, THINKS_S, SPEAKS_S = 9.0, 2.5, 0.5, 5.0
"""Of a turn: the user speaks, then there is thought, then five seconds of words."""


class People:
    """Partner and company as an exercise shows them, by the program's own `Cast`."""

    def __init__(self, scene: Any) -> None:
        """Seat them in the room of a `benchmarks.stereo_scene.Bench`."""
        from sim.exercises.base import Scene
        from sim.session.clock import SystemClock
        from sim.stage_cast import Cast

        wanted = Scene(body=PARTNER, people=1, company=(COMPANY,), mood="warm")
        self._cast = Cast(SimpleNamespace(render=scene.scene))
        self._cast.show(wanted, scene.room)
        self._eye = scene.eye
        self.bodies = self._cast.nodes
        self._clock = SystemClock()
        self._begin_s = self._clock.monotonic_s()
        self._turn, self._step = 0, 0

    def frame(self) -> None:
        """Speak by turns, and live."""
        director = self._cast.director
        assert director is not None  # somebody sits there
        now_s = self._clock.monotonic_s()
        at_s = now_s - self._begin_s - CYCLE_S * self._turn
        if self._step == 0:
            director.user_started(now_s)
            self._step = 1
        elif self._step == 1 and at_s > LISTENS_S:
            director.user_stopped(now_s)
            director.thinking(now_s)
            self._step = 2
        elif self._step == 2 and at_s > LISTENS_S + THINKS_S:
            director.speak(phrase(self._turn), now_s)
            self._step = 3
        elif self._step == 3:
            spoken_s = at_s - LISTENS_S - THINKS_S
            if spoken_s < SPEAKS_S:
                director.audio_at(self._turn, 0, spoken_s)
            elif at_s > CYCLE_S:
                self._turn, self._step = self._turn + 1, 0
        self._cast.frame(self._eye)
