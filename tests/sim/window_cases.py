"""Plays what may go wrong in a real window, with a mind that says what it is told."""

from __future__ import annotations

import json
from dataclasses import replace

from panda3d.core import KeyboardButton

from avatars.performance import PerformanceChunk
from sim.app import App
from sim.config import Config
from sim.headsets.desktop import Desktop
from sim.mind.messages import Answered, Ready, Spoken
from sim.session.events import event
from sim.window import Window
from tests.sim.test_ears import FakeLink, partner

HARD = "Sometimes I just can't do this any more."


class Link(FakeLink):
    def close(self):
        return


class Play:
    """One window in its scene, after the partner's first line."""

    def __init__(self) -> None:
        self.app = App(Config.load({"text": True, "voice": False, "seed": 5}))
        self.app.care.is_asked = True  # the private questions have plays of their own
        self.link = Link()
        self.app.start_mind = lambda *given, **named: self.link
        self.headset = Desktop((640, 360))
        self.headset.open()
        options = {
            "told": None, "where": "", "lines": None, "goals": (), "json": False,
            "resume": None,
        }  # fmt: skip
        self.window = Window(self.app, self.headset, options)
        self.begin()

    def begin(self) -> None:
        self.window.before.briefing(self.app.scenarios()[0])
        self.window.scene.begin()
        self.link.inbox = [Ready({"voice": "none"}, (), {})]
        self.frames(2)
        self.answer(0)

    def again(self) -> None:
        self.window.scene.leave()
        self.window.after.start_over()
        self.begin()

    def frames(self, count: int) -> None:
        for _ in range(count):
            self.window.engine.frame()

    def answer(self, turn: int, ending: str = "") -> None:
        number = self.link.number
        made = replace(partner(turn), ending=ending)
        end = PerformanceChunk(turn, 0, True, "calm", None, made.text)
        self.link.inbox = [Answered(number, made, None, {}), Spoken(number, end, 0)]
        self.frames(2)

    def check_in(self, category: str = "suicidality") -> None:
        """As if the screen had found something that is not certain."""
        rehearsal = self.window.rehearsal
        said = {"turn": rehearsal.state.turn + 1, "text": HARD, "source": "typed"}
        rehearsal.emit(event("utterance", **said, speech=None))
        flag = {"category": category, "form": "indirect", "p": 0.5, "rule": ""}
        rehearsal.emit(
            event("safety", turn=said["turn"], who="user", action="check_in", **flag)
        )
        self.frames(2)

    def labels(self) -> list[str]:
        panel = self.window.shared.panel
        return [] if panel is None else [choice.label for choice in panel._choices]

    @property
    def phase(self) -> str:
        return self.window.rehearsal.state.phase

    @property
    def caption(self) -> str:
        return self.window.shared.hud._words


def after_stop(play: Play) -> dict[str, object]:
    """Every way on from the panel that a stop shows, one after the other."""
    window, fixed = play.window, play.labels()

    def press(label: str) -> None:
        window.shared.panel.press(play.labels().index(label) + 1)
        play.frames(2)

    seen: dict[str, object] = {"partner_is_gone": window.shared.stage._seat is None}
    press("See help for my country")
    seen["help"] = play.labels()
    press("Back")
    seen["after_help"] = play.labels() == fixed
    for label in ("Breathe for a minute", "Find the room around you"):
        press(label)
        calming = window.calm._calming
        seen[label] = calming.is_open
        calming._doing.sitting.leave()
        play.frames(2)
        seen[f"after {label}"] = play.labels() == fixed
        seen[f"partner after {label}"] = window.shared.stage._seat is not None
    said = len(window.rehearsal.log)
    window.scene.say("Sorry, forget it.")
    play.frames(2)
    seen["said_after"] = len(window.rehearsal.log) - said
    seen["scored"] = [e["event"] for e in window.rehearsal.log if "skill" in e["event"]]
    press("Back to the start")
    seen["start"] = play.labels()
    return seen


def taken_off(play: Play, *, is_worn: bool) -> dict[str, object]:
    """The headset comes off, or goes on, while a check-in stands there."""
    window, base = play.window, play.headset.base
    play.headset.viewing.is_worn = is_worn
    play.headset.on_worn(is_worn)
    play.frames(2)
    nodes = [node for node in base.aspect2d.getChildren() if not node.isHidden()]
    seen: dict[str, object] = {"shown": [node.getName() for node in nodes]}
    seen["card"] = not window.lock._back.isHidden()
    base.messenger.send("2")  # would pause, if what is below took keys
    window.keys.escape()
    play.frames(2)
    seen["phase"] = play.phase
    play.headset.viewing.is_worn = False
    play.frames(1)
    seen["card at the desk"] = not window.lock._back.isHidden()
    window.lock.enter()
    play.frames(2)
    seen["after"] = [window.lock.is_up, len(play.labels())]
    seen["locked"] = window.lock._locking.phase
    return seen


def main() -> None:
    seen: dict[str, object] = {}
    play = Play()
    window = play.window
    seen["caption_without_voice"] = play.caption

    # typed with real keys: Enter belongs to the line, not to the panel it opens
    keyboard = play.headset.base.win.getInputDevice(0)
    window.shared.hud._entry.enterText("I want to kill myself tonight.")
    play.frames(2)
    window.shared.hud._entry["focus"] = 1
    play.frames(2)
    keyboard.buttonDown(KeyboardButton.enter())
    keyboard.buttonUp(KeyboardButton.enter())
    play.frames(3)
    seen["stopped_by_enter"] = play.phase
    seen["stop_panel"] = play.labels()
    seen["after_stop"] = after_stop(play)

    play.begin()
    play.check_in("violence_from_partner")
    seen["taken off"] = taken_off(play, is_worn=False)
    seen["put on"] = taken_off(play, is_worn=True)
    window.keys.escape()
    play.frames(1)
    window.keys.escape()
    play.frames(1)
    seen["check_in_after_pause"] = [play.phase, len(play.labels())]
    window.shared.panel.press(2)
    play.frames(1)
    seen["pause_from_check_in"] = [play.phase, play.labels()[0]]
    window.keys.escape()
    play.frames(1)
    play.answer(1)

    play.again()
    window.scene.say("I feel lonely.")
    window.scene.say("This waits.")
    window.scene.leave()
    play.frames(1)
    play.again()
    said = [e for e in window.rehearsal.log if e["event"] == "utterance"]
    seen["said_to_the_next_partner"] = len(said)

    window.scene.say("I feel lonely.")
    window.keys.escape()
    play.answer(1)
    window.keys.escape()
    play.frames(1)
    seen["caption_after_pause"] = play.caption

    window.scene.say("I feel lonely.")
    play.headset.on_worn(False)
    play.frames(1)
    seen["a pause is covered"] = window.lock.is_up
    play.answer(2, ending=window.rehearsal.scenario.endings[0].id)
    seen["ended_in_a_pause"] = [play.phase, play.labels()]

    play.again()
    window.scene.say("/leave")
    play.frames(1)
    seen["left_by_typing"] = [
        play.phase,
        len(play.labels()) > 0,
        window.shared.hud is None,
    ]

    play.again()
    play.check_in("violence_from_partner")
    window.shared.panel.press(4)
    play.frames(1)
    seen["quick_exit"] = [play.phase, window.is_done]
    window.close()
    play.app.close()
    print(json.dumps(seen))


if __name__ == "__main__":
    main()
