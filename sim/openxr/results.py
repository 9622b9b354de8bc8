"""What the results of OpenXR's calls mean for a session."""

from __future__ import annotations

from typing import Any, Final

from sim.openxr.states import Happened

TIMEOUT_EXPIRED: Final = 1
SESSION_LOSS_PENDING: Final = 3
RUNNING: Final = -14
"""To a session that is begun a second time: what was wanted is so already."""
_INSTANCE_LOST: Final = -13
_SESSION_NOT_RUNNING: Final = -16
_SESSION_LOST: Final = -17

MEANING: Final = {
    SESSION_LOSS_PENDING: Happened.SESSION_LOST,
    _SESSION_LOST: Happened.SESSION_LOST,
    _INSTANCE_LOST: Happened.RUNTIME_LOST,
    _SESSION_NOT_RUNNING: Happened.NOT_RUNNING,
}
LOSSES: Final = frozenset(MEANING)


def name(xr: Any, result: int) -> str:
    """OpenXR's own name of a result."""
    try:
        return str(xr.Result(result).name)
    except ValueError:
        return str(result)
