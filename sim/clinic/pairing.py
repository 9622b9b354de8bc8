"""Two people exchange their public keys, and know that nobody stands between them.

The therapist makes an invitation (a line of text: a file, or a picture to scan) and a
short code. The invitation goes any way; the code is told by voice or shown. Whoever
knows the code can check that the invitation is the therapist's, and can answer it.
Afterwards both see the same five words.

The code stands between a stranger who holds the invitation and a pairing in somebody's
name: 49 random bits stretched by Argon2id. It keeps no letter secret.
"""

from __future__ import annotations

import base64
import hmac
import math
import os
import secrets
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from argon2.low_level import Type, hash_secret_raw
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from sim.clinic.errors import Expired, Newer, NotAnInvitation, WrongCode
from sim.clinic.identity import ID_BYTES, KEY_BYTES, BadKey, Own, Peer, digest, usable
from sim.privacy.keys import Cost

VERSION: Final = 1
DAYS: Final = 14
"""That an invitation can be answered, the last one included."""
MOST_DAYS: Final = 90
TRIES: Final = 5
"""Wrong codes for one invitation, on either side."""
ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without 0 and O, 1, I and L, U: what is mistaken for another in writing."""
CODE_LETTERS: Final = 10
CODE_BITS: Final = CODE_LETTERS * math.log2(len(ALPHABET))
INVITATION: Final = "VISAVIS:INVITATION:"
ANSWER: Final = "VISAVIS:ANSWER:"
MOST_BYTES: Final = 4096
"""Of an invitation or an answer, with spaces and line ends."""

_SALT: Final = 16
_MAC: Final = 32
_FIRST_DAY: Final = date(2026, 1, 1)
_INVITE_BYTES: Final = 1 + 2 * KEY_BYTES + _SALT + 2 + _MAC
_ANSWER_BYTES: Final = 1 + ID_BYTES + 2 * KEY_BYTES + _SALT + _MAC


@dataclass(frozen=True, slots=True)
class Invitation:
    """Somebody's keys, and what a code for them is checked with."""

    peer: Peer
    salt: bytes
    expires_on: date
    """The last day on which it can be answered."""
    mac: bytes
    id: str
    """32 hexadecimal digits."""
    body: bytes = field(repr=False)
    """What the MAC is over."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The keys of somebody who was invited, before they are believed."""

    invitation: str
    peer: Peer
    salt: bytes
    mac: bytes
    body: bytes = field(repr=False)
    """What the MAC is over."""


def new_code() -> str:
    """A fresh random code, as it is told: ``7KQ-4MD-2XWP``."""
    return grouped("".join(secrets.choice(ALPHABET) for _ in range(CODE_LETTERS)))


def grouped(code: str) -> str:
    """Ten letters in groups of three, three and four."""
    return f"{code[:3]}-{code[3:6]}-{code[6:]}"


def plain_code(typed: str) -> str:
    """The code that was meant, without spaces and hyphens, in capitals.

    Raises:
        WrongCode: it cannot be one; that is no try.
    """
    code = "".join(one for one in typed.upper() if one not in " -–.\t\r\n")
    odd = sorted({one for one in code if one not in ALPHABET})
    if odd:
        raise WrongCode(
            f"{' '.join(odd)[:40]!r} is never part of a code, so one was misread. A "
            "code has no 0, O, 1, I, L or U. Look again; this was not counted."
        )
    if len(code) != CODE_LETTERS:
        raise WrongCode(
            f"A code has {CODE_LETTERS} letters and digits, and these are "
            f"{len(code)}. Look again; this was not counted."
        )
    return code


def invite(
    own: Own, code: str, today: date, days: int = DAYS, cost: Cost | None = None
) -> tuple[bytes, bytes]:
    """An invitation, and the key that an answer to it is checked with.

    Args:
        own: who invites.
        code: as `new_code` made it.
        today: the day it is made.
        days: that it holds, from 1 to `MOST_DAYS`.
        cost: of stretching the code; both sides must use the same.
    """
    salt, public = os.urandom(_SALT), own.public
    last = today + timedelta(days=max(1, min(days, MOST_DAYS)) - 1)
    day = (last - _FIRST_DAY).days
    body = bytes([VERSION]) + public.sign + public.box + salt + max(0, day).to_bytes(2)
    key, answer_key = _stretch(code, salt, cost)
    return _written(INVITATION, body + _mac(key, b"invitation", body)), answer_key


def read_invitation(raw: bytes, today: date) -> Invitation:
    """What an invitation says, before its code is known.

    Raises:
        PairingError: it is none, or its last day is over.
        Newer: a newer program made it.
    """
    made = _read(INVITATION, raw, _INVITE_BYTES, "invitation")
    body, mac = made[:-_MAC], made[-_MAC:]
    sign, box = body[1 : 1 + KEY_BYTES], body[1 + KEY_BYTES : 1 + 2 * KEY_BYTES]
    try:
        peer = usable(sign, box)
    except BadKey:
        raise _not_whole("invitation") from None
    last = _FIRST_DAY + timedelta(days=int.from_bytes(body[-2:]))
    if today > last:
        raise Expired(
            f"This invitation could be answered until {last}. Ask for a new one."
        )
    return Invitation(peer, body[-2 - _SALT : -2], last, mac, _id(made), body)


