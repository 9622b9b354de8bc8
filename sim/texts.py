"""Texts that every front end shares, read once from ``assets/locales``."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Any

from assets import folder


@cache
def _table() -> dict[str, dict[str, Any]]:
    return tomllib.loads((folder("locales") / "en.toml").read_text("utf-8"))


def text(key: str, **values: str) -> str:
    """The text at ``section.name`` with `values` filled in.

    Raises:
        KeyError: there is no such text.
    """
    section, name = key.split(".")
    filled: str = _table()[section][name]
    return filled.format(**values) if values else filled


def texts(key: str, **values: str) -> tuple[str, ...]:
    """The list of texts at ``section.name`` with `values` filled in."""
    section, name = key.split(".")
    items = _table()[section][name]
    return tuple(item.format(**values) if values else item for item in items)
