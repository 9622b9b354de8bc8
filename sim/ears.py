"""Listening on stage: windows of sound become turns, and the partner shows it hears.

The face answers a short silence at once; the recogniser is asked at a longer one; the
turn ends after the user's patience. What was prepared is used only if the user has
really finished.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from dialogue.messages import SpeechMeasures
from sim.audio.measures import Baseline, measure
from sim.audio.microphone import Microphone
from sim.audio.voice_activity import (
    STILL_VOICED,
    WINDOW_S,
    Detector,
    Endpointer,
    SpeechEnded,
    SpeechPaused,
    SpeechResumed,
    SpeechStarted,
)
from sim.audio.wav import Pcm
from sim.mind.messages import Transcribed
from sim.performer import Performer

LULL_S = 0.096
"""A silence after which a listener's face may answer; shorter ones are the stops
inside words (closures of p, t, k last 50 to 100 ms)."""


class Where(Protocol):
    """How far along a listener is."""

    @property
    def phase(self) -> str:
        """``talking``, ``paused``, ``checking_in`` or something else."""

    @property
    def waiting(self) -> str:
        """``user`` when it is the user's turn."""


class Listener(Protocol):
    """What becomes of what is heard: a rehearsal or an exercise."""

    @property
    def state(self) -> Where:
        """How far along it is."""

    @property
    def is_ready(self) -> bool:
        """Whether mind has loaded."""

    @property
    def parts(self) -> Mapping[str, str]:
        """What mind has loaded."""

    @property
    def is_hearing(self) -> bool:
        """Whether an utterance is being recognised or waits to be accepted."""

    def interrupt(self) -> None:
        """The user speaks over whoever speaks."""

    def hear(self, samples: Any) -> None:
        """The user paused: find out what was said."""

    def unhear(self) -> None:
        """The user goes on speaking."""

    def heard(self) -> Transcribed | None:
        """What was said, once mind has told."""

    def accept(self, speech: SpeechMeasures | None) -> None:
        """The utterance is over."""

    def lose_microphone(self, why: str) -> None:
        """The microphone is gone."""


