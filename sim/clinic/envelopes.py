"""Letters sealed so that only the recipient reads them and only the sender wrote them.

An envelope says nothing to anybody else: neither who wrote to whom, nor of what kind
the letter is, nor when it was sealed; its length is one of five. Every byte is written
down in ``docs/reference/envelopes.md``.

Three layers, from inside: a box between both people's X25519 keys (`crypto_box`); the
sender's Ed25519 signature over it, the header and the recipient's keys, so that it
cannot be handed on as if it were meant for somebody else; and an anonymous box to the
recipient (`crypto_box_seal`), so that nobody sees who signed, and so that the sender's
own keys, stolen later, open nothing that was sent.
"""

from __future__ import annotations

import os
import re
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from nacl.exceptions import CryptoError
from nacl.public import Box, PrivateKey, PublicKey, SealedBox
from nacl.signing import VerifyKey

from dialogue.strict import DataError
from sim.clinic.errors import (
    CannotSeal,
    Damaged,
    Newer,
    NotAnEnvelope,
    NotForYou,
    UnknownSender,
    Unreadable,
)
from sim.clinic.identity import ID_BYTES, Own, Peer, digest
from sim.clinic.letters import Letter, checked, read_letter, written

MAGIC: Final = b"visavis\0"
VERSION: Final = 1
SUITE: Final = 1
"""X25519, XSalsa20-Poly1305, Ed25519, BLAKE2b."""
HEADER: Final = MAGIC + bytes((VERSION, SUITE))

MOST_BYTES: Final = 8 * 2**20
"""Of an envelope, whatever its version."""
MOST_CONTENT: Final = 4 * 2**20
"""Of the letter and its files together."""
MOST_FILES: Final = 8
MOST_NUMBER: Final = 2**53 - 1
"""So that it is the same number in JSON."""

_STEPS: Final = (2**14, 2**16, 2**18, 2**20, 2**22 + 2**14)
"""Lengths in bytes that a body is filled up to; the last holds `MOST_CONTENT`."""
_SIGNATURE: Final = 64
_NONCE: Final = Box.NONCE_SIZE
_SLIP: Final = ID_BYTES + _SIGNATURE + _NONCE
"""What stands before the inner box: who signed, the signature, the box's nonce."""
_MAC: Final = 16
_OVERHEAD: Final = 48
"""Of the anonymous box: a public key made for it, and its check."""
_LENGTHS: Final = frozenset(
    len(HEADER) + _OVERHEAD + _SLIP + _MAC + step for step in _STEPS
)
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}(\.[a-z0-9]{1,8})?")
_DEVICES: Final = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?")
"""Names that one system takes for something other than a file."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What was in an envelope, from whom it is certain to be."""

    letter: Letter
    files: dict[str, bytes]
    """By their plain names; nothing has been written anywhere."""
    sender: Peer
    number: int
    """Rises with each letter of the sender to this recipient; tells their order."""
    id: str
    """Of this very envelope: 32 hexadecimal digits."""
    version: int


def seal(
    letter: Letter, files: Mapping[str, bytes], sender: Own, to: Peer, number: int
) -> bytes:
    """The envelope; for the same letter other bytes each time.

    Args:
        letter: what to say.
        files: what belongs to it, by plain names such as ``saying_no.toml``.
        sender: whose private keys seal and sign.
        to: the only one who can open it.
        number: from 1; higher than of any letter before to the same recipient.

    Raises:
        CannotSeal: too large, too many files, or a name that is not plain.
        DataError: the letter does not fit together.
    """
    body = _body(written(checked(letter)), files, number)
    nonce = os.urandom(_NONCE)
    box = Box(PrivateKey(sender.box), PublicKey(to.box)).encrypt(body, nonce)
    sealed = box.ciphertext
    own = sender.public
    signature = sender.signed(_signed(HEADER, own, to.box, nonce, sealed))
    slip = bytes.fromhex(own.id) + signature + nonce
    return HEADER + bytes(SealedBox(PublicKey(to.box)).encrypt(slip + sealed))


def open_sealed(raw: bytes, own: Own, peers: Sequence[Peer]) -> Opened:
    """Open what `seal` made for `own`, if one of `peers` has signed it.

    Raises:
        EnvelopeError: one of its kinds; nothing of it has been used.
    """
    return open_with(raw, own.box, peers)


