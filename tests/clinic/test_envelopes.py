"""A sealed letter opens for its recipient, whole, and in no other way."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nacl.public import Box, PrivateKey, PublicKey, SealedBox

from sim.clinic import envelopes
from sim.clinic.envelopes import (
    HEADER,
    MAGIC,
    MOST_BYTES,
    open_sealed,
    seal,
)
from sim.clinic.errors import (
    CannotSeal,
    Damaged,
    EnvelopeError,
    Newer,
    NotAnEnvelope,
    NotForYou,
    UnknownSender,
    Unreadable,
)
from sim.clinic.identity import Own, digest, read_own
from sim.clinic.letters import Assignment, Goodbye, Part, written
from sim.clinic.packing import MOST_CONTENT, MOST_FILES, MOST_NUMBER
from tests.clinic.by_the_page import VECTORS, body_of, envelope_of, vectors
from tests.clinic.people import ANSWER, FILES, REPORT, SECRET

ANNA, BERT, CARO = Own.new(), Own.new(), Own.new()
RAW = seal(REPORT, FILES, ANNA, BERT.public, 7)
SLIP = 16 + 64 + 24


def refused(raw: bytes) -> EnvelopeError:
    with pytest.raises(EnvelopeError) as caught:
        open_sealed(raw, BERT, [ANNA.public])
    return caught.value


def inside(raw: bytes, own: Own = BERT) -> bytes:
    return SealedBox(PrivateKey(own.box)).decrypt(raw[len(HEADER) :])


def outside(made: bytes, to: Own = BERT) -> bytes:
    """What anybody can do who knows the recipient's public key."""
    return HEADER + bytes(SealedBox(PublicKey(to.public.box)).encrypt(made))


def signed_body(body: bytes, sender: Own = ANNA, to: Own = BERT) -> bytes:
    """What a peer can send who does not keep to the page."""
    nonce = bytes(24)
    box = Box(PrivateKey(sender.box), PublicKey(to.public.box)).encrypt(body, nonce)
    own = sender.public
    told = digest(
        b"visavis signed", HEADER, own.sign, own.box, to.public.box, nonce,
        box.ciphertext, size=64,
    )  # fmt: skip
    slip = bytes.fromhex(own.id) + sender.signed(told) + nonce
    return outside(slip + box.ciphertext, to)


def test_a_letter_and_its_files_arrive_as_they_were_sealed() -> None:
    opened = open_sealed(RAW, BERT, [CARO.public, ANNA.public])
    assert (opened.letter, opened.files, opened.number) == (REPORT, FILES, 7)
    assert opened.sender == ANNA.public
    assert opened.version == 1


def test_nothing_of_it_can_be_read_from_outside() -> None:
    content = written(REPORT) + repr(FILES).encode()
    words = [SECRET, "saying_no", "report", "notes", "saying_more", "Saying more"]
    assert all(word.encode() in content for word in words), "what is searched for"
    for word in words:
        for spelling in (word.encode(), word.encode().hex().encode()):
            assert spelling not in RAW
    for person in (ANNA.public, BERT.public):
        for shown in (person.sign, person.box, bytes.fromhex(person.id)):
            assert shown not in RAW, "nobody sees who wrote to whom"


def test_the_same_letter_is_sealed_otherwise_each_time() -> None:
    again = seal(REPORT, FILES, ANNA, BERT.public, 7)
    shared = [at for at in range(len(HEADER), 58) if again[at] == RAW[at]]
    assert again[: len(HEADER)] == RAW[: len(HEADER)]
    assert len(shared) < 12


def test_every_byte_that_is_changed_is_noticed() -> None:
    for at in range(len(RAW)):
        for other in (RAW[at] ^ 1, RAW[at] ^ 0xFF):
            changed = RAW[:at] + bytes([other]) + RAW[at + 1 :]
            with pytest.raises(EnvelopeError):
                open_sealed(changed, BERT, [ANNA.public])


def test_every_value_of_a_byte_of_the_beginning_is_noticed() -> None:
    for at in range(len(HEADER) + 2):
        for other in set(range(256)) - {RAW[at]}:
            refused(RAW[:at] + bytes([other]) + RAW[at + 1 :])


