"""What a headset noticed, and whose talk it was: sentences from the log's counts."""

from __future__ import annotations

from sim.sensors import told
from sim.sensors.base import Sentence
from sim.session.debrief_log import Story
from sim.session.debrief_speech import Measure

TALK = "talk"
"""The sensor that hears; what it says stands with the measures of speech."""


def noticed(story: Story) -> tuple[Sentence, ...]:
    """Everything that was counted with a headset, in sentences."""
    seen = [
        {name: sums for name, sums in one.items() if name != TALK}
        for one in story.noticed
    ]
    return told(seen, story.partner)


def talk_share(story: Story) -> tuple[Measure, ...]:
    """How much of the talk was the user's; nothing unless every line was spoken."""
    lines = [turn for turn in story.said if not turn.is_flagged]
    if not all(turn.speech for turn in lines):
        return ()
    user_s = sum(turn.speech.duration_s for turn in lines if turn.speech)
    heard = [{TALK: one[TALK]} for one in story.noticed if TALK in one]
    found = told([*heard, {TALK: {"user_s": user_s}}], story.partner)
    source = "the sound of the talk"
    # the last of the why says how to switch it off; no measure beside it does
    return tuple(
        Measure(TALK, "Talk share", one.says, " ".join(one.why[:-1]), source)
        for one in found
    )
