"""Where the user's data lives, and how its files are kept private."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping
from pathlib import Path

import platformdirs

HOME_VARIABLE = "VISAVIS_HOME"


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
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    return folder


def write_private(path: Path, data: bytes) -> None:
    """Replace `path` whole and durably, readable by its owner only (0600).

    A crash leaves the former content or the new one, never a mixture.
    """
    draft = path.with_name(path.name + ".new")
    with contextlib.suppress(FileNotFoundError):
        draft.unlink()
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    sync_folder(path.parent)


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
    """Overwrite a small file with random bytes and remove it.

    Copies that a file system or a solid-state drive keeps out of sight cannot be
    reached from here; what protects those is that the key is gone as well.
    """
    try:
        size = path.stat().st_size
    except FileNotFoundError:
        return
    with path.open("r+b") as file:
        file.write(os.urandom(size))
        file.flush()
        os.fsync(file.fileno())
    path.unlink()
    sync_folder(path.parent)
