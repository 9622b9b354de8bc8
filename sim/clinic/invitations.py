"""Invitations that were made, answered or tried here; kept in the vault."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final

from dialogue.plain import hidden
from sim.clinic import pairing
from sim.clinic.contacts import Contact, Contacts, State
from sim.clinic.errors import (
    NotAnInvitation,
    PairingError,
    TooManyTries,
    Used,
    WrongCode,
)
from sim.clinic.identity import Peer, phrase
from sim.clinic.own_keys import OwnKeys
from sim.privacy.keys import Cost
from sim.privacy.shelf import Shelf

NOTE: Final = "post.invitations"
"""Secret: what answers are checked with. No export ever holds this note."""
TRIED: Final = "post.tried"
ANSWERED: Final = "post.answered"
MOST_LETTERS: Final = 60
"""Of an alias."""
MOST_OPEN: Final = 200
THERAPIST: Final = "therapist"
"""What somebody who invites is called here, unless told otherwise."""


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation that was made here."""

    id: str
    """32 hexadecimal digits."""
    alias: str
    raw: bytes
    """The line of text to hand over, as a file or as a picture."""
    code: str
    """To be told by voice; empty once it is no longer known."""
    expires_on: date


@dataclass(frozen=True, slots=True)
class Accepted:
    """An invitation that was answered here."""

    raw: bytes
    """The answer, to hand over."""
    contact: Contact
    """With the phrase that the other side sees when they have the answer."""


