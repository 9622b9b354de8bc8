"""What is made of words in an exercise before they are an answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from dialogue import safety
from dialogue.messages import Safety
from sim.exercises._running import Phase
from sim.exercises.base import View
from sim.texts import text

CONTEXT_LINES: Final = 3
"""Of the user's own, that the safety screen sees."""
UNASKED: Final[Mapping[str, str]] = {
    "next": "exercise.enter",
    "tap": "exercise.tap",
    "breathe": "exercise.breathe",
    "wait": "exercise.by_itself",
}
"""Kinds of steps that ask for no words, and what they say of how to go on."""
OF_TWO: Final = (
    *("violence_from_partner", "violence_toward_partner", "sexual_coercion", "minor"),
)
"""What n-grams alone hear in plain stories of what others do."""
LEAST: Final = 0.9
"""Probability from which they are asked about there; elsewhere the screen's own."""
FEARS: Final = ("dissociation_panic", "violence_toward_partner")
"""What people fear of themselves: to panic, and to hurt somebody's feelings."""


def weighed(found: Safety, view: View) -> Safety:
    """`found` as it counts in `view`.

    Where a step asks for a story of others, as feared or as seen, a plain answer sounds
    like an alarm: of 165 (``tests/exercises/plain_answers.tsv``) the screen took 35 for
    one and would have ended the exercise for five. So n-grams alone need more there,
    and ask instead of stopping; 17 are left. Of the held-out hints, .49 are heard there
    instead of .57. Rules count as everywhere, but for what is only feared.
    """
    if not view.tells or found.action == "none":
        return found
    is_guess = found.rule.startswith("classifier.")
    if is_guess and found.category in OF_TWO and found.p < LEAST:
        return Safety()
    is_fear = view.tells == "feared" and found.category in FEARS
    if found.action == "stop" and (is_guess or is_fear):
        return replace(found, action="check_in")
    return found


def unasked(view: View, words: str) -> str:
    """What to say where words come that nothing asked for; "" for none.

    They neither move anything on nor are kept: who says something there has not said
    that they have read enough.
    """
    is_asked = not words.strip() or view.is_no_speech(words)
    if is_asked or view.kind not in UNASKED:
        return ""
    if view.takes_number:  # in a scene, where one was told to say what one likes
        return text("exercise.remark")
    return f"{text('exercise.not_asked')} {text(UNASKED[view.kind])}"


class Screening:
    """The safety screen over one exercise; it remembers the last lines."""

    def __init__(self) -> None:
        self._heard: list[str] = []
        self._held = ""

    def found(self, view: View, phase: Phase, words: str) -> Safety | None:
        """What is found in `words`; None where nothing has to be done about it.

        A check-in is not asked for twice. What was said before one is held until it
        is answered.
        """
        if not words.strip() or view.is_no_speech(words):
            return None
        flag = weighed(
            safety.screen(
                words, partner_line=view.ask, context=self._heard[-CONTEXT_LINES:]
            ),
            view,
        )
        self._heard.append(words)
        is_check_in = flag.action == "check_in"
        if flag.action == "none" or (is_check_in and phase != "running"):
            return None
        self._held = words if is_check_in else ""
        return flag

    def held(self) -> str:
        """What was said before a check-in, once; "" for nothing."""
        held, self._held = self._held, ""
        return held
