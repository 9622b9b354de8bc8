"""Plays one exercise in a window of its own: first screen, lock, stop; prints JSON.

    python -m tests.exercises.alone_play FOLDER

Pictures are left in FOLDER.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from panda3d.core import Filename, PNMImage, TextNode

from dialogue.messages import Safety
from sim.app import App
from sim.commands.exercise import open_record
from sim.config import Config
from sim.exercise_alone import Alone
from sim.headsets.desktop import Desktop

FOLDER = Path(sys.argv[1])
HINT = Safety("dissociation_panic", "indirect", 0.7, "check_in")


class Play:
    """One window after another, each with the same record."""

    def __init__(self, name: str, *, is_new: bool = False) -> None:
        flags = {"text": True, "voice": False, "country": "GB"}
        self.app = App(Config.load(flags))
        self.app.vault = open_record(self.app.config, None)
        self.app.is_vault_new = is_new
        self.headset = Desktop((640, 360))
        self.headset.open()
        self.alone = Alone(self.app, self.headset, name, is_kept=False)

    def frames(self, count: int = 2) -> None:
        for _ in range(count):
            self.alone.engine.frame()

    def key(self, name: str) -> None:
        self.headset.base.messenger.send(name)
        self.frames()

    def words(self) -> str:
        """All that can be read now."""
        found = self.headset.base.aspect2d.findAllMatches("**/+TextNode")
        shown = [one.node() for one in found if not one.isHidden() and _is_seen(one)]
        return "\n".join(one.getText() for one in shown if isinstance(one, TextNode))

    def shot(self, name: str) -> None:
        self.frames()
        image = PNMImage()
        self.headset.base.win.getScreenshot(image)
        image.write(Filename.fromOsSpecific(str(FOLDER / f"{name}.png")))

    def agree(self) -> None:
        self.key("1")
        while self.alone.doing is None:  # a recovery phrase is offered once
            self.key("2")

    def close(self) -> None:
        self.alone.close()
        self.app.close()


def _is_seen(path) -> bool:
    return not any(one.isHidden() for one in path.getAncestors())


def young(seen: dict[str, object]) -> None:
    play = Play("grounding", is_new=True)
    play.shot("consent")
    seen["first"] = play.words()
    seen["choices"] = [one.label for one in play.alone.panel._choices]
    seen["nothing_before"] = play.alone.doing is None
    play.key("2")
    seen["young"] = [play.words(), play.app.vault is None, play.alone.doing is None]
    play.key("1")
    seen["young_over"] = play.alone.is_done
    play.close()


def locked(seen: dict[str, object]) -> None:
    play = Play("grounding")
    play.agree()
    play.key("1")
    sitting = play.alone.doing.sitting
    seen["begun"] = sitting.run.phase
    play.alone._locking.idle._since_s -= 601.0
    play.frames(3)
    play.shot("locked")
    locking = play.alone._locking
    seen["locked"] = [play.words(), sitting.run.phase, locking.phase]
    play.key("1")
    play.key("escape")
    seen["keys_do_nothing"] = [sitting.run.phase, play.alone.lock.is_up]
    play.alone.lock._entry.enterText("not it")
    play.alone.lock._open()
    play.frames()
    seen["wrong"] = play.alone.lock.is_up
    play.alone.lock._entry.enterText("abcdefgh1234")
    play.alone.lock._open()
    play.frames()
    seen["open"] = [play.alone.lock.is_up, sitting.run.phase, locking.phase]
    play.key("escape")
    seen["on"] = sitting.run.phase
    play.alone.doing._take("I am going to kill myself tonight")
    play.shot("stopped")
    seen["stopped"] = play.words()
    play.close()


def left_locked(seen: dict[str, object]) -> None:
    play = Play("functionality")
    play.agree()
    play.key("1")
    play.alone.lock.lock()
    play.frames(3)
    play.key("control-q")
    seen["left_locked"] = play.alone.is_done
    play.close()


def stopped_locked(seen: dict[str, object]) -> None:
    """Somebody says that they are 15, and goes away from the screen."""
    play = Play("functionality")
    play.agree()
    play.key("1")
    sitting = play.alone.doing.sitting
    for _ in range(9):
        if sitting.view.kind == "words":
            break
        sitting.skip()
    seen["minor_at"] = sitting.view.kind
    sitting.answer("I am 15 years old")
    play.frames()
    seen["minor"] = sitting.run.phase
    play.alone.lock.lock()
    play.frames(3)
    play.key("control-q")
    play.close()
    vault = open_record(play.app.config, None)
    kept = [event for one in vault.sessions() for event in vault.events(one.id)]
    seen["kept_of_minor"] = [one.get("category") for one in kept].count("minor")
    vault.close()


def escaped(seen: dict[str, object]) -> None:
    """Escape twice, of somebody who is careful and of somebody who is not."""
    for is_careful in (False, True):
        play = Play("grounding")
        play.app.care.is_careful = is_careful
        play.agree()
        play.key("1")
        play.key("escape")
        seen["escaped_once"] = play.alone.is_done
        play.key("escape")
        sitting = play.alone.doing.sitting
        seen[f"escaped {is_careful}"] = [play.alone.is_done, sitting.run.phase]
        play.close()
    play = Play("grounding")
    play.app.care.is_careful = True
    play.key("escape")
    play.key("escape")
    seen["escaped_before"] = play.alone.is_done
    play.close()


def beside(seen: dict[str, object]) -> None:
    """What is typed in the middle, what is read beside it, and another figure."""
    play = Play("neutral_description")
    play.agree()
    play.key("f1")
    seen["about_before"] = play.words()
    play.key("1")
    play.key("1")
    doing = play.alone.doing
    sitting = doing.sitting
    for line in ("no", "no", "nothing", "50", "50", "", "with"):
        sitting.answer(line)
        play.frames(1)
    seen["look_asked"] = doing._is_choosing
    play.key(str(len(doing.panel.buttons)))
    play.frames(60)
    play.shot("mirror")
    seen["at"] = [sitting.view.step, sitting.run.phase]
    seen["look_offered"] = doing._figure.button._button is not None
    look = play.alone._stage._place.look.top
    play.key("f8")
    play.shot("look")
    doing.panel.press(4)
    play.frames(1)
    seen["looks_other"] = play.alone._stage._place.look.top != look
    doing.panel.press(len(doing.panel.buttons))
    play.frames(1)
    seen["after_look"] = [sitting.run.phase, sitting.view.step]
    doing.panel._typed("/people")
    play.shot("people")
    seen["people"] = [play.words(), sitting.run.phase]
    play.key("1")
    seen["paused"] = [one.label for one in doing.panel._choices]
    play.key("1")
    seen["after_people"] = sitting.run.phase
    doing.panel._typed("/help")
    play.shot("help")
    seen["help"] = play.words()
    play.key("1")
    play.key("1")
    sitting.flagged(HINT)
    play.frames(1)
    asked = play.words()
    play.key("escape")
    play.key("escape")
    seen["check_in_again"] = [play.words() == asked, sitting.run.phase]
    sitting.check_in("go_on")
    play.frames(1)
    doing.panel._typed("leave")
    seen["left"] = sitting.run.phase
    play.close()


def main() -> None:
    seen: dict[str, object] = {}
    young(seen)
    locked(seen)
    left_locked(seen)
    stopped_locked(seen)
    escaped(seen)
    beside(seen)
    print(json.dumps(seen))


if __name__ == "__main__":
    main()
