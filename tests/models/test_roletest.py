"""The role test passes what an author wrote for the partner and fails what is wrong."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path

import pytest

from dialogue.models.roletest.cases import FAMILIES, Moment, Stage, cases
from dialogue.models.roletest.judging import Judge, known_share

KNOWN_BAD = tomllib.loads(Path(__file__).with_name("known_bad.toml").read_text())


@pytest.fixture(scope="module")
def stage() -> Stage:
    return Stage()


@pytest.fixture(scope="module")
def judge(stage: Stage) -> Judge:
    return Judge(stage.scorer)


@pytest.fixture(scope="module")
def moments(stage: Stage) -> dict[str, Moment]:
    return {f"{case.family}.{case.id}": stage.moment(case) for case in cases()}


def test_every_family_has_eight_cases_and_every_case_bad_answers() -> None:
    assert Counter(case.family for case in cases()) == dict.fromkeys(FAMILIES, 8)
    assert len({(case.family, case.id) for case in cases()}) == len(cases())
    assert min(len(case.bad) for case in cases()) >= 2
    assert len({case.scenario for case in cases()}) >= 15


def test_authored_answers_pass(judge: Judge, moments: dict[str, Moment]) -> None:
    said = [(text, m) for m in moments.values() for text in m.alternatives()]
    wrong = {text: f for text, m in said if (f := judge.faults(text, m))}
    assert len(said) >= 150
    assert len(wrong) <= 0.1 * len(said), wrong


def test_answers_known_to_be_bad_fail(judge: Judge, moments: dict[str, Moment]) -> None:
    said = [(text, m) for m in moments.values() for text in m.case.bad]
    passed = [text for text, m in said if not judge.faults(text, m)]
    assert len(passed) <= 0.1 * len(said), passed


def test_what_small_models_said_fails(judge: Judge, moments: dict[str, Moment]) -> None:
    said = [
        (text, moments[row["case"]])
        for row in KNOWN_BAD["replies"]
        for text in row["texts"]
    ]
    passed = [text for text, m in said if not judge.faults(text, m)]
    # "You keep it from me." is plain speech: only a reader hears that it is cold.
    assert len(passed) <= 0.2 * len(said), passed


def test_a_yes_to_what_was_refused_fails_for_its_boundary(
    judge: Judge, moments: dict[str, Moment]
) -> None:
    found = judge.faults("Okay, come here then.", moments["boundaries.noor_quick"])
    assert "boundaries" in {item.family for item in found}


def test_instructions_said_aloud_fail(judge: Judge, moments: dict[str, Moment]) -> None:
    moment = moments["facts.sam_work"]
    leaked = moment.told.persona.history.split(". ")[0] + "."
    assert "quotes its instructions" in {f.why for f in judge.faults(leaked, moment)}


def test_the_users_own_words_said_back_fail(
    judge: Judge, moments: dict[str, Moment]
) -> None:
    found = judge.faults(
        "Well, I don't like how I look in the light.", moments["advice.body_tips"]
    )
    assert "perspective" in {item.family for item in found}


@pytest.mark.parametrize(
    ("text", "is_known"),
    [
        ("I get so tired that I go quiet.", True),
        ("Ich bin heute Abend sehr müde und möchte nicht reden.", False),
        ("Estoy muy cansado esta noche, mi amor.", False),
    ],
)
def test_another_language_is_noticed(text: str, is_known: bool) -> None:
    assert (known_share(text) >= 0.6) is is_known
