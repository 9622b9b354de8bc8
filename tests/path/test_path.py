"""The check-in: how long it takes, where it leads, and that it says why."""

from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogue.scenario.vocabulary import CONTENT
from dialogue.strict import DataError
from sim.exercises import _path_rules
from sim.exercises._catalog import NOTHING_BEFORE
from sim.exercises._guide import load, sources
from sim.exercises._path_rules import Route, route, rules, targets
from sim.exercises._sitting import Sitting
from sim.exercises.base import Before, View
from sim.exercises.path import EVERYTHING, WHERE, PathExercise, create
from tests.fakes import FakeClock
from tests.screening.reading import grade

WORDS_A_MINUTE = 180
"""How fast somebody reads, without hurry."""
ANSWER_S = 4.0
"""How long it takes to choose an answer."""
LONGEST_S = 90.0

GUIDE = load("path")
THERE = targets()
ANSWERS = {
    step.key: [
        *(("1", "2", "3") if step.key == "ceiling" else ()),
        *(one.id for one in step.options if one.id != EVERYTHING),
        None,
    ]
    for step in GUIDE.steps
}
EVERY_WAY = [
    {key: value for key, value in zip(ANSWERS, values, strict=True) if value}
    for values in itertools.product(*ANSWERS.values())
]


def exercise(before: Before = NOTHING_BEFORE) -> PathExercise:
    return create({"guide": "path", "before": before})


def sitting(before: Before = NOTHING_BEFORE) -> Sitting:
    made = Sitting(exercise(before), FakeClock())
    made.start()
    return made


def words_of(view: View) -> int:
    shown = [*view.lines, view.ask, *(option.label for option in view.options)]
    return len(" ".join(shown).split())


def screens(before: Before = NOTHING_BEFORE) -> list[View]:
    """Every question, when each is answered so that the next one comes."""
    made, seen = sitting(before), []
    while made.view.step != WHERE:
        seen.append(made.view)
        made.answer(made.view.options[0].id)
    return seen


def is_allowed(found: Route, before: Before, answers: dict[str, str]) -> bool:
    steepest = int(answers.get("ceiling", before.steepest or 3))
    is_careful = before.is_careful or answers.get("brings") == "afraid"
    for offer in found.offers:
        one = THERE[offer.target.id]
        if one.is_locked or one.difficulty > steepest:
            return False
        if set(one.content) & before.without:
            return False
        if is_careful and one.is_with_partner:
            return False
    return True


def test_reading_and_answering_all_of_it_takes_at_most_90_seconds():
    asked = screens()
    assert len(asked) == 4
    reading_s = sum(map(words_of, asked)) / WORDS_A_MINUTE * 60
    assert reading_s + ANSWER_S * len(asked) <= LONGEST_S


def test_the_four_questions_are_what_brings_what_to_try_a_ceiling_and_safety():
    assert [view.step for view in screens()] == ["now", "brings", "try", "ceiling"]


@pytest.mark.parametrize("before", [Before(), Before(is_careful=True)])
def test_every_combination_of_answers_leads_to_something_that_is_here_and_allowed(
    before,
):
    assert len(EVERY_WAY) > 800
    for answers in EVERY_WAY:
        found = route(answers, before, THERE)
        assert 1 <= len(found.offers) <= 3, answers
        assert is_allowed(found, before, answers), (answers, found.offers)
        assert all(offer.said for offer in found.offers)


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(EVERY_WAY),
    st.frozensets(st.sampled_from(CONTENT)),
    st.integers(0, 3),
    st.booleans(),
)
def test_whatever_was_ruled_out_something_allowed_is_left(
    answers, without, steepest, is_careful
):
    before = Before(is_careful=is_careful, without=without, steepest=steepest)
    found = route(answers, before, THERE)
    assert found.offers
    assert is_allowed(found, before, answers)


def test_every_offer_of_the_rules_is_here():
    for rule in rules().rules:
        assert set(rule.offer) <= set(THERE), rule.id


def test_every_answer_that_could_be_a_wish_has_a_rule_of_its_own():
    for key in ("brings",):
        named = {v for rule in rules().rules for v in rule.when.get(key, ())}
        assert named == {one for one in ANSWERS[key] if one}
    for rule in rules().rules:
        for key, among in rule.when.items():
            allowed = ["careful", "open"] if key == "care" else ANSWERS[key]
            assert set(among) <= set(allowed), rule.id


def first_of(answers: dict[str, str], before: Before = NOTHING_BEFORE) -> str:
    return route(answers, before, THERE).offers[0].target.id


def test_who_is_afraid_is_offered_people_and_no_talk_with_a_partner():
    found = route({"brings": "afraid", "try": "talk"}, Before(), THERE)
    assert found.offers[0].target.id == "people"
    assert not any(offer.target.is_with_partner for offer in found.offers)
    assert any("closed" in note for note in found.notes)


