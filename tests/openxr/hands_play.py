"""Someone's hands in a real runtime: buttons, pointing, joints, pulses, no eyes.

Prints what the intents, poses and joints were while the scripted user did each thing.
"""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from typing import Any

import numpy as np
import xr
from panda3d.core import load_prc_file_data

from sim.openxr import bindings, gaze
from sim.openxr.actions import Actions
from sim.openxr.graphics import Graphics
from sim.openxr.hands import INDEX_TIP, THUMB_TIP, Hands
from sim.openxr.haptics import TICK
from sim.openxr.instance import EYE_GAZE, OPTIONAL_EXTENSIONS, Runtime
from sim.openxr.session import Session
from sim.openxr.to_room import ToRoom
from sim.viewing import Viewing
from tests.openxr.remote import RemoteHub
from tests.openxr.rig import monado
from tests.openxr.user import User

PRC = "window-type offscreen\nwin-size 64 64\ntextures-power-2 none\ngl-version 4 3\n"
PRC += "audio-library-name null\n"
WRONG = replace(
    next(one for one in bindings.load() if "motion_controller" in one.profile),
    both={"pause": ("input/squirrel/click",)},
)
"""Has a path that no specification knows."""
MAY_LOOK = "--eyes" in sys.argv
"""The user has agreed to being asked for where they look."""
AHEAD = (0.0, 2.0, 1.2)


class Play:
    """A session with hands, and the user that it is played with."""

    def __init__(self, hub: RemoteHub, base: Any) -> None:
        eyes = (EYE_GAZE,) if MAY_LOOK else ()
        self.runtime = Runtime(xr, optional=(*OPTIONAL_EXTENSIONS, *eyes))
        self.session = Session(self.runtime, Graphics.of(base, xr), depth=False)
        profiles = (*gaze.agreed(bindings.load(), eye_tracking=MAY_LOOK), WRONG)
        self.actions = Actions(xr, self.runtime, self.session, profiles)
        self.hands = Hands(xr, self.runtime, self.session)
        self.is_wanted = True
        self.haptics = self.actions.haptics(lambda: self.is_wanted)
        self.viewing, self.room = Viewing(), ToRoom()
        self.user = User(hub)
        self.begun: list[str] = []

    def frame(self) -> None:
        """One frame without a picture."""
        session, viewing = self.session, self.viewing
        session.poll()
        session.wait()
        if session.is_running:
            session.locate()
            viewing.time_s = session.display_time_ns * 1e-9
            viewing.has_focus = session.has_focus
            viewing.head.is_there = True
            self.actions.sync(viewing, self.room)
            self.hands.sync(viewing, self.room)
            self.begun += [f"{side} {what}" for what, side in viewing.intents]
        session.end(copied=False)

    def run(self, steps: Any) -> list[str]:
        """Let the user do `steps`; gives what began meanwhile."""
        self.begun.clear()
        for _ in steps:
            self.frame()
        return list(self.begun)


def watched(play: Play, hub: RemoteHub) -> dict[str, Any]:
    """What was seen of everything that the user does."""
    user, viewing = play.user, play.viewing
    seen: dict[str, Any] = {}
    play.run(user.until(lambda: play.session.has_focus, "the focus"))
    play.run(user.wait(0.2))
    seen["still"] = play.run(user.wait(0.2))
    seen["taken"] = [one.profile for one in play.actions.suggested]
    held = play.actions.held("right")
    seen["held"] = held.profile if held is not None else ""
    seen["trigger"] = play.run(user.press("trigger", "right"))
    seen["left trigger"] = play.run(user.press("trigger", "left"))
    seen["b"] = play.run(user.press("b", "left"))
    seen["a"] = play.run(user.press("a", "right"))
    hub.left.buttons |= {"b_click"}
    hub.send()
    seen["b held"] = play.run(user.wait(2.0))
    hub.left.buttons.clear()
    hub.send()
    play.run(user.wait(0.2))
    play.run(user.point_at(AHEAD, "right"))
    seen["aim"] = viewing.right.aim.place.tolist(), viewing.right.aim.turn.tolist()
    seen["hand"] = hub.right.place, hub.right.turn
    seen["apart"] = []
    for curl in (0.0, 1.0):
        play.run(user.curl(curl, "right"))
        play.run(user.wait(0.3))
        joints = viewing.right.joints
        assert viewing.right.has_joints
        apart = np.linalg.norm(joints[THUMB_TIP] - joints[INDEX_TIP])
        seen["apart"].append(float(apart))
        near = np.linalg.norm(joints - viewing.right.grip.place, axis=1)
        seen["span"] = float(near.max())
    play.room.put((1.0, 2.0, 0.5), np.pi / 2)
    before = viewing.right.aim.place.copy()
    play.run(user.wait(0.1))
    seen["moved"] = before.tolist(), viewing.right.aim.place.tolist()
    seen["pulse"] = play.haptics.play("right", TICK)
    play.haptics.stop()
    play.is_wanted = False
    seen["unwanted pulse"] = play.haptics.play("right", TICK)
    hub.right.is_active = hub.right.is_tracked = False
    hub.send()
    play.run(user.wait(0.3))
    seen["laid down"] = viewing.right.grip.is_there, viewing.right.has_joints
    seen["gaze"] = viewing.gaze.is_there
    seen["eyes asked for"] = EYE_GAZE in play.runtime.extensions
    seen["refused"] = WRONG not in play.actions.suggested
    return seen


def main() -> None:
    load_prc_file_data("", PRC)
    from direct.showbase.ShowBase import ShowBase

    with monado() as service:
        base = ShowBase()
        hub = service.hub()
        play = Play(hub, base)
        seen = watched(play, hub)
        play.hands.close()
        play.actions.close()
        play.session.close()
        play.runtime.close()
    print(json.dumps(seen))


if __name__ == "__main__":
    main()
