"""What graded exposure shows at each of its steps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from sim.exercises._exposure_chart import chart_of, chart_of_try
from sim.exercises._exposure_learned import (
    found_line,
    gap_line,
    learned_line,
    strength_line,
)
from sim.exercises._exposure_past import Past
from sim.exercises._exposure_state import GAZES, MOST_CHANGES, Dials, Exposure, Step
from sim.exercises._guide import GuideStep
from sim.exercises._ladders import Beat, Ladder, Rung, by_id, ladders, most_others
from sim.exercises.base import Breath, Chart, Option, Scene, View
from sim.exercises.guided import FORGOTTEN
from sim.texts import text, texts

PLACES: Final = [
    "private",
    "therapist",
    "keep",
    "template",
    "edit",
    "rung",
    "set",
    "fear",
    "likely",
    "before",
    "begin",
    "scene",
    "close",
    "after",
    "happened",
    "came",
    "learned",
    "gap",
    "next",
    "end",
]
"""Steps in their order, for how far along one is."""
STAY_S: Final = 30.0
"""Quiet time that a long scene adds at its end [own choice]."""
_WITH_PARTNER: Final = frozenset({"begin", "scene", "strength", "close"})


def view(
    state: Exposure, guide: Mapping[str, GuideStep], name: str, past: Past
) -> View:
    """The view of `state`; `name` is the step's name for records."""
    here = guide[state.at]
    if state.at == "scene":
        return _scene(state, here, guide["meanwhile"], name)
    values = _values(state)
    said = (
        (*guide["not_said"].say, *here.say)
        if state.at == "keep" and state.note
        else here.say
    )
    lines = [_filled(line, values) for line in said]
    return View(
        step=name,
        kind=here.kind,
        lines=tuple(line for line in lines if line),
        partner_lines=_parting(state),
        ask=_filled(here.ask, values),
        options=tuple(_options(state, here, past)),
        number=(here.low, here.high, here.low_means, here.high_means),
        breath=_breath(here),
        scene=_set_scene(state),
        done=_done(state),
        key=str(state.visits),
        chart=_chart(state, past),
    )


def _breath(here: GuideStep) -> Breath | None:
    if here.kind != "breathe":
        return None
    return Breath(
        per_minute=here.rate, in_share=here.in_share, length_s=here.minutes * 60.0
    )


def _done(state: Exposure) -> float:
    if state.at not in PLACES:
        return 0.5
    return round(PLACES.index(state.at) / len(PLACES), 3)


def _filled(line: str, values: Mapping[str, str]) -> str:
    """`line` with values; "" when one of them is missing."""
    for key, value in values.items():
        if f"{{{key}}}" in line and not value:
            return ""
        line = line.replace(f"{{{key}}}", value)
    return line


def _values(state: Exposure) -> dict[str, str]:
    has_rung = bool(state.rung) and any(s.id == state.rung for s in state.ladder)
    step = state.step if has_rung else None
    now = state.now
    fear = now.fear if now is not None else ""
    return {
        "rung": step.title if step else "",
        "guess": f"{step.suds}" if step else "",
        "scene": _described(state),
        "fear": f"“{fear}”" if fear not in ("", FORGOTTEN) else "",
        "gap": gap_line(now) if now is not None else "",
        "strength": strength_line(now) if now is not None else "",
        "learned": learned_line(now) if now is not None else "",
        "found": found_line(state),
    }


def _chart(state: Exposure, past: Past) -> Chart | None:
    if state.at == "gap" and state.now is not None:
        return chart_of_try(state.now)
    if state.at == "so_far":
        return chart_of((*past.of(state.template), *state.tries))
    return None


# a scene


