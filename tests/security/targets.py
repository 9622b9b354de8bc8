"""Every parser of a file that may come from anywhere: seeds, and what it may raise.

A target gets bytes. It returns when they are accepted, raises one of its own errors
when they are refused, and anything else is a fault.
"""

from __future__ import annotations

import io
import json
import tempfile
import wave
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from nacl.public import Box, PrivateKey, PublicKey, SealedBox

from assets import ROOT, arrays, cards
from avatars.voices import base as voices
from dialogue import registry, scenario
from dialogue.models import openai_compatible
from dialogue.models.base import ModelError
from dialogue.plain import hidden, plain, shown
from dialogue.safety import classifier
from dialogue.safety.errors import SafetyDataError
from dialogue.strict import DataError
from sim.audio import wav
from sim.clinic import envelopes, packing, pairing
from sim.clinic.errors import ClinicError, EnvelopeError
from sim.clinic.identity import Own, digest
from sim.clinic.letters import Goodbye, read_letter, written
from sim.config import Config, ConfigError
from sim.privacy.keys import Cost
from sim.session.events import EventError
from sim.session.state import SessionState
from sim.session.step import step


@dataclass(frozen=True)
class Target:
    """One parser."""

    run: Callable[[bytes], object]
    errors: tuple[type[Exception], ...]
    seeds: tuple[bytes, ...]


def _file(name: str, data: bytes, read: Callable[[Path], object]) -> object:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        return read(path)


def _packed(**held: object) -> bytes:
    out = io.BytesIO()
    np.savez_compressed(out, **held)
    return out.getvalue()


def _sound(width: int) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(width)
        file.setframerate(16_000)
        file.writeframes(bytes(range(240)) * 2)
    return out.getvalue()


def _event(data: bytes) -> object:
    """One line of a log, after a scene has begun and after a reply."""
    happened = json.loads(data)
    begun = SessionState(phase="talking", waiting="user", lines=("Hm.",))
    for state in (SessionState(), begun):
        step(state, happened)
    return None


def _text(data: bytes) -> object:
    """Made plain, a text is plain, prints, and stays as it is."""
    text = data.decode("utf-8", "surrogateescape")
    made = plain(text)
    assert plain(made) == made
    assert not hidden(made), (text, made)
    made.encode("utf-8")
    assert "\x1b" not in made
    assert len(shown(text).splitlines()) <= 1
    return made


