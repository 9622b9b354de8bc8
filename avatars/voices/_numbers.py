"""Numbers as English words."""

from __future__ import annotations

import re
from collections.abc import Callable

_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen "
    "fourteen fifteen sixteen seventeen eighteen nineteen"
)
_ONES = _SMALL.split()
_ROUND = "zero ten twenty thirty forty fifty sixty seventy eighty ninety"
_TENS = _ROUND.split()
_SCALES = ((10**9, "billion"), (10**6, "million"), (1000, "thousand"), (100, "hundred"))
_ORDINALS = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}
_CURRENCIES = {
    "$": ("dollar", "dollars"),
    "£": ("pound", "pounds"),
    "€": ("euro", "euros"),
}
_LARGEST = 10**12


def spoken_number(written: str) -> list[str]:
    """Words for a lower-case written form that holds a digit.

    Knows cardinals, ordinals, decimals, clock times, years, decades, percentages, money
    and ranges; anything else is read in pieces, digits one by one.
    """
    for pattern, say in _FORMS:
        match = re.fullmatch(pattern, written)
        if match:
            return say(match)
    return _in_pieces(written)


def cardinal(number: int) -> list[str]:
    """Words for 0 <= number < 10**12; larger numbers digit by digit."""
    if number >= _LARGEST:
        return _digits(str(number))
    if number < 20:
        return [_ONES[number]]
    if number < 100:
        rest = number % 10
        return [_TENS[number // 10], *([_ONES[rest]] if rest else [])]
    size, name = next(scale for scale in _SCALES if number >= scale[0])
    head, rest = divmod(number, size)
    tail: list[str] = []
    if rest:
        tail = ["and", *cardinal(rest)] if rest < 100 else cardinal(rest)
    return [*cardinal(head), name, *tail]


def ordinal(number: int) -> list[str]:
    """Words for first, second, twenty first."""
    *head, last = cardinal(number)
    if last in _ORDINALS:
        return [*head, _ORDINALS[last]]
    if last.endswith("y"):
        return [*head, f"{last[:-1]}ieth"]
    return [*head, f"{last}th"]


def year(number: int) -> list[str]:
    """Words for a year 1100..2099: nineteen eighty four, two thousand and five."""
    head, rest = divmod(number, 100)
    if 2000 <= number < 2010 or (rest == 0 and head % 10 == 0):
        return cardinal(number)
    if rest == 0:
        return [*cardinal(head), "hundred"]
    if rest < 10:
        return [*cardinal(head), "oh", *cardinal(rest)]
    return [*cardinal(head), *cardinal(rest)]


def _digits(text: str) -> list[str]:
    return [_ONES[int(character)] for character in text if character.isdigit()]


def _whole(text: str) -> int:
    return int(text.replace(",", ""))


def _clock(match: re.Match[str]) -> list[str]:
    hour, minute, half = int(match[1]), int(match[2]), match[3]
    words = cardinal(hour)
    if minute:
        words += ["oh"] if minute < 10 else []
        words += cardinal(minute)
    elif not half:
        words.append("o'clock")
    return words + _half_day(half)


def _half_day(half: str | None) -> list[str]:
    return [f"letter:{half[0]}", "letter:m"] if half else []


def _money(match: re.Match[str]) -> list[str]:
    one, many = _CURRENCIES[match[1]]
    amount = _whole(match[2])
    words = [*cardinal(amount), one if amount == 1 else many]
    return [*words, *cardinal(int(match[3]))] if match[3] else words


def _decimal(match: re.Match[str]) -> list[str]:
    words = [*cardinal(_whole(match[1])), "point", *_digits(match[2])]
    return [*words, "percent"] if match[3] else words


def _decade(match: re.Match[str]) -> list[str]:
    *head, last = year(int(match[1])) if len(match[1]) == 4 else cardinal(int(match[1]))
    return [*head, f"{last[:-1]}ies" if last.endswith("y") else f"{last}s"]


def _range(match: re.Match[str]) -> list[str]:
    words = [*spoken_number(match[1]), "to", *spoken_number(match[2])]
    return [*words, "percent"] if match[3] else words


def _score(match: re.Match[str]) -> list[str]:
    return [*cardinal(_whole(match[1])), "out", "of", *cardinal(_whole(match[2]))]


def _in_pieces(written: str) -> list[str]:
    words: list[str] = []
    for piece in re.findall(r"\d+|[a-z']+|%", written):
        if piece == "%":
            words.append("percent")
        elif piece.isdigit():
            words += cardinal(int(piece)) if len(piece) < 4 else _digits(piece)
        else:
            words.append(piece)
    return words


_WHOLE = r"(\d{1,3}(?:,\d{3})+|\d+)"
_FORMS: tuple[tuple[str, Callable[[re.Match[str]], list[str]]], ...] = (
    (r"24/7", lambda _: ["twenty", "four", "seven"]),
    (r"(\d{1,2}):(\d{2})(?:([ap])\.?m\.?)?", _clock),
    (r"(\d{1,2})([ap])\.?m\.?", lambda m: [*cardinal(int(m[1])), *_half_day(m[2])]),
    (rf"([$£€]){_WHOLE}(?:\.(\d\d))?", _money),
    (rf"{_WHOLE}(?:st|nd|rd|th)", lambda m: ordinal(_whole(m[1]))),
    (rf"{_WHOLE}%", lambda m: [*cardinal(_whole(m[1])), "percent"]),
    (rf"{_WHOLE}\.(\d+)(%?)", _decimal),
    (r"(1[1-9]\d\d|20\d\d)", lambda m: year(int(m[1]))),
    (r"((?:1[1-9]|20)?\d0)'?s", _decade),
    (rf"{_WHOLE}[-–]{_WHOLE}(%?)", _range),
    (rf"{_WHOLE}/{_WHOLE}", _score),
    (_WHOLE, lambda m: cardinal(_whole(m[1]))),
)
