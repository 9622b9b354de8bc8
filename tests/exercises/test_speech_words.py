"""What is said to an exercise: numbers as words, choices by their words, commands."""

from __future__ import annotations

import pytest

from sim.exercises._catalog import guides
from sim.exercises._spoken import command, meant, number_in
from sim.exercises.base import Option, View
from tests.exercises.test_every_way import open_places

PACE = View(
    "rate",
    "choice",
    options=tuple(
        Option(*pair)
        for pair in (
            ("6", "6 a minute"),
            ("5", "5 a minute"),
            ("5.5", "5½ a minute"),
            ("7", "7 a minute"),
            ("own", "My own"),
        )
    ),
)
PRIVATE = View(
    "private",
    "choice",
    options=(
        Option("no", "No"),
        Option("yes", "Yes, or it may be so"),
        Option("rather_not", "I would rather not say"),
    ),
)
SCALE = View("fear", "number", number=(0.0, 100.0, "none", "the most you can think of"))
OPEN = View("seen", "words", ask="What do you see?")
SCENE = View("scene", "words", takes_number=True, options=(Option("out", "Leave it"),))


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("40.", 40), ("Forty.", 40), ("about seventy", 70), ("seventy-five", 75),
        ("a hundred", 100), ("One hundred.", 100), ("zero", 0), ("I'd say 30", 30),
        ("60 percent", 60), ("twenty out of a hundred", 20), ("5.5", 5.5),
        ("five and a half", 5.5), ("five point five", 5.5), ("Um, ninety.", 90),
    ],
)  # fmt: skip
def test_numbers_are_taken_as_words_and_as_digits(words: str, number: float) -> None:
    assert number_in(words) == number
    if number <= 100:
        assert meant(words, SCALE).value == f"{number:g}"


@pytest.mark.parametrize("words", ["a lamp", "forty winks", "two of them sat", "no"])
def test_what_is_no_number_is_none(words: str) -> None:
    assert number_in(words) is None
    assert meant(words, SCALE).act == "nothing"


@pytest.mark.parametrize("number", range(101))
def test_every_number_of_the_scale_can_be_said(number: int) -> None:
    from avatars.voices._numbers import cardinal

    assert number_in(" ".join(cardinal(number))) == number


@pytest.mark.parametrize(
    ("words", "value"), [("None.", "0"), ("The most you can think of", "100")]
)
def test_the_ends_of_a_scale_can_be_said_by_their_names(words: str, value: str) -> None:
    assert meant(words, SCALE).value == value


@pytest.mark.parametrize(
    ("words", "value"),
    [("Six.", "6"), ("5", "5"), ("five and a half please", "5.5"), ("my own", "own"),
     ("seven a minute", "7"), ("the second one", "5")],
)  # fmt: skip
def test_a_choice_is_taken_by_its_words_its_number_or_its_place(
    words: str, value: str
) -> None:
    found = meant(words, PACE, 0.6)
    assert (found.act, found.value, found.is_sure) == ("answer", value, True)


@pytest.mark.parametrize(
    ("words", "value"),
    [("No.", "no"), ("nope", "no"), ("Yes", "yes"), ("Yeah.", "yes"),
     ("I would rather not say.", "rather_not")],
)  # fmt: skip
def test_yes_and_no_are_heard_where_they_are_asked_for(words: str, value: str) -> None:
    found = meant(words, PRIVATE, 0.6)
    assert (found.value, found.is_sure) == (value, True)


@pytest.mark.parametrize(
    ("words", "name"),
    [("Leave.", "leave"), ("I want to leave", "leave"), ("Pause please", "pause"),
     ("skip this", "skip"), ("Say that again.", "repeat"), ("Go on!", "resume"),
     ("Something calming", "calm"), ("go back", "back")],
)  # fmt: skip
def test_a_command_is_one_where_it_is_all_that_was_said(words: str, name: str) -> None:
    assert command(words) == name
    assert command(f"my brother said {words}") == ""


def test_an_answer_may_have_a_command_in_it() -> None:
    said = "I want to leave the light on."
    found = meant(said, OPEN)
    assert (found.act, found.value, found.is_sure) == ("answer", said, True)


def test_go_on_is_the_answer_where_going_on_is_all_there_is() -> None:
    assert meant("go on", View("a", "next")).value == ""
    assert meant("that's enough", View("a", "breathe")).act == "answer"
    assert meant("go on", PACE).act == "command"


@pytest.mark.parametrize(
    ("words", "view", "confidence"),
    [("lamp", OPEN, 0.3), ("6", PACE, 0.2), ("40", SCALE, 0.3), ("Leave.", OPEN, 0.2),
     ("Skipper.", OPEN, 0.4), ("Leave her.", PACE, 0.45)],
)  # fmt: skip
def test_what_was_half_heard_is_asked_about(
    words: str, view: View, confidence: float
) -> None:
    found = meant(words, view, confidence)
    assert found.act in ("answer", "command")
    assert not found.is_sure


def test_a_pause_is_never_asked_about() -> None:
    assert meant("pause", OPEN, 0.1).is_sure
    assert meant("Pauses.", OPEN, 0.3).value == "pause"
    assert meant("Pauses.", OPEN, 0.3).is_sure


def test_a_long_answer_is_taken_as_it_was_said() -> None:
    said = "there is a green cup on the table"
    assert meant(said, OPEN, 0.3).is_sure


def test_in_a_scene_a_number_is_a_number_and_the_rest_is_said() -> None:
    assert meant("about sixty", SCENE).value == "60"
    assert meant("No, I don't want that.", SCENE).value == "No, I don't want that."


@pytest.mark.parametrize("name", [guide.id for guide in guides()])
def test_every_choice_of_every_exercise_can_be_said_in_its_own_words(name: str) -> None:
    """The label read out is that option and no other; nothing is taken for a command
    that ends what one does."""
    for place in open_places(name)[1]:
        for option in place.view.options:
            found = meant(option.label, place.view, 0.9)
            where = (place.view.step, option.label, found)
            assert found.act != "command" or found.value != "leave", where
            if place.view.kind == "choice":
                assert option.id in (found.value, *found.others) or not found.is_sure, (
                    where
                )
