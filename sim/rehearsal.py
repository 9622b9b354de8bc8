"""The rehearsal on stage: turns what happens into events, and effects into action.

Every event goes the same way: recorded, applied by `step`, shown to the observers.
Nothing here waits; a front end calls `tick` as often as it likes. `leave`, `pause`
and a stop request act before anything is asked of mind.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from avatars.performance import PerformanceChunk, Speech
from dialogue import safety
from dialogue.messages import CHOOSING, Safety, Source, SpeechMeasures, Utterance
from dialogue.plain import plain
from dialogue.scenario import Scenario
from sim.mind.link import Lost, MindLink
from sim.mind.messages import (
    Answered,
    Ask,
    Discard,
    Failed,
    Flagged,
    FromMind,
    Open,
    Pass,
    ReadAgain,
    Ready,
    Recognize,
    Spoken,
    Transcribed,
)
from sim.orders import Order, order, order_in_pause
from sim.second_reading import SecondReading
from sim.session import events
from sim.session.clock import Clock
from sim.session.events import Event
from sim.session.given import Given
from sim.session.state import (
    AskPartner,
    Effect,
    Hush,
    MakeDebrief,
    OpenScene,
    PassTurn,
    Restate,
    SessionState,
    ShowCheckIn,
    ShowSupport,
)
from sim.session.step import step, unfinished

_log = logging.getLogger(__name__)

HANG_S = 45.0
"""A request unanswered for this long counts as a lost mind [judgement: a turn with
a language model at its deadline and a voice takes under 15 s on two cores]."""
RESTARTS = 3
"""How often mind is brought back in one rehearsal before the user is told."""
PLAINER = {"voice": "no_voice", "words": "plain_words"}
"""Parts without which the partner is plainer, and the notice that says so."""
STANDING = ("paused", "checking_in")
"""Phases in which what is said is told to nobody in the scene, and not kept."""
CONTEXT_LINES = 3
"""How many of the user's earlier lines the safety screen sees."""


class Observer(Protocol):
    """Sees every event after it was applied."""

    def on_event(self, event: Event, state: SessionState) -> None:
        """React to `event`; must not block."""

    def on_notice(self, key: str) -> None:
        """Show a text of the section ``trouble``, calmly."""


class Mouth(Protocol):
    """Performs the partner: voice, face, body."""

    def prepare(self, fillers: tuple[Speech, ...]) -> None:
        """Take the listener responses."""

    def feel(self, event: Event) -> None:
        """Take the partner's new mood and levels from a state or move event."""

    def play(self, chunk: PerformanceChunk) -> None:
        """Queue one phrase."""

    def user_stopped(self, silent_s: float = 0.0) -> None:
        """The user fell silent `silent_s` ago: show that it was heard."""

    def thinking(self) -> None:
        """The turn is the partner's now."""

    def hush(self) -> None:
        """Stop speaking now."""

    @property
    def is_speaking(self) -> bool:
        """Whether the voice is heard or about to be."""

    @property
    def begun(self) -> tuple[int, str] | None:
        """Turn being voiced and its words so far; None when it was all told."""


class Aside(Protocol):
    """A question beside the scene, such as how the headset feels."""

    def reads(self, words: str) -> bool:
        """Whether `words` answer it and are nothing else, such as a bare number."""

    def take(self, words: str) -> None:
        """Take the answer."""


class Record(Protocol):
    """Keeps events as they happen."""

    def record(self, event: Event) -> int:
        """Take one event to keep and return its number."""

    def news(self) -> str:
        """A notice for the user about the keeping; "" when there is none."""


@dataclass(slots=True)
class _Request:
    """The newest thing asked of mind."""

    number: int
    asked_s: float
    is_released: bool
    """False while the user may still go on speaking."""
    text: str = ""
    held: list[FromMind] = field(default_factory=list)
    heard: Transcribed | None = None
    is_done: bool = False
    is_voiced: bool = False
    """The last phrase of the answer has come."""

    @property
    def is_answered(self) -> bool:
        """Whether mind has done its part, though it may not be used yet."""
        is_empty = self.heard is not None and not self.heard.text
        return self.is_done or bool(self.held) or is_empty