def open_with(raw: bytes, box_key: bytes, peers: Sequence[Peer]) -> Opened:
    """The same with nothing but the private X25519 key, 32 bytes.

    Raises:
        EnvelopeError: one of its kinds; nothing of it has been used.
    """
    check_outside(raw)
    private = PrivateKey(box_key)
    try:
        inside = SealedBox(private).decrypt(raw[len(HEADER) :])
    except CryptoError:
        raise NotForYou(
            "This letter is sealed for somebody else, or was changed on its way. "
            "Nothing of it was used; ask for it once more."
        ) from None
    slip, box = inside[:_SLIP], inside[_SLIP:]
    sender = _sender(slip[:ID_BYTES].hex(), peers)
    nonce = slip[-_NONCE:]
    own = bytes(private.public_key)
    message = _signed(raw[: len(HEADER)], sender, own, nonce, box)
    try:
        VerifyKey(sender.sign).verify(message, slip[ID_BYTES:-_NONCE])
        body = Box(private, PublicKey(sender.box)).decrypt(box, nonce)
    except (CryptoError, ValueError):
        raise _damaged() from None
    number, letter, files = _parts(body)
    return Opened(_read(letter), files, sender, number, id_of(raw), raw[len(MAGIC)])


def id_of(raw: bytes) -> str:
    """The id of an envelope, whoever it is for: 32 hexadecimal digits."""
    return digest(b"visavis envelop", raw, size=ID_BYTES).hex()


def check_outside(raw: bytes) -> None:
    """Look at what everybody can see: beginning, version and length.

    Raises:
        EnvelopeError: it is none, of another version, or not whole.
    """
    if len(raw) > MOST_BYTES:
        raise NotAnEnvelope(
            f"This is larger than any letter ({MOST_BYTES >> 20} MiB at most). "
            "Choose the .visavis file that you were sent."
        )
    if not raw.startswith(MAGIC) or len(raw) < len(HEADER):
        raise NotAnEnvelope(
            "This is no sealed letter of Vis-à-Vis. Choose the .visavis file that you "
            "were sent."
        )
    version, suite = raw[len(MAGIC) : len(HEADER)]
    if version > VERSION or (version == VERSION and suite > SUITE):
        raise Newer(
            f"This letter is sealed as a newer Vis-à-Vis does it ({version}.{suite}, "
            f"this one knows {VERSION}.{SUITE}). Update the program, then open it."
        )
    if version != VERSION or suite != SUITE or len(raw) not in _LENGTHS:
        raise _damaged()


def is_whole(size: int) -> bool:
    """Whether an envelope of this version can have `size` bytes."""
    return size in _LENGTHS


def _damaged() -> Damaged:
    return Damaged(
        "This letter is not as it was sealed: it was cut short or changed on its way. "
        "Nothing of it was used; ask for it once more."
    )


def _sender(told: str, peers: Sequence[Peer]) -> Peer:
    for peer in peers:
        if peer.id == told:
            return peer
    raise UnknownSender(
        "This letter is for you, but nobody you are paired with has signed it. Nothing "
        "of it was used; pair with its sender first."
    )


def _signed(header: bytes, sender: Peer, to: bytes, nonce: bytes, box: bytes) -> bytes:
    """What the signature is over."""
    return digest(
        b"visavis signed", header, sender.sign, sender.box, to, nonce, box, size=64
    )


def _body(letter: bytes, files: Mapping[str, bytes], number: int) -> bytes:
    _check_content(letter, files, number)
    made = [struct.pack(">QI", number, len(letter)), letter, bytes([len(files)])]
    for name in sorted(files):
        made.append(struct.pack(">B", len(name)) + name.encode())
        made.append(struct.pack(">I", len(files[name])) + files[name])
    body = b"".join(made)
    return body.ljust(next(step for step in _STEPS if step >= len(body)), b"\0")


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


def _parts(body: bytes) -> tuple[int, bytes, dict[str, bytes]]:
    """Number, letter and files of a body; one content has one spelling.

    Raises:
        Damaged: it is not what `_body` makes.
    """
    rest = _Rest(body)
    try:
        number = rest.number(8)
        letter = rest.take(rest.number(4))
        files: dict[str, bytes] = {}
        for _ in range(rest.number(1)):
            name = rest.take(rest.number(1)).decode("ascii")
            files[name] = rest.take(rest.number(4))
        again = _body(letter, files, number)
    except (ValueError, CannotSeal):
        raise _damaged() from None
    if again != body:
        raise _damaged()
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


def _read(raw: bytes) -> Letter:
    try:
        return read_letter(raw)
    except DataError as cause:
        raise Unreadable(
            f"The letter came as it was sealed, but cannot be used: {cause}"
        ) from None
