"""What a voice is: the protocol, and the voices that `assets/voices` describes."""

from __future__ import annotations

import difflib
import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol, get_args

import assets
from avatars.performance import Speech
from dialogue.messages import MOODS
from dialogue.strict import DataError, parsed, read

Register = Literal["higher", "middle", "lower"]


class VoiceError(ValueError):
    """A voice cannot be made or cannot speak; the message says what to do."""


class Voice(Protocol):
    """Speaks a reply phrase by phrase."""

    def warm(self) -> None:
        """Load and run once, so that the first phrase is as quick as the rest.

        Raises:
            MissingModel: there are no weights; the message names how to get them.
        """

    def synthesize(
        self, text: str, mood: str = "calm", pace: float = 1.0
    ) -> Iterator[Speech]:
        """Speech of `text`, one phrase after another; yields each when it is ready.

        `pace` multiplies the pace of voice and mood; 0.7 to 1.4.
        """

    def fillers(self, mood: str = "calm") -> tuple[Speech, ...]:
        """Listener responses ("mm", "mhm", a breath); `text` names each."""


@dataclass(frozen=True, slots=True)
class VoiceData:
    """One file of `assets/voices`: an adult voice."""

    id: str
    title: str
    description: str
    register: Register
    styles: dict[str, float]
    """Kokoro style names and their weights; weights add up to 1."""
    speed: float = 1.15
    """Kokoro's own speed; its Japanese styles speak English slowly at 1."""
    pitch: float = 1.0
    """Factor on pitch and resonance, by resampling; below 1 is a lower voice."""
    gain_db: float = 0.0
    """Evens out how loud the voices are."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """How a mood is spoken, beside its pace (`avatars.moods`)."""

    gain_db: float = 0.0
    pause: float = 1.0
    """Factor on the silences between phrases."""


# Soft and slow with sadness and tenderness, loud with anger, longer pauses when low
# (Juslin & Laukka 2003, from memory); kept small, so that no word is lost.
DELIVERIES: Mapping[str, Delivery] = {
    "calm": Delivery(),
    "warm": Delivery(-0.5),
    "tender": Delivery(-2.5, 1.2),
    "relieved": Delivery(-0.5, 1.1),
    "amused": Delivery(0.5, 0.9),
    "nervous": Delivery(-0.5, 0.85),
    "guarded": Delivery(-0.5, 1.1),
    "hurt": Delivery(-2.0, 1.25),
    "sad": Delivery(-2.5, 1.35),
    "angry": Delivery(1.5, 0.85),
    "withdrawn": Delivery(-3.0, 1.35),
}


def delivery(mood: str) -> Delivery:
    """How `mood` is spoken.

    Raises:
        VoiceError: no such mood.
    """
    if mood not in DELIVERIES:
        raise VoiceError(f"mood {mood!r} is not one of {', '.join(MOODS)}.")
    return DELIVERIES[mood]


@functools.cache
def voices() -> tuple[VoiceData, ...]:
    """All voices of `assets/voices`, by id.

    Raises:
        VoiceError: a file is wrong; names file and key.
    """
    return tuple(
        read_voice(path) for path in sorted(assets.folder("voices").glob("*.toml"))
    )


def voice_data(voice_id: str) -> VoiceData:
    """The voice with this id.

    Raises:
        VoiceError: says which ids exist and which is near.
    """
    for data in voices():
        if data.id == voice_id:
            return data
    known = [data.id for data in voices()]
    near = difflib.get_close_matches(voice_id, known, 1)
    hint = f" Did you mean {near[0]!r}?" if near else ""
    raise VoiceError(f"voice {voice_id!r} is not one of {', '.join(known)}.{hint}")


def read_voice(path: Path) -> VoiceData:
    """Read one voice file.

    Raises:
        VoiceError: names file and key, and what is allowed.
    """
    place = f"voices/{path.name}"
    try:
        data = read(VoiceData, parsed(path), "")
    except (OSError, DataError) as error:
        raise VoiceError(f"{place}: {str(error).lstrip('.: ')}") from error
    _check(data, place)
    return data


def _check(data: VoiceData, place: str) -> None:
    if f"{data.id}.toml" != place.removeprefix("voices/"):
        raise VoiceError(f"{place}: id {data.id!r} must be the file's name.")
    if data.register not in get_args(Register):
        raise VoiceError(
            f"{place}: register {data.register!r} is not one of "
            f"{', '.join(get_args(Register))}."
        )
    if not data.styles or abs(sum(data.styles.values()) - 1) > 1e-6:
        raise VoiceError(f"{place}: the weights of styles must add up to 1.")
    ranges = {"speed": (0.7, 1.6), "pitch": (0.8, 1.2), "gain_db": (-12.0, 12.0)}
    for key, (least, most) in ranges.items():
        if not least <= getattr(data, key) <= most:
            raise VoiceError(f"{place}: {key} must lie in {least} to {most}.")
