"""Explicit cues: what a person would point at, as numbers in 0..1.

Each cue is one named pattern of ``assets/rubrics/cues.toml`` over the folded text of
the user's line or the partner's. Cues carry the grammar of a skill (question form, who
the subject is, order or ask, a refusal before) to words that no training line used.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

import assets
from dialogue.scorers._text import Token, words

NUMBERS: Final = (
    "length",
    "very short",
    "second person share",
    "first person share",
    "plural share",
    "share said back",
    "content said back",
    "nothing said",
)
"""Cues that are counted, not matched."""

_Pattern = re.Pattern[str]


@cache
def _patterns() -> tuple[tuple[str, ...], tuple[_Pattern, ...], tuple[_Pattern, ...]]:
    path = assets.folder("rubrics") / "cues.toml"
    data: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    lists = {
        name: "(?:" + "|".join(word.strip() for word in listed.split(",")) + ")"
        for name, listed in data["lists"].items()
    }
    lists["soft"] = f"(?: {lists['soft']})*"

    def made(kind: str) -> tuple[_Pattern, ...]:
        filled = []
        for cue in data[kind]:
            text = cue["pattern"]
            for name, listed in lists.items():
                text = text.replace("{" + name + "}", listed)
            filled.append(re.compile(text))
        return tuple(filled)

    names = [cue["name"] for kind in ("user", "partner") for cue in data[kind]]
    return (*names, *NUMBERS), made("user"), made("partner")


def names() -> tuple[str, ...]:
    """Names of all cues, in the order of `cues`."""
    return _patterns()[0]


def cues(user: list[Token], partner: list[Token]) -> NDArray[np.float64]:
    """All cues of a line, in the order of `names`, each 0..1."""
    _, of_user, of_partner = _patterns()
    said, heard = _joined(user)[0], _joined(partner)[0]
    found = [float(pattern.search(said) is not None) for pattern in of_user]
    found += [float(pattern.search(heard) is not None) for pattern in of_partner]
    return np.asarray(found + _numbers(user, partner), dtype=np.float64)


def places(user: list[Token]) -> Iterator[tuple[int, range]]:
    """Each user cue that is found: its index, and the tokens that its match covers."""
    said, starts = _joined(user)
    for index, pattern in enumerate(_patterns()[1]):
        match = pattern.search(said)
        if match is None or match.end() == match.start():
            continue
        inside = [
            at
            for at, start in enumerate(starts)
            if match.start() <= start < match.end()
        ]
        if inside:
            yield index, range(inside[0], inside[-1] + 1)


def _joined(line: list[Token]) -> tuple[str, list[int]]:
    """Tokens as one string, full stops and commas close up, and where each begins."""
    text, starts = "", []
    for token in line:
        if text and token.form not in ".,":
            text += " "
        starts.append(len(text))
        text += token.form
    return text, starts


@cache
def _counted(name: str) -> frozenset[str]:
    return frozenset(words()["counted"][name].split())


def _numbers(user: list[Token], partner: list[Token]) -> list[float]:
    said = [token.form for token in user if token.is_word]
    count = max(len(said), 1)
    you, i, we, empty = (_counted(name) for name in ("you", "i", "we", "empty"))
    heard = {token.form for token in partner if token.is_word} - you - i
    content = [word for word in said if word not in empty | you | i]
    return [
        min(len(said) / 40, 1.0),
        float(len(said) <= 3),
        sum(word in you for word in said) / count,
        sum(word in i for word in said) / count,
        sum(word in we for word in said) / count,
        sum(word in heard for word in said) / count,
        sum(word in heard for word in content) / max(len(content), 1),
        float(not said),
    ]
