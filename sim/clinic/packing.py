"""What is inside of an envelope, as bytes: a number, a letter, its files, and filling.

One content has one spelling, so that nothing can hide in the gaps.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Mapping
from typing import Final

from sim.clinic.errors import CannotSeal

MOST_CONTENT: Final = 4 * 2**20
"""Of the letter and its files together."""
MOST_FILES: Final = 8
MOST_NUMBER: Final = 2**53 - 1
"""So that it is the same number in JSON."""

STEPS: Final = (2**14, 2**16, 2**18, 2**20, 2**22 + 2**14)
"""Lengths in bytes that a body is filled up to; the last holds `MOST_CONTENT`."""
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}(\.[a-z0-9]{1,8})?")
_DEVICES: Final = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?")
"""Names that one system takes for something other than a file."""


def packed(letter: bytes, files: Mapping[str, bytes], number: int) -> bytes:
    """Number, letter and files, filled up with zeros to one of `STEPS`.

    Raises:
        CannotSeal: too large, too many files, or a name that is not plain.
    """
    _check_content(letter, files, number)
    made = [struct.pack(">QI", number, len(letter)), letter, bytes([len(files)])]
    for name in sorted(files):
        made.append(struct.pack(">B", len(name)) + name.encode())
        made.append(struct.pack(">I", len(files[name])) + files[name])
    body = b"".join(made)
    return body.ljust(next(step for step in STEPS if step >= len(body)), b"\0")


def _check_content(letter: bytes, files: Mapping[str, bytes], number: int) -> None:
    if not 1 <= number <= MOST_NUMBER:
        raise CannotSeal(f"A letter's number is from 1 to {MOST_NUMBER}.")
    if len(files) > MOST_FILES:
        raise CannotSeal(
            f"{len(files)} files; a letter takes {MOST_FILES}. Send some with another."
        )
    size = len(letter) + sum(map(len, files.values()))
    if size > MOST_CONTENT:
        raise CannotSeal(
            f"Letter and files have {size / 2**20:.1f} MiB; "
            f"{MOST_CONTENT >> 20} MiB at most. Send less at once."
        )
    for name in files:
        if not is_plain(name):
            raise CannotSeal(
                f"{name!r:.80} is no plain name of a file: small letters, digits, _ "
                "and -, and a short ending after one dot."
            )


def is_plain(name: str) -> bool:
    """Whether a file in an envelope may have this name."""
    return bool(_NAME.fullmatch(name)) and not _DEVICES.fullmatch(name)


def unpacked(body: bytes) -> tuple[int, bytes, dict[str, bytes]]:
    """Number, letter and files of a body; one content has one spelling.

    Raises:
        ValueError: it is not what `packed` makes.
        CannotSeal: it holds what `packed` refuses.
    """
    rest = _Rest(body)
    number = rest.number(8)
    letter = rest.take(rest.number(4))
    files: dict[str, bytes] = {}
    for _ in range(rest.number(1)):
        name = rest.take(rest.number(1)).decode("ascii")
        files[name] = rest.take(rest.number(4))
    if packed(letter, files, number) != body:
        raise ValueError("another spelling")
    return number, letter, files


class _Rest:
    """What is left of some bytes."""

    def __init__(self, raw: bytes) -> None:
        self._raw = raw
        self._at = 0

    def take(self, count: int) -> bytes:
        """The next `count` bytes.

        Raises:
            ValueError: there are fewer.
        """
        piece = self._raw[self._at : self._at + count]
        if len(piece) != count:
            raise ValueError("short")
        self._at += count
        return piece

    def number(self, count: int) -> int:
        """The next `count` bytes as a number, the highest first."""
        return int.from_bytes(self.take(count))
