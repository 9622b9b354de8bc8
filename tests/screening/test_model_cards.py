"""Every model has a card, and a card's figures are those of the files."""

from __future__ import annotations

import json

import pytest

from assets import ROOT
from dialogue import registry
from dialogue.strict import DataError
from sim import model_cards


def test_every_model_of_the_registry_and_our_own_have_a_card():
    made = model_cards.page()
    for item in registry.models():
        assert item.title in made and item.sha256 in made and item.licence in made
    for own in ("safety/classifier.npz", "rubrics/heads.npz", "partner/adapter.npz"):
        assert own in made
        assert (ROOT / own).exists()


def test_the_figures_are_those_that_the_build_wrote():
    written = json.loads((ROOT / "safety" / "training.json").read_text("utf-8"))
    assert f"| lines | {written['lines']} |" in model_cards.page()


def test_a_model_without_a_card_and_a_card_without_a_model_are_refused():
    with pytest.raises(DataError, match="new has no card"):
        model_cards._check({"new", "old"}, {"old"})
    with pytest.raises(DataError, match="old is no model"):
        model_cards._check({"new"}, {"new", "old"})


def test_every_card_says_what_it_is_not_for():
    made = model_cards.page()
    assert made.count("**Limits, and not for**") == made.count("### ")
