"""An envelope opened with the keys of a vault, and what must hold before it is used."""

from __future__ import annotations

from datetime import datetime

from sim.clinic import envelopes
from sim.clinic.contacts import Contact, Contacts, is_current
from sim.clinic.envelopes import Opened
from sim.clinic.errors import NotForYou, Older, Replayed, Revoked
from sim.clinic.identity import Peer
from sim.clinic.letters import Goodbye, Keys
from sim.clinic.own_keys import OwnKeys


def opened(
    raw: bytes, contacts: Contacts, keys: OwnKeys, now: datetime
) -> tuple[Opened, Contact, bool]:
    """What is in an envelope, by whom, and whether one's keys of now opened it.

    Raises:
        EnvelopeError: no keys open it, or it is by nobody one is paired with.
    """
    key = _opening_key(raw, keys, now)
    contact = contacts.with_keys(envelopes.sender_of(raw, key))
    peers: list[Peer] = []
    if contact is not None:
        former = (one.peer for one in contact.former if is_current(one.until, now))
        peers = [contact.peer, *former]
    made = envelopes.open_with(raw, key, peers)
    assert contact is not None  # with no peers, nothing opens
    return made, contact, key == keys.now().box


def _opening_key(raw: bytes, keys: OwnKeys, now: datetime) -> bytes:
    """The private X25519 key that opens it: of now, or a former one."""
    refused: NotForYou | None = None
    for key in (keys.now().box, *keys.former(now)):
        try:
            envelopes.sender_of(raw, key)
            return key
        except NotForYou as error:
            refused = refused or error
    assert refused is not None  # there is always a key of now
    raise refused


def check(letter: Opened, contact: Contact, contacts: Contacts) -> None:
    """Refuse what may not be used although it is its sender's.

    Raises:
        Revoked: the pairing has ended.
        Older: its version, or its signature, is one that the sender has left behind.
        Replayed: it was opened before.
    """
    if contact.is_over:
        raise Revoked(
            f"Your pairing with {contact.alias} has ended, so nothing of theirs is "
            "opened. Pair anew if you both want to go on."
        )
    if letter.version < contact.version:
        raise Older(
            f"{contact.alias} has sealed letters in a newer way before (version "
            f"{contact.version}, this one {letter.version}). Nothing of it was used; "
            "ask whether it is really theirs."
        )
    if contacts.has_seen(contact, letter.id):
        raise Replayed(
            f"You have opened this letter of {contact.alias} before. Nothing was "
            "changed."
        )
    if isinstance(letter.letter, Keys | Goodbye) and letter.sender != contact.peer:
        raise Older(
            f"{contact.alias} has replaced the keys this is signed with, and only the "
            "newest may change or end a pairing. Nothing was changed."
        )
