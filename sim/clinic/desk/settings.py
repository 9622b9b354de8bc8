"""What the therapist has set: when the desk locks, and the folder both sides see."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from sim.clinic.errors import ClinicError
from sim.privacy.notes import Notes

NOTE: Final = "desk.settings"
LOCK_MINUTES: Final = 10
LOCK_CHOICES: Final = (2, 5, 10, 20, 30, 60)


class BadSetting(ClinicError):
    """A setting is none of those allowed."""


class Settings:
    """The settings of one open desk."""

    def __init__(self, notes: Notes) -> None:
        self._notes = notes
        self._told = dict(notes.get(NOTE) or {})

    @property
    def lock_minutes(self) -> int:
        """Minutes without anybody there after which the desk locks."""
        told = self._told.get("lock_minutes")
        return told if told in LOCK_CHOICES else LOCK_MINUTES

    @property
    def lock_s(self) -> int:
        """The same in seconds."""
        return self.lock_minutes * 60

    @property
    def folder(self) -> Path | None:
        """The folder both sides see, if there is one."""
        told = self._told.get("folder")
        return Path(told) if told else None

    def set_lock(self, minutes: int) -> None:
        """Lock after so many minutes.

        Raises:
            BadSetting: it is none of `LOCK_CHOICES`.
        """
        if minutes not in LOCK_CHOICES:
            raise BadSetting(f"Choose one of {', '.join(map(str, LOCK_CHOICES))} min.")
        self._keep("lock_minutes", minutes)

    def set_folder(self, folder: str) -> None:
        """Use a folder both sides see; an empty name: none.

        Raises:
            BadSetting: it is not there.
        """
        if not folder:
            self._keep("folder", "")
            return
        self._keep("folder", str(folder_of(folder)))

    def _keep(self, name: str, value: object) -> None:
        self._told[name] = value
        self._notes.keep(NOTE, self._told)


def folder_of(given: str) -> Path:
    """The folder that somebody named.

    Raises:
        BadSetting: it is not there.
    """
    path = Path(given).expanduser()
    if not path.is_absolute() or not path.is_dir():
        raise BadSetting(
            f"{given:.200}: there is no such folder. Give its whole path, such as "
            f"{Path.home() / 'Shared'}."
        )
    return path
