"""Chooses in the lobby of a real window in every way; prints what it saw as JSON."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from panda3d.core import Filename, PNMImage, Point3

from sim.app import App
from sim.config import Config
from sim.headsets.desktop import Desktop
from sim.lobby_speech import LobbySpeech
from sim.window import Window

FOLDER = Path(sys.argv[1])
SIZE = (1280, 720) if "--large" in sys.argv else (960, 540)
DWELL_S = 1.0


class Play:
    """One window, from its first screen on."""

    def __init__(self, **flags: object) -> None:
        given = {"text": True, "voice": False, "seed": 5, "country": "GB", **flags}
        self.app = App(Config.load(given))
        self.headset = Desktop(SIZE)
        self.headset.open()
        options = {
            "told": None, "where": "", "lines": None, "goals": (), "json": False,
            "resume": None,
        }  # fmt: skip
        self.window = Window(self.app, self.headset, options)
        self.colours: dict[str, int] = {}
        self.key("1", "2", "4")  # agree; no private questions, rather not say

    def frames(self, count: int = 2) -> None:
        for _ in range(count):
            self.window.engine.frame()

    def key(self, *names: str) -> None:
        for name in names:
            self.headset.base.messenger.send(name)
            self.frames()

    def type(self, words: str) -> None:
        for letter in words:
            self.headset.base.messenger.send("visavis-keystroke", [letter])
            if "1" <= letter <= "9":
                self.headset.base.messenger.send(letter)
        self.frames()

    def shot(self, name: str) -> None:
        self.frames()
        image = PNMImage()
        self.headset.base.win.getScreenshot(image)
        image.write(Filename.fromOsSpecific(str(FOLDER / f"{name}.png")))
        self.colours[name] = len(
            {
                tuple(image.getXelVal(x, y))
                for x in range(0, image.getXSize(), 7)
                for y in range(0, image.getYSize(), 7)
            }
        )

    @property
    def labels(self) -> list[str]:
        panel = self.window.shared.panel
        return [] if panel is None else [one.label for one in panel._choices]

    @property
    def told(self) -> str:
        """The talk whose briefing is up."""
        return self.window.shared.told.id if self.window.shared.told is not None else ""

    @property
    def doing(self):
        """The exercise that is being done."""
        return self.window.exercises._doing

    def back(self) -> None:
        """To the lobby again, from a briefing or an exercise."""
        if self.doing is not None:
            self.doing.sitting.leave()
            if self.doing is not None:
                self.doing._finish()
        self.window.choices.lobby()
        self.frames()

    def close(self) -> None:
        self.window.close()
        self.app.close()


def typed(play: Play, seen: dict[str, object]) -> None:
    play.shot("lobby")
    seen["lobby"] = play.labels
    play.type("porn")
    play.shot("narrowed")
    seen["narrowed"] = play.labels
    play.key("enter")
    seen["by_word"] = play.told
    play.back()
    play.type("12")
    seen["by_number"] = [play.window.list.shown.items[11].id, play.told]
    play.back()
    play.type("zzz")
    play.shot("nothing")
    seen["nothing"] = play.labels
    play.key("enter", "backspace", "backspace", "backspace")
    seen["cleared"] = play.window.list.shown.typed
    play.type("qq")
    play.key("escape")
    seen["escaped"] = play.window.list.shown.typed
    steep = next(n for n, one in enumerate(play.labels, 1) if one.startswith("Steeper"))
    for _ in range(steep):
        play.key("tab")
    play.key("enter")
    play.shot("steeper")
    seen["steeper"] = play.labels
    speech = LobbySpeech(*play.window.list._speech_parts(None))
    speech.understand("no")
    play.shot("asked")
    seen["asked"] = play.labels
    play.key("2")
    seen["asked_to"] = play.told
    play.back()
    play.type("five things")
    play.key("enter")
    seen["exercise"] = play.doing.sitting.exercise.info.id
    play.back()
    play.type("help")
    play.key("enter")
    play.shot("people")
    play.key("1")
    seen["back"] = play.window.list.is_up(play.window.shared.panel)


def checked_in(play: Play, seen: dict[str, object]) -> None:
    play.key("tab", "enter")  # the first button: the check-in
    steps = []
    for number in ("1", "4", "1", "2"):
        steps.append(play.doing.sitting.view.step)
        play.shot(f"path_{steps[-1]}")
        play.key(number)
    steps.append(play.doing.sitting.view.step)
    play.shot("path_where")
    seen["steps"] = steps
    seen["because"] = list(play.doing.sitting.view.lines)
    play.key("1")
    seen["path_to"] = [play.told, play.app.limit.steepest, play.app.is_new]
    play.shot("path_briefing")
    play.back()
    play.shot("lobby_after")
    seen["after"] = play.labels


def pointed(play: Play, seen: dict[str, object]) -> None:
    """With a mouse that rests, and with one that clicks."""
    base = play.headset.base
    button = play.window.shared.panel.buttons[1]
    left, right, bottom, top = button["frameSize"]
    middle = Point3((left + right) / 2, 0, (bottom + top) / 2)
    place = base.render2d.getRelativePoint(button, middle)
    x, y = place.x, place.z
    wide, tall = base.win.getXSize(), base.win.getYSize()
    base.win.movePointer(0, int((x + 1) / 2 * wide), int((1 - y) / 2 * tall))
    begin = time.perf_counter()
    is_shot = False
    while not play.told and time.perf_counter() - begin < 8:
        play.frames(1)
        resting = play.window.resting
        if not is_shot and resting is not None and 0.3 < resting.done < 0.8:
            is_shot = True
            play.shot("resting")
    seen["rested"] = [play.told, round(time.perf_counter() - begin, 2)]


def careful(play: Play, seen: dict[str, object]) -> None:
    play.key("tab", "enter", "1", "9")  # I am afraid of somebody close to me
    play.shot("path_afraid")
    seen["afraid"] = list(play.doing.sitting.view.lines)
    play.key("1")
    play.shot("path_people")
    seen["careful"] = [
        play.app.care.is_careful,
        base_title(play),
        len([one for one in play.app.scenarios() if one.is_with_partner]),
    ]


def said(play: Play, seen: dict[str, object]) -> None:
    """A recording stands in for the microphone."""
    play.shot("lobby_speech")
    seen["speech"] = play.labels[:2] + play.labels[-7:]
    place = play.labels.index("Say it") + 1
    play.window.shared.panel.press(place)
    play.shot("listening")
    begin = time.perf_counter()
    while not play.told and time.perf_counter() - begin < 90:
        play.frames(1)
    seen["said"] = play.told
    seen["is_silent"] = play.window.list._sound is None


def base_title(play: Play) -> str:
    return str(play.headset.base.win.getProperties().getTitle())


def main() -> None:
    seen: dict[str, object] = {}
    which = [word for word in sys.argv[2:] if not word.startswith("--")]
    wav = next((word[6:] for word in sys.argv if word.startswith("--wav=")), "")
    for part in (typed, checked_in, pointed, careful, said):
        is_left_out = bool(which) and part.__name__ not in which
        if is_left_out or (part is said and not wav):
            continue
        flags = {"dwell_s": DWELL_S} if part is pointed else {}
        play = Play(**(flags | ({"text": False, "mic": wav} if part is said else {})))
        part(play, seen)
        seen.setdefault("colours", {}).update(play.colours)
        play.close()
    print(json.dumps(seen))


if __name__ == "__main__":
    main()
