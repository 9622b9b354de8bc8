"""Draws boards as both eyes of a headset see them; prints what was measured as JSON.

    python -m tests.scenes.boards_play FOLDER [small|large] [SCREEN...]

A picture of each eye and screen is left in FOLDER.
"""

from __future__ import annotations

import json
import math
import sys
from functools import partial
from pathlib import Path

import numpy as np
from direct.gui.DirectEntry import DirectEntry
from panda3d.core import MouseButton, TextNode
from PIL import Image

from dialogue import scenario as scenarios
from dialogue.scenario import as_told, load
from dialogue.slots import Setting
from scenes.boards import Board, CalmPanel, Captions, Reach, UiBoard
from scenes.boards_ui import HALF_TAN
from scenes.fonts import CAP_SHARE, load_fonts
from scenes.panels import Choice, Panel
from sim.config import Config, Settings
from sim.debrief_panels import DebriefPanels
from sim.exercise_panels import StepPanel
from sim.exercises.base import View
from sim.lobby_panel import Shown, lobby_panel
from sim.offered import acts, exercises, talks
from sim.screens import Screens
from sim.session.marking import LookingBack
from sim.texts import text
from tests.scenes.seat import LARGE, SMALL, Eyes, offscreen
from tests.session.played import begin, say
from tests.session.stories import GOALS, ROUGH

TALE = "sex_hurts"
STEP_S = 0.09
CAPTION = (
    "I know you mean well.",
    "It is just that I never know when it is a good moment to say what I would like, "
    "and then I say nothing.",
)


def _nothing(*_):
    return


