"""The session's states, and what has to be done between them. Pure; knows no ``xr``.

Source: OpenXR 1.1 specification, section 9.3 "Session Lifecycle", and 2.21
"Events" for the loss of a whole instance.
"""

from __future__ import annotations

from enum import Enum, auto
from typing import Final, NamedTuple


class State(Enum):
    """Where a session is; the first nine bear OpenXR's own names."""

    UNKNOWN = auto()
    """Made, and nothing told yet."""
    IDLE = auto()
    """The runtime does not want pictures; most often the headset lies on the table."""
    READY = auto()
    SYNCHRONIZED = auto()
    """Frames run, nobody sees them."""
    VISIBLE = auto()
    """Seen, but input goes elsewhere: a system menu is open."""
    FOCUSED = auto()
    STOPPING = auto()
    LOSS_PENDING = auto()
    """This session is lost; another can be made in the same runtime."""
    EXITING = auto()
    """The user or the runtime ended it."""
    RUNTIME_LOST = auto()
    """The runtime itself went away or was restarted; all has to be made anew."""
    CLOSED = auto()


class Happened(Enum):
    """What the runtime told, a call reported, or we were asked."""

    TOLD_IDLE = auto()
    TOLD_READY = auto()
    TOLD_SYNCHRONIZED = auto()
    TOLD_VISIBLE = auto()
    TOLD_FOCUSED = auto()
    TOLD_STOPPING = auto()
    TOLD_LOSS_PENDING = auto()
    TOLD_EXITING = auto()
    SESSION_LOST = auto()
    """A call returned XR_ERROR_SESSION_LOST or XR_SESSION_LOSS_PENDING."""
    RUNTIME_LOSS_PENDING = auto()
    """XrEventDataInstanceLossPending."""
    RUNTIME_LOST = auto()
    """A call returned XR_ERROR_INSTANCE_LOST."""
    CALL_FAILED = auto()
    """A call failed that a frame cannot do without."""
    NOT_RUNNING = auto()
    """A call returned XR_ERROR_SESSION_NOT_RUNNING: our book was wrong."""
    EXIT_ASKED = auto()
    """We want to leave."""
    CLOSED = auto()
    """We have given everything back."""


class Act(Enum):
    """What has to be done at once."""

    BEGIN = auto()
    """xrBeginSession."""
    END = auto()
    """xrEndSession."""
    REQUEST_EXIT = auto()
    """xrRequestExitSession."""


class Step(NamedTuple):
    """Where it went, and what to do, in this order."""

    state: State
    acts: tuple[Act, ...] = ()


RUNNING: Final = frozenset(
    {State.READY, State.SYNCHRONIZED, State.VISIBLE, State.FOCUSED}
)
"""Frames are waited for and ended."""
VISIBLE: Final = frozenset({State.VISIBLE, State.FOCUSED})
LOST: Final = frozenset({State.LOSS_PENDING, State.RUNTIME_LOST})
"""Gone without anybody's wish: try again."""
FINAL: Final = LOST | {State.EXITING, State.CLOSED}
"""No way back; what the session holds is to be given back."""

_TOLD: Final = {
    Happened.TOLD_IDLE: State.IDLE,
    Happened.TOLD_READY: State.READY,
    Happened.TOLD_SYNCHRONIZED: State.SYNCHRONIZED,
    Happened.TOLD_VISIBLE: State.VISIBLE,
    Happened.TOLD_FOCUSED: State.FOCUSED,
    Happened.TOLD_STOPPING: State.STOPPING,
    Happened.TOLD_LOSS_PENDING: State.LOSS_PENDING,
    Happened.TOLD_EXITING: State.EXITING,
}
_LOSES: Final = {
    Happened.SESSION_LOST: State.LOSS_PENDING,
    Happened.CALL_FAILED: State.LOSS_PENDING,
    Happened.RUNTIME_LOSS_PENDING: State.RUNTIME_LOST,
    Happened.RUNTIME_LOST: State.RUNTIME_LOST,
}


def step(state: State, happened: Happened) -> Step:
    """What follows from `happened` in `state`; total, so that nothing can surprise.

    A final state is left for a worse one only: a lost session can still lose its
    runtime, and everything can be closed. A runtime that breaks its own order (tells
    `FOCUSED` to a session that never began, say) changes nothing.
    """
    if happened is Happened.CLOSED:
        return Step(State.CLOSED)
    if state in FINAL:
        return Step(_worse(state, happened))
    if happened in _LOSES:
        return Step(_LOSES[happened])
    if happened is Happened.EXIT_ASKED:
        return _asked(state)
    if happened is Happened.NOT_RUNNING:
        return Step(State.IDLE if state in RUNNING else state)
    return _told(state, _TOLD[happened])


def _worse(state: State, happened: Happened) -> State:
    lost = _LOSES.get(happened)
    if lost is State.RUNTIME_LOST and state is not State.CLOSED:
        return lost
    return state


def _asked(state: State) -> Step:
    """Only a running session can be asked to exit; any other is simply over."""
    if state in RUNNING:
        return Step(state, (Act.REQUEST_EXIT,))
    return Step(State.EXITING)


def _told(state: State, told: State) -> Step:
    is_running = state in RUNNING
    if told is State.READY:
        return Step(state) if is_running else Step(told, (Act.BEGIN,))
    if told in RUNNING:
        return Step(told) if is_running else Step(state)
    if told is State.STOPPING:
        # also the answer to a STOPPING that comes while nothing runs
        return Step(told, (Act.END,)) if is_running else Step(state)
    return Step(told)