def test_who_was_closed_to_partner_talks_before_is_not_told_why():
    found = route({"brings": "wish", "try": "talk"}, Before(is_careful=True), THERE)
    shown = " ".join(offer.said for offer in found.offers)
    assert found.offers[0].target.id == "people"
    assert "afraid" not in shown
    assert "said" not in shown


def test_strong_distress_comes_to_rest_before_anything_else():
    assert first_of({"now": "too_much", "brings": "pain"}) == "exercise:grounding"
    assert first_of({"now": "unsafe"}) == "people"
    made = sitting()
    made.answer("too_much")
    assert made.view.step == WHERE  # nothing more is asked of somebody in distress


def test_pain_leads_to_telling_it_and_to_a_doctor():
    found = route({"brings": "pain", "try": "talk"}, Before(), THERE)
    assert found.offers[0].target.id == "talk:sex_hurts"
    assert any("doctor" in note for note in found.notes)


@pytest.mark.parametrize(
    ("brings", "wants", "first"),
    [
        ("no", "talk", "talk:saying_no"),
        ("new", "talk", "talk:first_date"),
        ("turned_down", "talk", "talk:hearing_no"),
        ("worry", "exercise", "exercise:exposure"),
        ("body", "exercise", "exercise:functionality"),
        ("wish", "calm", "exercise:breathing"),
    ],
)
def test_what_brings_somebody_and_what_they_want_to_try_decide(brings, wants, first):
    assert first_of({"brings": brings, "try": wants}) == first


def test_a_talk_above_the_ceiling_is_named_as_left_out_and_not_offered():
    found = route({"brings": "pain", "ceiling": "1"}, Before(), THERE)
    assert "talk:sex_hurts" not in {offer.target.id for offer in found.offers}
    assert "talk:sex_hurts" in {one.id for one in found.too_steep}


def test_the_offers_stand_with_their_reasons_and_with_everything():
    made = sitting()
    for answer in ("fine", "no", "talk", "3"):
        assert made.answer(answer) == ""
    shown = " ".join(made.view.lines)
    assert "Because you said that saying no is hard for you" in shown
    assert made.view.options[-1].id == EVERYTHING
    assert 2 <= len(made.view.options) <= 4
    for option in made.view.options[:-1]:
        assert THERE[option.id].title in shown
        assert THERE[option.id].title in option.label
    made.answer("talk:saying_no")
    assert made.run.phase == "done"
    assert made.run.inner.chosen == "talk:saying_no"


@pytest.mark.parametrize("count", range(4))
def test_everything_is_one_answer_away_at_every_question(count):
    made = sitting()
    for _ in range(count):
        made.answer(made.view.options[0].id)
    made.answer(EVERYTHING)
    assert made.run.phase == "done"
    assert made.run.inner.chosen == EVERYTHING


def test_each_question_can_be_skipped_and_something_is_still_offered():
    made = sitting()
    for _ in range(4):
        made.skip()
    assert made.view.step == WHERE
    assert made.view.options[0].id != EVERYTHING
    made.skip()
    assert made.run.inner.chosen == EVERYTHING


def test_who_has_set_a_ceiling_is_not_asked_again():
    asked = [view.step for view in screens(Before(steepest=2))]
    assert asked == ["now", "brings", "try"]
    found = route({"brings": "trust"}, Before(steepest=2), THERE)
    assert all(offer.target.difficulty <= 2 for offer in found.offers)


def test_the_ceiling_is_asked_in_the_words_that_the_lobby_has_for_it():
    labels = [option.label for option in screens()[-1].options]
    assert labels[0] == "Gentle ones only"
    assert [option.id for option in screens()[-1].options[:3]] == ["1", "2", "3"]


def test_no_private_question_is_put_a_second_time():
    from sim.screening.answers import screen

    asked = " ".join(view.ask for view in screens()).lower()
    for question in screen().questions:
        assert question.text.lower() not in asked


def test_it_declares_that_nothing_is_kept():
    assert GUIDE.records == ()


def test_a_note_with_a_claim_has_its_source():
    claims = re.compile(r"doctor|treatment|therapist|causes|research|studies", re.I)
    for rule in rules().rules:
        if claims.search(f"{rule.note} {rule.said}"):
            assert rule.sources, rule.id
        assert set(rule.sources) <= set(sources()), rule.id
        assert set(rule.sources) <= set(GUIDE.sources), rule.id


def test_every_text_can_be_read_without_effort():
    for rule in rules().rules:
        for said in (rule.note, f"Because {rule.said}."):
            if len(said.split()) >= 8:
                assert grade(said) <= 8, (rule.id, said)


def test_a_rule_that_offers_an_unknown_kind_is_refused(monkeypatch, tmp_path):
    text = (_path_rules.folder("path") / "rules.toml").read_text("utf-8")
    (tmp_path / "rules.toml").write_text(text.replace('"people", ', '"poeple", ', 1))
    monkeypatch.setattr(_path_rules, "folder", lambda name: tmp_path)
    rules.cache_clear()
    try:
        with pytest.raises(DataError, match="people"):
            rules()
    finally:
        rules.cache_clear()