class Invitations:
    """The invitations of one open vault."""

    def __init__(
        self, shelf: Shelf, contacts: Contacts, keys: OwnKeys, cost: Cost | None
    ) -> None:
        self._shelf = shelf
        self._notes = shelf.notes
        self._contacts = contacts
        self._keys = keys
        self._cost = cost

    # whoever invites

    def invite(self, alias: str, now: datetime, days: int, again: str) -> Invited:
        """See `sim.clinic.post.Post.invite`."""
        code = pairing.new_code()
        with self._shelf.together():
            alias = self.checked_alias(alias, again)
            if again:
                self._contacts.find(again)
            rows = self._rows()
            if len(rows) >= MOST_OPEN:
                raise PairingError(
                    f"{MOST_OPEN} invitations are open. Withdraw some of them first."
                )
            raw, key = pairing.invite(
                self._keys.now(), code, now.date(), days, self._cost
            )
            made = pairing.read_invitation(raw, now.date())
            rows[made.id] = {
                "alias": alias,
                "raw": raw.decode(),
                "key": key.hex(),
                "expires_on": made.expires_on.isoformat(),
                "tries": 0,
                "again": again,
            }
            self._notes.keep(NOTE, rows)
        return Invited(made.id, alias, raw, code, made.expires_on)

    def open(self, now: datetime) -> tuple[Invited, ...]:
        """Those that can still be answered."""
        every = [_invited(ident, row) for ident, row in self._rows().items()]
        return tuple(one for one in every if one.expires_on >= now.date())

    def withdraw(self, ident: str) -> None:
        """Let it be answered no more; nothing where there is none."""
        rows = self._rows()
        if rows.pop(ident, None) is not None:
            self._notes.keep(NOTE, rows)
            self._notes.clean()

    def withdraw_all(self) -> None:
        """Let none be answered any more."""
        self._notes.forget(NOTE)

    def tidy(self, now: datetime) -> None:
        """Forget those whose last day is over."""
        rows, today = self._rows(), now.date().isoformat()
        left = {one: row for one, row in rows.items() if row["expires_on"] >= today}
        if left != rows:
            self._notes.keep(NOTE, left)
            self._notes.clean()

    def finish(self, raw: bytes, now: datetime) -> Contact:
        """See `sim.clinic.post.Post.finish`."""
        # an invitation ends when its keys are replaced, so only those of now count
        answered = pairing.read_answer(raw, self._keys.now().box)
        self.tidy(now)
        row = self._rows().get(answered.invitation)
        if row is None:
            raise Used(
                "This answers an invitation that has been used, withdrawn or is too "
                "old. Invite anew."
            )
        if not pairing.is_meant(answered, bytes.fromhex(row["key"])):
            self._count_answer(answered.invitation)
        with self._shelf.together():
            self.withdraw(answered.invitation)
            return self._paired(
                answered.peer,
                row["alias"],
                pairing.pairing_of(answered),
                now,
                again=row["again"],
            )

    def _count_answer(self, ident: str) -> None:
        rows = self._rows()
        rows[ident]["tries"] += 1
        if rows[ident]["tries"] >= pairing.TRIES:
            self.withdraw(ident)
            raise TooManyTries(
                "This invitation was answered with a wrong code too often, so it holds "
                "no more. Invite anew, and tell the code to nobody else."
            )
        self._notes.keep(NOTE, rows)
        raise WrongCode(
            "Whoever answered did not know the code of your invitation. Nobody was "
            "paired; ask your client whether this answer is theirs."
        )

    # whoever is invited

    def accept(self, raw: bytes, code: str, alias: str, now: datetime) -> Accepted:
        """See `sim.clinic.post.Post.accept`."""
        invitation = pairing.read_invitation(raw, now.date())
        own = self._keys.now()
        if invitation.peer == own.public:
            raise NotAnInvitation("This is your own invitation. Give it to the other.")
        plain = pairing.plain_code(code)
        tried = self._notes.get(TRIED) or {}
        if tried.get(invitation.id, 0) >= pairing.TRIES:
            raise _too_many()
        try:
            key = pairing.answer_key(invitation, plain, self._cost)
        except WrongCode:
            raise self._counted(invitation.id, tried) from None
        with self._shelf.together():
            answered = self._notes.get(ANSWERED) or {}
            if invitation.id in answered:
                row = answered[invitation.id]
                contact = self._contacts.find(row["contact"])
                if contact.is_over:
                    raise Used(
                        "You have answered this invitation, and the pairing has ended "
                        "since. Ask for a new one."
                    )
                return Accepted(row["raw"].encode(), contact)
            made, both = pairing.answer(invitation, key, own)
            alias = self._alias_for(invitation.peer, alias)
            contact = self._paired(invitation.peer, alias, both, now, state="waiting")
            answered[invitation.id] = {"raw": made.decode(), "contact": contact.id}
            self._notes.keep(ANSWERED, answered)
            return Accepted(made, contact)

    def _counted(self, ident: str, tried: dict[str, int]) -> PairingError:
        tried[ident] = tried.get(ident, 0) + 1
        self._notes.keep(TRIED, tried)
        left = pairing.TRIES - tried[ident]
        if left <= 0:
            return _too_many()
        return WrongCode(
            "This code does not belong to this invitation. Compare it letter by "
            f"letter; you can try {left} more time{'s' if left > 1 else ''}."
        )

    # both

    def checked_alias(self, alias: str, but: str = "") -> str:
        """The alias, if it is one that nobody else has.

        Args:
            alias: what to call somebody.
            but: id of a contact who may have it.

        Raises:
            PairingError: it is empty, too long, not plain, or taken.
        """
        alias = " ".join(alias.split())
        if not alias or len(alias) > MOST_LETTERS or hidden(alias):
            raise PairingError(f"A name has 1 to {MOST_LETTERS} plain letters.")
        for one in self._contacts.all():
            is_other = one.id != but and not one.is_over
            if is_other and one.alias.casefold() == alias.casefold():
                raise PairingError(f"Somebody is called {alias!r} here already.")
        return alias

    def is_taken(self, peer: Peer, but: str = "") -> bool:
        """Whether one of these keys belongs to a contact other than the one `but`."""
        keys = {peer.sign, peer.box}
        return any(
            keys & {known.sign, known.box}
            for one in self._contacts.all()
            if one.id != but
            for known in (one.peer, *(former.peer for former in one.former))
        )

    def _alias_for(self, peer: Peer, alias: str) -> str:
        """What to call whoever invites: as told, as before, or what is free."""
        known = next((one for one in self._contacts.all() if one.peer == peer), None)
        if known is not None:
            return self.checked_alias(alias or known.alias, known.id)
        if alias:
            return self.checked_alias(alias)
        taken = {one.alias for one in self._contacts.all() if not one.is_over}
        names = (THERAPIST, *(f"{THERAPIST} {number}" for number in range(2, 1000)))
        return next(one for one in names if one not in taken)

    def _paired(
        self,
        peer: Peer,
        alias: str,
        both: bytes,
        now: datetime,
        *,
        state: State = "paired",
        again: str = "",
    ) -> Contact:
        """Write down a new contact, or a known one who pairs anew."""
        every = self._contacts.all()
        known = next((one for one in every if one.peer == peer), None)
        if again:
            known = self._contacts.find(again)
        if self.is_taken(peer, known.id if known else ""):
            raise Used("These keys belong to somebody else you are paired with.")
        fresh = known or Contact(peer.id, alias, peer, (), "")
        contact = replace(
            fresh,
            alias=alias,
            peer=peer,
            phrase=phrase(self._keys.now().public, peer, both),
            since=now.date().isoformat(),
            state=state,
            is_compared=False,
            former=(),
        )
        self._contacts.keep(contact)
        return contact

    def _rows(self) -> dict[str, Any]:
        return self._notes.get(NOTE) or {}


def _invited(ident: str, row: dict[str, Any]) -> Invited:
    last = date.fromisoformat(row["expires_on"])
    return Invited(ident, row["alias"], row["raw"].encode(), "", last)


def _too_many() -> TooManyTries:
    return TooManyTries(
        "This invitation was tried with a wrong code too often. Ask for a new one."
    )
