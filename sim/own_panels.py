"""The user's own data in the window: what is kept, for what, how long, and out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from panda3d.core import NodePath

from scenes.panels import BODY_SIZE, Choice, Fonts, Panel, text_block
from sim.own_data import how_long, kept
from sim.privacy import recovery, retention
from sim.privacy.consents import PURPOSES, Consents, Purpose
from sim.privacy.errors import VaultError
from sim.privacy.export import export
from sim.privacy.network import leaves_computer
from sim.privacy.overview import look
from sim.privacy.retention import Rule
from sim.privacy.vault import Vault
from sim.session.clock import SystemClock
from sim.share_panels import SharePanels
from sim.texts import text

WIDTH = 2.1
RULES: Sequence[Rule] = (Rule(None), Rule(365), Rule(90), Rule(30), Rule(0))
"""What the button for keeping goes through; the command takes any number of days."""
COLUMNS = 3
"""Words of a recovery phrase beside each other."""
CHOICES = 4
"""Words to choose from when the user is asked for one of the phrase."""

Act = Callable[[], None]


class OwnPanels:
    """One panel after another about the user's own data."""

    def __init__(
        self,
        parent: Any,
        fonts: Fonts,
        vault: Vault | None,
        *,
        show: Callable[[Panel], None],
        lock: Act,
        gone: Act,
        may_share: Callable[[], bool] = lambda: True,
        shared: Path | None = None,
        look: Callable[[Act], None] | None = None,
    ) -> None:
        """`lock` locks at once; `gone` is called when everything was erased.

        `may_share` says whether earlier rehearsals may be looked at now; `shared` is
        the folder that a therapist sees, too. `look` lets the user choose the figure
        in the mirror, and goes back by what it is given.
        """
        self._look = look
        self._may_share, self._shared = may_share, shared
        self._parent, self._fonts, self._vault = parent, fonts, vault
        self._show, self._lock, self._gone = show, lock, gone

    # at the start

    def start(self, base_url: str, done: Act) -> None:
        """Keep the yes of the first screen, then ask what else has to be asked."""
        if self._vault is None:
            done()
            return
        told = Consents(self._vault)
        told.agree_at_start()
        asked = list(told.due())
        if leaves_computer(base_url) and told.last("network_model") is None:
            asked += [one for one in PURPOSES if one.id == "network_model"]
        self._ask(asked, base_url, done)

    def _ask(self, asked: list[Purpose], base_url: str, done: Act) -> None:
        vault = self._vault
        if not asked or vault is None:
            if vault is not None and vault.is_new:
                vault.is_new = False
                self._offer(vault, done)
            else:
                done()
            return
        one, rest = asked[0], asked[1:]

        def answer(is_given: bool) -> None:
            Consents(vault).answer(one.id, is_given=is_given)
            self._ask(rest, base_url, done)

        purpose = text(f"privacy.{one.id}")
        title = text("privacy.changed")
        body = text("privacy.changed_body", purpose=purpose)
        if one.id == "network_model" and Consents(vault).last(one.id) is None:
            title, body = purpose, f"{base_url}?"
        yes = Choice(text("privacy.yes").capitalize(), partial(answer, True))
        no = Choice(text("privacy.no").capitalize(), partial(answer, False))
        self._message(title, [body], [yes, no])

    # the recovery phrase

    def _offer(self, vault: Vault, done: Act) -> None:
        key = "recovery.offer" if vault.needs_passphrase else "recovery.offer_keyring"
        make = Choice(text("recovery.make"), partial(self._words, vault, done))
        skip = Choice(text("recovery.skip"), done, is_primary=True)
        self._message(
            text("recovery.title"), [text(key), text("recovery.later")], [make, skip]
        )

    def _words(self, vault: Vault, done: Act) -> None:
        words = vault.new_recovery()

        def drop() -> None:
            vault.remove_recovery()
            on = Choice(text("privacy.done"), done, is_primary=True)
            self._message(text("recovery.dropped"), [], [on])

        panel = self._panel(text("recovery.show"))
        for first in range(1, len(words) + 1, COLUMNS):
            self._row(
                panel, [f"{n}. {words[n - 1]}" for n in range(first, first + COLUMNS)]
            )
        panel.small(text("recovery.show_hint"))
        check = partial(self._check, vault, words, list(recovery.to_ask()), done)
        written = Choice(text("recovery.written"), check, is_primary=True)
        self._finish(panel, [written, Choice(text("recovery.skip"), drop)])

    def _check(
        self,
        vault: Vault,
        words: tuple[str, ...],
        left: list[int],
        done: Act,
        wrong: str = "",
    ) -> None:
        if not left:
            on = Choice(text("privacy.done"), done, is_primary=True)
            self._message(text("recovery.kept"), [], [on])
            return
        number = left[0]
        right = words[number - 1]
        offered = sorted([right, *recovery.wrong_ones(right, CHOICES - 1)])

        def chosen(word: str) -> None:
            if word == right:
                self._check(vault, words, left[1:], done)
            else:
                again = text("recovery.wrong", number=str(number))
                self._check(vault, words, left, done, again)

        panel = self._panel(text("recovery.ask", number=str(number)))
        panel.small(wrong or text("recovery.ask_hint"))
        self._finish(panel, [Choice(word, partial(chosen, word)) for word in offered])

    # what is kept

    def overview(self, back: Act, told: str = "") -> None:
        """What is kept, with a button for each thing that can be done about it."""
        vault = self._vault
        out = Choice(text("privacy.back"), back, is_primary=True)
        if vault is None:
            acts = [*self._figure(partial(self.overview, back)), out]
            self._message(text("privacy.menu"), [text("privacy.nothing")], acts)
            return
        here = partial(self.overview, back)
        found = look(vault)
        panel = self._panel(text("privacy.menu"))
        for line in ([told] if told else []) + kept(found):
            panel.small(line)
        panel.label(text("privacy.how_long"))
        panel.small(how_long(found)[0])
        panel.label(text("privacy.what_for"))
        for one in found.agreed:
            if not one.is_here:
                purpose = text(f"privacy.{one.purpose}")
                panel.small(f"{purpose}: {text('privacy.not_here')}")
        self._finish(
            panel, [*self._switches(vault, here), *self._acts(vault, here), out]
        )

    def _switches(self, vault: Vault, here: Act) -> list[Choice]:
        """One button per purpose; pressing it turns the answer round."""
        told = Consents(vault)

        def turn(one: Purpose, is_given: bool) -> None:
            told.answer(one.id, is_given=is_given)
            here()

        made = []
        for one in PURPOSES:
            if one.is_here:
                holds = told.is_given(one.id)
                answer = text("privacy.yes" if holds else "privacy.no")
                label = f"{text(f'privacy.{one.id}')}: {answer}"
                made.append(Choice(label, partial(turn, one, not holds)))
        return made

    def _acts(self, vault: Vault, here: Act) -> list[Choice]:
        return [
            *self._sharing(vault, here),
            *self._figure(here),
            Choice(text("privacy.change_rule"), partial(self._turn_rule, vault, here)),
            Choice(text("privacy.take_along"), partial(self._take_along, vault, here)),
            Choice(text("privacy.recovery_new"), partial(self._offer, vault, here)),
            Choice(text("privacy.lock_now"), self._lock),
            Choice(text("privacy.erase_all"), partial(self._erase, vault, here)),
        ]

    def _figure(self, here: Act) -> list[Choice]:
        """How the user looks in a mirror, which is remembered, too."""
        if self._look is None:
            return []
        return [Choice(text("mirror.change_any"), partial(self._look, here))]

    def _sharing(self, vault: Vault, here: Act) -> list[Choice]:
        """Where somebody is paired: share something, and what was shared."""
        if not (self._may_share() and look(vault).paired):
            return []
        panels = SharePanels(
            self._parent, self._fonts, vault, self._show, here, shared=self._shared
        )
        return [
            Choice(text("assigned.share_button"), panels.sessions),
            Choice(text("sharing.list_title"), panels.shared),
        ]

    def _turn_rule(self, vault: Vault, here: Act) -> None:
        now = retention.rules(vault)["rehearsals"]
        place = RULES.index(now) if now in RULES else -1
        retention.set_rule(vault, "rehearsals", RULES[(place + 1) % len(RULES)])
        here()

    def _take_along(self, vault: Vault, here: Act) -> None:
        back = Choice(text("privacy.back"), here, is_primary=True)
        day = SystemClock().now().strftime("%Y-%m-%d-%H%M%S")
        paths = [Path.home() / f"visavis-{day}.{end}" for end in ("json", "html")]
        try:
            export(vault, paths[0], "json")
            export(vault, paths[1], "html")
        except (VaultError, OSError) as why:
            self._message(text("privacy.take_along"), [str(why)], [back])
            return
        told = text("privacy.taken_along", path=" · ".join(map(str, paths)))
        self._message(text("privacy.take_along"), [told], [back])

    def _erase(self, vault: Vault, here: Act) -> None:
        def erase() -> None:
            vault.erase_all()
            self._vault = None
            on = Choice(text("privacy.done"), self._gone, is_primary=True)
            self._message(text("privacy.erased_all"), [], [on])

        no = Choice(text("privacy.back"), here, is_primary=True)
        yes = Choice(text("privacy.erase_yes"), erase)
        self._message(text("privacy.erase_sure"), [], [no, yes])

    # drawing

    def _panel(self, title: str) -> Panel:
        panel = Panel(self._parent, self._fonts, WIDTH)
        panel.is_private = True
        panel.heading(title)
        return panel

    def _row(self, panel: Panel, cells: list[str]) -> None:
        """Words side by side, each column under the one above it."""
        row, tall = NodePath("row"), 0.0
        width = panel.inner / len(cells)
        for place, cell in enumerate(cells):
            node, height = text_block(cell, self._fonts.regular, BODY_SIZE, width)
            node.reparentTo(row)
            node.setX(place * width)
            tall = max(tall, height)
        panel.add(row, tall)

    def _message(self, title: str, lines: list[str], choices: list[Choice]) -> None:
        panel = self._panel(title)
        for line in lines:
            panel.paragraph(line)
        self._finish(panel, choices)

    def _finish(self, panel: Panel, choices: list[Choice]) -> None:
        panel.choices(choices)
        panel.finish()
        self._show(panel)
