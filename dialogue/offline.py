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
    # from 1.29 on, onnxruntime reports to its maker from Linux, too, and writes down a
    # number for this device; only these two, set before it is loaded, stop all of it
    "ORT_DISABLE_TELEMETRY": "1",
    "ORT_TELEMETRY_DISABLED": "1",
}
"""Variables that model libraries read when they are loaded."""


def stay_offline(environ: MutableMapping[str, str] | None = None) -> None:
    """Set `QUIET` for this process and those it starts; before a model library loads.

    Args:
        environ: set these instead of the process's own.
    """
    (os.environ if environ is None else environ).update(QUIET)
