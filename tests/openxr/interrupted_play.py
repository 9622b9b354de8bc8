"""A rehearsal whose headset comes and goes: taken off, and its runtime killed.

The lines are typed, so that nothing but the headset is slow. Prints what was there at
each moment.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from sim.openxr.presses import HOLD_S
from tests.openxr.guest import SETTLE_S, Guest, play
from tests.openxr.rig import monado

SCENARIO = "planning_touch"
LINES = (
    "I feel a bit nervous saying this.",
    "I would like us to plan an evening just for touching.",
    "What would make it feel easier for you?",
)
LONG_S = 90.0
SAMPLE_PX = 5


def colours(guest: Guest) -> int:
    """How many different ones are in the window."""
    from panda3d.core import PNMImage

    image = PNMImage()
    guest.shared.base.win.get_screenshot(image)
    width, height = image.get_x_size(), image.get_y_size()
    return len(
        {
            tuple(image.get_xel_val(x, y))
            for x in range(0, width, SAMPLE_PX)
            for y in range(0, height, SAMPLE_PX)
        }
    )


def moment(guest: Guest) -> dict[str, Any]:
    """What can be said of this frame."""
    rehearsal = guest.room.rehearsal
    assert rehearsal is not None
    return {
        "phase": rehearsal.state.phase,
        "worn": guest.headset.viewing.is_worn,
        "in_window": bool(guest.shared.base.cam.node().is_active()),
        "colours": colours(guest),
        "labels": guest.labels,
        "words": words(guest),
    }


def words(guest: Guest) -> str:
    """What stands on the panel that is up."""
    panel = guest.shared.panel
    found = panel.root.findAllMatches("**/text") if panel is not None else []
    return " ".join(node.node().getText() for node in found)


def said(guest: Guest, turn: int) -> Iterator[None]:
    """Say line `turn`, from 1, and wait until it is answered."""
    rehearsal = guest.room.rehearsal
    assert rehearsal is not None
    guest.room.scene.say(LINES[turn - 1])
    answer = f"an answer to line {turn}"
    yield from guest.user.until(lambda: rehearsal.state.turn == turn, answer, LONG_S)


def worn(guest: Guest, is_worn: bool, seconds: float = LONG_S) -> Iterator[None]:
    """Until the room is in the headset, or in the window."""
    what = "the room in the headset" if is_worn else "the room in the window"
    yield from guest.user.until(lambda: guest.is_in is is_worn, what, seconds)
    yield from guest.user.wait(SETTLE_S)


def script(guest: Guest, seen: dict[str, Any]) -> Iterator[None]:
    """Everything that happens."""
    user, room, service = guest.user, guest.room, guest.service
    yield from worn(guest, True)
    for label in ("I am 18", "Skip them", "I would rather not say", "Begin", "Begin"):
        yield from guest.choose(label)
    yield from user.until(lambda: room.rehearsal is not None, "the rehearsal", LONG_S)
    rehearsal = room.rehearsal
    assert rehearsal is not None
    yield from user.until(lambda: rehearsal.state.turn == 0, "the opening", LONG_S)
    yield from said(guest, 1)
    seen["talking"] = moment(guest)

    with service.covered():
        yield from worn(guest, False)
        seen["off"] = moment(guest)
    yield from worn(guest, True)
    seen["on"] = moment(guest)
    yield from guest.choose("Go on")
    yield from said(guest, 2)

    room.scene.say(LINES[2])  # the runtime dies while the partner thinks
    yield
    service.kill()
    yield from worn(guest, False)
    seen["killed"] = moment(guest)
    yield from user.wait(1.0)  # the room goes on in the window
    seen["still"] = moment(guest)
    service.start()
    guest.enter()
    yield from worn(guest, True)
    seen["back"] = moment(guest)
    yield from guest.choose("Go on")
    yield from user.until(lambda: rehearsal.state.turn == 3, "the answer", LONG_S)
    seen["lines"] = list(rehearsal.state.lines)
    yield from guest.hold("b", HOLD_S + 2.0, "left")  # frames are slow here
    seen["left"] = rehearsal.state.phase
    yield from user.until(lambda: guest.sees("Close"), "goodbye")
    seen["log"] = [dict(one) for one in rehearsal.log]


def main() -> None:
    seen: dict[str, Any] = {}
    words = ["rehearse", SCENARIO, "--headset", "openxr", "--no-save", "--text"]
    words += ["--seed", "5", "--country", "GB"]
    with monado() as service:
        seen["status"] = play(service, lambda guest: script(guest, seen), words)
    print(json.dumps(seen, default=str))


if __name__ == "__main__":
    main()
