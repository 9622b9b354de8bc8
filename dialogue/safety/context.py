"""What the last turns add to one line: answers to a question, distress that repeats."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dialogue.safety.rules import Hit
from dialogue.safety.wording import plain, without_idioms

LOOK_BACK = 6
"""How many of the user's last lines count."""

_DISTRESS = re.compile(
    r"\b(?:i (?:can not|cannot) (?:do this|breathe|cope|take|think|stop crying|calm)"
    r"|too much|overwhelm\w*|shak(?:ing|y)|trembl\w+|crying|scared|afraid|frightened"
    r"|hopeless|worthless|pointless|numb|dizzy|trapped|panic\w*|help me|i hate myself"
    r"|i am (?:so )?(?:tired|exhausted|lost|alone|broken|sorry)|i feel (?:sick|awful"
    r"|terrible|empty|alone|nothing|worse)|make it stop|no one|nobody"
    r"|what is the point)\b"
)
_HEAVY = frozenset(
    {
        "suicidality",
        "self_harm",
        "violence_from_partner",
        "violence_toward_partner",
        "sexual_coercion",
    }
)
_STOP_AFTER = re.compile(
    r"^(?:please|no|no no(?: no)*|no please|enough|i can not|not this|i said no"
    r"|out|help|help me|please no|no more|i want this to end|let me go"
    r"|leave me alone please)$"
)


_THING = re.compile(
    r"\b(?:lamps?|lights?|lightbulb|bulb|candles?|curtains?|telly|tv|television|radio"
    r"|music|heating|heater|alarm)\b"
)
_IT_OFF = re.compile(
    r"\b((?:turn|turned|turning|switch|switched|put|want|wanted|have|had|leave|left|keep"
    r"|kept|like|liked|prefer|need)(?: to)?) (?:it|that) (off|on|out|down)\b"
)
_AT_ONCE = re.compile(
    r"^(?:(?:ok|please|just|no|right) )*(?:turn|switch|shut) (?:it|that) "
    r"(?:off|out|down)(?: please)*$|\b(?:now|at once|stop|session|program\w*"
    r"|rehearsal|headset|app|help|i can not)\b"
)


def named(line: str, said: Sequence[str]) -> str:
    """`line` with "it off" said of what is talked about: "the lamp off".

    `said` are the texts just before. Where none of them names such a thing, and where
    the line itself is an order or sounds urgent, "it" may be the session and stays.
    """
    if _AT_ONCE.search(line) or not _IT_OFF.search(line):
        return line
    if not any(_THING.search(plain(text)) for text in said):
        return line
    return _IT_OFF.sub(r"\1 the lamp \2", line)


def is_distress(line: str) -> bool:
    """Whether a plain `line` sounds distressed, in whatever way."""
    return bool(_DISTRESS.search(line))


def after_distress(line: str, context: Sequence[str]) -> Hit | None:
    """Find what only the turns before make worrying.

    A short "please" or "no more" right after a distressed line, or the third
    distressed line of the last four, is reason to ask.
    """
    recent = [without_idioms(plain(text)) for text in context[-LOOK_BACK:]]
    if not recent:
        return None
    if _STOP_AFTER.match(line) and is_distress(recent[-1]):
        return Hit("context.plea_after_distress", "stop_request", "indirect", 0.7)
    if is_distress(line) and sum(map(is_distress, recent[-3:])) >= 2:
        return Hit("context.repeated_distress", "dissociation_panic", "indirect", 0.6)
    return None


FAINT = 0.5
"""Share of the threshold from which a line counts as a faint hint."""
ECHO = 0.75
"""Share of the threshold from which an earlier line counts as a hint, where a line is
above it now: what was doubtful alone is less so beside it."""


def is_heavy(category: str) -> bool:
    """Whether hints of `category` add up over the turns."""
    return category in _HEAVY


def repeats(category: str, earlier: Sequence[str]) -> bool:
    """Whether a grave category was already heard twice in the last lines."""
    return is_heavy(category) and list(earlier).count(category) >= 2
