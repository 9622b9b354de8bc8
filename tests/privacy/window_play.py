"""Plays the own-data screens and the lock in a window; prints what it saw as JSON."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from panda3d.core import Filename, PNMImage

from sim.app import App
from sim.config import Config
from sim.headsets.desktop import Desktop
from sim.privacy.consents import Consents
from sim.privacy.keys import Cost
from sim.privacy.sources import KeySource
from sim.privacy.vault import Vault
from sim.window import Window

FOLDER = Path(sys.argv[1])
SECRET = "a good long passphrase"


def main() -> None:  # noqa: C901  (one story, told once)
    config = Config.load({"text": True, "voice": False, "seed": 5, "country": "GB"})
    vault = Vault.create(KeySource(SECRET, cost=Cost(1, 8, 1)), config.home)
    app = App(config, vault)
    headset = Desktop((960, 540))
    headset.open()
    options = {
        "told": None, "where": "", "lines": None, "goals": (), "json": False,
        "resume": None,
    }  # fmt: skip
    window = Window(app, headset, options)
    seen: dict[str, object] = {}

    def frames(count: int = 2) -> None:
        for _ in range(count):
            window.engine.frame()

    def key(name: str) -> None:
        headset.base.messenger.send(name)
        frames()

    def shot(name: str) -> None:
        frames(3)
        image = PNMImage()
        headset.base.win.getScreenshot(image)
        image.write(Filename.fromOsSpecific(str(FOLDER / f"{name}.png")))

    def until(is_done, longest_s: float = 280.0) -> None:
        end = time.perf_counter() + longest_s
        while not is_done():
            window.engine.frame()
            running = window.rehearsal
            state = running.state if running is not None else "no rehearsal"
            assert time.perf_counter() < end, f"nothing came: {state}"

    def labels() -> list[str]:
        return [choice.label for choice in window.shared.panel._choices]

    def press(beginning: str) -> None:
        place = [one.startswith(beginning) for one in labels()].index(True)
        window.shared.panel.press(place + 1)
        frames()

    def kept() -> str:
        """The words as the panel shows them."""
        found = window.shared.panel.root.findAllMatches("**/text")
        return "\n".join(node.node().getText() for node in found)

    key("1")  # agree
    seen["agreed"] = [one.purpose for one in Consents(vault).history()]
    shot("recovery_offer")
    press("Show me")
    shot("recovery_words")
    words = {}
    for row in kept().splitlines():
        number, dot, word = row.partition(". ")
        if dot and number.isdecimal():
            words[int(number)] = word
    seen["words"] = len(words)
    press("I have written")
    shot("recovery_ask")
    for _ in range(3):
        number = int("".join(filter(str.isdecimal, kept().split("?")[0])))
        press(words[number])
    seen["has_recovery"] = vault.has_recovery
    press("Done")
    press("Skip")  # the private questions, without a reason
    press("I would rather not")
    press("No, ask me")
    assert any(one.startswith("What is kept") for one in labels()), labels()
    press("What is kept")
    shot("overview")
    press("Use kept rehearsals")
    seen["progress"] = Consents(vault).is_given("progress")
    press("Change how long")
    shot("overview_changed")
    press("Erase everything")
    shot("erase")
    press("Back")
    press("Back")
    press("1 ")  # the first conversation
    press("Begin")
    press("Begin")
    rehearsal = window.rehearsal
    until(lambda: rehearsal.state.waiting == "user")
    window.scene.say("A planted sentence about the moon.")
    until(lambda: rehearsal.state.turn == 1)
    # nobody is idle while the partner speaks
    until(
        lambda: not (rehearsal.is_voicing or window.shared.sound.performer.is_speaking)
    )
    frames(5)
    shot("before_lock")
    window.lock._locking.idle._limit_s = 0.001
    frames(3)
    window.lock._locking.idle._limit_s = 0.0
    seen["paused"] = rehearsal.state.phase
    until(lambda: vault.is_locked)
    shot("locked")
    seen["shown"] = [
        node.getName()
        for node in headset.base.aspect2d.getChildren()
        if not node.isHidden()
    ]
    for name in ("escape", "1", "2", "enter", "f1"):
        key(name)
    seen["still_locked"] = vault.is_locked and window.lock.is_up
    seen["still_paused"] = rehearsal.state.phase
    window.lock._entry.enterText("wrong")
    window.lock._open()
    shot("locked_wrong")
    seen["wrong_is_refused"] = vault.is_locked
    window.lock._entry.enterText(SECRET)
    window.lock._open()
    frames()
    seen["open_again"] = not vault.is_locked and not window.lock.is_up
    seen["after"] = rehearsal.state.phase
    shot("unlocked")
    key("escape")
    seen["goes_on"] = rehearsal.state.phase
    for writer in app.writers:
        writer.flush()
    kinds = [event["event"] for event in vault.events(rehearsal.session)]
    seen["kept"] = kinds == [event["event"] for event in rehearsal.log]
    window.close()
    app.close()
    print(json.dumps(seen))


if __name__ == "__main__":
    main()
