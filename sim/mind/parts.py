"""Loads what mind needs; what is missing costs a plainer answer, never the session."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

import numpy as np
import numpy.typing as npt

from avatars.performance import Speech
from dialogue import dropins, safety, scenario
from dialogue.messages import CHOOSING, Memory, Safety
from dialogue.turn import Scorer, TurnMaker, Words
from sim.mind.messages import Prepare, Ready


class Voice(Protocol):
    """Speaks phrase by phrase."""

    def warm(self) -> None:
        """Load and run once."""

    def synthesize(self, text: str, mood: str) -> Iterator[Speech]:
        """Speech of `text`, one phrase after another."""

    def fillers(self, mood: str = "calm") -> tuple[Speech, ...]:
        """Listener responses, rendered ahead."""


class Recognizer(Protocol):
    """Turns speech into text."""

    def warm(self) -> None:
        """Load and run once."""

    def transcribe(self, samples: npt.NDArray[np.int16]) -> Any:
        """Text and words of 16 kHz mono PCM."""


@dataclass(slots=True)
class Parts:
    """What answers a turn."""

    turns: TurnMaker | None
    """None where there is no partner, only something to read aloud."""
    voice: Voice | None
    recognizer: Recognizer | None
    voices: dict[str, Voice] = field(default_factory=dict)
    """Further voices by name, made when first asked for."""
    second: safety.SecondReader | None = None
    """The safety screen's second reader; stage has screened the line without it."""

    def screen(self, memory: Memory, text: str) -> Safety:
        """What the second reader hears in `text`; nothing where there is none."""
        if self.second is None:
            return Safety()
        said = memory.texts[-1] if memory.texts else ""
        return safety.screen(
            text, partner_line=said, context=memory.heard, reader=self.second
        )

    def voice_of(self, name: str) -> Voice | None:
        """The voice `name`, or the prepared one; None where there is no voice."""
        if not name or self.voice is None:
            return self.voice
        if name not in self.voices:
            self.voices[name] = _voice(name)
        return self.voices[name]


_T = TypeVar("_T")


@dataclass
class _Loader:
    """Remembers what loaded, how long it took and what is missing."""

    parts: dict[str, str] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    load_s: dict[str, float] = field(default_factory=dict)

    def part(self, name: str, value: str, make: Callable[[], _T]) -> _T | None:
        """Load one part; on failure note it and go on without it."""
        begin = time.perf_counter()
        try:
            made = make()
        except Exception as error:  # whatever a model library throws
            self.missing.append(f"{name} {value}: {error}")
            self.parts[name] = "none"
            return None
        self.load_s[name] = round(time.perf_counter() - begin, 3)
        self.parts[name] = value
        return made


def load(message: Prepare) -> tuple[Parts, Ready]:
    """Load everything `message` names; speech beside language, on the two cores.

    Raises:
        ScenarioError: the scenario is wrong; stage has checked it before.
        RuntimeError: no scorer or no partner can be loaded; says why.
    """
    if not message.scenario:
        return _without_partner(message)
    setting = scenario.setting_of(message.setting)
    told = scenario.as_told(_scenario(message), setting)
    loader = _Loader()
    with ThreadPoolExecutor(1) as beside:
        speech = beside.submit(_speech, message, loader)
        scorer = loader.part("scorer", message.scorer, lambda: _scorer(message.scorer))
        if scorer is None:
            scorer = loader.part("scorer", "tfidf", lambda: _scorer("tfidf"))
        partner = loader.part(
            "partner", told.id, lambda: _partner(message, told, loader)
        )
        words = _words(message, told, loader)
        second = loader.part("safety", "second reader", _second_reader)
        voice, recognizer, fillers = speech.result()
    if scorer is None or partner is None:
        raise RuntimeError("; ".join(loader.missing))
    ready = Ready(loader.parts, tuple(loader.missing), loader.load_s, fillers)
    turns = TurnMaker(partner, scorer, words)
    return Parts(turns, voice, recognizer, second=second), ready


def _scenario(message: Prepare) -> scenario.Scenario:
    if message.source:
        found = scenario.load_text(message.source.encode(), message.scenario)
    else:
        found = scenario.load(message.scenario)
    return scenario.laid_over(found, message.overlay)


def _without_partner(message: Prepare) -> tuple[Parts, Ready]:
    loader = _Loader()
    voice, recognizer, _ = _speech(message, loader)
    ready = Ready(loader.parts, tuple(loader.missing), loader.load_s)
    return Parts(None, voice, recognizer), ready


def _second_reader() -> safety.SecondReader:
    from dialogue.models import safety_reader

    made = safety_reader.load()
    safety.warm()
    safety.screen("Shall we talk?", reader=made)
    return made


def _speech(
    message: Prepare, loader: _Loader
) -> tuple[Voice | None, Recognizer | None, tuple[Speech, ...]]:
    """Voice with its listener responses, and recogniser, where they are asked for."""
    voice: Voice | None = None
    fillers: tuple[Speech, ...] = ()
    if message.voice:
        voice = loader.part("voice", message.voice, lambda: _voice(message.voice))
    if voice is not None:
        fillers = voice.fillers()
    recognizer: Recognizer | None = None
    if message.recognizer:
        recognizer = loader.part(
            "recognizer", message.recognizer, lambda: _recognizer(message.recognizer)
        )
    return voice, recognizer, fillers


def _scorer(name: str) -> Scorer:
    made: Scorer = dropins.create("dialogue.scorers", name)
    made.score("", "Hello.")
    return made


def _partner(message: Prepare, told: Any, loader: _Loader) -> Any:
    from dialogue.partner.engine import Partner

    setting = scenario.setting_of(message.setting)
    return Partner(told, _matcher(loader), message.seed, setting)


def _matcher(loader: _Loader) -> Any:
    """The embedding matcher, or the one that needs no model."""
    made = loader.part("matcher", "embedding", _embedding)
    if made is not None:
        return made
    from dialogue.partner.matching import TfidfMatcher

    return loader.part("matcher", "tfidf", TfidfMatcher)


def _embedding() -> Any:
    from dialogue.models import _embedding

    return _embedding.create({})


def _voice(name: str) -> Voice:
    engine, _, voice_id = name.partition(":")
    voice: Voice = dropins.create("avatars.voices", engine, {"voice": voice_id})
    voice.warm()
    return voice


def _recognizer(name: str) -> Recognizer:
    made: Recognizer = dropins.create("dialogue.recognizers", name)
    made.warm()
    return made


def _words(message: Prepare, told: Any, loader: _Loader) -> Words | None:
    loader.parts["words"] = "authored"
    if message.words == "authored":
        return None
    from dialogue.models.choosing import Chooser
    from dialogue.models.wording import reworder

    def make() -> Words:
        return reworder(
            message.words,
            told,
            model=message.model,
            base_url=message.base_url,
            deadline_s=message.deadline_s,
            seed=message.seed,
        )

    made = loader.part("words", message.words, make)
    if made is None:
        loader.parts["words"] = "authored"
    elif isinstance(made, Chooser):
        loader.parts["words"] = f"{message.words}{CHOOSING}"
    return made
