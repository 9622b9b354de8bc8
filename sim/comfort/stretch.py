"""One stretch in the headset: how long, what was rated, and what is due."""

from __future__ import annotations

from sim.comfort.after import LEAST_S
from sim.comfort.breaks import Breaks
from sim.comfort.discomfort import EVERY_S, Discomfort
from sim.comfort.wearing import Wearing
from sim.config import Settings
from sim.session.rated import Rating


class Stretch:
    """Keeps the times; a rest begins a new stretch."""

    def __init__(self, settings: Settings) -> None:
        """Ask and remind as ``ask_comfort`` and ``break_minutes`` say."""
        self._is_asking = settings.ask_comfort
        self.wearing = Wearing()
        self.discomfort = Discomfort()
        self.breaks = Breaks(settings.break_minutes)
        self.worn_s = 0.0
        self.unasked_s = 0.0
        """Worn since it was last asked how it was afterwards, over all stretches."""

    def tick(self, is_worn: bool, now_s: float) -> None:
        """Go on; call every frame."""
        wearing = self.wearing
        wearing.tick(is_worn, now_s)
        if wearing.is_new:
            self.worn_s = 0.0
            self.discomfort.begin()
            self.breaks.begin()
        self.unasked_s += wearing.worn_s - self.worn_s
        self.worn_s = wearing.worn_s

    @property
    def is_rating_due(self) -> bool:
        """Whether the number should be asked for."""
        return self._is_asking and self.discomfort.is_due(self.worn_s)

    @property
    def is_break_due(self) -> bool:
        """Whether a break should be suggested."""
        return self.breaks.is_due(self.worn_s)

    @property
    def is_after_due(self) -> bool:
        """Whether it should be asked afterwards how it was."""
        return self._is_asking and self.unasked_s >= LEAST_S

    @property
    def overdue_s(self) -> float | None:
        """How long something has been due; None while nothing is."""
        found = []
        if self.is_rating_due:
            found.append(self.discomfort.overdue_s(self.worn_s))
        if self.is_break_due:
            found.append(self.breaks.overdue_s(self.worn_s))
        return max(found, default=None)

    @property
    def minutes(self) -> float:
        """In the headset, as it is told: to a tenth."""
        return round(self.worn_s / 60, 1)

    @property
    def fresh(self) -> Rating | None:
        """The last number, if it was given not long ago in this stretch."""
        given = [one for one in self.discomfort.ratings if one.rating is not None]
        if not given or not self.wearing.is_worn:
            return None
        is_old = self.worn_s - given[-1].worn_min * 60 > EVERY_S
        return None if is_old else given[-1]
