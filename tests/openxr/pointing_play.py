"""Pointing in a real window: every act by one hand, and by looking and resting alone.

Prints what was pressed as JSON. The headset is made up: the play writes the `Viewing`
that a headset would fill; boards, panels, buttons and the window's mouse are real.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from direct.gui.DirectEntry import DirectEntry
from direct.showbase.ShowBase import ShowBase
from panda3d.core import MouseButton, Point3, load_prc_file_data

from scenes import boards_surface, boards_ui
from scenes.boards import Reach, UiBoard
from scenes.fonts import load_fonts
from scenes.panels import PAPER, Choice, Panel, rounded
from scenes.pointers import Pointers
from sim.beside import Beside
from sim.dwell import Resting, pressed
from sim.exercise_panels import StepPanel
from sim.exercises.base import View
from sim.letters import Writing
from sim.pointing import REST_S, Pointing
from sim.pointing_rays import STILL_S
from sim.screens import Screens
from sim.viewing import Side, Viewing
from tests.openxr.remote import towards, turned

load_prc_file_data(
    "",
    "win-size 320 200\ntextures-power-2 none\ngl-version 3 3\nsync-video 0\n"
    "audio-library-name null\nnotify-level-device fatal\n",
)
BASE = ShowBase(windowType="onscreen")

# nobody looks at these pictures, and a processor draws them
boards_ui.SIZE_PX, boards_surface.SAMPLES = (320, 200), 0

EYE = (0.0, 0.0, 1.2)
STEP_S = 0.1
AWAY = (0.0, 1.0, 3.0)
ONE, TWO = "one", "two"


def _nothing(*_: object) -> None:
    return


class Play:
    """Somebody who sits before the boards."""

    def __init__(self, dwell_s: float = 0.0) -> None:
        self.viewing = Viewing(is_worn=True, has_focus=True)
        self.fonts = load_fonts()
        self.ui = UiBoard(BASE)
        self.reached: list[str] = []
        acts = {name: partial(self.reached.append, name) for name in ("Pause", "Leave")}
        self.reach = Reach(BASE, self.fonts, acts)
        self.beside = Beside()
        self.writing = Writing(BASE, self.fonts, self.beside)
        self.writing.letters.place(EYE, 0.0)
        self.pointing = Pointing(BASE, self.boards, self.viewing, dwell_s)
        self.resting = Resting(BASE, dwell_s, lambda: self.viewing.time_s)
        self.pointers = Pointers(BASE.render)
        self.told: list[str] = []
        self.pointing.on_press = self.told.append
        self.rings: list[float] = []
        self.ui.show()
        self.ui.stand(EYE, 0.0)
        self.reach.place(EYE, 0.0)
        self.look(AWAY)
        self.run(0.3)

    def boards(self) -> list[Any]:
        return [self.ui, self.reach.board, self.writing.letters.board]

    # the body

    def look(self, place: Any) -> None:
        """Turn the head until it looks at `place`."""
        head = self.viewing.head
        head.is_there = True
        head.place[:] = EYE
        head.turn[:] = turned(*towards(EYE, place))

    def aim(self, place: Any, side: Side = "right") -> None:
        """Hold a controller that points at `place`."""
        aim = self.viewing.hand(side).aim
        aim.is_there = True
        aim.place[:] = (-0.2 if side == "left" else 0.2, 0.2, 0.8)
        aim.turn[:] = turned(*towards(aim.place, place))

    def close_hand(self, side: Side = "right") -> None:
        """Close the trigger; it chooses in this frame."""
        self.viewing.hand(side).select = 1.0
        self.frame([("select", side)])

    def open_hand(self, side: Side = "right") -> None:
        self.viewing.hand(side).select = 0.0
        self.run(0.2)

    def click(self, place: Any, side: Side = "right") -> None:
        self.look(place)
        self.aim(place, side)
        self.run(0.15)
        self.close_hand(side)
        self.run(0.1)
        self.open_hand(side)

    def rest(self, place: Any, seconds: float = REST_S + 0.5) -> None:
        """Look away, then rest the look on `place`."""
        self.look(AWAY)
        self.run(0.1)
        self.look(place)
        self.run(seconds)

    def lay_down(self) -> None:
        """No hand is there."""
        for side in ("left", "right"):
            self.viewing.hand(side).aim.is_there = False
        self.run(0.1)

    # frames

    def frame(self, intents: Any = ()) -> None:
        viewing = self.viewing
        viewing.time_s += STEP_S
        viewing.intents[:] = list(intents)
        self.pointing.tick()
        self.resting.tick()
        spot = self.pointing.spot
        if spot is not None:
            is_look = self.pointing.is_by_look
            origin = None if is_look else spot.origin
            self.pointers.point(spot.place, EYE, origin, self.pointing.share)
            self.rings.append(self.pointing.share)
        else:
            self.pointers.hide()
        self.ui.frame(viewing.time_s)
        self.reach.frame(viewing.time_s)
        self.writing.frame(viewing.time_s)
        BASE.task_mgr.step()

    def run(self, seconds: float) -> None:
        for _ in range(round(seconds / STEP_S)):
            self.frame()

    # what is on the boards

    def panel(self, *names: str) -> tuple[Panel, list[str]]:
        """A panel with a button for each name, and what was pressed of it."""
        done: list[str] = []
        panel = Panel(BASE.aspect2d, self.fonts, 1.6)
        panel.choices([Choice(name, partial(done.append, name)) for name in names])
        panel.finish()
        self.run(0.5)
        return panel, done

    def place(self, node: Any, u: float = 0.5) -> Point3:
        """Where something of the panels' board is in the room."""
        at = within(node, BASE.render2d, u)
        return self.ui.point((at.x + 1) / 2, (at.z + 1) / 2)

    def strip(self, index: int) -> Point3:
        """Where a button of the strip is in the room."""
        return self.on(self.reach.board, self.reach._buttons[index])

    def key(self, name: str) -> Point3:
        """Where a key of the letters' board is in the room."""
        return self.on(self.writing.letters.board, self.writing.letters.keys[name])

    def on(self, board: Any, widget: Any) -> Point3:
        """Where something of a board is in the room."""
        at = within(widget, board.scene.get_top(), 0.5)
        return board.point((at.x - board._half_x + 1) / 2, (at.z + 1) / 2)

    def close(self) -> None:
        self.pointing.close()
        self.resting.remove()
        self.pointers.remove()
        self.reach.remove()
        self.writing.remove()
        self.ui.remove()


