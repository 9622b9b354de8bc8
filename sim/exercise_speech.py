"""Exercises by microphone: what is said becomes an answer, shown before it is taken.

`sim.ears` listens and mind makes words of the sound; here they become what was meant.
An answer stands there for a moment, so that it can be taken back; one that was only
half heard is asked about. Keys, buttons and typing work meanwhile and need no mind.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Literal

from dialogue import safety
from dialogue.messages import Memory, SpeechMeasures
from sim.choosing import bare, is_no, is_yes
from sim.exercises import _spoken as spoken
from sim.exercises._hearing import weighed
from sim.exercises._meant import as_typed, meant
from sim.exercises._reading import Reading
from sim.exercises._sitting import Sitting
from sim.exercises._spoken import Meant
from sim.exercises.base import View
from sim.mind.link import Lost, MindLink
from sim.mind.messages import Discard, Failed, FromMind, Ready, Recognize, Transcribed
from sim.session.clock import Clock
from sim.texts import text, texts

Show = Callable[[str], None]
_Phase = Literal["talking", "closed"]


@dataclass(frozen=True, slots=True)
class _Where:
    """What `sim.ears` asks about: whether somebody may speak now."""

    phase: _Phase
    waiting: Literal["user", "guide"]


@dataclass(frozen=True, slots=True)
class _Held:
    """What was understood and is not done yet."""

    meant: Meant
    key: str
    """Of the view that it answers."""
    until_s: float | None
    """When it is taken; None while yes or no is waited for."""


class Speaking:
    """The user's voice in one exercise; `sim.ears.Ears` is attached to it."""

    def __init__(
        self,
        sitting: Sitting,
        link: MindLink,
        clock: Clock,
        act: Callable[[str], str],
        show: Show,
        reading: Reading | None = None,
    ) -> None:
        """Listen for `sitting`.

        Args:
            sitting: the exercise.
            link: mind, with a recogniser.
            clock: tells how long an answer has stood there.
            act: does what a typed line would do; returns what to tell the user.
            show: shows one line below the step; "" takes it away.
            reading: the guide's voice, which falls silent for the user.
        """
        self.parts: dict[str, str] = {}
        self.is_ready = False
        self._sitting, self._link, self._clock = sitting, link, clock
        self._act, self._show, self._reading = act, show, reading
        self.on_number: Callable[[float], None] = lambda number: None
        """Told a number that was said where one is asked for."""
        self._request: int | None = None
        self._heard: Transcribed | None = None
        self._held: _Held | None = None
        self._hushed: View | None = None
        """A step that the guide was reading when somebody spoke."""
        self._said: list[str] = []
        if reading is not None:
            reading.others = self.take

    def follow(self, sitting: Sitting, act: Callable[[str], str] | None = None) -> None:
        """Listen for `sitting` from now on: something calming after a stop.

        `act` does what was meant there, if that differs.
        """
        if sitting is not self._sitting:
            self._sitting, self._held, self._hushed = sitting, None, None
            self._act = act or self._act

    # what the ears need

    @property
    def state(self) -> _Where:
        """Whether somebody may speak now."""
        is_reading = self._reading is not None and self._reading.is_speaking
        phase: _Phase = "closed" if self._sitting.is_over else "talking"
        is_users = self.is_ready and not is_reading
        return _Where(phase, "user" if is_users else "guide")

    @property
    def is_hearing(self) -> bool:
        """Whether an utterance is being recognised or waits to be taken."""
        return self._request is not None

    def is_guide_heard(self) -> bool:
        """Whether a voice comes out of the speaker; the sound of a breath is none."""
        return self._reading is not None and self._reading.is_heard

    def interrupt(self) -> None:
        """The user speaks over the guide, who falls silent at once."""
        if self._reading is not None and self._reading.is_speaking:
            self._hushed = self._sitting.inner.view
            self._reading.hush()

    def hear(self, samples: Any) -> None:
        """The user paused: find out what was said."""
        if self._sitting.is_over:
            return
        self.interrupt()  # mind voices nothing any more once it listens
        self._request, self._heard = self._link.next_request(), None
        self._link.send(Recognize(self._request, samples, Memory()))

    def unhear(self) -> None:
        """The user goes on speaking: what was heard so far is void."""
        if self._request is not None:
            self._link.send(Discard(self._request))
            self._request = self._heard = None

    def heard(self) -> Transcribed | None:
        """What the utterance says, once mind has told."""
        return self._heard

    def accept(self, speech: SpeechMeasures | None) -> None:
        """The utterance is over: do what was meant by it."""
        heard, self._request, self._heard = self._heard, None, None
        if heard is None or self._sitting.is_over:
            return
        if heard.text.strip():
            self._understand(heard.text, heard.confidence)
        else:
            self._show(text("speaking.again"))
            self._read_again()

    def lose_microphone(self, why: str) -> None:
        """The microphone is gone: typing and keys go on, nothing is lost."""
        self.unhear()
        self._held = None
        self._show(text("trouble.microphone_lost"))

    # messages from mind

    def take(self, message: FromMind | Lost) -> None:
        """Take in what mind has sent and is no reading."""
        if isinstance(message, Ready):
            self.parts, self.is_ready = message.parts, True
            if message.parts.get("recognizer", "none") != "none":
                self._show(text("speaking.listening"))
        elif isinstance(message, Lost):
            self.parts, self.is_ready = {"recognizer": "none"}, True
        elif isinstance(message, Transcribed) and message.request == self._request:
            self._heard = message
        elif isinstance(message, Failed) and message.request == self._request:
            self._heard = Transcribed(message.request, "", (), 0.0)

    def tick(self) -> None:
        """Let time pass; call every frame, after the ears."""
        if self._reading is None:
            for message in self._link.poll():
                self.take(message)
        if (held := self._held) is None:
            return
        if self._sitting.is_over or held.key != self._key():
            self._forget()  # it was answered by hand meanwhile
        elif held.until_s is not None and self._clock.monotonic_s() >= held.until_s:
            self._forget()
            self._do(held.meant)

    def _key(self) -> str:
        inner = self._sitting.inner
        return f"{inner.exercise.info.id} {inner.run.phase} {inner.view.key}"

    def _forget(self) -> None:
        self._held = None
        self._show("")

    def change(self) -> bool:
        """Take back what was understood; False when there is nothing to take back."""
        if self._held is None:
            return False
        self._held = None
        self._show(text("speaking.changed"))
        return True

    # what was meant

    def _understand(self, words: str, confidence: float) -> None:
        aside = self._sitting.aside
        if aside is not None and aside.reads(words):
            aside.take(words)  # before the safety screen: a number is no age here
            return
        if self._held is not None and self._replied(words):
            return
        self._held = None
        found = meant(self._sitting, words, confidence)
        is_own = found.act == "nothing" or found.value == words.strip()
        if is_own and self._flagged(words, only_stops=found.act != "nothing"):
            return
        if found.act == "nothing":
            self._unfit(words)
        elif not found.is_sure:
            self._hold(found, None)
            self._show(text("speaking.ask", words=found.said))
        elif found.act == "command":
            self._do(found)
        else:
            self._hold(found, spoken.hold_s(self._sitting.inner.view))
            self._show(text("speaking.heard", words=found.said))
            self._set(found)

    def _set(self, found: Meant) -> None:
        """Let a scale show the number that was said."""
        if self._sitting.inner.view.kind == "number":
            number = spoken.number_in(found.value)
            if number is not None:
                self.on_number(number)

    def _replied(self, words: str) -> bool:
        """Whether `words` were about what stands there, and nothing more."""
        held = self._held
        if held is None or held.key != self._key():
            return False
        is_change = bare(words) in {bare(one) for one in texts("speaking.say_change")}
        if is_change or (is_no(words) and " " not in bare(words)):
            return self.change()
        if held.until_s is None and is_yes(words):
            self._forget()
            self._do(held.meant)
            return True
        return False

    def _unfit(self, words: str) -> None:
        """Say that it was heard, and that it is no answer where one is asked for."""
        is_asked = self._sitting.inner.view.kind in ("choice", "number")
        key = "speaking.unfit" if is_asked else "speaking.heard"
        self._show(text(key, words=words.strip()))
        self._read_again()

    def _flagged(self, words: str, *, only_stops: bool) -> bool:
        """Whether the safety screen takes over, before anything is asked back.

        An answer in words is screened once more when it is taken, like a typed one.
        """
        inner = self._sitting.inner
        self._said.append(words)
        said = inner.view.ask
        found = safety.screen(words, partner_line=said, context=self._said[-4:-1])
        found = weighed(found, inner.view)
        is_check_in = found.action == "check_in" and inner.run.phase == "running"
        if found.action == "stop" or (is_check_in and not only_stops):
            inner.flagged(found)
            return True
        return False

    def _hold(self, found: Meant, hold_s: float | None) -> None:
        until_s = hold_s and self._clock.monotonic_s() + hold_s
        self._held = _Held(replace(found, is_sure=True), self._key(), until_s)

    def _do(self, found: Meant) -> None:
        self._hushed = None
        if found.act == "command" and found.value == "repeat":
            self._read(self._sitting.inner.view)
            return
        if trouble := self._act(as_typed(self._sitting, found)):
            self._show(trouble)

    def _read_again(self) -> None:
        """Read what was cut off by something that was no answer."""
        if (hushed := self._hushed) == self._sitting.inner.view:
            self._read(hushed)
        self._hushed = None

    def _read(self, view: View) -> None:
        if self._reading is not None and self._sitting.inner.run.phase == "running":
            self._reading.read(view)
