"""Culture, history and gender: no text takes somebody for granted."""

from __future__ import annotations

import re
import tomllib

import pytest

from assets import ROOT
from dialogue import scenario
from dialogue.slots import Setting
from sim.app import App
from sim.config import Config

GENDERED = (
    r"\b(he|she|him|his|hers|herself|himself|husband|wife|boyfriend|girlfriend|"
    r"opposite sex|man and woman|sir|madam|ladies|guys)\b"
)
FILES = ("locales/en.toml", "screening/screen.toml", "safety/texts.toml")


def strings(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)


@pytest.mark.parametrize("file", FILES)
def test_no_text_takes_a_gender_for_granted(file):
    for words in strings(tomllib.loads((ROOT / file).read_text("utf-8"))):
        found = re.search(GENDERED, words, re.I)
        assert not found, f"{file}: {words}"


@pytest.mark.parametrize("told", scenario.catalog(), ids=lambda told: told.id)
def test_who_the_two_are_can_be_set_in_every_conversation(told):
    app = App(Config.load(environ={}))
    app.own = Setting(partner_name="Rowan", partner_pronouns="they/them")
    made = app.tell(told)
    assert made.persona.name == "Rowan"
    shown = " ".join((made.briefing, made.summary, *made.content_notes))
    assert told.persona.name not in shown.split()
    assert not re.search(r"\b(he|she|him|himself|herself)\b", shown), shown
