"""What somebody types who does not think of the slash, or who has just been stopped."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from rich.console import Console

from dialogue.messages import Safety
from sim.about import people_lines
from sim.app import App
from sim.config import Config
from sim.errors import USERS_OWN
from sim.exercise_terminal import ExerciseTerminal, _Breath
from sim.exercises._catalog import make
from sim.exercises._guide import ExerciseError
from sim.exercises._sitting import Sitting
from sim.exercises._typed import COMMANDS, calm_maker, typed
from sim.exercises.base import View
from sim.exercises_kept import pages_of
from sim.texts import text
from tests.exercises.players import answer_to
from tests.fakes import FakeClock


def begun(name: str) -> Sitting:
    """The exercise `name` at its first step."""
    sitting = Sitting(make(name), FakeClock())
    sitting.start()
    return sitting


def at_words(name: str = "grounding") -> Sitting:
    """The exercise `name` at its first question in words."""
    sitting = begun(name)
    while sitting.view.kind != "words":
        sitting.answer("")
    return sitting


@pytest.mark.parametrize("make_one", [at_words, lambda: begun("breathing")])
def test_a_bare_pause_is_a_pause_and_no_stop(make_one: Callable[[], Sitting]) -> None:
    """The safety screen takes the word for a wish to end everything."""
    sitting = make_one()
    typed(sitting, "Pause")
    assert sitting.run.phase == "paused"


@pytest.mark.parametrize("words", ["", "resume", "/resume", "go on", "continue"])
def test_a_pause_ends_with_any_word_for_going_on(words: str) -> None:
    sitting = at_words()
    sitting.pause()
    typed(sitting, words)
    assert sitting.run.phase == "running"


def test_a_bare_skip_goes_past_the_step_and_is_no_answer() -> None:
    sitting = at_words()
    before = sitting.view.step
    typed(sitting, "skip")
    assert sitting.view.step != before
    assert not [event for event in sitting.log if event.get("value") == "skip"]


def test_a_bare_help_shows_the_commands() -> None:
    told = typed(at_words(), "help")
    assert all(f"/{name}" in told for name in COMMANDS)


def test_calm_alone_is_taken_where_no_words_are_asked_for() -> None:
    sitting = begun("grounding")
    typed(sitting, "calm", calm_maker(lambda made: made))
    assert sitting.calm is not None


@pytest.mark.parametrize("words", ["calm", "back", "why"])
def test_a_word_that_may_be_an_answer_stays_one(words: str) -> None:
    """“Back” is an answer to what one can feel under one's hands."""
    sitting = at_words()
    typed(sitting, words)
    assert sitting.log[-1]["value"] == words


def test_what_can_be_chosen_comes_before_a_command_of_its_name() -> None:
    sitting = begun("exposure")
    for answer in ("no", "nothing", "being_looked_at"):
        sitting.answer(answer)
    sitting.answer(sitting.view.options[2].id)  # the lowest step, to change it
    assert "back" in {option.id for option in sitting.view.options}
    typed(sitting, "back")
    assert sitting.view.step == "unkept.edit"


def test_a_wrong_choice_is_told_how_many_there_are_and_no_row_of_sentences() -> None:
    sitting = begun("breathing")
    told = typed(sitting, "whatever")
    assert "from 1 to 2" in told
    assert not [one for one in sitting.view.options if one.label in told]


def test_what_the_ends_of_a_scale_mean_stands_apart_from_the_numbers() -> None:
    out = io.StringIO()
    shown = ExerciseTerminal(Console(file=out, width=400), "GB")
    low, high = (0.0, "it will not"), (100.0, "it surely will")
    shown.on_view(View("likely", "number", number=(low[0], high[0], low[1], high[1])))
    assert "from 0 (it will not) to 100 (it surely will)" in out.getvalue()


def test_a_terminal_that_only_writes_on_gets_a_word_at_each_turn_of_a_breath() -> None:
    """A screen reader would read a bar out at every frame."""
    sitting = begun("breathing")
    typed(sitting, "1")
    out = io.StringIO()
    console = Console(file=out, force_terminal=True, _environ={"TERM": "dumb"})
    breath = _Breath(console)
    for _ in range(3):
        breath.draw(sitting)
    assert out.getvalue().split() == ["in"]


