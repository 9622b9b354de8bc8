"""Plays the client's side in a real window; prints what it saw as JSON.

    python -m tests.clinic.client.window_play FOLDER

Pictures are left in FOLDER.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from panda3d.core import Filename, KeyboardButton, PNMImage, TextNode

from sim.app import App
from sim.clinic.client.sharing import reports
from sim.clinic.folder import Inbox, Outbox
from sim.clinic.gathering import gather
from sim.clinic.letters import Letter
from sim.config import Config
from sim.headsets.desktop import Desktop
from sim.privacy.consents import Consents
from sim.window import Window
from tests.clinic.client.homework import assignment, own_scenario, record, talk
from tests.clinic.people import ANSWER, Clock, Person, pair, person

FOLDER = Path(sys.argv[1])
NOTE = "Number 2 was hard for me"
OPTIONS = {
    "told": None, "where": "", "lines": None, "goals": (), "json": False,
    "resume": None,
}  # fmt: skip


class Play:
    """A client's window, and a therapist who writes into the shared folder."""

    def __init__(self, therapist: Person, client: Person) -> None:
        self.shared = FOLDER / "synced"
        self.shared.mkdir()
        self.therapist, self.client = therapist, client
        flags = {"text": True, "voice": False, "shared_folder": str(self.shared)}
        self.app = App(Config.load(flags), client.vault)
        self.app.care.is_asked = True
        self.headset = Desktop((960, 540))
        self.headset.open()
        self.window = Window(self.app, self.headset, OPTIONS)

    def frames(self, count: int) -> None:
        for _ in range(count):
            self.window.engine.frame()

    def until(self, is_done: Callable[[], bool], longest_s: float = 30.0) -> None:
        end = time.perf_counter() + longest_s
        while not is_done():
            self.frames(1)
            assert time.perf_counter() < end, "nothing came"

    def words(self) -> list[str]:
        panel = self.window.shared.panel
        found = panel.root.findAllMatches("**/+TextNode") if panel else ()
        nodes = (one.node() for one in found)
        return [one.getText() for one in nodes if isinstance(one, TextNode)]

    def labels(self) -> list[str]:
        panel = self.window.shared.panel
        return [] if panel is None else [choice.label for choice in panel._choices]

    def press(self, label: str) -> None:
        place = next(n for n, one in enumerate(self.labels()) if label in one)
        self.window.shared.panel.press(place + 1)
        self.frames(2)

    def shot(self, name: str) -> None:
        self.frames(2)
        image = PNMImage()
        self.headset.base.win.getScreenshot(image)
        image.write(Filename.fromOsSpecific(str(FOLDER / f"{name}.png")))

    def put(self) -> None:
        files = {"my_own_no.toml": own_scenario()}
        raw = self.therapist.post.send(assignment(), files, "Robin")
        Outbox(self.shared).put(raw)
        # opens, and is for no client
        Outbox(self.shared).put(self.therapist.post.send(ANSWER, {}, "Robin"))


def in_lobby(play: Play) -> dict[str, object]:
    """A letter comes while the list stands open."""
    window, watching = play.window, play.app.watching
    window.choices.lobby()
    play.until(lambda: watching._thread is None)
    seen: dict[str, object] = {"before": play.words()}
    play.put()
    watching._last -= 60  # half a minute is over
    window.list.type("b")
    play.frames(30)
    seen["while_typing"] = [window.list.shown.typed, len(list(play.shared.iterdir()))]
    window.list.clear()
    play.until(lambda: bool(watching.lines))
    play.frames(2)
    seen["after"] = play.words()
    seen["labels"] = play.labels()
    play.shot("lobby")
    play.press("From your therapist: Saying no")
    seen["opened"] = play.labels()
    return seen


def opened(play: Play) -> list[Letter]:
    """What the therapist finds in the shared folder."""
    inbox = Inbox(play.shared, play.therapist.vault.notes)
    return [one.letter for one in gather(play.therapist.post, inbox).taken]


def with_note(play: Play) -> dict[str, object]:
    """A session is shared with a typed note."""
    session = record(play.client.vault, talk())
    play.window.own.overview(play.window.choices.lobby)
    play.press("Share with your therapist")
    play.press("Saying no")
    seen: dict[str, object] = {"asked": play.labels()}
    play.press("Yes")
    play.press("That you did it")
    play.press("A note to them")
    keyboard = play.headset.base.win.getInputDevice(0)
    for letter in NOTE:
        keyboard.keystroke(ord(letter))
    play.frames(2)
    play.shot("note")
    keyboard.buttonDown(KeyboardButton.enter())
    keyboard.buttonUp(KeyboardButton.enter())
    play.frames(3)
    seen["on_the_button"] = play.labels()
    play.shot("kinds")
    play.press("See what goes")
    seen["preview"] = play.words()
    play.shot("preview")
    play.press("Send it")
    seen["sent"] = play.words()
    (report,) = opened(play)
    seen["note"] = getattr(report, "note", "")
    seen["is_kept"] = [one.session == session for one in reports(play.client.vault)]
    return seen


def told(play: Play) -> dict[str, object]:
    """A part is left out, and the therapist is told; they were never told before."""
    play.window.choices.lobby()
    play.press("From your therapist: Saying no")
    seen: dict[str, object] = {"before": play.labels()}
    play.press("The mirror, bit by bit")
    play.press("Leave it out")
    play.shot("declined")
    seen["after"] = play.labels()
    play.press("Tell them")
    seen["asked"] = play.labels()
    play.press("Not now")
    play.press("Tell them")
    play.press("Yes")
    seen["goes"] = play.words()
    seen["sent_before"] = len(opened(play))
    play.shot("tell")
    play.press("Send it")
    play.shot("told")
    (letter,) = opened(play)
    seen["letter"] = asdict(letter)
    play.press("Done")
    seen["back"] = play.labels() == seen["after"]
    return seen


def main() -> None:
    clock = Clock()
    seen: dict[str, object] = {}
    with (
        person(FOLDER / "therapist", clock) as therapist,
        person(FOLDER / "client", clock) as client,
    ):
        pair(therapist, client)
        play = Play(therapist, client)
        seen["lobby"] = in_lobby(play)
        seen["told"] = told(play)
        Consents(client.vault).answer("share", is_given=False)
        seen["note"] = with_note(play)
        play.window.close()
    print(json.dumps(seen))


if __name__ == "__main__":
    main()
