"""Telling a therapist in the window which parts are taken on, and which are not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from dialogue.slots import Setting
from scenes.panels import Choice, Fonts, Panel
from sim.clinic.client import telling
from sim.clinic.client.kept import Kept
from sim.clinic.client.sharing import Sharing, answer
from sim.clinic.errors import ClinicError, NotPaired
from sim.clinic.post import Post
from sim.privacy.vault import Vault
from sim.share_parts import WIDTH, Act, agree_panel, letter_place
from sim.texts import text


def may_tell(vault: Vault | None, kept: Kept) -> bool:
    """Whether its sender can be written to."""
    if vault is None:
        return False
    try:
        return not Post(vault).contact(kept.sender).is_over
    except NotPaired:
        return False


class TellPanels:
    """Asks for the yes where it was never given, then shows what goes, then sends."""

    def __init__(
        self,
        parent: Any,
        fonts: Fonts,
        vault: Vault,
        show: Callable[[Panel], None],
        own: Setting,
        shared: Path | None = None,
    ) -> None:
        """`own` are the user's names; `shared` the folder that both see."""
        self._parent, self._fonts, self._show = parent, fonts, show
        self._post = Post(vault)
        self._sharing = Sharing(vault, self._post)
        self._own, self._shared = own, shared

    def open(self, kept: Kept, done: Act) -> None:
        """Tell the sender of `kept`; `done` leads back."""
        if self._sharing.is_agreed:
            self._preview(kept, done)
            return

        def yes() -> None:
            self._sharing.agree()
            self._preview(kept, done)

        self._show(agree_panel(self._parent, self._fonts, yes, done))

    def _preview(self, kept: Kept, done: Act) -> None:
        name = self._post.contact(kept.sender).alias
        goes = telling.answer_line(kept, answer(kept), name, self._own)

        def send() -> None:
            self._send(kept, done)

        choices = [
            Choice(text("sharing.send"), send, is_primary=True),
            Choice(text("sharing.not_now"), done),
        ]
        self._message(goes, choices)

    def _send(self, kept: Kept, done: Act) -> None:
        try:
            place = letter_place(self._shared, Path.home())
            path = self._sharing.tell(kept, place)
            told = text("assigned.told", path=str(path))
        except ClinicError as why:
            told = str(why)
        self._message(told, [Choice(text("sharing.done"), done, is_primary=True)])

    def _message(self, words: str, choices: list[Choice]) -> None:
        panel = Panel(self._parent, self._fonts, WIDTH)
        panel.heading(text("assigned.tell"))
        panel.paragraph(words)
        panel.choices(choices, in_row=True)
        panel.finish()
        self._show(panel)
