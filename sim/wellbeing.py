"""Practice that has become plenty, or stands in for the real talk: said, never forced.

All figures here are our own choice; no study was found that sets a limit for practice
with a program. 45 minutes is about three conversations of the usual length.
"""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from dialogue.progress import Session
from dialogue.scenario import Scenario
from sim.privacy.vault import Vault
from sim.progress import past_of
from sim.session.clock import Clock, SystemClock
from sim.session.events import Event
from sim.session.state import SessionState
from sim.texts import text

PLENTY_MIN: Final = 45
"""Minutes of practice in a day after which a break is suggested."""
IDLE_S: Final = 180.0
"""A longer gap between two events counts as this much: nobody was practising."""
REPEATS: Final = 4
"""So many kept rehearsals of one scenario within `WITHIN_DAYS` may be replacing it."""
WITHIN_DAYS: Final = 30
FLAT_HIGH: Final = 0.5
"""Share of the lines that show a goal of the scenario from which it goes well."""
RISE: Final = 0.05
"""Growth of that share from the first half to the second that counts as rising."""
NO_PRACTICE: Final = frozenset({"debrief", "timings", "ready", "reread", "skills"})
"""Events that may come long after the user has stopped."""
_DAY_S: Final = 86_400.0


@dataclass
class Practice:
    """How long the user has practised today; also an observer of each rehearsal."""

    vault: Vault | None = None
    """Where earlier rehearsals are looked up; None while they are hidden."""
    clock: Clock = field(default_factory=SystemClock)
    _day: datetime.date | None = None
    _spent_s: float = 0.0
    """Today, in this run of the program, whether it is recorded or not."""
    _before_s: float = 0.0
    """Recorded today before this run."""
    _last_s: float | None = None
    _replaced: str = ""
    _is_told: bool = False

    def prepare(self, told: Scenario) -> None:
        """Look up, before a rehearsal of `told`, how often it went well."""
        self._begin()
        self._replaced = replaced(self.vault, told, self.clock.now())
        self._last_s, self._is_told = None, False

    def on_event(self, event: Event, state: SessionState) -> None:
        """Count the time since the last event of the same rehearsal."""
        if event["event"] in NO_PRACTICE:
            return
        self._begin()
        now_s = self.clock.monotonic_s()
        if self._last_s is not None:
            self._spent_s += min(now_s - self._last_s, IDLE_S)
        self._last_s = None if state.phase in ("closed", "stopped") else now_s

    def on_notice(self, key: str) -> None:
        """Notices are no practice."""

    @property
    def minutes(self) -> int:
        """Minutes of practice today, rounded down."""
        self._begin()
        return int((self._before_s + self._spent_s) // 60)

    def line(self, *, once: bool = False) -> str:
        """What to say about it; "" for nothing.

        Args:
            once: say it only once in a rehearsal, at its first natural pause.
        """
        if once and self._is_told:
            return ""
        said = [self._replaced]
        if self.minutes >= PLENTY_MIN:
            said.insert(0, text("rest.minutes", minutes=str(self.minutes)))
        made = " ".join(filter(None, said))
        self._is_told = self._is_told or bool(once and made)
        return made

    def _begin(self) -> None:
        """Read what was recorded before this run, once; a new day begins at nought."""
        now = self.clock.now()
        if self._day == now.date():
            return
        is_first = self._day is None
        self._before_s = recorded_s(self.vault, now) if is_first and self.vault else 0.0
        self._day, self._spent_s = now.date(), 0.0


def recorded_s(vault: Vault, now: datetime.datetime) -> float:
    """Seconds of practice that the vault records on the day of `now`."""
    spent_s = 0.0
    for info in vault.sessions(with_hidden=True):
        begun = datetime.datetime.fromisoformat(info.started_at)
        if (now - begun).total_seconds() > 2 * _DAY_S:
            continue
        at = [
            datetime.datetime.fromisoformat(entry.at).astimezone(now.tzinfo)
            for entry in vault.entries(info.id)
            if entry.at and entry.event["event"] not in NO_PRACTICE
        ]
        today = [one for one in at if one.date() == now.date()]
        gaps = ((b - a).total_seconds() for a, b in itertools.pairwise(today))
        spent_s += sum(min(max(gap, 0.0), IDLE_S) for gap in gaps)
    return spent_s


def replaced(vault: Vault | None, told: Scenario | None, now: datetime.datetime) -> str:
    """What to say when rehearsing `told` may stand in for the real talk; "" if not."""
    if vault is None or told is None:
        return ""
    sessions = _sessions(vault, told, now)
    if not is_replacing(sessions, told.goals):
        return ""
    return text("rest.replacing", title=told.title, count=str(len(sessions)))


def _sessions(
    vault: Vault, told: Scenario, now: datetime.datetime
) -> tuple[Session, ...]:
    """Rehearsals of `told` within `WITHIN_DAYS` with lines that count, oldest first."""
    found = []
    for info in vault.sessions():
        begun = datetime.datetime.fromisoformat(info.started_at)
        is_near = (now - begun).total_seconds() <= WITHIN_DAYS * _DAY_S
        if info.scenario == told.id and info.turns and is_near:
            events = vault.events(info.id)
            found.append(past_of(events, info.started_at, {told.id: told}).session)
    return tuple(session for session in found if session.lines)


def is_replacing(sessions: Sequence[Session], goals: Sequence[str]) -> bool:
    """Whether the same rehearsal is done often while it goes well or ever better.

    `REPEATS` or more, and the share of lines that show one of `goals` is flat and high
    or rising. Repeating what does not go well yet is practice, not a replacement.
    """
    if len(sessions) < REPEATS:
        return False
    shares = [_share(session, goals) for session in sessions]
    half = len(shares) // 2
    early, late = _mean(shares[:half]), _mean(shares[half:])
    return late >= early + RISE or (late >= FLAT_HIGH and late >= early - RISE)


def _share(session: Session, goals: Sequence[str]) -> float:
    shown = [
        any(skill in line.skills and line.skills[skill].present for skill in goals)
        for line in session.lines
    ]
    return sum(shown) / len(shown)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
