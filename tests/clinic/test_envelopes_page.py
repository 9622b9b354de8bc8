"""What the page says of envelopes and invitations is what the program does."""

from __future__ import annotations

import base64
import hmac
import re
from datetime import date, timedelta

from argon2.low_level import Type, hash_secret_raw
from nacl.public import PrivateKey, SealedBox

from assets import ROOT
from sim.clinic import envelopes, packing, pairing
from sim.clinic.identity import Own, phrase, usable
from sim.privacy.keys import Cost
from tests.clinic.by_the_page import STEPS, blake2b

PAGE = (ROOT.parent / "docs" / "reference" / "envelopes.md").read_text("utf-8")
DAY = date(2026, 11, 23)
CODE = "7KQ4MD2XWP"
ANNA, BERT = Own.new(), Own.new()
INVITED, KEY = pairing.invite(ANNA, CODE, DAY, cost=Cost())
INVITATION = pairing.read_invitation(INVITED, DAY)


def unarmoured(raw: bytes) -> bytes:
    text = raw.decode().strip().rpartition(":")[2]
    return base64.b32decode(text + "=" * (-len(text) % 8))


def words(number: int) -> tuple[str, ...]:
    listed = (ROOT / "recovery" / "words.txt").read_text("utf-8").split()
    return tuple(listed[number >> 11 * place & 2047] for place in range(5))


def test_the_lengths_of_the_page_are_those_of_the_program() -> None:
    rows = re.findall(r"^\| ([\d,]+) \| ([\d,]+) \|$", PAGE, re.M)
    told = {int(n.replace(",", "")): int(e.replace(",", "")) for n, e in rows}
    assert tuple(told) == STEPS == packing.STEPS
    assert all(envelopes.is_whole(size) for size in told.values())
    assert not any(envelopes.is_whole(size + 1) for size in told.values())
    assert f"{packing.MOST_CONTENT:,} bytes" in PAGE
    assert envelopes.MOST_BYTES == 8 * 2**20
    assert envelopes.MAGIC.hex(" ") in PAGE


def test_an_invitation_is_as_the_page_says() -> None:
    made = unarmoured(INVITED)
    assert len(made) == 115
    assert made[0] == 1
    assert usable(made[1:33], made[33:65]) == ANNA.public
    last = date(2026, 1, 1) + timedelta(days=int.from_bytes(made[81:83], "big"))
    assert last == INVITATION.expires_on == DAY + timedelta(days=13)
    long = hash_secret_raw(
        CODE.encode(), made[65:81], 3, 65536, 4, 64, Type.ID, version=19
    )
    body = b"visavis invitation\0" + made[:83]
    assert made[83:] == hmac.digest(long[:32], body, "sha256")
    assert INVITATION.id == blake2b(b"visavis invite", 16, made).hex()
    assert long[32:] == KEY
    assert pairing.ALPHABET in PAGE


def test_an_answer_and_the_words_are_as_the_page_says() -> None:
    raw, both = pairing.answer(INVITATION, KEY, BERT)
    sealed = unarmoured(raw)
    assert sealed[0] == 1
    made = SealedBox(PrivateKey(ANNA.box)).decrypt(sealed[1:])
    assert len(made) == 129
    assert made[1:17].hex() == INVITATION.id
    assert usable(made[17:49], made[49:81]) == BERT.public
    assert made[97:] == hmac.digest(KEY, b"visavis answer\0" + made[:97], "sha256")
    assert both == made[1:17] + made[81:97]
    keys = sorted(one.public.sign + one.public.box for one in (ANNA, BERT))
    number = int.from_bytes(blake2b(b"visavis phrase", 32, *keys, both), "big")
    assert words(number) == phrase(ANNA.public, BERT.public, both)
