"""The debrief in the window: a few calm pages instead of one long sheet."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from panda3d.core import LineSegs, NodePath

from dialogue.messages import Safety
from scenes.panels import ACCENT, QUIET, SMALL_SIZE, SOFT_INK, Choice, Fonts, Panel
from scenes.panels import text_block as block
from sim.debrief_entry import LineEntry
from sim.session.debrief_log import judged
from sim.session.debrief_page import MARKED
from sim.session.debrief_parts import Point, SkillResult
from sim.session.debrief_why import Statement
from sim.session.marking import LookingBack
from sim.texts import text

WIDTH = 2.4
PLOT_HEIGHT = 0.6
QUOTES = 2
"""Quotes per skill on one page; the saved page has all."""
AT_ONCE = 6
"""Statements to choose from at once; number keys reach them all."""
LABEL = 84
"""Characters of a statement on a button."""

Show = Callable[[Panel | None], None]


class DebriefPanels:
    """Pages with the same content as the saved debrief, in the same order."""

    def __init__(
        self,
        parent: Any,
        fonts: Fonts,
        back: LookingBack,
        again: Callable[[], None],
        close: Callable[[], None],
        stop: Callable[[Safety], None],
        *,
        rest: str = "",
        share: Callable[[Callable[[], None]], None] | None = None,
    ) -> None:
        """Pages of `back`; `stop` shows help when the user's words call for it.

        `rest` says that practice has become plenty; "" for nothing. `share` opens what
        can be shared, and gets what leads back; None where there is nobody to share
        with.
        """
        self._share = share
        self._rest = rest
        self._parent, self._fonts, self._back = parent, fonts, back
        self._again, self._close, self._stop = again, close, stop
        self._show: Show = lambda panel: None
        self._made = made = back.made
        self._keys: list[str] = []
        self._entry: LineEntry | None = None
        self._pages: list[Callable[[Panel], None]] = [self._first]
        if made.goals or made.others:
            self._pages.append(self._skills)
        if made.costly or made.missed:
            self._pages.append(self._costly)
        if len(made.course) > 1:
            self._pages.append(self._course)
        if made.noticed:
            self._pages.append(self._noticed)
        if made.status != "stopped":
            self._pages.append(self._transfer)
        self._page = 0

    def show(self, show: Show) -> None:
        """Show the first page through `show`."""
        self._show = show
        self._turn(0)

    def _turn(self, page: int) -> None:
        self._drop_entry()
        self._page = page
        self._made = self._back.made
        self._keys = []
        panel = Panel(self._parent, self._fonts, WIDTH)
        panel.is_private = True
        self._pages[page](panel)
        choices = []
        if page + 1 < len(self._pages):
            on = partial(self._turn, page + 1)
            choices.append(Choice(text("ended.next"), on, is_primary=True))
        if page > 0:
            back = partial(self._turn, page - 1)
            choices.append(Choice(text("ended.previous"), back))
        if any(self._made.about(key) for key in self._keys):
            choices.append(Choice(text("debrief.why"), partial(self._ask, 0)))
        if self._share is not None:
            back = partial(self._turn, page)
            share = partial(self._go, partial(self._share, back))
            choices.append(Choice(text("assigned.share_button"), share))
        choices.append(Choice(text("lobby.another"), partial(self._go, self._again)))
        choices.append(Choice(text("lobby.close"), partial(self._go, self._close)))
        panel.choices(choices, in_row=True)
        panel.finish()
        self._show(panel)

    def _go(self, where: Callable[[], None]) -> None:
        self._drop_entry()
        where()

    def _drop_entry(self) -> None:
        if self._entry is not None:
            self._entry.destroy()
            self._entry = None

    # asking why, and saying that something is wrong

    def _ask(self, first: int) -> None:
        """Which of the page's statements to ask about."""
        found = [self._made.about(key) for key in dict.fromkeys(self._keys)]
        known = [one for one in found if one is not None]
        panel = Panel(self._parent, self._fonts, WIDTH)
        panel.is_private = True
        panel.heading(text("debrief.why_title"))
        choices = [
            Choice(_label(one), partial(self._explain, one.number, first))
            for one in known[first : first + AT_ONCE]
        ]
        if first + AT_ONCE < len(known):
            more = partial(self._ask, first + AT_ONCE)
            choices.append(Choice(text("ended.next"), more))
        back = partial(self._turn, self._page)
        choices.append(Choice(text("debrief.back"), back, is_primary=True))
        panel.choices(choices)
        panel.finish()
        self._show(panel)

    def _explain(self, number: int, first: int) -> None:
        """What one statement rests on."""
        found = self._back.about(number)
        if found is None:
            return
        panel = Panel(self._parent, self._fonts, WIDTH)
        panel.is_private = True
        panel.paragraph(found.says)
        for line in found.why:
            panel.bullet(line)
        if found.is_marked:
            panel.label(MARKED)
        key = "debrief.right" if found.is_marked else "debrief.wrong"
        change = partial(self._mark, number, first, is_wrong=not found.is_marked)
        back = partial(self._ask, first)
        panel.choices(
            [
                Choice(text("debrief.back"), back, is_primary=True),
                Choice(text(key), change),
            ],
            in_row=True,
        )
        panel.finish()
        self._show(panel)

    def _mark(self, number: int, first: int, *, is_wrong: bool) -> None:
        self._back.wrong(number, is_wrong=is_wrong)
        self._made = self._back.made
        self._explain(number, first)

    def _about(self, panel: Panel, key: str) -> None:
        """The statement `key` stands here: it can be asked about on this page."""
        self._keys.append(key)
        found = self._made.about(key)
        if found is not None and found.is_marked:
            panel.small(MARKED)

    # the pages

    def _first(self, panel: Panel) -> None:
        made = self._made
        panel.heading(made.title)
        panel.paragraph(made.headline)
        self._about(panel, "headline")
        if made.epilogue:
            panel.paragraph(made.epilogue)
        if made.carried:
            panel.small(text("debrief.carried", text=made.carried))
        if made.well is not None:
            panel.label("One thing that went well")
            panel.paragraph(f"“{made.well.quote.words}”")
            panel.small(f"{made.well.title}. {made.well.took}".rstrip())
            self._about(panel, judged(made.well.skill, made.well.quote.turn))
        if made.unsaid is not None:
            panel.label("What stayed underneath")
            panel.small(made.unsaid.text)
            self._about(panel, "unsaid")
        for note in (made.felt, *made.notes, self._rest):
            if note:
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
            for quote in (*item.quotes, *item.marked)[:1]:
                panel.small(f"{item.title}: “{quote.words}”")
                self._about(panel, judged(item.skill, quote.turn))
        for measure in self._made.speech:
            panel.small(f"{measure.title}: {measure.value}. {measure.reference}")

    def _skill(self, panel: Panel, result: SkillResult) -> None:
        panel.label(f"{result.title}: {self._made.grade(result)}")
        self._about(panel, f"goal:{result.skill}")
        for quote in (*result.quotes, *result.marked)[:QUOTES]:
            panel.bullet(f"“{quote.words}”")
            self._about(panel, judged(result.skill, quote.turn))
        if result.took:
            panel.small(result.took)
        if result.hint and not result.quotes:
            panel.small(f"{result.hint} For example: “{result.example}”")
        for quote in result.unsure[:1]:
            panel.small(f"Not sure about “{quote.words}”.")
            self._about(panel, judged(result.skill, quote.turn))
        for before in self._made.before:
            if before.skill == result.skill:
                panel.small(before.text)
                self._about(panel, before.key)

    def _costly(self, panel: Panel) -> None:
        if self._made.costly:
            panel.heading("To try another way")
        for item in self._made.costly[:QUOTES]:
            panel.label(item.title)
            panel.paragraph(f"“{item.quote.line}”")
            panel.small(item.took)
            self._about(panel, judged(item.skill, item.quote.turn))
            if item.better:
                panel.paragraph(f"For example: “{item.better}”")
            panel.small(item.why)
            self._about(panel, item.key)
        for chance in self._made.missed:
            panel.label("A chance that went by")
            panel.small(chance.text)
            self._about(panel, chance.key)
            if chance.better:
                panel.paragraph(f"For example: “{chance.better}”")

    def _course(self, panel: Panel) -> None:
        panel.heading(f"How open {self._made.partner} was")
        panel.add(plot(self._made.course, panel.inner, self._fonts), PLOT_HEIGHT + 0.08)
        for one in self._made.turned:
            way = "It got easier" if one.is_better else "It got harder"
            panel.label(f"{way}, with your line {one.quote.turn}")
            panel.small(f"“{one.quote.line}” {one.change}")
            self._about(panel, one.key)
        if self._made.told:
            panel.small(f"{self._made.partner} told you: " + "; ".join(self._made.told))
        changes = [point for point in self._made.course if point.why]
        for point in changes[:3]:
            panel.bullet(f"Your line {point.turn}: {point.why}")
            self._about(panel, f"moved@{point.turn}")

    def _noticed(self, panel: Panel) -> None:
        panel.heading(text("noticed.title"))
        panel.small(text("noticed.intro"))
        for one in self._made.noticed:
            panel.bullet(one.says)
            self._about(panel, f"noticed:{one.id}")

    def _transfer(self, panel: Panel) -> None:
        panel.heading(text("debrief.transfer_title"))
        panel.small(text("debrief.transfer_hint"))
        entry = LineEntry(panel.inner, self._fonts, self._made.transfer, self._use)
        panel.add(entry.root, entry.height)
        self._entry = entry
        panel.choices([Choice(text("debrief.transfer_save"), entry.enter)])

    def _use(self, words: str) -> None:
        flag = self._back.use(words)
        if flag is not None:
            self._drop_entry()
            self._stop(flag)
            return
        self._turn(self._page if words.strip() else 0)


def _label(one: Statement) -> str:
    mark = "✓ " if one.is_marked else ""
    says = one.says if len(one.says) <= LABEL else f"{one.says[: LABEL - 1].rstrip()}…"
    return f"{mark}{says}"


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
