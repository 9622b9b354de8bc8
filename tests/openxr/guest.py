"""Somebody who uses the whole product in a headset: sees panels, points, presses.

The product is run by its own command, in this process; once a frame, among its tasks,
the script goes one step further. Where things are is asked of the room that is drawn,
and turned into the play space of the scripted body.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from panda3d.core import Point3, WindowProperties

from sim import cli, window
from sim.viewing import Side, Tracked
from tests.openxr.remote import Place, turned
from tests.openxr.rig import Monado
from tests.openxr.user import CALM_S, Steps, User

EYES: Place = (0.0, 0.0, 1.2)
"""Where the user's eyes are at first, seated, in the play space."""
HANDS: dict[Side, Place] = {"left": (-0.3, 0.15, -0.25), "right": (0.3, 0.15, -0.25)}
"""Of the eyes: on the lap, a little ahead."""
WINDOW = (320, 180)
SETTLE_S = 0.25
"""Until a body that has come to rest is seen at rest: a few frames."""


class Guest:
    """One person in one window's room."""

    def __init__(self, room: window.Window, service: Monado) -> None:
        self.room, self.service = room, service
        self.shared, self.headset = room.shared, room.shared.headset
        # the window says one line meanwhile; a large one would slow down the eyes
        self.shared.base.win.request_properties(WindowProperties.size(*WINDOW))
        self.enter()

    def enter(self) -> None:
        """Put the headset on, at first and when its runtime was started anew."""
        self.user = User(self.service.hub())
        self._sit(EYES)
        self.user.hub.send()

    # the body

    def _sit(self, eyes: Place) -> None:
        hub = self.user.hub
        hub.head_place = eyes
        for side, way in HANDS.items():
            x, y, z = (a + b for a, b in zip(eyes, way, strict=True))
            hub.hand(side).place = (x, y, z)

    def sit(self, eyes: Place) -> Steps:
        """Sit elsewhere: head and hands."""
        self._sit(eyes)
        self.user.hub.send()
        yield from self.user.wait(SETTLE_S)

    def where(self, place: Sequence[float]) -> Place:
        """A place of the room as one of the play space; the head is at rest."""
        seen: Tracked = self.headset.viewing.head
        assert seen.is_there, "nobody knows where the head is"
        hub = self.user.hub
        turn = math.radians(_heading(hub.head_turn) - _heading(seen.turn.tolist()))
        x, y, z = (float(b) - float(a) for a, b in zip(seen.place, place, strict=True))
        ahead, aside = math.sin(turn), math.cos(turn)
        at = hub.head_place
        return (at[0] + aside * x - ahead * y, at[1] + ahead * x + aside * y, at[2] + z)

    # what is seen

    def sees(self, *begins: str) -> bool:
        """Whether a panel is up with buttons that begin with these words."""
        return all(self._button(one) is not None for one in begins)

    def _button(self, begins: str) -> Any:
        panel = self.shared.panel
        if panel is None:
            return None
        pairs = zip(panel._choices, panel.buttons, strict=True)
        return next((b for c, b in pairs if c.label.startswith(begins)), None)

    @property
    def labels(self) -> list[str]:
        """What stands on the buttons of the panel that is up."""
        panel = self.shared.panel
        return [] if panel is None else [one.label for one in panel._choices]

    @property
    def face(self) -> Place:
        """Between the partner's eyes, in the room."""
        eyes = self.room.shared.stage.partner_eyes()
        assert eyes is not None, "nobody sits across"
        return (eyes.x, eyes.y, eyes.z)

    @property
    def is_in(self) -> bool:
        """Whether the room is in the headset, and input comes from there."""
        return bool(self.headset.viewing.is_worn and self.headset.viewing.has_focus)

    def stands(self) -> str:
        """What is going on, for whoever looks for a fault."""
        rehearsal, beside = self.room.rehearsal, self.headset.beside
        log = rehearsal.log if rehearsal is not None else []
        trouble = [dict(one) for one in log if one["event"].startswith("mind_")]
        return (
            f"the mind's trouble: {trouble}; "
            f"in the headset: {self.is_in}; buttons: {self.labels}; "
            f"within reach: {list(beside.acts)}; caption: {beside.caption!r}; "
            f"notice: {beside.notice!r}; state: {rehearsal and rehearsal.state}"
        )

    # acts

    def look_at_partner(self) -> Steps:
        """Turn to the partner's face."""
        yield from self.user.wait(SETTLE_S)
        yield from self.user.look_at(self.where(self.face))

    def choose(self, begins: str, seconds: float = CALM_S) -> Steps:
        """Point at the button that begins so, and press it."""
        what = f"a button {begins!r}; there are {self.labels}"
        yield from self.user.until(lambda: self.sees(begins), what, seconds)
        panel, board = self.shared.panel, self.headset.worn.boards.panels
        yield from self.user.until(lambda: board.share == 1.0, "the panels' board")
        yield from self.user.wait(SETTLE_S)
        yield from self.user.click(self._on(board, self._button(begins)))
        gone = f"pressing {begins!r} to do something"
        yield from self.user.until(lambda: self.shared.panel is not panel, gone, 5.0)

    def reach(self, label: str) -> Steps:
        """Press the button of the strip that is always within reach."""
        strip = self.headset.worn.boards.reach
        yield from self.user.until(
            lambda: label in strip.labels and strip.board.share == 1.0,
            f"{label!r} within reach; there is {strip.labels}",
        )
        yield from self.user.wait(SETTLE_S)
        button = strip._buttons[strip.labels.index(label)]
        yield from self.user.click(self._on(strip.board, button))

    def hold(self, button: str, seconds: float, side: Side = "right") -> Steps:
        """Keep a button pressed."""
        hand = self.user.hub.hand(side)
        hand.buttons.add(f"{button}_click")
        self.user.hub.send()
        yield from self.user.wait(seconds)
        hand.buttons.clear()
        self.user.hub.send()
        yield from self.user.wait(SETTLE_S)

    def _on(self, board: Any, button: Any) -> Place:
        """The middle of a button, in the play space."""
        left, right, bottom, top = button["frameSize"]
        middle = Point3((left + right) / 2, 0, (bottom + top) / 2)
        flat = board._root.get_relative_point(button, middle)
        u, v = (flat.x - board._half_x + 1) / 2, (flat.z + 1) / 2
        return self.where(tuple(board.point(u, v)))


