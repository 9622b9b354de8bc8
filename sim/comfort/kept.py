"""Ratings outside of a rehearsal, kept in the vault beside the sessions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from sim.keeping import may_record
from sim.privacy.vault import Vault
from sim.session.rated import Rating

NOTE: Final = "comfort"
"""The note's name; it goes with an export and with everything else when erased."""
MOST: Final = 200
"""Entries; older ones make room."""


class Kept:
    """A short list: when, how long in the headset, and the number or answers."""

    def __init__(self, vault: Callable[[], Vault | None]) -> None:
        """Keep in `vault`; nothing where it is None or rehearsals are not kept."""
        self._open = vault

    @property
    def _vault(self) -> Vault | None:
        vault = self._open()
        return None if vault is None or vault.is_locked else vault

    def rating(self, found: Rating, now: datetime) -> None:
        """Keep one rating."""
        values = {"when": found.when, "rating": found.rating}
        self._add({"minutes": round(found.worn_min, 1), **values}, now)

    def answers(
        self, instrument: str, answers: dict[str, float], worn_min: float, now: datetime
    ) -> None:
        """Keep the answers to one questionnaire, by item id."""
        minutes = round(worn_min, 1)
        values = {"when": "after", "instrument": instrument, "answers": answers}
        self._add({"minutes": minutes, **values}, now)

    def all(self) -> list[dict[str, Any]]:
        """Every entry, oldest first."""
        if self._vault is None:
            return []
        return list(self._vault.notes.get(NOTE) or [])

    def _add(self, entry: dict[str, Any], now: datetime) -> None:
        vault = self._vault
        if vault is None or not may_record(vault):
            return
        entries = [*self.all(), {"at": now.isoformat(timespec="seconds"), **entry}]
        vault.notes.keep(NOTE, entries[-MOST:])
