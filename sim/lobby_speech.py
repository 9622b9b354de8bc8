"""Choosing in the lobby by saying it: an utterance becomes an item, or a question.

`sim.ears` listens and mind makes words of the sound, as in a rehearsal. Nothing is
heard before the user asks for it, and nothing of it is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, Protocol

from dialogue import safety
from dialogue.messages import Memory, Safety, SpeechMeasures
from sim.choosing import find, is_no, is_yes, number_of
from sim.mind.link import Lost
from sim.mind.messages import Discard, Failed, FromMind, Ready, Recognize, Transcribed
from sim.offered import Item
from sim.orders import order
from sim.texts import text

CLEAR: Final = 0.55
"""Confidence of the recogniser under which even a name that fits is asked about."""


class Link(Protocol):
    """The part of `sim.mind.link.MindLink` that is used."""

    def next_request(self) -> int:
        """A number greater than all before it."""

    def send(self, message: Any) -> None:
        """Queue `message`."""

    def poll(self) -> Any:
        """All that has arrived since the last call."""


@dataclass(frozen=True, slots=True)
class _Where:
    """What `sim.ears` asks about."""

    phase: Literal["talking"] = "talking"
    waiting: Literal["user"] = "user"


class LobbySpeech:
    """What is said in front of a list; `sim.ears.Ears` is attached to it."""

    def __init__(
        self,
        items: Sequence[Item],
        link: Link,
        choose: Callable[[Item], None],
        tell: Callable[[str, tuple[Item, ...]], None],
        flagged: Callable[[Safety], None],
    ) -> None:
        """Listen for one of `items`.

        Args:
            items: everything that can be chosen, in the order of the numbers.
            link: mind, with a recogniser.
            choose: opens an item.
            tell: shows a line, and what was perhaps meant, to be asked about.
            flagged: the safety screen found something in what was said.
        """
        self.parts: dict[str, str] = {}
        self.is_ready = False
        self.state = _Where()
        self.on_pause: Callable[[], None] = lambda: None
        """Told when the user says that nobody should listen now."""
        self._items, self._link = items, link
        self._choose, self._tell, self._flagged = choose, tell, flagged
        self._request: int | None = None
        self._heard: Transcribed | None = None
        self._near: tuple[Item, ...] = ()

    # what the ears need

    @property
    def is_hearing(self) -> bool:
        """Whether an utterance is being recognised or waits to be accepted."""
        return self._request is not None

    def interrupt(self) -> None:
        """Nobody else speaks here."""

    def hear(self, samples: Any) -> None:
        """The user paused: find out what was said."""
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
        if heard is None:
            return
        if heard.text.strip():
            self.understand(heard.text.strip(), heard.confidence)
        else:
            self._tell(text("trouble.not_heard"), self._near)

    def lose_microphone(self, why: str) -> None:
        """The microphone is gone: pointing and typing go on."""
        self.unhear()
        self._tell(text("lobby.no_ears"), ())

    # messages from mind

    def tick(self) -> None:
        """Take in what mind has sent; call every frame."""
        for message in self._link.poll():
            self._take(message)

    def _take(self, message: FromMind | Lost) -> None:
        if isinstance(message, Ready):
            self.parts, self.is_ready = message.parts, True
            self._tell(text("lobby.listening"), ())
        elif isinstance(message, Lost):
            self.parts, self.is_ready = {"recognizer": "none"}, True
        elif isinstance(message, Transcribed) and message.request == self._request:
            self._heard = message
        elif isinstance(message, Failed) and message.request == self._request:
            self._heard = Transcribed(message.request, "", (), 0.0)

    # what was meant

    def understand(self, words: str, confidence: float = 1.0) -> None:
        """Open what `words` mean, or ask back; `confidence` is the recogniser's."""
        if order(words, confidence) == "pause":
            self.on_pause()
            return
        found = safety.screen(words)
        if found.action == "stop" and found.category != "stop_request":
            self._flagged(found)
            return
        near, self._near = self._near, ()
        if near and self._answered(words, near):
            return
        meant = find(words, self._items)
        if meant.sure is not None and confidence >= CLEAR:
            self._choose(meant.sure)
        elif asked := meant.near or ((meant.sure,) if meant.sure else ()):
            self._near = asked
            self._tell(text("lobby.unsure", words=words), asked)
        else:
            self._tell(text("lobby.not_found", words=words), ())

    def _answered(self, words: str, near: tuple[Item, ...]) -> bool:
        """Whether `words` answered what was asked back."""
        if is_no(words) and len(words.split()) <= 2:
            self._tell(text("lobby.listening"), ())
            return True
        number = number_of(words)
        if is_yes(words) or (number is not None and 1 <= number <= len(near)):
            self._choose(near[(number or 1) - 1])
            return True
        return False
