"""The page on threats names only tests that exist, and every actor has some."""

from __future__ import annotations

import ast
import re

from assets import ROOT

TOP = ROOT.parent
PAGE = TOP / "docs" / "explanation" / "threat-model.md"
CLINIC = TOP / "docs" / "explanation" / "clinic-security.md"
ACTORS = (
    "curious housemate", "controlling partner", "stolen laptop", "hostile scenario",
    "hostile language-model server", "on the network", "hostile relay", "supply chain",
    "carries letters", "would like to know more", "a client's computer",
)  # fmt: skip
NAMED = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")


def sections():
    text = PAGE.read_text("utf-8")
    parts = re.split(r"^## (.+)$", text, flags=re.M)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def functions(path):
    tree = ast.parse((TOP / path).read_text("utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_every_test_that_the_page_names_is_there():
    named = NAMED.findall(PAGE.read_text("utf-8"))
    assert len(named) > 40
    named += NAMED.findall(CLINIC.read_text("utf-8"))
    for path, name in named:
        found = functions(path)
        assert any(one.startswith("test_") for one in found), path
        assert not name or name in found, f"{path}::{name}"


def test_every_actor_says_what_holds_what_does_not_and_shows_it():
    found = sections()
    for actor in ACTORS:
        (title,) = [title for title in found if actor in title]
        if actor == "hostile relay":
            assert "There is none yet" in found[title]
            continue
        rows = re.findall(r"^\| ([\w ]+) \|", found[title], flags=re.M)
        assert {"holds", "does not hold", "tests"} <= set(rows), title
        assert NAMED.search(found[title]), title


def test_every_security_test_is_on_the_page():
    text = PAGE.read_text("utf-8")
    for path in (TOP / "tests" / "security").glob("test_*.py"):
        if path.name != "test_threat_model.py":
            assert f"tests/security/{path.name}" in text
