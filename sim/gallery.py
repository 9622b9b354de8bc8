"""All rooms, people and states as pictures: ``python -m sim.gallery``.

It writes ``docs/gallery`` and, with `sim.reference`, the page that shows it. On a
machine without a display ``scripts/gl-run`` before it finds a renderer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from assets.cards import Card, cards
from dialogue.messages import MOODS

if TYPE_CHECKING:
    from scenes.offscreen import Offscreen

NOTE: Final = "<!-- made by python -m sim.gallery -->\n"
DOCS: Final = Path(__file__).parent.parent / "docs"
FOLDER: Final = DOCS / "gallery"
FACE, SEAT, ROOM, STATE = (360, 450), (360, 450), (800, 450), (300, 375)
"""Pixels."""
QUALITY: Final = 84
"""Of JPEG, 0..100."""
ACTOR: Final = "leila"
"""Who shows the states."""
COMPANY: Final = {
    "bedroom": ("rin",),
    "bedroom_night": ("samuel",),
    "changing_room": ("amina",),
    "kitchen": ("grace", "luca"),
    "living_room": ("maya", "tomasz"),
    "lobby": ("priya", "alex"),
    "office": ("ines", "walter"),
    "park": ("leila", "jun"),
}
"""Who sits in which room; nobody in a room that is not named."""


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture of the gallery."""

    name: str
    room: str
    people: tuple[str, ...]
    state: str
    camera: str
    size: tuple[int, int]

    @property
    def path(self) -> Path:
        """Where it is."""
        return FOLDER / f"{self.name}.jpg"


def rooms() -> list[Shot]:
    """Every room from inside."""
    return [
        Shot(f"room_{one.id}", one.id, COMPANY.get(one.id, ()), "calm", "room", ROOM)
        for one in cards("rooms")
    ]


def people() -> list[tuple[Shot, Shot]]:
    """Every person, near and as they sit, each in another room."""
    places = [one.id for one in cards("rooms")]
    made = []
    for number, one in enumerate(cards("bodies")):
        room = places[number % len(places)]
        near = Shot(f"{one.id}_face", room, (one.id,), "warm", "face", FACE)
        seat = Shot(f"{one.id}_seat", room, (one.id,), "calm", "seat", SEAT)
        made.append((near, seat))
    return made


def states() -> list[Shot]:
    """One person in every state."""
    return [
        Shot(f"state_{mood}", "office", (ACTOR,), mood, "face", STATE) for mood in MOODS
    ]


def page() -> str:
    """The page, in Markdown."""
    parts = [
        NOTE,
        "# Gallery\n",
        "Every room and every person, drawn by the software renderer as the window "
        "draws them. `python -m sim.gallery` makes all of it again; `visavis shot` "
        "draws any one of them.\n",
        "## People\n",
        f"{len(cards('bodies'))} adults, all made by this project's own scripts from "
        "free data ([credits](../../assets/LICENSES.md)).\n",
    ]
    about = {one.id: one for one in cards("bodies")}
    for near, seat in people():
        parts += [_caption(about[near.people[0]]), f"{_image(near)} {_image(seat)}\n"]
    parts += ["## Rooms\n"]
    for one, shot in zip(cards("rooms"), rooms(), strict=True):
        parts += [_caption(one), f"{_image(shot)}\n"]
    shown = about[ACTOR].title
    parts += [f"## States\n\n{shown} in each state that a partner can be in.\n"]
    for k in range(0, len(MOODS), 4):
        row = states()[k : k + 4]
        parts += [
            "| " + " | ".join(shot.state for shot in row) + " |",
            "|" + "---|" * len(row),
            "| " + " | ".join(_image(shot) for shot in row) + " |\n",
        ]
    return "\n".join(parts)


def _caption(about: Card) -> str:
    return f"**{about.title}** (`{about.id}`): {about.description}\n"


def _image(shot: Shot) -> str:
    words = f"{', '.join(shot.people)} {shot.state}".strip() if shot.people else ""
    return f"![{words or shot.room}](../gallery/{shot.path.name})"


def _all() -> Iterator[Shot]:
    yield from (shot for pair in people() for shot in pair)
    yield from rooms()
    yield from states()


def main() -> None:
    """Draw everything and write the page."""
    from panda3d.core import load_prc_file_data

    from scenes.offscreen import Offscreen

    load_prc_file_data("gallery", f"jpeg-quality {QUALITY}")
    FOLDER.mkdir(exist_ok=True)
    wanted = list(_all())
    for size in sorted({shot.size for shot in wanted}):
        camera = Offscreen(*size)
        for shot in (one for one in wanted if one.size == size):
            _draw(camera, shot)
        camera.close()
    for path in set(FOLDER.glob("*.jpg")) - {shot.path for shot in wanted}:
        path.unlink()
    (DOCS / "reference" / "gallery.md").write_text(page(), "utf-8")


def _draw(camera: Offscreen, shot: Shot) -> None:
    from scenes.room import load_room
    from sim.commands.shot import encoded
    from sim.shot import Person, draw, seat

    room = load_room(shot.room)
    company = tuple(Person(who, shot.state, k) for k, who in enumerate(shot.people))
    picture = draw(camera, room, seat(room, company), shot.camera, "middle")
    shot.path.write_bytes(encoded(picture, ".jpg"))
    room.node.remove_node()


if __name__ == "__main__":
    main()
