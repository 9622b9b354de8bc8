"""Is the therapist's app quick with 1,000 clients of 50 sessions each?

    python -m benchmarks.clinic [--clients 1000] [--sessions 50] [--times 40]
        [--keep FOLDER]

Makes such a desk by the desk's own functions (`benchmarks.clinic_desk`), serves it as
`visavis clinic serve` does, logs in over HTTP and asks for every page, of other clients
and sessions each time. Prints one JSON object: for each page the middle and the 95th
percentile of the wall time until its last byte, in ms; the processor time that the
server took for one, in ms; and its size. ``--keep`` leaves the desk in FOLDER and uses
it again. The aim is 300 ms for the 95th percentile on two cores; the exit status is 1
where a page misses it. A page that no path is known for here stops the run.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import httpx
import numpy as np
from fastapi.routing import APIRoute

from benchmarks import clinic_desk
from benchmarks.clinic_served import Server, served, token_of
from sim.clinic.desk.desk import Desk
from sim.clinic.drafts import Drafts
from sim.clinic.web import editor_making
from sim.clinic.web.app import ROUTERS
from sim.privacy.sources import KeySource
from sim.privacy.vault import Vault, vault_exists

AIM_MS: Final = 300.0
CORES: Final = 2
MIXED: Final = "ORDER BY number * 7919 % 10007 LIMIT 1000"
"""Some of all clients."""
LONG: Final = "desire_differs"
PARTS: Final = ("/clients?q=",)
"""Asked for by htmx."""


@dataclass(frozen=True, slots=True)
class There:
    """Ids of what lies in the desk, to ask for."""

    clients: tuple[str, ...]
    reports: tuple[int, ...]
    assignments: tuple[str, ...]
    sealed: tuple[str, ...]
    notes: tuple[int, ...]
    drafts: tuple[str, ...]
    """Of scenarios: short ones, and one as long as they get."""
    entries: int
    """Lines of the log."""

    @classmethod
    def of(cls, desk: Desk) -> There:
        """Read them."""

        def column(statement: str) -> tuple[Any, ...]:
            return tuple(row[0] for row in desk.vault.run(statement))

        drafts = Drafts(desk.vault, desk.now)
        if not drafts.all():
            for base in (editor_making.SHORT, editor_making.SHORT, LONG):
                editor_making.from_base(drafts, base)
        return cls(
            column("SELECT id FROM desk_clients ORDER BY id"),
            column(f"SELECT number FROM desk_reports {MIXED}"),
            column(f"SELECT id FROM desk_assignments {MIXED}"),
            column("SELECT id FROM desk_outbox LIMIT 500"),
            column(f"SELECT number FROM desk_notes {MIXED}"),
            tuple(sorted((one.id for one in drafts.all()), key=_long(drafts))),
            column("SELECT count(*) FROM desk_log")[0],
        )


def _long(drafts: Drafts) -> Callable[[str], int]:
    return lambda ident: len(drafts.one(ident).body)


Path_ = Callable[[There, int], str]


def _client(tail: str = "") -> Path_:
    return lambda here, k: f"/clients/{here.clients[k % len(here.clients)]}{tail}"


def _session(tail: str = "") -> Path_:
    return lambda here, k: f"/sessions/{here.reports[k % len(here.reports)]}{tail}"


PAGES: Final[dict[str, tuple[Path_, ...]]] = {
    "/": (lambda here, k: "/",),
    "/login": (),  # leads on once inside; the passphrase is slow by intent
    "/clients": (
        lambda here, k: "/clients",
        lambda here, k: f"/clients?q={k % 100:02d}",
        lambda here, k: "/clients?waits=true",
        lambda here, k: f"/clients?after=Drew%20{k % 1000:04d}",
    ),
    "/clients/{ident}": (_client(),),
    "/clients/{ident}/sessions": (
        _client("/sessions"),
        _client("/sessions?day=2026-06-01&number=1000000"),
    ),
    "/clients/{ident}/assignments": (_client("/assignments"),),
    "/clients/{ident}/notes": (_client("/notes"),),
    "/clients/{ident}/assign": (_client("/assign"),),
    "/notes/{number}": (lambda here, k: f"/notes/{here.notes[k % len(here.notes)]}",),
    "/assignments/{ident}": (
        lambda here, k: f"/assignments/{here.assignments[k % len(here.assignments)]}",
    ),
    "/letters/{ident}/file": (
        lambda here, k: f"/letters/{here.sealed[k % len(here.sealed)]}/file",
    ),
    "/pair": (lambda here, k: "/pair",),
    "/pair/{ident}/file": (),  # invitations are few, and a file each
    "/inbox": (lambda here, k: "/inbox",),
    "/sessions/{number}": (_session(),),
    "/log": (
        lambda here, k: "/log",
        lambda here, k: f"/log?before={max(here.entries - 997 * k, 2)}",
        lambda here, k: f"/log?client={here.clients[k % len(here.clients)]}",
    ),
    "/settings": (lambda here, k: "/settings",),
    "/recover": (),  # for those who are not inside
    "/scenarios": (lambda here, k: "/scenarios",),
    "/scenarios/{ident}": (
        lambda here, k: f"/scenarios/{here.drafts[0]}",
        lambda here, k: f"/scenarios/{here.drafts[-1]}#long",
    ),
    "/scenarios/{ident}/file": (lambda here, k: f"/scenarios/{here.drafts[-1]}/file",),
}
"""For each page of the app, the ways to ask for it."""


def measured(
    server: Server, ask: Callable[[int], httpx.Response], times: int
) -> dict[str, float | int]:
    """Wall and processor time of `ask`, called with 0, 1, 2 and so on."""
    took, sizes, used = [], [], server.cpu_s()
    for k in range(times):
        start = time.perf_counter()
        answer = ask(k)
        took.append((time.perf_counter() - start) * 1e3)
        sizes.append(len(answer.content))
        if answer.status_code not in (200, 204):
            raise SystemExit(f"{answer.url}: {answer.status_code}\n{answer.text:.2000}")
        if answer.url.path == "/login":
            raise SystemExit(f"{answer.request.url}: the desk is locked.")
    return {
        "p50_ms": round(statistics.median(took), 1),
        "p95_ms": round(float(np.percentile(took, 95)), 1),
        "first_ms": round(took[0], 1),
        "cpu_ms": round((server.cpu_s() - used) * 1e3 / times, 1),
        "kb": round(statistics.median(sizes) / 1e3, 1),
    }


def routes(method: str) -> list[str]:
    """Paths of the app's pages."""
    return sorted(
        route.path
        for router in ROUTERS
        for route in router.routes
        if isinstance(route, APIRoute) and method in (route.methods or ())
    )


