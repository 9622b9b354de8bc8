"""Who may come in: the vault's passphrase, one session at a time, and the lock.

The vault is shut until somebody logs in, and shut again after a while without anybody
at the keyboard: its key is forgotten then, not only the page hidden.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

from sim.clinic.desk.carrying import Carrier
from sim.clinic.desk.desk import Desk
from sim.clinic.errors import ClinicError
from sim.privacy import keys
from sim.privacy.errors import NoRecovery, VaultError, VaultLocked, WrongPassphrase
from sim.privacy.keys import Cost
from sim.privacy.sources import KeySource
from sim.privacy.vault import Vault, vault_exists

FREE_TRIES: Final = 3
"""Wrong passphrases without a pause."""
LONGEST_PAUSE_S: Final = 60
"""Longer pauses would let a stranger on this computer keep the therapist out."""
SHORTEST_PASSPHRASE: Final = 10
"""Letters; the vault holds other people's words."""
MOST_VISITORS: Final = 64
"""Sessions of people who have not logged in."""

State = Literal["new", "shut", "open"]


class TooEarly(ClinicError):
    """A pause after wrong passphrases is not over."""


class TooShort(ClinicError):
    """The passphrase that was chosen is too short, or the two differ."""


@dataclass(slots=True)
class Session:
    """One browser, before or after it has logged in."""

    id: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    csrf: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    is_in: bool = False
    said: list[tuple[str, str]] = field(default_factory=list)
    """``good`` or ``bad``, and a sentence: shown on the next page, once."""


