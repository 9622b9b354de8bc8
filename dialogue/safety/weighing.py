"""What rules, n-grams and the second reader say together, as one probability.

Each gives log odds per category; they are added with weights that
``python -m assets.build.safety`` fitted on lines of a writer whom neither the rules nor
the weights had seen. Where the second reader is not loaded, the rest is weighed alone.
"""

from __future__ import annotations

import functools
import json
import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from assets import folder
from dialogue.safety.classifier import CLASSES
from dialogue.safety.errors import SafetyDataError, check_keys
from dialogue.safety.rules import Hit

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_MIX_KEYS = (
    "words",
    "reader",
    "explicit",
    "indirect",
    "held_back",
    "quiet",
    "check_in",
    "stop",
)


class SecondReader(Protocol):
    """A sentence model that reads the line as it was said."""

    def log_odds(self, text: str) -> NDArray[np.float32]:
        """As `dialogue.safety.classifier.log_odds`, of a line as it was said."""


@dataclass(frozen=True, slots=True)
class Guess:
    """What all of them make of one line."""

    category: str
    """The likeliest harmful category, even when ``none`` is likelier."""
    p: float
    """Probability of that category, 0..1."""
    p_any: float
    """Probability that the line is in any harmful category, 0..1."""
    p_explicit: float
    """Probability that it is said explicitly, given that it is harmful, 0..1."""


@dataclass(frozen=True, slots=True)
class Mix:
    """How much each counts, and from where on something is done."""

    words: float
    """Weight of the n-grams' log odds."""
    reader: float
    """Weight of the second reader's log odds; 0 where it is not loaded."""
    explicit: float
    """Log odds that an explicit rule adds to its category."""
    indirect: float
    held_back: float
    """Log odds for ``none`` where the line is told as past, story or idiom."""
    quiet: float
    """Log odds for ``none`` on every line."""
    check_in: float
    """Least `Guess.p_any` at which a check-in is offered."""
    stop: float
    """Least `Guess.p` at which weights alone stop the fiction."""


@functools.cache
def mixes() -> dict[str, Mix]:
    """The fitted weights: ``alone`` without the second reader, ``both`` with it.

    Raises:
        SafetyDataError: ``mix.json`` is damaged.
    """
    path = folder("safety") / "mix.json"
    again = "run python -m assets.build.safety."
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise SafetyDataError(
            f"{path.name}: cannot be read ({error}); {again}"
        ) from error
    check_keys(data, ("alone", "both"), ("alone", "both"), path.name)
    for name, table in data.items():
        check_keys(table, _MIX_KEYS, _MIX_KEYS, f"{path.name}: {name}")
    return {name: Mix(**table) for name, table in data.items()}


def mix(reader: SecondReader | None) -> Mix:
    """The weights for what is loaded."""
    return mixes()["alone" if reader is None else "both"]


def weigh(
    words: NDArray[np.float32],
    read: NDArray[np.float32] | None,
    hit: Hit | None,
    weights: Mix,
    *,
    is_held_back: bool = False,
) -> Guess:
    """Add up what n-grams, second reader and rules say of one line.

    Args:
        words: log odds of the n-grams, see `dialogue.safety.classifier.log_odds`.
        read: the same of the second reader; None where it is not loaded.
        hit: what the rules found, if anything.
        weights: how much each counts.
        is_held_back: the line is told as past, story or idiom.
    """
    import numpy as np

    scores = weights.words * words
    if read is not None:
        scores = scores + weights.reader * read
    classes, explicit = scores[:-1], float(words[-1])
    if read is not None:
        explicit = 0.5 * (explicit + float(read[-1]))
    classes[0] += weights.quiet + weights.held_back * is_held_back
    if hit is not None:
        added = weights.explicit if hit.form == "explicit" else weights.indirect
        classes[CLASSES.index(hit.category)] += added
    odds = np.exp(classes - classes.max())
    p = odds / odds.sum()
    best = 1 + int(np.argmax(p[1:]))
    return Guess(
        CLASSES[best],
        float(p[best]),
        float(1.0 - p[0]),
        1.0 / (1.0 + math.exp(-explicit)),
    )


def gravest(
    words: Iterable[NDArray[np.float32]],
    read: NDArray[np.float32] | None,
    hit: Hit | None,
    weights: Mix,
    *,
    is_held_back: bool = False,
) -> Guess:
    """The part of a line that is likeliest to be harmful.

    Args:
        words: log odds of the n-grams for each part of the line; at least one.
        read: see `weigh`; of the whole line, as all that follows.
        hit: see `weigh`.
        weights: see `weigh`.
        is_held_back: see `weigh`.
    """
    guesses = (
        weigh(part, read, hit, weights, is_held_back=is_held_back) for part in words
    )
    return max(guesses, key=lambda guess: guess.p_any)