def within(widget: Any, root: Any, u: float) -> Point3:
    """A place of a widget's frame, `u` from its left edge, below `root`."""
    left, right, low, high = widget.guiItem.getFrame()
    inside = Point3(left + (right - left) * u, 0, (low + high) / 2)
    return root.getRelativePoint(widget, inside)


def card() -> Any:
    """What an entry stands on."""
    made = rounded(1.0, 0.3, PAPER)
    made.reparentTo(BASE.aspect2d)
    made.setPos(-0.5, 0, 0.15)
    return made


def device() -> Any:
    return BASE.win.getInputDevice(0)


def hands(side: Side) -> dict[str, Any]:
    """Everything with one hand."""
    play = Play()
    panel, done = play.panel(ONE, TWO)
    for button in (*panel.buttons, panel.buttons[0]):
        play.click(play.place(button), side)
    for index in range(2):
        play.click(play.strip(index), side)
    seen: dict[str, Any] = {"panel": list(done), "strip": list(play.reached)}
    seen["told"] = play.told
    # pressed, then moved off before the trigger opens: nothing
    play.aim(play.place(panel.buttons[0]), side)
    play.run(0.1)
    play.close_hand(side)
    play.aim(AWAY, side)
    play.run(0.1)
    play.open_hand(side)
    seen["thought better of it"] = len(done) - 3
    # taken off while the trigger is closed: no click, and nothing stays pressed
    play.aim(play.place(panel.buttons[0]), side)
    play.run(0.1)
    play.close_hand(side)
    play.viewing.is_worn = False
    play.run(0.3)
    watcher = BASE.mouseWatcherNode
    seen["stays pressed"] = watcher.isButtonDown(MouseButton.one())
    seen["pressed by taking off"] = len(done) - 3
    panel.remove()
    seen["drag"] = scale(play, partial(drag, play, side))
    play.viewing.is_worn = True
    seen["typed"] = entry(play, partial(play.click, side=side))
    play.close()
    return seen


def scale(play: Play, move: Callable[[Any], None]) -> list[float]:
    """The rating of a step, before and after `move`."""
    play.viewing.is_worn = True
    play.viewing.hand("right").select = play.viewing.hand("left").select = 0.0
    play.run(0.1)
    view = View(step="a", kind="number", ask="0 to 100", number=(0, 100, "none", "all"))
    panel = StepPanel(BASE.aspect2d, play.fonts, view, _nothing)
    play.run(0.5)
    before = panel.number
    move(panel)
    found = [before, panel.number]
    panel.remove()
    return found


