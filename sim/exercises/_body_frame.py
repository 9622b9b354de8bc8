"""An exercise about the body as it is written, with what all of them have around it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from assets import folder
from dialogue.strict import DataError, parsed, read
from sim.exercises._guide import OVER, ExerciseError, Guide, GuideStep, check
from sim.exercises._instruments import Instrument
from sim.exercises._keeping import KEEP
from sim.exercises._measuring import steps

HARD: Final = "hard"
"""Id of the template of a kind step; ends the name of each that is made of it."""
REST: Final = "rest"
"""First step after an exercise's own."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The file ``assets/body_image/frame.toml``."""

    before: tuple[GuideStep, ...]
    hard: GuideStep
    after: tuple[GuideStep, ...]


@cache
def frame() -> Frame:
    """What stands around every exercise about the body.

    Raises:
        ExerciseError: the file is wrong.
    """
    path = folder("body_image") / "frame.toml"
    try:
        return read(Frame, parsed(path), "")
    except (OSError, DataError) as error:
        raise ExerciseError(f"{path.name}: {error}") from None


def framed(guide: Guide, instruments: Sequence[Instrument], problem: str = "") -> Guide:
    """`guide` with private questions, instruments and rest around its own steps.

    A locked one has no private questions: whoever opened it has asked, and knows more.

    Raises:
        ExerciseError: they do not fit together.
    """
    around = frame()
    before = [s for s in around.before if s.id == KEEP or not guide.locked]
    first = around.after[0]
    made = replace(
        guide,
        steps=(
            *before,
            *steps(instruments, "before", problem),
            *_own(guide, template(guide)),
            first,
            *steps(instruments, "after"),
            *around.after[1:],
        ),
    )
    try:
        check(made)
    except DataError as error:
        raise ExerciseError(f"{guide.id}: {error}") from None
    return made


def template(guide: Guide) -> GuideStep:
    """The guide's own kind step for hard words, or the one that all share."""
    own = (step for step in guide.steps if step.id == HARD)
    return next(own, frame().hard)


def _own(guide: Guide, hard: GuideStep) -> Iterator[GuideStep]:
    """The guide's own steps, each question in words with its kind step below it."""
    for step in guide.steps:
        if step.id == HARD:
            continue
        yield _ends_in_rest(step)
        # what is feared of the mirror may be harsh, and is what a therapist works with
        if step.kind == "words" and not guide.locked:
            yield _for(hard, step)


def _ends_in_rest(step: GuideStep) -> GuideStep:
    options = tuple(
        replace(one, goto=REST) if one.goto == OVER else one for one in step.options
    )
    goto = REST if step.goto == OVER else step.goto
    return replace(step, options=options, goto=goto)


def _for(hard: GuideStep, step: GuideStep) -> GuideStep:
    leads = {"again": step.id, "enough": REST}
    options = tuple(
        replace(one, goto=leads.get(one.id, one.goto)) for one in hard.options
    )
    return replace(hard, id=f"{step.id}.{HARD}", options=options)
