"""Voice and microphone of one rehearsal; what is missing is said and done without."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, Self

from avatars.director import Director
from avatars.manners import MANNERS
from dialogue import registry
from dialogue.scenario import Scenario
from sim.audio.microphone import Microphone, SoundMicrophone, microphone
from sim.audio.speaker import RecordingSpeaker, Speaker, speaker
from sim.audio.voice_activity import SileroDetector
from sim.audio.wav import AudioError
from sim.config import Settings
from sim.ears import Ears
from sim.performer import Marks, Performer
from sim.rehearsal import Rehearsal
from sim.session.clock import SystemClock
from sim.session.events import event

GUIDE = "guide"
"""Voice that leads through exercises; no partner has it."""


@dataclass
class Sound:
    """What is heard and what hears."""

    performer: Performer
    voice: str = ""
    """Engine and voice for mind; empty for words only."""
    recognizer: str = ""
    missing: list[str] = field(default_factory=list)
    ears: Ears | None = None
    _speaker: Speaker | None = None
    _rehearsal: Rehearsal | None = None

    @classmethod
    def open(
        cls,
        settings: Settings,
        told: Scenario | None,
        *,
        with_face: bool = False,
        listen: bool = True,
        seed: int = 0,
    ) -> Self:
        """Open what the settings ask for and this machine has.

        Args:
            settings: voice, speaker, microphone and recogniser.
            told: whose voice it is; None for the guide of an exercise.
            with_face: whether a face moves, which needs timings even without a voice.
            listen: whether a microphone may be opened.
            seed: fixes the body's motion.
        """
        director = Director(seed, manner_of(told)) if with_face else None
        sound = cls(Performer(SystemClock(), director=director))
        sound._open_voice(settings, told)
        if with_face and not sound.voice:
            sound._speaker = RecordingSpeaker(None)
            sound._speaker.start()
            sound.voice = f"silent:{_voice_id(settings, told)}"
        sound.performer.speaker = sound._speaker
        if listen and not settings.text:
            sound._open_ears(settings)
        return sound

    def open_speaker(self, settings: Settings) -> None:
        """Open the speaker for other sounds, where there is no voice to open it for.

        It stays closed where the user wants no sound; what is missing is said once.
        """
        if self._speaker is not None or not settings.voice:
            return
        opened = speaker(settings.speaker, self._speaker_lost)
        try:
            opened.start()
        except AudioError:
            return  # `missing` has said it, or the words stand there to be read
        self._speaker = self.performer.speaker = opened

    def _open_voice(self, settings: Settings, told: Scenario | None) -> None:
        if not settings.voice:
            return
        gone = _missing_model("voice")
        if gone:
            self.missing.append(f"There is no voice here, so you read instead. {gone}")
            return
        opened = speaker(settings.speaker, self._speaker_lost)
        try:
            opened.start()
        except AudioError as error:
            self.missing.append(f"No sound: {error}")
            return
        self._speaker = opened
        self.voice = f"{settings.voice_engine}:{_voice_id(settings, told)}"

    def _open_ears(self, settings: Settings) -> None:
        gone = _missing_model("recognizer")
        if gone:
            self.missing.append(f"There is no speech recognition here. {gone}")
            return
        try:
            opened: Microphone = microphone(settings.mic)
            is_recording = isinstance(opened, SoundMicrophone)
            if not is_recording:
                opened.start()
            detector = SileroDetector()
        except AudioError as error:
            if settings.mic != "default":
                raise
            self.missing.append(f"You type instead of speaking: {error}")
            return
        self.recognizer = settings.recognizer
        self.ears = Ears(
            opened,
            detector,
            self.performer,
            is_recording=is_recording,
            can_interrupt=is_recording or settings.headphones,
        )

    def _speaker_lost(self, why: str) -> None:
        self.missing.append(why)
        self._speaker = None
        if self.performer.director is not None:
            # the face still needs a clock to speak by
            self._speaker = RecordingSpeaker(None)
            self._speaker.start()
        self.performer.change_speaker(self._speaker)
        if self._rehearsal is not None:
            self._rehearsal.lose_speaker(why)

    def attach(self, rehearsal: Rehearsal) -> None:
        """Let the microphone speak to `rehearsal`; log how quick answers are."""

        def log(turn: int, marks: Marks) -> None:
            if marks.stop_s:
                took = {"first_phrase_ms": rehearsal.first_phrase_ms}
                took |= marks.after_ms()
                rehearsal.emit(event("timings", turn=turn, **took))

        self._rehearsal = rehearsal
        self.performer.on_marks = log
        if self.ears is not None:
            self.ears.attach(rehearsal)

    def listens(self) -> bool:
        """Whether words may still come from the microphone."""
        return self.ears is not None and self.ears.is_listening

    @property
    def hears_voice(self) -> bool:
        """Whether the user is saying something now."""
        return self.ears is not None and self.ears.hears_voice

    @property
    def who_speaks(self) -> Literal["user", "partner"] | None:
        """Who is heard now; the user where both are."""
        if self.ears is not None and self.ears.is_user_speaking:
            return "user"
        voice = self.performer.speaker
        return "partner" if voice is not None and voice.is_playing else None

    def tick(self) -> None:
        """Take in sound; call every frame, before mind."""
        if self.ears is not None:
            self.ears.tick()

    def close(self) -> None:
        """Free the devices; a recording is finished."""
        if self.ears is not None:
            self.ears.close()
            self.ears = None
        if self._speaker is not None:
            self._speaker.close()
            self._speaker = None
            self.performer.speaker = None


def _voice_id(settings: Settings, told: Scenario | None) -> str:
    if settings.voice_id:
        return settings.voice_id
    return told.persona.voice if told is not None else GUIDE


def manner_of(told: Scenario | None) -> str:
    """How the persona moves, by how they speak."""
    for manner in told.persona.manners if told is not None else ():
        if manner in MANNERS:
            return manner
    return "plain"


def _missing_model(kind: str) -> str:
    """How to get the models of `kind` when none is here; "" when one is."""
    items = [item for item in registry.available() if item.kind == kind]
    if not items or any(item.is_available for item in items):
        return ""
    return f"To get it: {items[0].how_to_get}"
