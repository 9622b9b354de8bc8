"""What spoken words mean at the place in an exercise where they are said."""

from __future__ import annotations

from sim.exercises import _spoken as spoken
from sim.exercises._sitting import Sitting
from sim.exercises._spoken import Meant
from sim.exercises._typed import check_in_choices
from sim.exercises.base import Option, View
from sim.support import fixed_text


def meant(sitting: Sitting, words: str, confidence: float) -> Meant:
    """What `words` mean now: in a step, a check-in or a pause."""
    inner = sitting.inner
    if inner.run.phase == "checking_in" and inner.run.flag is not None:
        choices = fixed_text(inner.run.flag, "").choices
        options = tuple(Option(one.id, one.label) for one in choices)
        asked = View("check_in", "choice", options=options)
        return spoken.meant(words, asked, confidence)
    if inner.run.phase == "paused":
        name = spoken.command(words)
        is_any = name in ("resume", "leave", "calm")
        return Meant("command", name, name) if is_any else spoken.NOTHING
    return spoken.meant(words, inner.view, confidence)


def as_typed(sitting: Sitting, found: Meant) -> str:
    """What one would type for `found`."""
    if found.act == "command":
        return f"/{found.value}"
    if sitting.inner.run.phase == "checking_in":
        return str(check_in_choices(sitting).index(found.value) + 1)
    return found.value
