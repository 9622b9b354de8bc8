"""Keys are used only if they are some, and two people see the same words for them."""

from __future__ import annotations

import math

import pytest
from nacl import bindings

from assets.words import word_list
from sim.clinic.identity import (
    PHRASE_WORDS,
    BadKey,
    Own,
    Peer,
    digest,
    phrase,
    read_own,
    read_peer,
    usable,
)

ANNA, BERT, CARO = Own.new(), Own.new(), Own.new()
PRIME = 2**255 - 19
SMALL = (
    0,
    1,
    325606250916557431795983626356110631294008115727848805560023387167927233504,
    39382357235489614581723060781553021112529911719440698176882885853963445705823,
    PRIME - 1,
)
"""Points of small order of X25519: with them, every secret is the same."""


def test_no_private_key_is_ever_shown() -> None:
    for shown in (repr(ANNA), str(ANNA), f"{ANNA}"):
        for key in (ANNA.sign, ANNA.box):
            assert key.hex() not in shown
            assert repr(key) not in shown


def test_keys_are_read_as_they_were_kept() -> None:
    assert read_own(ANNA.kept()) == ANNA
    assert read_peer(ANNA.public.kept()) == ANNA.public
    assert usable(ANNA.public.sign, ANNA.public.box) == ANNA.public


def test_everybody_has_keys_and_a_fingerprint_of_their_own() -> None:
    assert len({ANNA.public.id, BERT.public.id, CARO.public.id}) == 3
    mixed = Peer(ANNA.public.sign, BERT.public.box)
    assert mixed.id not in (ANNA.public.id, BERT.public.id), "it is over both keys"


@pytest.mark.parametrize("number", [*SMALL, PRIME, PRIME + 1, PRIME + 9, 2**256 - 1])
def test_a_sealing_key_that_keeps_no_secret_is_refused(number: int) -> None:
    with pytest.raises(BadKey):
        usable(ANNA.public.sign, number.to_bytes(32, "little"))


def test_a_second_spelling_of_a_sealing_key_is_refused() -> None:
    other = bytearray(ANNA.public.box)
    other[31] |= 0x80
    with pytest.raises(BadKey):
        usable(ANNA.public.sign, bytes(other))


@pytest.mark.parametrize(
    "sign",
    [
        bytes(32),
        b"\1" + bytes(31),
        b"\xec" + b"\xff" * 30 + b"\x7f",
        b"\xff" * 32,
        b"\2" + bytes(31),
        bytes(31),
        bytes(33),
    ],
)
def test_a_signing_key_that_is_none_is_refused(sign: bytes) -> None:
    with pytest.raises(BadKey):
        usable(sign, ANNA.public.box)


def test_a_key_of_small_order_would_sign_for_everybody() -> None:
    """What `usable` guards from: with the neutral point as key, one value signs all."""
    neutral = b"\1" + bytes(31)
    assert not bindings.crypto_core_ed25519_is_valid_point(neutral)


def test_both_sides_see_the_same_five_words() -> None:
    words = phrase(ANNA.public, BERT.public, b"salt")
    assert words == phrase(BERT.public, ANNA.public, b"salt")
    assert len(words) == PHRASE_WORDS
    assert set(words) <= set(word_list())


def test_anybody_in_between_changes_the_words() -> None:
    words = {
        phrase(ANNA.public, BERT.public, b"salt"),
        phrase(ANNA.public, CARO.public, b"salt"),
        phrase(CARO.public, BERT.public, b"salt"),
        phrase(Peer(ANNA.public.sign, CARO.public.box), BERT.public, b"salt"),
        phrase(ANNA.public, BERT.public, b"other"),
    }
    assert len(words) == 5


def test_the_words_hold_55_bits_spread_over_the_whole_list() -> None:
    drawn = [
        place
        for at in range(400)
        for place in map(
            word_list().index, phrase(ANNA.public, BERT.public, at.to_bytes(2))
        )
    ]
    assert PHRASE_WORDS * math.log2(len(word_list())) == 55
    assert min(drawn) < 40 and max(drawn) > 2007
    assert 1150 < len(set(drawn)) < 1400, "2,000 draws of 2,048 give about 1,277"


def test_a_hash_for_one_purpose_is_none_for_another() -> None:
    assert digest(b"visavis peer", b"ab", b"c") != digest(b"visavis peer", b"a", b"bc")
    assert digest(b"visavis peer", b"ab") != digest(b"visavis signed", b"ab")
