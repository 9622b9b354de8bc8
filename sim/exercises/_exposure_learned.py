"""What a try came to, in words: the gap first, the numbers beside it."""

from __future__ import annotations

from sim.exercises._exposure_state import Exposure, Try
from sim.exercises.guided import FORGOTTEN
from sim.texts import text


def gap_line(one: Try) -> str:
    """What was expected against what came."""
    gap = one.gap
    if gap is None:
        return text("exposure.gap_none")
    key = "gap_less" if gap > 0 else "gap_more" if gap < 0 else "gap_same"
    return text(f"exposure.{key}").format(
        likely=one.likely, came=one.came, gap=abs(gap)
    )


def strength_line(one: Try) -> str:
    """The numbers that were given, and that they need not fall."""
    parts = []
    if one.before is not None:
        parts.append(text("exposure.number_before").format(number=one.before))
    if one.during:
        given = ", ".join(f"{number:g}" for number in one.during)
        parts.append(text("exposure.number_during", numbers=given))
    if one.after is not None:
        parts.append(text("exposure.number_after").format(number=one.after))
    how = text("exposure.left" if one.left else "exposure.need_not_fall")
    if not parts:
        return how if one.left else ""
    numbers = text("exposure.numbers", numbers="; ".join(parts))
    return f"{numbers} {how}"


def learned_line(one: Try) -> str:
    """What the user found out, in their own words; "" for nothing."""
    if one.learned in ("", FORGOTTEN):
        return ""
    return text("exposure.learned", words=one.learned)


def found_line(state: Exposure) -> str:
    """Everything found out in this session."""
    found = [
        text("exposure.found_item", words=one.learned)
        for one in state.tries
        if one.learned not in ("", FORGOTTEN)
    ]
    if found:
        return " ".join((text("exposure.found"), *found))
    gaps = [gap_line(one) for one in state.tries if one.gap is not None]
    return gaps[-1] if gaps else text("exposure.found_none")
