"""A request to stop that the recogniser, or a shaking hand, got wrong.

A short line is compared with what people say to end a session, letter by
letter: the edits between the two are counted (Levenshtein's distance), and those that
recognisers and typists make easily count half. Only whole lines count, so a command
inside a sentence to the partner is left to the rules.
"""

from __future__ import annotations

import functools
import re
import tomllib
from dataclasses import dataclass

from assets import folder
from dialogue.safety.errors import SafetyDataError, check_keys
from dialogue.safety.rules import Hit

MOST_WORDS = 8
"""A longer line is a sentence to somebody."""
NEAR = 0.15
"""Most cost per letter of the command [measured on ordinary lines; see
docs/explanation/the-safety-screen.md]."""
SHORTEST = 7
"""A command of fewer letters is too near to other words to be guessed at."""
ALIKE = 0.4
"""Least share of a command's pairs of letters that a misheard one still has."""
_ALIKE = ("aeiouy", "pb", "td", "kcgqx", "fvw", "szcx", "mn", "lr")
_FAINT = "hwyeu"
"""Letters that are easily lost or added."""
_LEAD = re.compile(
    r"^(?:(?:ok|please|no|hey|wait|sorry|look|yes|well|right|now|i said|so) )+(?=\w)"
)

_SESSION = re.compile(
    r"\b(?:session|program|rehearsal|scene|simulation|exercise|headset|out)\b"
)


@dataclass(frozen=True, slots=True)
class Commands:
    """What ends a session, without spaces, and words that only sound like it."""

    texts: tuple[tuple[str, frozenset[str], bool], ...]
    """Each with its pairs of neighbouring letters, and whether it names the session."""
    other: frozenset[str]


@functools.cache
def commands() -> Commands:
    """Read the commands once.

    Raises:
        SafetyDataError: the file has an unknown or a missing key.
    """
    path = folder("safety") / "stop_commands.toml"
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    check_keys(data, ("commands", "other"), ("commands", "other"), path.name)
    texts = [str(text) for text in data["commands"]]
    if not texts:
        raise SafetyDataError(f"{path.name}: commands must name at least one text.")
    joined = {text.replace(" ", ""): bool(_SESSION.search(text)) for text in texts}
    long = tuple(
        (text, _pairs(text), is_named)
        for text, is_named in joined.items()
        if len(text) >= SHORTEST
    )
    return Commands(long, frozenset(data["other"]))


def stop_request(line: str, *, is_final: bool = True) -> Hit | None:
    """Whether a plain `line` sounds like a request to end the session.

    A line that is a command to the letter is the rules' to find; this is for what was
    misheard. An unfinished line ("I want to stop…") counts only where the command names
    the session or the way out.
    """
    line = _LEAD.sub("", line.replace(" .", "").replace(" ,", ""))
    words = line.split()
    known = commands()
    if not 1 <= len(words) <= MOST_WORDS or known.other & set(words):
        return None
    heard = "".join(words)
    pairs = _pairs(heard)
    for command, wanted, is_named in known.texts:
        # the costly comparison only where it can end well
        if len(pairs & wanted) < ALIKE * len(wanted) or not (is_final or is_named):
            continue
        if cost(heard, command) <= NEAR * len(command):
            return Hit("misheard.stop_request", "stop_request", "explicit", 0.8, True)
    return None


def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[at : at + 2] for at in range(len(text) - 1))


def cost(one: str, other: str) -> float:
    """What it costs to make `one` into `other`: letters put in, left out or changed.

    A letter that is easily lost costs a half, and so does a change to one that sounds
    alike.
    """
    before = [0.0]
    for letter in other:
        before.append(before[-1] + _added(letter))
    for letter in one:
        now = [before[0] + _added(letter)]
        for column, wanted in enumerate(other, 1):
            change = before[column - 1] + _changed(letter, wanted)
            lost, added = before[column] + _added(letter), now[-1] + _added(wanted)
            now.append(min(change, lost, added))
        before = now
    return before[-1]


def _added(letter: str) -> float:
    return 0.5 if letter in _FAINT else 1.0


@functools.cache
def _changed(one: str, other: str) -> float:
    if one == other:
        return 0.0
    return 0.5 if any(one in same and other in same for same in _ALIKE) else 1.0