def look(server: Server, here: There, times: int) -> dict[str, dict[str, float | int]]:
    """Every page, and what is done most often."""
    unknown = [path for path in routes("GET") if path not in PAGES]
    if unknown:
        raise SystemExit(f"Say in PAGES how to ask for {', '.join(unknown)}.")
    told = {}
    for path in routes("GET"):
        for way in PAGES[path]:
            name = way(here, 1).replace(here.clients[1 % len(here.clients)], "{ident}")
            name = name if "?" in name else path
            name += " (long)" if way(here, 1).endswith("#long") else ""

            def ask(k: int, way: Path_ = way, name: str = name) -> httpx.Response:
                part = {"hx-request": "true"} if name.startswith(PARTS) else {}
                return server.web.get(way(here, 7 * k), headers=part)

            told[f"GET {name}"] = measured(server, ask, times)
            print(f"{name}: {told[f'GET {name}']}", file=sys.stderr)
    return told | _deeds(server, here, times)


def _deeds(server: Server, here: There, times: int) -> dict[str, dict[str, Any]]:
    """What is written most often: a note."""
    token = token_of(server.web.get("/clients").text)

    def note(k: int) -> httpx.Response:
        data = {"csrf": token, "body": clinic_desk.SAID[k % 4]}
        return server.post(
            f"/clients/{here.clients[k % len(here.clients)]}/notes", data
        )

    if "/clients/{ident}/notes" not in routes("POST"):
        return {}
    return {"POST /clients/{ident}/notes, and back": measured(server, note, times)}


def main() -> int:
    """Make, serve, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=1000)
    parser.add_argument("--sessions", type=int, default=50)
    parser.add_argument("--times", type=int, default=40)
    parser.add_argument("--keep", type=Path, help="folder of the desk")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        home = chosen.keep or Path(made)
        out = _run(home, chosen.clients, chosen.sessions, chosen.times)
    print(json.dumps(out, indent=1))
    return 0 if out["is_met"] else 1


def _run(home: Path, clients: int, sessions: int, times: int) -> dict[str, Any]:
    start = time.perf_counter()
    if vault_exists(home):
        desk = Desk(Vault.open(KeySource(clinic_desk.PASSPHRASE), home))
    else:
        desk = clinic_desk.fill(home, clients, sessions)
    here = There.of(desk)
    desk.vault.close()
    made_s = time.perf_counter() - start
    with served(home) as server:
        server.keep_to(CORES)
        start = time.perf_counter()
        server.log_in()
        login_ms = (time.perf_counter() - start) * 1e3
        pages = look(server, here, times)
    slow = [name for name, one in pages.items() if one["p95_ms"] > AIM_MS]
    return {
        "clients": len(here.clients),
        "sessions_each": sessions,
        "database_mb": round(clinic_desk.weigh(home) / 1e6, 1),
        "made_or_opened_s": round(made_s, 1),
        "login_ms": round(login_ms, 1),
        "load_average": round(os.getloadavg()[0], 1),
        "cores": CORES,
        "times": times,
        "aim_p95_ms": AIM_MS,
        "is_met": not slow,
        "slow": slow,
        "pages": pages,
    }


if __name__ == "__main__":
    raise SystemExit(main())
