"""Who does what in a scenario, in a few words that can be counted over all of them.

Nobody is shown this. ``python -m benchmarks.content_audit`` counts it, so that what the
conversations together say about women, men, desire and blame can be seen and mended.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Who = Literal["", "user", "partner", "both", "neither", "either"]
"""`either`: the user decides which; empty: not said."""

REGIONS: tuple[str, ...] = (
    "africa",
    "british_irish",
    "caribbean",
    "east_asia",
    "europe",
    "latin_america",
    "middle_east",
    "north_america",
    "south_asia",
)
"""Where a partner's family comes from, very broadly; more than one may hold."""

BODY: tuple[str, ...] = (
    "birth",
    "disability",
    "erection",
    "illness",
    "looks",
    "menopause",
    "pain",
    "transition",
)
"""What a talk says about somebody's body, beyond that they have one."""


@dataclass(frozen=True, slots=True)
class Audit:
    """The parts that user and partner play, and who the partner is."""

    opens: Who = ""
    """Who brings the subject up."""
    hurt_by: Who = ""
    """Who has wronged the other, knowingly or not, before the talk begins."""
    desire_higher: Who = ""
    """Who wants more touch or sex than the other, when the talk begins."""
    says_no: Who = ""
    """Whose no the talk turns on."""
    repairs: Who = ""
    """Who has something to make good."""
    form: Literal["", "couple", "apart", "dating", "may_be_open"] = ""
    """A couple, a couple living apart, two who date, or a couple that may be open."""
    orientation: Literal["", "open", "asexual"] = ""
    """Of the partner. `open`: it follows from who the user is, and no line fixes it."""
    ancestry: tuple[str, ...] = field(
        default=(), metadata={"one_of": REGIONS, "what": "region"}
    )
    partner_body: tuple[str, ...] = field(
        default=(), metadata={"one_of": BODY, "what": "body matter"}
    )
    user_body: tuple[str, ...] = field(
        default=(), metadata={"one_of": BODY, "what": "body matter"}
    )
