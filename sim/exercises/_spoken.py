"""What somebody means who speaks to an exercise: an answer, a command, or neither.

Pure: words and a view in, a meaning out. Whoever is not sure asks back. Commands count
only where they are all that was said, so that an answer may have such a word in it.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Final, Literal

from avatars.voices._numbers import cardinal
from sim.choosing import bare, find, is_no, is_yes
from sim.exercises.base import Option, View
from sim.texts import texts

Act = Literal["answer", "command", "nothing"]

COMMANDS: Final = ("leave", "pause", "skip", "calm", "back", "resume", "repeat")
"""What can be said at any time; ``speaking.say_NAME`` of the locale lists the words."""
PACES: Final = ("slower", "faster")
"""Options that are said in more ways than their label: ``speaking.say_NAME``, too."""
SURE: Final = 0.55
"""Confidence of the recogniser under which free words, if few, are asked about."""
SURE_OF_A_NAME: Final = 0.35
"""The same for what is exactly one of the answers there are: of all that could have
been heard it is one of a handful. Single words that were heard right had 0.38 to 0.72
with the shipped voices and Whisper tiny."""
SURE_OF_A_NUMBER: Final = 0.42
"""The same for a number, of which there are many."""
ALIKE: Final = 0.7
"""Share of letters that a misheard command has in common with what it was: Whisper
writes "skipper" for "skip" and "leave her" for "leave"."""
HOLD_S: Final = 1.4
"""How long an answer stands there before it is taken [own choice]."""
HOLD_WORDS_S: Final = 2.2
"""The same for an answer in words, which takes longer to read."""
HOLD_SCENE_S: Final = 0.8
"""And for words to somebody in a scene, who should not wait long for them."""
FEW: Final = 4
"""Words of an answer in words that are few enough to be misheard whole."""
_AROUND = re.compile(
    r"^(?:(?:um+|uh+|er|well|so|ok|okay|oh|it's|it is|that's|that is|i'd say|i say"
    r"|i would say|about|around|maybe|perhaps|just|like|a|now|at|say|number|i think"
    r"|mm)\s+)+"
)
_BEHIND = re.compile(
    r"(?:\s+(?:please|now|then|thanks|thank you|percent|per cent|i think|or so|maybe"
    r"|out of (?:a |one )?(?:hundred|100)|of (?:a |one )?(?:hundred|100)))+$"
)


@dataclass(frozen=True, slots=True)
class Meant:
    """What was meant."""

    act: Act
    value: str = ""
    """The answer, or the command's name."""
    said: str = ""
    """How it is given back to the user."""
    is_sure: bool = True
    others: tuple[str, ...] = field(default=())
    """What it may have been instead, as it would be given back."""


NOTHING: Final = Meant("nothing")


@dataclass(frozen=True, slots=True)
class _Choice:
    """An option, as `sim.choosing` takes it."""

    title: str
    names: tuple[str, ...]
    option: Option


def hold_s(view: View) -> float:
    """How long what was said to `view` stands there before it is taken."""
    if view.takes_number:
        return HOLD_SCENE_S
    return HOLD_WORDS_S if view.kind == "words" else HOLD_S


def command(words: str) -> str:
    """The command that `words` are, and nothing else; "" for none."""
    said = {bare(words), _core(words)}
    for name in COMMANDS:
        if said & {bare(one) for one in texts(f"speaking.say_{name}")}:
            return name
    return ""


def meant(words: str, view: View, confidence: float = 1.0) -> Meant:
    """What `words` mean at `view`.

    Args:
        words: what the recogniser heard.
        view: what is shown and asked.
        confidence: how sure the recogniser is, 0..1.
    """
    if not bare(words):
        return NOTHING
    named = [one for one in view.options if _names(words, one)]
    if named:  # before the commands: a choice may be called "Go on"
        return _taken(named[0], confidence >= SURE_OF_A_NAME)
    if name := command(words):
        return _ordered(name, view, confidence)
    found = _answered(words, view, confidence)
    if found.act == "answer" and found.is_sure:
        return found
    if confidence < SURE and (name := _like_a_command(words)):
        # a pause costs nothing; the rest is asked about
        return Meant("command", name, texts(f"speaking.say_{name}")[0], name == "pause")
    return found


def _ordered(name: str, view: View, confidence: float) -> Meant:
    said = texts(f"speaking.say_{name}")[0]
    if name == "resume" and view.kind in ("next", "breathe", "words"):
        return Meant("answer", "", said)  # going on is all there is to say
    is_sure = confidence >= SURE_OF_A_NAME or name in ("pause", "resume")
    return Meant("command", name, said, is_sure)


def _answered(words: str, view: View, confidence: float) -> Meant:
    if view.kind == "choice":
        return _chosen(words, view.options, confidence)
    if view.kind == "number":
        return _number(words, view, confidence)
    if view.kind == "words":
        return _words(words, view, confidence)
    if view.kind == "tap" and _core(words) in {"in", "now", "breathing in"}:
        return Meant("answer", "", words)
    beside = _chosen(words, view.options, confidence)
    return beside if beside.is_sure else NOTHING


