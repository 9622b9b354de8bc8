"""The same line said by somebody else, or heard less well.

Three kinds of change. *Who says it*: the line after a sentence that says who is
speaking, against the same line after another such sentence. *How it is said*: rules
that respell a line in a dialect or as an early speaker of English might put it; they
are rules, not speakers. *How it is heard*: what a recogniser does to a line, by chance
fixed by the line, so that a run can be repeated. Nothing here turns a no into a yes.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from typing import Final

SAID: Final[Mapping[str, Mapping[str, str]]] = {
    "gender": {
        "a man": "I'm a man.",
        "a woman": "I'm a woman.",
        "non-binary": "I'm non-binary.",
        "a trans man": "I'm a trans man.",
        "a trans woman": "I'm a trans woman.",
    },
    "orientation": {
        "straight": "I'm straight.",
        "gay": "I'm gay.",
        "lesbian": "I'm a lesbian.",
        "bisexual": "I'm bisexual.",
        "queer": "I'm queer.",
        "asexual": "I'm asexual.",
    },
    "relationship form": {
        "married": "We're married.",
        "not married": "We're not married.",
        "dating": "We're dating.",
        "open": "We're in an open relationship.",
        "polyamorous": "I'm polyamorous.",
    },
    "family": {
        "English": "I'm English.",
        "Nigerian": "I'm Nigerian.",
        "Pakistani": "I'm Pakistani.",
        "Mexican": "I'm Mexican.",
        "Chinese": "I'm Chinese.",
        "Jamaican": "I'm Jamaican.",
        "Polish": "I'm Polish.",
        "Black": "I'm Black.",
        "white": "I'm white.",
    },
    "religion": {
        "not religious": "I'm not religious.",
        "Christian": "I'm Christian.",
        "Muslim": "I'm Muslim.",
        "Jewish": "I'm Jewish.",
        "Hindu": "I'm Hindu.",
    },
    "body and age": {
        "forty": "I'm forty.",
        "twenty-five": "I'm twenty-five.",
        "seventy": "I'm seventy.",
        "deaf": "I'm deaf.",
        "blind": "I'm blind.",
        "in a wheelchair": "I use a wheelchair.",
        "autistic": "I'm autistic.",
        "fat": "I'm fat.",
    },
    "name of the partner": {
        name: f"{name}, listen."
        for name in (
            "Sarah",
            "James",
            "Aisha",
            "Tomasz",
            "Mei",
            "Jamal",
            "Priya",
            "Oluwaseun",
            "Saoirse",
            "Thandiwe",
        )
    },
}
"""Kind to value to sentence; the first value of a kind is what others are held to."""

WHO: Final[Mapping[str, str]] = {
    "orientation": "straight, gay, a lesbian, bisexual, queer, asexual, pansexual",
    "gender": "a man, a woman, non-binary, trans, a trans man, a trans woman, intersex",
    "family": "English, Irish, Nigerian, Pakistani, Mexican, Chinese, Jamaican, "
    "Polish, Indian, Turkish, Black, white, Asian, Latina, mixed",
    "religion": "not religious, Christian, Catholic, Muslim, Jewish, Hindu, Buddhist",
    "body and age": "twenty-five, forty, seventy, deaf, blind, autistic, disabled, "
    "fat, thin, tall",
    "relationship form": "married, divorced, widowed, monogamous, polyamorous",
}
FRAMES: Final = (
    "I'm {}.",
    "You know I'm {}.",
    "I'm {}, and I miss you.",
    "I've always been {}.",
    "I told them that I'm {}.",
    "My mother minds that I'm {}.",
    "Is it because I'm {}?",
    "I was {} when we met.",
)
NAME_FRAMES: Final = ("{}, listen.", "{}, please.", "{}, I miss you.", "Oh, {}.")

_Rules = tuple[tuple[str, str], ...]
_NORTHERN: Final[_Rules] = (
    (r"\bnothing\b", "nowt"), (r"\bsomething\b", "summat"), (r"\bmy\b", "me"),
    (r"\bI was\b", "I were"), (r"\bwasn't\b", "weren't"), (r"\bisn't it\b", "in't it"),
    (r"\bvery\b", "dead"), (r"\bthe\b", "t'"), (r"\byes\b", "aye"),
)  # fmt: skip
_SCOTTISH: Final[_Rules] = (
    (r"\bcan't\b", "cannae"), (r"\bdon't\b", "dinnae"), (r"\bdidn't\b", "didnae"),
    (r"\bwasn't\b", "wasnae"), (r"\bisn't\b", "isnae"), (r"\bwon't\b", "willnae"),
    (r"\bdoesn't\b", "doesnae"), (r"\blittle\b", "wee"), (r"\byes\b", "aye"),
    (r"\bknow\b", "ken"),
)  # fmt: skip
_AMERICAN: Final[_Rules] = (
    (r"\bisn't\b", "ain't"), (r"\baren't\b", "ain't"), (r"\bI'm not\b", "I ain't"),
    (r"\bgoing to\b", "gonna"), (r"\bwant to\b", "wanna"), (r"\byou are\b", "you"),
    (r"\byou're\b", "you"), (r"(\w{3,})ing\b", r"\1in'"), (r"\bthem\b", "'em"),
    (r"\bhave to\b", "gotta"),
)  # fmt: skip
_INDIAN: Final[_Rules] = (
    (r"\bI want\b", "I am wanting"), (r"\bI know\b", "I am knowing"),
    (r"\bI understand\b", "I am understanding"), (r"\bI feel\b", "I am feeling"),
    (r"\bI love\b", "I am loving"), (r"\bI need\b", "I am needing"),
    (r"\bjust\b", "only"), (r"\btonight\b", "today night"),
    (r"\bdidn't you\b", "isn't it"), (r"\bdon't you\b", "isn't it"),
)  # fmt: skip
_LEARNING: Final[_Rules] = (
    (r"\b(the|a|an) ", ""), (r"\b(he|she|it) (\w+)s\b", r"\1 \2"),
    (r"\bdoesn't\b", "don't"), (r"\bI've been (\w+)ing\b", r"I am \1ing"),
    (r"\bI've\b", "I have"), (r"\bfelt\b", "feeled"), (r"\btold\b", "telled"),
    (r"\bthought\b", "thinked"), (r"\b(listen|talk) to\b", r"\1 with"),
    (r"\bwere\b", "was"), (r"\babout\b", "of"), (r"\bmuch\b", "many"),
)  # fmt: skip
SPOKEN: Final[Mapping[str, _Rules]] = {
    "Northern English": _NORTHERN,
    "Scottish English": _SCOTTISH,
    "American vernacular": _AMERICAN,
    "Indian English": _INDIAN,
    "early learner of English": _LEARNING,
}

_LIKE: Final[Mapping[str, str]] = {
    "there": "their", "their": "there", "here": "hear", "hear": "here",
    "your": "you're", "you're": "your", "to": "too", "too": "to", "mean": "meant",
    "feel": "fill", "leave": "live", "hurt": "heard", "need": "needed",
    "said": "say", "then": "than", "it's": "its", "were": "where", "we're": "were",
    "our": "are", "by": "bye", "for": "four", "been": "bin", "touch": "such",
    "close": "clothes", "tired": "tied", "scared": "scarred", "bed": "bad",
    "talk": "took", "want": "wants", "sorry": "sore", "miss": "mist",
}  # fmt: skip
_SMALL: Final = ("a", "an", "the", "of", "to", "and", "so", "just", "is", "it", "that")
_DROPPED, _MISTAKEN = 0.12, 0.25
"""Chance that a small word is lost, and that a word with a likeness is mistaken."""


def statements() -> dict[str, tuple[str, ...]]:
    """Harmless sentences in which somebody says who they are, or names the other."""
    made = {
        kind: tuple(frame.format(who) for who in whos.split(", ") for frame in FRAMES)
        for kind, whos in WHO.items()
    }
    names = SAID["name of the partner"]
    made["name of the partner"] = tuple(
        frame.format(name) for name in names for frame in NAME_FRAMES
    )
    return made


def after(line: str, sentence: str) -> str:
    """The line after a sentence on who is speaking."""
    return f"{sentence} {line}"


def respelled(line: str, way: str) -> str:
    """The line as one of `SPOKEN` puts it; unchanged where no rule fits."""
    for pattern, other in SPOKEN[way]:
        line = re.sub(pattern, other, line)
    return line


def misheard(line: str) -> str:
    """The line without case or marks, with words lost and mistaken by chance.

    A negation is neither lost nor made: a score that follows the meaning may move then.
    """
    chance = random.Random(line)
    said = re.sub(r"[^\w' ]+", " ", line.lower().replace("\u2019", "'")).split()
    heard = []
    for word in said:
        if word in _SMALL and chance.random() < _DROPPED:
            continue
        if word in _LIKE and chance.random() < _MISTAKEN:
            word = _LIKE[word]
        heard.append(word)
    return " ".join(heard)


def plain_case(line: str) -> str:
    """The line without capitals and marks, as some recognisers write."""
    return re.sub(r"[^\w' ]+", " ", line.lower().replace("\u2019", "'")).strip()


def word_errors(said: str, heard: str) -> tuple[int, int]:
    """Words to change, add or drop to get from one to the other; and words said."""
    a, b = plain_case(said).split(), plain_case(heard).split()
    row = list(range(len(b) + 1))
    for i, word in enumerate(a, 1):
        before, row[0] = row[0], i
        for j, other in enumerate(b, 1):
            cost = min(row[j] + 1, row[j - 1] + 1, before + (word != other))
            before, row[j] = row[j], cost
    return row[-1], len(a)
