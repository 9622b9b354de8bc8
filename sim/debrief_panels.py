"""The debrief in the window: a few calm pages instead of one long sheet."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from panda3d.core import LineSegs, NodePath

from scenes.panels import ACCENT, QUIET, SMALL_SIZE, SOFT_INK, Choice, Fonts, Panel
from scenes.panels import text_block as block
from sim.session.debrief import Debrief
from sim.session.debrief_parts import Point, SkillResult
from sim.texts import text

WIDTH = 2.4
PLOT_HEIGHT = 0.6
QUOTES = 2
"""Quotes per skill on one page; the saved page has all."""

Show = Callable[[Panel | None], None]


class DebriefPanels:
    """Pages with the same content as the saved debrief, in the same order."""

    def __init__(
        self,
        parent: Any,
        fonts: Fonts,
        made: Debrief,
        again: Callable[[], None],
        close: Callable[[], None],
    ) -> None:
        self._parent, self._fonts, self._made = parent, fonts, made
        self._again, self._close = again, close
        self._show: Show = lambda panel: None
        self._pages: list[Callable[[Panel], None]] = [self._first]
        if made.goals or made.others:
            self._pages.append(self._skills)
        if made.costly:
            self._pages.append(self._costly)
        if len(made.course) > 1:
            self._pages.append(self._course)
        self._page = 0

    def show(self, show: Show) -> None:
        """Show the first page through `show`."""
        self._show = show
        self._turn(0)

    def _turn(self, page: int) -> None:
        self._page = page
        panel = Panel(self._parent, self._fonts, WIDTH)
        self._pages[page](panel)
        choices = []
        if page + 1 < len(self._pages):
            choices.append(
                Choice(
                    text("ended.next"), lambda: self._turn(page + 1), is_primary=True
                )
            )
        if page > 0:
            choices.append(Choice(text("ended.previous"), lambda: self._turn(page - 1)))
        choices.append(Choice(text("lobby.another"), self._again))
        choices.append(Choice(text("lobby.close"), self._close))
        panel.choices(choices, in_row=True)
        panel.finish()
        self._show(panel)

    def _first(self, panel: Panel) -> None:
        made = self._made
        panel.heading(made.title)
        panel.paragraph(made.headline)
        if made.epilogue:
            panel.paragraph(made.epilogue)
        if made.well is not None:
            panel.label("One thing that went well")
            panel.paragraph(f"“{made.well.quote.words}”")
            panel.small(f"{made.well.title}. {made.well.took}")
        if made.unsaid is not None:
            panel.label("What stayed underneath")
            panel.small(made.unsaid.text)
        for note in made.notes:
            panel.small(note)

    def _skills(self, panel: Panel) -> None:
        panel.heading("What you set out to practise")
        for result in self._made.goals:
            self._skill(panel, result)
        if self._made.others:
            panel.label("Also seen")
            panel.small(" · ".join(item.title for item in self._made.others))
        if self._made.harder:
            panel.label("What made it harder")
            for item in self._made.harder[:QUOTES]:
                words = f": “{item.quotes[0].words}”" if item.quotes else ""
                panel.small(f"{item.title}{words}")
        for measure in self._made.speech:
            panel.small(f"{measure.title}: {measure.value}. {measure.reference}")

    def _skill(self, panel: Panel, result: SkillResult) -> None:
        panel.label(f"{result.title}: {result.grade}")
        for quote in result.quotes[:QUOTES]:
            panel.bullet(f"“{quote.words}”")
        if result.took:
            panel.small(result.took)
        if result.hint and not result.quotes:
            panel.small(f"{result.hint} For example: “{result.example}”")
        for quote in result.unsure[:1]:
            panel.small(f"Not sure about “{quote.words}”.")

    def _costly(self, panel: Panel) -> None:
        panel.heading("Two lines to try another way")
        for item in self._made.costly[:QUOTES]:
            panel.label(item.title)
            panel.paragraph(f"“{item.quote.line}”")
            panel.small(item.took)
            panel.paragraph(f"For example: “{item.better}”")
            panel.small(item.why)

    def _course(self, panel: Panel) -> None:
        panel.heading(f"How open {self._made.partner} was")
        panel.add(plot(self._made.course, panel.inner, self._fonts), PLOT_HEIGHT + 0.08)
        if self._made.told:
            panel.small(f"{self._made.partner} told you: " + "; ".join(self._made.told))
        changes = [point for point in self._made.course if point.why]
        for point in changes[:4]:
            panel.bullet(f"Your line {point.turn}: {point.why}")


def plot(course: tuple[Point, ...], width: float, fonts: Fonts) -> NodePath:
    """Openness over the turns, from 0 (closed) to 1 (open)."""
    root = NodePath("plot")
    left, span = 0.16, width - 0.2
    lines = LineSegs()
    lines.setThickness(1)
    lines.setColor(*QUIET)
    for level in (0.0, 0.5, 1.0):
        z = -PLOT_HEIGHT * (1 - level)
        lines.moveTo(left, 0, z)
        lines.drawTo(left + span, 0, z)
    lines.setThickness(3)
    lines.setColor(*ACCENT)
    last = max(len(course) - 1, 1)
    for index, point in enumerate(course):
        place = (left + span * index / last, 0, -PLOT_HEIGHT * (1 - point.openness))
        (lines.drawTo if index else lines.moveTo)(*place)
    root.attachNewNode(lines.create())
    for word, level in (("open", 1.0), ("closed", 0.0)):
        label, height = block(word, fonts.regular, SMALL_SIZE, 0.3, SOFT_INK)
        label.reparentTo(root)
        label.setPos(0, 0, label.getZ() - PLOT_HEIGHT * (1 - level) + height / 2)
    return root
