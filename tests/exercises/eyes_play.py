"""What each eye sees of exercises in a headset: a picture of each step.

    scripts/gl-run .venv/bin/python -m tests.exercises.eyes_play FOLDER [ID…]

The product runs by its own command in Monado, which shows on a screen of its own what
it composes for both eyes, boards and all; the simulated user takes the last choices
and uncovers the mirror. Without an ID all are done, one after another in one session.
``exposure=LADDER`` and ``exposure=LADDER/STEP`` go to a scene, as in `window_play`.
FOLDER ``-`` takes no pictures and waits for nothing. Prints how each ended.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

from PIL import ImageGrab

from sim.app import App
from sim.exercise_window import ExerciseWindow
from sim.exercises._catalog import CALMING, guides
from sim.exercises._ladders import ladders
from sim.exercises.base import Before, View
from sim.exercises_kept import before
from sim.own_place import OwnPlace
from tests.exercises.players import answer_to, to_scene
from tests.openxr.guest import Guest, play
from tests.openxr.rig import FOLDER_VARIABLE, monado
from tests.xvfb import xvfb

SCREEN = "1600x900x24"
LONG_S = 120.0
SEEN_S = 1.5
"""Until a board has come to where it stands, and a fade is over."""
FRAMES = 4
"""At least, on a machine that is busy with other things."""
MOST = 120
FIRST_CHOICES = ("who", "exposure", "path")
"""Steps and exercises in which the last choice would end it."""


def unlocked(app: App, name: str) -> Before:
    """As if a therapist had opened it."""
    return replace(before(app, name), is_unlocked=True)


def begun_with(names: list[str]) -> str:
    """Which one the command opens: something that calms has a window of its own."""
    return next((one for one in names if one not in CALMING), "attention").split("=")[0]


class Eyes:
    """The pictures of some exercises."""

    def __init__(self, names: list[str], folder: Path | None) -> None:
        self.names, self.folder = names, folder
        self.steps: dict[str, list[str]] = {}
        self.phases: dict[str, str] = {}
        self.name = self.ladder = self.rung = ""

    def script(self, guest: Guest) -> Iterator[None]:
        """Everything that the user does."""
        user, lobby = guest.user, guest.room.exercises
        yield from user.until(lambda: guest.is_in, "the room in the headset", LONG_S)
        for begins in ("I am 18", "Skip them", "I would rather not say"):
            yield from guest.choose(begins)
        yield from user.until(lambda: lobby.doing is not None, "the exercise", LONG_S)
        for name in self.names:
            lobby.close()
            self.name, _, scene = name.partition("=")
            self.ladder, _, self.rung = scene.partition("/")
            guest.shared.show(None)
            lobby.open(self.name)
            doing = lobby.doing
            assert doing is not None
            yield from self.one(guest, doing)
            self.phases[name] = doing.sitting.run.phase

    def one(self, guest: Guest, doing: ExerciseWindow) -> Iterator[None]:
        """One exercise, from what it is to its end."""
        yield from self.settled(guest)
        if not self.ladder:
            self.shot("info")
        guest.shared.base.messenger.send("1")
        yield
        for _ in range(MOST):
            phase = doing.sitting.run.phase
            if phase == "paused" and doing.panel is not None:
                # who stands in for the user, or how they feel
                yield from self.settled(guest)
                self.shot("asked")
                last = doing.panel.buttons[-1]
                last["command"](*last["extraArgs"])
                yield
            elif phase != "running" or self._is_after(doing.sitting.view):
                break
            else:
                yield from self.step(guest, doing, doing.sitting.view)

    def _is_after(self, view: View) -> bool:
        return bool(self.ladder) and view.step.endswith("close")

    def step(self, guest: Guest, doing: ExerciseWindow, view: View) -> Iterator[None]:
        """One step: looked at, then answered."""
        place = guest.shared.stage._place
        if view.scene.mirror and place.is_covered:
            guest.shared.base.messenger.send("f9")
        if is_seen := not self.ladder or view.step.endswith("scene"):
            yield from self.settled(guest)
        if doing.sitting.run.phase != "running":
            return
        if is_seen:
            self.shot(view.step)
        if view.kind in ("wait", "breathe"):
            doing.sitting.skip()
        else:
            doing.sitting.answer(self.answer(view))
        yield

    def settled(self, guest: Guest) -> Iterator[None]:
        """Until all that moves by itself has come to rest."""
        if self.folder is None:
            yield
            return
        place = guest.shared.stage._place
        board = guest.headset.worn.boards.panels
        yield from guest.user.wait(SEEN_S)
        for _ in range(FRAMES):
            yield
        yield from guest.user.until(
            lambda: _is_still(place) and board.share == 1.0, "all to be still"
        )
        for _ in range(FRAMES):
            yield

    def answer(self, view: View) -> str:
        """What the user takes."""
        is_first = self.name in FIRST_CHOICES or view.step.endswith(FIRST_CHOICES)
        chosen = to_scene(view, self.ladder, self.rung)
        return chosen or answer_to(view, 0 if is_first else 1)

    def shot(self, step: str) -> None:
        """Both eyes as they are now."""
        made = "-".join(one for one in (self.name, self.ladder, self.rung) if one)
        steps = self.steps.setdefault(made, [])
        steps.append(step)
        if self.folder is None:
            return
        picture = ImageGrab.grab(xdisplay=os.environ["DISPLAY"]).convert("RGB")
        picture.save(self.folder / f"{made}-{len(steps):02}-{step}.png")


def _is_still(place: OwnPlace) -> bool:
    """Whether nothing fades, and the curtain is where it goes."""
    mirror = place._mirror
    is_hung = mirror is None or mirror.share == float(mirror.is_covered)
    return is_hung and not place._fade.is_on


def main() -> None:
    every = [guide.id for guide in guides()]
    every += [f"exposure={one.id}" for one in ladders()]
    folder, names = sys.argv[1], sys.argv[2:] or every
    eyes = Eyes(names, None if folder == "-" else Path(folder))
    first = begun_with(names)
    words = ["exercise", first, "--headset", "openxr", "--no-save", "--text"]
    # a short name: a socket's path has at most 107 letters
    with xvfb(SCREEN) as display, tempfile.TemporaryDirectory(prefix="xr-") as own:
        os.environ |= {"DISPLAY": display, FOLDER_VARIABLE: own}
        opened = patch("sim.exercise_lobby.before", unlocked)
        with opened, monado(is_composing=True) as service:
            play(service, eyes.script, words)
    print(json.dumps({"phases": eyes.phases, "steps": eyes.steps}))


if __name__ == "__main__":
    main()