class Ears:
    """The microphone of one rehearsal or exercise."""

    def __init__(
        self,
        microphone: Microphone,
        detect: Detector,
        performer: Performer,
        *,
        is_recording: bool = False,
        can_interrupt: bool = True,
    ) -> None:
        """Listen through `microphone`.

        A recording begins to be heard when the partner's first line is over; a
        device is open from the start, so that it is known to work.
        """
        self._is_waiting = is_recording
        self._microphone = microphone
        self._detect = detect
        self._performer = performer
        self._endpointer = Endpointer(self._listen, can_interrupt=can_interrupt)
        self._baseline = Baseline.empty()
        self._rehearsal: Listener | None = None
        self._lent: tuple[Listener | None, Callable[[], bool]] | None = None
        """Who listened before, while somebody else does; no face answers then."""
        self._silent = 0
        self._is_lull = False
        self._is_lost = False
        self._is_untold = False
        """It went away while it was lent, and whoever lent it does not know yet."""
        self._ended: SpeechEnded | None = None
        self._told_trailing = False
        self._is_standing = False
        """The scene waits: what is said is for nobody in it, but may be an order."""
        self.is_heard: Callable[[], bool] = lambda: performer.is_speaking
        """Whether the microphone may hear a voice from the speaker now."""

    def attach(self, rehearsal: Listener) -> None:
        """Speak to `rehearsal` from now on."""
        self._rehearsal = rehearsal

    def lend(self, listener: Listener, is_heard: Callable[[], bool]) -> None:
        """Speak to `listener` until `take_back`; what was begun before is void.

        `is_heard` says meanwhile whether a voice comes from the speaker.
        """
        self.take_back()
        if self._rehearsal is not None:
            self._rehearsal.unhear()
        self._lent = (self._rehearsal, self.is_heard)
        self._rehearsal, self.is_heard = listener, is_heard
        self.reset()

    def take_back(self) -> None:
        """Speak to whom it was before; nothing happens if nobody else listens."""
        if self._lent is not None:
            (self._rehearsal, self.is_heard), self._lent = self._lent, None
            self.reset()
            self._tell_late()

    def _tell_late(self) -> None:
        """Tell who gets the microphone back that it went away meanwhile."""
        is_untold, self._is_untold = self._is_untold, False
        back = self._rehearsal
        if is_untold and back is not None and back.state.phase != "closed":
            back.lose_microphone(self._microphone.lost)

    @property
    def is_listening(self) -> bool:
        """Whether words may still come from here."""
        is_over = getattr(self._microphone, "is_over", False) and not self._is_waiting
        is_open = self._endpointer.is_speaking or self._ended is not None
        return not self._is_lost and (not is_over or is_open)

    @property
    def hears_voice(self) -> bool:
        """Whether somebody speaks into it, or has just done so."""
        return self._endpointer.is_speaking or self._ended is not None

    @property
    def is_user_speaking(self) -> bool:
        """Whether the user's turn is open: they speak, or have only just paused."""
        return self._endpointer.is_speaking

    def tick(self) -> None:
        """Take in the sound since the last call; call every frame."""
        rehearsal = self._rehearsal
        if rehearsal is None or self._is_lost or self._must_wait(rehearsal):
            return
        if rehearsal.is_ready and rehearsal.parts.get("recognizer") == "none":
            # nobody can make words of it: typing is all there is
            if self._lent is not None:
                self._microphone.read()  # whoever comes back may hear again
                return
            self._is_lost = True
            self.close()
            rehearsal.lose_microphone("there is no speech recognition")
            return
        self._stand(rehearsal)
        for window in self._microphone.read():
            is_heard = self.is_heard()
            for event in self._endpointer.feed(window, is_heard):
                self._take(event, rehearsal)
            self._lull()
        if self._microphone.lost:
            self._is_lost, self._is_untold = True, self._lent is not None
            rehearsal.lose_microphone(self._microphone.lost)
            return
        self._follow(rehearsal)

    def _must_wait(self, rehearsal: Listener) -> bool:
        if not self._is_waiting:
            return False
        is_users = rehearsal.state.waiting == "user"
        if is_users and not self._performer.is_speaking:
            self._is_waiting = False
            self._microphone.start()
        return self._is_waiting

    def reset(self) -> None:
        """Forget an open turn: the session was paused."""
        self._endpointer.reset()
        self._ended = None

    def close(self) -> None:
        """Stop listening."""
        self._microphone.close()

    def _listen(self, window: Pcm) -> float:
        likely = self._detect(window)
        self._silent = 0 if likely >= STILL_VOICED else self._silent + 1
        return likely

    def _lull(self) -> None:
        """Let the face answer a short silence, and listen again after it."""
        if not self._endpointer.is_speaking or self._is_unseen:
            return
        is_lull = self._silent * WINDOW_S >= LULL_S
        if is_lull and not self._is_lull:
            self._performer.user_stopped(self._silent * WINDOW_S)
        elif self._is_lull and not is_lull:
            self._performer.user_started()
        self._is_lull = is_lull

    def _take(
        self,
        event: SpeechStarted | SpeechPaused | SpeechResumed | SpeechEnded,
        rehearsal: Listener,
    ) -> None:
        if isinstance(event, SpeechStarted):
            self._is_lull, self._ended = False, None
            if self._is_standing:
                return  # no face answers it
            if event.barge_in:
                rehearsal.interrupt()
            if not self._is_unseen:
                self._performer.user_started()
        elif isinstance(event, SpeechPaused):
            self._told_trailing = False
            rehearsal.hear(event.samples)
        elif isinstance(event, SpeechResumed):
            rehearsal.unhear()
        else:
            self._ended = event
            if not self._is_unseen:
                self._performer.thinking()

    @property
    def _is_unseen(self) -> bool:
        """Whether no partner listens to what is said, with face or measures."""
        return self._is_standing or self._lent is not None

    def _stand(self, rehearsal: Listener) -> None:
        """What was begun in the scene is not kept for a pause, nor the other way."""
        phase = rehearsal.state.phase
        is_standing = phase in ("paused", "checking_in")
        if is_standing == self._is_standing:
            return
        self._is_standing = is_standing
        self.reset()
        if phase != "checking_in":
            rehearsal.unhear()

    def _follow(self, rehearsal: Listener) -> None:
        """Use what was recognised, once the turn is over."""
        self._stand(rehearsal)
        heard = rehearsal.heard()
        ended = self._ended
        if ended is None:
            if heard is not None and not self._told_trailing:
                self._told_trailing = True
                self._endpointer.heard_so_far(heard.text)
            return
        if not rehearsal.is_hearing:
            # the turn ended while the partner was still answering the one before
            rehearsal.hear(ended.samples)
        if heard is None:
            return
        speech = None
        if not self._is_unseen:
            speech = measure(ended.samples, heard.words, self._baseline, ended.barge_in)
        self._ended = None
        rehearsal.accept(speech)
