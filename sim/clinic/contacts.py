"""Whom one is paired with, and which of their letters were opened; in the vault."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final, Literal

from sim.clinic.errors import NotPaired
from sim.clinic.identity import Peer, read_peer
from sim.privacy.notes import PEER as _PEER
from sim.privacy.notes import Notes

_SEEN: Final = "post.seen."
_KEY: Final = "post.key."
"""Whose a fingerprint is: a thousand contacts are not read to find one."""
_TIDIED: Final = "post.tidied"
_SHORTEST_ID: Final = 6

State = Literal["waiting", "paired", "ended"]


@dataclass(frozen=True, slots=True)
class Former:
    """Keys that somebody has replaced; letters under way still open."""

    peer: Peer
    until: str
    """ISO 8601 date and time."""


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody one is paired with."""

    id: str
    """Stays the same when their keys change: 32 hexadecimal digits."""
    alias: str
    """What one calls them here; they never learn it."""
    peer: Peer
    """Their public keys of now."""
    phrase: tuple[str, ...]
    """Five words that they see, too."""
    since: str
    """ISO 8601 day of pairing."""
    state: State = "paired"
    """``waiting`` until their first letter, for whoever answered an invitation."""
    is_compared: bool = False
    """Whether the words were compared and were the same."""
    sent: int = 0
    """Number of the last letter to them."""
    version: int = 0
    """Highest version of envelope they have used; a lower one is refused."""
    former: tuple[Former, ...] = ()

    @property
    def is_over(self) -> bool:
        """Whether the pairing has ended, from either side."""
        return self.state == "ended"


class Contacts:
    """The contacts in one open vault."""

    def __init__(self, notes: Notes) -> None:
        self._notes = notes

    def all(self) -> tuple[Contact, ...]:
        """Every contact, those that are over included, by alias."""
        rows = self._notes.beginning(_PEER)
        made = (_read(name.removeprefix(_PEER), row) for name, row in rows.items())
        return tuple(sorted(made, key=lambda one: (one.alias.casefold(), one.id)))

    def find(self, name: str) -> Contact:
        """The contact with this id, alias, or beginning of an id.

        Of several, the one that is not over.

        Raises:
            NotPaired: there is none, or several.
        """
        row = self._notes.get(_PEER + name)
        if row is not None:
            return _read(name, row)
        every = self.all()
        tests: tuple[Callable[[Contact], bool], ...] = (
            lambda one: one.alias.casefold() == name.strip().casefold(),
            lambda one: len(name) >= _SHORTEST_ID and one.id.startswith(name),
        )
        for test in tests:
            fits = [one for one in every if test(one)]
            fits = [one for one in fits if not one.is_over] or fits
            if len(fits) == 1:
                return fits[0]
            if fits:
                raise NotPaired(f"{name!r:.80} fits several people; give the whole id.")
        here = ", ".join(one.alias for one in every if not one.is_over)
        raise NotPaired(
            f"You are not paired with {name!r:.80}. "
            + (f"There are: {here:.400}." if here else "There is nobody yet.")
        )

    def with_keys(self, fingerprint: str) -> Contact | None:
        """The contact who has, or had until lately, keys with this fingerprint."""
        ident = self._notes.get(_KEY + fingerprint)
        return None if ident is None else self.find(ident)

    def keep(self, contact: Contact) -> None:
        """Write down what is known of a contact."""
        body: dict[str, Any] = {
            "alias": contact.alias,
            "keys": contact.peer.kept(),
            "phrase": list(contact.phrase),
            "since": contact.since,
            "state": contact.state,
            "is_compared": contact.is_compared,
            "sent": contact.sent,
            "version": contact.version,
            "former": [
                {"keys": one.peer.kept(), "until": one.until} for one in contact.former
            ],
        }
        before = self._notes.get(_PEER + contact.id)
        for key in _keys(_read(contact.id, before)) if before else ():
            self._notes.drop(_KEY + key)
        for key in _keys(contact):
            self._notes.keep(_KEY + key, contact.id)
        self._notes.keep(_PEER + contact.id, body)

    def forget(self, contact: Contact) -> None:
        """Remove a contact whose pairing has ended.

        Which of their letters were opened stays: paired anew, none opens twice.
        """
        for key in _keys(contact):
            self._notes.drop(_KEY + key)
        self._notes.forget(_PEER + contact.id)

    def has_seen(self, contact: Contact, envelope: str) -> bool:
        """Whether the envelope with this id has been opened before."""
        return envelope in (self._notes.get(_SEEN + contact.id) or ())

    def saw(self, contact: Contact, envelope: str) -> None:
        """Remember that it was opened, for good."""
        seen = self._notes.get(_SEEN + contact.id) or []
        self._notes.keep(_SEEN + contact.id, [*seen, envelope])

    def drop_former(self, now: datetime) -> None:
        """Destroy their former keys whose time is over; looks once a day."""
        today = now.date().isoformat()
        if self._notes.get(_TIDIED) == today:
            return
        self._notes.keep(_TIDIED, today)
        for contact in self.all():
            left = tuple(one for one in contact.former if is_current(one.until, now))
            if left != contact.former:
                self.keep(replace(contact, former=left))


def is_current(until: str, now: datetime) -> bool:
    """Whether a time in ISO 8601 has not come yet."""
    return now < datetime.fromisoformat(until)


def _keys(contact: Contact) -> tuple[str, ...]:
    return (contact.peer.id, *(one.peer.id for one in contact.former))


def _read(ident: str, row: Any) -> Contact:
    return Contact(
        ident,
        row["alias"],
        read_peer(row["keys"]),
        tuple(row["phrase"]),
        row["since"],
        row["state"],
        row["is_compared"],
        row["sent"],
        row["version"],
        tuple(Former(read_peer(one["keys"]), one["until"]) for one in row["former"]),
    )
