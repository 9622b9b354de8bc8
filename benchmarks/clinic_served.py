"""The app in a process of its own, and who asks it for pages: `benchmarks.clinic`."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import httpx

from benchmarks import clinic_desk

START_S: Final = 60.0
PROGRAM: Final = (
    "import sys; from pathlib import Path; "
    "from sim.clinic.web.serving import serve; serve(Path(sys.argv[1]), 0)"
)


class Server:
    """The app in a process of its own, and a browser that has logged in."""

    def __init__(self, process: subprocess.Popen[str], address: str) -> None:
        self._process = process
        self.web = httpx.Client(
            base_url=address, follow_redirects=True, timeout=60, trust_env=False
        )
        self._headers = {"origin": address}

    def log_in(self) -> None:
        """Give the passphrase."""
        token = token_of(self.web.get("/login").text)
        data = {"csrf": token, "passphrase": clinic_desk.PASSPHRASE}
        answer = self.web.post("/login", data=data, headers=self._headers)
        if answer.url.path != "/clients":
            raise SystemExit(f"Not let in: {answer.status_code} at {answer.url}.")

    def post(self, path: str, data: dict[str, str]) -> httpx.Response:
        """Send a form."""
        return self.web.post(path, data=data, headers=self._headers)

    def keep_to(self, cores: int) -> None:
        """Let it use so many cores only, where the system can be told."""
        if hasattr(os, "sched_setaffinity"):
            first = sorted(os.sched_getaffinity(0))[:cores]
            os.sched_setaffinity(self._process.pid, first)

    def cpu_s(self) -> float:
        """Processor time of the server so far (Linux: 0.01 s steps)."""
        stat = Path(f"/proc/{self._process.pid}/stat").read_text().rpartition(")")[2]
        ticks = sum(int(one) for one in stat.split()[11:13])
        return ticks / os.sysconf("SC_CLK_TCK")


@contextmanager
def served(home: Path) -> Iterator[Server]:
    """The desk under `home`, served on a free port of this computer."""
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(home)], stderr=subprocess.PIPE, text=True
    )
    try:
        assert process.stderr is not None
        line = process.stderr.readline()
        found = re.search(r"http://127\.0\.0\.1:\d+", line)
        if found is None:
            raise SystemExit(f"The app did not start: {line}{process.stderr.read()}")
        server = Server(process, found[0])
        with server.web:
            _wait(server.web)
            yield server
    finally:
        process.terminate()
        process.wait(30)


def _wait(web: httpx.Client) -> None:
    until = time.monotonic() + START_S
    while True:
        try:
            web.get("/static/icon.svg")
            return
        except httpx.TransportError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)


def token_of(page: str) -> str:
    """The token of the page's forms."""
    found = re.search(r'name="csrf" value="([^"]+)"', page)
    if found is None:
        raise SystemExit("The page has no form.")
    return found[1]
