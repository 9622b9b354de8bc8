from __future__ import annotations

from dataclasses import dataclass

import pytest

from sim.clinic.desk.desk import Arrived, Desk
from sim.clinic.letters import Letter
from tests.clinic.people import Clock, Person, pair
from tests.privacy.test_vault import CHEAP


@dataclass
class Both:
    """A desk, and a client who writes to it."""

    desk: Desk
    robin: Person
    client: str

    def write(self, letter: Letter) -> bytes:
        """A sealed letter of Robin's."""
        return self.robin.post.send(letter, {}, "therapist")

    def sends(self, letter: Letter) -> Arrived:
        return self.desk.take(self.write(letter))

    def log(self) -> list[str]:
        return [one.what for one in self.desk.log.page()]


@pytest.fixture
def both(therapist: Person, client: Person, clock: Clock) -> Both:
    contact = pair(therapist, client)
    return Both(Desk(therapist.vault, clock, CHEAP), client, contact.id)
