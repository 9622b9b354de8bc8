"""Two conversations with Maya, as a person might have them."""

from __future__ import annotations

from dialogue.messages import SpeechMeasures
from tests.session.played import Line

GOALS = ("observation", "feeling", "open_question", "validation")

ROUGH = [
    Line(
        "There's something I haven't told you. Sex has been hurting since March.",
        {"observation": "Sex has been hurting since March."},
        "Since March. Okay. I'm scared I did that and didn't hear it.",
        "nervous",
        speech=SpeechMeasures(5.2, 138, 0.0, 2, 1.1),
    ),
    Line(
        "It's not a big deal, you're overreacting.",
        {"invalidation": "It's not a big deal, you're overreacting."},
        "It's a big deal to me. You were in pain next to me.",
        "hurt",
        speech=SpeechMeasures(2.1, 171, 3.5, 0, 0.0, True),
    ),
    Line(
        "You never ask me how it is for me anyway.",
        {"criticism": "You never ask me how it is"},
        "That's not... I do ask. What would I have to ask?",
        "guarded",
        speech=SpeechMeasures(2.8, 176, 4.1, 0, 0.0),
    ),
    Line(
        "Sorry, that came out sharp. I'm scared too, I think I felt ashamed.",
        {
            "responsibility": "Sorry, that came out sharp.",
            "feeling": "I think I felt ashamed",
            "repair": "?",
        },
        "Ashamed. Oh, love. I wish you hadn't been alone with that.",
        "sad",
        reveals=("first_feeling",),
        speech=SpeechMeasures(6.0, 121, -1.0, 3, 2.2),
    ),
    Line(
        "What goes through your head when you hear it?",
        {"open_question": "What goes through your head when you hear it?"},
        "That there was a night you went very still and I told myself you were tired.",
        "sad",
        happened=("answered",),
        reveals=("stillness",),
        speech=SpeechMeasures(3.1, 140, 0.2, 1, 0.6),
    ),
    Line(
        "It makes sense that this scares you.",
        {"validation": "It makes sense that this scares you."},
        "Thank you. I thought I wasn't allowed to be scared.",
        "relieved",
        speech=SpeechMeasures(2.6, 118, -0.5, 0, 0.0),
    ),
]

AGAIN = [
    Line(
        "You look scared. I can see why, and I'm here.",
        {"reflection": "You look scared.", "validation": "I can see why"},
        "I am. Stay a minute, then tell me the rest.",
        "tender",
    ),
]
