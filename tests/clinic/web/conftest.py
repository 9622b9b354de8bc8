from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from sim.clinic.letters import Letter
from sim.clinic.post import Post
from sim.privacy.vault import Vault
from tests.clinic.web.browsing import Browser, Clock, browser
from tests.privacy.test_vault import CHEAP, source


@dataclass
class Client:
    """A client of this desk, with a vault of their own."""

    id: str
    post: Post

    def writes(self, letter: Letter) -> bytes:
        """A sealed letter of theirs."""
        return self.post.send(letter, {}, "therapist")


@pytest.fixture
def clock_s() -> Clock:
    return Clock()


@pytest.fixture
def outside(tmp_path: Path, clock_s: Clock) -> Iterator[Browser]:
    """Before the door of a desk that does not exist yet."""
    with browser(tmp_path / "clinic", clock_s) as one:
        yield one


@pytest.fixture
def inside(outside: Browser) -> Browser:
    """At a fresh desk."""
    outside.come_in()
    return outside


@pytest.fixture
def robin(inside: Browser, tmp_path: Path) -> Iterator[Client]:
    """A client who is paired, and whose words were compared."""
    with Vault.create(source(), tmp_path / "robin") as vault:
        desk, post = inside.door.desk, Post(vault, cost=CHEAP)
        invited = desk.invite("Robin")
        answer = post.accept(invited.raw, invited.code)
        client = desk.finish(answer.raw)
        desk.compared(client.id)
        yield Client(client.id, post)
