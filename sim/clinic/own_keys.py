"""One's own keys in the vault: those of now, and former ones that open letters."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from sim.clinic.contacts import is_current
from sim.clinic.identity import Own, read_own
from sim.privacy.notes import Notes

NOTE: Final = "post.own"
"""Private keys: no export ever holds this note, and no import brings one."""
KEPT_DAYS: Final = 30
"""That letters sealed for former keys can still be opened."""


class OwnKeys:
    """The keys of whoever owns an open vault."""

    def __init__(self, notes: Notes) -> None:
        self._notes = notes

    @property
    def is_there(self) -> bool:
        """Whether there are any yet."""
        return self._notes.get(NOTE) is not None

    def now(self) -> Own:
        """The keys of now; made when there are none."""
        body = self._notes.get(NOTE)
        if body is None:
            own = Own.new()
            self._keep(own, [])
            return own
        return read_own(body["keys"])

    def former(self, now: datetime) -> tuple[bytes, ...]:
        """Former private X25519 keys whose time is not over, the newest first."""
        body = self._notes.get(NOTE) or {"former": []}
        return tuple(
            bytes.fromhex(one["box"])
            for one in reversed(body["former"])
            if is_current(one["until"], now)
        )

    def replace(self, now: datetime) -> Own:
        """Fresh keys; the former ones open letters for a while, and sign nothing."""
        until = (now + timedelta(days=KEPT_DAYS)).isoformat(timespec="seconds")
        body = self._notes.get(NOTE)
        former = list(body["former"]) if body else []
        if body:
            former.append({"box": body["keys"]["box"], "until": until})
        own = Own.new()
        self._keep(own, former)
        return own

    def begin_anew(self) -> None:
        """Fresh keys; the former ones are destroyed at once."""
        self._keep(Own.new(), [])
        self._notes.clean()

    def drop_former(self, now: datetime) -> None:
        """Destroy the former keys whose time is over."""
        body = self._notes.get(NOTE)
        if body is None:
            return
        left = [one for one in body["former"] if is_current(one["until"], now)]
        if left != body["former"]:
            self._keep(read_own(body["keys"]), left)
            self._notes.clean()

    def _keep(self, own: Own, former: list[dict[str, Any]]) -> None:
        self._notes.keep(NOTE, {"keys": own.kept(), "former": former})
