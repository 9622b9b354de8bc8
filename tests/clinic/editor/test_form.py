"""The form shows every text of a scenario, and gives back what it was given."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from assets import folder
from sim.clinic.web.editor_fields import fields
from sim.clinic.web.editor_form import (
    SEEN,
    Tables,
    added,
    applied,
    choices_of,
    removed,
    shown_in,
)
from sim.clinic.web.editor_kinds import GROUPS
from sim.clinic.web.editor_places import Fault, loaded
from sim.clinic.web.editor_rows import lines_of, rows_of
from sim.clinic.web.editor_toml import written

LONG = ("desire_differs", "saying_no", "trans_partner", "first_date")


def long(name: str) -> Tables:
    return tomllib.loads((folder("scenarios") / f"{name}.toml").read_text("utf-8"))


def as_sent(
    tables: Tables, **changes: str
) -> tuple[Callable[[str], str | None], Callable[[str], Sequence[str]]]:
    """What a browser sends of an unchanged page, and of `changes` (dots as two _)."""
    single: dict[str, str] = {}
    ticks: dict[str, list[str]] = {}
    for field in fields(tables):
        value = shown_in(tables, field)
        if field.kind in ("many", "tick"):
            single[SEEN + field.name] = "1"
            ticks[field.name] = value if field.kind == "many" else ["1"] * value
        else:
            single[field.name] = str(value).replace("\n", "\r\n")
    single |= {name.replace("__", "."): value for name, value in changes.items()}
    return single.get, lambda name: ticks.get(name, [])


@pytest.mark.parametrize("name", LONG)
def test_saving_an_unchanged_page_changes_nothing(name: str) -> None:
    tables = long(name)
    assert applied(tables, *as_sent(tables)) == tables


@pytest.mark.parametrize("name", LONG)
def test_a_file_says_what_was_written(name: str) -> None:
    tables = long(name)
    assert tomllib.loads(written(tables)) == tables


@pytest.mark.parametrize(
    "text", ['"', "\\", "'''", '"""', "\x7f", "\t", "é😀", "a = 1\n[x]", "\u2028", "#"]
)
def test_any_text_stays_itself_in_a_file(text: str) -> None:
    tables = {"title": text, "slots": {text: text}, "facts": [{"tell": [text]}]}
    assert tomllib.loads(written(tables)) == tables


def test_what_was_not_sent_stays(tables: Tables) -> None:
    made = applied(tables, {"title": "Mine"}.get, lambda name: [])
    assert made == {**tables, "title": "Mine"}


def test_unknown_fields_are_not_taken(tables: Tables) -> None:
    sent = {"persona.rules": "x", "facts.99.tell": "x", "id": "first_date", "x": "y"}
    assert applied(tables, sent.get, lambda name: ["x"]) == tables


FORMER: list[Any] = [
    "Plain.",
    {"text": "Angry one.", "moods": ["angry"], "asks": "q_1"},
    {"text": "Asked?", "asks": "q_2"},
]


def test_a_line_keeps_its_limits_when_its_text_or_its_place_changes() -> None:
    rows = rows_of(FORMER)
    assert rows == ["Plain.", "(angry) Angry one.", "Asked?"]
    changed = "Plain.\n(angry, hurt) Another one.\nAsked?"
    assert lines_of(changed, FORMER)[1] == {
        "text": "Another one.",
        "moods": ["angry", "hurt"],
        "asks": "q_1",
    }
    longer = "New first.\nPlain.\n(angry) Angry one.\nAsked?\nNew last."
    assert lines_of(longer, FORMER) == ["New first.", *FORMER, "New last."]
    assert lines_of("Asked?\nPlain.", FORMER) == [FORMER[2], FORMER[0]]
    assert lines_of("", FORMER) == []


def test_a_mood_that_is_none_is_a_text() -> None:
    assert lines_of("(sighs) Well.\n(angry) No.", ()) == [
        "(sighs) Well.",
        {"text": "No.", "moods": ["angry"]},
    ]


def test_a_condition_of_the_file_stays_unless_another_is_chosen() -> None:
    tables = long("saying_no")
    gates = [one for one in fields(tables) if one.kind in ("gate", "stances")]
    own = [one for one in gates if shown_in(tables, one) == "own"]
    assert own and all(
        ("own", "as its file says") in choices_of(tables, one) for one in own
    )
    made = applied(tables, {own[0].name: "nonsense"}.get, lambda name: [])
    assert made == tables


@pytest.mark.parametrize("group", sorted(GROUPS))
def test_what_is_added_can_be_removed_and_has_an_id_of_its_own(
    tables: Tables, group: str
) -> None:
    more = added(added(tables, group), group)
    ids = [item["id"] for name in GROUPS for item in more[name]]
    assert len(set(ids)) == len(ids)
    places = [
        place
        for place, item in enumerate(more[group])
        if item["id"] not in {one["id"] for one in tables[group]}
    ]
    for place in reversed(places):
        more = removed(more, group, place)
    assert more == tables


HOSTILE = ["{echo}", "{user}", "\x00", "1e999", "x" * 20_000]


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_is_typed_is_played_or_refused_with_its_place(
    tables: Tables, text: str
) -> None:
    kinds = {field.key[-1]: field for field in fields(tables)}
    for field in kinds.values():
        sent = {field.name: text, SEEN + field.name: "1"}
        found = loaded(applied(tables, sent.get, lambda name: [text]))
        assert not isinstance(found, Fault) or found.where, (field.name, found)
