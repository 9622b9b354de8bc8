"""A browser for the tests: keeps the cookie, sends the Origin and the form's token."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from typing import Any

import httpx2
from starlette.testclient import TestClient

from sim.clinic.web.app import make_app
from sim.clinic.web.door import Door
from tests.privacy.test_vault import CHEAP

PORT = 8611
HERE = f"http://127.0.0.1:{PORT}"
PASSPHRASE = "four quiet words here"


class Clock:
    """Monotonic seconds that a test can move."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class Browser:
    """One browser at the therapist's desk."""

    def __init__(self, door: Door) -> None:
        self.door = door
        self.web = TestClient(
            make_app(door, PORT), base_url=HERE, follow_redirects=True
        )
        self.page: httpx2.Response

    @property
    def text(self) -> str:
        """What the last page says, without its marks."""
        body = re.sub(r"<(script|style)\b.*?</\1>", "", self.page.text, flags=re.S)
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())

    @property
    def token(self) -> str:
        found = re.search(r'name="csrf" value="([^"]+)"', self.page.text)
        assert found, "the page has no form"
        return found[1]

    def get(self, path: str, **more: Any) -> httpx2.Response:
        self.page = self.web.get(path, **more)
        return self.page

    def post(
        self, path: str, data: dict[str, Any] | None = None, **more: Any
    ) -> httpx2.Response:
        """Send a form as the last page would."""
        headers = {"origin": HERE, **more.pop("headers", {})}
        body = {"csrf": self.token, **(data or {})}
        self.page = self.web.post(path, data=body, headers=headers, **more)
        return self.page

    def come_in(self, passphrase: str = PASSPHRASE) -> httpx2.Response:
        self.get("/login")
        return self.post("/login", {"passphrase": passphrase, "again": passphrase})


@contextmanager
def browser(home: Path, clock: Clock | None = None) -> Iterator[Browser]:
    door = Door(home, CHEAP, clock or Clock())
    one = Browser(door)
    with one.web:
        yield one
