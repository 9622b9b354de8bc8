"""A model that has not passed the role test only chooses among authored lines."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dialogue.messages import PartnerTurn
from dialogue.models import transformers_local
from dialogue.models.choosing import Chooser, choices
from dialogue.models.roletest import record, suite
from dialogue.models.roletest.cases import Moment, Stage, cases
from dialogue.models.wording import Reworder, reworder

CASE = next(case for case in cases() if case.id == "explains")
"""Its best two candidates tell the same fact in other words."""


class Votes:
    """A model that answers what it is told to."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.asked: tuple = ()

    def warm(self) -> None:
        return

    def stream(self, messages, max_tokens, seed):
        self.asked = messages
        yield self._text


class Weighs(Votes):
    """A model that likes the last of what it is offered."""

    def likelihoods(self, messages, replies):
        return [float(index) for index in range(len(replies))]


@pytest.fixture(scope="module")
def moment() -> Moment:
    return Stage().moment(CASE)


def chosen(moment: Moment, model: Votes) -> PartnerTurn:
    made = Chooser("test", model, moment.told, 5.0, 1)
    return made(moment.turn, moment.user, moment.memory)


def test_only_other_words_for_the_same_answer_are_offered(moment: Moment) -> None:
    offered = choices(moment.turn)
    assert len(offered) >= 2
    assert offered[0].text == moment.turn.text
    assert {item.why.split(", ")[0] for item in offered} == {"fact_tell:why_light"}


def test_what_it_votes_for_is_said_and_remembered_as_authored(moment: Moment) -> None:
    turn = chosen(moment, Votes("2"))
    assert turn.text == choices(moment.turn)[1].text
    assert turn.words == "test (choosing)"
    assert turn.memory.texts == (*moment.memory.texts, turn.text)
    ids = choices(moment.turn)[1].line_ids
    assert turn.memory.said == (*moment.memory.said, *ids)
    assert " ".join(item.text for item in turn.segments) == turn.text
    assert turn.memory.revealed == moment.turn.memory.revealed
    assert turn.memory.turn == moment.turn.memory.turn
    assert (turn.move, turn.mood) == (moment.turn.move, moment.turn.mood)


def test_choosing_the_best_changes_nothing(moment: Moment) -> None:
    turn = chosen(moment, Votes(" 1. "))
    assert turn == replace(moment.turn, words="test (choosing)")


@pytest.mark.parametrize("said", ["", "0", "9", "two", "2 because it is kind", "2\n3"])
def test_anything_but_a_number_leaves_the_best(moment: Moment, said: str) -> None:
    turn = chosen(moment, Votes(said))
    assert turn.text == moment.turn.text
    assert "chose none" in turn.fallback


def test_a_model_that_can_weigh_is_not_asked_to_speak(moment: Moment) -> None:
    model = Weighs("nonsense")
    assert chosen(moment, model).text != moment.turn.text
    assert model.asked == ()


def test_a_no_is_never_exchanged_for_something_softer() -> None:
    stage = Stage()
    seen = 0
    for case in cases():
        if case.family != "boundaries":
            continue
        found = stage.moment(case)
        if found.turn.move in ("refuse", "set_limit"):
            turn = chosen(found, Weighs(""))
            seen += 1
            assert set(meant(turn)) == set(meant(found.turn))
    assert seen >= 3


def meant(turn: PartnerTurn) -> list[str]:
    """Content lines without their number: ``another_day.no``."""
    ids = [item.line_id for item in turn.segments if item.kind == "content"]
    return [name.rsplit(".", 1)[0] for name in ids]


@pytest.fixture
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("VISAVIS_CACHE", str(tmp_path))
    return tmp_path


@pytest.fixture
def weights(tmp_path, monkeypatch):
    path = tmp_path / "weights.gguf"
    path.write_bytes(b"weights")
    monkeypatch.setattr(transformers_local.TransformersLocal, "warm", lambda self: None)
    return path


def kept(path, good: bool) -> record.Record:
    answers = [
        suite.Answer(case, "", () if good else (suite.Fault("role", "x"),), 0.1)
        for case in cases()
    ]
    made = suite.record(answers, "transformers_local", str(path))
    record.save(made)
    return made


def made_for(moment: Moment, path):
    return reworder("transformers_local", moment.told, model=str(path))


def test_an_untested_model_may_only_choose(cache, weights, moment) -> None:
    assert isinstance(made_for(moment, weights), Chooser)
    note = record.standing("transformers_local", str(weights)).note
    assert f"visavis models test {weights}" in note


def test_a_model_that_failed_may_only_choose(cache, weights, moment) -> None:
    assert not kept(weights, good=False).passed
    assert isinstance(made_for(moment, weights), Chooser)
    assert "failed" in record.standing("transformers_local", str(weights)).note


def test_a_model_that_passed_words_the_partner(cache, weights, moment) -> None:
    assert kept(weights, good=True).passed
    assert isinstance(made_for(moment, weights), Reworder)


def test_other_weights_under_the_same_name_are_untested(cache, weights, moment) -> None:
    kept(weights, good=True)
    weights.write_bytes(b"other weights")
    assert isinstance(made_for(moment, weights), Chooser)
    weights.write_bytes(b"weights")  # a new copy of what was tested
    assert isinstance(made_for(moment, weights), Reworder)


def test_other_cases_ask_for_another_test(cache, weights, monkeypatch) -> None:
    kept(weights, good=True)
    monkeypatch.setattr(record, "digest", lambda: "changed")
    assert not record.standing("transformers_local", str(weights)).may_word


@pytest.mark.parametrize(
    ("family", "fault", "wrong", "passed"),
    [
        ("role", "role", 2, True),
        ("role", "role", 3, False),  # a family under its mark
        ("role", "explicit", 1, False),  # one grave fault
    ],
)
def test_the_mark(family: str, fault: str, wrong: int, passed: bool) -> None:
    answers = []
    for case in cases():
        is_wrong = case.family == family and wrong > 0
        wrong -= is_wrong
        faults = (suite.Fault(fault, "x"),) if is_wrong else ()
        answers.append(suite.Answer(case, "", faults, 0.1))
    assert suite.passes(answers) is passed


def test_seven_faults_in_seven_families_are_too_many() -> None:
    seen: set[str] = set()
    answers = []
    for case in cases():
        is_wrong = case.family not in seen and len(seen) < 7
        seen.add(case.family)
        faults = (suite.Fault("role", "x"),) if is_wrong else ()
        answers.append(suite.Answer(case, "", faults, 0.1))
    assert not suite.passes(answers)
