"""The reference pictures, and the one command that makes them again.

After a change that is meant to be seen, make them, look at what has changed, and commit
them with it::

    scripts/gl-run .venv/bin/python -m tests.scenes.references

It writes those that differ by more than somebody would notice, and prints their names;
``--all`` writes every one.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from assets.cards import cards
from scenes.offscreen import Offscreen
from scenes.room import load_room
from sim import shot
from tests.scenes.likeness import LIMIT, difference

FOLDER = Path(__file__).parent / "references"
RENDERER = FOLDER / "renderer.txt"
"""What drew them."""
SIZE = (320, 240)
QUALITY = 92
"""Of JPEG with whole colours: what is lost by it is 1.3 at most, half of `LIMIT`; WebP
and JPEG with halved colours lose up to 5."""
STATES = {"walter": ("hurt", "warm"), "priya": ("angry", "withdrawn")}
BOTH = ("left", "right")


@dataclass(frozen=True)
class Reference:
    """One picture: who is where, and how it is seen."""

    room: str
    camera: str
    eyes: tuple[str, ...]
    person: shot.Person | None = None

    def path(self, eye: str) -> Path:
        who = "" if self.person is None else f"_{self.person.body}"
        state = self.person.state if self.person is not None else ""
        name = f"{self.room}{who}{f'_{state}' if state else ''}_{self.camera}_{eye}"
        return FOLDER / f"{name}.jpg"


def references() -> list[Reference]:
    """Every room, every person at rest, and a few states; per eye where eyes differ."""
    rooms = [Reference(one.id, "room", BOTH) for one in cards("rooms")]
    people = [
        Reference("living_room", "face", BOTH, shot.Person(one.id, ""))
        for one in cards("bodies")
    ]
    states = [
        Reference("office", "seat", ("middle",), shot.Person(body, state))
        for body, few in STATES.items()
        for state in few
    ]
    return [*rooms, *people, *states]


def drawn(camera: Offscreen, wanted: Reference) -> Iterator[tuple[str, np.ndarray]]:
    """Each eye of `wanted` and what it sees."""
    room = load_room(wanted.room)
    people = () if wanted.person is None else (wanted.person,)
    company = shot.seat(room, people)
    for eye in wanted.eyes:
        yield eye, shot.draw(camera, room, company, wanted.camera, eye)
    room.node.remove_node()


def kept(path: Path) -> np.ndarray | None:
    """The reference at `path`; None where there is none yet."""
    if not path.exists():
        return None
    with Image.open(path) as image:
        return np.asarray(image.convert("RGB"))


def main(*, is_every: bool) -> None:
    """Write what has changed."""
    FOLDER.mkdir(exist_ok=True)
    camera = Offscreen(*SIZE)
    written = set()
    for wanted in references():
        for eye, picture in drawn(camera, wanted):
            path, before = wanted.path(eye), kept(wanted.path(eye))
            written.add(path)
            apart = LIMIT if before is None else difference(picture, before)
            if is_every or apart >= LIMIT:
                Image.fromarray(picture).save(path, quality=QUALITY, subsampling=0)
                print(f"{path.name}: {'new' if before is None else f'{apart:.1f}'}")
    for path in set(FOLDER.glob("*.jpg")) - written:
        path.unlink()
        print(f"{path.name}: gone")
    RENDERER.write_text(f"{camera.driver}\n", "utf-8")
    camera.close()


if __name__ == "__main__":
    main(is_every="--all" in sys.argv)
