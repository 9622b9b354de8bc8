"""A folder that both sides see, such as a synced one, carries envelopes.

Names say nothing: 32 random digits. A file that is still being synced has not the
length of an envelope and is waited for. What was looked at is remembered by its
content, so a folder of old letters costs nothing; what is for somebody else is left
alone. Nobody trusts the folder: whoever can write to it can withhold letters and add
rubbish, and nothing else.
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from sim.clinic import envelopes
from sim.clinic.errors import FolderError
from sim.privacy.folder import sync_folder, write_new
from sim.privacy.notes import Notes

ENDING: Final = ".visavis"
MOST_FILES: Final = 20_000
"""That are looked at, of one folder."""
MOST_AT_ONCE: Final = 64 * 2**20
"""Bytes that one look reads."""
MOST_REMEMBERED: Final = 5000
_DRAFT: Final = ".part"
_NAME: Final = re.compile(rf"[0-9a-f]{{32}}{re.escape(ENDING)}")
_NOTE: Final = "post.folder"

Outcome = Literal["taken", "not_for_me", "refused", "later"]
"""``later``: it may open when another letter, a pairing or an update has come."""


@dataclass(frozen=True, slots=True)
class Found:
    """An envelope that lies in the folder and was not dealt with before."""

    path: Path
    raw: bytes
    id: str
    """Of the envelope."""


class Outbox:
    """Puts envelopes into a folder that others read."""

    def __init__(self, folder: Path) -> None:
        """Use an existing folder.

        Raises:
            FolderError: it is none, or a link.
        """
        self.folder = _checked(folder)

    def put(self, raw: bytes) -> Path:
        """Write an envelope under a name of its own; others see it whole or not at all.

        Raises:
            EnvelopeError: these bytes are no envelope.
            FolderError: it cannot be written.
        """
        envelopes.check_outside(raw)
        name = secrets.token_hex(16)
        draft, path = self.folder / (name + _DRAFT), self.folder / (name + ENDING)
        try:
            write_new(draft, raw)
            draft.rename(path)
            sync_folder(self.folder)
        except OSError as cause:
            with contextlib.suppress(OSError):
                draft.unlink(missing_ok=True)
            raise _cannot(self.folder, "written to", cause) from cause
        return path


class Inbox:
    """Finds envelopes in a folder that others write to."""

    def __init__(self, folder: Path, notes: Notes) -> None:
        """Use an existing folder; `notes` remember what was dealt with.

        Raises:
            FolderError: it is none, or a link.
        """
        self.folder = _checked(folder)
        self._notes = notes
        self._looked_at: dict[str, tuple[int, int]] = {}
        """Size and time of change of the files that were dealt with, by name."""

    def new(self) -> Iterator[Found]:
        """Whole envelopes that were not dealt with, in the order of their names.

        Links, other files and what is still being synced are passed over.

        Raises:
            FolderError: the folder cannot be read.
        """
        known, left = self._known(), MOST_AT_ONCE
        for path in self._names():
            about = _about(path)
            if about is None or self._looked_at.get(path.name) == about:
                continue
            raw = _read(path, left)
            if raw is None:
                continue
            left -= len(raw)
            found = Found(path, raw, envelopes.id_of(raw))
            if found.id in known:
                self._looked_at[path.name] = about
            else:
                known[found.id] = "refused"  # a second file with it is no news
                yield found

    def done(self, found: Found, outcome: Outcome) -> None:
        """Remember what came of it; what was taken is removed from the folder.

        What is for somebody else stays for them, and what was refused stays for the
        user to look at. ``later`` is looked at again at the next start, or after
        `look_again`.
        """
        about = _about(found.path)
        if about is not None:
            self._looked_at[found.path.name] = about
        if outcome == "later":
            return
        known = self._known()
        known[found.id] = outcome
        for old in list(known)[:-MOST_REMEMBERED]:
            del known[old]
        self._notes.keep(_NOTE, known)
        if outcome == "taken":
            with contextlib.suppress(OSError):  # the other side may have removed it
                found.path.unlink(missing_ok=True)

    def look_again(self) -> None:
        """Look once more at what was put off."""
        self._looked_at.clear()

    def forget(self) -> None:
        """Look at everything once more, such as after a new pairing."""
        self.look_again()
        self._notes.forget(_NOTE)

    def _known(self) -> dict[str, str]:
        return dict(self._notes.get(_NOTE) or {})

    def _names(self) -> list[Path]:
        try:
            with os.scandir(self.folder) as entries:
                names = sorted(one.name for one in entries if _NAME.fullmatch(one.name))
        except OSError as cause:
            raise _cannot(self.folder, "read", cause) from cause
        return [self.folder / name for name in names[:MOST_FILES]]


def _about(path: Path) -> tuple[int, int] | None:
    try:
        about = path.lstat()
    except OSError:
        return None
    if not stat.S_ISREG(about.st_mode):
        return None
    return about.st_size, about.st_mtime_ns


def _read(path: Path, most: int) -> bytes | None:
    """A whole envelope of at most `most` bytes; None for anything else."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        handle = os.open(path, flags)
    except OSError:
        return None
    try:
        about = os.fstat(handle)  # again: somebody may have put a pipe in its place
        size = about.st_size
        if not stat.S_ISREG(about.st_mode) or not envelopes.is_whole(size):
            return None
        if size > most:
            return None
        with open(handle, "rb", closefd=False) as file:
            raw = file.read(size + 1)
    except OSError:
        return None
    finally:
        os.close(handle)
    return raw if len(raw) == size and raw.startswith(envelopes.MAGIC) else None


def _checked(folder: Path) -> Path:
    if folder.is_symlink() or not folder.is_dir():
        raise FolderError(
            f"{folder}: is no folder, or a link to one. Name the folder itself, which "
            "both of you see."
        )
    return folder


def _cannot(folder: Path, what: str, cause: OSError) -> FolderError:
    why = cause.strerror or type(cause).__name__
    return FolderError(
        f"{folder}: cannot be {what} ({why}). Make room or give access, then try again."
    )
