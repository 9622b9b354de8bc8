"""The folder that client and therapist both see, looked into beside everything else.

A look runs in a thread of its own: a synced folder may lie on a slow disk, and the
window never waits for it. Nothing is read without an open record or a pairing.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sim.clinic.client.taking_in import Received, keeper
from sim.clinic.errors import ClinicError
from sim.clinic.folder import Inbox, Outbox
from sim.clinic.gathering import gather
from sim.clinic.letters import Goodbye, Keys
from sim.clinic.post import Post
from sim.errors import one_line
from sim.privacy.errors import VaultError
from sim.privacy.shelf import Shelf
from sim.texts import text

EVERY_S: Final = 30.0
"""At least, between two looks while the lobby stands open."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Look:
    """What one look has brought."""

    news: tuple[str, ...] = ()
    of_letter: str = ""
    """That one could not be opened; told once."""
    of_folder: str = ""
    """That it cannot be read; stands as long as that is so."""


def folder_named(setting: str) -> Path | None:
    """The folder of the setting ``shared_folder``; None when there is none."""
    return Path(setting).expanduser() if setting.strip() else None


def usable(folder: Path) -> Path:
    """`folder`, where letters can be put.

    Raises:
        FolderError: it is none now: such as a disk that is not plugged in.
    """
    return Outbox(folder).folder


class Watching:
    """Looks into one folder for the lobby, and keeps what it has to say."""

    def __init__(
        self, folder: Path | None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """`folder`: None for none, then nothing is ever read; `clock` in seconds."""
        self._folder, self._clock = folder, clock
        self._last = -EVERY_S
        self._thread: threading.Thread | None = None
        self._found: _Look | None = None
        self._inbox: tuple[Shelf, Inbox] | None = None
        self._news: list[str] = []
        self._of_letter = self._of_folder = ""

    @property
    def lines(self) -> tuple[str, ...]:
        """What the lobby says: news first, then at most one line on a fault."""
        faults = filter(None, (self._of_folder, self._of_letter))
        return (*self._news, *tuple(faults)[:1])

    def opened(self, shelf: Shelf | None) -> None:
        """The lobby opens: begin a look; `shelf` is the open record."""
        self._of_letter = ""
        self._begin(shelf)

    def _begin(self, shelf: Shelf | None) -> None:
        if self._folder is None or shelf is None or self._thread is not None:
            return
        self._last = self._clock()
        self._thread = threading.Thread(
            target=self._look, args=(shelf, self._folder), daemon=True
        )
        self._thread.start()

    def wait(self, most_s: float) -> None:
        """Wait for the look that is under way, `most_s` seconds at most."""
        if self._thread is not None:
            self._thread.join(most_s)
        self._collect()

    def tick(self, shelf: Shelf | None) -> bool:
        """Look again when it is time; whether `lines` are others than before."""
        if self._clock() - self._last >= EVERY_S:
            self._begin(shelf)
        return self._collect()

    def seen(self) -> None:
        """The user has looked at what came."""
        self._news.clear()

    def _collect(self) -> bool:
        if self._thread is None or self._thread.is_alive():
            return False
        self._thread, found, self._found = None, self._found, None
        if found is None:
            return False
        before = self.lines
        self._news += [one for one in found.news if one not in self._news]
        self._of_folder = found.of_folder
        self._of_letter = found.of_letter or self._of_letter
        return bool(found.news) or self.lines != before

    def _look(self, shelf: Shelf, folder: Path) -> None:
        try:
            self._found = self._looked(shelf, folder)
        except VaultError as why:  # locked meanwhile: the next look has it
            _log.info("shared folder not read: %s", type(why).__name__)
        except (ClinicError, OSError, ValueError) as why:
            self._found = _Look(of_folder=_fault("folder", why))

    def _looked(self, shelf: Shelf, folder: Path) -> _Look:
        post = Post(shelf)
        if not post.peers:
            return _Look()
        if self._inbox is None or self._inbox[0] is not shelf:
            self._inbox = shelf, Inbox(folder, shelf.notes)
        received: list[Received] = []
        made = gather(post, self._inbox[1], keeper(shelf, received.append))
        fault = _fault("letter", made.refused[-1][1]) if made.refused else ""
        return _Look(tuple(dict.fromkeys(map(_told, received))), fault)


def _told(one: Received) -> str:
    name, letter = one.taken.sender.alias, one.taken.letter
    if isinstance(letter, Goodbye):
        return text("assigned.came_goodbye", name=name)
    if isinstance(letter, Keys):
        return text("assigned.came_keys", name=name)
    return text("assigned.news")


def _fault(what: str, why: Exception) -> str:
    return text(f"assigned.fault_{what}", why=one_line(why))
