"""The lock on idle: after a while without the user, cover, then forget the key."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal, Protocol

from sim.privacy.errors import VaultError, WrongPassphrase
from sim.privacy.vault import Vault
from sim.rehearsal import HANG_S, Rehearsal
from sim.session.clock import Clock
from sim.texts import text
from sim.writer import Writer

Phase = Literal["open", "covered", "locked"]


class Waits(Protocol):
    """What a front end's voice needs to say."""

    @property
    def is_speaking(self) -> bool:
        """Whether the voice is heard or about to be."""


class Idle:
    """How long nobody has done anything."""

    def __init__(self, clock: Clock, minutes: float) -> None:
        """`minutes` until it is over; 0 means never."""
        self._clock, self._limit_s = clock, minutes * 60.0
        self._since_s = clock.monotonic_s()
        self._marks: object = None

    def touch(self) -> None:
        """Somebody did something."""
        self._since_s = self._clock.monotonic_s()

    def watch(self, marks: object) -> None:
        """Count any change of `marks` as something that was done."""
        if marks != self._marks:
            self._marks = marks
            self.touch()

    @property
    def is_over(self) -> bool:
        """Whether nobody has done anything for too long."""
        passed_s = self._clock.monotonic_s() - self._since_s
        return bool(self._limit_s) and passed_s >= self._limit_s


class Locking:
    """Locks the vault, and the rehearsal with it; a front end covers the screen."""

    def __init__(
        self,
        vault: Vault | None,
        clock: Clock,
        minutes: float,
        writers: Callable[[], Sequence[Writer]] = tuple,
    ) -> None:
        """`writers` gives what writes into the vault at the time."""
        self.vault = vault
        self.idle = Idle(clock, minutes)
        self.phase: Phase = "open"
        self.rehearsal: Rehearsal | None = None
        """The one that runs, if one does."""
        self._writers = writers
        self._clock = clock
        self._covered_s = 0.0

    @property
    def needs_passphrase(self) -> bool:
        """Whether a passphrase is asked for, not just a press of a key."""
        return self.vault is not None and self.vault.needs_passphrase

    @property
    def why(self) -> str:
        """What to tell the user who comes back."""
        if self.rehearsal is None:
            return text("lock.body_menu")
        return text("lock.body" if self.vault is not None else "lock.body_none")

    def watch(self, mouth: Waits | None, *marks: object) -> None:
        """Take note of a frame: what is said by voice is something that is done."""
        running = self.rehearsal
        is_talking = running is not None and (
            running.is_hearing or not running.is_quiet
        )
        if is_talking or (mouth is not None and mouth.is_speaking):
            self.idle.touch()
        said = (running.session, len(running.log)) if running is not None else None
        self.idle.watch((said, *marks))

    def cover(self) -> None:
        """Pause what runs; the screen must be covered right after."""
        if self.phase == "open":
            self.phase = "covered"
            self._covered_s = self._clock.monotonic_s()
            if self.rehearsal is not None:
                self.rehearsal.pause()

    def tick(self) -> None:
        """Forget the key as soon as everything that was said is on the disk."""
        if self.phase != "covered":
            return
        waited_s = self._clock.monotonic_s() - self._covered_s
        is_quiet = self.rehearsal is None or self.rehearsal.is_quiet
        if is_quiet or waited_s > HANG_S:
            for writer in self._writers():
                writer.flush()
            if self.vault is not None:
                self.vault.lock()
            self.phase = "locked"

    def open(self, passphrase: str | None = None) -> str:
        """Open again; what to tell the user if it does not, else an empty text."""
        if self.phase == "covered":  # the user is back at once: still the same check
            self._covered_s = float("-inf")
            self.tick()
        try:
            if self.vault is not None:
                self.vault.unlock(passphrase)
        except WrongPassphrase:
            return text("lock.wrong")
        except VaultError as why:
            return str(why)
        for writer in self._writers():
            writer.retry()
        self.phase = "open"
        self.idle.touch()
        return ""
