"""Every principle has behaviours, every behaviour has a test, and the page says so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.trauma_informed import principles

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "explanation" / "trauma-informed.md"


def test_each_of_the_six_principles_has_a_behaviour():
    named = {who for who, _, _ in principles.PRINCIPLES}
    assert len(named) == 6
    assert all(name in PAGE.read_text("utf-8") for name in named)


@pytest.mark.parametrize("test", [test for _, _, test in principles.PRINCIPLES])
def test_the_test_of_a_behaviour_exists(test):
    file, _, name = test.partition("::")
    assert re.search(rf"^def {name}\(", (ROOT / file).read_text("utf-8"), re.M)


def test_the_page_shows_the_table():
    assert principles.table() in PAGE.read_text("utf-8"), (
        "put the output of tests.trauma_informed.principles.table() into the page"
    )
