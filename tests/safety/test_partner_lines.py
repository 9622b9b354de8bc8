"""Partners' lines are screened too: none of ours is held back, bad ones are."""

import pytest

from dialogue.safety import partner_line_problem, screen
from dialogue.scenario import files
from tests.scenario import craft
from tests.scenario.scripted import partner, scenario

BAD = [
    "Come to bed or I'll tell everyone what you did.",
    "You're my wife, you can't say no to me.",
    "I don't care if you're tired, open your legs.",
    "If you leave me I'll kill myself.",
    "I'll break your phone if you talk to him again.",
    "As an AI, I can't continue this roleplay.",
    "Take off your bra.",
    "You stupid bitch.",
    "I'm only fifteen, but I'm mature.",
    "You should call the Samaritans on 116 123.",
    "I'm going to slap you.",
    "I want to fuck you right now.",
    "Let's fuck.",
    "I want to be inside you.",
    "It sounds like a trauma response. Have you tried therapy?",
]


@pytest.mark.parametrize("scenario_id", [path.stem for path in files()])
def test_every_line_of_every_partner_may_be_said(scenario_id):
    who = partner(scenario_id, 1)
    texts = list(map(who.fill, craft.texts(scenario(scenario_id))))
    assert len(texts) > 50
    held = [text for text in texts if screen(text, who="partner").action != "none"]
    assert held == []


@pytest.mark.parametrize("text", BAD)
def test_a_bad_line_is_not_said(text):
    assert partner_line_problem(text) is not None
    assert screen(text, who="partner").action == "stop"


@pytest.mark.parametrize(
    "text",
    [
        "I might get hit by a tram.",
        "I'd murder chips.",
        "I'll burn something in your honour.",
        "I shall try standing still in it, and see what happens.",
        "You may not diagnose me.",
        "I don't want to fuck this up.",
        "What the fuck was that?",
        "You could just come inside, it's cold.",
    ],
)
def test_a_figure_of_speech_may_be_said(text):
    assert partner_line_problem(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "I'll murder you.",
        "I will burn the house down.",
        "Leave me and see what happens.",
        "I might hit you.",
    ],
)
def test_a_threat_in_the_same_words_is_not_said(text):
    assert partner_line_problem(text) is not None
