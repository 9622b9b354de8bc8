"""The therapist's desk: everything in their open vault, and what is done with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from sim.clinic import pairing
from sim.clinic.contacts import Contact, Contacts
from sim.clinic.desk.assignments import Assignments, Outbox, Sealed
from sim.clinic.desk.clients import Client, Clients
from sim.clinic.desk.corrections import Corrections
from sim.clinic.desk.log import Log
from sim.clinic.desk.remarks import Remarks
from sim.clinic.desk.reports import Reports
from sim.clinic.desk.schema import COUNTER, STEPS
from sim.clinic.desk.settings import Settings
from sim.clinic.errors import ClinicError, NotForYou, Unreadable
from sim.clinic.invitations import Invited
from sim.clinic.letters import Answer, Assignment, Goodbye, Keys, Report, Withdrawal
from sim.clinic.post import Post, Taken
from sim.privacy.keys import Cost
from sim.privacy.vault import Vault

Came = Literal["paired", "report", "past", "answer", "withdrawn", "keys", "goodbye"]
"""``past``: a report that was withdrawn or replaced before it came in."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """What a file turned out to be."""

    what: Came
    client: Client
    report: int = 0
    """Its number here."""
    about: str = ""
    """Title of an assignment, day of a report."""


def _now() -> datetime:
    return datetime.now(UTC)


class Desk:
    """One open vault as a desk."""

    def __init__(
        self,
        vault: Vault,
        now: Callable[[], datetime] = _now,
        cost: Cost | None = None,
    ) -> None:
        """`cost` is that of stretching a pairing's code."""
        vault.add_tables(COUNTER, STEPS)
        self.vault = vault
        self.now = now
        self.post = Post(vault, now, cost)
        self.log = Log(vault, now)
        self.settings = Settings(vault.notes)
        self.clients = Clients(vault)
        self.reports = Reports(vault, now)
        self.corrections = Corrections(vault, now)
        self.assignments = Assignments(vault)
        self.outbox = Outbox(vault, now)
        self.remarks = Remarks(vault, now)
        self.clients.match(self.post.everybody)

    def waiting(self) -> int:
        """How many reports wait to be read."""
        return self.clients.unread()

    # pairing

    def invite(self, alias: str, again: str = "") -> Invited:
        """Invite a client; `again` is the id of one who has a new device.

        Raises:
            PairingError: somebody is called so already, or it is no name.
        """
        invited = self.post.invite(alias, again=again)
        self.log.add("invited", again)
        return invited

    def finish(self, raw: bytes) -> Client:
        """Take a client's answer to an invitation.

        Raises:
            PairingError: it answers no invitation that is open here.
        """
        with self.vault.together():
            contact = self.post.finish(raw)
            self.clients.put(contact)
            self.log.add("paired", contact.id)
        return self.clients.one(contact.id)

    def compared(self, client: str) -> Contact:
        """The five words were compared, and were the same."""
        with self.vault.together():
            contact = self.post.compared(client)
            self.log.add("compared", client)
        return contact

    def rename(self, client: str, alias: str) -> None:
        """Call a client otherwise, here.

        Raises:
            PairingError: somebody else is called so, or it is no name.
        """
        with self.vault.together():
            self.clients.put(self.post.rename(client, alias))
            self.log.add("renamed", client)

    # letters

    def assign(
        self, letter: Assignment, files: Mapping[str, bytes], client: str
    ) -> bytes:
        """Seal an assignment, and keep what was sent.

        Raises:
            ClinicError: there is nobody, or it is too large.
            DataError: the letter does not fit together.
        """
        with self.vault.together():
            raw = self.post.send(letter, files, client)
            ident = self.post.contact(client).id
            self.assignments.add(ident, letter)
            self.outbox.add(letter.id, ident, "assignment", raw)
            self.log.add("assigned", ident, letter.title)
        return raw

    def take(self, raw: bytes, *, is_found: bool = False) -> Arrived:
        """Open what a client sent, whatever it is.

        Args:
            raw: the file.
            is_found: it lay in a folder, as one's own letters to clients do; that those
                cannot be opened here is nothing for the log.

        Raises:
            ClinicError: it was refused; nothing of it was kept.
        """
        try:
            if pairing.is_answer(raw):
                return Arrived("paired", self.finish(raw))
            found: list[Arrived] = []
            with self.vault.together():
                self.post.take(raw, lambda taken: found.append(self._keep(taken)))
            return found[0]
        except ClinicError as refused:
            if not (is_found and isinstance(refused, NotForYou)):
                self.log.add("refused", about=type(refused).__name__)
            raise

    def _keep(self, taken: Taken) -> Arrived:
        letter, client = taken.letter, taken.sender.id
        self.clients.put(taken.sender)
        self.clients.heard(client, self.now().isoformat(timespec="seconds"))
        if isinstance(letter, Report):
            return self._keep_report(letter, client, taken.number)
        if isinstance(letter, Withdrawal):
            day = self.reports.withdraw(client, letter.report, taken.number)
            self.log.add("withdrawn" if day else "withdrawn_unseen", client, day)
            return Arrived("withdrawn", self.clients.one(client), about=day)
        if isinstance(letter, Answer):
            return self._keep_answer(letter, client)
        if isinstance(letter, Keys):
            self.log.add("keys_came", client)
            return Arrived("keys", self.clients.one(client))
        if isinstance(letter, Goodbye):
            self.log.add("goodbye_came", client)
            return Arrived("goodbye", self.clients.one(client))
        raise Unreadable("This is an assignment, and those go from you to a client.")

    def _keep_report(self, letter: Report, client: str, sent: int) -> Arrived:
        number = self.reports.add(client, letter, sent)
        if not number:
            self.log.add("withdrawn_unseen", client, letter.done_on)
            return Arrived("past", self.clients.one(client), about=letter.done_on)
        self.log.add("report_came", client, letter.done_on)
        return Arrived("report", self.clients.one(client), number, letter.title)

    def _keep_answer(self, letter: Answer, client: str) -> Arrived:
        title = ""
        if self.assignments.answer(client, letter):
            title = self.assignments.one(letter.assignment).letter.title
            self.outbox.drop(letter.assignment)
        self.log.add("answer_came", client, title)
        return Arrived("answer", self.clients.one(client), about=title)

    def letters_for(self, client: str) -> tuple[Sealed, ...]:
        """Letters about keys and the end of the pairing that this client needs first.

        Those about keys are kept by the post until the client has written again.
        """
        self.outbox.drop_all(client, "keys")
        for place, one in enumerate(self.post.to_hand_over()):
            if one.to.id == client:
                self.outbox.add(f"keys.{client}.{place}", client, "keys", one.raw)
        return self.outbox.others(client)

    # ends

    def end(self, client: str) -> None:
        """End the pairing at once; the letter that says so can be handed over."""
        with self.vault.together():
            gone = self.post.revoke(client)
            self.clients.put(gone.to)
            self.outbox.add(f"goodbye.{client}", client, "goodbye", gone.raw)
            self.log.add("ended", client)

    def remove(self, client: str) -> None:
        """Delete a client and all of theirs; a pairing that holds ends first."""
        with self.vault.together():
            contact = self.post.contact(client)
            if not contact.is_over:
                self.post.revoke(contact)
            Contacts(self.vault.notes).forget(contact)
            self.clients.remove(client)
            self.settings.set_folder("", client)
            self.log.add("client_removed", client)
        self.vault.notes.clean()

    def rotate(self) -> int:
        """Make new keys; how many letters about them are to be handed over."""
        with self.vault.together():
            letters = self.post.rotate()
            self.log.add("rotated")
        return len(letters)

    def begin_anew(self) -> None:
        """End every pairing, and make new keys: somebody may have had this computer."""
        with self.vault.together():
            for one in self.post.begin_anew():
                self.outbox.add(f"goodbye.{one.to.id}", one.to.id, "goodbye", one.raw)
            self.clients.match(self.post.everybody)
            self.log.add("began_anew")
