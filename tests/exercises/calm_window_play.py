"""Goes from a rehearsal to something calming and back in a real window; prints JSON."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from panda3d.core import Filename, PNMImage

from tests.sim.window_cases import Play

FOLDER = Path(sys.argv[1]) if len(sys.argv) > 1 else None


class CalmPlay(Play):
    """One window, from its scene to something calming."""

    @property
    def doing(self):
        return self.window.calm._calming._doing

    def shot(self, name: str) -> None:
        self.frames(2)
        if FOLDER is not None:
            image = PNMImage()
            self.headset.base.win.getScreenshot(image)
            image.write(Filename.fromOsSpecific(str(FOLDER / f"{name}.png")))

    def key(self, name: str) -> None:
        self.headset.base.messenger.send(name)
        self.frames(1)

    def press(self, label: str) -> None:
        """Press the button of the window's panel that reads `label`."""
        self.window.shared.panel.press(self.labels().index(label) + 1)
        self.frames(1)

    def until_s(self, at_s: float) -> list[float]:
        """Follow the breath until then; how full each picture of it was, 0..1."""
        full, end = [], time.perf_counter() + 60.0
        while self.doing.sitting.waited_s < at_s and time.perf_counter() < end:
            self.frames(1)
            full.append(self.doing.front.picture.shown)
        return full


def locked(play: CalmPlay, seen: dict[str, object]) -> None:
    """What the idle lock does to an exercise and to something calming."""
    window = play.window

    def idle() -> bool:
        window.lock._locking.idle._since_s -= 601.0
        play.frames(3)
        return window.lock.is_up

    window.after.start_over()
    window.exercises.open("functionality")
    play.frames(1)
    play.key("1")
    sitting = window.exercises.doing.sitting
    seen["locked_from"] = sitting.run.phase
    seen["locked"] = [idle(), sitting.run.phase]
    window.lock._open()
    play.frames(2)
    seen["unlocked"] = [window.lock.is_up, sitting.run.phase]
    sitting.leave()
    play.frames(1)
    window.calm.open("breathing", lambda: None)
    play.frames(1)
    play.key("1")
    seen["breathing_is_watched"] = idle()
    window.lock.lock()
    play.frames(2)
    seen["calm_locked"] = play.doing.sitting.run.phase
    window.lock._open()
    play.doing.sitting.leave()
    play.frames(1)


def figure(play: CalmPlay, seen: dict[str, object]) -> None:
    """The look, chosen anew from what is kept."""
    window = play.window
    stage = window.shared.stage
    window.choices.open("kept:")
    play.frames(1)
    kept = play.labels()
    play.press("The figure in the mirror")
    play.frames(60)
    play.shot("figure")
    seen["figure_room"] = stage._room_name
    before = stage._place.look.top
    window.shared.panel.press(4)
    play.frames(1)
    seen["figure_changed"] = stage._place.look.top != before
    window.shared.panel.press(len(window.shared.panel.buttons))
    play.frames(60)
    seen["figure_back"] = [play.labels() == kept, stage._room_name]


def main() -> None:
    seen: dict[str, object] = {}
    play = CalmPlay()
    window = play.window

    before = window.rehearsal.state
    play.key("escape")
    play.shot("paused")
    play.press("Something calming first")
    seen["offered"] = play.labels()
    play.shot("offered")
    play.press("Breathe slowly")
    seen["open"] = [window.calm.is_open, play.phase, window.shared.panel is None]
    play.shot("how")
    play.key("1")
    full = []
    for at_s in (0.3, 2.0, 3.9, 7.0):
        full += play.until_s(at_s)
        play.shot(f"breath_{at_s}")
    seen["swing"] = max(full) - min(full)
    play.key("escape")
    seen["calm_paused"] = play.doing.sitting.run.phase
    play.shot("calm_paused")
    play.key("escape")
    seen["calm_goes_on"] = play.doing.sitting.run.phase
    play.doing.sitting.go_back()
    play.frames(1)
    seen["back"] = [window.calm.is_open, play.phase, play.labels()[0]]
    play.key("1")
    seen["same_state"] = window.rehearsal.state == before
    seen["partner_sits"] = window.shared.stage._seat is not None
    play.shot("scene_again")

    window.scene.say("/calm breathing")
    play.frames(1)
    play.key("2")
    play.key("5")
    for _ in range(4):
        play.key("space")
    seen["tapped"] = play.doing.sitting.view.step
    play.doing.sitting.leave()
    play.frames(1)
    seen["left"] = [play.phase, window.calm.is_open]

    play.again()
    play.check_in("dissociation_panic")
    play.press("Find the room around you")
    seen["from_check_in"] = [play.phase, play.doing.sitting.view.step]
    play.key("enter")
    play.doing._take("I want to kill myself tonight")
    play.frames(2)
    seen["stopped"] = [play.phase, window.calm.is_open]
    play.shot("stopped")
    play.press("Breathe for a minute")
    play.key("1")
    play.key("1")  # that is enough
    play.key("1")  # a bit calmer
    seen["help_again"] = play.labels()
    locked(play, seen)
    figure(play, seen)
    window.close()
    play.app.close()
    print(json.dumps(seen))


if __name__ == "__main__":
    main()
