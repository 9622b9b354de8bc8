"""A letter is read as written; what does not fit is refused with its place."""

from __future__ import annotations

import json
from typing import Any

import pytest

from dialogue.scenario.conditions import Condition
from dialogue.scenario.rules import Never, Rule
from dialogue.strict import DataError
from sim.clinic.letters import (
    Answer,
    Assignment,
    Goodbye,
    Item,
    Keys,
    Letter,
    Part,
    Report,
    Withdrawal,
    read_letter,
    written,
)

RULE = Rule(
    "Sam does not soften before being asked a question.",
    Never(moves=("soften",)),
    (Condition(heard={"open_question": 1}),),
)
ASSIGNMENT = Assignment(
    "a1",
    "2026-11-23",
    "Saying no, gently",
    (Part("p1", "rehearsal", "saying_no", 3, ("boundary",), rules=(RULE,)),),
    due_on="2026-12-01",
    share=("grades",),
)
REPORT = Report(
    "r1",
    "rehearsal",
    "saying_no",
    "Saying no and staying close",
    "2026-11-24",
    (Item("suds.1", "suds", "Before", numbers={"before": 60.0}),),
)


@pytest.mark.parametrize(
    "letter",
    [
        ASSIGNMENT,
        REPORT,
        Answer("a1", ("p1",)),
        Withdrawal("r1"),
        Keys("00", "11"),
        Goodbye(),
    ],
)
def test_a_letter_is_read_as_it_was_written(letter: Letter) -> None:
    assert read_letter(written(letter)) == letter


def changed(letter: Letter, **values: Any) -> bytes:
    body = json.loads(written(letter))
    body["letter"].update(values)
    return json.dumps(body).encode()


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"\xff", "no JSON"),
        (b"[" * 100_000, "no JSON"),
        (b'{"kind":"report"}', "format, kind and letter"),
        (written(REPORT).replace(b'"format":1', b'"format":2'), "newer"),
        (written(REPORT).replace(b'"kind":"report"', b'"kind":"repor"', 1), "report"),
        (changed(REPORT, done_on="soon"), "report.done_on"),
        (changed(REPORT, items=[]), "report.items"),
        (changed(REPORT, weight=80), "weight"),
        (changed(ASSIGNMENT, steepest=4), "steepest"),
        (changed(ASSIGNMENT, share=["audio"]), "share"),
        (changed(ASSIGNMENT, rule_out=["everything"]), "rule_out"),
        (changed(ASSIGNMENT, note="a\u202eb"), "note"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_place(raw: bytes, said: str) -> None:
    with pytest.raises(DataError, match=said):
        read_letter(raw)


def test_no_letter_can_forbid_the_partner_a_no() -> None:
    raw = written(ASSIGNMENT).replace(b'"soften"', b'"refuse"')
    with pytest.raises(DataError, match="refuse"):
        read_letter(raw)