def test_every_bit_of_the_made_up_key_is_noticed() -> None:
    """X25519 ignores the highest bit of a key; the seal's own nonce does not."""
    for at in range(len(HEADER), len(HEADER) + 32):
        for bit in range(8):
            changed = bytearray(RAW)
            changed[at] ^= 1 << bit
            assert isinstance(refused(bytes(changed)), NotForYou)


def test_what_is_changed_inside_and_sealed_anew_is_noticed() -> None:
    made = inside(RAW)
    places = [*range(SLIP + 64), *range(SLIP + 64, len(made), 61), len(made) - 1]
    for at in places:
        for flip in (1, 0x80):
            changed = made[:at] + bytes([made[at] ^ flip]) + made[at + 1 :]
            error = refused(outside(changed))
            assert isinstance(error, UnknownSender if at < 16 else Damaged), at


def test_no_beginning_of_it_opens_and_nothing_may_follow() -> None:
    for length in (*range(200), *range(200, len(RAW), 501), len(RAW) - 1):
        refused(RAW[:length])
    for more in (b"\0", b"x" * 100, RAW, bytes(49152)):
        refused(RAW + more)
        refused(more + RAW)


def test_parts_of_two_envelopes_do_not_go_together() -> None:
    other = seal(ANSWER, {}, ANNA, BERT.public, 8)
    foreign = seal(ANSWER, {}, CARO, BERT.public, 8)
    for at in (42, 58, 74, 138, 162, 178, 5000):
        for one in (other, foreign):
            refused(RAW[:at] + one[at:])
            refused(one[:at] + RAW[at:])
    mine, hers = inside(RAW), inside(foreign)
    for at in (16, 80, SLIP):  # whose name, whose signature, whose box
        for swapped in (mine[:at] + hers[at:], hers[:at] + mine[at:]):
            with pytest.raises(EnvelopeError):
                open_sealed(outside(swapped), BERT, [ANNA.public, CARO.public])


@given(data=st.data())
@settings(max_examples=150, deadline=None)
def test_no_damage_of_any_kind_opens(data: st.DataObject) -> None:
    made = bytearray(RAW)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(made)))
        kind = data.draw(st.sampled_from(("set", "cut", "insert", "copy")))
        if kind == "set":
            made[at : at + 8] = data.draw(st.binary(min_size=1, max_size=8))
        elif kind == "cut":
            del made[at : at + data.draw(st.integers(1, 300))]
        elif kind == "insert":
            made[at:at] = data.draw(st.binary(min_size=1, max_size=40))
        else:
            start = data.draw(st.integers(0, len(made)))
            made[at:at] = made[start : start + 64]
    if bytes(made) != RAW:
        refused(bytes(made))


@given(raw=st.binary(max_size=400))
@settings(max_examples=200, deadline=None)
def test_nothing_that_is_no_envelope_opens(raw: bytes) -> None:
    refused(raw)
    refused(HEADER + raw)


@given(body=st.binary(max_size=200), size=st.sampled_from((0, 100, 16384, 65536)))
@settings(max_examples=150, deadline=None)
def test_a_peer_who_seals_anything_at_all_is_refused(body: bytes, size: int) -> None:
    refused(signed_body(body.ljust(size, b"\0")[: max(size, len(body))]))


def test_somebody_else_cannot_open_it() -> None:
    with pytest.raises(NotForYou):
        open_sealed(RAW, CARO, [ANNA.public])
    with pytest.raises(NotForYou):
        open_sealed(RAW, ANNA, [ANNA.public, BERT.public])


def test_a_stranger_is_told_from_a_peer() -> None:
    with pytest.raises(UnknownSender):
        open_sealed(RAW, BERT, [CARO.public])
    with pytest.raises(UnknownSender):
        open_sealed(RAW, BERT, [])


def test_it_cannot_be_handed_on_as_if_it_were_meant_for_another() -> None:
    """Bert seals Anna's signed letter anew for Caro, who knows Anna."""
    with pytest.raises(EnvelopeError):
        open_sealed(outside(inside(RAW), CARO), CARO, [ANNA.public])


