"""The app as a server on this computer, until Ctrl+C."""

from __future__ import annotations

import socket
import sys
import webbrowser
from pathlib import Path
from typing import Final

import uvicorn

from sim.clinic.desk.settings import folder_of
from sim.clinic.errors import ClinicError
from sim.clinic.web.app import make_app
from sim.clinic.web.door import Door
from sim.clinic.web.same_user import SameUser
from sim.privacy import keys
from sim.privacy.vault import vault_exists, vault_folder

HOST: Final = "127.0.0.1"
"""Never anything else: other computers cannot reach it."""
PORT: Final = 8611


class CannotServe(ClinicError):
    """The app cannot be started."""


def serve(
    home: Path, port: int = PORT, *, is_opened: bool = False, folder: str = ""
) -> int:
    """Serve the desk under `home` until the user stops it.

    Args:
        home: folder of the therapist's vault.
        port: 0 takes any that is free.
        is_opened: whether to show it in the browser at once.
        folder: that both sides see; in place of the one in the settings.

    Raises:
        CannotServe: the port is taken, or the vault has no passphrase.
    """
    check_passphrase_kept(home)
    if folder:
        folder = str(folder_of(folder))
    listening = _listen(port)
    port = listening.getsockname()[1]
    address = f"http://{HOST}:{port}/"
    sys.stderr.write(
        f"Your desk is at {address} and on this computer only. Ctrl+C ends it.\n"
    )
    sys.stderr.flush()
    if is_opened:
        webbrowser.open(address)
    config = uvicorn.Config(
        SameUser(make_app(Door(home, folder=folder), port)),
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=3,
    )
    with listening:
        uvicorn.Server(config).run(sockets=[listening])
    return 0


def check_passphrase_kept(home: Path) -> None:
    """Refuse a vault that the system's keyring opens: whoever is here could come in.

    Raises:
        CannotServe: it is one.
    """
    if not vault_exists(home):
        return
    slots = keys.read_key_file(vault_folder(home) / "key.json").slots
    if slots[0].kind != "passphrase":
        raise CannotServe(
            "The system's keyring opens your desk, so the app could ask for nothing. "
            "Choose a passphrase first: visavis clinic passphrase"
        )


def _listen(port: int) -> socket.socket:
    # named as TCP, for asyncio to send small answers at once; otherwise 40 ms later
    made = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    if sys.platform != "win32":  # there it would let others share the port
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((HOST, port))
        made.listen(128)
    except (OSError, OverflowError) as cause:
        made.close()
        why = getattr(cause, "strerror", None) or "no such port"
        raise CannotServe(
            f"Port {port} cannot be used ({why}). Is the app running already? "
            "Otherwise choose another: visavis clinic serve --port 8612"
        ) from cause
    return made
