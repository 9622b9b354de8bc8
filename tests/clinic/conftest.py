"""Two people, paired or not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.clinic.people import Clock, Person, pair, person


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def therapist(tmp_path: Path, clock: Clock) -> Iterator[Person]:
    with person(tmp_path / "therapist", clock) as one:
        yield one


@pytest.fixture
def client(tmp_path: Path, clock: Clock) -> Iterator[Person]:
    with person(tmp_path / "client", clock) as one:
        yield one


@pytest.fixture
def pair_of(therapist: Person, client: Person) -> tuple[Person, Person]:
    """Therapist and client, paired; the client is Robin there, and she "therapist"."""
    pair(therapist, client)
    return therapist, client
