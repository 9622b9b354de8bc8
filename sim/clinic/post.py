"""The post of one vault: pairing, sealing, opening, and what must be remembered of it.

Each thing is done whole or not at all: an envelope that is refused leaves no trace, and
one that is taken is remembered in the same step in which its content is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from sim.clinic import envelopes, opening
from sim.clinic.contacts import Contact, Contacts, Former
from sim.clinic.errors import NotPaired, Unreadable
from sim.clinic.hand_over import HandOver
from sim.clinic.identity import BadKey, Own, usable
from sim.clinic.invitations import Accepted, Invitations, Invited
from sim.clinic.letters import Goodbye, Keys, Letter
from sim.clinic.own_keys import KEPT_DAYS, OwnKeys
from sim.clinic.pairing import DAYS
from sim.privacy.keys import Cost
from sim.privacy.shelf import Shelf


@dataclass(frozen=True, slots=True)
class Taken:
    """A letter that was opened, and will not be opened again."""

    letter: Letter
    files: dict[str, bytes]
    sender: Contact
    number: int
    """Rises with each letter of this sender; tells their order."""
    id: str
    """Of the envelope: 32 hexadecimal digits."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A sealed letter to hand over."""

    to: Contact
    raw: bytes


def _now() -> datetime:
    return datetime.now(UTC)


