"""A therapist at a browser, and a client at a terminal, each with their own vault."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from tests.clinic.browser.chromium import Browser, chromium
from tests.clinic.security.served import PASSPHRASE, Served, served
from tests.sim.running import visavis


@dataclass
class Therapist:
    """The app and the browser before it."""

    app: Served
    web: Browser

    def at(self, path: str) -> Browser:
        self.web.go(self.app.address + path)
        return self.web

    def come_in(self) -> Browser:
        """Make the desk, or open it."""
        web = self.at("/login")
        if web.path == "/clients":  # inside already
            return web
        if "Welcome" in web.text:
            web.fill("New passphrase", PASSPHRASE)
            web.fill("The same again", PASSPHRASE)
            web.click("Make my desk")
        else:
            web.fill("Passphrase", PASSPHRASE)
            web.click("Open the desk")
        web.until(lambda: web.path == "/clients", "the clients")
        return web


@dataclass
class Client:
    """Somebody at a terminal."""

    home: Path

    def does(self, *words: object, stdin: str = "") -> CompletedProcess[str]:
        env = {
            "VISAVIS_HOME": str(self.home),
            "VISAVIS_PASSPHRASE": "quite another sentence",
        }
        done = visavis(*words, stdin=stdin, env=env, timeout=300)
        assert not done.returncode, f"{words}: {done.stdout}{done.stderr}"
        return done


@pytest.fixture(scope="module")
def therapist(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Therapist]:
    """At a fresh desk, before the door."""
    place = tmp_path_factory.mktemp("therapist")
    with chromium(place / "downloads") as web, served(place / "home") as app:
        yield Therapist(app, web)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Client:
    return Client(tmp_path_factory.mktemp("client") / "home")
