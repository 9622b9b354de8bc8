import datetime
import tomllib
import warnings
from pathlib import Path

import pytest

from assets.build import support_page
from dialogue.safety import support
from dialogue.safety.errors import SafetyDataError
from sim.support import help_lines

TODAY = datetime.datetime.now(datetime.UTC).date()
CHECKED = max(item.checked for _, item in support.every_entry())
GOOD = {
    "kind": "crisis",
    "name": "A line",
    "phone": "123",
    "source": "https://example.org/help",
    "dated": "2025-03",
    "checked": datetime.date(2026, 11, 23),
}


def test_at_least_twenty_countries_have_a_card():
    assert len(support.countries()) >= 20
    assert set(support.countries()) >= set(
        ["GB", "IE", "US", "CA", "AU", "NZ", "DE", "FR", "ES", "IT", "NL", "IN", "ZA"]
    )


@pytest.mark.parametrize("kind", ["emergency", "crisis", "domestic_violence"])
def test_every_country_has_the_kinds_that_cannot_wait(kind):
    for code in support.countries():
        assert kind not in support.card(code).missing, code


def test_many_countries_have_a_line_for_sexual_assault_and_for_lgbtq_people():
    cards = [support.card(code) for code in support.countries()]
    for kind in ("sexual_assault", "lgbtq"):
        assert sum(kind not in card.missing for card in cards) >= 12, kind


@pytest.mark.parametrize("code", ["", *support.countries()])
def test_a_card_names_an_emergency_number_a_directory_and_the_day_of_its_check(code):
    lines = help_lines(code)
    card = support.card(code)
    number = next(i.phone for i in card.entries if i.kind == "emergency")
    assert any(line.startswith("Emergency") and number in line for line in lines)
    assert any("findahelpline.com" in line for line in lines)
    assert any(f"Last checked {card.checked.isoformat()}" in line for line in lines)


def test_a_card_says_plainly_what_could_not_be_confirmed():
    card = support.card("DE")
    assert card.missing == ("lgbtq",)
    assert any(
        "could be confirmed here for: LGBTQ+" in line for line in help_lines("DE")
    )
    assert support.card("SE").missing == ()
    assert not any("could be confirmed" in line for line in help_lines("SE"))


def test_every_entry_has_a_source_and_the_date_of_its_text():
    for code, item in support.every_entry():
        assert item.source.startswith("http"), (code, item.name)
        assert item.dated, (code, item.name)
        assert item.checked <= TODAY, (code, item.name)


def test_no_text_is_dated_after_it_was_read():
    for code, item in support.every_entry():
        if item.dated != support.UNDATED:
            assert item.dated <= item.checked.isoformat(), (code, item.name)


@pytest.mark.filterwarnings("default")  # a warning here must not fail the run
def test_no_entry_is_older_than_a_year_and_sixty_days_before_there_is_a_warning():
    soon = support.due_soon(TODAY)
    if soon:
        warnings.warn(f"check these again: {'; '.join(soon)}", stacklevel=1)
    assert support.overdue(TODAY) == ()


def test_what_is_due_is_found_by_the_day():
    after = CHECKED + datetime.timedelta(days=305)
    assert support.due_soon(after) == ()
    assert len(support.due_soon(after + datetime.timedelta(days=1))) >= 100
    assert support.overdue(after + datetime.timedelta(days=60)) == ()
    assert len(support.overdue(after + datetime.timedelta(days=61))) >= 100


@pytest.mark.parametrize(
    ("key", "value", "says"),
    [
        ("source", "somebody told me", "address of a public text"),
        ("source", "", "address of a public text"),
        ("dated", "last year", "dated must be"),
        ("kind", "gossip", "is not one of"),
        ("checked", "today", "must be a date"),
        ("phone", "", "give a phone"),
    ],
)
def test_an_entry_without_a_source_or_a_date_is_refused(key, value, says):
    with pytest.raises(SafetyDataError, match=says):
        support._entry({**GOOD, key: value}, "xx.toml: help[0]")
    assert support._entry(GOOD, "xx.toml: help[0]").name == "A line"


def test_files_name_only_countries_that_exist_as_two_letters():
    for path in Path("assets/support").glob("*.toml"):
        country = tomllib.loads(path.read_text("utf-8"))["country"]
        assert path.stem == (country.lower() or "international")
        assert len(country) in (0, 2)


def test_the_page_in_the_docs_is_what_the_data_say():
    assert support_page.PAGE.read_text("utf-8") == support_page.page(CHECKED)


def test_a_source_of_five_years_ago_is_called_old():
    text = support_page.page(CHECKED)
    assert "2016-09-05 (old)" in text
    assert "2025-08-12 (old)" not in text
