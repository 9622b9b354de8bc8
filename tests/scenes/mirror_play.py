"""Goes through every place of the mirror room in a real window; prints JSON.

Pictures of each go to the folder that is named; ``--look`` begins with the choice.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import numpy as np
from panda3d.core import Filename, PNMImage, Point3, Vec3

from scenes.panels import load_fonts
from sim.engine import Engine
from sim.exercise_window import ExerciseWindow
from sim.headsets.desktop import Desktop
from sim.own_body import Head
from sim.own_look import Own, look_of
from sim.screens import Screens
from sim.stage_set import StageSet

GUIDE = Path(__file__).with_name("mirror_guide.toml")
FOLDER = Path(sys.argv[1]) if len(sys.argv) > 1 else None
BODY = sys.argv[2] if len(sys.argv) > 2 else ""
LOOK = sys.argv[3] if len(sys.argv) > 3 else ""
SIZE = (1280, 720) if FOLDER is not None else (320, 180)


class MirrorPlay:
    """One window with the guide in it."""

    def __init__(self, own: Own) -> None:
        self.headset = Desktop(SIZE)
        self.headset.open()
        self.engine, self.base = Engine(self.headset), self.headset.base
        fonts = load_fonts()
        screens = Screens(self.base.aspect2d, fonts, "GB")
        self.stage = StageSet(self.base, own)
        self.doing = ExerciseWindow(
            self.base, fonts, screens, self.stage, str(GUIDE), lambda: None
        )
        self.engine.set_task("mind", self.doing.frame)
        self.engine.set_task("panels", self.doing.draw)

    @property
    def place(self):
        return self.stage._place

    def frames(self, count: int = 1) -> None:
        for _ in range(count):
            self.engine.frame()

    def settle(self) -> list[float]:
        """Until no fade is on; how much of the view was hidden in each frame."""
        seen, end = [], time.perf_counter() + 60.0
        while time.perf_counter() < end:
            self.frames(1)
            seen.append(self.place._fade.share)
            mirror = self.place._mirror
            goal = None if mirror is None else float(mirror.is_covered)
            if not self.place._fade.is_on and (mirror is None or mirror.share == goal):
                break
        self.frames(1)
        return seen

    def shot(self, name: str) -> None:
        if FOLDER is not None:
            image = PNMImage()
            self.base.win.getScreenshot(image)
            image.write(Filename.fromOsSpecific(str(FOLDER / f"{name}.png")))

    def key(self, name: str) -> None:
        self.base.messenger.send(name)
        self.frames(1)

    def wave(self, *, is_there: bool) -> float:
        """Hold a controller up before the glass, or lose it; how high the palm is then.

        Over the eyes, in metres, as the body is drawn.
        """
        place, viewing = self.place, self.place._sight.viewing
        eye = place._body.eye_in_room(Head())
        viewing.is_worn = viewing.head.is_there = True
        viewing.head.place[:] = eye
        viewing.head.turn[:] = 1, 0, 0, 0  # the seat of this room faces +y
        viewing.right.grip.is_there = is_there
        viewing.right.grip.place[:] = eye + Vec3(0.28, 0.2, 0.05)
        viewing.right.grip.turn[:] = 0.5, -0.5, 0.5, -0.5
        for _ in range(8):
            self.frames(1)
            time.sleep(0.1)
        self.frames(1)
        body = place._body._body
        wrist = body._skeleton.place("wrist.R", np.zeros(3, np.float32))
        top = body.node.get_top()
        return round(top.get_relative_point(body.node, Point3(*wrist)).z - eye.z, 3)

    @property
    def eye(self) -> list[float]:
        return [round(one, 3) for one in self.base.camera.getPos(self.base.render)]


def main() -> None:
    kept = []
    own = Own(look_of(BODY, LOOK), bool(BODY), lambda look: kept.append(look) or "")
    play = MirrorPlay(own)
    seen: dict[str, object] = {}
    play.shot("1info")
    play.key("1")
    seen["fade_in"] = max(play.settle())
    seen["arrive"] = [play.place.is_covered, play.eye]
    play.shot("2arrive")
    play.doing.sitting.answer("")
    if not BODY:
        play.settle()
        play.shot("3choose")
        for key in "34567":
            play.key(key)
        play.key("8")
        play.settle()
        play.shot("3chosen")
        play.key("8")
        play.key("9")
        seen["kept"] = [look.words for look in kept]
    play.settle()
    seen["covered_first"] = play.place.is_covered
    play.shot("4covered")
    play.key("f9")
    play.frames(1)
    seen["half"] = play.place._mirror.share
    play.settle()
    seen["uncovered"] = [play.place.is_covered, play.place._mirror.share]
    play.shot("5mirror")
    seen["hand_up"] = play.wave(is_there=True)
    play.shot("5waves")
    seen["hand_lost"] = play.wave(is_there=False)
    play.place._sight.viewing.is_worn = False
    play.shot("5lost")
    play.doing.sitting.answer("they typed")
    seen["to_across"] = max(play.settle())
    seen["across"] = [play.place.is_covered, play.eye]
    play.frames(20)
    play.shot("6across")
    play.doing.sitting.answer("")
    seen["to_chair"] = max(play.settle())
    seen["chair"] = [play.place.is_covered, play.eye]
    play.shot("7chair")
    play.doing.sitting.answer("")
    seen["to_back"] = max(play.settle())
    seen["back"] = [play.place.is_covered, play.eye]
    play.shot("8back")
    seen["cover"] = []
    play.key("f9")
    play.settle()
    seen["cover"] = [play.place.is_covered, play.place._mirror.share]
    play.shot("9covered")
    play.doing.sitting.leave()
    play.stage.clear()
    play.frames(1)
    seen["over"] = [play.doing.is_over, play.place._mirror is None]
    print(json.dumps(seen))
    play.headset.close()


if __name__ == "__main__":
    main()
