"""Whoever knows the code can answer an invitation, once; nobody else can."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.clinic import pairing
from sim.clinic.errors import (
    ClinicError,
    Expired,
    Newer,
    NotAnInvitation,
    PairingError,
    TooManyTries,
    Used,
    WrongCode,
)
from sim.clinic.identity import Own
from sim.clinic.pairing import ALPHABET, CODE_LETTERS
from sim.privacy.keys import Cost
from tests.clinic.people import ANSWER, Clock, Person, pair
from tests.privacy.test_vault import CHEAP

DAY = date(2026, 11, 23)
ANNA, BERT, CARO = Own.new(), Own.new(), Own.new()
CODE = "7KQ-4MD-2XWP"
INVITED, KEY = pairing.invite(ANNA, CODE, DAY, cost=CHEAP)


def wrong(code: str) -> str:
    """Another code that could be one."""
    return code[:-1] + ("2" if code[-1] != "2" else "3")


def answered() -> tuple[bytes, bytes]:
    invitation = pairing.read_invitation(INVITED, DAY)
    key = pairing.answer_key(invitation, CODE, CHEAP)
    return pairing.answer(invitation, key, BERT)


def flipped(raw: bytes, at: int) -> bytes:
    """One letter of the text changed into another of base32."""
    other = b"A" if raw[at : at + 1] != b"A" else b"B"
    return raw[:at] + other + raw[at + 1 :]


def test_both_are_paired_and_see_the_same_words(
    therapist: Person, client: Person
) -> None:
    invited = therapist.post.invite("Robin")
    accepted = client.post.accept(invited.raw, invited.code)
    robin = therapist.post.finish(accepted.raw)
    assert robin.phrase == accepted.contact.phrase
    assert (robin.alias, robin.state) == ("Robin", "paired")
    assert (accepted.contact.alias, accepted.contact.state) == ("therapist", "waiting")
    assert robin.peer == client.post.own.public
    assert accepted.contact.peer == therapist.post.own.public
    client.post.take(therapist.post.send(ANSWER, {}, "Robin"))
    assert client.post.contact("therapist").state == "paired"


def test_the_alias_is_told_to_nobody(therapist: Person, client: Person) -> None:
    robin = pair(therapist, client, "Robin Goodfellow")
    assert robin.alias == "Robin Goodfellow"
    assert "Goodfellow" not in str(client.kept())


def test_the_code_may_be_typed_as_it_is_heard(
    therapist: Person, client: Person
) -> None:
    invited = therapist.post.invite("Robin")
    spelled = " ".join(invited.code.replace("-", "").lower())
    assert client.post.accept(invited.raw, f" {spelled} \n").contact.phrase


def test_codes_have_no_letter_that_is_taken_for_another() -> None:
    assert not set("01OILU") & set(ALPHABET)
    codes = {pairing.new_code() for _ in range(500)}
    assert len(codes) == 500
    assert {len(code.replace("-", "")) for code in codes} == {CODE_LETTERS}
    assert pairing.CODE_BITS > 49
    assert {one for code in codes for one in code} == {*ALPHABET, "-"}


def test_a_guess_costs_what_the_vaults_passphrase_costs() -> None:
    """RFC 9106, second option: `tests/privacy/test_vault.py` holds it to that."""
    raw, _ = pairing.invite(ANNA, CODE, DAY)
    invitation = pairing.read_invitation(raw, DAY)
    assert pairing.answer_key(invitation, CODE, Cost())
    with pytest.raises(WrongCode):
        pairing.answer_key(invitation, CODE, CHEAP)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("7KO-4MD-2XWP", "'O' is never part"),
        ("7KQ-4MD-2XW", "these are 9"),
        ("", "these are 0"),
        ("7KQ-4MD-2XWPP", "these are 11"),
        ("🙂KQ-4MD-2XWP", "never part"),
    ],
)
def test_what_cannot_be_a_code_is_explained_and_is_no_try(
    therapist: Person, client: Person, typed: str, said: str
) -> None:
    invited = therapist.post.invite("Robin")
    for _ in range(2 * pairing.TRIES):
        with pytest.raises(WrongCode, match=said):
            client.post.accept(invited.raw, typed)
    assert client.post.accept(invited.raw, invited.code)


def test_a_wrong_code_is_told_kindly_and_only_so_often(
    therapist: Person, client: Person
) -> None:
    invited = therapist.post.invite("Robin")
    for left in range(pairing.TRIES - 1, 0, -1):
        with pytest.raises(WrongCode, match=f"{left} more time"):
            client.post.accept(invited.raw, wrong(invited.code))
    with pytest.raises(TooManyTries):
        client.post.accept(invited.raw, wrong(invited.code))
    with pytest.raises(TooManyTries):
        client.post.accept(invited.raw, invited.code)
    assert client.post.peers == ()
    other = therapist.post.invite("Kim")
    assert client.post.accept(other.raw, other.code), "a new one has its own tries"


def test_a_stranger_in_between_is_noticed_by_the_code(
    therapist: Person, client: Person
) -> None:
    """Somebody swaps the file for an invitation of their own, without the code."""
    invited = therapist.post.invite("Robin")
    swapped, _ = pairing.invite(CARO, pairing.new_code(), DAY, cost=CHEAP)
    with pytest.raises(WrongCode):
        client.post.accept(swapped, invited.code)
    assert client.post.peers == ()


def test_who_answers_without_the_code_is_not_paired(therapist: Person) -> None:
    invited = therapist.post.invite("Robin")
    invitation = pairing.read_invitation(invited.raw, DAY)
    for at in range(pairing.TRIES):
        made, _ = pairing.answer(invitation, bytes(32), CARO)
        kind = WrongCode if at < pairing.TRIES - 1 else TooManyTries
        with pytest.raises(kind):
            therapist.post.finish(made)
    assert therapist.post.peers == therapist.post.invitations == ()


def test_an_invitation_opens_once(
    therapist: Person, client: Person, clock: Clock
) -> None:
    invited = therapist.post.invite("Robin")
    accepted = client.post.accept(invited.raw, invited.code)
    invitation = pairing.read_invitation(invited.raw, DAY)
    key = pairing.answer_key(invitation, invited.code, CHEAP)
    second, _ = pairing.answer(invitation, key, CARO)
    therapist.post.finish(accepted.raw)
    for raw in (accepted.raw, second):
        with pytest.raises(Used):
            therapist.post.finish(raw)
    assert len(therapist.post.peers) == 1


def test_an_answer_that_got_lost_is_given_again(
    therapist: Person, client: Person
) -> None:
    invited = therapist.post.invite("Robin")
    first = client.post.accept(invited.raw, invited.code)
    assert client.post.accept(invited.raw, invited.code) == first
    assert len(client.post.peers) == 1


def test_an_invitation_holds_until_its_last_day(
    therapist: Person, client: Person, clock: Clock
) -> None:
    invited = therapist.post.invite("Robin", days=3)
    assert invited.expires_on == DAY + timedelta(days=2)
    clock.go(days=2)
    accepted = client.post.accept(invited.raw, invited.code)
    clock.go(days=1)
    with pytest.raises(Used):
        therapist.post.finish(accepted.raw)
    with pytest.raises(Expired, match="2026-11-25"):
        client.post.accept(invited.raw, invited.code)
    assert therapist.post.invitations == ()


def test_an_invitation_can_be_withdrawn(therapist: Person, client: Person) -> None:
    invited = therapist.post.invite("Robin")
    accepted = client.post.accept(invited.raw, invited.code)
    therapist.post.withdraw(invited.id)
    with pytest.raises(Used):
        therapist.post.finish(accepted.raw)


def test_every_letter_of_an_invitation_counts() -> None:
    for at in range(len(pairing.INVITATION), len(INVITED) - 1):
        with pytest.raises(ClinicError):
            made = pairing.read_invitation(flipped(INVITED, at), DAY)
            pairing.answer_key(made, CODE, CHEAP)


def test_every_letter_of_an_answer_counts() -> None:
    raw, _ = answered()
    assert pairing.is_meant(pairing.read_answer(raw, ANNA.box), KEY)
    for at in range(len(pairing.ANSWER), len(raw) - 1):
        with pytest.raises(ClinicError):
            pairing.read_answer(flipped(raw, at), ANNA.box)


def test_a_text_has_one_spelling() -> None:
    """The last letter of an answer has a bit that stands for nothing."""
    raw, _ = answered()
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
    at = len(raw) - 2
    for bit in range(5):
        other = letters[letters.index(chr(raw[at])) ^ 1 << bit]
        with pytest.raises(ClinicError):
            pairing.read_answer(raw[:at] + other.encode() + b"\n", ANNA.box)
    with pytest.raises(ClinicError):
        pairing.read_answer(raw.strip() + b"===\n", ANNA.box)


def test_an_answer_is_for_one_invitation_only() -> None:
    raw, _ = answered()
    _, other_key = pairing.invite(ANNA, CODE, DAY, cost=CHEAP)
    assert not pairing.is_meant(pairing.read_answer(raw, ANNA.box), other_key)
    with pytest.raises(NotAnInvitation, match="somebody else's"):
        pairing.read_answer(raw, CARO.box)


def test_nobody_sees_from_an_answer_who_gave_it() -> None:
    raw, _ = answered()
    again, _ = answered()
    assert raw != again
    for key in (BERT.public.sign, BERT.public.box):
        assert key not in raw


def test_mail_may_wrap_and_respell_the_text(therapist: Person, client: Person) -> None:
    invited = therapist.post.invite("Robin")
    text = invited.raw.decode().lower()
    wrapped = "\r\n ".join(text[at : at + 40] for at in range(0, len(text), 40))
    assert pairing.is_invitation(wrapped.encode())
    accepted = client.post.accept(wrapped.encode(), invited.code)
    assert pairing.is_answer(accepted.raw)
    assert not pairing.is_answer(invited.raw)
    assert therapist.post.finish(b"\n" + accepted.raw.lower()).alias == "Robin"


def test_a_newer_one_is_named(therapist: Person) -> None:
    made = b"VISAVIS:INVITATION:" + b"AI" + INVITED[21:]
    with pytest.raises(Newer, match="Update"):
        pairing.read_invitation(made, DAY)


@given(raw=st.binary(max_size=300) | st.text("ABCDEFGHabc234567=\n :", max_size=300))
@settings(max_examples=300, deadline=None)
def test_nothing_else_is_an_invitation_or_an_answer(raw: bytes | str) -> None:
    data = raw if isinstance(raw, bytes) else raw.encode()
    for made in (data, pairing.INVITATION.encode() + data, b"VISAVIS:ANSWER:" + data):
        with pytest.raises((PairingError, Newer)):
            pairing.read_invitation(made, DAY)
        with pytest.raises((PairingError, Newer)):
            pairing.read_answer(made, ANNA.box)


def test_no_length_is_too_much_to_look_at(client: Person) -> None:
    with pytest.raises(NotAnInvitation):
        client.post.accept(b"VISAVIS:INVITATION:" + b"A" * 10**7, CODE)


def test_one_cannot_answer_ones_own_invitation(therapist: Person) -> None:
    invited = therapist.post.invite("Robin")
    with pytest.raises(NotAnInvitation, match="your own"):
        therapist.post.accept(invited.raw, invited.code)


def test_a_name_belongs_to_one_person(therapist: Person, client: Person) -> None:
    pair(therapist, client)
    for alias in ("Robin", " robin ", "", " ", "x" * 61, "Rob\u202ein", "Rob\x1b[2Jin"):
        with pytest.raises(PairingError):
            therapist.post.invite(alias)


def test_a_new_device_keeps_its_place(
    therapist: Person, client: Person, clock: Clock
) -> None:
    robin = pair(therapist, client)
    old = client.post.own
    client.post.begin_anew()
    invited = therapist.post.invite("Robin", again=robin.id)
    accepted = client.post.accept(invited.raw, invited.code)
    again = therapist.post.finish(accepted.raw)
    assert again.id == robin.id
    assert again.peer == client.post.own.public != old.public
    assert again.phrase == accepted.contact.phrase != robin.phrase
    assert len(therapist.post.everybody) == 1


def test_nobody_can_pair_under_the_keys_of_another(
    therapist: Person, client: Person
) -> None:
    """A second client mixes the first sealing key with a signing key of theirs."""
    pair(therapist, client)
    mixed = Own(Own.new().sign, client.post.own.box)
    invited = therapist.post.invite("Kim")
    invitation = pairing.read_invitation(invited.raw, DAY)
    key = pairing.answer_key(invitation, invited.code, CHEAP)
    made, _ = pairing.answer(invitation, key, mixed)
    with pytest.raises(Used):
        therapist.post.finish(made)
    assert [one.alias for one in therapist.post.peers] == ["Robin"]


def test_codes_are_not_kept(therapist: Person) -> None:
    invited = therapist.post.invite("Robin")
    kept = str(therapist.kept())
    assert invited.code not in kept
    assert invited.code.replace("-", "") not in kept
    assert therapist.post.invitations[0].code == ""


def test_order_does_not_matter_among_several(therapist: Person, client: Person) -> None:
    names = [f"client {at}" for at in range(6)]
    made = [therapist.post.invite(name) for name in names]
    owns = [Own.new() for _ in names]
    raws = []
    for invited, own in zip(made, owns, strict=True):
        invitation = pairing.read_invitation(invited.raw, DAY)
        key = pairing.answer_key(invitation, invited.code, CHEAP)
        raws.append(pairing.answer(invitation, key, own)[0])
    random.Random(4).shuffle(raws)
    for raw in raws:
        therapist.post.finish(raw)
    assert {one.alias: one.peer for one in therapist.post.peers} == dict(
        zip(names, (own.public for own in owns), strict=True)
    )
