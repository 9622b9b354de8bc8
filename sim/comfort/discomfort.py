"""How sick the headset makes somebody, asked in one number, and when to stop.

The Fast Motion Sickness Scale: one number from 0, no sickness at all, to 20, frank
sickness (Keshavarz & Hecht 2011; r = .785 with the total of the longer Simulator
Sickness Questionnaire; read: the abstract). A first number is always asked for: people
do not come with nought (Brown, Spronck & Powell 2022, doi:10.3389/frvir.2022.945800).
Being nervous feels alike: 11 of 16 items of that questionnaire went with anxiety in
people who wore no headset (Bouchard et al. 2021, doi:10.3389/fpsyt.2021.739742), so the
question says that nerves do not count.
"""

from __future__ import annotations

from typing import Final, Literal

from sim.exercises._spoken import command, number_in
from sim.session.rated import Rating, When

LEAST: Final = 0
MOST: Final = 20
EVERY_S: Final = 300.0
"""Between two questions [own choice; laboratories ask every one to five minutes]."""
STOP_AT: Final = 10
"""From here on the headset comes off [own choice: the middle of the scale].
Laboratories that make people sick on purpose end it at 15 (Reuten et al. 2021,
doi:10.1007/s00221-021-06226-1); nobody here came to be made sick."""
RISE: Final = 5
"""So much more than at the start, and a break is offered [own choice]. A single lower
number is no proof of getting better: the onset of nausea was rated less unpleasant than
what came before it (Reuten et al. 2021)."""
AGAIN_S: Final = 60.0
"""Until a question that had to go away comes back [own choice]."""
ENOUGH: Final = 3
"""Skipped so often in a row, it is not asked any more in this stretch [own choice]."""

Verdict = Literal["fine", "ease", "stop"]


class Discomfort:
    """The ratings of one stretch in the headset."""

    def __init__(self, every_s: float = EVERY_S) -> None:
        self._every_s = every_s
        self.ratings: list[Rating] = []
        self._due_s = 0.0
        self._skipped = 0

    def begin(self) -> None:
        """A new stretch: the first number is asked at once."""
        self.ratings = []
        self._due_s, self._skipped = 0.0, 0

    def is_due(self, worn_s: float) -> bool:
        """Whether it is time to ask, after `worn_s` in this stretch."""
        return worn_s >= self._due_s and self._skipped < ENOUGH

    def overdue_s(self, worn_s: float) -> float:
        """How long it has been due."""
        return max(worn_s - self._due_s, 0.0)

    @property
    def start(self) -> int | None:
        """The first number that was given in this stretch."""
        given = (one.rating for one in self.ratings if one.rating is not None)
        return next(given, None)

    def take(self, worn_s: float, rating: int | None) -> Verdict:
        """Note an answer, None for a skip; what it asks for.

        Raises:
            ValueError: the number is not on the scale.
        """
        if rating is not None and not LEAST <= rating <= MOST:
            raise ValueError(f"{rating} is not from {LEAST} to {MOST}")
        when: When = "during" if self.ratings else "start"
        start = self.start
        self.ratings.append(Rating(worn_s / 60, rating, when))
        self._due_s = worn_s + self._every_s
        self._skipped = self._skipped + 1 if rating is None else 0
        return verdict(rating, start)

    def ask_now(self) -> None:
        """The next number is wanted as soon as there is a moment for it."""
        self._due_s = 0.0

    def put_off(self, worn_s: float) -> None:
        """The question had to go away unanswered; it comes back in a while."""
        self._due_s = worn_s + AGAIN_S


def verdict(rating: int | None, start: int | None) -> Verdict:
    """What `rating` asks for; `start` is the first one of the stretch."""
    if rating is None:
        return "fine"
    if rating >= STOP_AT:
        return "stop"
    is_risen = start is not None and rating >= start + RISE
    return "ease" if is_risen else "fine"


def read_number(words: str) -> int | None:
    """The rating that `words` are, said or typed: "three", "about 4"; None for none."""
    found = number_in(words)
    if found is None or not LEAST <= found <= MOST:
        return None
    return int(found)


def is_skip(words: str) -> bool:
    """Whether `words` say, and say nothing else, that the question is to go."""
    return command(words) == "skip"
