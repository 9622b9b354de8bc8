"""Weigh rules, n-grams and the second reader beside each other.

Fitted on lines of the further writers, whom the rules never saw, with what n-grams and
reader make of a writer whom they did not learn from; thresholds come from ordinary
lines that neither learnt from.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from assets.build import safety_lines
from assets.build.safety_lines import Line
from dialogue.safety import FEWEST, FEWEST_ALONE, rules
from dialogue.safety import _is_held_back as is_held_back
from dialogue.safety.classifier import CLASSES
from dialogue.safety.weighing import Guess, Mix, gravest
from dialogue.safety.wording import plain, without_idioms

ALARMS: Final = {"alone": 0.016, "both": 0.0165}
"""Share of ordinary lines that may be asked about, with what rules alone ask about."""
SHARES: Final = {"everyday": 0.35, "none": 0.25, "indirect": 0.25, "explicit": 0.15}
"""What kinds of line count in the fit: the writers wrote few that say it outright."""
ALARMS_STOP: Final = 0.001
"""Share of ordinary lines that weights alone may stop."""
_NAMES: Final = {"alone": "stage", "both": "with the second reader"}
CALM: Final = 0.05
"""How strongly the fitted numbers are drawn to where they would be without lines."""

Rows = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Case:
    """One line with all that is known of it."""

    line: Line
    words: Rows
    """One row for each part of the line, the whole first."""
    read: Rows | None
    hit: rules.Hit | None
    is_held_back: bool

    def guess(self, mix: Mix) -> Guess:
        """What they make of it together."""
        return gravest(
            self.words, self.read, self.hit, mix, is_held_back=self.is_held_back
        )

    @property
    def kind(self) -> str:
        """One of `SHARES`."""
        return "everyday" if self.line.id.startswith("rubrics.") else self.line.form

    def likeliest(self, mix: Mix) -> float:
        """From which threshold down it is asked about; 1 or more where rules decide."""
        guess = self.guess(mix)
        hit = self.hit
        if hit is not None and hit.is_plain:
            return 1.0
        if hit is not None and hit.form == "explicit":
            return guess.p_any if hit.category == "stop_request" else 1.0
        fewest = FEWEST_ALONE if self.read is None else FEWEST
        is_short = hit is None and len(plain(self.line.text).split()) < fewest
        return 0.0 if is_short else guess.p_any


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
    calm = np.array([0.6, 0.6, 2.0, 1.5, 0.0, 0.0])
    words = np.stack([case.words[0] for case in found])[:, :-1]
    read = np.stack(
        [case.words[0] * 0 if case.read is None else case.read for case in found]
    )[:, :-1]
    kinds = Counter(case.kind for case in found)
    counts = np.array([SHARES[case.kind] / kinds[case.kind] for case in found])
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
        return float(-counts @ own + CALM * np.square(x - calm).mean())

    bounds = [(0, 3), (0, 3 if has_reader else 0), (0, 8), (0, 6), (-1, 3), (-4, 4)]
    return _mix(minimize(loss, start, bounds=bounds, method="L-BFGS-B").x)


def mixes(
    more: Mapping[str, Sequence[Line]],
    words: Mapping[str, Rows],
    reader: Mapping[str, Rows],
) -> tuple[dict[str, dict[str, float]], dict[str, Any]]:
    """Weights without and with the second reader, and what they reach.

    Args:
        more: the lines of each further writer.
        words: what n-grams make of lines that they did not learn from, by id.
        reader: the same of the second reader; of some of the writers.
    """
    everyday = safety_lines.read_ordinary()[1]
    lines = [line for own in more.values() for line in own]
    made: dict[str, dict[str, float]] = {}
    figures: dict[str, Any] = {}
    for name, other in (("alone", None), ("both", reader)):
        known = [x for x in lines if other is None or x.id in other]
        found, calm = cases(known, words, other), cases(everyday, words, other)
        mix = fitted([*found, *calm], has_reader=other is not None)
        asks = np.quantile([case.likeliest(mix) for case in calm], 1 - ALARMS[name])
        stops = np.quantile([case.guess(mix).p for case in calm], 1 - ALARMS_STOP)
        values = asdict(mix)
        values.update(
            check_in=round(float(asks), 4), stop=round(max(float(stops), 0.8), 4)
        )
        made[name] = values
        figures[_NAMES[name]] = _figures(found, Mix(**values))
    return made, figures


def _figures(found: Sequence[Case], mix: Mix) -> dict[str, float]:
    """Share of the lines that is asked about, by form, and of the hints by writer."""
    heard: dict[str, list[bool]] = {}
    for case in found:
        is_heard = case.likeliest(mix) >= mix.check_in
        heard.setdefault(case.line.form, []).append(is_heard)
        if case.line.form == "indirect":
            writer = case.line.id.split(".")[0]
            heard.setdefault(f"indirect, writer {writer}", []).append(is_heard)
    return {form: round(sum(x) / len(x), 3) for form, x in sorted(heard.items())}
