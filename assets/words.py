"""The list of 2,048 words that recovery phrases and check phrases are made of."""

from __future__ import annotations

from functools import cache

from assets import folder


@cache
def word_list() -> tuple[str, ...]:
    """The words in the order of the alphabet; their first four letters tell them."""
    text = (folder("recovery") / "words.txt").read_text("utf-8")
    return tuple(text.split())
