"""A letter is taken once and whole, or it leaves no trace; keys change and end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from assets import ROOT
from sim.clinic.contacts import Contact
from sim.clinic.envelopes import HEADER, open_sealed, seal
from sim.clinic.errors import (
    ClinicError,
    EnvelopeError,
    NotForYou,
    NotPaired,
    Older,
    PairingError,
    Replayed,
    Revoked,
    UnknownSender,
    Unreadable,
)
from sim.clinic.identity import Own, Peer
from sim.clinic.letters import Goodbye, Keys, Letter, Withdrawal
from sim.clinic.own_keys import KEPT_DAYS
from sim.clinic.post import Post, Taken
from sim.privacy.vault import Vault
from tests.clinic.people import ANSWER, FILES, REPORT, Clock, Person, pair, person
from tests.privacy.test_vault import CHEAP, source

Pair = tuple[Person, Person]


def letter_from(client: Person, letter: Letter = REPORT) -> bytes:
    return client.post.send(letter, {}, "therapist")


def keys(own: Own | Peer) -> Keys:
    public = own.public if isinstance(own, Own) else own
    return Keys(public.sign.hex(), public.box.hex())


def own_of(person: Person) -> Own:
    return person.post.own


def test_a_letter_and_its_files_arrive(pair_of: Pair) -> None:
    therapist, client = pair_of
    taken = client.post.take(therapist.post.send(ANSWER, FILES, "robin"))
    assert (taken.letter, taken.files, taken.number) == (ANSWER, FILES, 1)
    assert taken.sender.alias == "therapist"


def test_damage_leaves_no_trace_in_the_vault(pair_of: Pair) -> None:
    therapist, client = pair_of
    raw, kept = letter_from(client), []
    before = therapist.kept()
    places = [*range(80), *range(80, len(raw), 397), len(raw) - 1]
    for at in places:
        changed = raw[:at] + bytes([raw[at] ^ 0x40]) + raw[at + 1 :]
        with pytest.raises(EnvelopeError):
            therapist.post.take(changed, kept.append)
        assert therapist.kept() == before, f"byte {at} left something behind"
    assert kept == []
    assert therapist.post.take(raw, kept.append) == kept[0]


def test_a_letter_is_taken_once(pair_of: Pair) -> None:
    therapist, client = pair_of
    raw = letter_from(client)
    therapist.post.take(raw)
    before = therapist.kept()
    for _ in range(3):
        with pytest.raises(Replayed, match="Robin"):
            therapist.post.take(raw)
    assert therapist.kept() == before


def test_it_is_known_again_after_a_restart(pair_of: Pair, clock: Clock) -> None:
    therapist, client = pair_of
    raw = letter_from(client)
    therapist.post.take(raw)
    with pytest.raises(Replayed):
        Post(therapist.vault, clock, CHEAP).take(raw)


def test_letters_may_arrive_in_any_order(pair_of: Pair) -> None:
    therapist, client = pair_of
    sent = [letter_from(client, Withdrawal(f"r{at}")) for at in range(12)]
    order = list(range(12))
    Random(3).shuffle(order)
    taken = [therapist.post.take(sent[at]) for at in order]
    assert [one.number - 1 for one in taken] == order
    for raw in sent:
        with pytest.raises(Replayed):
            therapist.post.take(raw)


def test_a_sender_restored_from_a_copy_is_still_heard(pair_of: Pair) -> None:
    """Their numbers begin again where the copy was made; the letters are new ones."""
    therapist, client = pair_of
    name, contact = "therapist", client.post.contact("therapist")
    therapist.post.take(letter_from(client, Withdrawal("r1")))
    client.post._contacts.keep(replace(contact, sent=0))
    taken = therapist.post.take(letter_from(client, Withdrawal("r2")))
    assert (taken.number, client.post.contact(name).sent) == (1, 1)


def test_what_cannot_be_kept_counts_as_not_opened(pair_of: Pair) -> None:
    therapist, client = pair_of
    raw, before = letter_from(client), therapist.kept()

    def full(taken: Taken) -> None:
        therapist.vault.notes.keep("report", taken.letter.__class__.__name__)
        raise OSError("no space left")

    with pytest.raises(OSError, match="no space"):
        therapist.post.take(raw, full)
    assert therapist.kept() == before
    therapist.post.take(
        raw, lambda taken: therapist.vault.notes.keep("report", taken.id)
    )
    assert therapist.vault.notes.get("report")


def test_a_stranger_and_a_letter_for_another_are_refused(
    pair_of: Pair, tmp_path: Path, clock: Clock
) -> None:
    therapist, client = pair_of
    with person(tmp_path / "third", clock) as third:
        pair(therapist, third, "Kim")
        to_kim = therapist.post.send(ANSWER, {}, "Kim")
        with pytest.raises(NotForYou):
            client.post.take(to_kim)
        stranger = seal(ANSWER, {}, own_of(third), own_of(client).public, 1)
        with pytest.raises(UnknownSender):
            client.post.take(stranger)


def test_a_lower_version_than_seen_before_is_refused(pair_of: Pair) -> None:
    therapist, client = pair_of
    robin = therapist.post.contact("Robin")
    therapist.post._contacts.keep(replace(robin, version=2))
    before = therapist.kept()
    with pytest.raises(Older, match="version 2, this one 1"):
        therapist.post.take(letter_from(client))
    assert therapist.kept() == before


def test_the_highest_version_seen_is_remembered(pair_of: Pair) -> None:
    therapist, client = pair_of
    assert therapist.post.contact("Robin").version == 0
    therapist.post.take(letter_from(client))
    assert therapist.post.contact("Robin").version == HEADER[-2] == 1


# rotation


def test_after_new_keys_both_still_hear_each_other(pair_of: Pair) -> None:
    therapist, client = pair_of
    old = own_of(therapist).public
    (told,) = therapist.post.rotate()
    taken = client.post.take(told.raw)
    assert isinstance(taken.letter, Keys)
    assert client.post.contact("therapist").peer == own_of(therapist).public != old
    assert client.post.contact("therapist").id == taken.sender.id, "the same person"
    therapist.post.take(letter_from(client))
    client.post.take(therapist.post.send(ANSWER, {}, "Robin"))


def test_letters_under_way_open_for_thirty_days_and_no_longer(
    pair_of: Pair, clock: Clock
) -> None:
    therapist, client = pair_of
    before = [letter_from(client, Withdrawal(f"r{at}")) for at in range(3)]
    from_therapist = [therapist.post.send(ANSWER, {}, "Robin") for _ in range(2)]
    (told,) = therapist.post.rotate()
    client.post.take(told.raw)
    clock.go(days=KEPT_DAYS, hours=-1)
    therapist.post.take(before[0])
    client.post.take(from_therapist[0])
    clock.go(hours=1)
    with pytest.raises(NotForYou):
        therapist.post.take(before[1])
    with pytest.raises(UnknownSender):
        client.post.take(from_therapist[1])


def test_former_private_keys_are_destroyed(pair_of: Pair, clock: Clock) -> None:
    therapist, _client = pair_of
    old = own_of(therapist)
    therapist.post.rotate()
    assert old.sign.hex() not in str(therapist.kept()), "it signs nothing more at once"
    assert old.box.hex() in str(therapist.kept())
    clock.go(days=KEPT_DAYS)
    Post(therapist.vault, clock, CHEAP)
    assert old.box.hex() not in str(therapist.kept())
    therapist.vault.close()
    for path in therapist.vault.folder.iterdir():
        assert old.box.hex().encode() not in path.read_bytes()


def test_a_letter_about_keys_is_there_until_it_has_arrived(pair_of: Pair) -> None:
    therapist, client = pair_of
    first = therapist.post.rotate()
    second = therapist.post.rotate()
    waiting = therapist.post.to_hand_over()
    assert [one.raw for one in waiting] == [one.raw for one in (*first, *second)]
    with pytest.raises(UnknownSender):
        client.post.take(second[0].raw)  # it is signed with keys not told of yet
    for one in waiting:
        client.post.take(one.raw)
    assert therapist.post.to_hand_over(), "nobody has said so yet"
    therapist.post.take(letter_from(client))
    assert therapist.post.to_hand_over() == ()


def test_former_keys_can_neither_change_nor_end_a_pairing(pair_of: Pair) -> None:
    """Whoever stole them could otherwise take the pairing over."""
    therapist, client = pair_of
    thief = own_of(therapist)
    (told,) = therapist.post.rotate()
    client.post.take(told.raw)
    to = own_of(client).public
    for letter in (keys(Own.new()), Goodbye()):
        with pytest.raises(Older, match="replaced the keys"):
            client.post.take(seal(letter, {}, thief, to, 99))
    assert client.post.contact("therapist").peer == own_of(therapist).public


@pytest.mark.parametrize("case", ["none", "short", "weak", "mine", "another's"])
def test_keys_that_cannot_be_somebodys_are_refused(
    pair_of: Pair, tmp_path: Path, clock: Clock, case: str
) -> None:
    therapist, client = pair_of
    with person(tmp_path / "third", clock) as third:
        kim = pair(therapist, third, "Kim")
        letter = {
            "none": Keys("", ""),
            "short": Keys("00", "11"),
            "weak": Keys(own_of(client).public.sign.hex(), "00" * 32),
            "mine": keys(own_of(therapist)),
            "another's": keys(kim.peer),
        }[case]
        raw, before = letter_from(client, letter), therapist.kept()
        with pytest.raises(Unreadable):
            therapist.post.take(raw)
        assert therapist.kept() == before


def test_open_invitations_end_with_the_keys_they_name(
    therapist: Person, client: Person
) -> None:
    invited = therapist.post.invite("Robin")
    accepted = client.post.accept(invited.raw, invited.code)
    therapist.post.rotate()
    with pytest.raises(PairingError):
        therapist.post.finish(accepted.raw)


def test_who_is_killed_while_changing_keys_has_the_old_or_the_new(
    pair_of: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    therapist, client = pair_of
    before, old = therapist.kept(), own_of(therapist)

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(therapist.post._invitations, "withdraw_all", killed)
    with pytest.raises(KeyboardInterrupt):
        therapist.post.rotate()
    assert therapist.kept() == before
    assert own_of(therapist) == old
    client.post.take(therapist.post.send(ANSWER, {}, "Robin"))


# ends


def test_whose_pairing_was_revoked_is_not_opened_any_more(pair_of: Pair) -> None:
    therapist, client = pair_of
    under_way = letter_from(client)
    told = therapist.post.revoke("Robin", "We have come to an end.")
    assert therapist.post.peers == ()
    with pytest.raises(Revoked):
        therapist.post.take(under_way)
    with pytest.raises(NotPaired, match="ended"):
        therapist.post.send(ANSWER, {}, "Robin")
    taken = client.post.take(told.raw)
    assert isinstance(taken.letter, Goodbye)
    assert client.post.peers == ()
    with pytest.raises(NotPaired):
        letter_from(client)


def test_after_pairing_anew_old_letters_stay_opened(pair_of: Pair) -> None:
    therapist, client = pair_of
    raw = letter_from(client)
    therapist.post.take(raw)
    therapist.post.revoke("Robin")
    robin = pair(therapist, client)
    with pytest.raises(Replayed):
        therapist.post.take(raw)
    assert therapist.post.take(letter_from(client)).sender == robin
    assert len(therapist.post.everybody) == 1


def test_a_lost_device_begins_anew(pair_of: Pair) -> None:
    therapist, client = pair_of
    old = own_of(client)
    to_client = therapist.post.send(ANSWER, {}, "Robin")
    (told,) = client.post.begin_anew()
    assert client.post.peers == ()
    assert old.box.hex() not in str(client.kept()), "nothing under way opens any more"
    with pytest.raises(NotForYou):
        client.post.take(to_client)
    assert isinstance(therapist.post.take(told.raw).letter, Goodbye)
    assert therapist.post.peers == ()
    forged = seal(REPORT, {}, old, own_of(therapist).public, 99)
    with pytest.raises(Revoked):
        therapist.post.take(forged)


# names, and what is kept


def test_people_are_found_by_name_and_by_id(
    pair_of: Pair, tmp_path: Path, clock: Clock
) -> None:
    therapist, _ = pair_of
    robin = therapist.post.contact("ROBIN")
    assert therapist.post.contact(robin.id[:8]) == robin
    assert therapist.post.contact(robin) == robin
    for name in ("", "Rob", robin.id[:3], "f" * 32, "\x1b[2J"):
        with pytest.raises(NotPaired):
            therapist.post.contact(name)
    assert therapist.post.rename("Robin", "Robin G.").id == robin.id
    assert therapist.post.compared("Robin G.").is_compared


def test_whoever_never_paired_has_no_keys(client: Person) -> None:
    assert client.kept() == {}
    assert client.post.peers == client.post.invitations == ()
    with pytest.raises(ClinicError):
        client.post.take(b"")
    assert client.kept() == {}


def test_a_locked_vault_gives_nothing(pair_of: Pair) -> None:
    therapist, client = pair_of
    raw = letter_from(client)
    therapist.vault.lock()
    with pytest.raises(Exception, match="locked"):
        therapist.post.take(raw)
    therapist.vault.unlock("open sesame")
    assert therapist.post.take(raw).letter == REPORT


def test_a_contact_is_read_as_it_was_kept(pair_of: Pair) -> None:
    therapist, _client = pair_of
    therapist.post.rotate()
    contact: Contact = therapist.post.contact("Robin")
    therapist.post._contacts.keep(contact)
    assert therapist.post.contact("Robin") == contact


def test_what_post_seals_is_an_envelope_of_the_page(pair_of: Pair) -> None:
    therapist, client = pair_of
    raw = letter_from(client)
    opened = open_sealed(raw, own_of(therapist), [own_of(client).public])
    assert opened.letter == REPORT


def test_the_vault_on_the_disk_shows_no_key(tmp_path: Path, clock: Clock) -> None:
    with Vault.create(source(), tmp_path) as vault:
        own = Post(vault, clock, CHEAP).own
        vault.close()
        held = b"".join(one.read_bytes() for one in vault.folder.iterdir())
    for key in (own.sign, own.box):
        assert key not in held
        assert key.hex().encode() not in held


KILLED = """\
import os, signal, sys
from pathlib import Path
from sim.clinic.post import Post
from tests.clinic.people import Clock
from tests.privacy.test_vault import CHEAP, source
from sim.privacy.vault import Vault

