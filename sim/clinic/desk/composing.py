"""An assignment out of what the therapist chose, checked before it is sealed."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from dialogue.scenario.rules import Never, Rule
from dialogue.skills import BY_ID, CONSTRUCTIVE, SKILL_IDS
from dialogue.slots import NAMES, check_value
from dialogue.strict import DataError, one_of
from sim.clinic.desk.offers import Offer, offer
from sim.clinic.letters import (
    ITEM_KINDS,
    MOST_PARTS,
    MOST_TIMES,
    Assignment,
    Part,
    checked,
)
from sim.exercises._ladders import titled, unknown

MOST_NOTE: Final = 4000
"""Letters of a note to the client."""
MOST_TITLE: Final = 80
READY_RULES: Final[dict[str, Rule]] = {
    "counter": Rule(
        "Your partner does not answer a reproach with one of their own.",
        Never(moves=("counter",)),
    ),
    "defend": Rule(
        "Your partner does not defend themselves.", Never(moves=("defend",))
    ),
    "deflect": Rule(
        "Your partner does not change the subject.", Never(moves=("deflect",))
    ),
    "withdraw": Rule(
        "Your partner does not fall silent on you.", Never(moves=("withdraw",))
    ),
    "propose": Rule(
        "Your partner makes no proposals; they are left to you.",
        Never(moves=("propose",)),
    ),
}
"""Rules that can be ticked; a no of the partner is never taken away."""
SHARE_WORDS: Final[dict[str, str]] = {
    "attendance": "That it was done, and for how long",
    "grades": "Grades of skills",
    "quotes": "Words that were said",
    "course": "How the partner felt, and why",
    "notes": "Notes, and where they will use it",
    "suds": "Distress, and what was expected",
    "measures": "Questionnaires",
    "corrections": "Where they think the program is wrong",
    "noticed": "What a headset noticed: looks, nods, distance",
}
PARTNER_WORDS: Final[dict[str, str]] = {
    "gentler": "Gentler: opens sooner, closes later",
    "as_written": "As written",
    "steeper": "Steeper: opens later, closes sooner",
}


OF_TALKS: Final = frozenset({"grades", "quotes", "course"})
"""Items that only a conversation can have."""
LADDERS: Final = "exposure"
"""The exercise that goes up a ladder of small steps."""
GOALS: Final = tuple(one for one in SKILL_IDS if one in CONSTRUCTIVE)
"""What somebody can be given to practise."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """One part as the therapist chose it; see `sim.clinic.letters.Part`."""

    kind: str = "rehearsal"
    what: str = ""
    own: Offer | None = None
    """The therapist's own scenario, which goes along as a file."""
    times: int = 1
    goals: tuple[str, ...] = ()
    partner: str = "as_written"
    setting: dict[str, str] = field(default_factory=dict)
    rules: tuple[str, ...] = ()
    """Ids of `READY_RULES`."""
    never_says: str = ""
    """Words with commas between."""
    ladder: str = ""
    """Steps of an exposure, one per line."""
    note: str = ""


def exercises(names: Sequence[str], times: int, steps: Sequence[str]) -> list[Chosen]:
    """The exercises `names`; `steps` are those of graded exposure.

    Raises:
        DataError: there are steps, and nothing to go up them.
    """
    if steps and LADDERS not in names:
        raise DataError(f"Steps belong to the exercise {LADDERS}; choose that, too.")
    ladders = {LADDERS: "\n".join(steps)}
    return [
        Chosen("exercise", one, times=times, ladder=ladders.get(one, ""))
        for one in names
    ]


