"""What graded exposure shows at each of its steps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sim.exercises._exposure_chart import chart_of, chart_of_try
from sim.exercises._exposure_learned import (
    found_line,
    gap_line,
    learned_line,
    strength_line,
)
from sim.exercises._exposure_options import described, options, rung_of
from sim.exercises._exposure_past import Past
from sim.exercises._exposure_state import Dials, Exposure
from sim.exercises._guide import GuideStep
from sim.exercises._ladders import Beat, by_id, room_of
from sim.exercises.base import Breath, Chart, Option, Scene, View
from sim.exercises.guided import FORGOTTEN
from sim.texts import text

PLACES: Final = (
    *("private", "therapist", "keep", "template", "edit", "rung", "set", "fear"),
    *("likely", "before", "begin", "scene", "close", "after", "happened", "came"),
    *("learned", "gap", "next", "end"),
)
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
    values = _values(state, past)
    said = (
        (*guide["not_said"].say, *here.say)
        if state.at == "keep" and state.note
        else here.say
    )
    lines = [line for one in said if (line := _filled(one, values))]
    ask, parting = _filled(here.ask, values), _parting(state)
    if parting and not ask:  # whoever sits there has the word before the guide
        lines, ask = [], " ".join(lines)
    return View(
        step=name,
        kind=here.kind,
        lines=tuple(lines),
        partner_lines=parting,
        ask=ask,
        options=tuple(options(state, here, past)),
        number=(here.low, here.high, here.low_means, here.high_means),
        breath=_breath(here),
        scene=_set_scene(state),
        done=_done(state),
        key=str(state.visits),
        chart=_chart(state, past),
        silent=here.silent,
        tells=here.tells,
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


def _values(state: Exposure, past: Past) -> dict[str, str]:
    has_rung = bool(state.rung) and any(s.id == state.rung for s in state.ladder)
    step = state.step if has_rung else None
    now = state.now
    fear = now.fear if now is not None else ""
    return {
        "about": _about(state, past),
        "rung": step.title if step else "",
        "guess": f"{step.suds}" if step else "",
        "scene": described(state),
        "fear": f"“{fear}”" if fear not in ("", FORGOTTEN) else "",
        "gap": gap_line(now) if now is not None else "",
        "strength": strength_line(now) if now is not None else "",
        "learned": learned_line(now) if now is not None else "",
        "found": found_line(state),
    }


def _about(state: Exposure, past: Past) -> str:
    """What the ladder is about; a therapist's has not all of its steps."""
    if not state.template:
        return ""
    is_theirs = past.assigned == state.template
    return text("exposure.theirs") if is_theirs else by_id(state.template).about


def _chart(state: Exposure, past: Past) -> Chart | None:
    if state.at == "gap" and state.now is not None:
        return chart_of_try(state.now)
    if state.at == "so_far":
        return chart_of((*past.of(state.template), *state.tries))
    return None


# a scene


def beats(state: Exposure) -> tuple[Beat, ...]:
    """The moments of the scene, as long as the user has set it."""
    rung = rung_of(state)
    if state.dials is None or state.dials.length == "usual":
        return rung.beats
    if state.dials.length == "short":
        return rung.beats[: max(1, (len(rung.beats) + 1) // 2)]
    return (*rung.beats, Beat(note=text("exposure.stay"), wait_s=STAY_S))


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
    lines = (*(rung_of(state).say if is_first else ()), beat.note)
    said = (_answered(state, made, state.beat - 1), beat.says)
    if state.is_back:
        lines, said = (state.note,), ("", "")
    if beat.wait_s and not any(lines):
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
    room, light = room_of(ladder, rung_of(state), dials.light)
    if rung_of(state).alone:
        return Scene(room=room, light=light)
    made = beats(state)
    return Scene(
        room=room,
        body=ladder.body,
        voice=ladder.voice,
        mood=made[min(state.beat, len(made) - 1)].mood,
        distance_m=dials.distance_m,
        gaze=dials.gaze,
        people=dials.people,
        company=ladder.company,
        light=light,
    )


def noted(number: float) -> str:
    """Said when a number was given in a scene."""
    return text("exposure.noted").format(number=number)


def made_easier(state: Exposure, eased: Dials) -> str:
    """Said when a scene was made easier."""
    if rung_of(state).alone:
        return text("exposure.easier_alone")
    if eased == state.dials:
        return text("exposure.easiest")
    return text("exposure.easier", name=by_id(state.template).name)
