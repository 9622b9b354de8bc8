"""Sending a report, taking it back, and remembering what was shared with whom, when.

What is remembered are ids and labels: the words themselves stay in the rehearsal, and
go with it when it is erased.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from sim.clinic.client.kept import Kept
from sim.clinic.contacts import Contact
from sim.clinic.errors import ClinicError
from sim.clinic.folder import Outbox
from sim.clinic.letters import Answer, Letter, Report, Withdrawal
from sim.clinic.post import Post
from sim.privacy.consents import Consents
from sim.privacy.folder import write_private
from sim.privacy.shelf import Shelf
from sim.texts import text

NOTE: Final = "client.report."
"""Begins the name of each one's note; the report's id follows."""


class NotAgreed(ClinicError):
    """The user has not agreed to send anything to a therapist."""


class NoReport(ClinicError):
    """Nothing was shared under this id, or it cannot be taken back."""


@dataclass(frozen=True, slots=True)
class Shared:
    """One report that was handed over."""

    id: str
    to: str
    """Id of the contact."""
    name: str
    """What they are called here."""
    session: str
    title: str
    sent_on: str
    """ISO 8601 date and time."""
    items: tuple[str, ...]
    """Ids of the items, as they went."""
    kinds: tuple[str, ...]
    withdrawn_on: str = ""


class Sharing:
    """What goes from one open vault."""

    def __init__(
        self,
        shelf: Shelf,
        post: Post,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._shelf, self._post, self._now = shelf, post, now

    @property
    def is_agreed(self) -> bool:
        """Whether the user has agreed to send what they choose."""
        return Consents(self._shelf).is_given("share")

    def agree(self) -> None:
        """Keep the user's yes."""
        Consents(self._shelf).answer("share", is_given=True, now=self._now())

    def all(self) -> tuple[Shared, ...]:
        """Every report ever handed over, oldest first."""
        return reports(self._shelf)

    def of(self, session: str) -> tuple[Shared, ...]:
        """What was shared of one session and not taken back."""
        return tuple(
            one for one in self.all() if one.session == session and not one.withdrawn_on
        )

    def send(self, report: Report, session: str, to: Contact, where: Path) -> Path:
        """Seal `report` for `to` and write it; remembered only if it was written.

        Args:
            report: what the client has seen and chosen.
            session: what it is of.
            to: who alone can open it.
            where: a file, or a folder that both see.

        Raises:
            NotAgreed: the user has not agreed to send anything.
            ClinicError: it cannot be sealed or written.
        """
        self._check_agreed()
        with self._shelf.together():
            kinds = tuple(dict.fromkeys(one.kind for one in report.items))
            shared = Shared(
                report.id,
                to.id,
                to.alias,
                session,
                report.title,
                self._now().isoformat(timespec="seconds"),
                tuple(one.id for one in report.items),
                kinds,
            )
            self._keep(shared)
            return self._write(report, to, where)

    def withdraw(self, ident: str, where: Path) -> Path:
        """Ask for a report to be erased; needs no yes.

        Raises:
            NoReport: nothing was shared under this id, or the pairing is over.
            ClinicError: it cannot be sealed or written.
        """
        fits = [one for one in self.all() if ident and one.id.startswith(ident)]
        if len(fits) != 1:
            raise NoReport(
                f"{ident!r:.40}: nothing was shared under this id. To see what was: "
                "visavis share --list"
            )
        with self._shelf.together():
            contact = self._post.contact(fits[0].to)
            if contact.is_over:
                raise NoReport(
                    f"Your pairing with {contact.alias} has ended, so no letter can go "
                    "to them. Ask them to erase it; they must."
                )
            at = self._now().isoformat(timespec="seconds")
            self._keep(replace(fits[0], withdrawn_on=at))
            return self._write(Withdrawal(fits[0].id), contact, where)

    def tell(self, kept: Kept, where: Path, note: str = "") -> Path:
        """Tell the therapist which parts are taken on.

        Raises:
            NotAgreed: the user has not agreed to send anything.
            ClinicError: it cannot be sealed or written.
        """
        self._check_agreed()
        return self._write(answer(kept, note), self._post.contact(kept.sender), where)

    def _check_agreed(self) -> None:
        if not self.is_agreed:
            raise NotAgreed(text("privacy.off_share"))

    def _keep(self, shared: Shared) -> None:
        self._shelf.notes.keep(NOTE + shared.id, asdict(shared))

    def _write(self, letter: Letter, to: Contact, where: Path) -> Path:
        with self._shelf.together():  # a number is used up only if it was written
            return hand_over(self._post.send(letter, {}, to), where)


def reports(shelf: Shelf) -> tuple[Shared, ...]:
    """Every report ever handed over from a vault, oldest first."""
    rows = shelf.notes.beginning(NOTE).values()
    return tuple(sorted(map(_read, rows), key=lambda one: one.sent_on))


def answer(kept: Kept, note: str = "") -> Answer:
    """The letter that says what is taken on."""
    taken = tuple(one.id for one in kept.parts)
    return Answer(kept.letter.id, taken, kept.declined, " ".join(note.split()))


def hand_over(raw: bytes, where: Path) -> Path:
    """Write an envelope into a file, or into a folder under a name of its own.

    Raises:
        ClinicError: it cannot be written.
    """
    if where.is_dir():
        return Outbox(where).put(raw)
    try:
        write_private(where, raw)
    except OSError as cause:
        why = cause.strerror or type(cause).__name__
        raise ClinicError(
            f"{where}: cannot be written ({why}). Name another file; nothing was sent."
        ) from cause
    return where


def _read(row: dict[str, Any]) -> Shared:
    lists = {"items": tuple(row["items"]), "kinds": tuple(row["kinds"])}
    return Shared(**{**row, **lists})
