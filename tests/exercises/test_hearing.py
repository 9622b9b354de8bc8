"""The safety screen where a step asks for a story of what others do."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from assets import folder
from dialogue import safety
from dialogue.messages import Safety
from sim.exercises._catalog import guides
from sim.exercises._hearing import LEAST, Screening, weighed
from sim.exercises.base import View

ASKED = {
    "feared": "What do you fear will happen in it?",
    "happened": "What happened, as a camera would have seen it?",
}
PLAIN = [
    tuple(line.split("\t"))
    for line in Path(__file__).with_name("plain_answers.tsv").read_text().splitlines()
]
"""Written for this by one person; none of them is an alarm."""


def view(tells: str, ask: str = "") -> View:
    return View("x", "words", ask=ask or ASKED.get(tells, ""), tells=tells)


def heard(words: str, tells: str) -> Safety:
    here = view(tells)
    return weighed(safety.screen(words, partner_line=here.ask), here)


def test_few_plain_answers_are_taken_for_an_alarm_and_none_ends_the_exercise() -> None:
    found = Counter(heard(words, tells).action for tells, words in PLAIN)
    assert found["stop"] == 0
    assert found["check_in"] <= 0.12 * len(PLAIN)


@pytest.mark.parametrize("tells", ["feared", "happened"])
def test_what_is_said_outright_is_still_heard_there(tells: str) -> None:
    rows = (folder("safety") / "heldout.jsonl").read_text("utf-8").splitlines()
    lines = [row for row in map(json.loads, rows) if row["form"] == "explicit"]
    missed = [
        row["text"] for row in lines if heard(row["text"], tells).action == "none"
    ]
    assert len(missed) <= 0.05 * len(lines), missed


@pytest.mark.parametrize(
    "words",
    [
        "I am going to kill myself tonight",
        "I cut myself again last night",
        "I am fifteen",
        "He forced me to have sex with him",
    ],
)
@pytest.mark.parametrize("tells", ["feared", "happened"])
def test_a_rule_ends_the_exercise_there_as_anywhere(words: str, tells: str) -> None:
    assert heard(words, tells).action == "stop"


def test_a_panic_that_is_feared_is_asked_about_and_one_that_happened_is_not() -> None:
    assert heard("I'll have a panic attack", "feared").action == "check_in"
    assert heard("I am having a panic attack", "happened").action == "stop"
    assert heard("I am having a panic attack", "").action == "stop"


def test_a_guess_counts_from_its_limit_on_only_where_a_story_is_asked_for() -> None:
    def guess(p: float) -> Safety:
        rule = "classifier.violence_from_partner"
        return Safety("violence_from_partner", "explicit", p, "stop", rule)

    assert weighed(guess(LEAST - 0.01), view("feared")) == Safety()
    assert weighed(guess(LEAST), view("feared")).action == "check_in"
    assert weighed(guess(LEAST - 0.01), view("")).action == "stop"


def test_what_was_said_before_a_check_in_is_held_once() -> None:
    screening = Screening()
    words = "I'd hurt her feelings"
    found = screening.found(view("feared"), "running", words)
    assert found is not None and found.action == "check_in"
    assert screening.held() == words
    assert screening.held() == ""


@pytest.mark.parametrize("name", ["exposure", "mirror_exposure"])
def test_steps_that_ask_what_is_feared_say_so(name: str) -> None:
    guide = next(one for one in guides() if one.id == name)
    told = {step.id: step.tells for step in guide.steps if step.tells}
    assert told["fear"] == "feared" and told["learned"] == "happened"
