"""``visavis shot``: one picture of a room and whoever sits there."""

from __future__ import annotations

import argparse
import difflib
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from assets.cards import cards
from dialogue.messages import MOODS
from sim.errors import BadInput

if TYPE_CHECKING:
    from scenes.offscreen import Offscreen, Picture
    from sim.shot import Person

LEAST_PIXELS: Final = 16
KINDS: Final = (".png", ".jpg", ".jpeg")


def run(arguments: argparse.Namespace) -> int:
    """Draw what the command line names, and write it."""
    from scenes.offscreen import EYES
    from sim.shot import CAMERAS

    room = _one_of("room", arguments.room, (item.id for item in cards("rooms")))
    camera = _one_of("--camera", arguments.camera, CAMERAS)
    eye = _one_of("--eye", arguments.eye, EYES)
    people = _people(arguments.people, arguments.state, arguments.seed)
    if camera == "face" and not people:
        raise BadInput("--camera face needs somebody: --people maya, for example.")
    size, out = _size(arguments.size), Path(arguments.out)
    if out.suffix.lower() not in KINDS:
        raise BadInput(f"--out: {out.name!r} must end in one of {', '.join(KINDS)}.")
    _write(_drawn(room, people, camera, eye, size), out)
    return 0


def _drawn(
    name: str, people: tuple[Person, ...], what: str, eye: str, size: tuple[int, int]
) -> Picture:
    from sim.shot import draw, places, seat
    from sim.standins import StandIns

    stand_ins = StandIns(_tell)
    room = stand_ins.room(name)
    free = places(room)
    if len(people) > len(free):
        raise BadInput(
            f"--people: {len(people)} named; {room.about.id} has "
            + ("one seat" if len(free) == 1 else f"{len(free)} seats")
            + " beside the user's."
        )
    camera = _opened(size)
    try:
        return draw(camera, room, seat(room, people, stand_ins), what, eye)
    finally:
        camera.close()


def _tell(words: str) -> None:
    sys.stderr.write(f"{words}\n")


def _opened(size: tuple[int, int]) -> Offscreen:
    from scenes.offscreen import Offscreen, OffscreenUnavailable

    try:
        return Offscreen(*size)
    except OffscreenUnavailable as error:
        raise BadInput(str(error)) from error


def _people(named: str, states: str, seed: int) -> tuple[Person, ...]:
    from sim.shot import Person

    known = [item.id for item in cards("bodies")]
    ids = [_one_of("--people", one, known) for one in _words(named)]
    if twice := {one for one in ids if ids.count(one) > 1}:
        raise BadInput(f"--people: {min(twice)} can sit on one seat only.")
    moods = [_one_of("--state", one, MOODS) for one in _words(states)]
    if len(moods) not in (1, len(ids)):
        raise BadInput(
            f"--state: {len(moods)} for {len(ids)} people; one for all, or one each."
        )
    moods *= len(ids) if len(moods) == 1 else 1
    pairs = zip(ids, moods, strict=False)
    return tuple(Person(who, mood, seed + n) for n, (who, mood) in enumerate(pairs))


def _words(given: str) -> list[str]:
    return [word.strip() for word in given.split(",") if word.strip()]


def _one_of(what: str, given: str, allowed: Iterable[str]) -> str:
    known = list(allowed)
    if given in known:
        return given
    near = difflib.get_close_matches(given, known, 1)
    hint = f" Did you mean {near[0]!r}?" if near else ""
    raise BadInput(f"{what}: {given!r} is not one of {', '.join(known)}.{hint}")


def _size(given: str) -> tuple[int, int]:
    from scenes.offscreen import MOST_PIXELS

    found = re.fullmatch(r"(\d{1,5})[x×](\d{1,5})", given)
    size = (int(found[1]), int(found[2])) if found else (0, 0)
    if not all(LEAST_PIXELS <= side <= MOST_PIXELS for side in size):
        raise BadInput(
            f"--size: {given!r} must be width x height in pixels, {LEAST_PIXELS} to "
            f"{MOST_PIXELS} each, such as 1280x720."
        )
    return size


def _write(picture: Picture, out: Path) -> None:
    """Save `picture` as the kind of file that `out` is named for."""
    try:
        out.write_bytes(encoded(picture, out.suffix.lower()))
    except OSError as error:
        raise BadInput(f"--out: {out} cannot be written ({error.strerror}).") from error
    sys.stdout.write(f"{out}\n")


def encoded(picture: Picture, suffix: str) -> bytes:
    """`picture` as the bytes of a PNG or JPEG file."""
    from panda3d.core import PNMImage, StringStream, Texture

    height, width = picture.shape[:2]
    flat = Texture("shot")
    flat.setup_2d_texture(width, height, Texture.T_unsigned_byte, Texture.F_rgb)
    flat.set_ram_image(picture[::-1, :, ::-1].tobytes())  # bottom row first, BGR
    image, stream = PNMImage(), StringStream()
    flat.store(image)
    image.write(stream, f"shot{suffix}")
    made: Any = stream.data
    return bytes(made)
