"""Performs the partner on stage: words on screen, voice, face and body in step.

The audio clock drives everything that belongs to a word; the frame only asks the
speaker how far it is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from avatars.director import Director
from avatars.performance import PerformanceChunk, Pose, Speech
from dialogue.messages import Levels, from_json
from sim.audio.speaker import Speaker
from sim.audio.steps import Steps
from sim.session.clock import Clock
from sim.session.events import Event

FILLER_AFTER_S = 0.05
"""Wait after the end of the user's turn before a listener response is heard. The end
itself is only sure after 0.64 s of silence, three times the gap that people leave
(Stivers et al. 2009), so no more is added."""
REACTION = 0.6
"""Strength of the face's first answer to a line, before words exist."""


@dataclass(slots=True)
class Marks:
    """When things happened in one turn, in seconds of the session's clock."""

    stop_s: float = 0.0
    face_s: float | None = None
    sound_s: float | None = None
    word_s: float | None = None

    def after_ms(self) -> dict[str, float]:
        """Milliseconds from the user's last sound to each of them that happened."""
        found = {
            "face_ms": self.face_s,
            "first_sound_ms": self.sound_s,
            "first_word_ms": self.word_s,
        }
        return {
            key: round((at_s - self.stop_s) * 1000, 1)
            for key, at_s in found.items()
            if at_s is not None
        }


