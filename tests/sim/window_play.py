"""Plays a rehearsal in a real window with real keys; prints what it saw as JSON."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from panda3d.core import Filename, KeyboardButton, PNMImage

from sim.app import App
from sim.config import Config
from sim.headsets.desktop import Desktop
from sim.window import Window

FOLDER = Path(sys.argv[1])
SIZE = (1280, 720) if "--large" in sys.argv else (960, 540)


def main() -> None:
    flags = {"text": True, "voice": False, "seed": 5, "country": "GB"}
    app = App(Config.load(flags))
    headset = Desktop(SIZE)
    headset.open()
    options = {
        "told": None, "where": "", "lines": None, "goals": (), "json": False,
        "resume": None,
    }  # fmt: skip
    window = Window(app, headset, options)
    seen: dict[str, object] = {"colours": {}}

    def frames(count: int) -> None:
        for _ in range(count):
            window.engine.frame()

    def key(name: str) -> None:
        headset.base.messenger.send(name)
        frames(2)

    def shot(name: str) -> None:
        frames(2)
        image = PNMImage()
        headset.base.win.getScreenshot(image)
        image.write(Filename.fromOsSpecific(str(FOLDER / f"{name}.png")))
        seen["colours"][name] = len(
            {
                tuple(image.getXelVal(x, y))
                for x in range(0, image.getXSize(), 7)
                for y in range(0, image.getYSize(), 7)
            }
        )

    def until(is_done, longest_s: float = 90.0) -> None:
        end = time.perf_counter() + longest_s
        while not is_done():
            window.engine.frame()
            assert time.perf_counter() < end, "nothing came"

    shot("consent")
    key("1")
    shot("before")
    seen["title_before"] = headset.base.win.getProperties().getTitle()
    key("2")
    shot("before_skip")
    key("4")
    seen["title_after"] = headset.base.win.getProperties().getTitle()
    shot("lobby")
    keyboard = headset.base.win.getInputDevice(0)
    for letter in "breathe":  # real keys: a lock that listens must not take them
        keyboard.buttonDown(KeyboardButton.asciiKey(letter.encode()))
        keyboard.keystroke(ord(letter))
        keyboard.buttonUp(KeyboardButton.asciiKey(letter.encode()))
        frames(1)
    seen["typed"] = window.list.shown.typed
    shot("narrowed")
    key("enter")
    key("1")
    frames(10)
    seen["exercise"] = window.exercises._doing.sitting.view.step
    shot("exercise")
    window.exercises._doing.sitting.leave()
    frames(2)
    seen["exercise_over"] = not window.exercises.is_open
    key("2")
    key("enter")
    shot("briefing")
    key("1")
    shot("goals")
    key("4")
    seen["goals"] = list(window.shared.goals)
    for _ in range(7):
        key("tab")
    key("enter")
    rehearsal = window.rehearsal
    until(lambda: rehearsal.state.waiting == "user")
    shot("scene")
    seen["rooms"] = [window.shared.stage.room]
    window.scene.say("I have something hard to say, and I'm nervous.")
    until(lambda: rehearsal.state.turn == 1)
    until(lambda: not window.shared.sound.performer.is_speaking)
    frames(5)
    shot("answered")
    key("escape")
    seen["paused"] = rehearsal.state.phase
    shot("paused")
    key("escape")
    seen["resumed"] = rehearsal.state.phase
    window.scene.say("Could we sit here for a bit?")
    until(lambda: rehearsal.state.turn == 2)
    window.scene.again()
    frames(3)
    seen["again"] = rehearsal.state.turn
    begin = time.perf_counter()
    window.scene.leave()
    seen["leave_ms"] = (time.perf_counter() - begin) * 1000
    seen["left"] = rehearsal.state.phase
    shot("left")
    window.after.debrief()
    until(lambda: not rehearsal.is_reading)
    frames(3)
    shot("debrief")
    key("1")
    shot("debrief_2")
    window.shared.panel.press(3)  # why?
    shot("debrief_why")
    key("1")
    shot("debrief_because")
    key("2")
    seen["marked"] = [
        event["statement"]
        for event in rehearsal.log
        if event["event"] == "marked_wrong"
    ]
    shot("debrief_wrong")
    window.after.start_over()
    frames(2)
    seen["rooms"].append(window.shared.stage.room)
    heavy = ("torch", "transformers", "sentence_transformers", "onnxruntime")
    seen["heavy"] = [name for name in heavy if name in sys.modules]
    window.close()
    app.close()
    print(json.dumps(seen))


if __name__ == "__main__":
    main()
