"""The reference says what the program says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sim import reference
from sim.cli import parser

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", sorted(reference.pages()))
def test_a_reference_page_is_what_the_program_makes(name):
    written = (reference.FOLDER / name).read_text("utf-8")
    assert written == reference.pages()[name], "run: python -m sim.reference"


def test_every_command_that_the_readme_names_exists():
    text = (ROOT / "README.md").read_text("utf-8")
    known = set(parser()._subparsers._group_actions[0].choices)
    named = set(re.findall(r"visavis ([a-z]+)", text))
    assert named <= known


def test_every_file_that_the_readme_links_exists():
    text = (ROOT / "README.md").read_text("utf-8")
    for target in re.findall(r"\]\(([^)h][^)]*)\)", text):
        assert (ROOT / target).exists(), target
