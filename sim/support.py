"""Help by country, and what each choice of a fixed text does."""

from __future__ import annotations

from dataclasses import replace

from dialogue.messages import Safety
from dialogue.safety import support, texts
from dialogue.safety.texts import FixedText
from sim.rehearsal import Rehearsal

BREATHS: tuple[str, ...] = (
    "If you like, let your feet feel the floor.",
    "Breathe in slowly through your nose, about four seconds.",
    "Breathe out longer, about six seconds.",
    "Again, at your own pace, for about a minute. Stop if it makes you dizzy.",
    "Then look around and name five things you can see.",
)
"""Slow breathing, about six breaths a minute with a longer breath out and no holding
(Shao et al. 2024), and the first step of 5-4-3-2-1 grounding; it calms many people
and is no treatment."""


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
    """Do what a choice of a check-in says; returns whether it was one."""
    if choice in ("go_on", "adult"):
        rehearsal.check_in("go_on")
    elif choice == "pause":
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
