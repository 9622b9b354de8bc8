"""Exercises about one's own body: private questions, numbers, and kind answers.

The steps' words stand in ``assets/exercises``, what all share in ``assets/body_image``.
Beyond what ``guided`` does:

- nothing is kept that the user did not want to have kept, private answers never;
- harsh words, or "nothing", lead to a kind step and are not said back; a worry about
  eating or looks that takes over leads where a yes to a private question leads;
- a step whose text says ``{key}`` is passed over while there is no such answer, and
  ``{said}`` is what the user has said so far;
- a choice under the key of a question in words lends words where none were found.

docs/explanation/body-image.md says why it is as it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from sim.exercises import _measuring as measuring
from sim.exercises._body_frame import HARD, framed, template
from sim.exercises._guide import OVER, Guide, GuideOption, GuideStep, load
from sim.exercises._help import CRISIS, people
from sim.exercises._instruments import Instrument, asked, found_in, own_folder, refused
from sim.exercises._keeping import KEEP, without_record
from sim.exercises._own_words import Tone, tone
from sim.exercises.base import Before, Option, Scene, View
from sim.exercises.exposure import UNKEPT, WORDLESS
from sim.exercises.guided import FORGOTTEN, Guided, GuidedExercise
from sim.session.events import Event
from sim.texts import text

PRIVATE: Final = ("private_eating", "private_looks")
ELSEWHERE: Final = "elsewhere"
APART: Final = (ELSEWHERE, "elsewhere_breath")
"""Where a private answer leads; that one went there would tell the answer."""
MOST_HARD: Final = 2
"""How often hard words are spoken of in one session [own choice]: more is nagging."""
MOST_BACK: Final = 3
"""How often one step leads back to an earlier one in one session [own choice]."""
WATCHED: Final[Mapping[str, tuple[Tone, ...]]] = {
    "hard": ("harsh",),
    "judged": ("harsh", "judged"),
    "unkind": ("harsh", "none"),
}
"""What leads to a kind step, by the key of its template."""
VOICES: Final[Mapping[str, str]] = {
    **{"leila": "maya", "grace": "ines", "rin": "robin"},
    **{"jun": "sam", "walter": "theo"},
}
"""The voice of whoever the user lets sit across, by body."""
_NEEDS: Final = re.compile(r"\{(\w+)\}")


class BodyExercise(GuidedExercise):
    """See `base.Exercise`."""

    def __init__(
        self, guide: Guide, instruments: Sequence[Instrument], before: Before, note: str
    ) -> None:
        super().__init__(framed(guide, instruments, note))
        self._instruments = tuple(instruments)
        self._country = before.country
        self._has_record = before.has_record
        self._last = measuring.last(self._instruments, before.sessions)
        self._watched = WATCHED[template(guide).key]
        self._words = {s.key: s.id for s in self._steps if s.kind == "words"}

    def step(self, state: Guided, event: Event) -> Guided:
        """The state after an answer, a skip or the end of a wait."""
        here = self._by_id.get(state.at)
        name = self.step_name(state)
        if here is None or event.get("step", name) != name:
            return state
        event = {**event, "step": here.id}
        if event.get("forgotten") and here.id in PRIVATE:
            event = {**event, "value": "no", "forgotten": False}
        is_empty = not str(event.get("value", "")).strip()
        is_lost = bool(event.get("forgotten"))
        if here.kind == "words" and is_empty and not is_lost:
            event = {**event, "event": "skipped"}  # Enter alone moves on
        elif here.kind == "words" and self._is_worry(event):
            return replace(state, at=ELSEWHERE, count=0, visits=state.visits + 1)
        new = super().step(state, event)
        if new.at == f"{here.id}.{HARD}" and event["event"] == "answered":
            return replace(new, answers=new.answers[:-1])  # it is not said back
        return self._lent(new, here)

    def _is_worry(self, event: Event) -> bool:
        """Whether the user told in words what the private questions ask for."""
        if event["event"] != "answered" or self.info.is_locked:
            return False
        return _tone(str(event.get("value", ""))) == "worry"

    def _lent(self, state: Guided, here: GuideStep) -> Guided:
        """The words of a choice in place of its id, where they are lent."""
        if here.kind != "choice" or here.key not in self._words or not state.answers:
            return state
        key, value = state.answers[-1]
        label = next((o.label for o in here.options if o.id == value), "")
        if key != here.key or not label:
            return state
        return replace(state, answers=(*state.answers[:-1], (key, label)))

    def _is_open(self, step: GuideStep, state: Guided) -> bool:
        if not super()._is_open(step, state):
            return False
        if step.id.endswith(f".{HARD}"):
            asked_of = self._by_id[step.id.removesuffix(f".{HARD}")]
            is_met = _tone(state.answer(asked_of.key)) in self._watched
            return is_met and len(state.all_of(step.key)) < MOST_HARD
        if step.kind == "choice" and step.key in self._words:
            return state.answer(step.key) is None
        if step.id in ("numbers", "heavier"):
            found = measuring.pairs(self._instruments, state)
            return bool(found) if step.id == "numbers" else measuring.fell(found)
        return all(self._has(key, state) for key in _needs(step))

    def _has(self, key: str, state: Guided) -> bool:
        return bool(self._said(state)) if key == "said" else bool(state.answer(key))

    def _said(self, state: Guided) -> str:
        """What the user has said, without what would sting to read again."""
        said = [
            value
            for key, value in state.answers
            if key in self._words and _tone(value) in ("plain", "judged")
        ]
        return " ".join(f"“{one}”" for one in said if one != FORGOTTEN)

    def problem(self, state: Guided, value: str) -> str:
        """Why `value` is no answer here; "" when it is one."""
        here = self._by_id.get(state.at)
        if here is not None and here.kind == "words" and not value:
            return ""
        if here is not None and here.kind == "choice":
            here = replace(here, options=self._offered(here, state))
            is_known = value in {one.id for one in here.options}
            listed = ", ".join(one.label for one in here.options)
            return "" if is_known else f"Please choose one of: {listed}."
        return super().problem(state, value)

    def _offered(self, here: GuideStep, state: Guided) -> tuple[GuideOption, ...]:
        """What can be chosen at `here`; the way back only so often."""
        if len(state.all_of(here.key)) < MOST_BACK:
            return here.options
        ids = list(self._by_id)
        place = ids.index(here.id)
        return tuple(
            one
            for one in here.options
            if not one.goto or one.goto == OVER or ids.index(one.goto) > place
        )

    def view(self, state: Guided) -> View:
        """What is shown now."""
        view = super().view(state)
        if state.at == OVER:
            return view
        offered = self._offered(self._by_id[state.at], state)
        view = replace(
            view,
            step=self.step_name(state),
            scene=_seated(view.scene, state),
            options=tuple(Option(one.id, one.label) for one in offered),
        )
        if state.at == KEEP and not self._has_record:
            view = without_record(view)
        if state.at == KEEP and "rather_not" in map(state.answer, PRIVATE):
            lines = (text("body_image.not_said"), *view.lines)
            return replace(view, lines=lines, silent=True)
        if state.at == ELSEWHERE:
            return replace(view, lines=(*view.lines, *self._help()))
        if state.at == "numbers":
            found = measuring.pairs(self._instruments, state)
            lines = (*measuring.lines(found), *self._last, *view.lines)
            return replace(view, lines=lines, chart=measuring.chart(found))
        return view

    def _filled(self, text: str, state: Guided) -> str:
        if "{said}" in text:
            text = text.replace("{said}", self._said(state))
        return super()._filled(text, state)

    def _help(self) -> tuple[str, ...]:
        """Who can be called when it is too much, as the card of the country says."""
        lines = people(self._country, CRISIS)
        return (text("body_image.help"), *lines) if lines else ()

    def step_name(self, state: Guided) -> str:
        """Name of the step; it says what may be recorded of it."""
        if state.at in (*PRIVATE, KEEP, OVER):
            return state.at
        keeps = state.answer(KEEP)
        if state.at in APART or keeps not in ("numbers", "all"):
            return f"{UNKEPT}{state.at}"
        if keeps == "all":
            return state.at
        if state.at.endswith(f".{HARD}"):  # it would tell what the words were like
            return f"{UNKEPT}{state.at}"
        here = self._by_id[state.at]
        return f"{WORDLESS}{state.at}" if here.kind == "words" else state.at

    def kept(self, event: Event) -> Event:
        """`event` without what the user did not want to have kept."""
        name = str(event.get("step", ""))
        gone = {"event": "answered", "value": "", "forgotten": True}
        if name in PRIVATE:  # a skip looks like an answer, too
            return {**gone, "step": name}
        if name.startswith(UNKEPT):
            return {**gone, "step": UNKEPT.rstrip(".")}
        if name.startswith(WORDLESS) and event["event"] == "answered":
            return {**event, **gone}
        return super().kept(event)


def _tone(words: str | None) -> Tone:
    return "plain" if words in (None, FORGOTTEN) else tone(str(words))


def _needs(step: GuideStep) -> set[str]:
    texts = (*step.say, *step.partner_says, step.ask)
    return {key for line in texts for key in _NEEDS.findall(line)} - {"left"}


def _seated(scene: Scene, state: Guided) -> Scene:
    """The scene with the mirror and the company that the user chose."""
    if scene.mirror and state.answer("mirror") == "without":
        scene = replace(scene, mirror=False)
    who = state.answer("who")
    if not scene.body or who is None:
        return scene
    if who not in VOICES:  # nobody is there, and nobody changes chairs
        return replace(scene, body="", seat="", voice=scene.voice if scene.seat else "")
    return replace(scene, body=who, voice=scene.voice if scene.seat else VOICES[who])


def create(options: Mapping[str, Any]) -> BodyExercise:
    """Make the exercise of the file ``guide``; ``before`` is `base.Before`.

    Raises:
        ExerciseError: a file is wrong.
    """
    given = options["guide"]
    guide = given if isinstance(given, Guide) else load(given)
    before: Before = options.get("before", Before())
    own = [one.instrument for one in found_in(own_folder()) if one.instrument]
    is_ours = all(one.family != guide.family for one in own)
    note = text("body_image.refused") if is_ours and refused() else ""
    return BodyExercise(guide, asked(guide.family), before, note)
