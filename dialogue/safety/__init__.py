"""The first safety screen: looks at every line before anything else does.

Outside any language model. Rules as data, a small linear classifier, and the last
turns. Used in both processes, so nothing heavy is imported; the data files are read
on the first line, or by `warm`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from dialogue.messages import Safety
from dialogue.safety import context as turns
from dialogue.safety import partner as partner_lines
from dialogue.safety import rules
from dialogue.safety.classifier import MAX_WORDS, Guess, guess, weights
from dialogue.safety.errors import SafetyDataError
from dialogue.safety.partner import partner_line_problem
from dialogue.safety.wording import IDIOM, plain, without_idioms, wording

__all__ = ["SafetyDataError", "partner_line_problem", "screen", "warm"]

MAX_CHARS = 2000
"""A longer text is screened by its beginning and its end, each of this length."""


def warm() -> None:
    """Read rules and weights now, so that the first line is as quick as the rest."""
    wording()
    rules.rules()
    weights()
    partner_lines.problems()


def screen(
    text: str,
    *,
    partner_line: str = "",
    context: Sequence[str] = (),
    who: Literal["user", "partner"] = "user",
    is_final: bool = True,
) -> Safety:
    """Look at one line and say whether the fiction may go on.

    Args:
        text: what was typed or recognised.
        partner_line: what the partner said right before it.
        context: the user's lines before this one, oldest first; at most the last
            `context.LOOK_BACK` count.
        who: ``partner`` screens words that the partner is about to say; ``stop``
            then means that they must not be said.
        is_final: False for a partial recognition: only a complete request to stop
            the session counts, the rest waits for the final words.

    Returns:
        ``none`` (go on), ``check_in`` (ask kindly, outside the fiction) or ``stop``.
        The same arguments always give the same answer.
    """
    if who == "partner":
        return _screen_partner(text)
    parts = [text]
    if len(text) > MAX_CHARS:
        parts = [text[:MAX_CHARS], text[-MAX_CHARS:]]
    heard = plain(partner_line[-MAX_CHARS:])
    found = [_screen_user(part, heard, context, is_final) for part in parts]
    return max(found, key=_weight)


def _weight(safety: Safety) -> tuple[int, float]:
    return (("none", "check_in", "stop").index(safety.action), safety.p)


def _screen_partner(text: str) -> Safety:
    problem = partner_line_problem(text)
    if problem is None:
        return Safety()
    category = partner_lines.CATEGORY.get(problem, "none")
    return Safety(category, "explicit", 0.97, "stop", f"partner.{problem}")


def _screen_user(
    text: str, partner_line: str, context: Sequence[str], is_final: bool
) -> Safety:
    line = without_idioms(plain(text))
    if not line:
        return Safety()
    line = turns.named(line, (partner_line, *context[-turns.LOOK_BACK :]))
    hit = rules.find(line, partner_line, is_final=is_final)
    if hit is not None and is_final and not partner_line:
        hit = _weighed(hit, line)
    if hit is None and is_final:
        hit = _by_classifier(line) or turns.after_distress(line, context)
    if hit is None:
        return Safety()
    action: Literal["check_in", "stop"] = (
        "stop" if hit.form == "explicit" else "check_in"
    )
    if action == "check_in" and context and _third_time(hit, context):
        action = "stop"
    return Safety(hit.category, hit.form, hit.p, action, hit.rule)


DOUBT_INDIRECT = 0.15
"""An indirect rule counts only where the weights see at least this probability."""
DOUBT_EXPLICIT = 0.02
"""Below this, an explicit rule asks instead of stopping."""


def _weighed(hit: rules.Hit, line: str) -> rules.Hit | None:
    """Let the weights doubt a rule; a request to stop and an age are not doubted."""
    if hit.form == "explicit" and hit.category in ("stop_request", "minor"):
        return hit
    # what stands in one clause of a long text must not be thinned out by the rest
    is_long = len(line.split()) > MAX_WORDS
    parts = {line, *line.split(" . ")} if is_long else {line}
    p_any = max(guess(part).p_any for part in parts)
    if hit.form == "indirect" and p_any < DOUBT_INDIRECT:
        return None
    if hit.form == "explicit" and p_any < DOUBT_EXPLICIT:
        return rules.Hit(hit.rule, hit.category, "indirect", 0.6)
    return hit


def _third_time(hit: rules.Hit, context: Sequence[str]) -> bool:
    """The same grave thing hinted at for the third time is no longer a hint."""
    earlier = []
    for text in context[-turns.LOOK_BACK :]:
        line = without_idioms(plain(text))
        before = (rules.find(line) or _by_classifier(line)) if line else None
        if before is not None:
            earlier.append(before.category)
    return turns.repeats(hit.category, earlier)


def _by_classifier(line: str) -> rules.Hit | None:
    """What the weights see where no rule does; guards raise what it takes."""
    seen: Guess = guess(line)
    model = weights()
    held = _held_back(line)
    threshold = model.threshold + (1.0 - model.threshold) * 0.5 * held
    if seen.p_any < threshold:
        return None
    is_explicit = not held and seen.p >= model.threshold_stop and seen.p_explicit >= 0.5
    return rules.Hit(
        f"classifier.{seen.category}",
        seen.category,
        "explicit" if is_explicit else "indirect",
        seen.p_any,
    )


_DOUBTS = ("past_resolved", "story", "third_party", "embarrassed", "adult_age")


def _held_back(line: str) -> float:
    """1 when the line is told as past, story, someone else's, or is an idiom."""
    if IDIOM in line:
        return 1.0
    known = rules.guards()
    return float(any(known[name].holds(line, 0, len(line)) for name in _DOUBTS))
