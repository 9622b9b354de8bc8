"""The panels before and beside the scene: consent, lobby, briefing, goal, pauses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from dialogue.safety.texts import FixedText
from dialogue.scenario import Scenario
from dialogue.scenario.vocabulary import CONTENT
from scenes.panels import Choice, Fonts, Panel
from sim.goals import goal_options
from sim.help_columns import add_help
from sim.screening.ceiling import Ceiling
from sim.screening.limits import labels
from sim.support import help_lines
from sim.texts import text, texts

WIDE = 2.3
MIDDLE = 1.9
WIDEST, BESIDE = 3.1, 0.3
"""The first screen has most to say: it takes the width that there is, less `BESIDE`."""
Act = Callable[[], None]


class Screens:
    """Builds panels; each method returns one, ready to show."""

    def __init__(
        self,
        parent: Any,
        fonts: Fonts,
        country: str,
    ) -> None:
        self._parent = parent
        self._fonts = fonts
        self._country = country

    def _panel(self, width: float) -> Panel:
        return Panel(self._parent, self._fonts, width)

    def consent(
        self,
        storage: str,
        agree: Act,
        young: Act,
        leave: Act,
        *,
        is_exercise: bool = False,
    ) -> Panel:
        """What this is, what is kept, what it cannot do, where help is.

        `is_exercise` is for something that is done by oneself.
        """
        there = 2.0 / max(self._parent.getSx(), 0.1)  # in half window heights
        panel = self._panel(max(WIDE, min(WIDEST, there - BESIDE)))
        panel.heading(text("consent.title"))
        lines = "consent.exercise_lines" if is_exercise else "consent.lines"
        for line in texts(lines, storage=storage):
            panel.bullet(line)
        panel.label(text("consent.help_title"))
        add_help(panel, self._fonts, help_lines(self._country))
        panel.choices(
            [
                Choice(text("consent.agree"), agree, is_primary=True),
                Choice(text("consent.young"), young),
                Choice(text("consent.leave"), leave),
            ],
            in_row=True,
        )
        panel.finish()
        return panel

    def calm_consent(self, storage: str, agree: Act, young: Act, leave: Act) -> Panel:
        """The few words before something calming, where nobody sits across."""
        panel = self._panel(MIDDLE)
        panel.heading(text("consent.calm_title"))
        for line in texts("consent.calm_lines", storage=storage):
            panel.bullet(line)
        panel.label(text("consent.help_title"))
        add_help(panel, self._fonts, help_lines(self._country))
        panel.choices(
            [
                Choice(text("consent.agree"), agree, is_primary=True),
                Choice(text("consent.young"), young),
                Choice(text("consent.leave"), leave),
            ]
        )
        panel.finish()
        return panel

    def young(self, close: Act) -> Panel:
        """The kind way out for someone under 18."""
        panel = self._panel(MIDDLE)
        panel.heading(text("young.title"))
        panel.paragraph(text("young.body"))
        panel.choices([Choice(text("consent.leave"), close, is_primary=True)])
        panel.finish()
        return panel

    def ceiling(
        self, now: Ceiling, change: Callable[[Ceiling], None], done: Act
    ) -> Panel:
        """What to leave out of the list; a marked one is left out."""
        panel = self._panel(WIDE)
        panel.heading(text("ceiling.title"))
        panel.small(text("ceiling.hint"))
        acts = [partial(change, now.toggled(one)) for one in CONTENT]
        made = [
            Choice(label, act)
            for label, act in zip(
                labels(now), [*acts, partial(change, now.turned())], strict=True
            )
        ]
        for first in range(0, len(CONTENT), 3):
            panel.choices(made[first : first + 3], in_row=True)
        panel.choices(made[len(CONTENT) :])
        panel.choices([Choice(text("ceiling.done"), done, is_primary=True)])
        panel.finish()
        return panel

    def open_session(self, title: str, resume: Act, close: Act) -> Panel:
        """An earlier rehearsal was cut off."""
        panel = self._panel(MIDDLE)
        panel.heading(text("resume.title"))
        panel.paragraph(text("resume.body", title=title))
        panel.choices(
            [
                Choice(text("resume.resume"), resume, is_primary=True),
                Choice(text("resume.close"), close),
            ]
        )
        panel.finish()
        return panel

    def preview(self, partner: str, again: Act | None, back: Act) -> Panel:
        """Below the partner: what is seen and heard now; `again` None for no sound."""
        panel = self._panel(MIDDLE)
        panel.heading(text("preview.title", partner=partner))
        panel.small(text("preview.body", partner=partner))
        choices = [Choice(text("preview.back"), back, is_primary=True)]
        if again is None:
            panel.small(text("preview.none", partner=partner))
        else:
            choices.append(Choice(text("preview.again"), again))
        panel.choices(choices, in_row=True)
        panel.finish()
        # the face stays free
        panel.root.setZ(-0.95 + panel.height)
        return panel

    def briefing(
        self,
        told: Scenario,
        begin: Act,
        look: Act,
        back: Act,
        given: Sequence[str] = (),
        counted: str = "",
    ) -> Panel:
        """The situation, what comes up, and when not to do it.

        `given` is what a therapist's assignment changes; `counted` says what the
        headset will count, "" without one.
        """
        panel = self._panel(WIDE)
        panel.heading(told.title)
        panel.paragraph(told.briefing)
        if given:
            panel.label(text("assigned.title"))
            for item in given:
                panel.bullet(item)
        panel.label(text("briefing.notes"))
        panel.small(" · ".join(told.content_notes))
        panel.label(text("briefing.not_for"))
        for item in told.contraindications:
            panel.bullet(item)
        panel.label(text("briefing.why_hard"))
        panel.small(told.why_hard)
        if counted:
            panel.small(counted)
        panel.choices(
            [
                Choice(text("briefing.begin"), begin, is_primary=True),
                Choice(text("preview.button"), look),
                Choice(text("briefing.back"), back),
            ],
            in_row=True,
        )
        panel.finish()
        return panel

    def goals(
        self,
        told: Scenario,
        chosen: tuple[str, ...],
        toggle: Callable[[str], None],
        begin: Act,
    ) -> Panel:
        """Which skills to practise; a chosen one is marked."""
        panel = self._panel(WIDE)
        panel.heading(text("goal.title"))
        panel.small(text("goal.hint"))
        panel.choices(
            [
                Choice(
                    f"{'✓ ' if skill.id in chosen else ''}{skill.title}: "
                    f"{skill.meaning}",
                    partial(toggle, skill.id),
                    is_primary=False,
                )
                for skill in goal_options(told)[:6]
            ]
        )
        panel.choices([Choice(text("briefing.begin"), begin, is_primary=True)])
        panel.finish()
        return panel

    def paused(
        self,
        partner: str,
        resume: Act,
        again: Act,
        leave: Act,
        more: Sequence[Choice] = (),
        rest: str = "",
    ) -> Panel:
        """The calm panel of a pause; `rest` says that it has become plenty."""
        panel = self._panel(1.5)
        panel.heading(text("paused.title"))
        panel.paragraph(text("paused.body", partner=partner))
        if rest:
            panel.small(rest)
        panel.choices(
            [
                Choice(text("talking.resume"), resume, is_primary=True),
                Choice(text("talking.again"), again),
                Choice(text("talking.leave"), leave),
                *more,
            ]
        )
        panel.finish()
        return panel

    def page(self, title: str, lines: Sequence[str], choices: list[Choice]) -> Panel:
        """Something to read, line by line, with its choices."""
        panel = self._panel(WIDE)
        panel.heading(title)
        for line in lines:
            panel.small(line.strip())
        panel.choices(choices, in_row=True)
        panel.finish()
        return panel

    def fixed(self, fixed: FixedText, act: Callable[[str], object]) -> Panel:
        """A fixed text outside the fiction, with its choices."""
        panel = self._panel(MIDDLE)
        panel.is_private = True
        panel.heading(fixed.title)
        for paragraph in fixed.body.splitlines():
            if paragraph.strip():
                panel.paragraph(paragraph.strip())
        panel.choices(
            [
                Choice(choice.label, partial(_do, act, choice.id), is_primary=not index)
                for index, choice in enumerate(fixed.choices)
            ]
        )
        panel.finish()
        return panel

    def help(self, category: str, back: Choice) -> Panel:
        """Help by country."""
        panel = self._panel(WIDE)
        panel.is_private = True
        title, *lines = help_lines(self._country, category)
        panel.heading(title)
        for line in lines:
            panel.small(line.strip())
        panel.choices([back])
        panel.finish()
        return panel

    def message(self, title: str, body: str, choices: list[Choice]) -> Panel:
        """Any short message with its choices."""
        panel = self._panel(MIDDLE)
        panel.heading(title)
        if body:
            panel.paragraph(body)
        panel.choices(choices)
        panel.finish()
        return panel


def _do(act: Callable[[str], object], choice: str) -> None:
    act(choice)