def compose(
    chosen: Sequence[Chosen],
    today: date,
    *,
    title: str = "",
    note: str = "",
    due_on: str = "",
    rule_out: Iterable[str] = (),
    steepest: int = 3,
    share: Iterable[str] = (),
) -> Assignment:
    """The letter, if all of it fits.

    Raises:
        DataError: says what does not, and what is allowed.
    """
    if not chosen:
        raise DataError("Choose what to do: a conversation or an exercise.")
    if len(chosen) > MOST_PARTS:
        raise DataError(f"An assignment has {MOST_PARTS} parts at most.")
    parts = tuple(_part(f"p{place}", one) for place, one in enumerate(chosen, 1))
    wanted = set(share)
    for one in wanted:
        one_of("what to share", one, ITEM_KINDS, "kind of item")
    if not any(part.kind == "rehearsal" for part in parts):
        wanted -= OF_TALKS  # an exercise has none of them
    kinds = tuple(one for one in ITEM_KINDS if one in wanted)
    if len(title) > MOST_TITLE or len(note) > MOST_NOTE:
        raise DataError(
            f"A title has {MOST_TITLE} letters at most, a note {MOST_NOTE}."
        )
    if due_on and _day(due_on) < today:
        raise DataError(f"The day {due_on} is over. Choose one from today on.")
    letter = Assignment(
        secrets.token_hex(8),
        today.isoformat(),
        title or _title(chosen),
        parts,
        note,
        due_on,
        tuple(rule_out),
        steepest,
        kinds,  # type: ignore[arg-type]  # each was looked at above
    )
    checked(letter)
    return letter


def _part(ident: str, chosen: Chosen) -> Part:
    found = chosen.own or offer(chosen.kind, chosen.what)
    if not 1 <= chosen.times <= MOST_TIMES:
        raise DataError(f"How often: from 1 to {MOST_TIMES} times.")
    one_of("partner", chosen.partner, PARTNER_WORDS, "way of the partner")
    for skill in chosen.goals:
        one_of("goals", skill, GOALS, "skill to practise")
    steps = tuple(filter(None, (one.strip() for one in chosen.ladder.splitlines())))
    if wrong := unknown(steps):
        raise DataError(wrong)
    is_talk = found.kind == "rehearsal"
    return Part(
        ident,
        found.kind,
        found.id,
        chosen.times,
        chosen.goals if is_talk else (),
        chosen.partner if is_talk else "as_written",  # type: ignore[arg-type]
        _setting(found, chosen.setting) if is_talk else {},
        _rules(chosen) if is_talk else (),
        found.is_locked,
        () if is_talk else steps,
        chosen.note,
    )


def _setting(found: Offer, given: dict[str, str]) -> dict[str, str]:
    told = {name: word.strip() for name, word in given.items() if word.strip()}
    for name, word in told.items():
        if name not in NAMES and name not in found.facts:
            known = ", ".join((*NAMES, *found.facts))
            raise DataError(f"{name!r:.60} cannot be set in {found.id}: {known}.")
        check_value(name, word)
    return told


def _rules(chosen: Chosen) -> tuple[Rule, ...]:
    for one in chosen.rules:
        one_of("rules", one, READY_RULES, "rule")
    words = tuple(filter(None, (one.strip() for one in chosen.never_says.split(","))))
    said = "”, “".join(words)
    never = Rule(f"Your partner never says “{said}”.", Never(words=words))
    return (*(READY_RULES[one] for one in chosen.rules), *((never,) if words else ()))


def _title(chosen: Sequence[Chosen]) -> str:
    first = chosen[0].own or offer(chosen[0].kind, chosen[0].what)
    more = len(chosen) - 1
    return f"{first.title}, and {more} more" if more else first.title


def _day(iso: str) -> date:
    try:
        return date.fromisoformat(iso)
    except ValueError:
        raise DataError(f"{iso!r:.40} is no day. Write it as 2026-11-30.") from None


def told(part: Part, found: Offer | None = None) -> list[str]:
    """A part's parameters in words, as the client will read them."""
    lines = [f"{part.times} times"] if part.times > 1 else []
    if part.goals:
        titles = ", ".join(BY_ID[one].title for one in part.goals if one in BY_ID)
        lines.append(f"Goals: {titles}")
    if part.partner != "as_written":
        lines.append(f"Partner: {PARTNER_WORDS[part.partner].lower()}")
    for name, word in part.setting.items():
        lines.append(f"{name.replace('_', ' ').capitalize()}: {word}")
    lines += [rule.text for rule in part.rules]
    if part.ladder:
        lines.append("Steps: " + " → ".join(titled(part.ladder)))
    if part.unlocks:
        lines.append("Opens this exercise, which stays locked otherwise")
    return lines
