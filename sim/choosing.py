"""Which item of a list somebody means, by a number, a name or a few words of it.

The same for what is typed and what is said. Whoever is not sure asks back: a wrong
guess opens something that was not asked for.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final, Generic, Protocol, TypeVar

SURE: Final = 0.74
"""From this score on an item is taken, if none is near it."""
NEAR: Final = 0.5
"""From this score on an item is asked about."""
APART: Final = 0.12
"""How far the best must be before the next to be taken without asking."""
ALIKE: Final = 0.8
"""Two words that share so much are the same, heard or typed a little differently."""
LIKE: Final = 0.66
"""From here on two whole names are alike by their letters."""
MOST_ASKED: Final = 3
SHORTEST: Final = 5
"""Letters that must be right to be sure of a name by a part of it."""

_UNITS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50}
_ORDINALS = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
]
_LEAD = re.compile(
    r"^(?:(?:please|okay|ok|um+|uh+|well|so|i|i'd|i'll|we|let's|let|us|me|would|want"
    r"|wanna|like|can|could|to|take|choose|pick|open|start|begin with|do|try|have"
    r"|practise|practice|show|go|go to|number|the|one|about|called)\s+)+"
)
_TAIL = re.compile(r"(?:\s+(?:please|now|thanks|thank you))+$")
_SMALL = frozenset(
    [
        "a",
        "an",
        "and",
        "the",
        "of",
        "to",
        "in",
        "on",
        "for",
        "your",
        "you",
        "my",
        "it",
        "is",
        "that",
        "what",
    ]
)
YES: Final = frozenset(
    ["yes", "yeah", "yep", "sure", "right", "correct", "okay", "ok", "exactly"]
)
NO: Final = frozenset(["no", "nope", "wrong", "neither", "none"])


class Named(Protocol):
    """What can be chosen by its name."""

    @property
    def title(self) -> str:
        """The name that is shown."""

    @property
    def names(self) -> tuple[str, ...]:
        """Other names that it answers to."""


_T = TypeVar("_T", bound=Named)


@dataclass(frozen=True, slots=True)
class Found(Generic[_T]):
    """What was meant."""

    sure: _T | None = None
    near: tuple[_T, ...] = field(default=())
    """What may have been meant, best first; empty when `sure` is set."""


def bare(words: str) -> str:
    """`words` in small letters, without signs and runs of blanks."""
    plain = words.lower().replace("’", "'")
    return " ".join(re.sub(r"[^\w']+", " ", plain).split())


def number_of(words: str) -> int | None:
    """The number that `words` are: "12", "twenty one", "the third one"; else None."""
    said = _stripped(bare(words))
    if said.isdecimal():
        return int(said[:6])
    if (place := said.removesuffix(" one")) in _ORDINALS:
        return _ORDINALS.index(place) + 1
    total = 0
    parts = said.split()
    for index, part in enumerate(parts):
        if part in _TENS and index == 0 and len(parts) <= 2:
            total += _TENS[part]
        elif part in _UNITS and index == len(parts) - 1:
            total += _UNITS.index(part)
        else:
            return None
    return total if parts else None


def find(words: str, items: Sequence[_T]) -> Found[_T]:
    """The item of `items` that `words` mean; numbers count from 1."""
    number = number_of(words)
    if number is not None:
        is_there = 1 <= number <= len(items)
        return Found(items[number - 1]) if is_there else Found()
    said = bare(words)
    for exact in (said, _stripped(said)):
        called = tuple(item for item in items if exact in _names(item))
        if exact and called:  # two of one name are asked about
            return Found(called[0]) if len(called) == 1 else Found(near=called)
    scored = sorted(
        ((_score(_stripped(said), item), item) for item in items),
        key=lambda pair: -pair[0],
    )
    near = tuple(item for score, item in scored if score >= NEAR)[:MOST_ASKED]
    if not near:
        return Found()
    second = scored[1][0] if len(scored) > 1 else 0.0
    is_sure = scored[0][0] >= SURE and scored[0][0] - second >= APART
    return Found(near[0]) if is_sure else Found(near=near)


def matches(typed: str, items: Sequence[_T], more: Callable[[_T], str]) -> list[_T]:
    """The items in which every typed word begins a word of title, names or `more`.

    A number leaves the items whose number begins with it.
    """
    parts = bare(typed).split()
    if not parts:
        return list(items)
    if len(parts) == 1 and parts[0].isdecimal():
        return [one for n, one in enumerate(items, 1) if str(n).startswith(parts[0])]
    kept = []
    for item in items:
        there = bare(" ".join((item.title, *item.names, more(item)))).split()
        if all(any(word.startswith(part) for word in there) for part in parts):
            kept.append(item)
    return kept


def named(words: str, names: Sequence[Sequence[str]]) -> int | None:
    """Index of the only one of `names` that `words` are; None if there is none.

    Nothing is guessed: `words` are a whole name, or what stands of it between commas,
    as "go on" of "I'm okay, go on".
    """
    said = bare(words)
    fits = [
        index
        for index, those in enumerate(names)
        if any(said in map(bare, (one, *one.split(","))) for one in those)
    ]
    return fits[0] if said and len(fits) == 1 else None


def is_yes(words: str) -> bool:
    """Whether `words` say yes and not no."""
    said = set(bare(words).split())
    return bool(said & YES or "that's it" in bare(words)) and not said & NO


def is_no(words: str) -> bool:
    """Whether `words` say no."""
    said = bare(words).split()
    return bool(said) and (said[0] in NO or said == ["not", "that"])


def _stripped(said: str) -> str:
    """`said` without "I would like to …" and "… please", unless nothing is left."""
    return _TAIL.sub("", _LEAD.sub("", said)) or said


def _names(item: Named) -> set[str]:
    return {bare(one) for one in (item.title, *item.names)}


def _score(said: str, item: Named) -> float:
    return max(_alike(said, name) for name in _names(item))


def _alike(said: str, name: str) -> float:
    """0..1: how many words of each are in the other, or the letters in their order."""
    whole = difflib.SequenceMatcher(None, said, name).ratio()
    whole = whole if whole >= LIKE else 0.0  # short words share letters by chance
    heard, named = _telling(said), _telling(name)
    if not heard or not named:
        return whole
    right = sum(any(_same(one, two) for two in named) for one in heard) / len(heard)
    full = sum(any(_same(one, two) for two in heard) for one in named) / len(named)
    # all of what was said stands in it: sure, unless another name has it all, too
    is_all = right == 1.0 and sum(map(len, heard)) >= SHORTEST
    return max(whole, 0.6 * right + 0.4 * full, SURE if is_all else 0.0)


def _telling(words: str) -> list[str]:
    parts = words.split()
    return [part for part in parts if part not in _SMALL] or parts


def _same(one: str, two: str) -> bool:
    short, long = sorted((one, two), key=len)
    begins = len(short) >= 3 and long.startswith(short)
    return begins or difflib.SequenceMatcher(None, one, two).ratio() >= ALIKE
