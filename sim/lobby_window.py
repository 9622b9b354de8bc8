"""The lobby in a window: pointed at, typed, or said."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from dialogue.messages import Safety
from dialogue.scenario import Scenario
from scenes.panels import Fonts, Panel
from sim.app import App
from sim.engine import Engine
from sim.lobby_panel import BACKSPACE, Shown, lobby_panel, with_key
from sim.lobby_speech import LobbySpeech
from sim.mind.link import MindLink
from sim.mind.messages import Prepare
from sim.offered import NOTHING_SENT, Item, Sent, acts, exercises, talks
from sim.sound import Sound
from sim.texts import text

KEYSTROKE = "visavis-keystroke"
"""Event of a typed letter; Panda3D gives it the letter."""


class LobbyWindow:
    """One list at a time; the window says what an item opens."""

    def __init__(
        self,
        app: App,
        engine: Engine,
        base: Any,
        fonts: Fonts,
        show: Callable[[Panel | None], None],
        chosen: Callable[[Item], None],
        flagged: Callable[[Safety], None],
        is_blocked: Callable[[], bool] = lambda: False,
    ) -> None:
        """`show` puts a panel up; `chosen` opens an item.

        `flagged` takes over when the safety screen found something in what was said;
        `is_blocked` says whether keys belong to something else now, such as a lock.
        """
        self._is_blocked = is_blocked
        self._app, self._engine, self._base, self._fonts = app, engine, base, fonts
        self._show, self._chosen, self._flagged = show, chosen, flagged
        self._shown = Shown(())
        self._sound: Sound | None = None
        self._speech: LobbySpeech | None = None
        self._link: MindLink | None = None
        self._panel: Panel | None = None
        self._is_wished = False
        """The user has asked to be heard here, and not to be heard no more."""
        base.buttonThrowers[0].node().setKeystrokeEvent(KEYSTROKE)

    def open(
        self, told: Sequence[Scenario], idea: str, sent: Sent = NOTHING_SENT
    ) -> None:
        """Show the list of `told` and the exercises, with `idea` on top.

        `sent` is what a therapist has sent.
        """
        more = acts(is_assigned=sent.is_there)
        items = (*talks(told), *exercises(sent.unlocked), *more)
        self._shown = Shown(
            items,
            idea=idea,
            sent=sent.lines,
            news=sent.news,
            group=self._shown.group if self._panel is not None else "",
            is_new=self._app.is_new,
            may_speak=not self._app.settings.text,
        )
        self._draw()
        if self._is_wished and self._speech is None:
            self.speak()

    def look(self) -> bool:
        """Look now and then for letters; whether the list should be opened anew.

        Never while something is typed, said or asked back, or the lock is up.
        """
        here = self._shown
        is_busy = here.typed or here.near or here.told or self._speech is not None
        if self._panel is None or is_busy or self._is_blocked():
            return False
        return self._app.watching.tick(self._app.vault)

    @property
    def panel(self) -> Panel | None:
        """The panel that was shown last."""
        return self._panel

    @property
    def shown(self) -> Shown:
        """What stands there."""
        return self._shown

    def take_keys(self) -> None:
        """Take letters, also after something else has had the keys."""
        self._base.accept(KEYSTROKE, self._keystroke)
        self._base.accept("backspace", self.type, [BACKSPACE])
        self._base.accept("backspace-repeat", self.type, [BACKSPACE])

    def is_up(self, panel: Panel | None) -> bool:
        """Whether `panel`, the one on the screen, is the lobby's."""
        return panel is not None and panel is self._panel

    def left(self, panel: Panel | None) -> None:
        """Another panel comes up: nobody listens any more, letters mean nothing."""
        if not self.is_up(panel):
            self.stop_listening()
            self._panel = None

    # typed

    def _keystroke(self, letter: str) -> None:
        # digits come as keys of their own, like on every other panel
        if letter.isprintable() and not ("1" <= letter <= "9"):
            self.type(letter)

    def type(self, letter: str) -> None:
        """Take one letter, or `BACKSPACE`."""
        if self._panel is None or self._is_blocked():
            return
        near = self._shown.near
        if letter.isdecimal() and 1 <= int(letter) <= len(near):
            self._choose(near[int(letter) - 1])
            return
        self._shown = with_key(self._shown, letter)
        number = self._only_number()
        if number is not None:
            self._choose(self._shown.items[number - 1])
        else:
            self._draw()

    def _only_number(self) -> int | None:
        """The number that was typed, if no longer one begins with it."""
        typed = self._shown.typed
        if not typed.isdecimal() or not 1 <= int(typed) <= len(self._shown.items):
            return None
        return int(typed) if int(typed) * 10 > len(self._shown.items) else None

    def enter(self) -> bool:
        """Open what was typed; False when nothing was."""
        if not self._shown.typed.strip():
            return False
        if (item := self._shown.meant) is not None:
            self._choose(item)
        return True

    def clear(self) -> bool:
        """Forget what was typed; False when nothing was."""
        was_typed = bool(self._shown.typed or self._shown.near)
        if was_typed:
            self._neither()
        return was_typed

    # said

    def speak(self) -> None:
        """Begin to listen, or stop; whoever began is heard in later lists, too."""
        if self._speech is not None:
            self._pause()
            return
        settings = replace(self._app.settings, voice=False)
        self._sound = Sound.open(settings, None)
        if self._sound.ears is None:
            why = next(iter(self._sound.missing), text("lobby.no_ears"))
            self.stop_listening()
            self._is_wished = False
            self._tell(why, ())
            return
        self._link = MindLink(
            Prepare(scenario="", seed=0, recognizer=self._sound.recognizer)
        )
        self._link.start()
        self._app.links.append(self._link)
        self.listen(LobbySpeech(*self._speech_parts(self._link)))

    def listen_now(self) -> None:
        """Begin to listen where that can be; a button of a controller asks for it."""
        if self._speech is None and self._shown.may_speak:
            self.speak()

    def _pause(self) -> None:
        self._is_wished = False
        self.stop_listening()
        self._tell("", ())

    def _speech_parts(self, link: MindLink) -> tuple[Any, ...]:
        return self._shown.items, link, self._choose, self._tell, self._flagged

    def listen(self, speech: LobbySpeech) -> None:
        """Let `speech` hear what the microphone gives."""
        self._speech, self._is_wished = speech, True
        speech.on_pause = self._pause
        if self._sound is not None and self._sound.ears is not None:
            self._sound.ears.attach(speech)
            self._engine.set_task("ears", self._sound.tick)
        self._engine.set_task("mind", speech.tick)
        self._tell(text("lobby.understanding"), ())

    def stop_listening(self) -> None:
        """Close the microphone."""
        if self._speech is not None:
            self._engine.set_task("ears", None)
            self._engine.set_task("mind", None)
        self._speech = None
        if self._sound is not None:
            self._sound.close()
            self._sound = None
        if self._link is not None:
            self._link.close()
            self._link = None

    # drawn

    def _tell(self, words: str, near: tuple[Item, ...]) -> None:
        self._shown = replace(self._shown, told=words, near=near, typed="")
        self._draw()

    def _choose(self, item: Item) -> None:
        self._shown = replace(self._shown, typed="", near=(), told="")
        self._chosen(item)

    def _turn(self, group: str) -> None:
        self._shown = replace(self._shown, group=group, told="")
        self._draw()

    def _neither(self) -> None:
        self._tell("", ())

    def _draw(self) -> None:
        self._shown = replace(self._shown, is_listening=self._speech is not None)
        self._panel = lobby_panel(
            self._base,
            self._fonts,
            self._shown,
            self._choose,
            self._turn,
            self.speak,
            self._neither,
        )
        self._show(self._panel)