def keep(taken):
    vault.notes.keep("report", taken.letter.id)
    os.kill(os.getpid(), signal.SIGKILL)

with Vault.open(source(), Path(sys.argv[1])) as vault:
    Post(vault, Clock(), CHEAP).take(Path(sys.argv[2]).read_bytes(), keep)
"""


@pytest.mark.skipif(os.name != "posix", reason="posix: signals")
def test_who_is_killed_while_taking_a_letter_can_take_it_again(
    pair_of: Pair, tmp_path: Path, clock: Clock
) -> None:
    therapist, client = pair_of
    raw, before = letter_from(client), therapist.kept()
    (tmp_path / "letter").write_bytes(raw)
    therapist.vault.close()
    words = [sys.executable, "-c", KILLED, tmp_path / "therapist", tmp_path / "letter"]
    done = subprocess.run(words, check=False, cwd=ROOT.parent, capture_output=True)
    assert done.returncode == -signal.SIGKILL, done.stderr
    with Vault.open(source(), tmp_path / "therapist") as vault:
        again = Person(vault, clock)
        assert again.kept() == before
        assert again.post.take(raw).letter == REPORT


def test_one_step_within_another_belongs_to_the_outer(pair_of: Pair) -> None:
    """An app keeps a letter together with what it makes of it, or neither."""
    therapist, client = pair_of
    raw, before = letter_from(client), therapist.kept()
    with pytest.raises(ValueError, match="after all"), therapist.vault.together():
        therapist.post.take(raw)
        therapist.vault.notes.forget("post.tidied")
        raise ValueError("after all not")
    assert therapist.kept() == before
    assert therapist.post.take(raw).letter == REPORT


def test_after_a_step_was_undone_the_next_one_is_kept(pair_of: Pair) -> None:
    therapist, _ = pair_of
    for name in ("first", "second"):
        with pytest.raises(ValueError, match=name), therapist.vault.together():
            therapist.vault.notes.keep(name, 1)
            raise ValueError(name)
    with therapist.vault.together():
        therapist.vault.notes.keep("third", 1)
    assert set(therapist.kept()) & {"first", "second", "third"} == {"third"}


def test_former_public_keys_are_removed_with_their_time(
    pair_of: Pair, clock: Clock
) -> None:
    therapist, client = pair_of
    old = own_of(therapist).public
    client.post.take(therapist.post.rotate()[0].raw)
    assert old.sign.hex() in str(client.kept()) and old.id in str(client.kept())
    clock.go(days=KEPT_DAYS + 1)
    Post(client.vault, clock, CHEAP)
    kept = client.kept()
    assert old.sign.hex() not in str(kept)
    assert "post.key." + old.id not in kept
    assert "post.key." + own_of(therapist).public.id in kept
