"""The guide's voice beside a rehearsal: loaded when something calming is opened.

It lives in a mind of its own, so that the partner's, who waits meanwhile, keeps what it
was thinking of. Until it has loaded the words stand there to be read.
"""

from __future__ import annotations

from collections.abc import Callable

from sim.app import App
from sim.exercises._reading import Reading
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
    """Gives the guide's voice while something calming is done."""

    def __init__(self, app: App, sound: Callable[[], Sound | None]) -> None:
        """`sound` is the rehearsal's; None while there is none."""
        self._app, self._sound = app, sound
        self._reading: Reading | None = None

    def open(self, is_pacing: Callable[[], bool]) -> Reading | None:
        """Begin to load the voice; None where the rehearsal has none either.

        `is_pacing` says whether the speaker plays the sound of a breath.
        """
        self.close()
        sound = self._sound()
        engine = sound.voice.partition(":")[0] if sound is not None else ""
        if sound is None or engine in ("", SILENT) or sound.performer.speaker is None:
            return None
        link = MindLink(Prepare(scenario="", seed=0, voice=f"{engine}:{GUIDE}"))
        link.start()
        self._app.links.append(link)
        performer = Performer(SystemClock(), speaker=sound.performer.speaker)
        reading = Reading(link, performer, engine, first_turn=FIRST_TURN, is_late=True)
        reading.is_pacing = is_pacing
        self._reading = reading
        return reading

    def close(self) -> None:
        """End its process; the next time it is loaded again."""
        reading, self._reading = self._reading, None
        if reading is None:
            return
        reading.hush()
        reading.close()
        if reading.link in self._app.links:
            self._app.links.remove(reading.link)
