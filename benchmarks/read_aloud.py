"""The exercises' texts as the guide's voice says them and the recogniser hears them.

    python -m benchmarks.read_aloud [--out FILE]

Every paragraph that is read aloud is spoken once and recognised as in a session. Words
that come back wrong are counted (word error rate: wrong, missing and added words, of
those written), after Whisper's own normalisation: case, punctuation, hyphens, numbers,
contractions, and British spelling. What was heard is kept in
``benchmarks/read_aloud.jsonl``; a paragraph that is kept is not spoken again, and one
that is no longer written is dropped.
"""

from __future__ import annotations

import argparse
import difflib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from benchmarks.exercise_texts import Text, spoken

KEPT: Final = Path(__file__).with_name("read_aloud.jsonl")
VOICE: Final = "guide"
MOST_WRONG: Final = 0.05
"""Word errors that are allowed, of all words."""
WORST: Final = 25
SPELLING: Final = {
    **{"colour": "color", "colours": "colors", "favour": "favor", "grey": "gray"},
    **{"towards": "toward", "afterwards": "afterward", "cosy": "cozy"},
    **{"neighbour": "neighbor", "behaviour": "behavior", "metre": "meter"},
    **{"metres": "meters", "realise": "realize", "practise": "practice"},
    **{"centre": "center", "programme": "program", "okay": "ok"},
    **{"alright": "all right", "tonite": "tonight", "sometime": "some time"},
    **{"grey-blue": "gray blue", "colourful": "colorful", "mould": "mold"},
}
"""The recogniser writes American English."""


@dataclass(frozen=True, slots=True)
class Heard:
    """One paragraph, spoken and heard."""

    text: str
    heard: str


@dataclass(frozen=True, slots=True)
class Errors:
    """What came back wrong of one paragraph."""

    text: str
    heard: str
    file: str
    step: str
    words: int
    wrong: int
    """Words that were missing, added or heard as others."""
    misheard: tuple[str, ...]
    """Each as ``written > heard``."""


def kept(path: Path = KEPT) -> dict[str, str]:
    """What was heard and kept, by text."""
    if not path.exists():
        return {}
    rows = path.read_text("utf-8").splitlines()
    return {row["text"]: row["heard"] for row in map(json.loads, rows)}


@cache
def _normalizer() -> Any:
    from transformers.models.whisper.english_normalizer import EnglishTextNormalizer

    return EnglishTextNormalizer(SPELLING)


def normal(text: str) -> list[str]:
    """Words of `text` as they are compared."""
    text = text.replace("’", "'").replace("‘", "'")
    text = re.sub(r"½| 1/2\b", " and a half", text)
    text = re.sub(r"[-–—/]", " ", text)
    return str(_normalizer()(text)).split()


def compared(written: Sequence[str], heard: Sequence[str]) -> tuple[int, list[str]]:
    """Word errors (Levenshtein distance over words), and where they are."""
    before = list(range(len(heard) + 1))
    for row, word in enumerate(written, 1):
        now = [row]
        for column, other in enumerate(heard, 1):
            change = before[column - 1] + (word != other)
            now.append(min(before[column] + 1, now[-1] + 1, change))
        before = now
    match = difflib.SequenceMatcher(None, written, heard, autojunk=False)
    places = [
        f"{' '.join(written[a:b])} > {' '.join(heard[c:d])}"
        for tag, a, b, c, d in match.get_opcodes()
        if tag != "equal"
    ]
    return before[-1], places


def errors(texts: Sequence[Text], heard: dict[str, str]) -> Iterator[Errors]:
    """What came back wrong of each of `texts` that was heard."""
    for one in texts:
        words = one.as_shown
        if words in heard:
            written = normal(words)
            wrong, places = compared(written, normal(heard[words]))
            yield Errors(
                words,
                heard[words],
                one.file,
                one.step,
                len(written),
                wrong,
                tuple(places),
            )


def report(texts: Sequence[Text], heard: dict[str, str]) -> dict[str, Any]:
    """Word error rates of all and of each file, and the worst paragraphs."""
    found = list(errors(texts, heard))
    by_file = {one.file: [e for e in found if e.file == one.file] for one in found}
    worst = sorted(found, key=lambda e: (-e.wrong / max(e.words, 4), -e.wrong))
    return {
        "voice": f"kokoro:{VOICE}",
        "recognizer": "faster_whisper",
        "paragraphs": len(found),
        "not_heard_yet": len(texts) - len(found),
        "words": sum(e.words for e in found),
        "word_error_rate": rate(found),
        "allowed": MOST_WRONG,
        "by_file": {
            name: {
                "word_error_rate": rate(by_file.get(name, [])),
                "heard": len(by_file.get(name, [])),
                "of": sum(one.file == name for one in texts),
            }
            for name in sorted({one.file for one in texts})
        },
        "worst": [
            {
                "where": f"{e.file} {e.step}",
                "text": e.text,
                "heard": e.heard,
                "wrong": e.wrong,
                "words": e.words,
                "misheard": e.misheard,
            }
            for e in worst[:WORST]
            if e.wrong
        ],
    }


def rate(found: Sequence[Errors]) -> float:
    """Word errors of all words, 0..1."""
    words = sum(e.words for e in found)
    return round(sum(e.wrong for e in found) / words, 4) if words else 0.0


def hear(texts: Sequence[Text], path: Path = KEPT) -> None:
    """Speak and hear what is not kept yet; keep what is still written."""
    from benchmarks.heard import Loop

    wanted = [one.as_shown for one in texts]
    have = {text: said for text, said in kept(path).items() if text in wanted}
    path.write_text("".join(_row(*item) for item in have.items()), "utf-8")
    loop: Loop | None = None
    with path.open("a", encoding="utf-8") as file:
        for words in wanted:
            if words not in have:
                loop = loop or Loop(threads=1)
                have[words] = loop.heard(words, VOICE)
                file.write(_row(words, have[words]))
                file.flush()


def _row(text: str, heard: str) -> str:
    return json.dumps({"text": text, "heard": heard}, ensure_ascii=False) + "\n"


def main() -> None:
    """Speak and hear what is not kept yet, and print what came of all."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.read_aloud")
    parser.add_argument("--out", type=Path, help="JSON file (default: standard output)")
    parser.add_argument("--only", default="", help="files whose name has this in it")
    wanted = parser.parse_args()
    texts = [one for one in spoken() if wanted.only in one.file]
    if not wanted.only:
        hear(texts)
    made = json.dumps(report(texts, kept()), ensure_ascii=False, indent=2)
    if wanted.out is None:
        print(made)
    else:
        wanted.out.write_text(f"{made}\n", "utf-8")


if __name__ == "__main__":
    main()
