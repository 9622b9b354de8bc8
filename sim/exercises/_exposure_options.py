"""What graded exposure offers to choose from, and how a scene's dials stand."""

from __future__ import annotations

from collections.abc import Iterator

from sim.exercises._exposure_past import Past
from sim.exercises._exposure_state import GAZES, MOST_CHANGES, Dials, Exposure, Step
from sim.exercises._guide import GuideStep
from sim.exercises._ladders import Ladder, Rung, by_id, ladders, most_others, room_of
from sim.exercises.base import Option
from sim.texts import text, texts


def rung_of(state: Exposure) -> Rung:
    """The step that is tried, with its scene, as the file has it."""
    return by_id(state.template).rung(state.rung)


def _gaze_words(gaze: float) -> str:
    nearest = min(range(len(GAZES)), key=lambda place: abs(GAZES[place] - gaze))
    return texts("exposure.gaze")[nearest]


def described(state: Exposure) -> str:
    """How the scene is set, in words; "" before a step was chosen."""
    if state.dials is None or not state.rung:
        return ""
    ladder, dials = by_id(state.template), state.dials
    light, length = (
        text(f"exposure.light_{dials.light}"),
        text(f"exposure.length_{dials.length}"),
    )
    if rung_of(state).alone:
        return f"{text('exposure.alone', light=light)} {length}"
    sits = text(
        "exposure.sits",
        name=ladder.name,
        away=text("exposure.metres", metres=f"{dials.distance_m:g}"),
        gaze=_gaze_words(dials.gaze),
        people=texts("exposure.people")[dials.people],
        light=light,
    )
    topic = ""
    if ladder.topics:
        topic = text("exposure.topic", topic=ladder.topics[dials.topic])
    return " ".join(part for part in (sits, topic, length) if part)


def _dials(state: Exposure, ladder: Ladder, dials: Dials) -> Iterator[Option]:
    room, _ = room_of(ladder, rung_of(state), dials.light)
    values = {
        "distance": f"{dials.distance_m:g} m",
        "gaze": _gaze_words(dials.gaze),
        "people": f"{dials.people}" if most_others(room) else "",
        "light": dials.light,
        "topic": ladder.topics[dials.topic] if len(ladder.topics) > 1 else "",
        "length": dials.length,
    }
    if rung_of(state).alone:
        values = {key: values[key] for key in ("light", "length")}
    for key, value in values.items():
        if value:
            yield Option(key, text(f"exposure.set_{key}", value=value))


def options(state: Exposure, here: GuideStep, past: Past) -> Iterator[Option]:
    """Everything that `state` offers at `here`, in its order."""
    fixed = [Option(one.id, one.label) for one in here.options]
    if state.at == "template":
        for ladder in ladders():
            if ladder.with_partner and past.is_careful:
                continue
            if past.assigned and ladder.id != past.assigned:
                continue
            is_known = ladder.id in past.ladders
            key = "assigned.ladder" if past.assigned else "exposure.again"
            title = text(key, title=ladder.title)
            yield Option(ladder.id, title if is_known else ladder.title)
    if state.at == "edit":
        yield from fixed
        yield from (Option(s.id, _label(s, "step")) for s in state.ladder)
        return
    if state.at == "rung":
        yield from _rungs(state)
        fixed = [one for one in fixed if _is_offered(one.id, state, past)]
    if state.at == "set" and state.dials is not None:
        yield from fixed
        yield from _dials(state, by_id(state.template), state.dials)
        yield Option("other", text("exposure.set_other"))
        return
    yield from fixed


def _is_offered(name: str, state: Exposure, past: Past) -> bool:
    if name == "edit":
        return state.changes < MOST_CHANGES
    has_tries = bool(state.tries or past.of(state.template))
    return name != "see" or has_tries


def _rungs(state: Exposure) -> Iterator[Option]:
    """The lowest that was not done yet first; the others as they stand."""
    following = next((one for one in state.ladder if not one.done), None)
    if following is not None:
        yield Option(following.id, _label(following, "next_step"))
    for one in state.ladder:
        if one is not following:
            yield Option(one.id, _label(one, "done_step" if one.done else "step"))


def _label(step: Step, key: str) -> str:
    return text(f"exposure.{key}", title=step.title, suds=str(step.suds))
