"""Questions about comfort in a window, or on the board that a headset shows it on.

They stand low, so that the partner's face stays in view; every one can be answered with
a mouse, a ray, a look that rests, the keys, and by saying it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Final

from panda3d.core import NodePath, TextNode

from scenes.panels import SMALL_SIZE, SOFT_INK, Choice, Fonts, Panel, text_block
from sim.comfort.asking import Question
from sim.exercise_talk_window import TalkingWindow
from sim.window_shared import Shared

WIDE: Final = 1.9
IN_A_ROW: Final = 7
"""Numbers beside each other: three rows for 0 to 20, each large enough to be met by a
ray or a look."""
MOST_NUMBERS: Final = 21
STEPS: Final = 11
"""Numbers that stand for a longer scale."""
LOWEST: Final = -0.96

Take = Callable[[str], None]


def numbers(least: int, most: int) -> list[int]:
    """The numbers to choose from: all of a short scale, some of a long one."""
    if most - least < MOST_NUMBERS:
        return list(range(least, most + 1))
    step = (most - least) / (STEPS - 1)
    return [round(least + step * place) for place in range(STEPS)]


class QuestionPanel(Panel):
    """One question with its answers."""

    def __init__(
        self,
        parent: NodePath,
        fonts: Fonts,
        question: Question,
        take: Take,
        *,
        is_low: bool,
    ) -> None:
        """`take` gets the answer; `is_low` leaves the upper half of the view free."""
        super().__init__(parent, fonts, WIDE)
        self._numbers: list[int] = []
        self._typed = ""
        self.heading(question.title)
        for line in question.lines:
            self.paragraph(line)
        if question.scale is not None:
            self._scale(*question.scale, take)
        options = question.options
        is_first_best = question.kind in ("stop", "break", "rest")
        acts = [
            Choice(o.label, partial(take, o.id), is_primary=is_first_best and not place)
            for place, o in enumerate(options)
        ]
        self.choices(acts, in_row=1 < len(acts) <= 3 or question.scale is not None)
        self.finish()
        if is_low:
            self.root.setZ(LOWEST + self.height * self.root.getScale().z)

    def _scale(
        self, least: int, most: int, least_means: str, most_means: str, take: Take
    ) -> None:
        self._ends(f"{least}  {least_means}", f"{most_means}  {most}")
        self._numbers = numbers(least, most)
        rows = -(-len(self._numbers) // IN_A_ROW)
        per_row = -(-len(self._numbers) // rows)
        for first in range(0, len(self._numbers), per_row):
            row = self._numbers[first : first + per_row]
            acts = [Choice(str(number), partial(take, str(number))) for number in row]
            self.choices(acts, in_row=True)

    def _ends(self, low: str, high: str) -> None:
        """What both ends mean, above the numbers."""
        ends = NodePath("ends")
        tallest = 0.0
        places = ((low, TextNode.ALeft, 0.0), (high, TextNode.ARight, self.inner))
        for words, align, x in places:
            block, height = text_block(
                words, self._fonts.regular, SMALL_SIZE, self.inner / 2, SOFT_INK, align
            )
            block.reparentTo(ends)
            block.setX(x)
            tallest = max(tallest, height)
        self.add(ends, tallest)

    def press(self, number: int) -> bool:
        """A digit: on a scale it chooses a number, which Enter then gives."""
        if not self._numbers:
            return super().press(number)
        for typed in (f"{self._typed}{number}", str(number)):
            if int(typed) in self._numbers:
                self._typed = typed
                # one before it, so that the step of one lands on it
                self._focus = self._numbers.index(int(typed)) - 1
                self.focus_next()
                return True
        return False


class OnScreen:
    """A question in a window."""

    def __init__(self, shared: Shared, panel: Panel) -> None:
        self._shared, self._panel = shared, panel

    @property
    def is_up(self) -> bool:
        """Whether nothing else has come up in its place."""
        return self._shared.panel is self._panel

    def close(self) -> None:
        """Take it away: the scene is there again, or the list."""
        shared = self._shared
        if shared.hud is not None:
            shared.show(None)
        else:
            shared.ways.lobby()


class Said:
    """Takes what is said as an answer to a question."""

    def __init__(self, question: Question, take: Take) -> None:
        self._question, self._take = question, take

    def reads(self, words: str) -> bool:
        """Whether `words` answer it."""
        return bool(self._question.read(words))

    def take(self, words: str) -> None:
        """Take the answer."""
        self._take(self._question.read(words))


class BeforeStep:
    """A question in place of an exercise's step."""

    def __init__(self, exercise: TalkingWindow, panel: Panel) -> None:
        self._exercise, self._panel = exercise, panel

    @property
    def is_up(self) -> bool:
        """Whether nothing else has come up in its place."""
        return self._exercise.panel is self._panel and not self._exercise.is_over

    def close(self) -> None:
        """Take it away: the step is there again."""
        self._exercise.step_again()


class WindowFront:
    """Asks in a window: at the user's turn, between two steps, or where the list is."""

    def __init__(
        self,
        shared: Shared,
        is_list_up: Callable[[], bool],
        exercise: Callable[[], TalkingWindow | None] = lambda: None,
    ) -> None:
        """Ask in the window of `shared`.

        Args:
            shared: the window's state.
            is_list_up: whether the list stands there and nothing is over it.
            exercise: the exercise that is being done, None for none.
        """
        self._shared, self._is_list_up, self._exercise = shared, is_list_up, exercise

    def is_free(self) -> bool:
        """Whether nothing is asked, typed or said."""
        shared, rehearsal = self._shared, self._shared.rehearsal
        if (exercise := self._exercise()) is not None:
            return exercise.is_between
        if shared.hud is None:
            return self._is_list_up()
        if rehearsal is None or rehearsal.state.is_over:
            return False
        is_heard = shared.sound is not None and shared.sound.hears_voice
        return shared.panel is None and not is_heard and not shared.hud.is_typing

    def is_idle(self) -> bool:
        """Whether nothing is being done: no scene, no exercise."""
        return self._exercise() is None and self._shared.hud is None

    def ask(self, question: Question, answer: Take) -> OnScreen | BeforeStep:
        """Show `question` over whatever is there."""
        shared: Any = self._shared
        panel = QuestionPanel(
            shared.base.aspect2d,
            shared.fonts,
            question,
            answer,
            is_low=shared.hud is not None,
        )
        if (exercise := self._exercise()) is not None:
            exercise.put_before(panel, Said(question, answer))
            return BeforeStep(exercise, panel)
        shared.show(panel)
        return OnScreen(shared, panel)

    def wait(self) -> None:
        """Let an exercise wait for its user, who takes a break."""
        if (exercise := self._exercise()) is not None:
            exercise.wait()

    def leave(self) -> None:
        """End the scene and say goodbye, or end the exercise."""
        if (exercise := self._exercise()) is not None:
            exercise.sitting.leave()
        else:
            self._shared.ways.leave_scene()
