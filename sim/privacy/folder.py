"""Where the user's data lives, and how its files are kept private."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

import platformdirs

from sim.privacy.errors import VaultUnsafe

HOME_VARIABLE = "VISAVIS_HOME"
_PIECE = 2**20


def data_folder(environ: Mapping[str, str] | None = None) -> Path:
    """The folder that holds everything the program keeps; it may not exist yet.

    ``VISAVIS_HOME`` moves it; otherwise the platform's folder for user data.
    """
    moved = (os.environ if environ is None else environ).get(HOME_VARIABLE, "")
    if moved:
        return Path(moved).expanduser().absolute()
    return Path(platformdirs.user_data_dir("visavis", appauthor=False))


def make_private(folder: Path) -> Path:
    """Make `folder` if needed and let only its owner in (0700)."""
    with contextlib.suppress(FileNotFoundError):
        check_own(folder)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    check_own(folder)
    folder.chmod(0o700)
    return folder


def check_own(path: Path) -> os.stat_result:
    """Refuse `path` if it is a link or another user's; what it is otherwise.

    A link could lead the record to a place that others read, and a file of somebody
    else could be changed under us.

    Raises:
        VaultUnsafe: it is either.
        FileNotFoundError: there is nothing.
    """
    found = path.lstat()
    if stat.S_ISLNK(found.st_mode):
        raise VaultUnsafe(
            f"{path}: is a link, and your record is kept in plain files only. "
            "Nothing was touched; put the file itself there, or set VISAVIS_HOME."
        )
    if os.name == "posix" and found.st_uid != os.geteuid():
        raise VaultUnsafe(
            f"{path}: belongs to another user (number {found.st_uid}). Nothing was "
            "touched; start the program as that user, or set VISAVIS_HOME."
        )
    return found


def mend_modes(folder: Path) -> tuple[str, ...]:
    """Close `folder` and its files to other users; one note per thing that was open.

    Raises:
        VaultUnsafe: one of them is a link or belongs to another user.
    """
    if os.name != "posix":  # elsewhere the user's own folder has its own rights
        return ()
    notes = [_mend(folder, 0o700)]
    notes += [_mend(path, 0o600) for path in sorted(folder.iterdir())]
    return tuple(note for note in notes if note)


def _mend(path: Path, mode: int) -> str:
    if not stat.S_IMODE(check_own(path).st_mode) & 0o077:
        return ""
    path.chmod(mode)
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        return (
            f"{path}: other users of this computer may be able to read it, and this "
            "disk cannot keep them out. What is in it is encrypted."
        )
    return f"{path}: was open to other users of this computer; now it is yours only."


def read_own(path: Path, most: int) -> bytes:
    """At most `most` bytes of a file that is no link.

    Raises:
        OSError: it cannot be read, or is a link.
    """
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
    with os.fdopen(handle, "rb") as file:
        return file.read(most)


def write_private(path: Path, data: bytes) -> None:
    """Replace `path` whole and durably, readable by its owner only (0600).

    A crash leaves the former content or the new one, never a mixture. The former is
    overwritten where it lay, once the new one is safe.
    """
    draft = path.with_name(path.name + ".new")
    with contextlib.suppress(FileNotFoundError):
        draft.unlink()
    write_new(draft, data)
    with _former(path) as former:
        draft.replace(path)
        sync_folder(path.parent)
        if former is not None:
            _overwrite(former)


def write_new(path: Path, data: bytes) -> None:
    """Write a file that is not there yet, durably, for its owner only (0600).

    If it cannot be written whole, nothing of it stays.

    Raises:
        FileExistsError: something is there, be it a link to nothing.
        OSError: it cannot be written.
    """
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        path.unlink(missing_ok=True)
        raise


@contextlib.contextmanager
def _former(path: Path) -> Iterator[BinaryIO | None]:
    """The plain file at `path`, held open while its name goes to another."""
    if os.name != "posix" or path.is_symlink() or not path.is_file():
        yield None  # elsewhere a file that is open cannot be replaced
        return
    with path.open("r+b") as file:
        yield file


def _overwrite(file: BinaryIO) -> None:
    size = os.fstat(file.fileno()).st_size
    for begin in range(0, size, _PIECE):
        file.write(os.urandom(min(_PIECE, size - begin)))
    file.flush()
    os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Make a rename or removal in `folder` durable, where the system can."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def destroy(path: Path) -> None:
    """Overwrite a file with random bytes and remove it.

    Copies that a file system or a solid-state drive keeps out of sight cannot be
    reached from here; what protects those is that the key is gone as well.
    """
    try:
        is_link = path.is_symlink()
        path.lstat()
    except FileNotFoundError:
        return
    if not is_link:  # what a link leads to is not ours to overwrite
        with path.open("r+b") as file:
            _overwrite(file)
    path.unlink()
    sync_folder(path.parent)
