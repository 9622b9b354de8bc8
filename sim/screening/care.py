"""How careful this run is, and what the vault remembers of that."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Final

from dialogue.scenario import Scenario
from sim.privacy.vault import Vault
from sim.screening.answers import (
    Kept,
    Outcome,
    from_note,
    is_due,
    screen,
    to_note,
)

NOTE: Final = "before"
"""Name of the note in the vault."""
ASKS_AGAIN: Final = frozenset({"violence_from_partner", "sexual_coercion"})
"""Safety categories after which the questions are asked before the next rehearsal."""


@dataclass
class Care:
    """What holds for this run of the program."""

    is_careful: bool = False
    """The user is, or may be, afraid of their partner: talks with a partner are not
    offered, nothing is recorded, earlier rehearsals are not shown."""
    keeps_hidden: bool = False
    """Record after all, in sessions that no list shows."""
    is_asked: bool = False
    """The questions were put (or skipped) in this run."""
    remembered: Kept | None = None

    @classmethod
    def of(cls, vault: Vault | None) -> Care:
        """As the vault remembers it; without one everything is new."""
        kept = from_note(vault.notes.get(NOTE)) if vault is not None else None
        is_careful = kept is not None and kept.outcome == "careful"
        return cls(is_careful=is_careful, remembered=kept)

    def is_due(self, told: Scenario | None, today: datetime.date) -> bool:
        """Whether to ask now, before `told` or before the choice of a scenario."""
        if self.is_asked or (told is not None and not told.is_with_partner):
            return False
        return is_due(self.remembered, today)

    def allows(self, told: Scenario) -> bool:
        """Whether `told` may be offered."""
        return not (self.is_careful and told.is_with_partner)

    def settle(self, outcome: Outcome) -> None:
        """Take what the questions led to; a skip changes nothing."""
        self.is_asked = True
        if outcome != "skipped":
            self.is_careful = outcome == "careful"
            self.keeps_hidden = self.keeps_hidden and self.is_careful

    def ask_after(self, category: str) -> None:
        """Ask once more if the safety screen stopped a rehearsal for such a thing."""
        if category in ASKS_AGAIN:
            self.is_asked, self.remembered = False, None


def remember(
    vault: Vault, outcome: Outcome, today: datetime.date, reason: str = ""
) -> None:
    """Keep the outcome and the day, because the user wants it kept."""
    kept = Kept(screen().version, today, outcome, reason)
    vault.notes.keep(NOTE, to_note(kept))


def forget(vault: Vault) -> None:
    """Keep nothing of it any more."""
    vault.notes.forget(NOTE)
