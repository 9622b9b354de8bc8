"""Answers questions about comfort in a real window; prints what it saw as JSON.

No headset is needed: the window is told that one is worn.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from panda3d.core import Filename, PNMImage

from sim.app import App
from sim.comfort_panels import QuestionPanel
from sim.config import Config
from sim.headsets.desktop import Desktop
from sim.session.debrief import build
from sim.window import Window

FOLDER = Path(sys.argv[1])


def main() -> None:
    flags = {"text": True, "voice": False, "seed": 5, "country": "GB"}
    app = App(Config.load(flags))
    headset = Desktop((960, 540))
    headset.open()
    options = {
        "told": None, "where": "", "lines": None, "goals": (), "json": False,
        "resume": None,
    }  # fmt: skip
    window = Window(app, headset, options)
    shared, viewing = window.shared, headset.viewing
    comfort = window.in_headset._comfort
    seen: dict[str, object] = {}

    def frames(count: int) -> None:
        for _ in range(count):
            window.engine.frame()

    def key(name: str) -> None:
        headset.base.messenger.send(name)
        frames(2)

    def until(is_done, longest_s: float = 90.0) -> None:
        end = time.perf_counter() + longest_s
        while not is_done():
            window.engine.frame()
            assert time.perf_counter() < end, "nothing came"

    def shot(name: str) -> None:
        frames(2)
        image = PNMImage()
        headset.base.win.getScreenshot(image)
        image.write(Filename.fromOsSpecific(str(FOLDER / f"{name}.png")))

    def is_asked() -> bool:
        return isinstance(shared.panel, QuestionPanel)

    def wear(is_worn: bool) -> None:
        viewing.is_worn = viewing.has_focus = viewing.head.is_there = is_worn
        viewing.head.place[:] = headset.base.camera.getPos(headset.base.render)
        headset.on_worn(is_worn)

    key("1")
    key("2")
    key("4")
    frames(5)
    seen["asked_at_the_desk"] = is_asked()
    wear(True)
    until(is_asked, 5)
    shot("first")
    key("1")
    seen["one_digit_gives_nothing_yet"] = is_asked()
    key("enter")
    frames(3)
    seen["list_again"] = window.list.is_up(shared.panel)
    window.exercises.open("breathing")
    key("1")
    doing = window.exercises.doing
    step = doing.sitting.view.step
    comfort.stretch.discomfort.ask_now()
    until(lambda: isinstance(doing.panel, QuestionPanel), 5)
    frames(3)
    seen["step_waits"] = doing.sitting.inner.run.phase
    shot("step")
    asked = doing.sitting.aside
    seen["hears"] = [asked.reads("zero"), asked.reads("I feel fine today")]
    asked.take("zero")
    frames(3)
    seen["said_once"] = doing.sitting.aside is None
    seen["step_again"] = doing.sitting.inner.run.phase, doing.sitting.view.step == step
    seen["step_panel"] = isinstance(doing.panel, QuestionPanel)
    doing.sitting.leave()
    frames(3)
    key("2")
    key("enter")
    key("1")
    for _ in range(7):
        key("tab")
    key("enter")
    rehearsal = window.rehearsal
    until(lambda: rehearsal.is_users)
    comfort.stretch.discomfort.ask_now()
    until(is_asked, 20)
    seen["asked_in_a_lull"] = rehearsal.is_users
    shot("scene")
    key("escape")
    seen["a_pause_goes_first"] = rehearsal.state.phase, is_asked()
    key("escape")
    comfort.stretch.discomfort.ask_now()
    until(is_asked, 20)
    seen["aside"] = rehearsal.aside is not None
    shared.panel.press(1)
    shared.panel.press(2)
    key("enter")
    seen["stopped"] = rehearsal.state.phase, is_asked()
    shot("stop")
    key("2")
    shot("off")
    wear(False)
    until(lambda: rehearsal.state.phase == "talking", 5)
    seen["goes_on"] = is_asked(), shared.hud is not None
    window.scene.say("I'm nervous.")
    until(lambda: rehearsal.state.turn == 1)
    window.scene.leave()
    frames(3)
    kinds = ("discomfort", "comfort_stopped")
    seen["log"] = [e for e in rehearsal.log if e["event"] in kinds]
    seen["felt"] = build(rehearsal.log).felt
    window.close()
    print(json.dumps(seen))


if __name__ == "__main__":
    main()
