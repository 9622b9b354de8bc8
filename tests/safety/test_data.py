import datetime
import json
import re

import numpy as np
import pytest

from assets import folder
from assets.build import safety_lines
from assets.build.safety_lines import read
from benchmarks.safety import wilson
from dialogue.messages import Safety
from dialogue.safety import rules, support, texts
from dialogue.safety.classifier import load
from dialogue.safety.errors import SafetyDataError, check_keys
from dialogue.skills import SAFETY_CATEGORIES

CHECKED = datetime.date(2026, 11, 23)


def test_written_lines_are_enough_and_well_formed():
    lines = read(folder("safety") / "lines.jsonl")
    assert len(lines) >= 1200
    for name in SAFETY_CATEGORIES:
        mine = [line for line in lines if line.category == name]
        assert len(mine) >= 100, name
        assert min(
            sum(line.form == f for line in mine) for f in ("explicit", "indirect")
        )
    ordinary = sum(line.category == "none" for line in lines)
    assert 0.4 <= ordinary / len(lines) <= 0.6


def _words(line):
    return re.sub(r"[^a-z0-9 ]", "", line.text.lower()).strip()


def test_no_line_that_is_held_out_is_learned_from():
    names = safety_lines.HELD_OUT
    held = {_words(line) for name in names for line in safety_lines.written(name)}
    for name in ("lines.jsonl", *safety_lines.FURTHER):
        lines = safety_lines.lessons(name)
        assert lines
        # counted, so that no held-out line is ever printed
        assert sum(_words(line) in held for line in lines) == 0, name


def test_each_further_writer_is_left_out_once():
    turns = [safety_lines.left_out(fold) for fold in range(safety_lines.FOLDS)]
    further = [x.id for own in safety_lines.further().values() for x in own]
    assert sum(map(len, turns)) == len(further) == len(set(further))
    assert frozenset.union(*turns) == set(further)


@pytest.mark.parametrize(
    "row",
    [
        {"id": "a.1", "text": "x", "category": "none", "form": "none", "colour": 1},
        {"id": "a.1", "text": "x", "category": "nonsense", "form": "none"},
        {"id": "a.1", "text": "x", "category": "none", "form": "explicit"},
        {"id": "a.1", "text": "x", "category": "none"},
    ],
)
def test_a_malformed_line_is_refused(tmp_path, row):
    path = tmp_path / "lines.jsonl"
    path.write_text(json.dumps(row) + "\n")
    with pytest.raises(SafetyDataError, match=r"lines\.jsonl: line 1"):
        read(path)


def test_an_unknown_key_is_named_with_its_neighbour():
    with pytest.raises(SafetyDataError, match=r"Did you mean 'phone'\?"):
        check_keys({"phnoe": 1}, ("phone", "web"), (), "gb.toml")


def test_rules_are_unique_and_cover_every_category():
    found = rules.rules()
    assert {(rule.category, rule.form) for rule in found} >= {
        (name, form) for name in SAFETY_CATEGORIES for form in ("explicit", "indirect")
    }


def test_damaged_weights_are_refused(tmp_path):
    path = tmp_path / "classifier.npz"
    path.write_bytes(b"no archive")
    with pytest.raises(SafetyDataError, match="cannot be read"):
        load(path)
    np.savez(path, format=np.int64(99))
    with pytest.raises(SafetyDataError, match="format 99"):
        load(path)


@pytest.mark.parametrize("category", SAFETY_CATEGORIES)
def test_every_category_has_both_fixed_texts(category):
    for action in ("stop", "check_in"):
        safety = Safety(category, "explicit", 0.9, action, "test")
        text = texts.text_for(safety, "Robin")
        assert text.title
        assert 40 <= len(text.body) <= 1100
        assert "{" not in text.body
        assert text.choices


@pytest.mark.parametrize("category", SAFETY_CATEGORIES)
def test_a_stop_says_that_it_was_a_program_and_nothing_is_scored(category):
    text = texts.text_for(Safety(category, "explicit", 0.9, "stop"), "Robin")
    assert "The rehearsal has ended" in text.body
    assert "Robin was a program" in text.body
    assert "Nothing you said is scored" in text.body
    offered = {choice.id for choice in text.choices}
    assert {"help_country", "leave"} <= offered
    if category not in ("minor", "medical"):
        assert {"breathe", "start"} <= offered


@pytest.mark.parametrize("category", SAFETY_CATEGORIES)
def test_a_check_in_asks_one_question_with_a_way_on_and_a_way_to_help(category):
    text = texts.text_for(Safety(category, "indirect", 0.7, "check_in"), "Robin")
    assert text.body.count("?") == 1
    labels = {choice.label for choice in text.choices}
    assert "Show me help" in labels
    if category != "minor":
        assert {"I'm okay, go on", "Pause"} <= labels


@pytest.mark.parametrize("category", ["violence_from_partner", "sexual_coercion"])
def test_fear_of_a_partner_offers_quick_exit_and_never_telling_them(category):
    for action in ("stop", "check_in"):
        text = texts.text_for(Safety(category, "explicit", 0.9, action), "Robin")
        assert "quick exit" in text.body.lower()
        assert "quick_exit" in {choice.id for choice in text.choices}
        for phrase in ("tell your partner", "talk to your partner", "tell them how"):
            assert phrase not in text.body.lower()


def test_no_text_exists_for_going_on():
    with pytest.raises(SafetyDataError, match="no text"):
        texts.text_for(Safety(), "Robin")


def test_help_covers_fifteen_countries_each_with_an_emergency_number():
    assert len(support.countries()) >= 15
    for code in support.countries():
        card = support.card(code)
        kinds = {item.kind for item in card.entries}
        assert {"emergency", "directory"} <= kinds, code
        assert all(item.source.startswith("http") for item in card.entries), code
        assert all(item.dated for item in card.entries), code
        shown = support.card_text(card)
        assert "Last checked" in shown
        assert next(i.phone for i in card.entries if i.kind == "emergency") in shown


@pytest.mark.parametrize("code", ["", "XX", "nowhere", "  "])
def test_an_unknown_country_gets_the_honest_general_text(code):
    card = support.card(code)
    assert card.country == ""
    assert "will not guess" in support.card_text(card)


def test_the_fitting_help_comes_first():
    card = support.card("gb", "violence_from_partner")
    assert [item.kind for item in card.entries[:2]] == [
        "emergency",
        "domestic_violence",
    ]
    assert support.card("UK") == support.card("gb")


def test_entries_older_than_twelve_months_are_flagged():
    assert support.overdue(CHECKED) == ()
    late = support.overdue(CHECKED + datetime.timedelta(days=366))
    assert len(late) >= 50


def test_no_entry_of_help_is_overdue_today():
    assert support.overdue(datetime.datetime.now(datetime.UTC).date()) == ()


def test_an_interval_holds_the_share_it_is_about():
    low, high = wilson(9, 10)
    assert 0.55 < low < 0.9 < high < 1.0
    assert wilson(0, 0) == (0.0, 1.0)