class Door:
    """Holds the vault while it is open, and the sessions."""

    def __init__(
        self,
        home: Path,
        cost: Cost | None = None,
        clock: Callable[[], float] = time.monotonic,
        folder: str = "",
    ) -> None:
        """`home` holds the therapist's vault; `folder` is one that both sides see."""
        self.home = home
        self._cost = cost
        self._folder = folder
        self._clock = clock
        self._turn = threading.RLock()
        self._vault: Vault | None = None
        self._desk: Desk | None = None
        self._carrier: Carrier | None = None
        self._inside: Session | None = None
        self._visitors: OrderedDict[str, Session] = OrderedDict()
        self._wrong = 0
        self._not_before = 0.0
        self._touched = 0.0

    @property
    def state(self) -> State:
        """``new`` when there is no vault yet."""
        if self._vault is not None and not self._vault.is_locked:
            return "open"
        return "shut" if vault_exists(self.home) else "new"

    @property
    def desk(self) -> Desk:
        """What lies in the open vault.

        Raises:
            VaultLocked: it is not open.
        """
        if self._desk is None or self.state != "open":
            raise VaultLocked("The desk is locked. Log in to go on.")
        return self._desk

    @property
    def carrier(self) -> Carrier:
        """The folder both sides see.

        Raises:
            VaultLocked: the desk is not open.
        """
        desk = self.desk
        if self._carrier is None or self._carrier.desk is not desk:
            self._carrier = Carrier(desk)
        return self._carrier

    # sessions

    def session(self, cookie: str) -> Session | None:
        """The session with this id, if there is one."""
        inside = self._inside
        if inside and secrets.compare_digest(inside.id.encode(), cookie.encode()):
            return inside
        return self._visitors.get(cookie)

    def visitor(self) -> Session:
        """A session for somebody who has not logged in."""
        with self._turn:
            fresh = Session()
            self._visitors[fresh.id] = fresh
            while len(self._visitors) > MOST_VISITORS:
                self._visitors.popitem(last=False)
            return fresh

    def _let_in(self) -> Session:
        """A session with an id of its own; whoever was in before is out."""
        self._visitors.clear()
        self._inside = Session(is_in=True)
        self._wrong = 0
        self.touch()
        return self._inside

    # opening

    def choose(self, passphrase: str, again: str) -> Session:
        """Make the vault under a passphrase, and come in.

        Raises:
            TooShort: it is, or the two are not the same.
            VaultError: there is a vault already, or it cannot be made.
        """
        check_new(passphrase, again)
        with self._turn:
            source = KeySource(passphrase, cost=self._cost or Cost())
            self._use(Vault.create(source, self.home))
            return self._let_in()

    def log_in(self, passphrase: str) -> Session:
        """Open the vault, or come in where it is open already.

        Raises:
            TooEarly: after several wrong ones there is a pause.
            VaultError: it does not open.
        """
        with self._turn:
            self._check_pause()
            try:
                self._open(passphrase)
            except WrongPassphrase:
                self._count_wrong()
                raise
            return self._let_in()

    def recover(self, words: str, passphrase: str, again: str) -> Session:
        """Open the vault with its recovery words, and put a new passphrase on it.

        Raises:
            TooEarly: after several wrong ones there is a pause.
            TooShort: the passphrase is, or the two are not the same.
            VaultError: the words do not open it.
        """
        with self._turn:
            self._check_pause()
            check_new(passphrase, again)
            if self.state == "open":
                raise TooEarly("Your desk is open already. Lock it first.")
            if self._vault is not None:
                self._vault.close()
                self._vault = self._desk = None
            source = KeySource(cost=self._cost or Cost())
            try:
                vault = Vault.open(source, self.home, phrase=words)
            except NoRecovery:
                self._count_wrong()
                raise
            vault.change_passphrase(passphrase)
            self._use(vault)
            return self._let_in()

    def check(self, passphrase: str) -> None:
        """Ask for the passphrase once more, with the same pauses.

        Raises:
            TooEarly: after several wrong ones there is a pause.
            WrongPassphrase: it is not the vault's.
        """
        with self._turn:
            self._check_pause()
            try:
                key_file = keys.read_key_file(self.desk.vault.folder / "key.json")
                keys.unwrap(key_file.slots, passphrase)
            except WrongPassphrase:
                self._count_wrong()
                raise
            self._wrong = 0

    def _open(self, passphrase: str) -> None:
        source = KeySource(passphrase, cost=self._cost or Cost())
        if self.state == "open":
            assert self._vault is not None
            self.check(passphrase)
        elif self._vault is not None:
            self._vault.unlock(passphrase)
            self._use(self._vault)
        else:
            self._use(Vault.open(source, self.home))

    def _use(self, vault: Vault) -> None:
        try:
            self._desk = Desk(vault, cost=self._cost)
            if self._folder:
                self._desk.settings.set_folder(self._folder)
        except BaseException:
            vault.close()
            self._vault = None
            raise
        self._vault = vault

    def _check_pause(self) -> None:
        left = self._not_before - self._clock()
        if left > 0:
            raise TooEarly(
                f"That was wrong several times. Wait {max(1, round(left))} s, then try "
                "again."
            )

    def _count_wrong(self) -> None:
        self._wrong += 1
        if self._wrong >= FREE_TRIES:
            pause = min(LONGEST_PAUSE_S, 2 ** (self._wrong - FREE_TRIES + 1))
            self._not_before = self._clock() + pause

    # shutting

    def touch(self) -> None:
        """Somebody is at the keyboard."""
        self._touched = self._clock()

    def is_idle(self) -> bool:
        """Whether nobody was there for as long as the settings say."""
        if self.state != "open":
            return False
        return self._clock() - self._touched >= self.desk.settings.lock_s

    def lock(self) -> None:
        """Forget the key and everybody who was in."""
        with self._turn:
            self._inside = None
            if self._vault is not None:
                self._vault.lock()

    def close(self) -> None:
        """Give the vault back to other programs."""
        with self._turn:
            self.lock()
            if self._vault is not None:
                self._vault.close()
            self._vault = self._desk = None


def check_new(passphrase: str, again: str) -> None:
    """Refuse a passphrase that is too short, or not the same twice.

    Raises:
        TooShort: it is.
    """
    if passphrase != again:
        raise TooShort("The two differ. Type the same passphrase twice.")
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise TooShort(
            f"A passphrase has {SHORTEST_PASSPHRASE} letters or more. Four words that "
            "do not belong together are easy to keep in mind."
        )


__all__ = ["Door", "Session", "TooEarly", "TooShort", "VaultError", "check_new"]
