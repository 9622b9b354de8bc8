"""Does exercises in a real window and takes a picture of each step.

    python -m tests.exercises.window_play FOLDER ID… [--last] [--small] [--uncovered]

FOLDER ``-`` takes no pictures; ``--last`` chooses the last options instead of the
first; ``--small`` draws a small window once a step; ``--uncovered`` takes the curtain
from the mirror. ``exposure=LADDER`` is that ladder, its step with most people;
``ladders`` are the scenes of every step of every ladder, and ``exposure=LADDER/STEP``
is one of them. Prints how each exercise ended. `eyes_play` shows what each eye sees in
a headset.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

from panda3d.core import Filename, PNMImage

from scenes.panels import load_fonts
from sim.config import Config
from sim.engine import Engine
from sim.exercise_window import ExerciseWindow
from sim.exercises._catalog import guides
from sim.exercises._ladders import ladders
from sim.exercises.base import Before, View
from sim.headsets.desktop import Desktop
from sim.screens import Screens
from sim.stage_set import StageSet
from tests.exercises.players import answer_to, to_scene

WORDS = [word for word in sys.argv[1:] if not word.startswith("--")]
FOLDER = None if WORDS[0] == "-" else Path(WORDS[0])
SCENES = [f"exposure={one.id}/{rung.id}" for one in ladders() for rung in one.rungs]
NAMES = WORDS[1:] or [guide.id for guide in guides() if not guide.locked]
NAMES = [made for name in NAMES for made in (SCENES if name == "ladders" else [name])]
TASTE = 1 if "--last" in sys.argv else 0
IS_SMALL = "--small" in sys.argv
IS_UNCOVERED = "--uncovered" in sys.argv
LONGEST_FADE = 60
"""Frames that a change of place is waited for."""
MOST, MOST_OF_A_STEP = 120, 3


class Play:
    """One window in which exercises are done one after another."""

    def __init__(self) -> None:
        Config.load({"text": True})
        self.headset = Desktop((320, 180) if IS_SMALL else (1280, 720))
        self.headset.open()
        self.base, self.engine = self.headset.base, Engine(self.headset)
        self.fonts = load_fonts()
        self.screens = Screens(self.base.aspect2d, self.fonts, "GB")
        self.stage = StageSet(self.base)
        self.taken: Counter[str] = Counter()
        self.ladder = ""
        """Of graded exposure, where one was asked for."""
        self.rung = ""
        """Its step; empty for the one with most people."""

    def shot(self, name: str) -> None:
        if self.rung:
            if not name.endswith(".scene"):
                return
            name = f"{self.ladder}-{self.rung}"
        self.taken[name] += 1
        is_seen = FOLDER is not None and self.taken[name] <= MOST_OF_A_STEP
        for _ in range(1 if IS_SMALL else 2):
            self.engine.frame()
        if FOLDER is None or not is_seen:
            return
        place = self.stage._place
        if IS_UNCOVERED and place._scene.mirror and place.is_covered:
            self.base.messenger.send("f9")
        for _ in range(LONGEST_FADE):
            if not place._fade.is_on and self._is_still():
                break
            self.engine.frame()
        image = PNMImage()
        self.base.win.getScreenshot(image)
        again = "" if self.taken[name] == 1 else f"-{self.taken[name]}"
        image.write(Filename.fromOsSpecific(str(FOLDER / f"{name}{again}.png")))

    def _is_still(self) -> bool:
        """Whether the curtain is where it goes."""
        mirror = self.stage._place._mirror
        return mirror is None or mirror.share == float(mirror.is_covered)

    def do(self, name: str) -> dict[str, object]:
        """The exercise `name`, from what it is to its last panel."""
        name, _, ladder = name.partition("=")
        self.ladder, _, self.rung = ladder.partition("/")
        doing = ExerciseWindow(
            *(self.base, self.fonts, self.screens, self.stage, name, lambda: None),
            before=Before(is_unlocked=True),  # as if a therapist had opened it
        )
        self.engine.set_task("mind", doing.frame)
        self.engine.set_task("panels", doing.draw)
        self.shot(f"{name}-info")
        if doing.sitting.run.phase == "new":
            self.base.messenger.send("1")
        steps: list[str] = []
        for _ in range(MOST):
            if doing.sitting.run.phase == "paused" and doing.panel is not None:
                self.shot(f"{name}-asked")  # who stands in for the user
                doing.panel.press(len(doing.panel.buttons))
            if doing.sitting.run.phase != "running":
                break
            view = doing.sitting.view
            if self.rung and view.step.endswith(".close"):
                break  # the scene is over
            steps.append(view.step)
            self.shot(f"{name}-{view.step}")
            self.answer(doing, view)
        self.shot(f"{name}-end")
        phase = doing.sitting.run.phase
        self.base.messenger.send("1")
        if not doing.is_over:
            doing.close()
        self.stage.clear()  # its light goes with it
        return {"phase": phase, "steps": steps}

    def answer(self, doing: ExerciseWindow, view: View) -> None:
        if view.kind in ("wait", "breathe"):
            doing.sitting.skip()
            return
        chosen = to_scene(view, self.ladder, self.rung)
        problem = doing.sitting.answer(chosen or answer_to(view, TASTE))
        assert not problem, (view.step, problem)


def main() -> None:
    play = Play()
    seen = {name: play.do(name) for name in NAMES}
    play.headset.close()
    print(json.dumps(seen))


if __name__ == "__main__":
    main()
