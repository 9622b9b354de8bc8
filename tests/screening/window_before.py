"""Plays the private questions in a real window; prints what it saw as JSON."""

from __future__ import annotations

import json
import time

from panda3d.core import FontPool

from sim.app import App
from sim.config import Config
from sim.headsets.desktop import Desktop
from sim.window import Window


class Play:
    """One window from its first screen on."""

    def __init__(self) -> None:
        flags = {"text": True, "voice": False, "seed": 5, "country": "GB"}
        self.app = App(Config.load(flags))
        self.headset = Desktop((640, 360))
        self.headset.open()
        options = {
            "told": None, "where": "", "lines": None, "goals": (), "json": False,
            "resume": None,
        }  # fmt: skip
        self.window = Window(self.app, self.headset, options)

    def press(self, *names: str) -> None:
        for name in names:
            self.headset.base.messenger.send(name)
            for _ in range(2):
                self.window.engine.frame()

    @property
    def title(self) -> str:
        return self.headset.base.win.getProperties().getTitle()

    def labels(self) -> list[str]:
        panel = self.window.shared.panel
        return [] if panel is None else [choice.label for choice in panel._choices]

    def close(self) -> None:
        self.window.close()
        self.app.close()
        FontPool.releaseAllFonts()  # the next window sets its fonts up anew


def main() -> None:
    seen: dict[str, object] = {}
    play = Play()
    seen["at_first"] = play.title
    play.press("f1", "1")  # what this is, and back to where one was
    seen["after_about"] = play.labels()[0]
    play.press("1")
    seen["asked"] = [play.title, play.labels()]
    play.press("1", "3", "1", "4", "3")
    seen["careful"] = [play.title, play.app.care.is_careful, play.labels()]
    play.press("1")
    seen["left"] = [play.title, play.labels()]
    play.press("escape")
    seen["once"] = play.window.is_done
    begin = time.perf_counter()
    play.press("escape")
    seen["twice_ms"] = (time.perf_counter() - begin) * 1000
    seen["twice"] = [play.window.is_done, play.headset.base.win is None]
    play.close()

    play = Play()
    play.press("1", "2", "4")
    seen["skipped"] = [play.title, play.app.care.is_careful, len(play.labels())]
    offered = len(play.app.scenarios())
    play.window.choices.ceiling()
    play.press("1")
    play.window.shared.panel.press(14)
    seen["ruled_out"] = [offered, len(play.app.scenarios())]
    begin = time.perf_counter()
    play.headset.base.messenger.send("f12")
    seen["f12_ms"] = (time.perf_counter() - begin) * 1000
    seen["f12"] = [play.window.is_done, play.headset.base.win is None]
    play.close()

    play = Play()
    play.press("2")
    seen["young"] = play.labels()
    play.close()
    print(json.dumps(seen))


if __name__ == "__main__":
    main()