class Post:
    """Writes to and reads from the people one is paired with."""

    def __init__(
        self,
        shelf: Shelf,
        now: Callable[[], datetime] = _now,
        cost: Cost | None = None,
    ) -> None:
        """`cost` is that of stretching a pairing's code, the same on both sides."""
        self._shelf = shelf
        self._now = now
        self._contacts = Contacts(shelf.notes)
        self._keys = OwnKeys(shelf.notes)
        self._hand_over = HandOver(shelf.notes)
        self._invitations = Invitations(shelf, self._contacts, self._keys, cost)
        self.tidy()

    # who

    @property
    def own(self) -> Own:
        """One's own private keys; made when first needed."""
        with self._shelf.together():
            return self._keys.now()

    @property
    def peers(self) -> tuple[Contact, ...]:
        """Everybody one is paired with now, by alias."""
        return tuple(one for one in self._contacts.all() if not one.is_over)

    @property
    def everybody(self) -> tuple[Contact, ...]:
        """The same with those whose pairing has ended."""
        return self._contacts.all()

    def contact(self, name: str | Contact) -> Contact:
        """What is known now of somebody, by id, alias or beginning of an id.

        Raises:
            NotPaired: there is nobody, or several.
        """
        return self._contacts.find(name if isinstance(name, str) else name.id)

    def rename(self, name: str | Contact, alias: str) -> Contact:
        """Call somebody otherwise, here.

        Raises:
            PairingError: somebody else is called so, or it is no name.
        """
        with self._shelf.together():
            contact = self.contact(name)
            alias = self._invitations.checked_alias(alias, contact.id)
            return self._kept(replace(contact, alias=alias))

    def compared(self, name: str | Contact) -> Contact:
        """Remember that the five words were compared, and were the same."""
        with self._shelf.together():
            return self._kept(replace(self.contact(name), is_compared=True))

    # pairing

    def invite(self, alias: str, days: int = DAYS, again: str = "") -> Invited:
        """Invite somebody, to be called `alias` here.

        Args:
            alias: what to call them; not told to them.
            days: that the invitation holds.
            again: id of a contact who has a new device; they stay the same contact.

        Raises:
            PairingError: somebody is called so already, or it is no name.
        """
        return self._invitations.invite(alias, self._now(), days, again)

    def accept(self, raw: bytes, code: str, alias: str = "") -> Accepted:
        """Answer an invitation; the same answer again when it was answered before.

        Raises:
            PairingError: the code is wrong, or the invitation is not good any more.
            Newer: a newer program made it.
        """
        return self._invitations.accept(raw, code, alias, self._now())

    def finish(self, raw: bytes) -> Contact:
        """Take the answer to one's invitation; the invitation is used up.

        Raises:
            PairingError: it answers no invitation that is open here.
            Newer: a newer program made it.
        """
        return self._invitations.finish(raw, self._now())

    @property
    def invitations(self) -> tuple[Invited, ...]:
        """Invitations that are open, without their codes."""
        return self._invitations.open(self._now())

    def withdraw(self, invitation: str) -> None:
        """Let an invitation, by its id, be answered no more."""
        self._invitations.withdraw(invitation)

    # letters

    def send(
        self, letter: Letter, files: Mapping[str, bytes], to: str | Contact
    ) -> bytes:
        """A sealed letter to somebody.

        Raises:
            NotPaired: there is nobody, or the pairing has ended.
            CannotSeal: too large, too many files, or a name that is not plain.
            DataError: the letter does not fit together.
        """
        with self._shelf.together():
            contact = self.contact(to)
            if contact.is_over:
                raise NotPaired(
                    f"Your pairing with {contact.alias} has ended. Pair anew first."
                )
            contact = replace(contact, sent=contact.sent + 1)
            raw = envelopes.seal(
                letter, files, self._keys.now(), contact.peer, contact.sent
            )
            self._contacts.keep(contact)
            return raw

    def take(self, raw: bytes, keep: Callable[[Taken], object] | None = None) -> Taken:
        """Open a letter, once.

        Args:
            raw: the envelope.
            keep: writes what is to be kept of it into the same vault; when it raises,
                the letter counts as not opened.

        Raises:
            EnvelopeError: one of its kinds; nothing was kept.
        """
        self.tidy()
        with self._shelf.together():
            opened, contact, is_by_new_keys = opening.opened(
                raw, self._contacts, self._keys, self._now()
            )
            opening.check(opened, contact, self._contacts)
            self._contacts.saw(contact, opened.id)
            if is_by_new_keys:  # so they have our newest keys
                self._hand_over.forget(contact.id)
            state = "paired" if contact.state == "waiting" else contact.state
            version = max(contact.version, opened.version)
            contact = self._kept(replace(contact, state=state, version=version))
            contact = self._applied(contact, opened.letter)
            taken = Taken(
                opened.letter, opened.files, contact, opened.number, opened.id
            )
            if keep is not None:
                keep(taken)
            return taken

    # ends and changes

    def revoke(self, name: str | Contact, note: str = "") -> Outgoing:
        """End the pairing with somebody at once.

        The letter that says so may be handed over or not; it ends here either way.
        """
        with self._shelf.together():
            raw = self.send(Goodbye(note), {}, name)
            contact = self._ended(self.contact(name))
            return Outgoing(contact, raw)

    def rotate(self) -> tuple[Outgoing, ...]:
        """Fresh keys, and a letter about them to each; the former sign nothing more.

        Open invitations end: they name the former keys. Until somebody has written to
        the new keys, `to_hand_over` has their letter again.
        """
        now = self._now()
        with self._shelf.together():
            former = self._keys.now()
            fresh = self._keys.replace(now).public
            letter = Keys(fresh.sign.hex(), fresh.box.hex())
            made = [self._told(one, letter, former) for one in self.peers]
            self._invitations.withdraw_all()
            self._shelf.notes.clean()
        return tuple(made)

    def begin_anew(self) -> tuple[Outgoing, ...]:
        """Fresh keys and no pairings: for a device that somebody else may have read.

        Everybody must pair anew; the letters say goodbye under the former keys.
        """
        with self._shelf.together():
            former = self._keys.now()
            made = [self._told(one, Goodbye(), former) for one in self.peers]
            for one in self.everybody:
                self._kept(replace(one, state="ended", former=()))
            self._invitations.withdraw_all()
            self._keys.begin_anew()
        return tuple(made)

    def to_hand_over(self) -> tuple[Outgoing, ...]:
        """Letters about keys that their recipients may not have received yet."""
        waiting = self._hand_over.all()
        return tuple(Outgoing(self.contact(ident), raw) for ident, raw in waiting)

    def tidy(self) -> None:
        """Destroy former keys and invitations whose time is over."""
        with self._shelf.together():
            if not self._keys.is_there:  # nobody has ever paired
                return
            self._keys.drop_former(self._now())
            self._contacts.drop_former(self._now())
            self._invitations.tidy(self._now())
            self._hand_over.tidy(self._now())

    # inside

    def _kept(self, contact: Contact) -> Contact:
        self._contacts.keep(contact)
        return contact

    def _ended(self, contact: Contact) -> Contact:
        self._hand_over.forget(contact.id)
        return self._kept(replace(contact, state="ended", former=()))

    def _told(self, contact: Contact, letter: Letter, former: Own) -> Outgoing:
        """A letter about keys, under the former ones; kept until it has arrived."""
        contact = self._kept(replace(contact, sent=contact.sent + 1))
        raw = envelopes.seal(letter, {}, former, contact.peer, contact.sent)
        self._hand_over.add(contact.id, raw)
        return Outgoing(contact, raw)

    def _applied(self, contact: Contact, letter: Letter) -> Contact:
        """What a letter about the pairing itself changes."""
        if isinstance(letter, Goodbye):
            return self._ended(contact)
        if not isinstance(letter, Keys):
            return contact
        try:
            peer = usable(bytes.fromhex(letter.sign), bytes.fromhex(letter.box))
        except (ValueError, BadKey):
            raise Unreadable("The letter tells of new keys that are none.") from None
        if peer == self._keys.now().public or self._invitations.is_taken(peer):
            raise Unreadable("The letter tells of new keys that are somebody else's.")
        until = self._now() + timedelta(days=KEPT_DAYS)
        former = Former(contact.peer, until.isoformat(timespec="seconds"))
        return self._kept(replace(contact, peer=peer, former=(*contact.former, former)))
