"""Python loads this first, in every process: a try to reach the network ends there.

Sockets of this machine's own file system (a display, a bus) are no network.
"""

import os
import sys

_LOG = os.environ.get("GUARD_LOG", "")
_EVENTS = {
    "socket.connect",
    "socket.getaddrinfo",
    "socket.gethostbyname",
    "socket.gethostbyaddr",
    "socket.sendto",
    "socket.sendmsg",
}


def _write(line):
    handle = os.open(_LOG, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    os.write(handle, f"{os.getpid()} {line}\n".encode())
    os.close(handle)


def _hook(event, args):
    if event not in _EVENTS:
        return
    address = args[1] if event.startswith(("socket.connect", "socket.send")) else args
    if isinstance(address, str | bytes):  # a path: no network
        return
    _write(f"{event} {address!r}")
    raise RuntimeError(f"the network is not to be touched: {event} {address!r}")


if _LOG:
    _write(f"started {sys.orig_argv!r}")
    sys.addaudithook(_hook)
