"""Parts that the scenarios' tests share."""

from __future__ import annotations

import pytest

from dialogue.scenario import Scenario, load


@pytest.fixture(scope="session")
def scenario() -> Scenario:
    return load("desire_differs")
