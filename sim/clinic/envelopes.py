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
from sim.clinic.packing import STEPS, packed, unpacked

MAGIC: Final = b"visavis\0"
VERSION: Final = 1
SUITE: Final = 1
"""X25519, XSalsa20-Poly1305, Ed25519, BLAKE2b."""
HEADER: Final = MAGIC + bytes((VERSION, SUITE))

MOST_BYTES: Final = 8 * 2**20
"""Of an envelope, whatever its version."""
_SIGNATURE: Final = 64
_NONCE: Final = Box.NONCE_SIZE
_SLIP: Final = ID_BYTES + _SIGNATURE + _NONCE
"""What stands before the inner box: who signed, the signature, the box's nonce."""
_MAC: Final = 16
_OVERHEAD: Final = 48
"""Of the anonymous box: a public key made for it, and its check."""
_LENGTHS: Final = frozenset(
    len(HEADER) + _OVERHEAD + _SLIP + _MAC + step for step in STEPS
)


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
    body = packed(written(checked(letter)), files, number)
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
    private = PrivateKey(box_key)
    inside = _inside(raw, private)
    slip, box = inside[:_SLIP], inside[_SLIP:]
    sender = _sender(slip[:ID_BYTES].hex(), peers)
    nonce = slip[-_NONCE:]
    own = bytes(private.public_key)
    message = _signed(raw[: len(HEADER)], sender, own, nonce, box)
    try:
        VerifyKey(sender.sign).verify(message, slip[ID_BYTES:-_NONCE])
        body = Box(private, PublicKey(sender.box)).decrypt(box, nonce)
        number, letter, files = unpacked(body)
    except (CryptoError, ValueError, CannotSeal):
        raise _damaged() from None
    return Opened(_read(letter), files, sender, number, id_of(raw), raw[len(MAGIC)])


def sender_of(raw: bytes, box_key: bytes) -> str:
    """Fingerprint of who is said to have sealed it: for looking them up, no more.

    Raises:
        EnvelopeError: it is none, or this private X25519 key does not open it.
    """
    return _inside(raw, PrivateKey(box_key))[:ID_BYTES].hex()


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


def _inside(raw: bytes, private: PrivateKey) -> bytes:
    """What the outermost box holds."""
    check_outside(raw)
    try:
        return bytes(SealedBox(private).decrypt(raw[len(HEADER) :]))
    except CryptoError:
        raise NotForYou(
            "This letter is sealed for somebody else, or was changed on its way. "
            "Nothing of it was used; ask for it once more."
        ) from None


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


def _read(raw: bytes) -> Letter:
    try:
        return read_letter(raw)
    except DataError as cause:
        raise Unreadable(
            f"The letter came as it was sealed, but cannot be used: {cause}"
        ) from None
