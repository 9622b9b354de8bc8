"""Who somebody is: two pairs of keys, and words by which two people compare them.

One pair signs (Ed25519), the other seals (X25519). Nobody vouches for them: two
people know each other's keys because they paired (`sim.clinic.pairing`) and compared
the words of `phrase`.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any, Final, Self

from nacl import bindings
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey
from nacl.signing import SigningKey

from assets.words import word_list

KEY_BYTES: Final = 32
ID_BYTES: Final = 16
"""Of a fingerprint: to find other keys with the same one takes 2^128 tries."""
PHRASE_WORDS: Final = 5
_WORD_BITS: Final = 11
_FIELD: Final = 2**255 - 19
"""The prime of both curves; an X25519 key of this size or more is a second spelling."""


class BadKey(ValueError):
    """These bytes are no public key that anybody should use."""


def digest(purpose: bytes, *parts: bytes, size: int = 32) -> bytes:
    """BLAKE2b of `parts`, each led by its length, apart from every other purpose.

    Args:
        purpose: at most 16 bytes.
        parts: each shorter than 2^32 bytes.
        size: of the result, in bytes, from 1 to 64.
    """
    made = hashlib.blake2b(digest_size=size, person=purpose)
    for part in parts:
        made.update(len(part).to_bytes(4))
        made.update(part)
    return made.digest()


@dataclass(frozen=True, slots=True)
class Peer:
    """Somebody's public keys; what others claim theirs to be goes through `usable`."""

    sign: bytes
    """Ed25519, 32 bytes."""
    box: bytes
    """X25519, 32 bytes."""

    @property
    def id(self) -> str:
        """Fingerprint of both keys: 32 hexadecimal digits."""
        return digest(b"visavis peer", self.sign, self.box, size=ID_BYTES).hex()

    def kept(self) -> dict[str, str]:
        """For the vault; `read_peer` reads it."""
        return {"sign": self.sign.hex(), "box": self.box.hex()}


def read_peer(body: Any) -> Peer:
    """The keys that `Peer.kept` gave."""
    return Peer(bytes.fromhex(body["sign"]), bytes.fromhex(body["box"]))


def usable(sign: bytes, box: bytes) -> Peer:
    """The public keys that somebody claims to have.

    Raises:
        BadKey: one of them is no key, or one that would keep no secret.
    """
    if len(sign) != KEY_BYTES or len(box) != KEY_BYTES:
        raise BadKey(f"A public key has {KEY_BYTES} bytes.")
    # one spelling per key, and no point of small order: those sign for everybody
    if not bindings.crypto_core_ed25519_is_valid_point(sign):
        raise BadKey("The signing key is no point of the curve.")
    if int.from_bytes(box, "little") >= _FIELD:
        raise BadKey("The sealing key is not in its one spelling.")
    try:
        bindings.crypto_scalarmult(bytes(KEY_BYTES), box)
    except CryptoError:
        raise BadKey("The sealing key would keep no secret.") from None
    return Peer(sign, box)


@dataclass(frozen=True, slots=True)
class Own:
    """One's own private keys; they are never shown, and leave the vault never."""

    sign: bytes = field(repr=False)
    """Seed of the Ed25519 key, 32 bytes."""
    box: bytes = field(repr=False)
    """X25519, 32 bytes."""

    @classmethod
    def new(cls) -> Self:
        """Fresh random keys."""
        return cls(bytes(SigningKey.generate()), bytes(PrivateKey.generate()))

    @property
    def public(self) -> Peer:
        """What others may know."""
        return Peer(
            bytes(SigningKey(self.sign).verify_key),
            bytes(PrivateKey(self.box).public_key),
        )

    def signed(self, message: bytes) -> bytes:
        """The Ed25519 signature of `message`, 64 bytes."""
        return SigningKey(self.sign).sign(message).signature

    def kept(self) -> dict[str, str]:
        """For the vault only; `read_own` reads it."""
        return {"sign": self.sign.hex(), "box": self.box.hex()}


def read_own(body: Any) -> Own:
    """The private keys that `Own.kept` gave."""
    return Own(bytes.fromhex(body["sign"]), bytes.fromhex(body["box"]))


def phrase(one: Peer, other: Peer, pairing: bytes = b"") -> tuple[str, ...]:
    """Five words that two people see alike if nobody stands between them.

    55 bits of a hash over both pairs of keys and over `pairing`, what both have put
    into this one pairing: so nobody can look for fitting keys beforehand.
    """
    keys = sorted((one.sign + one.box, other.sign + other.box))
    number = int.from_bytes(digest(b"visavis phrase", *keys, pairing))
    words, mask = word_list(), (1 << _WORD_BITS) - 1
    return tuple(
        words[number >> _WORD_BITS * place & mask] for place in range(PHRASE_WORDS)
    )
