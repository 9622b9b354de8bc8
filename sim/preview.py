"""A look and a listen before anything plays: the partner sits there and says one line.

The line is spoken in the voice, at the loudness and from the place that the rehearsal
will have, and it belongs to no scene: nothing is recorded, scored or answered.
"""

from __future__ import annotations

from typing import Final

from dialogue.scenario import Scenario
from sim.app import App
from sim.mind.link import Lost, MindLink
from sim.mind.messages import Failed, Prepare, Ready, Speak, Spoken
from sim.sound import Sound
from sim.texts import text

TURN: Final = 0


class Preview:
    """One partner's voice, heard once or again; call `tick` every frame."""

    def __init__(self, app: App, told: Scenario, *, with_face: bool) -> None:
        """Open voice and speaker; what is missing is in `sound.missing`."""
        self.sound = Sound.open(app.settings, told, with_face=with_face, listen=False)
        self.words = text("preview.words", partner=told.persona.name)
        self.is_ready = False
        self.is_over = not self.sound.voice
        """Nothing more will be heard, unless it is asked for again."""
        self._link: MindLink | None = None
        self._request = -1
        if self.sound.voice:
            prepare = Prepare(scenario="", seed=0, voice=self.sound.voice)
            self._link = MindLink(prepare)
            self._link.start()

    def tick(self) -> None:
        """Take in what the voice has made, and play it."""
        link = self._link
        if link is None:
            return
        for message in link.poll():
            if isinstance(message, Ready):
                self.is_ready = True
                self.again()
            elif isinstance(message, Spoken) and message.request == self._request:
                self.sound.performer.play(message.chunk)
            elif isinstance(message, Lost | Failed):
                self.is_over = True
        if self._heard():
            self.is_over = True

    def again(self) -> None:
        """Say the line once more."""
        if self._link is None or not self.is_ready:
            return
        self.sound.performer.hush()
        self.is_over = False
        self._is_heard = False
        self._request = self._link.next_request()
        self._link.send(Speak(self._request, self.words, TURN))

    _is_heard: bool = False

    def _heard(self) -> bool:
        """Whether the line has begun to be heard and is at its end."""
        is_speaking = self.sound.performer.is_speaking
        was, self._is_heard = self._is_heard, self._is_heard or is_speaking
        return was and not is_speaking

    def close(self) -> None:
        """Fall silent and give everything back."""
        self.sound.performer.hush()
        self.sound.close()
        if self._link is not None:
            self._link.close()
            self._link = None
