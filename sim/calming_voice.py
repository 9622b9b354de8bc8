"""The guide beside a rehearsal: a voice and an ear, while something calming is done.

They live in a mind of their own, so that the partner's, who waits meanwhile, keeps what
it was thinking of. Until it has loaded the words stand there to be read, and keys,
buttons and typing act; nothing that is said then reaches the talk that waits.
"""

from __future__ import annotations

from collections.abc import Callable

from sim.app import App
from sim.exercise_speech import Show, Speaking
from sim.exercises._reading import Reading
from sim.exercises._sitting import Sitting
from sim.mind.link import MindLink
from sim.mind.messages import Prepare
from sim.performer import Performer
from sim.session.clock import SystemClock
from sim.sound import GUIDE, Sound

FIRST_TURN = 1_000_000
"""The speaker knows phrases by their turn; a talk has fewer."""
SILENT = "silent"
"""Voice engine that only paces a face."""


class GuideVoice:
    """Gives the guide's voice while something calming is done, and listens."""

    def __init__(self, app: App, sound: Callable[[], Sound | None]) -> None:
        """`sound` is the rehearsal's; None while there is none."""
        self._app, self._sound = app, sound
        self._link: MindLink | None = None
        self._reading: Reading | None = None
        self._lender: Sound | None = None
        self._speaking: Speaking | None = None

    def open(self, is_pacing: Callable[[], bool]) -> Reading | None:
        """Begin to load the voice; None where the rehearsal has none either.

        `is_pacing` says whether the speaker plays the sound of a breath.
        """
        self.close()
        sound = self._sound()
        if sound is None:
            return None
        engine = sound.voice.partition(":")[0]
        if engine == SILENT or sound.performer.speaker is None:
            engine = ""
        if not engine and sound.ears is None:
            return None
        voice = f"{engine}:{GUIDE}" if engine else ""
        recognizer = sound.recognizer if sound.ears is not None else ""
        prepare = Prepare(scenario="", seed=0, voice=voice, recognizer=recognizer)
        self._link = link = MindLink(prepare)
        link.start()
        self._app.links.append(link)
        if not engine:
            return None
        performer = Performer(SystemClock(), speaker=sound.performer.speaker)
        reading = Reading(link, performer, engine, first_turn=FIRST_TURN, is_late=True)
        reading.is_pacing = is_pacing
        self._reading = reading
        return reading

    def listen(
        self, sitting: Sitting, act: Callable[[str], str], show: Show
    ) -> Speaking | None:
        """The user's voice in `sitting`, which the talk does not hear meanwhile.

        None where no microphone is open. Call it after `open`, and its `tick` every
        frame; `close` gives the microphone back.

        Args:
            sitting: what is answered.
            act: does what a typed line would do; returns what to tell the user.
            show: shows one line below the step; "" takes it away.
        """
        sound = self._sound()
        if sound is None or sound.ears is None or self._link is None:
            return None
        made = Speaking(sitting, self._link, SystemClock(), act, show, self._reading)
        sound.ears.lend(made, made.is_guide_heard)
        self._lender, self._speaking = sound, made
        return made

    def listens(self) -> bool:
        """Whether words may still come from the microphone."""
        if self._lender is None or self._speaking is None:
            return False
        is_deaf = self._speaking.parts.get("recognizer") == "none"
        return self._lender.listens() and not is_deaf

    def close(self) -> None:
        """End its process; the next time it is loaded again."""
        lender, self._lender, self._speaking = self._lender, None, None
        if lender is not None and lender.ears is not None:
            lender.ears.take_back()
        reading, self._reading = self._reading, None
        if reading is not None:
            reading.hush()
            reading.close()
        link, self._link = self._link, None
        if link is None:
            return
        link.close()
        if link in self._app.links:
            self._app.links.remove(link)
