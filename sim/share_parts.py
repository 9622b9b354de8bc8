"""What the panels for sending to a therapist have in common."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from scenes.panels import Choice, Fonts, Panel
from sim.clinic.client.report import shown
from sim.clinic.client.sharing import Shared
from sim.clinic.client.watching import usable
from sim.clinic.letters import Report
from sim.session.clock import SystemClock
from sim.texts import text, texts

WIDTH: Final = 2.3
LETTERS: Final = 1300
"""Of what goes, on one page of the preview."""
LABEL: Final = 96
"""Of an item on its button; the preview has all of it."""

Act = Callable[[], None]
Pages = list[list[tuple[bool, str]]]
"""Lines of each page; the first value says whether it is a title."""


def agree_panel(parent: Any, fonts: Fonts, yes: Act, no: Act) -> Panel:
    """Asks for the yes to sending anything to a therapist."""
    panel = Panel(parent, fonts, WIDTH)
    panel.heading(text("privacy.share_title"))
    for line in texts("privacy.share_asked"):
        panel.paragraph(line)
    panel.choices(
        [
            Choice(text("privacy.share_yes"), yes),
            Choice(text("privacy.share_no"), no, is_primary=True),
        ]
    )
    panel.finish()
    return panel


def letter_place(shared: Path | None, folder: Path) -> Path:
    """Where a letter goes: the shared folder, or a new file in `folder`.

    Raises:
        FolderError: the shared folder is none now.
    """
    if shared is not None:
        return usable(shared)
    day = SystemClock().now().strftime("%Y-%m-%d-%H%M%S")
    return folder / f"letter-{day}.visavis"


def pages(made: Report) -> Pages:
    """All that is in the letter, in pages that can be read."""
    found: Pages = [[]]
    for title, lines in shown(made):
        rows = [(True, title), *((False, line) for line in lines)]
        for is_title, line in rows:
            if (
                found[-1]
                and sum(len(one) for _, one in found[-1]) + len(line) > LETTERS
            ):
                found.append([])
            found[-1].append((is_title, line))
    return found


def told(one: Shared) -> str:
    """One report that was shared, in a line."""
    kinds = ", ".join(text(f"sharing.{kind}").lower() for kind in one.kinds)
    day = one.sent_on[:10]
    return text(
        "sharing.was_sent", day=day, title=one.title, name=one.name, kinds=kinds
    )


def short(words: str) -> str:
    """`words`, cut to what a button holds."""
    return words if len(words) <= LABEL else f"{words[: LABEL - 1].rstrip()}…"
