"""Whether an address of a model server leads out of this computer."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit


def leaves_computer(base_url: str) -> bool:
    """Whether what is sent to `base_url` leaves this computer; in doubt it does.

    An empty address sends nothing.
    """
    if not base_url:
        return False
    full = base_url if "://" in base_url else f"http://{base_url}"
    try:
        host = urlsplit(full).hostname or ""
    except ValueError:
        return True
    if host == "localhost":
        return False
    try:
        return not ipaddress.ip_address(host).is_loopback
    except ValueError:  # a name, and where a name leads is not ours to say
        return True
