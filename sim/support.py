"""Help by country, and what each choice of a fixed text does."""

from __future__ import annotations

from dataclasses import replace

from dialogue.messages import Safety
from dialogue.safety import support, texts
from dialogue.safety.texts import FixedText
from sim.rehearsal import Rehearsal

CALM_OF = {"breathe": "breathing", "ground": "grounding"}
"""The exercise that a choice of a fixed text opens."""


def help_lines(country: str, category: str = "") -> list[str]:
    """The card for `country`, one entry a line; what fits `category` comes first."""
    return support.card_text(support.card(country, category)).splitlines()


def fixed_text(flag: Safety, partner: str) -> FixedText:
    """The fixed text for what the screen found."""
    return texts.text_for(flag, partner)


def stop_text(flag: Safety, partner: str) -> FixedText:
    """The fixed text for the end of the fiction, also after a check-in."""
    return texts.text_for(replace(flag, action="stop"), partner)


def answer_check_in(rehearsal: Rehearsal, choice: str) -> bool:
    """Do what a choice of a check-in says; returns whether it was one.

    A choice of `CALM_OF` pauses; the front end then opens the exercise.
    """
    if choice in ("go_on", "adult"):
        rehearsal.check_in("go_on")
    elif choice == "pause" or choice in CALM_OF:
        rehearsal.check_in("pause")
    elif choice in ("help", "help_country"):
        rehearsal.check_in("help")
    elif choice == "not_adult":
        rehearsal.check_in("not_adult")
    elif choice in ("stop_here", "leave", "quick_exit", "start"):
        rehearsal.leave()
    else:
        return False
    return True
