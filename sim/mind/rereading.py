"""The second reading: slower, more careful, made when nobody waits for an answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from dialogue import dropins
from dialogue.messages import LineScore
from sim.session.rereading import SaidLine

READER = "careful"
"""The scorer that reads again; about 0.1 to 0.15 s a line on one core."""
AT_ONCE = 4
"""Lines between two looks at whether the reading is still wanted, half a second."""


class Reader:
    """Loads the scorer when it is first asked, and keeps it."""

    def __init__(self, name: str = READER) -> None:
        """Read with the scorer drop-in `name`."""
        self._name = name
        self._scorer: Any = None

    def load(self) -> None:
        """Load the scorer.

        Raises:
            MissingModel: the weights are not here; says how to get them.
            WeightsError: what the scorer needs beside them is missing or too old.
        """
        if self._scorer is None:
            self._scorer = dropins.create("dialogue.scorers", self._name)

    def read(
        self,
        lines: Sequence[SaidLine],
        is_void: Callable[[], bool] = lambda: False,
    ) -> dict[int, LineScore]:
        """Scores by turn; empty when the reading is void before it is done.

        Raises:
            MissingModel, WeightsError: as `load`.
        """
        self.load()
        scores: dict[int, LineScore] = {}
        for begin in range(0, len(lines), AT_ONCE):
            if is_void():
                return {}
            part = lines[begin : begin + AT_ONCE]
            made = self._scorer.score_many([(one.heard, one.said) for one in part])
            scores.update(zip((one.turn for one in part), made, strict=True))
        return scores
