"""Letters to and from the folders that both sides see."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

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
    """The folders of one open desk; remembers what was dealt with."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._inboxes: dict[Path, Inbox] = {}

    def put(self, ident: str) -> None:
        """Put a letter of the outbox into the folder of whom it is for.

        Raises:
            FolderError: there is none, or it cannot be written to.
        """
        folder = self.desk.settings.folder_of(self.desk.outbox.to(ident))
        if folder is None:
            raise FolderError(
                "No folder is set. Choose one that both of you see, on your client's "
                "page or in the settings."
            )
        Outbox(folder).put(self.desk.outbox.raw(ident))
        self.desk.log.add("put_in_folder")

    def put_keys(self) -> int:
        """Put letters about new keys into the folders there are; how many it were.

        Raises:
            FolderError: one cannot be written to.
        """
        waiting = {
            one.to.id
            for one in self.desk.post.to_hand_over()
            if self.desk.settings.folder_of(one.to.id)
        }
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
        """Take in what lies in the folders; nothing where none is set.

        A folder that cannot be read, such as one on a stick that is out, keeps none of
        the others from being looked into.
        """
        arrived: list[Arrived] = []
        refused: list[str] = []
        for folder in self.desk.settings.folders:
            try:
                self._take(folder, arrived, refused)
            except FolderError as why:
                refused.append(str(why))
        return Looked(tuple(arrived), tuple(refused))

    def _take(self, folder: Path, arrived: list[Arrived], refused: list[str]) -> None:
        if folder not in self._inboxes:
            self._inboxes[folder] = Inbox(folder, self.desk.vault.notes)
        inbox = self._inboxes[folder]
        for found in inbox.new():
            try:
                arrived.append(self.desk.take(found.raw, is_found=True))
                inbox.done(found, "taken")
            except NotForYou:  # one's own letters to a client lie there, too
                inbox.done(found, "not_for_me")
            except ClinicError as why:
                refused.append(str(why))
                inbox.done(found, "refused")
