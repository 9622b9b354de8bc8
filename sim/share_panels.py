"""Sharing in the window: what may go, exactly as it goes, and taking it back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Final

from scenes.panels import Choice, Fonts, Panel
from sim.app import scenario_of
from sim.clinic.client.items import QUOTING
from sim.clinic.client.report import (
    MOST_NOTE,
    NothingToShare,
    Offered,
    item_line,
    offer,
    report,
)
from sim.clinic.client.sharing import Shared, Sharing
from sim.clinic.contacts import Contact
from sim.clinic.errors import ClinicError
from sim.clinic.letters import Report
from sim.clinic.post import Post
from sim.debrief_entry import LineEntry
from sim.privacy.vault import Vault
from sim.share_parts import (
    WIDTH,
    Act,
    Pages,
    agree_panel,
    letter_place,
    pages,
    short,
    told,
)
from sim.texts import text

AT_ONCE: Final = 7
"""Items to tick on one page."""
MOST_SESSIONS: Final = 7


class SharePanels:
    """One panel after another; nothing leaves before the last one is pressed."""

    def __init__(
        self,
        parent: Any,
        fonts: Fonts,
        vault: Vault,
        show: Callable[[Panel], None],
        done: Act,
        folder: Path | None = None,
        shared: Path | None = None,
    ) -> None:
        """`done` leads back.

        `shared` is the folder that the therapist sees, too; without it `folder` takes
        the sealed files, or the user's own.
        """
        self._parent, self._fonts, self._done = parent, fonts, done
        self._put = show
        self._vault, self._folder = vault, folder or Path.home()
        self._shared = shared
        self._post = Post(vault)
        self._sharing = Sharing(vault, self._post)
        self._offered: Offered | None = None
        self._to: Contact | None = None
        self._chosen: frozenset[str] = frozenset()
        self._note = ""
        self._entry: LineEntry | None = None

    # choosing

    def session(self, session: str) -> None:
        """Share something of one session."""
        here = self._post.peers
        if not here:
            self._message(text("sharing.nobody"), [])
            return
        try:
            self._offered = offer(self._vault, session, scenario_of)
        except NothingToShare as why:
            self._message(str(why), [])
            return
        self._chosen, self._note = self._offered.beforehand, ""
        if not self._sharing.is_agreed:
            self._agree()
        else:
            self._recipient()

    def _agree(self) -> None:
        def yes() -> None:
            self._sharing.agree()
            self._recipient()

        self._show(agree_panel(self._parent, self._fonts, yes, self._done))

    def _recipient(self) -> None:
        here = self._post.peers
        if len(here) == 1:
            self._take(here[0])
            return
        panel = self._panel(text("assigned.share_button"))
        rows = [Choice(one.alias, partial(self._take, one)) for one in here]
        self._finish(panel, [*rows, self._back(self._done)])

    def _take(self, to: Contact) -> None:
        self._to = to
        self._kinds()

    def _kinds(self) -> None:
        """What there is, kind by kind; a mark says that all of it goes."""
        offered, to = self._offered, self._to
        if offered is None or to is None:
            return
        panel = self._panel(text("sharing.title", name=to.alias))
        panel.small(f"{offered.title}. {text('sharing.choose')}")
        choices = [self._kind(offered, kind) for kind in offered.kinds]
        choices.append(
            Choice(text("sharing.note"), self._write_note, under=short(self._note))
        )
        panel.choices(choices)
        count = len(self._chosen)
        on = Choice(
            f"{text('sharing.see_all')} ({count})",
            partial(self._preview, 0),
            is_primary=bool(count),
        )
        panel.choices([on, self._back(self._done, "sharing.not_now")], in_row=True)
        panel.finish()
        self._show(panel)

    def _kind(self, offered: Offered, kind: str) -> Choice:
        items = offered.of(kind)
        count = sum(one.id in self._chosen for one in items)
        mark = "✓ " if count == len(items) else f"{count} of " if count else ""
        asked = "asked_for" if kind in offered.wished else "not_asked"
        under = text(f"sharing.{asked}")
        if kind in QUOTING:
            under = f"{under} · {text('sharing.quotes_warn')}"
        label = f"{mark}{text(f'sharing.{kind}')} ({len(items)})"
        return Choice(label, partial(self._items, kind, 0), under=under)

    def _items(self, kind: str, first: int) -> None:
        """The items of one kind, each to be ticked."""
        if self._offered is None:
            return
        items = self._offered.of(kind)
        if len(items) == 1:
            self._turn(frozenset((items[0].id,)), self._kinds)
            return
        panel = self._panel(text(f"sharing.{kind}"))
        again = partial(self._items, kind, first)
        choices = []
        for one in items[first : first + AT_ONCE]:
            mark = "✓ " if one.id in self._chosen else ""
            label = f"{mark}{short(item_line(one))}"
            act = partial(self._turn, frozenset((one.id,)), again)
            choices.append(Choice(label, act))
        panel.choices(choices)
        every = frozenset(one.id for one in items)
        is_all = every <= self._chosen
        key = "sharing.all_off" if is_all else "sharing.all_on"
        row = [Choice(text(key), partial(self._turn, every, again))]
        if first + AT_ONCE < len(items):
            on = partial(self._items, kind, first + AT_ONCE)
            row.append(Choice(text("ended.next"), on))
        row.append(Choice(text("sharing.done"), self._kinds, is_primary=True))
        panel.choices(row, in_row=True)
        panel.finish()
        self._show(panel)

    def _turn(self, ids: frozenset[str], after: Act) -> None:
        """Tick all of `ids`, or none of them if all were."""
        is_all = ids <= self._chosen
        self._chosen = self._chosen - ids if is_all else self._chosen | ids
        after()

    def _write_note(self) -> None:
        """The client's own words to them, which go with what is chosen."""

        def keep(words: str) -> None:
            self._note = " ".join(words.split())[:MOST_NOTE]
            self._kinds()

        panel = self._panel(text("sharing.note"))
        panel.small(text("sharing.note_hint"))
        entry = LineEntry(panel.inner, self._fonts, self._note, keep)
        panel.add(entry.root, entry.height)
        done = Choice(text("sharing.done"), entry.enter, is_primary=True)
        panel.choices([done, self._back(self._kinds)], in_row=True)
        panel.finish()
        self._show(panel)
        self._entry = entry

    # exactly as it goes

    def _preview(self, page: int) -> None:
        if self._offered is None or self._to is None:
            return
        try:
            made = report(self._offered, self._chosen, self._to, self._note)
        except NothingToShare:
            self._kinds()
            return
        self._page(made, self._to, pages(made), page)

    def _page(self, made: Report, to: Contact, all_of: Pages, at: int) -> None:
        panel = self._panel(text("sharing.title", name=to.alias))
        panel.small(f"{text('sharing.preview')} · {at + 1} / {len(all_of)}")
        for is_title, line in all_of[at]:
            (panel.label if is_title else panel.bullet)(line)
        on = partial(self._page, made, to, all_of, at + 1)
        send = partial(self._send, made, to)
        is_last = at + 1 == len(all_of)
        # what goes is seen to its end before it can go
        first = (
            Choice(text("sharing.send"), send, is_primary=True)
            if is_last
            else Choice(text("ended.next"), on, is_primary=True)
        )
        panel.choices([first, self._back(self._kinds)], in_row=True)
        panel.finish()
        self._show(panel)

    def _send(self, made: Report, to: Contact) -> None:
        session = self._offered.info.id if self._offered is not None else ""
        key = "sent_folder" if self._shared is not None else "sent"
        self._written(
            lambda path: self._sharing.send(made, session, to, path),
            lambda path: [
                text(f"sharing.{key}", name=to.alias, path=str(path)),
                text("sharing.take_back_window"),
            ],
        )

    def _written(
        self, write: Callable[[Path], Path], told: Callable[[Path], list[str]]
    ) -> None:
        try:
            path = write(letter_place(self._shared, self._folder))
        except ClinicError as why:
            self._message(str(why), [])
            return
        first, *rest = told(path)
        self._message(first, rest)

    # what was shared

    def shared(self) -> None:
        """What was shared, and when; each can be taken back."""
        every = tuple(reversed(self._sharing.all()))
        panel = self._panel(text("sharing.list_title"))
        if not every:
            panel.paragraph(text("sharing.list_none"))
        choices = []
        for one in every[:MOST_SESSIONS]:
            if one.withdrawn_on:
                gone = text("sharing.is_withdrawn", day=one.withdrawn_on[:10])
                panel.small(f"{told(one)}; {gone}")
            else:
                label = text("sharing.withdraw", what=told(one))
                choices.append(Choice(label, partial(self._withdraw, one)))
        self._finish(panel, [*choices, self._back(self._done)])

    def _withdraw(self, one: Shared) -> None:
        self._written(
            lambda path: self._sharing.withdraw(one.id, path),
            lambda path: [text("sharing.withdrawn", path=str(path))],
        )

    def sessions(self) -> None:
        """Choose a session to share something of, newest first."""
        panel = self._panel(text("assigned.share_button"))
        rows = [
            Choice(f"{one.started_at[:10]}  {one.title}", partial(self.session, one.id))
            for one in reversed(self._vault.sessions()[-MOST_SESSIONS:])
        ]
        if not rows:
            panel.paragraph(text("sharing.nothing_here"))
        self._finish(panel, [*rows, self._back(self._done)])

    # drawing

    def _show(self, panel: Panel) -> None:
        """Put a panel up in place of the last one and its field."""
        entry, self._entry = self._entry, None
        if entry is not None:
            entry.destroy()
        self._put(panel)

    def _panel(self, title: str) -> Panel:
        panel = Panel(self._parent, self._fonts, WIDTH)
        panel.is_private = True
        panel.heading(title)
        return panel

    def _back(self, act: Act, key: str = "assigned.back") -> Choice:
        return Choice(text(key), act)

    def _message(self, title: str, lines: list[str]) -> None:
        panel = Panel(self._parent, self._fonts, WIDTH)
        panel.is_private = True
        panel.paragraph(title)
        for line in lines:
            panel.paragraph(line)
        done = Choice(text("sharing.done"), self._done, is_primary=True)
        self._finish(panel, [done])

    def _finish(self, panel: Panel, choices: list[Choice]) -> None:
        panel.choices(choices)
        panel.finish()
        self._show(panel)