Script = Callable[[Guest], Iterator[None]]


def play(service: Monado, script: Script, words: Sequence[str]) -> int:
    """Run the product by its command, with `script` as its user; its exit status.

    What a script finds wrong is raised from here.
    """
    found: list[BaseException] = []

    class Watched(window.Window):
        """The product's window, with somebody in it."""

        def __init__(self, *parts: Any) -> None:
            super().__init__(*parts)
            guest = Guest(self, service)
            steps = script(guest)

            def step(task: Any) -> Any:
                try:
                    next(steps)
                except StopIteration:
                    self.shared.is_done = True
                    return task.done
                except BaseException as error:
                    error.add_note(guest.stands())
                    found.append(error)
                    self.shared.is_done = True
                    return task.done
                return task.cont

            self.shared.base.taskMgr.add(step, "guest", sort=-50)

    original, window.Window = window.Window, Watched  # type: ignore[misc]
    try:
        status = cli.main(list(words))
    finally:
        window.Window = original  # type: ignore[misc]
    for error in found:
        raise error
    sys.stdout.flush()
    return status


def _heading(turn: Sequence[float]) -> float:
    """Degrees about the up axis, left positive."""
    w, x, y, z = turn
    return math.degrees(math.atan2(2 * (w * z - x * y), 1 - 2 * (x * x + z * z)))


assert _heading(turned(30, -20)) - 30 < 1e-6
