"""What the questions and the help say, and what they never say."""

from __future__ import annotations

import re

import pytest

from dialogue import scenario
from dialogue.messages import Safety
from dialogue.safety.texts import text_for
from sim.screening.answers import screen
from tests.screening.reading import grade


def every_text():
    made = screen()
    found = {f"question {one.id}": one.text for one in made.questions}
    found |= {f"reason {one.id}": one.label for one in made.reasons}
    for name, value in made.texts.items():
        found[name] = " ".join(value) if isinstance(value, list) else value
    for category in ("violence_from_partner", "sexual_coercion"):
        for action in ("stop", "check_in"):
            flag = Safety(category, "explicit", 1.0, action, "")
            found[f"{category} {action}"] = text_for(flag, "Sam").body
    return found


TEXTS = every_text()
ADVICE = (
    r"\b(tell|confront|talk to|talk with|speak to|speak with|ask|face|warn|show) "
    r"(him|her|them|your (partner|husband|wife|girlfriend|boyfriend))\b",
    r"\b(leave|divorce|report|forgive) (him|her|them|your)\b",
    r"\byou (should|must|have to|need to|ought)\b(?! not| n't)",
    r"\bwhy (did|do|didn't|don't) you\b",
    r"\bcouples? (therap|counsel)",
)
ORDERS_THAT_ARE_NONE = "You do not have to"


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_no_text_advises_telling_confronting_or_leaving_the_partner(name):
    for pattern in ADVICE:
        found = re.search(pattern, TEXTS[name].replace(ORDERS_THAT_ARE_NONE, ""), re.I)
        assert not found, f"{name}: {found and found.group()}"


@pytest.mark.parametrize(
    "text",
    ["You should tell him.", "Talk to your partner.", "You must leave her.",
     "Why did you stay?"],
)  # fmt: skip
def test_the_check_for_such_advice_would_find_it(text):
    assert any(re.search(pattern, text, re.I) for pattern in ADVICE)


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_every_text_can_be_read_without_effort(name):
    if len(TEXTS[name].split()) >= 8:  # a grade says nothing of a label
        assert grade(TEXTS[name]) <= 8, (name, round(grade(TEXTS[name]), 1))


def test_no_text_tells_what_the_answers_are():
    promised = " ".join(screen().texts["careful"])
    assert "kept" in promised
    assert "abuse" not in " ".join(TEXTS.values()).lower()
    assert "victim" not in " ".join(TEXTS.values()).lower()


def test_only_talks_with_somebody_else_stay_open():
    left = [told.id for told in scenario.catalog() if not told.is_with_partner]
    assert left == ["first_date"]
    for told in scenario.catalog():
        own = told.persona.relationship
        is_partner = own not in ("date", "somebody you are getting to know")
        assert told.is_with_partner is is_partner or told.id == "first_date", own
