"""Goes from a step of an exercise into its talk and back, in a real window."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from panda3d.core import Filename, PNMImage

from sim.app import App
from sim.config import Config
from sim.exercises.planning import plan_of
from sim.headsets.desktop import Desktop
from sim.window import Window

FOLDER = Path(sys.argv[1])


def main() -> None:
    flags = {"text": True, "voice": False, "seed": 5, "country": "GB"}
    app = App(Config.load(flags))
    app.care.is_asked = True
    headset = Desktop((960, 540))
    headset.open()
    options = {
        "told": None, "where": "", "lines": None, "goals": (), "json": False,
        "resume": None,
    }  # fmt: skip
    window = Window(app, headset, options)
    seen: dict[str, object] = {}

    def frames(count: int) -> None:
        for _ in range(count):
            window.engine.frame()

    def shot(name: str) -> None:
        frames(2)
        image = PNMImage()
        headset.base.win.getScreenshot(image)
        image.write(Filename.fromOsSpecific(str(FOLDER / f"{name}.png")))

    def until(is_done, longest_s: float = 240.0) -> None:
        end = time.perf_counter() + longest_s
        while not is_done():
            window.engine.frame()
            assert time.perf_counter() < end, "nothing came"

    def answer(*words: str) -> None:
        for one in words:
            while window.exercises._doing.sitting.view.kind == "next":
                window.exercises._doing.sitting.answer("")
            window.exercises._doing.sitting.answer(one)
            frames(2)

    window.choices.lobby()
    window.exercises.open("sensate_focus")
    frames(2)
    window.exercises._doing._begin()
    frames(2)
    shot("private")
    answer("none", "partner", "nothing", "talk")
    frames(3)
    seen["waits"] = window.exercises.is_waiting
    seen["told"] = window.shared.told.id
    shot("briefing")
    window.before.pick_goals()
    window.scene.begin()
    rehearsal = window.rehearsal
    until(lambda: rehearsal.state.waiting == "user")
    window.scene.say("How about Sunday at three?")
    until(lambda: rehearsal.state.turn == 1)
    until(lambda: rehearsal.state.waiting == "user")
    shot("talk")
    window.scene.leave()
    frames(2)
    window.after.start_over()
    frames(3)
    doing = window.exercises._doing
    seen["back_at"] = doing.sitting.view.step
    seen["so_far"] = " ".join(doing.sitting.view.lines)
    shot("time")
    answer("keep", "here", "hands", "neck", "lemon", "open")
    shot("review")
    seen["plan"] = plan_of(doing.sitting.run.inner).time
    answer("fits", "html")
    shot("end")
    seen["notes"] = [path.name for path in Path.home().iterdir()]
    window.close()
    app.close()
    print(json.dumps(seen))


if __name__ == "__main__":
    main()
