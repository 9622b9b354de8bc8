from dataclasses import replace

import pytest

from benchmarks.content_audit import GENDERS, PARTS, WHO, gender, leans, report, tables
from dialogue.scenario.loading import catalog

SCENARIOS = catalog()


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.id)
def test_every_conversation_says_who_does_what(scenario):
    for part in PARTS:
        assert getattr(scenario.audit, part) in WHO, part
    assert scenario.audit.form
    assert scenario.audit.orientation
    assert gender(scenario) in GENDERS.values()


def test_partners_are_women_and_men_alike_and_others_too():
    tally = [gender(scenario) for scenario in SCENARIOS]
    assert abs(tally.count("women") - tally.count("men")) <= 2
    assert tally.count("non-binary") >= 2


def test_no_partner_is_young_and_some_are_over_fifty():
    ages = [scenario.persona.age for scenario in SCENARIOS]
    assert min(ages) >= 25
    assert sum(age >= 50 for age in ages) >= 3


def test_families_come_from_at_least_eight_regions():
    regions = {region for s in SCENARIOS for region in s.audit.ancestry}
    assert len(regions) >= 8


def test_what_leans_is_said():
    said = " ".join(leans(SCENARIOS))
    assert "The user wants more than the partner in 8" in said
    assert "The partner has hurt the other in none." in said
    assert "No talk is about: disability." in said


def test_what_no_longer_leans_is_no_longer_said():
    evened = [
        replace(s, audit=replace(s.audit, hurt_by="partner" if at % 2 else "user"))
        for at, s in enumerate(SCENARIOS)
    ]
    assert "has hurt the other in none" not in " ".join(leans(evened))


def test_every_conversation_is_counted_once_in_every_part():
    made = report(SCENARIOS)
    for groups in made["counts"].values():
        for rows in groups.values():
            assert sum(sum(row.values()) for row in rows.values()) == len(SCENARIOS)
    assert all(scenario.id in tables(made) for scenario in SCENARIOS)
