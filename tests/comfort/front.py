"""A front end and a scene that a test steers, for `sim.comfort.tending`."""

from __future__ import annotations

from dataclasses import replace

from sim.comfort.tending import Comfort
from sim.config import Settings
from sim.session.state import SessionState
from sim.viewing import Viewing
from tests.fakes import FakeClock

FRAME_S = 0.1


class Asked:
    """A question that stands until it is closed or something covers it."""

    def __init__(self, question, answer):
        self.question, self.answer = question, answer
        self.is_up, self.is_closed = True, False

    def close(self):
        self.is_up, self.is_closed = False, True


class Front:
    """Keeps what is asked."""

    def __init__(self):
        self.free = True
        self.asked = []
        self.left = self.waits = 0
        self.idle = True
        self.on_leave = lambda: None

    def is_free(self):
        return self.free

    def ask(self, question, answer):
        if self.asked:
            self.asked[-1].is_up = False
        self.asked.append(Asked(question, answer))
        return self.asked[-1]

    def is_idle(self):
        return self.idle

    def wait(self):
        self.waits += 1

    def leave(self):
        self.left += 1
        self.on_leave()

    @property
    def up(self):
        """The question on the screen, None for none."""
        last = self.asked[-1] if self.asked else None
        return last.question if last is not None and last.is_up else None

    def say(self, value):
        """Press what stands there."""
        self.asked[-1].answer(value)


class Scene:
    """As much of a rehearsal as comfort sees."""

    def __init__(self):
        self.state = SessionState(phase="talking", waiting="user", lines=("Hello.",))
        self.log = []
        self.aside = None
        self.is_lull = True
        self.front = None

    @property
    def is_users(self):
        return self.state.phase == "talking" and self.state.waiting == "user"

    def be(self, **changes):
        self.state = replace(self.state, **changes)

    def emit(self, event):
        self.log.append(event)

    def pause(self):
        if self.state.phase == "talking":
            self.be(phase="paused")
            if self.front and self.front.asked:
                self.front.asked[-1].is_up = False  # the window shows its own panel

    def resume(self):
        if self.state.phase == "paused":
            self.be(phase="talking")

    def kinds(self):
        return [event["event"] for event in self.log]

    def ratings(self):
        return [e["rating"] for e in self.log if e["event"] == "discomfort"]


class Sitting:
    """One person with a headset, a clock and `Comfort`."""

    def __init__(self, *, kept=None, afterwards=(), **settings):
        self.clock, self.front = FakeClock(), Front()
        self.clock.advance(1.0)
        self.viewing = Viewing(is_worn=True, has_focus=True)
        self.scene = None
        self.comfort = comfort = Comfort(
            Settings(**settings),
            self.clock,
            self.front,
            kept=kept,
            afterwards=afterwards,
        )
        self.discomfort = comfort.stretch.discomfort
        self.wearing = comfort.stretch.wearing

    def begin(self):
        """A rehearsal begins."""
        self.scene = Scene()
        self.scene.front = self.front
        self.front.on_leave = lambda: self.scene.be(phase="closed")
        return self.scene

    def wait(self, seconds, step_s=FRAME_S):
        """Frames for so long; stops at the first question that comes up."""
        before = len(self.front.asked)
        for _ in range(round(seconds / step_s)):
            self.clock.advance(step_s)
            self.comfort.tick(self.viewing, self.scene)
            if len(self.front.asked) > before:
                return True
        return False

    def answer_all(self, seconds, rating="0", step_s=1.0):
        """Let time pass; every question is answered as it comes."""
        for _ in range(round(seconds / step_s)):
            self.clock.advance(step_s)
            self.comfort.tick(self.viewing, self.scene)
            if (question := self.front.up) is not None:
                self.front.say(rating if question.scale else question.options[-1].id)
