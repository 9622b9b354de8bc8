"""Remembers which files were found to have the right sum, so that each is read once.

Summing all weights takes seconds. A file whose size and times have not changed since
is taken as the same; this finds damage and a wrong download, and it is no guard
against somebody who can write to the user's own folders (nothing here could be).
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Iterable
from pathlib import Path

_MOST_BYTES = 2**20

Mark = tuple[int, int, int, int]
"""Size in bytes, times of change of content and of anything in ns, and number."""


def summed(paths: Iterable[Path]) -> str:
    """SHA-256 of files, one after the other; reads them whole."""
    digest = hashlib.sha256()
    for path in paths:
        with path.open("rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
    return digest.hexdigest()


def is_known(folder: Path, paths: Iterable[Path], sums: str) -> bool:
    """Whether these very files had the sums `sums` when they were last read.

    Args:
        folder: where notes are kept; it may not exist.
        paths: the files.
        sums: the sums that they must have, in any one form.
    """
    try:
        with _place(folder, paths).open("rb") as file:
            kept = json.loads(file.read(_MOST_BYTES))
        return bool(kept == _note(paths, sums))
    except (OSError, ValueError, RecursionError):
        return False


def remember(folder: Path, paths: Iterable[Path], sums: str) -> None:
    """Note that these files have the sums `sums`; without a place, nothing happens."""
    place = _place(folder, paths)
    with contextlib.suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        draft = place.with_suffix(f".{os.getpid()}")
        draft.write_text(json.dumps(_note(paths, sums)), encoding="utf-8")
        draft.replace(place)


def _note(paths: Iterable[Path], sums: str) -> dict[str, object]:
    return {"sums": sums, "files": [[str(path), *_mark(path)] for path in paths]}


def _mark(path: Path) -> Mark:
    found = path.stat()
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino


def _place(folder: Path, paths: Iterable[Path]) -> Path:
    name = hashlib.sha256("\0".join(map(str, paths)).encode()).hexdigest()[:24]
    return folder / "checked" / f"{name}.json"
