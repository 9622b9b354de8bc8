"""What the scorers say of a line, without what cannot be.

To be told of pressure or contempt when one has only said something hard, or hardly
anything, is the worst fault a nervous user can meet.
"""

from __future__ import annotations

import dataclasses

from dialogue.messages import LineScore, SkillScore
from dialogue.partner.analysis import act_of, is_question
from dialogue.partner.matching import words_of
from dialogue.skills import HARMFUL

_SURE_PRESSURE = 0.8
"""Calibrated probability that pressure needs while nothing was declined: on the example
users, false alarms lay at .45 to .75 [judgement, few lines]."""
_FEW_WORDS = 2
_SURE_HARM = 0.9
"""Calibrated probability that harm needs in a line of `_FEW_WORDS`, and beside its own
opposite [judgement]."""
_OPPOSITES = {
    "contempt": "appreciation",
    "criticism": "appreciation",
    "invalidation": "validation",
    "defensiveness": "responsibility",
}
"""Pressure is not among them: a push that sounds like taking the no is still a push."""
_MARGIN = 0.15
"""How much surer the harm must be than its opposite; "You're a wonderful mother,
really." was read as .84 contempt and .74 appreciation [judgement]."""


def plausible(text: str, score: LineScore, *, was_declined: bool) -> LineScore:
    """`score` without a no taken, or a push, where no no was said before."""
    skills = _without_guesses(text, score)
    if not was_declined:
        skills.pop("accepts_no", None)
        pressure = skills.get("pressure")
        if pressure is not None and pressure.p < _SURE_PRESSURE:
            skills["pressure"] = dataclasses.replace(pressure, present=False)
    for harm in _OPPOSITES:
        if harm in skills and _is_kind_rather(harm, skills):
            skills[harm] = dataclasses.replace(skills[harm], present=False)
    return LineScore(skills)


def _is_kind_rather(harm: str, skills: dict[str, SkillScore]) -> bool:
    """Whether a line that reads as both is taken for the kinder of the two."""
    kind = skills.get(_OPPOSITES[harm])
    if kind is None or not kind.present or skills[harm].p >= _SURE_HARM:
        return False
    return kind.p >= skills[harm].p - _MARGIN


def _without_guesses(text: str, score: LineScore) -> dict[str, SkillScore]:
    """Skills of `text` without what one or two words cannot show.

    A greeting and a good night show no skill; harm in one or two words ("Pathetic.")
    needs more certainty, for "Jealous?" and "Hey." are read wrongly often.
    """
    if len(words_of(text)) > _FEW_WORDS:
        return dict(score.skills)
    act = act_of(text, LineScore({}), is_question(text))
    return {
        name: skill
        if act not in ("greet", "goodbye")
        and (name not in HARMFUL or skill.p >= _SURE_HARM)
        else dataclasses.replace(skill, present=False)
        for name, skill in score.skills.items()
    }
