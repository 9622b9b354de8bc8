"""A client who has homework, and may have agreed to share."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sim.clinic.client.kept import Kept
from sim.clinic.client.taking_in import receive
from sim.clinic.letters import Assignment
from sim.privacy.consents import Consents
from tests.clinic.client.homework import assignment, own_scenario
from tests.clinic.people import Person

Give = Callable[..., Kept]


@pytest.fixture
def give(pair_of: tuple[Person, Person]) -> Give:
    """The therapist sends an assignment, and the client takes it in."""
    therapist, client = pair_of

    def sent(letter: Assignment, **own: bytes) -> Kept:
        packed = {f"{name}.toml": raw for name, raw in own.items()}
        raw = therapist.post.send(letter, packed, "Robin")
        received = receive(client.post, client.vault, raw, client.clock)
        assert received.kept is not None
        return received.kept

    return sent


@pytest.fixture
def homework(give: Give) -> Kept:
    """All of `PARTS`, in the client's vault."""
    return give(assignment(), my_own_no=own_scenario())


@pytest.fixture
def agreed(pair_of: tuple[Person, Person]) -> Person:
    """The client, paired, who has agreed to share."""
    _, client = pair_of
    Consents(client.vault).answer("share", is_given=True)
    return client
