"""What the therapist has set: when the desk locks, and folders both sides see."""

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
        """The folder for all who have none of their own, if there is one."""
        told = self._told.get("folder")
        return Path(told) if told else None

    def own_folder(self, client: str) -> Path | None:
        """The folder that only this client sees, too, if there is one."""
        told = self._folders.get(client)
        return Path(told) if told else None

    def folder_of(self, client: str) -> Path | None:
        """Where letters to this client are put: their own folder, or the common one."""
        return self.own_folder(client) or self.folder

    @property
    def folders(self) -> tuple[Path, ...]:
        """Every folder that is looked into, each once."""
        own = (Path(one) for one in self._folders.values())
        return tuple(dict.fromkeys(filter(None, (self.folder, *own))))

    @property
    def _folders(self) -> dict[str, str]:
        return dict(self._told.get("folders") or {})

    def set_lock(self, minutes: int) -> None:
        """Lock after so many minutes.

        Raises:
            BadSetting: it is none of `LOCK_CHOICES`.
        """
        if minutes not in LOCK_CHOICES:
            raise BadSetting(f"Choose one of {', '.join(map(str, LOCK_CHOICES))} min.")
        self._keep("lock_minutes", minutes)

    def set_folder(self, folder: str, client: str = "") -> None:
        """Use a folder both sides see; an empty name: none.

        Args:
            folder: its whole path.
            client: id of the one who sees it; none: all without one of their own.

        Raises:
            BadSetting: it is not there.
        """
        path = str(folder_of(folder)) if folder else ""
        if not client:
            self._keep("folder", path)
            return
        others = {one: at for one, at in self._folders.items() if one != client}
        self._keep("folders", others | ({client: path} if path else {}))

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
