"""What can be wrong with the safety screen's own files."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from typing import Any


class SafetyDataError(ValueError):
    """A file of rules, texts or help is malformed; says file, place and cure."""


def check_keys(
    table: Mapping[str, Any],
    allowed: Iterable[str],
    required: Iterable[str],
    where: str,
) -> None:
    """Refuse unknown and missing keys of one TOML table.

    Raises:
        SafetyDataError: names the file, the key, what is allowed and the near name.
    """
    known = sorted(allowed)
    for key in table:
        if key not in known:
            near = difflib.get_close_matches(key, known, 1)
            hint = f" Did you mean {near[0]!r}?" if near else ""
            raise SafetyDataError(
                f"{where}: key {key!r} is not one of {', '.join(known)}.{hint}"
            )
    for key in required:
        if key not in table:
            raise SafetyDataError(f"{where}: key {key!r} is missing; add it.")