def test_nobody_can_put_their_name_to_what_another_sealed() -> None:
    """Caro takes Anna's box and signs it herself: it is under Anna's keys, not hers."""
    made = inside(RAW)
    box, nonce, own = made[SLIP:], made[80:SLIP], CARO.public
    told = digest(
        b"visavis signed", HEADER, own.sign, own.box, BERT.public.box, nonce, box,
        size=64,
    )  # fmt: skip
    slip = bytes.fromhex(own.id) + CARO.signed(told) + nonce
    with pytest.raises(Damaged):
        open_sealed(outside(slip + box), BERT, [ANNA.public, CARO.public])


def test_a_sender_who_lost_their_keys_does_not_lose_what_they_sent() -> None:
    """Anna's private keys open nothing that she sealed for Bert."""
    with pytest.raises(NotForYou):
        open_sealed(RAW, ANNA, [ANNA.public, BERT.public])


def test_a_newer_version_is_named_and_a_lower_one_refused() -> None:
    at = len(MAGIC)
    assert isinstance(refused(RAW[:at] + b"\2" + RAW[at + 1 :]), Newer)
    assert isinstance(refused(RAW[: at + 1] + b"\2" + RAW[at + 2 :]), Newer)
    assert "Update" in str(refused(MAGIC + b"\xff\xff"))
    assert isinstance(refused(RAW[:at] + b"\0" + RAW[at + 1 :]), Damaged)
    assert isinstance(refused(RAW[: at + 1] + b"\0" + RAW[at + 2 :]), Damaged)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"visavis",
        b"%PDF-1.7",
        b"x" * (MOST_BYTES + 1),
        HEADER + bytes(MOST_BYTES),
        MAGIC + b"\xff" * MOST_BYTES,
    ],
)
def test_another_file_is_named_as_such(raw: bytes) -> None:
    assert isinstance(refused(raw), NotAnEnvelope)


def odd_bodies() -> dict[str, bytes]:
    letter = written(Goodbye())
    right = body_of(letter, {}, 1)
    empty = (0).to_bytes(4)
    huge = (2**32 - 1).to_bytes(4)
    head = right[:12] + letter

    def with_files(*files: bytes) -> bytes:
        return (head + bytes([len(files)]) + b"".join(files)).ljust(16384, b"\0")

    one = b"\1a" + empty
    return {
        "nothing": b"",
        "all zero": bytes(16384),
        "number 0": bytes(8) + right[8:],
        "number too high": (MOST_NUMBER + 1).to_bytes(8) + right[8:],
        "something in the filling": right[:-1] + b"\1",
        "filled up too far": right + bytes(65536 - 16384),
        "filled up too little": right[:4096],
        "one byte more": right + b"\0",
        "letter longer than the body": right[:8] + huge + right[12:],
        "file longer than the body": with_files(b"\1a" + huge),
        "two files of one name": with_files(one, one),
        "files out of order": with_files(b"\1b" + empty, one),
        "nine files": with_files(*(bytes([1, 97 + at]) + empty for at in range(9))),
        "255 files, none there": (head + b"\xff").ljust(16384, b"\0"),
        "a path": with_files(b"\4../a" + empty),
        "a path of another system": with_files(b"\4..\\a" + empty),
        "a device": with_files(b"\3nul" + empty),
        "a hidden name": with_files(b"\2.a" + empty),
        "capitals": with_files(b"\1A" + empty),
        "no name": with_files(b"\0" + empty),
        "no ASCII": with_files(b"\2\xc3\xa4" + empty),
        "NUL in a name": with_files(b"\3a\0b" + empty),
    }


@pytest.mark.parametrize("name", odd_bodies())
def test_one_content_has_one_spelling(name: str) -> None:
    assert isinstance(refused(signed_body(odd_bodies()[name])), Damaged)


