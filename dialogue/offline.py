"""Keeps the libraries that could fetch or report something from doing either."""

from __future__ import annotations

import os
from collections.abc import MutableMapping
from typing import Final

QUIET: Final[dict[str, str]] = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_DATASETS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_IMPLICIT_TOKEN": "1",
    "DO_NOT_TRACK": "1",
}
"""Variables that the hub's client and its relatives read when they are imported."""


def stay_offline(environ: MutableMapping[str, str] | None = None) -> None:
    """Set `QUIET` for this process and those it starts; before a model library loads.

    Args:
        environ: set these instead of the process's own.
    """
    (os.environ if environ is None else environ).update(QUIET)
