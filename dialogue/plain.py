"""Text without what cannot be seen: it is shown as it reads, and read as it is shown.

Control codes steer a terminal (ESC [ 2J empties it, ESC ] 52 writes its clipboard),
embeddings and overrides of direction make a line read as another one (Unicode
Technical Report 36, "bidirectional text spoofing"), and letters of no width hide a
word from a screen that looks for it. None of them is needed to say something.
"""

from __future__ import annotations

import re
import unicodedata

_JOINER = "\u200d"
_FIRST_SIGN = 0x2000
"""Pictures and their variants come after the letters of European scripts."""
_UNSEEN = ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")
"""Control, format, half a pair, private, ends of lines and paragraphs."""
_ORDINARY = re.compile(r"[\n\t\x20-\x7e\u00a0-\u00ac\u00ae-\u024f\u2010-\u2027€]*")
"""Nearly every text of the product: no look at each letter."""
_ACCENTS = r"[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u20d0-\u20f0]"
_PILE = re.compile(f"({_ACCENTS}{{3}}){_ACCENTS}+")
"""More than three accents on one letter run over the lines above and below."""


def plain(text: str) -> str:
    """`text` without unseen characters; line breaks and tabs stay.

    A joiner stays between signs (it makes 👩‍❤️‍👩 one), and goes between letters.
    """
    if _ORDINARY.fullmatch(text):
        return text
    lines = text.replace("\r\n", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    kept = "".join(sign for sign in lines if sign == _JOINER or not _is_unseen(sign))
    if _JOINER in kept:
        kept = "".join(
            sign for at, sign in enumerate(kept) if sign != _JOINER or _joins(kept, at)
        )
    return _PILE.sub(r"\1", kept)


def hidden(text: str) -> str:
    """The first unseen character of `text` by number and name; "" without any."""
    if _ORDINARY.fullmatch(text) or plain(text) == text:
        return ""
    for sign in text:
        if _is_unseen(sign):
            return f"U+{ord(sign):04X} {unicodedata.name(sign, 'a control code')}"
    return "a pile of accents"


def shown(word: object, most: int = 60) -> str:
    """`word` as it may stand in a message: on one line, plain, and not too long."""
    text = " ".join(plain(str(word)[: 4 * most]).split())
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _is_unseen(sign: str) -> bool:
    return sign not in "\n\t" and unicodedata.category(sign) in _UNSEEN


def _joins(text: str, at: int) -> bool:
    around = (text[at - 1 : at], text[at + 1 : at + 2])
    return all(
        sign and ord(sign) > _FIRST_SIGN and not sign.isalnum() and not _is_unseen(sign)
        for sign in around
    )
