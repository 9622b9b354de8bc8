"""Does exercises in a real window with real keys and takes a picture of each step."""

from __future__ import annotations

import sys
from pathlib import Path

from panda3d.core import Filename, PNMImage

from scenes.panels import load_fonts
from sim.config import Config
from sim.engine import Engine
from sim.exercise_window import ExerciseWindow
from sim.headsets.desktop import Desktop
from sim.screens import Screens
from sim.stage_set import StageSet
from tests.exercises.players import answer_to

FOLDER = Path(sys.argv[1])
NAMES = [word for word in sys.argv[2:] if not word.startswith("--")]
TASTE = 1 if "--last" in sys.argv else 0
MOST = 60


def main() -> None:
    Config.load({"text": True})
    headset = Desktop((1280, 720))
    headset.open()
    engine, base = Engine(headset), headset.base
    fonts = load_fonts()
    screens, stage = Screens(base.aspect2d, fonts, "GB"), StageSet(base)
    taken: set[str] = set()

    def shot(name: str) -> None:
        for _ in range(2):
            engine.frame()
        if name in taken:
            return
        taken.add(name)
        image = PNMImage()
        base.win.getScreenshot(image)
        image.write(Filename.fromOsSpecific(str(FOLDER / f"{name}.png")))

    for name in NAMES:
        doing = ExerciseWindow(base, fonts, screens, stage, name, lambda: None)
        engine.set_task("mind", doing.frame)
        engine.set_task("panels", doing.draw)
        shot(f"{name}-info")
        base.messenger.send("1")
        for _ in range(MOST):
            if doing.sitting.run.phase != "running":
                break
            view = doing.sitting.view
            shot(f"{name}-{view.step}")
            if view.kind in ("wait", "breathe"):
                doing.sitting.skip()
            else:
                doing.sitting.answer(answer_to(view, TASTE))
        shot(f"{name}-end")
        base.messenger.send("1")
        assert doing.is_over, name
    print("done", len(taken))
    headset.close()


if __name__ == "__main__":
    main()
