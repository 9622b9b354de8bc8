from __future__ import annotations

import copy
from typing import Any

import pytest

from dialogue.strict import tables_of
from sim.clinic.web.editor_check import template
from tests.clinic.web.conftest import clock_s, inside, outside

__all__ = ["clock_s", "inside", "outside"]


@pytest.fixture
def tables() -> dict[str, Any]:
    """The short template, to be written over."""
    return copy.deepcopy(tables_of(template()))
