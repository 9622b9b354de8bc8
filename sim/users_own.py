"""The root of errors that are the user's to mend; `sim.errors` lists the others."""

from __future__ import annotations


class UsersOwn(Exception):
    """Something the user gave cannot be used; the message is one line for them."""
