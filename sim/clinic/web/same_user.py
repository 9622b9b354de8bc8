"""Nobody else on this computer is answered, where the system tells who is asking.

A browser shares cookies between ports: another user of this computer who gets the
therapist to look at a page of theirs on 127.0.0.1 is sent the session's cookie, too. So
on Linux each request must come from a program of the same user, and the cookie is of no
use to others. Other systems do not tell; there, whoever shares a computer with people
they do not trust should lock the desk before looking at anything else on it.
"""

from __future__ import annotations

import os
import socket
import struct
import sys
from pathlib import Path
from typing import Final

from sim.clinic.web.guard import App, Receive, Scope, Send

TABLE: Final = Path("/proc/net/tcp")
"""The system's list of connections; everybody may read it."""
REFUSAL: Final = b"Another user of this computer has opened this app. It is theirs.\n"


class SameUser:
    """Stands before everything else; passes on what a program of this user sent."""

    def __init__(self, app: App, table: Path = TABLE) -> None:
        self._app = app
        self._table = table
        self._can_tell = sys.platform == "linux" and table.exists()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass it on, or refuse it."""
        if self._can_tell and scope["type"] == "http" and not self._is_ours(scope):
            headers = [
                (b"content-type", b"text/plain; charset=utf-8"),
                (b"content-length", str(len(REFUSAL)).encode()),
                (b"connection", b"close"),
            ]
            start = {"type": "http.response.start", "status": 403, "headers": headers}
            await send(start)
            await send({"type": "http.response.body", "body": REFUSAL})
            return
        await self._app(scope, receive, send)

    def _is_ours(self, scope: Scope) -> bool:
        client, server = scope.get("client"), scope.get("server")
        if not client or not server:
            return False
        return owner(self._table.read_text(), client, server) == os.getuid()


def owner(table: str, client: tuple[str, int], server: tuple[str, int]) -> int | None:
    """Number of the user whose program holds the client's end; None: not in the list.

    Args:
        table: as in `TABLE`, see proc(5).
        client: IPv4 address and port.
        server: the same of this app.
    """
    ends = [_end(*client), _end(*server)]
    for line in table.splitlines()[1:]:
        words = line.split()
        if words[1:3] == ends:
            return int(words[7])
    return None


def _end(address: str, port: int) -> str:
    """An end as the table writes it: the address as one number of this machine."""
    number = struct.unpack("=I", socket.inet_aton(address))[0]
    return f"{number:08X}:{port:04X}"
