"""The therapist's desk: everything in their open vault, and what is done with it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from sim.clinic.desk.clients import Clients
from sim.clinic.desk.log import Log
from sim.clinic.desk.schema import COUNTER, STEPS
from sim.clinic.desk.settings import Settings
from sim.clinic.post import Post
from sim.privacy.keys import Cost
from sim.privacy.vault import Vault


def _now() -> datetime:
    return datetime.now(UTC)


class Desk:
    """One open vault as a desk."""

    def __init__(
        self,
        vault: Vault,
        now: Callable[[], datetime] = _now,
        cost: Cost | None = None,
    ) -> None:
        """`cost` is that of stretching a pairing's code."""
        vault.add_tables(COUNTER, STEPS)
        self.vault = vault
        self.now = now
        self.post = Post(vault, now, cost)
        self.log = Log(vault, now)
        self.settings = Settings(vault.notes)
        self.clients = Clients(vault)
        self.clients.match(self.post.everybody)

    def waiting(self) -> int:
        """How many reports wait to be read."""
        return self.clients.unread()
