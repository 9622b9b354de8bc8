"""Somebody else with an account on the therapist's computer learns nothing."""

from __future__ import annotations

import os
import shutil
import socket
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from sim.clinic.web.page import COOKIE
from sim.clinic.web.same_user import owner
from tests.clinic.security.served import PASSPHRASE, Served, Visitor, served

NOBODY = 65534
LINUX = sys.platform == "linux"
as_root = pytest.mark.skipif(
    not LINUX or os.getuid() != 0,
    reason="posix: only root can become somebody else to try it",
)
on_linux = pytest.mark.skipif(not LINUX, reason="posix: /proc is Linux's own")


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    """A folder that everybody may look into, unlike pytest's own."""
    made = Path(tempfile.mkdtemp())
    made.chmod(0o755)
    yield made
    shutil.rmtree(made)


@pytest.fixture(scope="module")
def app(place: Path) -> Iterator[Served]:
    with served(
        place / "home", {"PYTHON_KEYRING_BACKEND": "keyring.backends.null"}
    ) as one:
        yield one


@pytest.fixture(scope="module")
def therapist(app: Served) -> Visitor:
    one = app.visitor()
    one.come_in()
    assert one.page.url.path == "/clients"
    return one


def secrets_of(therapist: Visitor) -> list[bytes]:
    cookie = therapist.web.cookies[COOKIE]
    return [one.encode() for one in (PASSPHRASE, cookie, therapist.token)]


@on_linux
def test_no_secret_stands_in_arguments_address_or_what_it_says(
    app: Served, therapist: Visitor
) -> None:
    about = Path("/proc") / str(app.process.pid)
    open_to_all = (about / "cmdline").read_bytes() + app.said.encode()
    for secret in secrets_of(therapist):
        assert secret not in open_to_all
        assert secret not in (about / "environ").read_bytes()
        assert secret.decode() not in str(therapist.page.url)


def test_no_secret_lies_in_any_file(
    app: Served, therapist: Visitor, place: Path
) -> None:
    files = [path for path in place.rglob("*") if path.is_file()]
    assert any(path.name == "vault.db" for path in files)
    for path in files:
        body = path.read_bytes()
        for secret in secrets_of(therapist):
            assert secret not in body, path


def test_every_file_is_for_its_owner_only(
    app: Served, therapist: Visitor, place: Path
) -> None:
    home = place / "home" / "clinic"
    for path in (home, *home.rglob("*")):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path


@as_root
def test_somebody_else_cannot_open_the_files(
    app: Served, therapist: Visitor, place: Path
) -> None:
    tried = subprocess.run(
        ["cat", place / "home" / "clinic" / "vault" / "vault.db"],
        user=NOBODY,
        capture_output=True,
        check=False,
    )
    assert tried.returncode and not tried.stdout
    assert b"Permission denied" in tried.stderr


ASK = """
import http.client, sys
host, port, cookie = sys.argv[1:]
ask = http.client.HTTPConnection(host, int(port), timeout=20)
ask.request("GET", "/clients", headers={"cookie": cookie})
answer = ask.getresponse()
print(answer.status, answer.read().decode())
"""


def asked(app: Served, cookie: str, user: int | None) -> str:
    words = ["/usr/bin/env", "python3", "-c", ASK, "127.0.0.1", app.port, cookie]
    done = subprocess.run(
        [str(one) for one in words],
        user=user,
        cwd="/",
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={"PATH": "/usr/bin:/bin"},
    )
    assert not done.returncode, done.stderr
    return done.stdout


@as_root
def test_somebody_else_is_not_answered_even_with_the_cookie(
    app: Served, therapist: Visitor
) -> None:
    """A page of theirs on 127.0.0.1 is sent the cookie: ports do not part them."""
    cookie = f"{COOKIE}={therapist.web.cookies[COOKIE]}"
    assert "200" in asked(app, cookie, None)  # the therapist's own program
    answer = asked(app, cookie, NOBODY)
    assert answer.startswith("403 Another user of this computer")
    assert "Clients" not in answer


def test_who_is_asking_is_read_from_the_system_s_list() -> None:
    head = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt"
    ours = "   1: 0100007F:9C40 0100007F:21A3 01 0:0 00:00 0        1000        0 1 1"
    back = "   2: 0100007F:21A3 0100007F:9C40 01 0:0 00:00 0           0        0 1 1"
    table = "\n".join((head, back, ours))
    app = ("127.0.0.1", 8611)
    if sys.byteorder == "little":
        assert owner(table, ("127.0.0.1", 40000), app) == 1000
        assert owner(table, ("127.0.0.1", 40001), app) is None
        assert owner(table, ("127.0.0.2", 40000), app) is None


@on_linux
def test_other_computers_cannot_reach_it(app: Served) -> None:
    listening = []
    for name in ("tcp", "tcp6"):
        for line in Path(f"/proc/net/{name}").read_text().splitlines()[1:]:
            words = line.split()
            if words[3] == "0A" and words[1].endswith(f":{app.port:04X}"):
                listening.append(words[1].partition(":")[0])
    assert listening == ["0100007F"]
    for other in ("127.0.0.2", socket.gethostbyname(socket.gethostname())):
        if other != "127.0.0.1":
            with pytest.raises(OSError):
                socket.create_connection((other, app.port), timeout=2).close()


def test_without_the_passphrase_there_is_only_the_door(app: Served) -> None:
    stranger = app.visitor()
    for path in ("/clients", "/inbox", "/log", "/pair", "/sessions/1"):
        assert stranger.get(path).url.path == "/login"
        assert "Your desk is locked" in stranger.page.text
