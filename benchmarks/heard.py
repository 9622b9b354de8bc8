"""Lines as our voices say them and the recogniser hears them.

    python -m benchmarks.heard [--lines 300] [--screened 120]

Written lines are spoken by the six shipped voices in turn and recognised as in a
session. It takes a second or more a line, so what was heard is kept in
``benchmarks/heard.jsonl`` and `benchmarks.fairness` reads it where no models are.
A line that is kept already is not spoken again.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from assets import folder
from assets.build.safety_lines import read as read_safety
from assets.build.scorer_lines import read as read_lines
from dialogue import dropins
from sim.audio.wav import resampled, to_pcm

KEPT: Final = Path(__file__).with_name("heard.jsonl")
VOICES: Final = ("ines", "maya", "noor", "robin", "sam", "theo")
VOICE_HZ: Final = 24_000
HEARD_HZ: Final = 16_000
WORDS: Final = 16


@dataclass(frozen=True, slots=True)
class Heard:
    """One line, spoken and heard."""

    text: str
    heard: str
    partner_line: str
    voice: str
    origin: str
    """``scored`` from the rubric's lines, or ``screened`` from the safety lines."""
    group: str
    """The line's writer, or its safety category."""


def kept() -> tuple[Heard, ...]:
    """What was heard and kept."""
    if not KEPT.exists():
        return ()
    rows = KEPT.read_text(encoding="utf-8").splitlines()
    return tuple(Heard(**json.loads(row)) for row in rows)


def chosen(lines: int, screened: int) -> list[Heard]:
    """Lines to speak, evenly from every writer and category, in a mixed order.

    Only lines of at most `WORDS` words: a long one takes minutes on a busy computer.
    """
    first, second = list(_scored(lines)), list(_screened(screened))
    places = [
        (at / max(len(part), 1), item)
        for part in (first, second)
        for at, item in enumerate(part)
    ]
    return [item for _, item in sorted(places, key=lambda place: place[0])]


def _is_short(text: str) -> bool:
    return len(text.split()) <= WORDS


def _scored(count: int) -> Iterator[Heard]:
    groups: dict[str, list[Any]] = {}
    for record in read_lines().records:
        if _is_short(record["user_line"]):
            groups.setdefault(record["writer"], []).append(record)
    writers = sorted(groups)
    for at in range(count):
        writer, turn = writers[at % len(writers)], at // len(writers)
        record = groups[writer][turn * 13 % len(groups[writer])]
        voice = VOICES[turn % len(VOICES)]
        text, before = record["user_line"], record["partner_line"]
        yield Heard(text, "", before, voice, "scored", writer)


def _screened(count: int) -> Iterator[Heard]:
    lines = read_safety(folder("safety") / "heldout.jsonl")
    alarming = [x for x in lines if x.category != "none" and _is_short(x.text)]
    for at, line in enumerate(alarming[:count]):
        voice = VOICES[at % len(VOICES)]
        yield Heard(line.text, "", line.partner_line, voice, "screened", line.category)


class Loop:
    """From text to sound to text, with the models of a session."""

    def __init__(self, threads: int = 2) -> None:
        """`threads` of each network; on a busy computer one is quicker than two."""
        self._threads = threads
        self._ear = dropins.create(
            "dialogue.recognizers", "faster_whisper", {"cpu_threads": threads}
        )
        self._voices: dict[str, Any] = {}

    def heard(self, text: str, voice: str) -> str:
        """What the recogniser makes of `text` said by `voice`."""
        return str(self._ear.transcribe(self._spoken(text, voice)).text)

    def _spoken(self, text: str, voice: str) -> npt.NDArray[np.int16]:
        if voice not in self._voices:
            options = {"voice": voice, "threads": self._threads}
            made = dropins.create("avatars.voices", "kokoro", options)
            self._voices[voice] = made
        speech = self._voices[voice].synthesize(text, "calm")
        phrases = [np.asarray(item.samples) for item in speech]
        sound = np.concatenate(phrases).astype(np.float32) / 32768
        pcm: npt.NDArray[np.int16] = to_pcm(resampled(sound, VOICE_HZ, HEARD_HZ))
        return pcm


def main() -> None:
    """Speak and hear what is not kept yet."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.heard")
    parser.add_argument("--lines", type=int, default=300)
    parser.add_argument("--screened", type=int, default=120)
    wanted = parser.parse_args()
    have = {item.text for item in kept()}
    loop = Loop()
    with KEPT.open("a", encoding="utf-8") as file:
        for item in chosen(wanted.lines, wanted.screened):
            if item.text in have:
                continue
            have.add(item.text)
            row = {**asdict(item), "heard": loop.heard(item.text, item.voice)}
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
            file.flush()
    print(f"{KEPT}: {len(kept())} lines")


if __name__ == "__main__":
    main()