@dataclass
class Performer:
    """Voice, face and body of one partner; also the rehearsal's `Mouth`."""

    clock: Clock
    speaker: Speaker | None = None
    director: Director | None = None
    on_phrase: Callable[[str, bool], None] = lambda text, is_first: None
    """Called when a phrase begins to be heard, or at once when there is no voice."""
    on_marks: Callable[[int, Marks], None] = lambda turn, marks: None
    """Called once per turn when its first word is heard."""
    show: Callable[[Pose], None] | None = None
    """Puts a pose on a body."""
    marks: Marks = field(default_factory=Marks)
    steps: Steps = field(default_factory=Steps)
    """Keeps any voice from startling."""
    _texts: dict[tuple[int, int], str] = field(default_factory=dict)
    _fillers: tuple[Speech, ...] = ()
    _filler_next: int = 0
    _filler_at_s: float | None = None
    _levels: Levels = field(default_factory=Levels)
    _open_turn: int | None = None
    _heard: list[str] = field(default_factory=list)
    """Phrases of the newest turn that have begun to be heard."""
    _heard_turn: int = -1
    _was_playing: bool = False
    _before: npt.NDArray[np.float32] | None = None

    # what the rehearsal says

    def prepare(self, fillers: tuple[Speech, ...]) -> None:
        """Take the listener responses."""
        self._fillers = fillers

    def feel(self, event: Event) -> None:
        """Take moods, levels and pauses from the session's events."""
        now, director = self.clock.monotonic_s(), self.director
        kind = event["event"]
        if kind == "state":
            self._levels = from_json(Levels, event["levels"])
        elif kind == "move":
            if director is not None:
                director.set_mood(event["mood"], self._levels, now)
                director.reaction(event["mood"], REACTION, now)
        elif kind == "reply" and self.speaker is None:
            self.on_phrase(event["text"], True)
        elif director is not None and kind in ("paused", "stopped"):
            director.pause(now)
        elif director is not None and kind in ("resumed", "ended"):
            director.resume(now)

    def play(self, chunk: PerformanceChunk) -> None:
        """Queue one phrase for voice and face."""
        if self.director is not None:
            self.director.speak(chunk, self.clock.monotonic_s())
        self._open_turn = None if chunk.last else chunk.turn
        self._filler_at_s = None
        if chunk.speech is None or self.speaker is None:
            if chunk.text and self.speaker is not None:
                self._texts.clear()
                self.on_phrase(chunk.text, True)  # without a voice: to be read
            return
        heard = self.speaker.position()
        if heard is not None and heard[0] < 0:
            # words are better than "mm": it fades out within 20 ms
            self.speaker.stop()
        self._texts[chunk.turn, chunk.index] = chunk.text
        self._voice(chunk.turn, chunk.index, chunk.speech)

    def user_started(self) -> None:
        """The user began to speak."""
        self._filler_at_s = None
        if self.director is not None:
            self.director.user_started(self.clock.monotonic_s())

    def thinking(self) -> None:
        """The turn is the partner's now and there are no words yet."""
        now = self.clock.monotonic_s()
        self._filler_at_s = now + FILLER_AFTER_S
        if self.director is not None:
            self.director.thinking(now)

    def user_stopped(self, silent_s: float = 0.0) -> None:
        """The user fell silent `silent_s` ago: the face says that it was heard."""
        now = self.clock.monotonic_s()
        self.marks = Marks(stop_s=now - silent_s)
        if self.director is not None:
            self._before = self.director.update(now).shapes.copy()
            self.director.user_stopped(now)

    def hush(self) -> None:
        """Stop speaking; what was queued is dropped."""
        self._filler_at_s = None
        self._open_turn = None
        self._texts.clear()
        if self.speaker is not None:
            self.speaker.stop()
        if self.director is not None:
            self.director.stop_speaking(self.clock.monotonic_s())

    def change_speaker(self, speaker: Speaker | None) -> None:
        """Go on with another speaker: what had not been heard yet is shown."""
        self.speaker = speaker
        waiting = sorted(self._texts.items())
        self._texts.clear()
        for (_, index), words in waiting:
            self.on_phrase(words, index == 0)
        if self.director is not None:
            self.director.stop_speaking(self.clock.monotonic_s())

    @property
    def is_speaking(self) -> bool:
        """Whether the voice is heard, queued or still being made."""
        is_playing = self.speaker is not None and self.speaker.is_playing
        return is_playing or (self.speaker is not None and self._open_turn is not None)

    @property
    def begun(self) -> tuple[int, str] | None:
        """Turn being voiced and its words so far; None when it was all told."""
        if self._heard_turn < 0 or (not self._texts and self._open_turn is None):
            return None
        return self._heard_turn, " ".join(self._heard)

    # the frame

    def frame(self) -> None:
        """Follow the audio clock and move the body; call every frame."""
        now = self.clock.monotonic_s()
        self._fill(now)
        self._follow(now)
        if self.director is None:
            return
        pose = self.director.update(now)
        self._mark_face(pose, now)
        if self.show is not None:
            self.show(pose)

    def _fill(self, now: float) -> None:
        if self._filler_at_s is None or now < self._filler_at_s:
            return
        self._filler_at_s = None
        if self.speaker is None or not self._fillers or self.speaker.is_playing:
            return
        index = self._filler_next % len(self._fillers)
        self._filler_next += 1
        speech = self._fillers[index]
        chunk = PerformanceChunk(-1, index, True, "calm", speech, "", filler=True)
        if self.director is not None:
            self.director.speak(chunk, now)
        self._voice(-1, index, speech)

    def _voice(self, turn: int, index: int, speech: Speech) -> None:
        if self.speaker is not None:
            rate_hz = speech.sample_rate_hz
            samples = self.steps.let(speech.samples, rate_hz, counts=turn >= 0)
            self.speaker.play(turn, index, samples, rate_hz)

    def _follow(self, now: float) -> None:
        if self.speaker is None:
            return
        self.speaker.poll()
        if self.speaker is None:  # it was lost just now
            return
        heard = self.speaker.position()
        if heard is None:
            if self._was_playing and self.director is not None and not self.is_speaking:
                self.director.stop_speaking(now)
            self._was_playing = False
            return
        turn, index, position_s = heard
        self._was_playing = True
        if self.director is not None:
            self.director.audio_at(turn, index, position_s)
        if self.marks.sound_s is None:
            self.marks.sound_s = now
        if (turn, index) in self._texts:
            self._begin(turn, index, now)

    def _begin(self, turn: int, index: int, now: float) -> None:
        words = self._texts.pop((turn, index))
        if turn != self._heard_turn:
            self._heard_turn, self._heard = turn, []
        self._heard.append(words)
        self.on_phrase(words, index == 0)
        if index == 0:
            self.marks.word_s = now
            self.on_marks(turn, self.marks)

    def _mark_face(self, pose: Pose, now: float) -> None:
        if self._before is None:
            return
        if float(np.abs(pose.shapes - self._before).max()) > FACE_CHANGE:
            self.marks.face_s = now
            self._before = None


FACE_CHANGE = 0.08
"""Change of one ARKit weight that is seen at 1.5 m [judgement, from rendered faces]."""
