"""What is made of words in an exercise before they are an answer."""

from __future__ import annotations

from collections.abc import Mapping
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
        flag = safety.screen(
            words, partner_line=view.ask, context=self._heard[-CONTEXT_LINES:]
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
