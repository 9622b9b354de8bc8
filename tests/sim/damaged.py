"""A copy of the assets that can be damaged, and the program run with it.

``python -m tests.sim.damaged ASSETS WORDS...`` is ``visavis WORDS`` on that copy.
"""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

import numpy as np

import assets

KINDS = ("bodies", "rooms")


def copied(into: Path) -> Path:
    """All assets as links into `into`; a link can be put away for a damaged file."""
    for item in assets.ROOT.iterdir():
        if item.name not in KINDS:
            (into / item.name).symlink_to(item)
    for kind in KINDS:
        (into / kind).mkdir()
        for item in (assets.ROOT / kind).iterdir():
            (into / kind / item.name).symlink_to(item)
    return into


def damage(path: Path, way: str) -> None:
    """Put a damaged file in the place of the link at `path`."""
    sound = path.read_bytes()
    path.unlink()
    WAYS[way](path, sound)


def _truncated(path, sound):
    path.write_bytes(sound[: len(sound) // 2])


def _flipped(path, sound):
    """One bit in the largest array's packed bytes."""
    path.write_bytes(sound)
    with zipfile.ZipFile(path) as archive:
        largest = max(archive.infolist(), key=lambda item: item.compress_size)
    at = largest.header_offset + 200 + largest.compress_size // 2
    changed = bytearray(sound)
    changed[at] ^= 0x10
    path.write_bytes(changed)


def _foreign(path, sound):
    np.savez_compressed(path, weights=np.zeros((3, 3)), names=np.array(["a"]))


def _older(path, sound):
    """One array that this version needs was not written then."""
    path.write_bytes(sound)
    with np.load(path) as file:
        kept = {name: file[name] for name in file.files}
    needed = "joint.names" if "joint.names" in kept else "groups"
    del kept[needed]
    np.savez(path, **kept)


def _newer(path, sound):
    """Arrays of a format that numpy has, and this program does not read."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("parts.npy", b"\x93NUMPY\x03\x00" + bytes(200))


def _objects(path, sound):
    np.savez(path, parts=np.array([{"a": 1}], object))


def _missing(path, sound):
    pass


WAYS = {
    "truncated": _truncated,
    "flipped": _flipped,
    "foreign": _foreign,
    "older": _older,
    "newer": _newer,
    "objects": _objects,
    "missing": _missing,
    "empty": lambda path, sound: path.write_bytes(b""),
    "words": lambda path, sound: path.write_text("<html>Not found</html>"),
    "picture": lambda path, sound: path.write_bytes(b"\x89PNG\r\n" + bytes(64)),
}


if __name__ == "__main__":
    assets.ROOT = Path(sys.argv[1])
    from sim.cli import main
    from sim.headsets import desktop

    large = desktop.create
    desktop.create = lambda options: large({**options, "width": 320, "height": 180})
    raise SystemExit(main(sys.argv[2:]))