def beats(state: Exposure) -> tuple[Beat, ...]:
    """The moments of the scene, as long as the user has set it."""
    rung = _rung(state)
    if state.dials is None or state.dials.length == "usual":
        return rung.beats
    if state.dials.length == "short":
        return rung.beats[: max(1, (len(rung.beats) + 1) // 2)]
    return (*rung.beats, Beat(note=text("exposure.stay"), wait_s=STAY_S))


def _rung(state: Exposure) -> Rung:
    return by_id(state.template).rung(state.rung)


def _spoken(state: Exposure, line: str) -> str:
    ladder = by_id(state.template)
    place = state.dials.topic if state.dials is not None else 0
    topic = ladder.topics[place] if ladder.topics else ""
    return line.replace("{topic}", topic).replace("{name}", ladder.name)


def _answered(state: Exposure, made: tuple[Beat, ...], place: int) -> str:
    """What the other says to the user's last words."""
    if not state.heard or not 0 <= place < len(made):
        return ""
    return made[place].reply(state.heard)


def _scene(state: Exposure, here: GuideStep, meanwhile: GuideStep, name: str) -> View:
    made = beats(state)
    beat = made[state.beat]
    is_first = state.beat == 0
    lines = (*(_rung(state).say if is_first else ()), beat.note)
    said = (_answered(state, made, state.beat - 1), beat.says)
    if state.is_back:
        lines, said = (state.note,), ("", "")
    if beat.wait_s and not (state.is_back or any(lines)):
        lines = here.say
    return View(
        step=name,
        kind="wait" if beat.wait_s else "words",
        lines=tuple(_spoken(state, line) for line in lines if line),
        partner_lines=tuple(_spoken(state, line) for line in said if line),
        ask="" if beat.wait_s else here.ask,
        options=tuple(
            Option(one.id, one.label)
            for one in meanwhile.options
            if one.id != "silent" or not beat.wait_s
        ),
        takes_number=True,
        wait_s=beat.wait_s,
        scene=_set_scene(state),
        done=_done(state),
        key=str(state.visits),
    )


def _parting(state: Exposure) -> tuple[str, ...]:
    """The other's last words, at the end of the scene."""
    if state.at != "close":
        return ()
    made = beats(state)
    last = _answered(state, made, len(made) - 1)
    return (_spoken(state, last),) if last else ()


def _set_scene(state: Exposure) -> Scene:
    if state.dials is None or state.at not in _WITH_PARTNER:
        return Scene(light=state.dials.light if state.dials is not None else "")
    ladder, dials = by_id(state.template), state.dials
    if _rung(state).alone:
        return Scene(room=ladder.room, light=dials.light)
    made = beats(state)
    return Scene(
        room=ladder.room,
        body=ladder.body,
        voice=ladder.voice,
        mood=made[min(state.beat, len(made) - 1)].mood,
        distance_m=dials.distance_m,
        gaze=dials.gaze,
        people=dials.people,
        light=dials.light,
    )


def noted(number: float) -> str:
    """Said when a number was given in a scene."""
    return text("exposure.noted").format(number=number)


def made_easier(state: Exposure, eased: Dials) -> str:
    """Said when a scene was made easier."""
    if _rung(state).alone:
        return text("exposure.easier_alone")
    if eased == state.dials:
        return text("exposure.easiest")
    return text("exposure.easier", name=by_id(state.template).name)


# how it is set


def _gaze_words(gaze: float) -> str:
    nearest = min(range(len(GAZES)), key=lambda place: abs(GAZES[place] - gaze))
    return texts("exposure.gaze")[nearest]


def _described(state: Exposure) -> str:
    if state.dials is None or not state.rung:
        return ""
    ladder, dials = by_id(state.template), state.dials
    light, length = (
        text(f"exposure.light_{dials.light}"),
        text(f"exposure.length_{dials.length}"),
    )
    if _rung(state).alone:
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
    values = {
        "distance": f"{dials.distance_m:g} m",
        "gaze": _gaze_words(dials.gaze),
        "people": f"{dials.people}" if most_others(ladder.room) else "",
        "light": dials.light,
        "topic": ladder.topics[dials.topic] if len(ladder.topics) > 1 else "",
        "length": dials.length,
    }
    if _rung(state).alone:
        values = {key: values[key] for key in ("light", "length")}
    for key, value in values.items():
        if value:
            yield Option(key, text(f"exposure.set_{key}", value=value))


# what can be chosen


def _options(state: Exposure, here: GuideStep, past: Past) -> Iterator[Option]:
    fixed = [Option(one.id, one.label) for one in here.options]
    if state.at == "template":
        for ladder in ladders():
            is_known = ladder.id in past.ladders
            title = text("exposure.again", title=ladder.title)
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
