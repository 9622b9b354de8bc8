"""What each eye sees of exercises in a headset: a picture of each step.

    scripts/gl-run .venv/bin/python -m tests.exercises.eyes_play FOLDER ID [STEP]

The product runs by its own command in Monado, which shows on a screen of its own what
it composes for both eyes, boards and all; the simulated user takes the last choices
and uncovers the mirror. STEP is the first that is looked at. Prints the steps.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from PIL import ImageGrab

from sim.exercise_window import ExerciseWindow
from sim.exercises.base import View
from tests.exercises.players import answer_to
from tests.openxr.guest import Guest, play
from tests.openxr.rig import FOLDER_VARIABLE, monado
from tests.xvfb import xvfb

SCREEN = "1600x900x24"
LONG_S = 120.0
SEEN_S = 1.5
"""Until a board has come to where it stands, and a fade is over."""
MOST = 40


class Eyes:
    """One exercise's pictures."""

    def __init__(self, name: str, folder: Path, first: str) -> None:
        self.name, self.folder, self.first = name, folder, first
        self.steps: list[str] = []

    def script(self, guest: Guest) -> Iterator[None]:
        """Everything that the user does."""
        user, lobby = guest.user, guest.room.exercises
        yield from user.until(lambda: guest.is_in, "the room in the headset", LONG_S)
        for begins in ("I am 18", "Skip them", "I would rather not say"):
            yield from guest.choose(begins)
        yield from user.until(lambda: lobby.doing is not None, "the exercise", LONG_S)
        doing = lobby.doing
        assert doing is not None
        yield from user.wait(SEEN_S)
        self.shot("info")
        guest.shared.base.messenger.send("1")
        yield from self.done(guest, doing)

    def done(self, guest: Guest, doing: ExerciseWindow) -> Iterator[None]:
        """Every step of it."""
        for _ in range(MOST):
            phase = doing.sitting.run.phase
            if (
                phase == "paused" and doing.panel is not None
            ):  # who stands in, or how one feels
                yield from guest.user.wait(SEEN_S)
                self.shot("asked")
                doing.panel.buttons[-1]["command"](
                    *doing.panel.buttons[-1]["extraArgs"]
                )
                yield
            elif phase != "running":
                break
            else:
                yield from self.step(guest, doing, doing.sitting.view)
        doing.sitting.leave()
        yield from guest.user.wait(SEEN_S)

    def step(self, guest: Guest, doing: ExerciseWindow, view: View) -> Iterator[None]:
        """One step: looked at, then answered."""
        place = guest.shared.stage._place
        if view.scene.mirror and place.is_covered:
            guest.shared.base.messenger.send("f9")
        if view.step.endswith(self.first):
            self.first = ""
        if not self.first:
            yield from guest.user.wait(SEEN_S)
        if doing.sitting.run.phase != "running":
            return
        if not self.first:
            self.shot(view.step)
        if view.kind in ("wait", "breathe"):
            doing.sitting.skip()
        else:
            taste = 0 if view.step in ("unkept.who", "who") else 1
            doing.sitting.answer(answer_to(view, taste))
        yield

    def shot(self, step: str) -> None:
        """Both eyes as they are now."""
        self.steps.append(step)
        picture = ImageGrab.grab(xdisplay=os.environ["DISPLAY"]).convert("RGB")
        picture.save(self.folder / f"{self.name}-{len(self.steps):02}-{step}.png")


def main() -> None:
    folder, name = Path(sys.argv[1]), sys.argv[2]
    eyes = Eyes(name, folder, sys.argv[3] if len(sys.argv) > 3 else "")
    words = ["exercise", name, "--headset", "openxr", "--no-save", "--text"]
    # a short name: a socket's path has at most 107 letters
    with xvfb(SCREEN) as display, tempfile.TemporaryDirectory(prefix="xr-") as own:
        os.environ |= {"DISPLAY": display, FOLDER_VARIABLE: own}
        with monado(is_composing=True) as service:
            play(service, eyes.script, words)
    print(json.dumps(eyes.steps))


if __name__ == "__main__":
    main()
