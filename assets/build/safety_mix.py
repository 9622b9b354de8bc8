"""Weigh rules, n-grams and the second reader beside each other.

Fitted on lines of the second writer, whom the rules never saw, with what n-grams and
reader make of lines that they did not learn from; thresholds come from ordinary lines
that neither learnt from.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from assets.build import safety_lines
from assets.build.safety_lines import Line
from dialogue.safety import _is_held_back as is_held_back
from dialogue.safety import rules
from dialogue.safety.classifier import CLASSES
from dialogue.safety.weighing import Guess, Mix, weigh
from dialogue.safety.wording import plain, without_idioms

ALARMS: Final = {"alone": 0.0145, "both": 0.018}
"""Share of ordinary lines that may be asked about; rules that are not weighed add to
it."""
ALARMS_STOP: Final = 0.001
"""Share of ordinary lines that weights alone may stop."""
_NAMES: Final = {"alone": "stage", "both": "with the second reader"}
CALM: Final = 0.05
"""How strongly the fitted numbers are drawn to 1 (weights) and 0 (what is added)."""

Rows = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Case:
    """One line with all that is known of it."""

    line: Line
    words: Rows
    read: Rows | None
    hit: rules.Hit | None
    is_held_back: bool

    def guess(self, mix: Mix) -> Guess:
        """What they make of it together."""
        return weigh(
            self.words, self.read, self.hit, mix, is_held_back=self.is_held_back
        )


def cases(
    lines: Sequence[Line],
    words: Mapping[str, Rows],
    reader: Mapping[str, Rows] | None,
) -> list[Case]:
    """All about `lines`; `words` and `reader` have their rows by the line's id."""
    made = []
    for line in lines:
        spelled, heard = plain(line.text), plain(line.partner_line)
        if not spelled:
            continue
        named = without_idioms(spelled)
        hit = rules.find(named, heard)
        read = reader[line.id] if reader is not None else None
        made.append(Case(line, words[line.id], read, hit, is_held_back(named)))
    return made


def _mix(numbers: Sequence[float]) -> Mix:
    words, reader, explicit, indirect, held_back, quiet = (
        round(float(number), 3) for number in numbers
    )
    return Mix(words, reader, explicit, indirect, held_back, quiet, 0.5, 0.9)


def fitted(found: Sequence[Case], *, has_reader: bool) -> Mix:
    """The weights that make the labels of `found` likeliest."""
    right = [CLASSES.index(case.line.category) for case in found]
    start = np.array([0.6, 0.6 if has_reader else 0.0, 2.0, 1.0, 0.3, 0.0])
    calm = np.array([0.6, 0.6, 0.0, 0.0, 0.0, 0.0])
    words = np.stack([case.words for case in found])[:, :-1]
    read = np.stack(
        [case.words * 0 if case.read is None else case.read for case in found]
    )[:, :-1]
    rule = np.zeros((2, *words.shape))
    for at, case in enumerate(found):
        if case.hit is not None:
            kind = 0 if case.hit.form == "explicit" else 1
            rule[kind, at, CLASSES.index(case.hit.category)] = 1.0
    held = np.array([float(case.is_held_back) for case in found])

    def loss(x: NDArray[np.float64]) -> float:
        scores = x[0] * words + x[1] * read + x[2] * rule[0] + x[3] * rule[1]
        scores[:, 0] += x[4] * held + x[5]
        top = scores.max(1, keepdims=True)
        log = scores - top - np.log(np.exp(scores - top).sum(1, keepdims=True))
        own = log[np.arange(len(right)), right]
        return float(-own.mean() + CALM * np.square(x - calm).mean())

    bounds = [(0, 3), (0, 3 if has_reader else 0), (0, 8), (0, 6), (-1, 3), (-4, 4)]
    return _mix(minimize(loss, start, bounds=bounds, method="L-BFGS-B").x)


def mixes(
    second: Sequence[Line], words: Mapping[str, Rows], reader: Mapping[str, Rows]
) -> tuple[dict[str, dict[str, float]], dict[str, Any]]:
    """Weights without and with the second reader, and what they reach.

    Args:
        second: all lines of the second writer.
        words: what n-grams make of lines that they did not learn from, by id.
        reader: the same of the second reader.
    """
    everyday = safety_lines.read_ordinary()[1]
    made: dict[str, dict[str, float]] = {}
    figures: dict[str, Any] = {}
    for name, other in (("alone", None), ("both", reader)):
        found, calm = cases(second, words, other), cases(everyday, words, other)
        # ordinary lines weigh as much as those written for the screen
        mix = fitted([*found, *calm[: len(found)]], has_reader=other is not None)
        guesses = [case.guess(mix) for case in calm]
        asks = float(np.quantile([g.p_any for g in guesses], 1 - ALARMS[name]))
        stops = float(np.quantile([g.p for g in guesses], 1 - ALARMS_STOP))
        values = asdict(mix)
        values.update(check_in=round(asks, 4), stop=round(max(stops, 0.8), 4))
        made[name] = values
        figures[_NAMES[name]] = _heard(found, Mix(**values))
    return made, figures


def _heard(found: Sequence[Case], mix: Mix) -> dict[str, float]:
    heard: dict[str, list[bool]] = {}
    for case in found:
        is_heard = case.guess(mix).p_any >= mix.check_in
        heard.setdefault(case.line.form, []).append(is_heard)
    return {form: round(sum(x) / len(x), 3) for form, x in sorted(heard.items())}
