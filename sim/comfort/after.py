"""Afterwards: the number once more, then a questionnaire, one question at a time.

Which questionnaire: the one in the folder ``instruments`` of the data folder whose
family is ``comfort``, or else four plain questions of our own. The CSQ-VR (Kourtesis et
al. 2023, doi:10.3390/virtualworlds2010002, CC BY 4.0) goes there; its wording could not
be read at its source when this was written, so it is not shipped from memory.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

from sim.comfort.asking import ENOUGH, SKIP, Question, item, rating
from sim.comfort.kept import Kept
from sim.exercises._instruments import COMFORT, Instrument, asked
from sim.session.rated import Rating

LEAST_S: Final = 300.0
"""Less than this in the headset, and nothing is asked afterwards [own choice]."""


def instruments(home: Path | None = None) -> tuple[Instrument, ...]:
    """What is asked afterwards."""
    return asked(COMFORT, home)


@dataclass
class Afterwards:
    """The questions of one time, in their order."""

    instruments: Sequence[Instrument]
    answers: dict[str, dict[str, float]] = field(default_factory=dict)
    """By instrument and item; what was skipped is not in it."""
    rated: int | None = None
    _at: int = -1
    """Of all items; -1 is the rating."""
    is_over: bool = False

    @property
    def question(self) -> Question:
        """What is asked now."""
        if self._at < 0:
            return rating(is_after=True)
        one, which = self._items()[self._at]
        return item(one, one.items[which], is_first=which == 0)

    def take(self, value: str) -> None:
        """Take the answer to `question`, and go on to the next one."""
        if value == ENOUGH:
            self.is_over = True
            return
        if value != SKIP and self._at < 0:
            self.rated = int(value)
        elif value != SKIP:
            one, which = self._items()[self._at]
            self.answers.setdefault(one.id, {})[one.items[which].id] = float(value)
        self._at += 1
        self.is_over = self._at >= len(self._items())

    def keep(self, kept: Kept, worn_min: float, now: datetime) -> None:
        """Keep what was answered."""
        if self.rated is not None:
            kept.rating(Rating(worn_min, self.rated, "after"), now)
        for name, answers in self.answers.items():
            kept.answers(name, answers, worn_min, now)

    def _items(self) -> list[tuple[Instrument, int]]:
        return [(one, n) for one in self.instruments for n in range(len(one.items))]
