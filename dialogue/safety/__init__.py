"""The first safety screen: looks at every line before anything else does.

Outside any language model. Rules as data, a small linear classifier, and the last
turns. Used in both processes, so nothing heavy is imported; the data files are read
on the first line, or by `warm`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from dialogue.messages import Safety
from dialogue.safety import classifier, misheard, rules, weighing
from dialogue.safety import context as turns
from dialogue.safety import partner as partner_lines
from dialogue.safety.errors import SafetyDataError
from dialogue.safety.partner import partner_line_problem
from dialogue.safety.weighing import Guess, SecondReader
from dialogue.safety.wording import IDIOM, plain, without_idioms, wording

__all__ = ["SafetyDataError", "SecondReader", "partner_line_problem", "screen", "warm"]

MAX_CHARS = 2000
"""A longer text is screened by its beginning and its end, each of this length."""


def warm() -> None:
    """Read rules and weights now, so that the first line is as quick as the rest."""
    wording()
    rules.rules()
    classifier.weights()
    weighing.mixes()
    misheard.commands()
    partner_lines.problems()


def screen(
    text: str,
    *,
    partner_line: str = "",
    context: Sequence[str] = (),
    who: Literal["user", "partner"] = "user",
    is_final: bool = True,
    reader: SecondReader | None = None,
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
        reader: a sentence model as second opinion, where one is loaded; it hears
            hints that have no telling word.

    Returns:
        ``none`` (go on), ``check_in`` (ask kindly, outside the fiction) or ``stop``.
        The same arguments always give the same answer.
    """
    if who == "partner":
        return _screen_partner(text)
    ends = [text]
    if len(text) > MAX_CHARS:
        ends = [text[:MAX_CHARS], text[-MAX_CHARS:]]
    heard = plain(partner_line[-MAX_CHARS:])
    said = _Said(heard, tuple(context[-turns.LOOK_BACK :]), reader)
    found = [_screen_user(part, said, is_final) for part in ends]
    return max(found, key=_weight)


def _weight(safety: Safety) -> tuple[int, float]:
    return (("none", "check_in", "stop").index(safety.action), safety.p)


def _screen_partner(text: str) -> Safety:
    problem = partner_line_problem(text)
    if problem is None:
        return Safety()
    category = partner_lines.CATEGORY.get(problem, "none")
    return Safety(category, "explicit", 0.97, "stop", f"partner.{problem}")


@dataclass(frozen=True, slots=True)
class _Said:
    """What was said before the line, and who else reads it."""

    partner_line: str
    """As a plain line."""
    context: tuple[str, ...]
    reader: SecondReader | None


@dataclass(frozen=True, slots=True)
class _Line:
    """One line in its three spellings."""

    text: str
    spelled: str
    """Plain words."""
    named: str
    """Plain words with idioms marked, and with what "it" is said of."""


def _screen_user(text: str, said: _Said, is_final: bool) -> Safety:
    spelled = plain(text)
    if not spelled:
        return Safety()
    named = turns.named(without_idioms(spelled), (said.partner_line, *said.context))
    hit = rules.find(named, said.partner_line, is_final=is_final)
    if hit is None:
        hit = misheard.stop_request(spelled, is_final=is_final)
    if is_final:
        hit = _weighed(hit, _Line(text, spelled, named), said)
    if hit is None:
        return Safety()
    action: Literal["check_in", "stop"] = (
        "stop" if hit.form == "explicit" else "check_in"
    )
    if action == "check_in" and _third_time(hit, said):
        action = "stop"
    return Safety(hit.category, hit.form, hit.p, action, hit.rule)


DOUBT = 0.15
"""Below this, an explicit rule asks instead of stopping."""
FEWEST, FEWEST_ALONE = 4, 5
"""Words from which weights may speak up without a rule: with the second reader, and
n-grams alone, to whom "How is the cat?" is as good as "Who takes the cat?"."""


def _weighed(hit: rules.Hit | None, line: _Line, said: _Said) -> rules.Hit | None:
    """Weigh what the rules found against what the readers make of the line.

    A short request to stop, one that names the session, an age and an answer to a
    question about danger are not weighed.
    """
    if hit is not None and hit.is_plain:
        return hit
    limits = weighing.mix(said.reader)
    seen = _guess(line, hit, said.reader)
    is_stop = hit is not None and hit.category == "stop_request"
    if hit is not None and hit.form == "explicit" and not is_stop:
        if seen.p_any >= DOUBT:
            return hit
        return rules.Hit(hit.rule, hit.category, "indirect", 0.6)
    fewest = FEWEST_ALONE if said.reader is None else FEWEST
    is_short = hit is None and len(line.spelled.split()) < fewest
    if seen.p_any < limits.check_in or is_short:
        return turns.after_distress(line.named, said.context) or _mounting(seen, said)
    if hit is not None and hit.category == seen.category:
        return rules.Hit(hit.rule, hit.category, hit.form, seen.p_any)
    is_explicit = (
        not _is_held_back(line.named)
        and seen.p >= limits.stop
        and seen.p_explicit >= 0.5
    )
    name = "classifier" if said.reader is None else "readers"
    return rules.Hit(
        f"{name}.{seen.category}",
        seen.category,
        "explicit" if is_explicit else "indirect",
        seen.p_any,
    )


def _guess(line: _Line, hit: rules.Hit | None, reader: SecondReader | None) -> Guess:
    """What the readers make of a line; the gravest of its parts counts."""
    return weighing.gravest(
        classifier.read(line.named),
        reader.log_odds(line.text) if reader is not None else None,
        hit,
        weighing.mix(reader),
        is_held_back=_is_held_back(line.named),
    )


def _earlier(said: _Said, share: float) -> list[str]:
    """Categories of the lines before, from this share of the threshold on.

    Rules and n-grams look at them; the second reader would take too long.
    """
    least = share * weighing.mix(None).check_in
    found = []
    for text in said.context:
        spelled = plain(text[:MAX_CHARS])
        named = without_idioms(spelled)
        hit = rules.find(named) if spelled else None
        seen = _guess(_Line(text, spelled, named), hit, None) if spelled else None
        if seen is not None and seen.p_any >= least:
            found.append(seen.category if hit is None else hit.category)
    return found


def _mounting(seen: Guess, said: _Said) -> rules.Hit | None:
    """Hints that are too faint one by one, and all point to the same thing."""
    least = turns.FAINT * weighing.mix(said.reader).check_in
    if not said.context or seen.p_any < least or not turns.is_heavy(seen.category):
        return None
    if not turns.repeats(seen.category, _earlier(said, turns.FAINT)):
        return None
    return rules.Hit("context.mounting", seen.category, "indirect", seen.p_any)


def _third_time(hit: rules.Hit, said: _Said) -> bool:
    """The same grave thing hinted at for the third time is no longer a hint."""
    if not said.context or not turns.is_heavy(hit.category):
        return False
    return turns.repeats(hit.category, _earlier(said, turns.ECHO))


_DOUBTS = ("past_resolved", "story", "third_party", "embarrassed", "adult_age")


def _is_held_back(line: str) -> bool:
    """Whether the line is told as past, story, someone else's, or is an idiom."""
    if IDIOM in line:
        return True
    known = rules.guards()
    return any(known[name].holds(line, 0, len(line)) for name in _DOUBTS)
