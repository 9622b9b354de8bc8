"""One part of an assignment, about to be done: what it changes, and what closes it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from dialogue.scenario import (
    STEEPNESS,
    Scenario,
    laid_over,
    load,
    load_text,
    setting_of,
)
from dialogue.slots import NAMES, Setting
from sim.clinic.client.kept import Kept
from sim.clinic.letters import Part
from sim.exercises._ladders import matched
from sim.screening.care import Care
from sim.screening.ceiling import Ceiling
from sim.session.given import Given

_OWN: Final = ("user", "user_pronouns")
"""The client's own name and pronouns; what they have set themselves stays."""


@dataclass(frozen=True, slots=True)
class Task:
    """A part with the assignment it belongs to."""

    kept: Kept
    part: Part

    @property
    def is_talk(self) -> bool:
        """Whether it is a conversation, and not an exercise."""
        return self.part.kind == "rehearsal"

    @property
    def source(self) -> str:
        """The therapist's own scenario; empty for one of the program's."""
        return self.kept.files.get(self.part.what, "") if self.is_talk else ""

    @property
    def given(self) -> Given:
        """What stands in the first event of its session."""
        steep = STEEPNESS[self.part.partner if self.is_talk else "as_written"]
        rules = self.part.rules if self.is_talk else ()
        overlay = replace(steep, rules=rules)
        return Given(self.kept.key, self.part.id, overlay, self.source)

    def scenario(self) -> Scenario:
        """The conversation with all that was given for it, not yet told to anybody.

        Raises:
            DataError: there is none, or what was given does not fit it.
        """
        return laid_over(_loaded(self.part.what, self.source), self.given.overlay)

    def setting(self, own: Setting) -> Setting:
        """Names, pronouns and facts: the therapist's over the user's `own`."""
        base = {key: getattr(own, field) for key, field in NAMES.items()}
        wanted = {
            key: word
            for key, word in self.part.setting.items()
            if key not in _OWN or not base[key]
        }
        return setting_of({**own.words, **base, **wanted})

    def limit(self, own: Ceiling) -> Ceiling:
        """The client's own ceiling and the therapist's: the lower one counts."""
        letter = self.kept.letter
        return own.with_other(Ceiling(frozenset(letter.rule_out), letter.steepest))

    def closed(self, told: Scenario, care: Care, own: Ceiling) -> str:
        """What closes this talk now: ``care``, ``own``, ``theirs``, or nothing.

        Whoever is afraid of their partner rehearses no talk with one, whatever was
        assigned; and nobody meets what they have ruled out.
        """
        if not care.allows(told):
            return "care"
        if not own.allows(told):
            return "own"
        return "" if self.limit(own).allows(told) else "theirs"

    @property
    def ladder(self) -> tuple[str, tuple[str, ...]]:
        """Template and steps of the therapist's ladder; empty if no scene fits.

        A step is named by its id or its title; all must be of one template. What is
        in the therapist's own words is shown beside the exercise instead.
        """
        return matched(self.part.ladder)


@cache
def _loaded(what: str, source: str) -> Scenario:
    """A scenario as it is written; to read and check one takes 0.2 s."""
    return load_text(source.encode(), f"{what}.toml") if source else load(what)