def drag(play: Play, side: Side, panel: Any) -> None:
    play.aim(play.place(panel.scale.slider, 0.5), side)
    play.run(0.15)
    play.close_hand(side)
    for share in (0.6, 0.7, 0.8):
        play.aim(play.place(panel.scale.slider, share), side)
        play.run(0.1)
    play.open_hand(side)


def rest_on_scale(play: Play, panel: Any) -> None:
    for _ in range(3):
        play.rest(play.place(panel.scale.slider, 0.9), REST_S + 1.6)


def entry(play: Play, choose: Callable[[Any], None]) -> str:
    """What the computer's keyboard types into an entry that was chosen."""
    made = DirectEntry(parent=card(), scale=0.08, width=10, pos=(0.1, 0, -0.15))
    play.run(0.5)
    choose(play.place(made))
    for letter in "hello":
        device().keystroke(ord(letter))
        play.run(0.1)
    words = str(made.get())
    made.getParent().removeNode()
    made.destroy()
    return words


def looks() -> dict[str, Any]:
    """Everything by looking and resting, without a hand."""
    play = Play()
    panel, done = play.panel(ONE, TWO)
    first, second = map(play.place, panel.buttons)
    seen: dict[str, Any] = {}
    play.rest(first, REST_S - 0.3)
    seen["too short"] = list(done)
    play.rest(first)
    play.run(3 * REST_S)
    seen["stays"] = list(done)
    play.rest(second)
    play.rest(first)
    for index in range(2):
        play.rest(play.strip(index))
    seen["panel"], seen["strip"] = list(done), list(play.reached)
    seen["ring"] = [max(play.rings), sorted(play.rings) != play.rings]
    # what comes up where one still looks is not pressed
    panel.remove()
    play.look(second)
    panel, done = play.panel(ONE, TWO)
    play.rest(play.place(panel.buttons[1]))
    panel.remove()
    again, later = play.panel("three", "four")
    play.run(3 * REST_S)
    seen["came up there"] = [list(done), list(later)]
    again.remove()
    seen["scale"] = scale(play, partial(rest_on_scale, play))
    seen["typed"] = entry(play, play.rest)
    play.close()
    return seen


def writes(how: str) -> dict[str, Any]:
    """A line and a passphrase without a keyboard."""
    play = Play()
    choose = play.rest if how == "look" else partial(play.click, side="left")
    said: list[str] = []
    made = DirectEntry(
        parent=card(), scale=0.08, width=10, pos=(0.1, 0, -0.15), focus=1,
        command=said.append,
    )  # fmt: skip
    play.run(0.4)
    seen: dict[str, Any] = {"comes up": play.writing.is_up}
    for name in ("n", "o", "o", "Delete", "Space", "ABC", "I", "123", "7"):
        choose(play.key(name))
    play.run(0.2)
    seen["line"] = play.writing.letters._written
    choose(play.key("Enter"))
    seen["said"] = list(said)
    made["focus"] = 1
    kept = made.guiItem  # as a part of the program may
    made.guiItem.setObscureMode(True)
    play.run(0.2)
    choose(play.key("5"))
    play.run(0.2)
    seen["hidden"] = play.writing.letters._written
    choose(play.key("Hide"))
    play.run(0.5)
    seen["put away"] = play.writing.is_up
    # in a talk one speaks, as a rule
    play.beside.is_talking = True
    play.run(0.3)
    seen["in a talk"] = play.writing.is_up
    play.beside.is_writing = True
    play.run(0.3)
    seen["asked for"] = play.writing.is_up
    choose(play.key("Enter"))
    play.run(0.3)
    seen["after a line"] = play.writing.is_up
    play.beside.is_talking, made["focus"] = False, 1
    play.run(0.5)
    seen["before its end"] = play.writing.is_up
    made.destroy()
    play.run(0.5)
    assert kept is not None
    seen["after the entry"] = play.writing.is_up
    play.close()
    return seen


def together() -> dict[str, Any]:
    """Hands and looks, real mouse, and the setting `dwell_s`."""
    play = Play()
    panel, done = play.panel(ONE, TWO)
    first, second = map(play.place, panel.buttons)
    seen: dict[str, Any] = {}
    play.aim(AWAY)
    play.rest(first, 3 * REST_S)
    seen["a look beside a hand in use"] = list(done)
    play.look(AWAY)
    play.run(STILL_S)
    play.rest(first)
    seen["a look beside a hand that lies"] = list(done)
    play.click(second)
    seen["the hand again"] = list(done)
    play.look(AWAY)
    play.run(STILL_S)
    play.rest(first)
    seen["a look beside a hand that has pressed"] = list(done)
    play.aim(AWAY, "right")
    play.click(first, "left")
    seen["the other hand"] = list(done)
    seen["mouse"] = bystander(play, panel, done, second)
    play.viewing.has_focus = False
    play.run(0.1)
    seen["system menu"] = play.pointing.spot is None
    panel.remove()
    play.close()
    return seen


