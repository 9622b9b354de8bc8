"""The therapist's app as it is started: a process of its own, reached over HTTP."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

PASSPHRASE = "four quiet words here"


@dataclass
class Served:
    """A running app."""

    process: subprocess.Popen[str]
    address: str
    """``http://127.0.0.1:40123``"""
    said: str
    """What it wrote when it started."""
    visitors: list[Visitor] = field(default_factory=list)

    @property
    def port(self) -> int:
        return int(self.address.rpartition(":")[2])

    def visitor(self) -> Visitor:
        made = Visitor(self.address)
        self.visitors.append(made)
        return made


class Visitor:
    """A program that talks to the app; keeps its cookie."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.web = httpx.Client(
            base_url=address, follow_redirects=True, timeout=60, trust_env=False
        )
        self.page: httpx.Response

    @property
    def token(self) -> str:
        found = re.search(r'name="csrf" value="([^"]+)"', self.page.text)
        assert found, self.page.text
        return found[1]

    def get(self, path: str, **more: Any) -> httpx.Response:
        self.page = self.web.get(path, **more)
        return self.page

    def post(
        self, path: str, data: dict[str, Any] | None = None, **more: Any
    ) -> httpx.Response:
        body = {"csrf": self.token, **(data or {})}
        headers = {"origin": self.address, **more.pop("headers", {})}
        self.page = self.web.post(path, data=body, headers=headers, **more)
        return self.page

    def come_in(self, passphrase: str = PASSPHRASE) -> httpx.Response:
        self.get("/login")
        return self.post("/login", {"passphrase": passphrase, "again": passphrase})


@contextmanager
def served(home: Path, env: dict[str, str] | None = None) -> Iterator[Served]:
    """``visavis clinic serve`` with its vault under `home`."""
    process = subprocess.Popen(
        [sys.executable, "-m", "sim", "clinic", "serve", "--port", "0"],
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "VISAVIS_HOME": str(home), **(env or {})},
    )
    assert process.stderr is not None
    try:
        said = process.stderr.readline()
        found = re.search(r"http://127\.0\.0\.1:\d+", said)
        assert found, said + process.stderr.read()
        one = Served(process, found[0], said)
        try:
            yield one
        finally:
            for visitor in one.visitors:
                visitor.web.close()
    finally:
        process.terminate()
        process.wait(20)
        process.stderr.close()
