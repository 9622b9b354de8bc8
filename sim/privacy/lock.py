"""One process at a time in a vault; a killed process leaves no lock behind."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path

from sim.privacy.errors import VaultBusy
from sim.privacy.folder import check_own

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

# Windows locks bytes against reading, so the locked byte lies behind the number.
_LOCKED_BYTE = 64
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)


class Lock:
    """An operating system's lock on one file, held until `release` or death."""

    def __init__(self, path: Path) -> None:
        """Take the lock.

        Raises:
            VaultBusy: another process holds it; the message names the process.
            VaultUnsafe: the file is a link or belongs to another user.
        """
        with contextlib.suppress(FileNotFoundError):
            check_own(path)
        self._handle: int | None = os.open(
            path, os.O_RDWR | os.O_CREAT | _NO_LINK, 0o600
        )
        try:
            _take(self._handle)
        except OSError:
            holder = os.read(self._handle, 20).decode("ascii", "replace").strip()
            os.close(self._handle)
            self._handle = None
            who = f" (process {holder})" if holder.isdigit() else ""
            raise VaultBusy(
                f"{path.parent}: another Vis-à-Vis{who} has the vault open. "
                "Close it and try again."
            ) from None
        os.ftruncate(self._handle, 0)
        os.lseek(self._handle, 0, os.SEEK_SET)
        os.write(self._handle, str(os.getpid()).encode())

    def release(self) -> None:
        """Give the lock back; doing so twice is harmless."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


def _take(handle: int) -> None:
    if sys.platform == "win32":
        os.lseek(handle, _LOCKED_BYTE, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
    else:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
