"""How a user speaks decides how the partner fares: simulated users in every scenario.

`make test` plays 4 seeds (some 25 s of one core), `make soak` 20. The order and its
reasons are in `order`; both take the skills as the lines were written, without a model.
``python -m benchmarks.construct`` does the same with the real scorer and matcher.
"""

from __future__ import annotations

import pytest

from dialogue.scenario import catalog
from tests.construct.figures import authored, overall
from tests.construct.order import MEASURES

IDS = tuple(told.id for told in catalog())
FLOOR = frozenset({("pressuring", "contemptuous")})
"""The two whose trust ends at the floor; see the test of its own."""
LEAST = 0.8
"""Rank correlation that each scenario must reach; all that six means can reach is .94.
[judgement: one swap between neighbouring places still passes, two do not]"""
seeds = pytest.mark.parametrize(
    "count",
    (
        pytest.param(4, id="4 seeds"),
        pytest.param(20, id="20 seeds", marks=pytest.mark.soak),
    ),
)
every_scenario = pytest.mark.parametrize("scenario_id", IDS)


@seeds
@every_scenario
def test_the_partner_fares_as_the_user_speaks(scenario_id: str, count: int) -> None:
    found = authored(scenario_id, count).inversions()
    odd = {name: sorted({*pairs} - FLOOR) for name, pairs in found.items()}
    assert not any(odd.values()), {name: pairs for name, pairs in odd.items() if pairs}


@seeds
@every_scenario
def test_the_order_of_the_profiles_is_found_again(scenario_id: str, count: int) -> None:
    agreements = authored(scenario_id, count).agreements()
    assert min(agreements.values()) >= LEAST, agreements


@seeds
@every_scenario
def test_no_contemptuous_session_ends_better_than_any_skilled_one(
    scenario_id: str, count: int
) -> None:
    table = authored(scenario_id, count)
    for name in MEASURES:
        values = table.values(name)
        assert min(values["skilled"]) > max(values["contemptuous"]), name


@seeds
@every_scenario
def test_a_no_stays_a_no_for_a_user_who_presses(scenario_id: str, count: int) -> None:
    sessions = authored(scenario_id, count).of("pressuring")
    given = [(one.seed, one.yes_since_no) for one in sessions if one.yes_since_no]
    assert given == []
    assert any(one.refused for one in sessions)


@seeds
@every_scenario
def test_nobody_turns_a_refused_request_into_a_yes(
    scenario_id: str, count: int
) -> None:
    for one in authored(scenario_id, count).sessions:
        assert not set(one.agreed) & set(one.refused), (one.profile, one.seed)


@seeds
def test_over_all_scenarios_single_sessions_order_too(count: int) -> None:
    tables = [authored(scenario_id, count) for scenario_id in IDS]
    assert min(overall(tables)["of_sessions"].values()) >= LEAST


@pytest.mark.xfail(
    reason="both end at the floor; a partner bears contempt for less long"
)
def test_contempt_leaves_less_trust_than_pressure() -> None:
    tables = [authored(scenario_id, 4) for scenario_id in IDS]
    found = [table.inversions().get("trust", []) for table in tables]
    assert not any(FLOOR & set(pairs) for pairs in found)