class Play:
    """One pair of eyes, all boards, and the screens on them."""

    def __init__(self, folder: Path, size: tuple[int, int]) -> None:
        self.folder, self.base = folder, offscreen()
        self.eyes = Eyes(self.base, size)
        self.fonts = load_fonts()
        self.ui = UiBoard(self.base)
        self.now_s = 0.0
        self.seen: dict[str, object] = {}
        self.told = as_told(load(TALE), Setting())
        self.screens = Screens(self.base.aspect2d, self.fonts, "GB")
        self.boards: list = [self.ui]

    def settle(self, frames: int = 6) -> None:
        """Let boards come, go and be drawn."""
        for _ in range(frames):
            self.now_s += STEP_S
            for board in self.boards:
                board.frame(self.now_s)
            self.base.task_mgr.step()

    def save(self, name: str) -> list[np.ndarray]:
        pictures = self.eyes.draw()
        for side, picture in zip("LR", pictures, strict=True):
            Image.fromarray(picture).save(
                self.folder / f"{name}_{side}.png", compress_level=1
            )
        self.pictures = pictures
        return pictures

    def on_panels(self, name: str, panel: Panel, face: object = None) -> None:
        """Show `panel` on the board of all panels, from the seat."""
        self.ui.show()
        self.ui.stand(self.eyes.eye, 0.0, face)
        self.settle()
        pictures = self.save(name)
        self.seen[name] = {
            "contrast": [
                self._contrast(side, picture, panel)
                for side, picture in enumerate(pictures)
            ],
            "scale": panel.root.getScale().x,
            "edges": self._edges(panel),
            "caps_deg": self._caps(panel),
        }
        panel.remove()

    def _edges(self, panel: Panel) -> list[float]:
        low, high = panel.root.getTightBounds(self.base.render2d)
        return [low.x, high.x, low.z, high.z]

    def _caps(self, panel: Panel) -> list[float]:
        """Of every text, how high its capitals are for the eye, in degrees."""
        found = []
        for node in panel.root.findAllMatches("**/+TextNode"):
            size = self.base.render2d.getRelativeVector(node, (0, 0, 1)).length()
            is_text = isinstance(node.node(), TextNode)
            if is_text and node.node().getText().strip():
                found.append(math.degrees(math.atan(size * CAP_SHARE * HALF_TAN)))
        return sorted(found)

    def _contrast(self, side: int, picture: np.ndarray, panel: Panel) -> float:
        """Of the darkest ink to the paper, as WCAG has it, in one eye's picture."""
        left, right, low, high = self._edges(panel)
        corners = [
            self.ui.point((x + 1) / 2, (z + 1) / 2)
            for x in (left, right)
            for z in (low, high)
        ]
        part = self.eyes.part(picture, side, corners) / 255.0
        light = np.where(part > 0.04045, ((part + 0.055) / 1.055) ** 2.4, part / 12.92)
        shine = light @ [0.2126, 0.7152, 0.0722]
        ink, paper = np.quantile(shine, 0.01), np.median(shine)
        return float((paper + 0.05) / (ink + 0.05))

    def _face_parts(self, pictures: list[np.ndarray]) -> list[np.ndarray]:
        """The partner's face in both pictures."""
        x, y, z = self.eyes.face
        places = [(x + dx, y, z + dz) for dx in (-0.07, 0.07) for dz in (-0.115, 0.1)]
        return [self.eyes.part(one, side, places) for side, one in enumerate(pictures)]

    def _changed(self, before: list[np.ndarray], after: list[np.ndarray]) -> int:
        """By how much any part of a face is another one now, 0..255."""
        pairs = zip(self._face_parts(before), self._face_parts(after), strict=True)
        return max(int(abs(a.astype(int) - b).max()) for a, b in pairs)

    # the screens

    def consent(self) -> None:
        where = "encrypted, in /home/someone/visavis."
        made = self.screens.consent(where, _nothing, _nothing, _nothing)
        self.on_panels("consent", made)

    def calm(self) -> None:
        """The first screen before something calming."""
        where = "encrypted, in /home/someone/visavis."
        made = self.screens.calm_consent(where, _nothing, _nothing, _nothing)
        self.on_panels("calm", made)

    def lobby(self) -> None:
        self.ui.show()  # it is laid out for the board
        told = sorted(scenarios.catalog(), key=lambda one: (one.difficulty, one.title))
        items = (*talks(told), *exercises(), *acts())
        shown = Shown(items, idea="", is_new=True, may_speak=True)
        made = lobby_panel(
            self.base, self.fonts, shown, _nothing, _nothing, _nothing, _nothing
        )
        self.on_panels("lobby", made)

    def briefing(self) -> None:
        made = self.screens.briefing(self.told, _nothing, _nothing, _nothing)
        self.on_panels("briefing", made)

    def goals(self) -> None:
        goals = self.told.goals[:2]
        self.on_panels(
            "goals", self.screens.goals(self.told, goals, _nothing, _nothing)
        )

    def paused(self) -> None:
        self._sit()
        self.ui.hide()
        before = self.eyes.draw()
        more = [Choice(text("calming.button"), _nothing)]
        more += [
            Choice(text(f"{page}.title", partner="Maya"), _nothing)
            for page in ("why", "about")
        ]
        made = self.screens.paused("Maya", _nothing, _nothing, _nothing, more)
        self.on_panels("paused", made, self.eyes.face)
        self.seen["paused"]["face"] = self._changed(before, self.pictures)

    def rating(self) -> None:
        view = View(
            step="fear",
            kind="number",
            lines=("How strong is the fear now? There is no right number.",),
            ask="From 0 to 100",
            number=(0, 100, "none", "the most there is"),
        )
        self.on_panels(
            "rating", StepPanel(self.base.aspect2d, self.fonts, view, _nothing)
        )

    def debrief(self) -> None:
        log = begin(self.told, GOALS, self.told.opening[0])
        log = [*log, *say(self.told, log, ROUGH)]
        log.append({"event": "ended", "ending": self.told.endings[0].id})
        back = LookingBack(log, self.told, log.append)
        pages = DebriefPanels(
            self.base.aspect2d, self.fonts, back, _nothing, _nothing, _nothing
        )
        shown: list[Panel] = []
        pages.show(lambda panel: shown.append(panel) if panel is not None else None)
        self.on_panels("debrief", shown[-1])
        pages._turn(1)
        self.on_panels("debrief2", shown[-1])

    def error(self) -> None:
        self.ui.hide()
        calm = CalmPanel(self.base, self.fonts)
        self.boards.append(calm)
        calm.place(self.eyes.eye, 0.0)
        pressed = []
        calm.tell(
            "The sound is gone.",
            [
                "Nothing is lost: what you said is kept. Please look whether the "
                "headphones are still connected."
            ],
            Choice("Go on without sound", partial(pressed.append, True)),
        )
        self.settle()
        self.save("error")
        calm.press()
        self.settle()
        self.seen["error"] = {"pressed": pressed, "share": calm.board.share}
        self.boards.remove(calm)
        calm.remove()

    def captions(self) -> None:
        self._sit()
        self.ui.clear_view(is_clear=True)
        self.settle()
        before = self.eyes.draw()
        captions = Captions(self.base, self.fonts, Settings())
        reach = self._reach()
        self.boards += [captions, reach]
        captions.place(self.eyes.eye, self.eyes.face)
        for index, words in enumerate(CAPTION):
            captions.phrase(words, index == 0, "Maya")
        captions.status("Maya is listening")
        self.settle()
        self.save("captions")
        after = self.pictures
        top = captions.board.point(0.5, 1.0)
        self.seen["captions"] = {
            "chin_below_deg": self._pitch(self.eyes.face) - self._pitch(top),
            "drawn": captions.board.drawn,
            "face": self._changed(before, after),
        }
        self.settle()
        self.seen["captions"]["drawn_later"] = captions.board.drawn
        self.boards = [self.ui]
        captions.remove()
        reach.remove()
        self._sizes()
        self.ui.clear_view(is_clear=False)

    def _sizes(self) -> None:
        """How high capitals are as set, larger, and in the easier letters."""
        easy = load_fonts(easy=True)
        for name, fonts, settings in (
            ("usual", self.fonts, Settings()),
            ("larger", self.fonts, Settings(caption_size=1.5)),
            ("easy", easy, Settings(easy_font=True)),
        ):
            captions = Captions(self.base, fonts, settings)
            captions.place(self.eyes.eye, self.eyes.face)
            self.boards.append(captions)
            self._measure(name, captions)
            self.boards.remove(captions)
            captions.remove()

    def _measure(self, name: str, captions: Captions) -> None:
        """Height of a capital in the left eye's picture."""
        captions.phrase("H", is_first=True)
        self.eyes.look_at(captions.board.point(0.5, 0.9))
        self.settle()
        left, _ = self.save(f"capital-{name}")
        self.seen["captions"].setdefault("cap_deg", {})[name] = self._tall(left)
        self.eyes.head.set_hpr(0, 0, 0)

    def _tall(self, picture: np.ndarray) -> float:
        """Degrees that the lightest pixels in the middle take from low to high."""
        height, width = picture.shape[:2]
        near = int(height * 0.022)
        top, left = height // 2 - near, width // 2 - near
        middle = picture[top : top + 2 * near, left : left + 2 * near]
        # half lit: where the edge of a letter is
        rows = top + np.nonzero((middle.min(2) > 0.6 * 255).any(1))[0]
        _, high = self.eyes.degrees(0, float(rows.min()) - 0.5)
        _, low = self.eyes.degrees(0, float(rows.max()) + 0.5)
        return high - low

    def _pitch(self, point: object) -> float:
        x, y, z = (b - a for a, b in zip(self.eyes.eye, point, strict=True))
        return math.degrees(math.atan2(z, math.hypot(x, y)))

    def _reach(self) -> Reach:
        acts = {"Pause": _nothing, "Say again": _nothing, "Leave": _nothing}
        reach = Reach(self.base, self.fonts, acts)
        reach.place(self.eyes.eye, 0.0)
        return reach

    def _sit(self) -> None:
        if self.eyes.body is None:
            self.eyes.sit()

    # coming, going, and back in the window

    def window(self) -> None:
        """What the window has before the board takes the panels, meanwhile, after."""
        states = [self._window()]
        self.ui.show()
        # as an event of the window does
        self.base.adjustWindowAspectRatio(self.base.getAspectRatio())
        states.append(self._window())
        self.now_s += STEP_S
        self.ui.frame(self.now_s)
        shares = [self.ui.share]
        for _ in range(4):
            self.settle(1)
            shares.append(self.ui.share)
        self.ui.hide()
        states.append(self._window())
        self.seen["window"] = {"states": states, "shares": shares}

    def _window(self) -> list[float]:
        region = self.base.cam2d.node().getDisplayRegion(0)
        return [
            self.base.getAspectRatio(),
            self.base.aspect2d.getSx(),
            float(region.isActive()),
        ]

    # pointing

    def pointing(self) -> None:
        """Presses what a ray from the eye meets, by the window's own mouse."""
        pressed: list[str] = []
        names = ("Pause", "Say again", "Leave")
        reach = Reach(
            self.base, self.fonts, {n: partial(pressed.append, n) for n in names}
        )
        self.boards.append(reach)
        reach.place(self.eyes.eye, 0.0)
        self.ui.show()
        self.ui.stand(self.eyes.eye, 0.0)
        panel = Panel(self.base.aspect2d, self.fonts, 2.0)
        panel.choices([Choice(n, partial(pressed.append, n)) for n in ("one", "two")])
        panel.finish()
        self.settle()
        for u in (0.1, 0.5, 0.9):
            self._press(reach.board, u, 0.5)
        for button in panel.buttons:
            left, right, low, high = button["frameSize"]
            here = ((left + right) / 2, 0, (low + high) / 2)
            middle = self.base.render2d.getRelativePoint(button, here)
            self._press(self.ui, (middle.x + 1) / 2, (middle.z + 1) / 2)
        self.settle()
        drawn = self.ui.drawn
        self.settle()
        self.seen["pointing"] = {
            "pressed": pressed,
            "rested": self.ui.drawn - drawn,
            "typed": self._type(),
        }
        panel.remove()
        self.boards.remove(reach)
        reach.remove()

    def _press(self, board: Board, u: float, v: float) -> None:
        to = board.point(u, v)
        way = tuple(b - a for a, b in zip(self.eyes.eye, to, strict=True))
        hit = board.hit(self.eyes.eye, way)
        assert hit is not None, (board.name, u, v)
        x, y = board.mouse(hit.u, hit.v)
        mouse = self.base.mouse
        mouse.set_mouse_on(True)
        mouse.set_mouse_pos(round((x + 1) * 1000), round((1 - y) * 1000))
        self.settle(2)
        mouse.press_button(MouseButton.one())
        self.settle(2)
        mouse.release_button(MouseButton.one())
        self.settle(2)

    def _type(self) -> list[int]:
        """How often the board is drawn while a letter is typed, and after."""
        entry = DirectEntry(parent=self.base.aspect2d, focus=1, scale=0.05)
        self.settle()
        before = self.ui.drawn
        entry.guiItem.setText("a")
        self.settle(1)
        self.settle(1)
        now = self.ui.drawn
        entry.destroy()
        return [now - before]


def main() -> None:
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    size = LARGE if "large" in sys.argv[2:3] else SMALL
    Config.load({"text": True})
    play = Play(folder, size)
    screens = sys.argv[3:] or [
        "consent",
        "calm",
        "lobby",
        "briefing",
        "goals",
        "rating",
        "debrief",
        "paused",
        "captions",
        "pointing",
        "error",
        "window",
    ]
    for screen in screens:
        getattr(play, screen)()
    print(json.dumps(play.seen))


if __name__ == "__main__":
    main()
