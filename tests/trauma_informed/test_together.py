"""Collaboration: the user says what is practised and what is wrong."""

from __future__ import annotations

from dialogue import scenario
from sim.session import debrief as debriefs
from sim.session.marking import mark
from tests.progress.logs import log

TOLD = scenario.load("saying_no")


def test_the_debrief_answers_to_the_goals_that_were_chosen():
    made = log("saying_no", "skilled")
    for goals in (["boundary"], ["appreciation", "feeling"]):
        made[0] = {**made[0], "goals": goals}
        found = debriefs.build(made, TOLD)
        assert [result.skill for result in found.goals] == goals


def test_what_the_user_calls_wrong_no_longer_counts():
    made = log("saying_no", "skilled")
    before = debriefs.build(made, TOLD)
    judged = next(one for one in before.statements if "@" in one.key and one.skill)
    made.append(mark(judged, TOLD.id))
    after = debriefs.build(made, TOLD)
    found = next(one for one in after.statements if one.key == judged.key)
    assert found.is_marked
    results = [
        result
        for result in (*after.goals, *after.others, *after.harder)
        if result.skill == judged.skill
    ]
    quoted = {quote.turn for result in results for quote in result.quotes}
    assert judged.turn not in quoted
