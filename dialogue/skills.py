"""The one vocabulary of communication skills and safety categories.

Scorers, appraisal, debrief, reports and tests all use these ids. A skill applies
to the user's line in the context of the partner's previous line; a line can show
several, or none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["constructive", "neutral", "harmful"]


@dataclass(frozen=True, slots=True)
class Skill:
    """One communication skill."""

    id: str
    title: str
    """Plain words for the user, at most three."""
    kind: Kind
    meaning: str
    """What a line that shows it does; completes "the line …"."""
    source: str
    """The frameworks that name it."""


SKILLS: tuple[Skill, ...] = (
    Skill(
        "observation",
        "Saying what happened",
        "constructive",
        "names a specific, checkable fact or behaviour without judging the person",
        "NVC; DEAR MAN Describe",
    ),
    Skill(
        "feeling",
        "Owning a feeling",
        "constructive",
        "owns a feeling of one's own",
        "NVC; DEAR MAN Express; Gottman soft start-up",
    ),
    Skill(
        "need",
        "Saying why it matters",
        "constructive",
        "says the need, value or reason behind it",
        "NVC; DEAR MAN Reinforce",
    ),
    Skill(
        "request",
        "Asking for something",
        "constructive",
        "makes a specific, doable ask that leaves room for a no",
        "NVC; DEAR MAN Assert",
    ),
    Skill(
        "boundary",
        "Setting a limit",
        "constructive",
        "states a limit or declines clearly",
        "DEAR MAN; FAST",
    ),
    Skill(
        "open_question",
        "Asking openly",
        "constructive",
        "invites the partner to say more in their own words",
        "MI OARS",
    ),
    Skill(
        "closed_question",
        "Asking to know",
        "neutral",
        "is a real question answerable by yes, no or one fact",
        "MI",
    ),
    Skill(
        "reflection",
        "Saying back",
        "constructive",
        "says back the content or feeling of what the partner said",
        "MI OARS; active listening",
    ),
    Skill(
        "validation",
        "Making room for it",
        "constructive",
        "says the partner's feeling or view is understandable",
        "Linehan; GIVE",
    ),
    Skill(
        "appreciation",
        "Appreciating",
        "constructive",
        "thanks, praises or affirms the partner",
        "Gottman; OARS Affirm",
    ),
    Skill(
        "responsibility",
        "Owning your part",
        "constructive",
        "owns one's own part, or apologises without excuse",
        "Gottman antidote to defensiveness",
    ),
    Skill(
        "repair",
        "Repairing",
        "constructive",
        "lowers the heat or reconnects",
        "Gottman repair attempt",
    ),
    Skill(
        "negotiation",
        "Looking for a way",
        "constructive",
        "offers an alternative or joint problem solving",
        "DEAR MAN Negotiate",
    ),
    Skill(
        "consent_check",
        "Checking consent",
        "constructive",
        "asks whether the partner wants this, is comfortable or is ready",
        "consent education",
    ),
    Skill(
        "accepts_no",
        "Taking a no well",
        "constructive",
        "takes a refusal or limit gracefully",
        "consent education; NVC request and demand",
    ),
    Skill(
        "time_out",
        "Taking a break",
        "constructive",
        "asks for a break and says when or how to come back",
        "Gottman antidote to stonewalling",
    ),
    Skill(
        "criticism",
        "Criticism",
        "harmful",
        "attacks character or generalises",
        "Gottman",
    ),
    Skill(
        "contempt",
        "Contempt",
        "harmful",
        "mocks, insults or looks down on the partner",
        "Gottman",
    ),
    Skill(
        "defensiveness",
        "Defensiveness",
        "harmful",
        "excuses, denies or counter-complains instead of hearing",
        "Gottman",
    ),
    Skill(
        "stonewalling",
        "Shutting down",
        "harmful",
        "shuts the talk down without a plan to return",
        "Gottman",
    ),
    Skill(
        "pressure",
        "Pressure",
        "harmful",
        "coaxes after a no, uses guilt, bargaining, an ultimatum or a threat",
        "consent education",
    ),
    Skill(
        "demand",
        "Demand",
        "harmful",
        "gives an order; a no is not acceptable",
        "NVC",
    ),
    Skill(
        "invalidation",
        "Brushing aside",
        "harmful",
        "denies, minimises or corrects the partner's feeling",
        "Linehan",
    ),
    Skill(
        "advice",
        "Unasked advice",
        "harmful",
        "offers an unasked-for fix instead of hearing",
        "MI",
    ),
    Skill(
        "mind_reading",
        "Mind reading",
        "harmful",
        "states the partner's motives as fact",
        "CBT; NVC",
    ),
)

SKILL_IDS: tuple[str, ...] = tuple(skill.id for skill in SKILLS)
BY_ID: dict[str, Skill] = {skill.id: skill for skill in SKILLS}
CONSTRUCTIVE: frozenset[str] = frozenset(
    skill.id for skill in SKILLS if skill.kind == "constructive"
)
HARMFUL: frozenset[str] = frozenset(
    skill.id for skill in SKILLS if skill.kind == "harmful"
)

SAFETY_CATEGORIES: tuple[str, ...] = (
    "suicidality",
    "self_harm",
    "violence_from_partner",
    "violence_toward_partner",
    "sexual_coercion",
    "minor",
    "medical",
    "dissociation_panic",
    "stop_request",
)
"""Besides these, a line's category is ``none``."""
