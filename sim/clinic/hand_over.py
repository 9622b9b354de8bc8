"""Letters about keys that their recipients may not have received yet; in the vault."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sim.clinic.own_keys import KEPT_DAYS
from sim.privacy.notes import Notes

_PREFIX: Final = "post.out."


class HandOver:
    """What is kept until somebody has written to one's new keys."""

    def __init__(self, notes: Notes) -> None:
        self._notes = notes

    def add(self, contact: str, raw: bytes) -> None:
        """Keep an envelope for the contact with this id, after the former ones."""
        waiting = self._notes.get(_PREFIX + contact) or []
        self._notes.keep(_PREFIX + contact, [*waiting, raw.hex()])

    def all(self) -> tuple[tuple[str, bytes], ...]:
        """Ids of contacts, and envelopes for them in the order of their making."""
        notes = self._notes.beginning(_PREFIX)
        return tuple(
            (name.removeprefix(_PREFIX), bytes.fromhex(raw))
            for name, letters in notes.items()
            for raw in letters
        )

    def forget(self, contact: str) -> None:
        """They have arrived, or are void."""
        if self._notes.get(_PREFIX + contact) is not None:
            self._notes.forget(_PREFIX + contact)

    def tidy(self, now: datetime) -> None:
        """Forget what is older than former keys are kept."""
        if not self._notes.beginning(_PREFIX):
            return
        for name, at in self._notes.times().items():
            is_old = datetime.fromisoformat(at) + timedelta(days=KEPT_DAYS) <= now
            if name.startswith(_PREFIX) and is_old:
                self._notes.forget(name)
