"""Help by country, and what each choice of a fixed text does."""

from __future__ import annotations

from dataclasses import replace

from dialogue.messages import Safety
from dialogue.safety import support, texts
from dialogue.safety.texts import FixedText
from sim.choosing import named
from sim.rehearsal import Rehearsal
from sim.texts import text

CALM_OF = {"breathe": "breathing", "ground": "grounding"}
"""The exercise that a choice of a fixed text opens."""
AS_EXERCISE = {"the scene": "the exercise", "rehearsal": "exercise"}
"""What a fixed text calls it in an exercise; the rest of its words stay as they are."""


def help_lines(country: str, category: str = "") -> list[str]:
    """The card for `country`, one entry a line; what fits `category` comes first."""
    return support.card_text(support.card(country, category)).splitlines()


def fixed_text(flag: Safety, partner: str, *, is_alone: bool = False) -> FixedText:
    """The fixed text for what the screen found.

    `is_alone` is for an exercise in which nobody is across, an empty `partner` for
    the list before anything has begun: there is no partner then, no scene and no
    rehearsal to speak of.
    """
    fixed = texts.text_for(flag, partner)
    if not is_alone and partner:
        return fixed
    first = text("exercise.stopped" if is_alone else "lobby.stopped")
    return _alone(fixed, first if flag.action == "stop" else "")


def stop_text(flag: Safety, partner: str, *, is_alone: bool = False) -> FixedText:
    """The fixed text for the end of the fiction, also after a check-in."""
    return fixed_text(replace(flag, action="stop"), partner, is_alone=is_alone)


def _alone(fixed: FixedText, first: str) -> FixedText:
    title, body = fixed.title, fixed.body
    if first:  # a stop's first line says what has ended
        body = "\n".join((first, *body.splitlines()[1:]))
    for there, here in AS_EXERCISE.items():
        title, body = title.replace(there, here), body.replace(there, here)
    return replace(fixed, title=title, body=body)


def choice_of(line: str, fixed: FixedText) -> str:
    """Id of the choice of `fixed` that a typed number or its words mean; "" if none."""
    choices = fixed.choices
    if line.strip().isdecimal():
        number = int(line)
        return choices[number - 1].id if 1 <= number <= len(choices) else ""
    index = named(line, [(one.label, one.id.replace("_", " ")) for one in choices])
    return "" if index is None else choices[index].id


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
