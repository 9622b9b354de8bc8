"""The panels of an exercise in a window: a step with its answer, pause, the end."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from direct.gui.DirectButton import DirectButton
from direct.gui.DirectEntry import DirectEntry
from panda3d.core import NodePath

from scenes.panels import (
    BODY_SIZE,
    INK,
    PAPER,
    SMALL_SIZE,
    Choice,
    Fonts,
    Panel,
    make_button,
    rounded,
    text_block,
)
from sim.chart_panel import chart_node
from sim.exercise_scale import HEIGHT, Scale
from sim.exercises._catalog import calming
from sim.exercises.base import Info, View
from sim.screens import Screens
from sim.texts import text

WIDE = 2.3
BUTTON_WIDTH = 0.36
NARROW = 1.3
"""Of a panel beside a mirror or somebody, all of whom is to be seen."""
ASIDE_TOP = 0.68
"""Its upper edge, below the buttons that cover the mirror and change the figure."""
HIGHEST = 0.96
"""Upper edge of one beside somebody: letters to point at stand below it."""
LEAST_ASPECT = 1.6
"""Of a window in which there is room for a panel beside a mirror."""
LOWEST = -0.96
"""Lower edge of a step's panel, so that the room stays in view above it."""
ROW = 0.13
ROW_LABELS = {2: 40, 3: 24, 4: 18}
"""Most letters of a label, by how many choices stand beside each other."""

Act = Callable[[], None]
Take = Callable[[str], None]


class StepPanel(Panel):
    """One step: its words, and whatever the user answers with."""

    def __init__(
        self,
        parent: NodePath,
        fonts: Fonts,
        view: View,
        take: Take,
        said: Take | None = None,
        *,
        is_kept: bool = False,
        aspect: float = 0.0,
        is_worn: bool = False,
    ) -> None:
        """`take` gets what a button means; `said` what was typed, if that differs.

        `is_kept` says whether words that are typed here are kept; `aspect` is the
        window's, 0 for one that has no sides; `is_worn` is for a headset, where letters
        to point at stand below.
        """
        is_full = view.scene.mirror or (is_worn and view.kind == "words")
        self._is_aside = is_full and aspect >= LEAST_ASPECT
        super().__init__(parent, fonts, NARROW if self._is_aside else WIDE)
        self._take, self._said = take, said or take
        self._entry: DirectEntry | None = None
        self.scale: Scale | None = None
        self._trouble: NodePath | None = None
        self._is_kept = is_kept
        for line in view.lines:
            self.paragraph(line)
        for line in view.partner_lines:
            self.paragraph(f"“{line}”")
        if view.chart is not None:
            self.add(*chart_node(view.chart, fonts, self.inner))
        if view.ask:
            self.label(view.ask)
        self._answers(view)
        if view.kind != "choice" and view.options:
            self._options(view)  # what can be done in place of an answer
        self.finish(centred=False)
        is_low = view.scene.mirror or view.scene.people
        top = ASIDE_TOP if is_low else HIGHEST
        scale = min(1.0, (top - LOWEST if self._is_aside else 1.7) / self.height)
        self.root.setScale(scale)
        if self._is_aside:
            self.root.setPos(0.05 - aspect, 0, top)
        else:
            self.root.setPos(-self.width * scale / 2, 0, LOWEST + self.height * scale)

    def _answers(self, view: View) -> None:
        if view.kind == "choice":
            self._options(view)
        elif view.kind == "words":
            self._words()
        elif view.kind == "number":
            self._number(view)
        elif view.kind == "tap":
            tap = partial(self._take, "")
            label = text("exercise.breathing_in")
            self.choices([Choice(label, tap, is_primary=True)])
        elif view.kind == "wait" and not view.options:
            self.small(text("exercise.by_itself"))
        elif view.kind == "breathe":
            self.choices([Choice(text("exercise.enough"), partial(self._take, ""))])
        elif view.kind == "next":
            go_on = partial(self._take, "")
            self.choices([Choice(text("exercise.go_on"), go_on, is_primary=True)])

    def _options(self, view: View) -> None:
        """One button for each, in a row where all of their words fit on a line.

        In a scene they always stand in a row: somebody sits above the panel.
        """
        count = len(view.options)
        most = ROW_LABELS.get(count, 0) if view.kind == "choice" else 40
        is_fit = all(len(option.label) <= most for option in view.options)
        is_row = 1 < count <= 4 and is_fit and not self._is_aside
        acts = [Choice(o.label, partial(self._take, o.id)) for o in view.options]
        self.choices(acts, in_row=is_row)

    def _words(self) -> None:
        back = rounded(self.inner, ROW, (1.0, 1.0, 1.0, 1.0))
        scale = BODY_SIZE * 1.05
        self._entry = DirectEntry(
            parent=back,
            relief=None,
            scale=scale,
            width=self.inner / scale - 1.6,
            overflow=1,
            numLines=1,
            focus=1,
            entryFont=self._fonts.regular,
            text_fg=INK,
            command=self._typed,
            suppressKeys=0,
            rolloverSound=None,
            clickSound=None,
        )
        self._entry.setPos(0.04, 0, -ROW / 2 - 0.015)
        self._entry.setBin("fixed", 40)
        self.add(back, ROW)
        self.small(text("exercise.type_kept" if self._is_kept else "exercise.type"))

    def _typed(self, words: str) -> None:
        self._said(words)

    def _number(self, view: View) -> None:
        self.scale = scale = Scale(self._fonts, self.inner, view.number)
        self.add(scale.root, HEIGHT)
        done = Choice(text("exercise.set"), self._confirm, is_primary=True)
        self.choices([done])

    @property
    def number(self) -> float:
        """What the scale stands at, in whole numbers."""
        return self.scale.number if self.scale is not None else 0.0

    def _confirm(self) -> None:
        self._take(f"{self.number:g}")

    @property
    def has_scale(self) -> bool:
        """Whether arrow keys move something."""
        return self.scale is not None

    @property
    def has_entry(self) -> bool:
        """Whether words are typed here, so that keys mean letters."""
        return self._entry is not None

    def nudge(self, steps: int) -> None:
        """Move the scale by `steps` of five."""
        if self.scale is not None:
            self.scale.nudge(steps)

    def trouble(self, words: str) -> None:
        """Say why the answer was none."""
        if self._trouble is not None:
            self._trouble.removeNode()
        block, tall = text_block(
            words, self._fonts.bold, SMALL_SIZE, self.inner, (0.62, 0.25, 0.12, 1.0)
        )
        self._trouble = self.root.attachNewNode("trouble")
        block.reparentTo(self._trouble)
        block.setBin("fixed", 45)
        if self._is_aside:  # below the panel, which is too narrow for both
            rounded(self.width, tall + 0.06, PAPER).reparentTo(self._trouble)
            self._trouble.setPos(0, 0, -self.height - 0.02)
            block.setPos(0.05, 0, block.getZ() - 0.03)
        else:
            self._trouble.setPos(self.width * 0.42, 0, -self.height + 0.05)
        if self._entry is not None:
            self._entry["focus"] = 1

    def remove(self) -> None:
        """Take the panel away."""
        for part in (self._entry, self.scale):
            if part is not None:
                part.destroy()
        super().remove()