def test_a_stop_in_something_calming_is_shown_once() -> None:
    out = io.StringIO()
    shown = ExerciseTerminal(Console(file=out, width=400), "GB")

    def furnished(sitting: Sitting) -> Sitting:
        sitting.observe(shown)
        return sitting

    sitting = furnished(Sitting(make("functionality"), FakeClock()))
    sitting.start()
    sitting.open_calm(lambda: calm_maker(furnished)("grounding"))
    typed(sitting, "I am going to kill myself tonight")
    sitting.tick()
    assert sitting.run.phase == "stopped"
    assert out.getvalue().count("Last checked") == 1


def test_an_unknown_name_is_the_users_to_mend() -> None:
    assert issubclass(ExerciseError, USERS_OWN)


UNASKED = [
    ("sensate_focus", "next"),
    ("muscles", "wait"),
    ("breathing", "breathe"),
    ("breathing", "tap"),
]


def at_kind(name: str, kind: str) -> Sitting:
    """The exercise `name` at its first step of this kind."""
    sitting = begun(name)
    for _ in range(60):
        view = sitting.view
        if view.kind == kind:
            return sitting
        taste = 0 if kind == "breathe" else 1
        sitting.answer(answer_to(view, taste))
    raise AssertionError(f"{name} has no step of the kind {kind}")


@pytest.mark.parametrize(("name", "kind"), UNASKED)
def test_what_nobody_asked_for_moves_nothing_on_and_is_not_kept(
    name: str, kind: str
) -> None:
    sitting = at_kind(name, kind)
    before = (list(sitting.log), sitting.view.step)
    told = typed(sitting, "I feel a bit silly")
    assert text("exercise.not_asked") in told
    assert (list(sitting.log), sitting.view.step) == before


@pytest.mark.parametrize(("name", "kind"), UNASKED)
def test_but_it_is_screened(name: str, kind: str) -> None:
    sitting = at_kind(name, kind)
    typed(sitting, "I am going to kill myself tonight")
    assert sitting.run.phase == "stopped"


@pytest.mark.parametrize("words", ["", "ok", "Yes", "next", "go on", "I'm ready"])
def test_enter_goes_on_and_so_does_a_word_that_means_it(words: str) -> None:
    sitting = at_kind("sensate_focus", "next")
    before = sitting.view.step
    assert typed(sitting, words) == ""
    assert sitting.view.step != before
    assert sitting.log[-1]["value"] == ""


@pytest.mark.parametrize("words", ["Yes, but I am afraid", "ok I hate this"])
def test_a_yes_with_something_behind_it_is_no_going_on(words: str) -> None:
    sitting = at_kind("sensate_focus", "next")
    assert text("exercise.not_asked") in typed(sitting, words)


@pytest.mark.parametrize("kind", ["next", "wait"])
def test_who_to_turn_to_and_what_this_is_can_be_read_while_it_waits(kind: str) -> None:
    sitting = at_kind("muscles", kind)
    sitting.pages = pages_of(App(Config.load({"country": "GB"})))
    step = sitting.view.step
    assert typed(sitting, "/people").splitlines() == list(people_lines("GB"))
    assert sitting.run.phase == "paused"
    assert text("about.exercise") in typed(sitting, "/about")
    typed(sitting, "")
    assert (sitting.run.phase, sitting.view.step) == ("running", step)


def test_who_to_turn_to_can_be_read_beside_a_check_in() -> None:
    sitting = at_words()
    sitting.pages = pages_of(App(Config.load({"country": "GB"})))
    sitting.flagged(Safety("dissociation_panic", "indirect", 0.7, "check_in"))
    assert "116 123" in typed(sitting, "/people")
    assert sitting.run.phase == "checking_in"


def test_an_ok_during_a_wait_cuts_nothing_short() -> None:
    sitting = at_kind("muscles", "wait")
    step = sitting.view.step
    assert typed(sitting, "ok") == text("exercise.by_itself")
    assert sitting.view.step == step


def test_a_remark_while_a_scene_is_quiet_is_heard_and_cuts_nothing_short() -> None:
    sitting = begun("exposure")
    for line in ("1", "1", "1", "1", "1", "1", "They will laugh", "70", "40", ""):
        typed(sitting, line)
    assert (sitting.view.kind, sitting.view.takes_number) == ("wait", True)
    before = len(sitting.log)
    assert typed(sitting, "hello there") == text("exercise.remark")
    assert len(sitting.log) == before
    assert typed(sitting, "55") == ""
    assert len(sitting.log) == before + 1