class Rehearsal:
    """One session with one partner."""

    def __init__(
        self,
        scenario: Scenario,
        link: MindLink,
        clock: Clock,
        record: Record | None = None,
        observers: Sequence[Observer] = (),
        mouth: Mouth | None = None,
    ) -> None:
        self.scenario = scenario
        self.state = SessionState()
        self.file = ""
        """Path of the scenario when it is not one of the product's own."""
        self.given: Given | None = None
        """What a therapist has given for it."""
        self.session = ""
        """Its id in the record; empty when nothing is kept."""
        self.parts: dict[str, str] = {}
        self.missing: tuple[str, ...] = ()
        self.is_ready = False
        self.is_broken = False
        self.first_phrase_ms: float | None = None
        """How long the voice took for the newest reply's first phrase."""
        self.log: list[Event] = []
        self.aside: Aside | None = None
        """A question beside the scene, while one is asked."""
        self.pages: dict[str, Callable[[], Sequence[str]]] = {}
        """What can be read beside the scene: a command's name to its lines."""
        self._link = link
        self._clock = clock
        self._record = record
        self._observers = list(observers)
        self._mouth = mouth
        self._debrief: Callable[[], Event | None] | None = None
        self._request: _Request | None = None
        self._reading = SecondReading(link, clock)
        self._restarts = 0
        self._waiting: list[Effect] = []

    # what a front end asks for

    def observe(self, observer: Observer) -> None:
        """Add one observer."""
        self._observers.append(observer)

    def set_debrief(self, debrief: Callable[[], Event | None]) -> None:
        """Say how the debrief is made when the scene ends."""
        self._debrief = debrief

    def start(self, seed: int, goals: Sequence[str], setting: dict[str, str]) -> None:
        """Begin the scene; the opening line comes as soon as mind is ready."""
        told = self.scenario
        self.emit(
            events.started(
                told.id,
                told.title,
                told.persona.name,
                seed,
                goals,
                setting,
                self.file,
                self.given,
            )
        )

    def take_up(self, log: Sequence[Event]) -> None:
        """Go on with an earlier session from its log."""
        for event in log:
            self.log.append(event)
            self.state = step(self.state, event).state
        if self.state.phase == "checking_in":
            self.emit(events.event("paused"))  # the question is asked again
        if self.state.phase == "paused":
            self.emit(events.event("resumed"))
        else:
            self._run(unfinished(self.state))

    def say(
        self,
        text: str,
        source: Source = "typed",
        speech: SpeechMeasures | None = None,
    ) -> None:
        """The user's line: screened here, before anything else sees it."""
        text = " ".join(plain(text).split())
        if not text or self.state.phase in ("stopped", "closed"):
            return
        if self._is_aside(text):
            return
        if wanted := order(text):
            self._obey(wanted)
            return
        turn = self.state.turn + 1
        flag = self._screen(text)
        if self.state.phase != "talking" or self.state.waiting != "user":
            if flag.action == "stop":
                self.emit(events.utterance(Utterance(turn, text, source, speech)))
                self.emit(events.safety(turn, "user", flag))
            return
        if self._mouth is not None and source != "speech":
            self._mouth.user_stopped()
            self._mouth.thinking()
        self.emit(events.utterance(Utterance(turn, text, source, speech)))
        self.emit(events.safety(turn, "user", flag))

    def _is_aside(self, text: str) -> bool:
        """Whether `text` answered the question beside the scene; it is no line then.

        Before the safety screen: it takes a bare number for somebody's age.
        """
        aside = self.aside
        if aside is None or not aside.reads(text):
            return False
        self.unhear()  # what was prepared as an answer to it is void
        if self._mouth is not None:
            self._mouth.hush()  # nor does the partner think about it
        aside.take(text)
        return True

    def _obey(self, wanted: Order) -> None:
        """Do what was ordered in words; what was prepared as an answer is void."""
        self.unhear()
        if wanted == "pause":
            self.pause()
        elif wanted == "leave":
            self.leave()
        elif wanted == "resume":
            self.resume()

    def be_silent(self, source: Source = "typed") -> None:
        """The user says nothing, and the partner takes it as they take silence."""
        if self.state.phase != "talking" or self.state.waiting != "user":
            return
        turn = self.state.turn + 1
        self.emit(events.utterance(Utterance(turn, "", source)))
        self.emit(events.safety(turn, "user", Safety()))

    def is_stop(self, text: str) -> bool:
        """Whether `text` must end the fiction at once, whoever's turn it is."""
        return self._screen(text).action == "stop"

    def check_in(self, answer: str) -> None:
        """Answer the check-in: ``go_on``, ``pause`` or ``help``."""
        self.emit(events.event("checked_in", answer=answer))

    def pause(self) -> None:
        """Stop everything where it is; one action, at once."""
        if self.state.phase in ("talking", "checking_in"):
            self.emit(events.event("paused"))
            if self._request is not None and self._request.is_done:
                self._drop()

    def resume(self) -> None:
        """Go on after a pause."""
        if self.state.phase == "paused":
            self.emit(events.event("resumed"))

    def skip(self) -> None:
        """Let the partner move on; nothing of this moment is scored."""
        if self.state.phase == "talking" and self.state.waiting == "user":
            self.emit(events.event("skipped", turn=self.state.turn + 1))

    def again(self, from_turn: int | None = None) -> bool:
        """Try a moment again: back to right after the partner's `from_turn`.

        None means the moment before the user's last line. Returns whether there is
        such a moment.
        """
        last = self.state.turn
        if from_turn is None:
            from_turn = last - 1 if self.state.pending is None else last
        if not 0 <= from_turn <= last or self.state.phase in ("stopped", "closed"):
            return False
        self._drop()
        self._reading.drop()
        branch = self.state.branch + 1
        self.emit(events.event("branched", from_turn=from_turn, branch=branch))
        return True

    def leave(self, why: str = "asked") -> None:
        """End the session; acts before any queue."""
        if self._mouth is not None:
            self._mouth.hush()
        self._drop()
        if self.state.phase not in ("closed", "new"):
            self.emit(events.event("left", why=why))

    # the debrief

    @property
    def is_reading(self) -> bool:
        """Whether the debrief waits for the second reading of the user's lines."""
        return self._reading.is_waiting

    def settle(self) -> None:
        """Wait no longer: make the debrief from what has been read."""
        self._settle("late")

    def _settle(self, why: Literal["late", "lost"]) -> None:
        if self._reading.drop():
            self.emit(events.not_read_again(why))
            self._make_debrief()

    def _start_debrief(self) -> None:
        if not (self.is_ready and self._reading.ask(self.log)):
            self._make_debrief()

    def _make_debrief(self) -> None:
        made = self._debrief() if self._debrief is not None else None
        if made is not None:
            self.emit(made)

    # speech

    def interrupt(self) -> None:
        """The user speaks over the partner, who falls silent at once.

        What was not heard was not said: the partner may come back to it.
        """
        if self._mouth is not None:
            begun = self._mouth.begun
            self._mouth.hush()
            self._cut_off(begun)
        if self._request is not None and self._request.is_done:
            self._drop()

    def _cut_off(self, begun: tuple[int, str] | None) -> None:
        reply = next((e for e in reversed(self.log) if e["event"] == "reply"), None)
        if begun is None or reply is None or begun[0] != reply["turn"]:
            return
        turn, words = begun
        heard = " ".join(words.split())
        unheard = [
            part["line_id"]
            for part in reply["segments"]
            if " ".join(part["text"].split()) not in heard
        ]
        if unheard and turn == self.state.turn:
            self.emit(events.cut_off(turn, f"{heard} …".strip(), unheard))

    def hear(self, samples: Any) -> None:
        """The user paused: prepare an answer, to be used if the turn ends here.

        In a pause or a check-in nothing is answered: only orders are listened for.
        """
        is_users = self.state.phase == "talking" and self.state.waiting == "user"
        if not is_users and self.state.phase not in STANDING:
            return
        number = self._ask(is_released=False)
        self._link.send(Recognize(number, samples, self.state.memory))

    def unhear(self) -> None:
        """The user goes on speaking: what was prepared is void."""
        if self._request is not None and not self._request.is_released:
            self._link.send(Discard(self._request.number))
            self._request = None

    def lose_microphone(self, why: str) -> None:
        """The microphone is gone: typing goes on, nothing is lost."""
        self.unhear()
        self.emit(events.event("microphone_lost", why=why))
        self._notice("microphone_lost")

    def lose_speaker(self, why: str) -> None:
        """The speaker is gone: the captions go on."""
        self.emit(events.event("speaker_lost", why=why))
        self._notice("speaker_lost")

    @property
    def is_hearing(self) -> bool:
        """Whether an utterance is being recognised or waits to be accepted."""
        return self._request is not None and not self._request.is_released

    def heard(self) -> Transcribed | None:
        """What the prepared utterance says, once mind has told."""
        return self._request.heard if self._request and self.is_hearing else None

    def accept(self, speech: SpeechMeasures | None) -> None:
        """The turn ended where `hear` was called: say what was recognised."""
        heard = self.heard()
        if heard is None:
            return
        if self.state.phase in STANDING:
            self.unhear()
            if not self._is_aside(heard.text):
                self._obey(order_in_pause(heard.text, heard.confidence))
            return
        if not heard.text:
            self.unhear()
            self._notice("not_heard")
            return
        if wanted := order(heard.text, heard.confidence):
            self._obey(wanted)
            return
        self.say(heard.text, "speech", speech)

    @property
    def is_voicing(self) -> bool:
        """Whether more of the newest reply's voice will come from mind."""
        request = self._request
        if request is None or request.is_voiced or not self.is_ready:
            return False
        return self._clock.monotonic_s() - request.asked_s < HANG_S

    @property
    def is_users(self) -> bool:
        """Whether the user has the turn."""
        return self.state.phase == "talking" and self.state.waiting == "user"

    @property
    def is_lull(self) -> bool:
        """Whether the user has the turn, and neither of the two is saying anything."""
        is_speaking = self._mouth is not None and self._mouth.is_speaking
        return self.is_users and not (is_speaking or self.is_voicing or self.is_hearing)

    @property
    def is_quiet(self) -> bool:
        """Whether nothing that is to be kept is still awaited from mind."""
        is_answered = self._request is None or self._request.is_answered
        return is_answered and not self._waiting and not self.is_reading

    # the frame

    def tick(self) -> None:
        """Take in what mind has sent; call every frame."""
        for message in self._link.poll():
            self._take(message)
        request = self._request
        if (
            request is not None
            and not request.is_answered
            and self.is_ready
            and self._clock.monotonic_s() - request.asked_s > HANG_S
        ):
            self._lost(None)
        if self.is_reading and self._reading.is_late(is_voicing=self.is_voicing):
            self._settle("late")
        if self._record is not None and (key := self._record.news()):
            self._notice(key)

    def emit(self, event: Event) -> None:
        """Record, apply and show one event, then act on its effects."""
        if self._record is not None:
            self._record.record(event)
        self.log.append(event)
        result = step(self.state, event)
        self.state = result.state
        if self._mouth is not None:
            self._mouth.feel(event)
        for observer in self._observers:
            observer.on_event(event, self.state)
        self._run(result.effects)

    def _screen(self, text: str, *, is_final: bool = True) -> Safety:
        memory = self.state.memory
        said = self.state.lines[-1] if self.state.lines else ""
        context = memory.heard[-CONTEXT_LINES:]
        return safety.screen(
            plain(text), partner_line=said, context=context, is_final=is_final
        )

    def _notice(self, key: str) -> None:
        for observer in self._observers:
            observer.on_notice(key)

    def _run(self, effects: Sequence[Effect]) -> None:
        for effect in effects:
            if isinstance(effect, OpenScene | AskPartner | PassTurn):
                self._request_turn(effect)
            elif isinstance(effect, Hush | ShowSupport):
                if self._mouth is not None:
                    self._mouth.hush()
                if isinstance(effect, ShowSupport):
                    self._drop()
                    self.emit(events.event("stopped", category=effect.flag.category))
            elif isinstance(effect, MakeDebrief):
                self._start_debrief()
            elif isinstance(effect, Restate | ShowCheckIn):
                continue  # observers show these from the event and the state

    def _request_turn(self, effect: OpenScene | AskPartner | PassTurn) -> None:
        if not self.is_ready:
            self._waiting = [effect]
            return
        prepared = self._request
        if (
            isinstance(effect, AskPartner)
            and prepared is not None
            and prepared.heard is not None
            and effect.said.text
            and prepared.heard.text == effect.said.text
        ):
            self._release(prepared)
            return
        number = self._ask(is_released=True)
        if isinstance(effect, OpenScene):
            self._link.send(Open(number))
        elif isinstance(effect, AskPartner):
            self._link.send(Ask(number, effect.said.text, effect.memory))
        else:
            self._link.send(Pass(number, effect.memory))

    def _ask(self, *, is_released: bool) -> int:
        number = self._link.next_request()
        self._request = _Request(number, self._clock.monotonic_s(), is_released)
        return number

    def _release(self, request: _Request) -> None:
        request.is_released = True
        held, request.held = request.held, []
        for message in held:
            self._take(message)

    def _drop(self) -> None:
        if self._request is not None:
            self._link.send(Discard(self._request.number))
            self._request = None

    def _take(self, message: FromMind | Lost) -> None:
        if isinstance(message, Lost):
            self._lost(message)
        elif isinstance(message, Ready):
            self._ready(message)
        elif (read := self._reading.take(message)) is not None:
            for event in read:
                self.emit(event)
            self._make_debrief()
        else:
            self._take_turn(message)

    def _take_turn(
        self, message: Transcribed | Flagged | Answered | Spoken | ReadAgain | Failed
    ) -> None:
        request = self._request
        if request is None or message.request != request.number:
            return
        if isinstance(message, Transcribed):
            self._transcribed(request, message)
        elif (
            isinstance(message, Failed)
            and not request.is_released
            and request.heard is None
        ):
            # what was said could not be made out; another try costs no restart
            request.heard = Transcribed(request.number, "", (), 0.0)
        elif not request.is_released:
            request.held.append(message)
        elif isinstance(message, Flagged):
            self._flagged(message)
        elif isinstance(message, Answered):
            self._answered(message)
        elif isinstance(message, Spoken):
            self._spoken(message)
        elif isinstance(message, Failed):
            self._failed(message)

    def _transcribed(self, request: _Request, message: Transcribed) -> None:
        request.heard = message
        if self.state.phase in STANDING:
            self._link.send(Discard(request.number))  # nobody answers it
            return
        # a stop request stops also when the turn has not ended yet; so does a pause
        is_aside = self.aside is not None and self.aside.reads(message.text)
        if not message.text or is_aside:
            return
        if order(message.text) == "pause":
            self._obey("pause")
            return
        if self._screen(message.text, is_final=False).action == "stop":
            self.say(message.text, "speech")

    def _ready(self, message: Ready) -> None:
        self.parts, self.missing = message.parts, message.missing
        self.is_ready = True
        if self._mouth is not None:
            self._mouth.prepare(message.fillers)
        for part, key in PLAINER.items():
            if any(line.startswith(f"{part} ") for line in message.missing):
                self._notice(key)
        if self.parts.get("words", "").endswith(CHOOSING) and not self._restarts:
            self._notice("only_chooses")
        if self._restarts and self.state.phase != "new":
            self.emit(events.event("mind_restarted"))
        for observer in self._observers:
            observer.on_event(events.event("ready", parts=self.parts), self.state)
        waiting, self._waiting = self._waiting, []
        self._run(waiting or unfinished(self.state))

    def _flagged(self, message: Flagged) -> None:
        """The second reader heard a hint: ask, instead of answering in the fiction."""
        said = self.state.pending
        self._request = None
        if said is not None:
            self.emit(events.safety(said.turn, "user", message.found))

    def _answered(self, message: Answered) -> None:
        before = self.state.memory.levels
        for event in events.answered(message.turn, before, message.score):
            self.emit(event)
        if self._request is not None:
            self._request.is_done = True
        took: dict[str, Any] = dict(message.took_ms)
        if self._request is not None and self._request.heard is not None:
            took["recognize_ms"] = self._request.heard.took_ms
        self.emit(events.event("timings", turn=message.turn.turn, **took))
        if message.turn.turn == 0:
            _log.info("ready")
        if message.turn.ending:
            self._end(message.turn.ending)

    def _end(self, ending: str) -> None:
        endings = {item.id: item for item in self.scenario.endings}
        epilogue = endings[ending].epilogue if ending in endings else ""
        self.emit(events.event("ended", ending=ending, epilogue=epilogue))

    def _spoken(self, message: Spoken) -> None:
        if self._request is not None:
            self._request.is_voiced = message.chunk.last
        if message.chunk.index == 0:
            self.first_phrase_ms = message.took_ms
        # a pause keeps the words on screen and the voice still, for this whole line
        if self.state.phase in ("paused", "stopped"):
            self._drop()
        elif self._mouth is not None:
            self._mouth.play(message.chunk)

    def _failed(self, message: Failed) -> None:
        self.emit(events.event("mind_failed", message=message.message))
        self._request = None
        self._lost(None)

    def _lost(self, message: Lost | None) -> None:
        self.is_ready = False
        self._request = None
        self._settle("lost")
        if self._mouth is not None:
            self._mouth.hush()
        if self.state.phase not in ("new", "closed"):
            code = message.exit_code if message is not None else None
            self.emit(events.event("mind_lost", exit_code=code))
        self._restarts += 1
        if self._restarts > RESTARTS:
            self.is_broken = True
            self._notice("mind_gone")
            return
        self._notice("mind_lost")
        try:
            self._link.restart()
        except OSError:  # no process can be started now
            self.is_broken = True
            self._notice("mind_gone")
