"""Letters to and from the folder that both sides see."""

from __future__ import annotations

from dataclasses import dataclass

from sim.clinic.desk.desk import Arrived, Desk
from sim.clinic.errors import ClinicError, FolderError, NotForYou
from sim.clinic.folder import Inbox, Outbox


@dataclass(frozen=True, slots=True)
class Looked:
    """What a look into the folder brought."""

    arrived: tuple[Arrived, ...] = ()
    refused: tuple[str, ...] = ()
    """A sentence for each."""


class Carrier:
    """The folder of one open desk; remembers what was dealt with."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._inbox: Inbox | None = None

    def put(self, ident: str) -> None:
        """Put a letter of the outbox into the folder.

        Raises:
            FolderError: there is none, or it cannot be written to.
        """
        folder = self.desk.settings.folder
        if folder is None:
            raise FolderError(
                "No folder is set. Choose one that both of you see in the settings."
            )
        Outbox(folder).put(self.desk.outbox.raw(ident))
        self.desk.log.add("put_in_folder")

    def put_keys(self) -> int:
        """Put every letter about new keys into the folder; how many there were.

        Raises:
            FolderError: there is none, or it cannot be written to.
        """
        waiting = {one.to.id for one in self.desk.post.to_hand_over()}
        letters = [
            letter
            for client in sorted(waiting)
            for letter in self.desk.letters_for(client)
            if letter.what == "keys"
        ]
        for letter in letters:
            self.put(letter.id)
        return len(letters)

    def look(self) -> Looked:
        """Take in what lies in the folder; nothing where none is set.

        Raises:
            FolderError: it cannot be read.
        """
        folder = self.desk.settings.folder
        if folder is None:
            return Looked()
        if self._inbox is None or self._inbox.folder != folder:
            self._inbox = Inbox(folder, self.desk.vault.notes)
        arrived: list[Arrived] = []
        refused: list[str] = []
        for found in self._inbox.new():
            try:
                arrived.append(self.desk.take(found.raw))
                self._inbox.done(found, "taken")
            except NotForYou:  # one's own letters to a client lie there, too
                self._inbox.done(found, "not_for_me")
            except ClinicError as why:
                refused.append(str(why))
                self._inbox.done(found, "refused")
        return Looked(tuple(arrived), tuple(refused))
