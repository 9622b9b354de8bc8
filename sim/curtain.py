"""The lock on idle in a terminal."""

from __future__ import annotations

import time

from rich.console import Console

from sim.covering import cover, unseen
from sim.lines import Keyboard
from sim.locking import Locking
from sim.own_data import note
from sim.rehearsal import Rehearsal
from sim.sound import Sound
from sim.terminal import TICK_S, Leave
from sim.texts import text


class Curtain:
    """Covers the terminal when nobody is there, until the user is back."""

    def __init__(self, console: Console, keyboard: Keyboard, locking: Locking) -> None:
        self._console, self._keyboard, self._locking = console, keyboard, locking
        self._sound: Sound | None = None
        keyboard.on_wait = self.tick

    def watch(self, sound: Sound | None, rehearsal: Rehearsal | None) -> None:
        """The scene that runs now; None between scenes."""
        self._sound, self._locking.rehearsal = sound, rehearsal

    def tick(self) -> None:
        """Look whether to lock; returns once the user is back.

        Raises:
            Leave: the user leaves instead.
        """
        mouth = self._sound.performer if self._sound is not None else None
        self._locking.watch(mouth, self._keyboard.count)
        if self._locking.idle.is_over and not self._keyboard.is_over:
            self._close()

    def _close(self) -> None:
        self._locking.cover()
        cover(self._console.file)
        try:
            self._ask()
        except KeyboardInterrupt:
            # the debrief must not be shown to whoever pressed Ctrl-C here
            raise Leave from None
        self._welcome()

    def _ask(self) -> None:
        note(self._console, text("lock.title"), is_bold=True)
        note(self._console, self._locking.why)
        ask = "lock.typed" if self._locking.needs_passphrase else "lock.typed_open"
        note(self._console, text(ask))
        with unseen():
            self._wait()

    def _welcome(self) -> None:
        rehearsal = self._locking.rehearsal
        if rehearsal is None or rehearsal.state.phase != "paused":
            note(self._console, text("lock.opened_menu"))
            return
        note(self._console, text("lock.opened"))
        if rehearsal.state.lines:
            name = rehearsal.scenario.persona.name
            note(self._console, f"{name}  {rehearsal.state.lines[-1]}")

    def _wait(self) -> None:
        while True:
            line = self._line()
            if line is None or line.strip() in ("/leave", "leave"):
                raise Leave
            if not self._locking.needs_passphrase:
                why = self._locking.open()
            elif line:
                why = self._locking.open(line)
            else:
                raise Leave
            if not why:
                return
            note(self._console, why)

    def _line(self) -> str | None:
        """The next line, while what runs goes on being looked after."""
        while not self._keyboard.is_over:
            if (line := self._keyboard.poll()) is not None:
                return line
            if self._locking.rehearsal is not None:
                self._console.quiet = True  # a late reply must not be shown here
                self._locking.rehearsal.tick()
                self._console.quiet = False
            if self._sound is not None:
                self._sound.tick()
                self._sound.performer.frame()
            self._locking.tick()
            time.sleep(TICK_S)
        return None