@pytest.mark.parametrize(
    "letter",
    [
        b"",
        b"{",
        b"[" * 100_000,
        b'{"a":' * 50_000,
        b"9" * 9000,
        b"\xff\xfe",
        b"null",
        b'{"format":1,"kind":"goodbye","letter":{"note":NaN}}',
        b'{"format":2,"kind":"goodbye","letter":{"note":""}}',
        b'{"format":1,"kind":"order","letter":{}}',
        b'{"format":1,"kind":"goodbye","letter":{"note":"","run":"rm"}}',
    ],
)
def test_a_peers_letter_that_does_not_fit_is_told_in_a_line(letter: bytes) -> None:
    error = refused(signed_body(body_of(letter, {}, 1)))
    assert isinstance(error, Unreadable)
    assert len(str(error).splitlines()) == 1


def test_lengths_tell_next_to_nothing() -> None:
    lengths = {
        len(seal(Goodbye("x" * size), {}, ANNA, BERT.public, 1))
        for size in (0, 1, 100, 5000, 9999)
    }
    assert lengths == {len(RAW)}
    with_file = {
        len(seal(ANSWER, {"a": bytes(size)}, ANNA, BERT.public, 1))
        for size in (0, 30_000, 200_000, 900_000, MOST_CONTENT - 200)
    }
    assert len(with_file) == 5
    assert max(with_file) < MOST_BYTES


@pytest.mark.parametrize(
    ("files", "number", "said"),
    [
        ({"a": bytes(MOST_CONTENT)}, 1, "4 MiB at most"),
        ({f"f{at}": b"" for at in range(MOST_FILES + 1)}, 1, "9 files"),
        ({"../a": b""}, 1, "plain name"),
        ({"con.txt": b""}, 1, "plain name"),
        ({"a/b": b""}, 1, "plain name"),
        ({"": b""}, 1, "plain name"),
        ({"a" * 70: b""}, 1, "plain name"),
        ({}, 0, "number"),
        ({}, MOST_NUMBER + 1, "number"),
    ],
)
def test_what_is_too_much_is_not_sealed(
    files: dict[str, bytes], number: int, said: str
) -> None:
    with pytest.raises(CannotSeal, match=said):
        seal(ANSWER, files, ANNA, BERT.public, number)


def test_as_much_as_is_allowed_is_sealed_and_opens() -> None:
    files = {"a" * 64: bytes(MOST_CONTENT - len(written(ANSWER)))}
    opened = open_sealed(
        seal(ANSWER, files, ANNA, BERT.public, MOST_NUMBER), BERT, [ANNA.public]
    )
    assert opened.files == files


def test_a_letter_that_does_not_fit_together_is_not_sealed() -> None:
    twice = (Part("p1", "rehearsal", "x"), Part("p1", "rehearsal", "y"))
    with pytest.raises(ValueError, match="parts"):
        seal(Assignment("a", "2026-11-23", "T", twice), {}, ANNA, BERT.public, 1)


@pytest.mark.parametrize("at", range(3))
def test_the_vectors_of_the_page_hold(at: int) -> None:
    vector: dict[str, Any] = json.loads(VECTORS.read_text("utf-8"))[at]
    raw = envelope_of(vector)
    assert vector == vectors()[at]
    opened = open_sealed(
        raw, read_own(vector["recipient"]), [read_own(vector["sender"]).public]
    )
    assert written(opened.letter).decode() == vector["letter"]
    assert {name: one.hex() for name, one in opened.files.items()} == vector["files"]
    assert (opened.number, opened.id) == (vector["number"], vector["id"])
    assert opened.sender.id == vector["sender_id"]


def test_the_program_seals_as_the_page_says(monkeypatch: pytest.MonkeyPatch) -> None:
    vector = json.loads(VECTORS.read_text("utf-8"))[1]
    monkeypatch.setattr(
        envelopes.os, "urandom", lambda size: bytes.fromhex(vector["nonce"])
    )
    sender, to = read_own(vector["sender"]), read_own(vector["recipient"])
    letter = envelopes.read_letter(vector["letter"].encode())
    files = {name: bytes.fromhex(one) for name, one in vector["files"].items()}
    raw = seal(letter, files, sender, to.public, vector["number"])
    assert inside(raw, to) == inside(envelope_of(vector), to)
