"""A fault is told where the form shows it, in the form's own words."""

from __future__ import annotations

from typing import Any

import pytest

from sim.clinic.web.editor_places import Fault, loaded


def fault(tables: dict[str, Any]) -> Fault:
    found = loaded(tables)
    assert isinstance(found, Fault)
    return found


CASES: list[tuple[tuple[Any, ...], Any, str, str]] = [
    (("persona", "age"), 17, "Partner › Age", "persona.age"),
    (("persona", "age"), "young", "Partner › Age", "persona.age"),
    (
        ("persona", "levels", "trust"),
        2,
        "Partner › How they are",
        "persona.levels.trust",
    ),
    (("title",), "{nobody}", "Situation › Title", "title"),
    (("opening",), [], "Situation › First words", "opening"),
    (("slots",), {"user": "x"}, "Situation › Facts that can be set", "slots"),
    (("content_notes",), ["a", "{"], "Care › Content notes, row 2", "content_notes"),
    (
        ("facts", 1, "wordings"),
        ["one"],
        "What the partner can tell › the evenings",
        "facts.1.wordings",
    ),
    (
        ("facts", 0, "tell"),
        ["Fine.", "With {nobody}."],
        "tell › what the days are like › The partner tells it, row 2",
        "facts.0.tell",
    ),
    (("facts", 2, "hold"), [], "what is hard to say › Until then", "facts.2.hold"),
    (("requests", 0, "no"), [], "one evening a week › No", "requests.0.no"),
    (("endings", 2, "last"), [], "How it may end › Apart", "endings.2.last"),
    (
        ("endings", 0, "epilogue"),
        "{echo}",
        "What the client reads",
        "endings.0.epilogue",
    ),
]


@pytest.mark.parametrize(("key", "value", "where", "field"), CASES)
def test_the_place_of_a_fault(
    tables: dict[str, Any], key: tuple[Any, ...], value: Any, where: str, field: str
) -> None:
    place: Any = tables
    for step in key[:-1]:
        place = place[step]
    place[key[-1]] = value
    found = fault(tables)
    assert where in found.where
    assert found.field == field
    assert found.what[0].isupper() or not found.what[0].isalpha()


def test_the_same_line_twice_names_both_places(tables: dict[str, Any]) -> None:
    tables["facts"][1]["tell"] = [tables["facts"][0]["tell"][0]]
    found = fault(tables)
    assert "the evenings › The partner tells it, row 1" in found.where
    assert "what the days are like › The partner tells it, row 1" in found.what


def test_a_group_that_the_banks_do_not_have_is_a_fault(tables: dict[str, Any]) -> None:
    tables["without"] = ["nonsense"]
    assert "nonsense" in fault(tables).what
