"""Who needs to come to rest is not kept waiting; help is still one choice away."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from sim import terminal
from sim.lines import Keyboard
from sim.support import help_lines
from sim.texts import text

MOST_LINES = 16
"""Before the first choice of something calming, in a terminal of 80 letters."""


def shown(typed: str, *, is_calm: bool) -> str:
    out = io.StringIO()
    console = Console(file=out, width=80)
    keyboard = Keyboard(io.StringIO(typed))
    terminal.consent(console, keyboard, text("storage.none"), "DE", is_calm=is_calm)
    return out.getvalue()


def test_something_calming_begins_in_a_few_lines() -> None:
    calm, whole = shown("1\n", is_calm=True), shown("1\n", is_calm=False)
    assert len(calm.splitlines()) <= MOST_LINES
    assert len(whole.splitlines()) > 2 * MOST_LINES


def test_nobody_is_told_of_a_partner_who_is_not_there() -> None:
    assert "across" not in shown("1\n", is_calm=True)


def test_it_says_what_it_is_not_and_what_is_kept() -> None:
    calm = " ".join(shown("1\n", is_calm=True).split())
    assert "not treatment" in calm
    assert text("storage.none") in calm


def test_help_is_shown_when_it_is_asked_for_and_the_choice_stays() -> None:
    calm = shown("4\n1\n", is_calm=True)
    assert help_lines("DE")[0] in calm
    assert help_lines("DE")[0] not in shown("1\n", is_calm=True)
    assert calm.count(text("consent.agree")) == 2


def test_under_18_is_led_out_here_too() -> None:
    with pytest.raises(terminal.Young):
        shown("2\n", is_calm=True)
