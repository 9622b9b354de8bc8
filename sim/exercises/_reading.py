"""The guide's voice: reads a step aloud while it stands there to be read."""

from __future__ import annotations

from collections.abc import Callable

from avatars.director import Director
from sim.exercises.base import View
from sim.mind.link import Lost, MindLink
from sim.mind.messages import FromMind, Ready, Speak, Spoken
from sim.performer import Performer


class Reading:
    """Sends texts to mind and plays what comes back; see `_sides.Reader`."""

    def __init__(
        self,
        link: MindLink,
        performer: Performer,
        engine: str,
        *,
        first_turn: int = 0,
        is_late: bool = False,
    ) -> None:
        """Read aloud through `link` and `performer`.

        Args:
            link: mind, with a voice.
            performer: plays what comes back.
            engine: makes the voices of others in a scene, such as ``kokoro``.
            first_turn: number above which the speaker knows what is read.
            is_late: nothing waits for a voice that is still being loaded; what was
                shown before it was there is not read.
        """
        self._first_turn, self._is_late = first_turn, is_late
        self._link, self._performer, self._engine = link, performer, engine
        self._waiting: list[Speak] = []
        self._request: int | None = None
        self._is_ready = False
        self._is_lost = False
        self.director: Director | None = None
        """Moves whoever sits across; None for nobody."""
        self.is_pacing: Callable[[], bool] = lambda: False
        """Whether the speaker plays the sound of a breath, which is no reading."""
        self.others: Callable[[FromMind | Lost], None] = lambda message: None
        """Takes every message, too: for a recogniser in the same mind."""

    @property
    def link(self) -> MindLink:
        """The wire to mind."""
        return self._link

    @property
    def is_heard(self) -> bool:
        """Whether a voice comes out of the speaker now, or will in a moment."""
        return self._performer.is_speaking and not self.is_pacing()

    def close(self) -> None:
        """End the voice's process."""
        self._is_lost = True
        self._link.close()

    def read(self, view: View) -> None:
        """Begin to read `view`, in place of whatever was read before."""
        if self._is_lost or view.silent:
            return
        self._waiting = [
            Speak(0, text, 0, voice, mood)
            for text, voice, mood in (
                (" ".join((*view.lines, *self._asked(view))), "", "calm"),
                (" ".join(view.partner_lines), self._voice(view), view.scene.mood),
            )
            if text.strip()
        ]
        self._request = None
        self._next()

    def _asked(self, view: View) -> tuple[str, ...]:
        return (view.ask,) if view.ask and not view.partner_lines else ()

    def _voice(self, view: View) -> str:
        return f"{self._engine}:{view.scene.voice}" if view.scene.voice else ""

    def _next(self) -> None:
        if not self._is_ready or self._request is not None or not self._waiting:
            return
        held = self._waiting.pop(0)
        # only the other's own words move the other's lips
        self._performer.director = self.director if held.voice else None
        self._request = self._link.next_request()
        self._link.send(
            Speak(
                self._request,
                held.text,
                self._first_turn + self._request,
                held.voice,
                held.mood,
            )
        )

    def hush(self) -> None:
        """Stop now."""
        self._waiting.clear()
        self._request = None
        self._performer.hush()

    @property
    def is_speaking(self) -> bool:
        """Whether something is heard or will be."""
        is_coming = self._request is not None or bool(self._waiting)
        is_loaded = self._is_ready or not self._is_late
        return (is_coming and is_loaded and not self._is_lost) or self.is_heard

    def tick(self) -> None:
        """Take in what mind has sent; call every frame."""
        for message in self._link.poll():
            self._take(message)
            self.others(message)
        if not self._performer.is_speaking:
            self._next()
        self._performer.frame()

    def _take(self, message: FromMind | Lost) -> None:
        if isinstance(message, Ready):
            if self._is_late:
                self._waiting.clear()
            self._is_ready = True
            self._is_lost = message.parts.get("voice", "none") == "none"
        elif isinstance(message, Lost):
            # the words stand there to be read; an exercise needs nothing else of mind
            self._is_lost = True
            self.hush()
        elif isinstance(message, Spoken) and message.request == self._request:
            self._performer.play(message.chunk)
            if message.chunk.last:
                self._request = None
