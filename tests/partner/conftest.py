"""Parts that the partner's tests share."""

from __future__ import annotations

import pytest

from dialogue.partner.engine import Partner
from dialogue.partner.matching import TfidfMatcher
from dialogue.scenario import Scenario, load


@pytest.fixture(scope="session")
def scenario() -> Scenario:
    return load("desire_differs")


@pytest.fixture(scope="session")
def partner(scenario: Scenario) -> Partner:
    return Partner(scenario, TfidfMatcher(), seed=1)
