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
ALIKE: Final = 0.7
"""Share of letters that unsure words have in common with an order: Whisper writes
"leave her" for "leave"."""
MOST: Final = 2
"""Words of what is like an order."""


def order(words: str, confidence: float = 1.0) -> Order:
    """The order that `words` are while the scene goes on; "" for a line to the partner.

    A pause costs nothing and offers to leave, so unsure words that are like either
    order pause.
    """
    said = bare(words)
    if _is(said, "pause"):
        return "pause"
    if _is(said, "leave"):
        return "leave"
    is_like = _is_like(said, "pause") or _is_like(said, "leave")
    return "pause" if confidence < SURE and is_like else ""


def order_in_pause(words: str, confidence: float = 1.0) -> Order:
    """The order that `words` are in a pause; "" for anything else, told to nobody."""
    said = bare(words)
    if confidence < SURE_OF_A_WORD:
        return ""
    if _is(said, "resume"):
        return "resume"
    is_leave = _is(said, "leave") or _is(said, "end")
    return (
        "leave" if is_leave or (confidence < SURE and _is_like(said, "leave")) else ""
    )


def _is(said: str, name: str) -> bool:
    return said in {bare(one) for one in texts(f"talking.say_{name}")}


def _is_like(said: str, word: str) -> bool:
    if not 0 < len(said.split()) <= MOST:
        return False
    return difflib.SequenceMatcher(None, said, word).ratio() >= ALIKE
