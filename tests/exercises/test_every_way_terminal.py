"""In the terminal: every exercise to its end, everything of each step shown."""

from __future__ import annotations

import io
import os

import pytest
from rich.console import Console

from sim.exercise_terminal import ExerciseTerminal, run
from sim.exercises._catalog import guides, make
from sim.exercises._running import Run
from sim.exercises._sitting import Sitting
from sim.exercises._typed import calm_maker
from sim.exercises.base import View
from sim.session.events import Event
from tests.exercises.players import answer_to
from tests.fakes import FakeClock
from tests.privacy.terminal import Person

IDS = [guide.id for guide in guides()]
MOST = 300


class Typist:
    """Types what a user of this taste answers to what is on the screen."""

    is_over = False

    def __init__(self, sitting: Sitting, taste: int) -> None:
        self._sitting, self._taste = sitting, taste
        self.typed: list[str] = []

    def poll(self) -> str | None:
        view = self._sitting.inner.view
        assert len(self.typed) < MOST, f"no end in sight: {self.typed[-5:]}"
        if view.kind in ("wait", "breathe", "next") or self._sitting.inner.is_reading:
            return None  # goes on by itself
        line = answer_to(view, self._taste)
        if view.kind == "choice":  # by its number, as the screen says
            ids = [option.id for option in view.options]
            line = str(ids.index(line) + 1)
        self.typed.append(line)
        return line


class Shown:
    """Remembers what had to be shown."""

    def __init__(self) -> None:
        self.views: list[View] = []

    def on_event(self, event: Event, run: Run) -> None:
        return

    def on_view(self, view: View) -> None:
        self.views.append(view)


@pytest.mark.parametrize("taste", [0, 1])
@pytest.mark.parametrize("name", IDS)
def test_an_exercise_is_typed_through_and_shows_all_of_it(
    name: str, taste: int
) -> None:
    out, shown = io.StringIO(), Shown()
    console = Console(file=out, width=400, highlight=False)

    def furnished(sitting: Sitting) -> Sitting:
        sitting.has_picture = False
        sitting.set_reader(None, hurries=True)
        sitting.observe(ExerciseTerminal(console, "GB"))
        return sitting

    sitting = furnished(Sitting(make(name), FakeClock()))
    sitting.observe(shown)
    sitting.start()
    run(sitting, Typist(sitting, taste), console, (), calm_maker(furnished))
    assert sitting.run.phase == "done"
    assert not any(view.for_eyes for view in shown.views)
    screen = " ".join(out.getvalue().split())
    place = 0
    for view in shown.views:
        labels = [option.label for option in view.options]
        for words in (*view.lines, *view.partner_lines, view.ask, *labels):
            found = screen.find(" ".join(words.split()), place)
            assert found >= 0, (view.step, words)
        first = next(iter((*view.lines, view.ask)), "")
        place = max(place, screen.find(" ".join(first.split()), place))


@pytest.fixture
def person(tmp_path) -> Person:
    """Somebody at a real terminal, at the first step of an exercise."""
    words = ("exercise", "quiet_place", "--text", "--headset", "none")
    made = Person(tmp_path / "home", *words)
    for label, line in (("3  Leave", "1"), ("1  Begin", "1"), ("Enter goes on", "")):
        made.until(label)
        made.type(line)
    made.until("Where would you like to go?")
    return made


def exit_code(person: Person) -> int:
    while person.read(5.0):
        pass
    return os.waitstatus_to_exitcode(os.waitpid(person.pid, 0)[1])


def test_a_person_types_one_through_at_a_real_terminal(person: Person) -> None:
    person.type("a shore")
    person.until("Go there now: a shore")
    for _ in range(6):
        person.type("/skip")
    person.until("How is it now?")
    person.type("2")
    assert exit_code(person) == 0
    assert "Traceback" not in person.seen


def test_a_person_leaves_it_with_one_word(person: Person) -> None:
    person.type("leave")
    person.until("You left. That is always all right.")
    assert exit_code(person) == 0