def _like_a_command(words: str) -> str:
    """The command that one or two misheard words may have been; "" for none."""
    said = _core(words)
    if len(said.split()) > 2:
        return ""
    scores = {
        name: max(
            difflib.SequenceMatcher(None, said, bare(one)).ratio()
            for one in texts(f"speaking.say_{name}")
        )
        for name in ("leave", "pause", "skip")
    }
    best = max(scores, key=lambda name: scores[name])
    return best if scores[best] >= ALIKE else ""


def _core(words: str) -> str:
    """`words` without what people say around an answer, unless nothing is left."""
    plain = bare(words)
    return _BEHIND.sub("", _AROUND.sub("", plain)) or plain


def _names(words: str, option: Option) -> bool:
    """Whether `words` are what `option` is called, and nothing else."""
    ways = texts(f"speaking.say_{option.id}") if option.id in PACES else ()
    is_way = {bare(words), _core(words)} & {bare(one) for one in ways}
    return _same(option.label, words) or bool(is_way)


def _same(label: str, words: str) -> bool:
    """Whether `words` are all of `label`, numbers in words or digits."""
    return _digits(label) in (_digits(words), _digits(_core(words)))


# numbers


def _digits(words: str) -> str:
    """`words` bare, with each number word up to twenty as digits."""
    plain = bare(words.replace("½", " and a half"))
    return " ".join(str(_cardinals().get(word, word)) for word in plain.split())


@cache
def _cardinals() -> dict[str, int]:
    """Number words from 0 to 100, with and without "and"."""
    found = {" ".join(cardinal(number)): number for number in range(101)}
    return found | {"a hundred": 100, "hundred": 100, "nought": 0, "oh": 0}


def number_in(words: str) -> float | None:
    """The number that `words` are: "70", "about seventy", "five and a half"."""
    for said in (bare(words), _core(words)):
        said = re.sub(r"\band a half\b", "", said)
        half = 0.5 if re.search(r"½|and a half|\b1/2\b", words.lower()) else 0.0
        whole = re.sub(r"[½%]|\b1 2$", "", said).strip()
        if whole.isdecimal():
            return int(whole[:6]) + half
        if (found := _cardinals().get(whole)) is not None:
            return found + half
        parts = re.fullmatch(r"(\S+) (?:point )?(\S+)", whole)
        if parts and ("." in words or "point" in words):
            digits = [_digit(part) for part in parts.groups()]
            if None not in digits:
                return float(f"{digits[0]}.{digits[1]}")
    return None


def _digit(word: str) -> int | None:
    return int(word[:6]) if word.isdecimal() else _cardinals().get(word)


def _number(words: str, view: View, confidence: float) -> Meant:
    low, high, low_means, high_means = view.number
    value = number_in(words)
    if value is None:
        ends = ((low, low_means), (high, high_means))
        value = next((n for n, means in ends if _is(words, means)), None)
    if value is None:
        return NOTHING
    return _given(value, confidence)


def _given(value: float, confidence: float) -> Meant:
    is_sure = confidence >= SURE_OF_A_NUMBER
    return Meant("answer", f"{value:g}", f"{value:g}", is_sure)


def _is(words: str, means: str) -> bool:
    return bool(means) and bare(means) in (bare(words), _core(words))


# choices


def _chosen(words: str, options: Sequence[Option], confidence: float) -> Meant:
    exact = _by_number(words, options)
    begins = _begun(words, options)
    if exact is not None or len(begins) == 1:
        return _taken(exact or begins[0], confidence >= SURE_OF_A_NAME)
    found = find(_core(words), [_Choice(o.label, (o.id,), o) for o in options])
    if found.sure is not None:
        return _taken(found.sure.option, confidence >= SURE)
    if not found.near:
        return NOTHING
    best, *others = (item.option for item in found.near)
    labels = tuple(one.label for one in others)
    return Meant("answer", best.id, best.label, is_sure=False, others=labels)


def _taken(option: Option, is_sure: bool) -> Meant:
    return Meant("answer", option.id, option.label, is_sure)


def _by_number(words: str, options: Sequence[Option]) -> Option | None:
    """The option whose label begins with the number said: "six" is "6 a minute"."""
    said = number_in(words)
    if said is None:
        return None
    for option in options:
        label = re.match(r"(\d+)(½)?\b|(\d+)½", option.label)
        if label and int(label[1] or label[3]) + 0.5 * ("½" in label[0]) == said:
            return option
    return None


def _begun(words: str, options: Sequence[Option]) -> list[Option]:
    """Options whose label begins with what was said; yes and no, too."""
    said = _core(words)
    word = "yes" if is_yes(said) else "no" if is_no(said) else said
    return [
        o for o in options if f"{bare(o.label)} ".startswith((f"{said} ", f"{word} "))
    ]


# words


def _words(words: str, view: View, confidence: float) -> Meant:
    if view.takes_number and (value := number_in(words)) is not None:
        return _given(value, confidence)
    said = words.strip()
    # what is open is taken as said; a word or two may be misheard whole
    is_sure = confidence >= SURE or len(said.split()) > FEW
    return Meant("answer", said, said, is_sure)