def bystander(play: Play, panel: Panel, done: list[str], second: Any) -> dict[str, Any]:
    """Somebody clicks into the window of whoever wears the headset."""
    at = within(panel.buttons[0], BASE.render2d, 0.5)
    wide, tall = BASE.win.getXSize(), BASE.win.getYSize()
    seen: dict[str, Any] = {}

    def click() -> int:
        """How many presses come of it."""
        before = len(done)
        for act in (device().buttonDown, device().buttonUp):
            device().setPointerInWindow((at.x + 1) / 2 * wide, (1 - at.z) / 2 * tall)
            act(MouseButton.one())
            play.run(0.2)
        return len(done) - before

    for name, place in (("at nothing", AWAY), ("at a button", second)):
        play.aim(place, "left")
        play.run(0.2)
        seen[f"pointing {name}"] = click()
    play.viewing.has_focus = False
    seen["in the system's menu"] = click()
    play.viewing.has_focus, play.viewing.is_worn = True, False
    play.run(0.2)
    seen["taken off"] = click()
    device().buttonDown(MouseButton.one())
    play.run(0.2)
    play.viewing.is_worn = True
    play.run(0.2)
    device().buttonUp(MouseButton.one())
    play.run(0.2)
    watcher = BASE.mouseWatcherNode
    seen["stays pressed"] = watcher.isButtonDown(MouseButton.one())
    return seen


def settled() -> dict[str, Any]:
    """With the setting `dwell_s`, everybody rests; `sim.dwell` presses the buttons."""
    play = Play(dwell_s=1.0)
    panel, done = play.panel(ONE, TWO)
    first, second = map(play.place, panel.buttons)
    play.aim(first)
    play.run(1.5)
    seen: dict[str, Any] = {"hand": list(done)}
    play.aim(AWAY)
    play.rest(second, 1.5)
    seen["look"] = list(done)
    play.rest(play.strip(1), 1.5)
    seen["strip"] = list(play.reached)
    # what comes up where the pointer still rests
    play.aim(first)
    play.run(1.5)
    panel.remove()
    panel, later = play.panel("three", "four")
    play.run(4.0)
    seen["came up there"] = [list(done), list(later)]
    play.aim(second)
    play.run(1.5)
    seen["then moved"] = list(later)
    panel.remove()
    play.close()
    return seen


def screens() -> dict[str, Any]:
    """Every button of the product's screens, by a look and by the left hand."""
    play = Play()
    seen = {}
    for name, panel in _screens(play):
        play.run(0.5)
        pressed_by: dict[str, list[int]] = {"look": [], "hand": []}
        for number, button in enumerate(panel.buttons):
            button["command"] = None  # what it does is others' to test
            event = pressed(button.guiId)
            for how in pressed_by:
                BASE.accept(event, _count(pressed_by[how], number))
                if how == "look":
                    play.lay_down()
                    play.rest(play.place(button))
                else:
                    play.click(play.place(button), "left")
                BASE.ignore(event)
        seen[name] = [len(panel.buttons), pressed_by["look"], pressed_by["hand"]]
        panel.remove()
    play.close()
    return seen


def _count(into: list[int], number: int) -> Callable[..., None]:
    return lambda *_: into.append(number)


def _screens(play: Play) -> Iterator[tuple[str, Panel]]:
    made = Screens(BASE.aspect2d, play.fonts, "GB")
    yield "consent", made.consent("here.", _nothing, _nothing, _nothing)
    more = [Choice("Something calming", _nothing), Choice("Why", _nothing)]
    yield "paused", made.paused("Maya", _nothing, _nothing, _nothing, more)
    yield "help", made.help("", Choice("Back", _nothing))
    view = View(step="a", kind="number", ask="0 to 100", number=(0, 100, "none", "all"))
    yield "rating", StepPanel(BASE.aspect2d, play.fonts, view, _nothing)


PARTS: dict[str, Callable[[], dict[str, Any]]] = {
    "left": partial(hands, "left"),
    "right": partial(hands, "right"),
    "looks": looks,
    "writes by look": partial(writes, "look"),
    "writes by hand": partial(writes, "hand"),
    "together": together,
    "settled": settled,
    "screens": screens,
}


def main() -> None:
    wanted = sys.argv[1:] or list(PARTS)
    print(json.dumps({name: PARTS[name]() for name in wanted}))


if __name__ == "__main__":
    main()