def control_buttons(
    base: Any, fonts: Fonts, acts: dict[str, Act]
) -> list[DirectButton]:
    """The buttons in the upper right corner, in the order of `acts`."""
    made: list[DirectButton] = []
    x = base.getAspectRatio() - 0.05 - len(acts) * (BUTTON_WIDTH + 0.02)
    for number, (key, act) in enumerate(acts.items(), 1):
        choice = Choice(text(f"exercise.{key}_short"), act)
        button, _ = make_button(base.aspect2d, fonts, choice, BUTTON_WIDTH, number)
        button.setPos(x, 0, 0.96)
        made.append(button)
        x += BUTTON_WIDTH + 0.02
    return made


def calm_panel(screens: Screens, opened: Take, back: Act) -> Panel:
    """What can be done to come to rest; `opened` takes the id of what was chosen."""
    choices = [Choice(one.title, partial(opened, one.id)) for one in calming()]
    choices.append(Choice(text("calming.back"), back))
    return screens.message(text("calming.title"), "", choices)


def paused_panel(screens: Screens, act: Mapping[str, Act]) -> Panel:
    """A pause, with a button for each of `act` that can be done now."""
    labels = {
        "resume": "talking.resume",
        "calm": "calming.button",
        "look": "mirror.change",
        "about": "about.title",
        "people": "about.people",
        "leave": "talking.leave",
    }
    choices = [
        Choice(text(label), act[key], is_primary=key == "resume")
        for key, label in labels.items()
        if key in act
    ]
    return screens.message(text("paused.title"), text("exercise.paused"), choices)


def info_panel(
    parent: Any,
    fonts: Fonts,
    info: Info,
    cited: list[str],
    begin: Act,
    leave: Act,
    given: Sequence[str] = (),
) -> Panel:
    """What the exercise is, what it rests on, when to leave it, what is kept.

    `given` is what a therapist's assignment adds.
    """
    panel = Panel(parent, fonts, WIDE)
    panel.heading(info.title)
    panel.paragraph(info.summary)
    for line in given:
        panel.bullet(line)
    panel.label(text("exercise.why"))
    panel.small(info.why)
    if info.content_notes:
        panel.label(text("briefing.notes"))
        panel.small(" · ".join(info.content_notes))
    if info.not_for:
        panel.label(text("exercise.not_for"))
        for item in info.not_for:
            panel.bullet(item)
    panel.label(text("exercise.kept"))
    panel.small(" ".join(info.records) or text("exercise.nothing_kept"))
    if cited:
        panel.label(text("exercise.sources"))
        panel.small(" · ".join(cited))
    if info.is_locked:
        panel.label(text("exercise.locked"))
    buttons = [Choice(text("briefing.back"), leave)]
    if not info.is_locked:
        begins = Choice(text("briefing.begin"), begin, is_primary=True)
        buttons.insert(0, begins)
    panel.choices(buttons, in_row=True)
    panel.finish()
    return panel