def answer_key(invitation: Invitation, code: str, cost: Cost | None = None) -> bytes:
    """The key to answer `invitation` with, if `code` is its code.

    Raises:
        WrongCode: it is not, or it cannot be one.
    """
    key, for_answer = _stretch(code, invitation.salt, cost)
    if not hmac.compare_digest(
        _mac(key, b"invitation", invitation.body), invitation.mac
    ):
        raise WrongCode("This code does not belong to this invitation.")
    return for_answer


def answer(invitation: Invitation, key: bytes, own: Own) -> tuple[bytes, bytes]:
    """The answer to `invitation`, and what both have put into this pairing."""
    salt, public = os.urandom(_SALT), own.public
    body = (
        bytes([VERSION])
        + bytes.fromhex(invitation.id)
        + public.sign
        + public.box
        + salt
    )
    sealed = SealedBox(PublicKey(invitation.peer.box)).encrypt(
        body + _mac(key, b"answer", body)
    )
    made = _written(ANSWER, bytes([VERSION]) + bytes(sealed))
    return made, bytes.fromhex(invitation.id) + salt


def read_answer(raw: bytes, box_key: bytes) -> Answer:
    """What an answer says, before it is believed.

    Raises:
        PairingError: it is none, or not for this private X25519 key.
        Newer: a newer program made it.
    """
    sealed = _read(ANSWER, raw, 1 + 48 + _ANSWER_BYTES, "answer")
    try:
        made = SealedBox(PrivateKey(box_key)).decrypt(sealed[1:])
        keys = made[1 + ID_BYTES : 1 + ID_BYTES + 2 * KEY_BYTES]
        peer = usable(keys[:KEY_BYTES], keys[KEY_BYTES:])
    except (CryptoError, BadKey):
        raise NotAnInvitation(
            "This answers somebody else's invitation, or was changed on its way. Ask "
            "for the answer once more, or invite anew."
        ) from None
    body, mac = made[:-_MAC], made[-_MAC:]
    return Answer(body[1 : 1 + ID_BYTES].hex(), peer, body[-_SALT:], mac, body)


def is_meant(answered: Answer, key: bytes) -> bool:
    """Whether whoever answered knew the code of the invitation with this key."""
    return hmac.compare_digest(_mac(key, b"answer", answered.body), answered.mac)


def pairing_of(answered: Answer) -> bytes:
    """What both have put into this pairing, as `answer` gave it."""
    return bytes.fromhex(answered.invitation) + answered.salt


def is_invitation(raw: bytes) -> bool:
    """Whether a file begins as an invitation does."""
    return raw[:64].lstrip().upper().startswith(INVITATION.encode())


def is_answer(raw: bytes) -> bool:
    """Whether a file begins as an answer to an invitation does."""
    return raw[:64].lstrip().upper().startswith(ANSWER.encode())


def _stretch(code: str, salt: bytes, cost: Cost | None) -> tuple[bytes, bytes]:
    cost = cost or Cost()
    long = hash_secret_raw(
        secret=plain_code(code).encode(),
        salt=salt,
        time_cost=cost.passes,
        memory_cost=cost.memory_kib,
        parallelism=cost.lanes,
        hash_len=64,
        type=Type.ID,
    )
    return long[:32], long[32:]


def _mac(key: bytes, purpose: bytes, body: bytes) -> bytes:
    return hmac.digest(key, b"visavis " + purpose + b"\0" + body, "sha256")


def _id(made: bytes) -> str:
    return digest(b"visavis invite", made, size=ID_BYTES).hex()


def _written(prefix: str, made: bytes) -> bytes:
    # base32: the letters of a QR code's dense mode, and of a voice
    text = base64.b32encode(made).decode().rstrip("=")
    return f"{prefix}{text}\n".encode()


def _read(prefix: str, raw: bytes, size: int, what: str) -> bytes:
    """The bytes of a text as `_written` makes it, whole and of a known version."""
    if len(raw) > MOST_BYTES:
        raise NotAnInvitation(f"This is too long for an {what}.")
    text = b"".join(raw.split()).upper()
    if not text.startswith(prefix.encode()):
        raise NotAnInvitation(
            f"This is no {what} of Vis-à-Vis. It begins with {prefix}"
        )
    letters = text[len(prefix) :]
    try:
        made = base64.b32decode(letters + b"=" * (-len(letters) % 8))
    except ValueError:
        raise _not_whole(what) from None
    if made and made[0] > VERSION:
        raise Newer(
            f"A newer Vis-à-Vis made this {what} (version {made[0]}, this one knows "
            f"{VERSION}). Update the program, then try again."
        )
    if len(made) != size or made[0] != VERSION:
        raise _not_whole(what)
    if _written(prefix, made).strip() != text:
        raise _not_whole(what)
    return made


def _not_whole(what: str) -> NotAnInvitation:
    return NotAnInvitation(
        f"This {what} is not whole, or was changed. Ask for it once more."
    )
