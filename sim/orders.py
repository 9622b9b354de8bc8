"""What somebody who talks to a partner may order by voice: pause, leave, go on.

Only where it is all that was said, so that a line may have such a word in it. Before
the safety screen: to it "pause" is a wish to stop, after which there is no going on.
Pure: words in, an order out. Exercises have their own (`sim.exercises._spoken`).
"""

from __future__ import annotations

import difflib
from typing import Final, Literal

from sim.choosing import bare
from sim.texts import texts

Order = Literal["pause", "leave", "resume", ""]

SURE: Final = 0.55
"""Confidence of the recogniser from which words are taken as they are."""
SURE_OF_A_WORD: Final = 0.35
"""The same for what is exactly an order, in a pause: single words that were heard right
had 0.38 to 0.72 with the shipped voices and Whisper tiny."""
ALIKE: Final = 0.72
"""Share of letters that one unsure word has in common with "pause"."""


def order(words: str, confidence: float = 1.0) -> Order:
    """The order that `words` are while the scene goes on; "" for a line to the partner.

    A pause costs nothing, so one unsure word that is like it is enough.
    """
    said = bare(words)
    if _is(said, "pause"):
        return "pause"
    if _is(said, "leave"):
        return "leave"
    is_one_word = bool(said) and " " not in said
    if is_one_word and confidence < SURE and _is_like(said, "pause"):
        return "pause"
    return ""


def order_in_pause(words: str, confidence: float = 1.0) -> Order:
    """The order that `words` are in a pause; "" for anything else, told to nobody."""
    said = bare(words)
    if confidence < SURE_OF_A_WORD:
        return ""
    if _is(said, "resume"):
        return "resume"
    return "leave" if _is(said, "leave") or _is(said, "end") else ""


def _is(said: str, name: str) -> bool:
    return said in {bare(one) for one in texts(f"talking.say_{name}")}


def _is_like(said: str, word: str) -> bool:
    return difflib.SequenceMatcher(None, said, word).ratio() >= ALIKE
