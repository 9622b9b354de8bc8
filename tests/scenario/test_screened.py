"""The safety screen holds back neither the partners' lines nor the example users."""

from __future__ import annotations

import pytest

from dialogue.safety import partner_line_problem, screen
from tests.scenario import craft
from tests.scenario.scripted import names, partner, scenario, script

IDS = ("sex_hurts", "affection_only")


@pytest.mark.parametrize("scenario_id", IDS)
def test_every_line_of_the_partner_may_be_said(scenario_id: str) -> None:
    who = partner(scenario_id, 1)
    held = [
        (text, partner_line_problem(text))
        for text in map(who.fill, craft.texts(scenario(scenario_id)))
        if partner_line_problem(text) or screen(text, who="partner").action != "none"
    ]
    assert held == []


@pytest.mark.parametrize("scenario_id", IDS)
def test_no_example_user_is_taken_for_someone_in_danger(scenario_id: str) -> None:
    stopped = []
    for name in names(scenario_id):
        lines = script(scenario_id, name)
        for index, text in enumerate(lines):
            found = screen(text, context=lines[:index])
            if found.action != "none":
                stopped.append((name, text, found.rule))
    assert stopped == []
