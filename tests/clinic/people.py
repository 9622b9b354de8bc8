"""Two people with vaults of their own, a clock that can be moved, and letters."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sim.clinic.contacts import Contact
from sim.clinic.letters import Answer, Item, Report
from sim.clinic.post import Post
from sim.privacy.vault import Vault
from tests.privacy.test_vault import CHEAP, source

SECRET = "I have never told anybody about the summer of the blue car"
REPORT = Report(
    "r1",
    "rehearsal",
    "saying_no",
    "Saying no and staying close",
    "2026-11-24",
    (Item("notes.1", "notes", "Your note", SECRET),),
)
ANSWER = Answer("a1", ("p1",))
FILES = {"saying_more.toml": b'title = "Saying more"\n', "notes.txt": b""}


@dataclass
class Clock:
    """Says what time it is, and can be moved."""

    now: datetime = datetime(2026, 11, 23, 10, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def go(self, **much: float) -> None:
        self.now += timedelta(**much)


@dataclass
class Person:
    """Somebody with a vault."""

    vault: Vault
    clock: Clock
    post: Post = field(init=False)

    def __post_init__(self) -> None:
        self.post = Post(self.vault, self.clock, CHEAP)

    def kept(self) -> dict[str, Any]:
        """Everything beside the sessions, but for the day of the last clearing up."""
        notes = self.vault.notes.all()
        notes.pop("post.tidied", None)
        return notes


@contextmanager
def person(home: Path, clock: Clock) -> Iterator[Person]:
    with Vault.create(source(), home) as vault:
        yield Person(vault, clock)


def pair(therapist: Person, client: Person, alias: str = "Robin") -> Contact:
    """Both are paired; the contact as the therapist sees it."""
    invited = therapist.post.invite(alias)
    accepted = client.post.accept(invited.raw, invited.code)
    return therapist.post.finish(accepted.raw)
