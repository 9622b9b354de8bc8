"""`step(state, event)`: the one writer of the session's state.

Pure: no clock, no disk, no model. Replaying a log through `replay` gives the state
that the session had, so the debrief, "try that moment again" and a restart after a
crash all read one log.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from dialogue.messages import Memory, Safety, Utterance, from_json
from sim.session.events import Event, EventError
from sim.session.state import (
    AskPartner,
    Effect,
    Hush,
    MakeDebrief,
    OpenScene,
    PassTurn,
    Restate,
    SessionState,
    ShowCheckIn,
    ShowSupport,
    Step,
)

_Handler = Callable[[SessionState, Event], tuple[SessionState, tuple[Effect, ...]]]


def step(state: SessionState, event: Event) -> Step:
    """Apply one event; an event that does not fit the phase changes nothing.

    Raises:
        EventError: it lacks something, or something in it is of the wrong kind.
    """
    kind = event.get("event") if isinstance(event, dict) else None
    handler = _HANDLERS.get(kind) if isinstance(kind, str) else None
    if handler is None:
        return Step(state)
    try:
        return Step(*handler(state, event))
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        raise EventError(f"the record holds a damaged event ({kind}: {error})") from (
            error
        )


def replay(events: Iterable[Event]) -> SessionState:
    """The state after all of `events`."""
    state = SessionState()
    for event in events:
        state = step(state, event).state
    return state


def unfinished(state: SessionState) -> tuple[Effect, ...]:
    """What must be asked again after mind was lost or the program restarted."""
    if state.phase != "talking" or state.waiting != "partner":
        return ()
    if not state.memories:
        return (OpenScene(),)
    if state.skipping:
        return (PassTurn(state.memory),)
    if state.pending is not None:
        return (AskPartner(state.pending, state.memory),)
    return ()


def _started(
    state: SessionState, event: Event
) -> tuple[SessionState, tuple[Effect, ...]]:
    return (
        SessionState(
            phase="talking",
            scenario=event["scenario"],
            seed=event["seed"],
            goals=tuple(event["goals"]),
            waiting="partner",
        ),
        (OpenScene(),),
    )


def _utterance(
    state: SessionState, event: Event
) -> tuple[SessionState, tuple[Effect, ...]]:
    if state.phase != "talking" or state.waiting != "user":
        return state, ()
    values = {key: item for key, item in event.items() if key != "event"}
    return replace(state, pending=from_json(Utterance, values)), ()


def _safety(
    state: SessionState, event: Event
) -> tuple[SessionState, tuple[Effect, ...]]:
    # a call for help counts after the last line of the scene, too
    if event["who"] != "user" or state.phase in ("stopped", "closed"):
        return state, ()
    fields = ("category", "form", "p", "action", "rule")
    flag = from_json(Safety, {key: event[key] for key in fields})
    if flag.action == "stop":
        return (
            replace(state, phase="stopped", waiting="", flag=flag, pending=None),
            (Hush(), ShowSupport(flag)),
        )
    if state.phase != "talking" or state.pending is None:
        return state, ()
    if flag.action == "check_in":
        return replace(state, phase="checking_in", flag=flag), (ShowCheckIn(flag),)
    return (
        replace(state, waiting="partner"),
        (AskPartner(state.pending, state.memory),),
    )


def _checked_in(
    state: SessionState, event: Event
) -> tuple[SessionState, tuple[Effect, ...]]:
    if state.phase != "checking_in":
        return state, ()
    answer = event["answer"]
    if answer == "help" and state.flag is not None:
        return (
            replace(state, phase="stopped", waiting="", pending=None),
            (Hush(), ShowSupport(state.flag)),
        )
    if answer == "not_adult":
        flag = Safety("minor", "explicit", 1.0, "stop", "the user said so")
        return (
            replace(state, phase="stopped", waiting="", pending=None, flag=flag),
            (Hush(), ShowSupport(flag)),
        )
    # what was said outside the fiction is no line of the scene: it is set aside, not
    # answered in character, and the partner moves on
    talking = replace(state, phase="talking", flag=None, pending=None)
    if answer == "pause":
        return replace(talking, phase="paused", before_pause="talking"), ()
    return (
        replace(talking, waiting="partner", skipping=True),
        (Hush(), PassTurn(talking.memory)),
    )


def _memory(
    state: SessionState, event: Event
) -> tuple[SessionState, tuple[Effect, ...]]:
    if state.is_over:
        return state, ()
    memory = from_json(Memory, event["memory"])
    return replace(state, memories=(*state.memories, memory)), ()


def _reply(
    state: SessionState, event: Event
) -> tuple[SessionState, tuple[Effect, ...]]:
    if state.is_over:
        return state, ()
    return (
        replace(
            state,
            lines=(*state.lines, event["text"]),
            moods=(*state.moods, event["mood"]),
            waiting="user",
            pending=None,
            skipping=False,
        ),
        (),
    )


def _cut_off(
    state: SessionState, event: Event
) -> tuple[SessionState, tuple[Effect, ...]]:
    if state.is_over or event["turn"] != state.turn or not state.memories:
        return state, ()
    memory = replace(
        state.memory,
        unheard=tuple(event["unheard"]),
        texts=(*state.memory.texts[:-1], event["heard"]),
    )
    return (
        replace(
            state,
            memories=(*state.memories[:-1], memory),
            lines=(*state.lines[:-1], event["heard"]),
        ),
        (),
    )


def _ended(
    state: SessionState, event: Event
) -> tuple[SessionState, tuple[Effect, ...]]:
    if state.is_over:
        return state, ()
    return (
        replace(state, phase="ended", waiting="", ending=event["ending"]),
        (MakeDebrief(),),
    )


def _left(state: SessionState, event: Event) -> tuple[SessionState, tuple[Effect, ...]]:
    if state.phase == "closed":
        return state, ()
    effects: tuple[Effect, ...] = (Hush(),)
    if not state.is_over:
        effects = (Hush(), MakeDebrief())
    return replace(state, phase="closed", waiting="", pending=None), effects


def _paused(
    state: SessionState, event: Event
) -> tuple[SessionState, tuple[Effect, ...]]:
    if state.phase not in ("talking", "checking_in"):
        return state, ()
    return replace(state, phase="paused", before_pause=state.phase), (Hush(),)


def _resumed(
    state: SessionState, event: Event
) -> tuple[SessionState, tuple[Effect, ...]]:
    if state.phase != "paused":
        return state, ()
    resumed = replace(state, phase=state.before_pause)
    if resumed.pending is not None and resumed.phase == "talking":
        # paused from a check-in: the line still waits for its answer
        asking = replace(resumed, waiting="partner")
        return asking, (AskPartner(resumed.pending, resumed.memory),)
    return resumed, unfinished(resumed)


def _skipped(
    state: SessionState, event: Event
) -> tuple[SessionState, tuple[Effect, ...]]:
    if state.phase != "talking" or state.waiting != "user":
        return state, ()
    return (
        replace(state, waiting="partner", skipping=True),
        (Hush(), PassTurn(state.memory)),
    )


def _branched(
    state: SessionState, event: Event
) -> tuple[SessionState, tuple[Effect, ...]]:
    turn = event["from_turn"]
    if state.phase in ("stopped", "closed") or not 0 <= turn <= state.turn:
        return state, ()
    branched = replace(
        state,
        phase="talking",
        waiting="user",
        pending=None,
        skipping=False,
        ending="",
        memories=state.memories[: turn + 1],
        lines=state.lines[: turn + 1],
        moods=state.moods[: turn + 1],
        branch=state.branch + 1,
    )
    return branched, (Hush(), Restate(branched.lines[-1], branched.moods[-1]))


_HANDLERS: dict[str, _Handler] = {
    "session_started": _started,
    "utterance": _utterance,
    "safety": _safety,
    "checked_in": _checked_in,
    "memory": _memory,
    "reply": _reply,
    "cut_off": _cut_off,
    "ended": _ended,
    "left": _left,
    "paused": _paused,
    "resumed": _resumed,
    "skipped": _skipped,
    "branched": _branched,
}
