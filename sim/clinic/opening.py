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
) -> tuple[Opened, bool]:
    """What is in an envelope, and whether one's keys of now opened it.

    Raises:
        EnvelopeError: no keys open it, or it is by nobody one is paired with.
    """
    peers: list[Peer] = []
    for one in contacts.all():
        former = (f.peer for f in one.former if is_current(f.until, now))
        peers += [one.peer, *former]
    try:
        return envelopes.open_sealed(raw, keys.now(), peers), True
    except NotForYou as refused:
        for key in keys.former(now):
            try:
                return envelopes.open_with(raw, key, peers), False
            except NotForYou:
                continue
        raise refused from None


def checked(letter: Opened, contacts: Contacts) -> Contact:
    """Who sent it, if it may be used.

    Raises:
        Revoked: the pairing has ended.
        Older: its version, or its signature, is one that the sender has left behind.
        Replayed: it was opened before.
    """
    contact = contacts.with_keys(letter.sender)
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
    return contact
