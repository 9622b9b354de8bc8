"""What follows from each answer in graded exposure; a small function a step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from sim.exercises import _exposure_words as words
from sim.exercises._exposure_state import (
    MOST_CHANGES,
    MOST_TRIES,
    MOST_TURNS,
    RISE,
    STEEP,
    STRONG,
    Dials,
    Exposure,
    Try,
    changed,
    dropped,
    moved,
)
from sim.exercises._guide import OVER, as_number
from sim.exercises._heard import heard, is_trauma
from sim.exercises._ladders import by_id, most_others, room_of

_DIALS: Final = frozenset({"distance", "gaze", "people", "light", "topic", "length"})

Answer = Callable[[Exposure, str], Exposure]


def to(state: Exposure, at: str, **values: Any) -> Exposure:
    """`state` at the step `at`, with other fields changed."""
    return replace(state, at=at, visits=state.visits + 1, **values)


# one function a step: its answer, and what follows


def _private(state: Exposure, value: str) -> Exposure:
    if value == "yes":
        return to(state, "therapist")
    return to(state, "keep", note="" if value == "no" else "not_said")


def _keep(state: Exposure, value: str) -> Exposure:
    keeps: Any = value if value in ("numbers", "all") else "nothing"
    return to(state, "template", keeps=keeps)


def _edit(state: Exposure, value: str) -> Exposure:
    if value == "go" or state.changes >= MOST_CHANGES:
        return to(state, "rung")
    state = replace(state, changes=state.changes + 1)
    if value == "rate":
        return to(state, "guess", rating=0, rung=state.ladder[0].id)
    return to(state, "change", rung=value, rating=-1)


def _guess(state: Exposure, value: str) -> Exposure:
    order = [one.id for one in state.ladder]
    if state.rating >= 0:
        order = [one.id for one in by_id(state.template).rungs if one.id in order]
    number = as_number(value)
    if number is not None:
        steps = changed(state.ladder, state.rung, suds=round(number))
        state = replace(state, ladder=steps)
    following = state.rating + 1
    if state.rating < 0 or following >= len(order):
        return to(state, "edit", rating=-1)
    return to(state, "guess", rating=following, rung=order[following])


def _change(state: Exposure, value: str) -> Exposure:
    if value == "number":
        return to(state, "guess")
    if value == "words":
        return to(state, "words")
    steps = state.ladder
    if value in ("up", "down"):
        steps = moved(steps, state.rung, 1 if value == "up" else -1)
    elif value == "drop":
        steps = dropped(steps, state.rung)
    return to(state, "edit", ladder=steps)


def _words(state: Exposure, value: str) -> Exposure:
    if is_trauma(value):
        return to(state, "therapist")
    return to(state, "edit", ladder=changed(state.ladder, state.rung, title=value))


def _rung(state: Exposure, value: str) -> Exposure:
    where = {"edit": "edit", "see": "so_far", "stop": "end"}
    if value in where:
        return to(state, where[value])
    state = replace(state, rung=value)
    if state.step.suds > state.highest_done + STEEP and not state.was_asked:
        return to(state, "steep", was_asked=True)
    return _set_up(state)


def _steep(state: Exposure, value: str) -> Exposure:
    return _set_up(state) if value == "yes" else to(state, "rung")


def _set_up(state: Exposure) -> Exposure:
    dials = Dials.of(by_id(state.template).rung(state.rung))
    now = Try(state.template, state.rung, state.step.title)
    return to(state, "set", dials=dials, now=now, turns=0, is_entered=False)


def _set(state: Exposure, value: str) -> Exposure:
    if value == "other":
        return to(state, "rung")
    if value not in _DIALS or state.dials is None or state.turns >= MOST_TURNS:
        return to(state, "fear")
    template = by_id(state.template)
    room, _ = room_of(template, template.rung(state.rung), state.dials.light)
    dials = state.dials.turned(value, template, most_others(room))
    return to(state, "set", dials=dials, turns=state.turns + 1)


def _fear(state: Exposure, value: str) -> Exposure:
    if is_trauma(value):
        return to(state, "therapist")
    return to(_noting(state, fear=value), "likely")


def _likely(state: Exposure, value: str) -> Exposure:
    return to(_noting(state, likely=as_number(value)), "before")


def _before(state: Exposure, value: str) -> Exposure:
    number = as_number(value)
    state = _noting(state, before=number)
    if number is not None and number >= STRONG:
        return to(state, "calm", back="begin")
    return to(state, "begin")


def _begin(state: Exposure, _: str) -> Exposure:
    return to(state, "scene", beat=0, heard="", note="", is_back=False)


def _scene(state: Exposure, value: str) -> Exposure:
    if as_number(value) is not None:
        return _strength(state, value)
    if value == "strength":
        return to(state, "strength")
    if value == "easier":
        return _eased(state)
    if value == "out":
        return to(_noting(state, left=True), "after")
    if is_trauma(value):
        return to(state, "therapist")
    return _next_beat(state, heard("" if value == "silent" else value))


def _next_beat(state: Exposure, was_heard: str) -> Exposure:
    values: dict[str, Any] = {"heard": was_heard, "note": "", "is_back": False}
    if state.beat + 1 < len(words.beats(state)):
        return to(state, "scene", beat=state.beat + 1, **values)
    ladder = changed(state.ladder, state.rung, done=True)
    return to(state, "close", ladder=ladder, **values)


def _strength(state: Exposure, value: str) -> Exposure:
    number = as_number(value)
    if number is None or state.now is None:
        return to(state, "scene", note="", is_back=True)
    state = _noting(state, during=(*state.now.during, number))
    if number >= STRONG or number - _first(state) >= RISE:
        return to(state, "calm", back="scene")
    return to(state, "scene", note=words.noted(number), is_back=True)


def _first(state: Exposure) -> float:
    """What the fear was when the scene began; the first number given for it."""
    if state.now is None:
        return 0.0
    given = (state.now.before, *state.now.during)
    return next(one for one in given if one is not None)


def _eased(state: Exposure) -> Exposure:
    if state.dials is None:
        return state
    eased = state.dials.eased()
    note = words.made_easier(state, eased)
    if state.at != "scene" and state.back == "begin":
        return to(state, "begin", dials=eased)
    return to(state, "scene", dials=eased, note=note, is_back=True)


def _calm(state: Exposure, value: str) -> Exposure:
    if value == "breathe":
        return to(state, "breath")
    if value == "easier":
        return _eased(state)
    if value == "out":
        is_begun = state.back == "scene"
        left = _noting(state, left=True)
        return to(left, "after") if is_begun else to(state, "next")
    if state.back == "begin":
        return to(state, "begin")
    return to(state, "scene", note="", is_back=True)


def _after(state: Exposure, value: str) -> Exposure:
    number = as_number(value)
    state = _noting(state, after=number)
    tries = state.tries if state.now is None else (*state.tries, state.now)
    is_strong = number is not None and number >= STRONG
    at = "settle" if is_strong else "happened"
    return to(state, at, tries=tries, is_entered=True, back="happened")


def _happened(state: Exposure, value: str) -> Exposure:
    if is_trauma(value):
        return to(state, "therapist")
    return to(_noting(state, happened=value), "came")


def _came(state: Exposure, value: str) -> Exposure:
    return to(_noting(state, came=as_number(value)), "learned")


def _learned(state: Exposure, value: str) -> Exposure:
    return to(_noting(state, learned=value), "gap")


def _noting(state: Exposure, **values: Any) -> Exposure:
    """`state` with more known of the try; also of the one that is entered already."""
    if state.now is None:
        return state
    made = replace(state.now, **values)
    tries = (*state.tries[:-1], made) if state.is_entered else state.tries
    return replace(state, now=made, tries=tries)


def _gap(state: Exposure, _: str) -> Exposure:
    is_plenty = len(state.tries) >= MOST_TRIES
    return to(state, "plenty" if is_plenty else "next")


def _next(state: Exposure, value: str) -> Exposure:
    if value == "again":
        return _set_up(state)
    return to(state, "rung" if value == "other" else "end")


def _went_on(state: Exposure, value: str) -> Exposure:
    after = {"plenty": "end", "so_far": "rung", "close": "after"}
    after |= {"breath": "happened" if state.back == "happened" else "breathed"}
    after |= {"settle": "breath" if value == "breathe" else "happened"}
    return to(state, after.get(state.at, OVER))


_ANSWERS: Final[dict[str, Answer]] = {
    "private": _private,
    "keep": _keep,
    "edit": _edit,
    "guess": _guess,
    "change": _change,
    "words": _words,
    "rung": _rung,
    "steep": _steep,
    "set": _set,
    "fear": _fear,
    "likely": _likely,
    "before": _before,
    "begin": _begin,
    "scene": _scene,
    "strength": _strength,
    "calm": _calm,
    "breathed": _calm,
    "after": _after,
    "happened": _happened,
    "came": _came,
    "learned": _learned,
    "gap": _gap,
    "next": _next,
}


def answered(state: Exposure, value: str) -> Exposure:
    """The state after an answer that fits the step."""
    return _ANSWERS.get(state.at, _went_on)(state, value)


def skipped(state: Exposure) -> Exposure:
    """Past this step; what it asked stays unsaid."""
    quiet = {"private": "rather_not", "edit": "go", "rung": "stop", "next": "stop"}
    where = {"words": "edit", "template": "end"}
    if state.at in where:
        return to(state, where[state.at])
    return answered(state, quiet.get(state.at, ""))