def _answer(data: bytes) -> object:
    parts = iter([data[: len(data) // 2], data[len(data) // 2 :]])
    return [
        openai_compatible._piece(line.removeprefix(b"data:"))
        for line in openai_compatible._lines(parts)
        if line.startswith(b"data:")
    ]


_ANNA, _BERT = Own(bytes(range(32)), bytes(range(32))), Own(b"b" * 32, b"b" * 32)


def _sealed_body(body: bytes) -> object:
    """Whatever a peer seals and signs: opened, it is a letter or refused."""
    nonce, to, own = bytes(24), _BERT.public.box, _ANNA.public
    box = Box(PrivateKey(_ANNA.box), PublicKey(to)).encrypt(body, nonce).ciphertext
    told = digest(
        b"visavis signed", envelopes.HEADER, own.sign, own.box, to, nonce, box, size=64
    )
    slip = bytes.fromhex(own.id) + _ANNA.signed(told) + nonce
    raw = envelopes.HEADER + bytes(SealedBox(PublicKey(to)).encrypt(slip + box))
    opened = envelopes.open_sealed(raw, _BERT, [own])
    again = packing.packed(written(opened.letter), opened.files, opened.number)
    assert len(again) in packing.STEPS
    return opened


def _paired(data: bytes) -> object:
    """An invitation or an answer, in each other's place as well."""
    day = date(2026, 11, 23)
    if pairing.is_answer(data):
        return pairing.read_answer(data, _ANNA.box)
    return pairing.read_invitation(data, day)


_LETTERS = (
    b'{"format":1,"kind":"goodbye","letter":{"note":"Hm."}}',
    b'{"format":1,"kind":"report","letter":{"id":"r","kind":"rehearsal","what":"x",'
    b'"title":"X","done_on":"2026-11-24","items":[{"id":"a","kind":"suds","label":'
    b'"Before","numbers":{"before":60.0}}]}}',
)
_INVITED, _KEY = pairing.invite(
    _ANNA, "7KQ-4MD-2XWP", date(2026, 11, 23), cost=Cost(1, 64, 1)
)
_ANSWERED, _ = pairing.answer(
    pairing.read_invitation(_INVITED, date(2026, 11, 23)), _KEY, _BERT
)
_SMALL = _packed(a=np.arange(6, dtype=np.float32).reshape(2, 3), b=np.array(["x", "y"]))
_HEAD = _packed(
    format=1, vocabulary=np.array(["w:a", "c: a "]), idf=np.ones(2, np.float16),
    coef=np.zeros((len(classifier.CLASSES) + 1, 2), np.float16),
    bias=np.zeros(len(classifier.CLASSES) + 1, np.float32),
    threshold=0.5, threshold_stop=0.8,
)  # fmt: skip
_EVENTS = (
    {"event": "session_started", "scenario": "x", "seed": 1, "goals": ["ask"]},
    {"event": "utterance", "turn": 1, "text": "Hm.", "source": "typed", "speech": None},
    {"event": "memory", "turn": 1, "memory": {"turn": 1, "counts": {"a": 1}}},
    {"event": "reply", "text": "Yes.", "mood": "calm"},
    {"event": "branched", "from_turn": 0, "branch": 1},
    {"event": "ended", "ending": "x", "epilogue": ""},
    {"event": "safety", "turn": 1, "who": "user", "category": "none", "form": "none",
     "p": 0.0, "action": "none", "rule": ""},
)  # fmt: skip

TARGETS: dict[str, Target] = {
    "scenario": Target(
        lambda data: _file("x.toml", data, scenario.load),
        (scenario.ScenarioError,),
        ((ROOT / "scenarios" / "hearing_no.toml").read_bytes(),),
    ),
    "arrays": Target(
        lambda data: _file("x.npz", data, arrays.read), (arrays.ArraysError,), (_SMALL,)
    ),
    "classifier": Target(
        lambda data: _file("x.npz", data, classifier.load), (SafetyDataError,), (_HEAD,)
    ),
    "card": Target(
        lambda data: _file("x.toml", data, cards._read),
        (cards.CardError,),
        ((ROOT / "rooms" / "living_room.toml").read_bytes(),),
    ),
    "voice": Target(
        lambda data: _file("maya.toml", data, voices.read_voice),
        (voices.VoiceError,),
        ((ROOT / "voices" / "maya.toml").read_bytes(),),
    ),
    "registry": Target(
        lambda data: _file("models.toml", data, registry.read_models),
        (registry.RegistryError,),
        ((ROOT / "models.toml").read_bytes(),),
    ),
    "settings": Target(
        lambda data: _file(
            "config.toml", data, lambda path: Config.load({}, {}, path.parent)
        ),
        (ConfigError,),
        (b'user_name = "Kim"\nseed = 3\ndeadline_s = 2.5\nvoice = false\n',),
    ),
    "wav": Target(
        lambda data: _file("x.wav", data, wav.read),
        (wav.AudioError,),
        (_sound(1), _sound(2), _sound(3), _sound(4)),
    ),
    "event": Target(
        _event,
        # what is no JSON cannot come out of the vault, which wrote and sealed it
        (EventError, json.JSONDecodeError, UnicodeDecodeError, RecursionError),
        tuple(json.dumps(one).encode() for one in _EVENTS),
    ),
    "answer": Target(
        _answer,
        (ModelError, *openai_compatible._ODD),
        (b'data: {"choices": [{"delta": {"content": "Hm."}}]}\n\ndata: [DONE]\n',),
    ),
    "envelope": Target(
        lambda data: envelopes.open_sealed(data, _BERT, [_ANNA.public]),
        (EnvelopeError,),
        (envelopes.seal(Goodbye(), {"a.toml": b"x"}, _ANNA, _BERT.public, 1),),
    ),
    "sealed": Target(
        _sealed_body,
        (EnvelopeError,),
        (packing.packed(_LETTERS[1], {"a.toml": b"x", "b": b""}, 1),),
    ),
    "letter": Target(read_letter, (DataError,), _LETTERS),
    "pairing": Target(_paired, (ClinicError,), (_INVITED, _ANSWERED)),
    "text": Target(_text, (), (b"I am tired.", "👩‍❤️‍👩 \u202ex\u200b".encode())),
}
