"""Choosing in a terminal what to share, and seeing exactly what will go."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Final, Literal

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from sim.clinic.client.items import QUOTING
from sim.clinic.client.report import Offered, item_line, shown
from sim.clinic.client.sharing import NotAgreed, Sharing
from sim.clinic.contacts import Contact
from sim.clinic.errors import NotPaired
from sim.clinic.letters import Report
from sim.clinic.post import Post
from sim.lines import Keyboard
from sim.terminal import Leave, choose
from sim.texts import text, texts

Decision = Literal["send", "fewer", "not_now"]
DECISIONS: Final[tuple[Decision, ...]] = ("send", "fewer", "not_now")


def recipient(post: Post, name: str | None) -> Contact:
    """Who gets it: the one named, or the only one there is.

    Raises:
        NotPaired: nobody, or several without a name.
    """
    if name:
        return post.contact(name)
    here = post.peers
    if not here:
        raise NotPaired(text("sharing.nobody"))
    if len(here) > 1:
        names = ", ".join(one.alias for one in here)
        raise NotPaired(f"Say who gets it, with --to: {names}.")
    return here[0]


def ask_to_agree(console: Console, keyboard: Keyboard, sharing: Sharing) -> None:
    """Ask for the yes to sharing where it was never given.

    Raises:
        NotAgreed: they do not, or nobody can be asked.
    """
    if sharing.is_agreed:
        return
    if not sys.stdin.isatty():
        raise NotAgreed(text("privacy.off_share"))
    say(console, text("privacy.share_title"), is_bold=True)
    for line in texts("privacy.share_asked"):
        say(console, line)
    options = [text("privacy.share_yes"), text("privacy.share_no")]
    if choose(console, keyboard, options) != 0:
        raise NotAgreed(text("sharing.cancelled"))
    sharing.agree()


def is_sure(console: Console, keyboard: Keyboard, name: str) -> bool:
    """Whether exactly what was shown may go; without a terminal, no."""
    if not sys.stdin.isatty():
        say(console, "To seal it without being asked, add --yes.")
        return False
    say(console, text("sharing.sure", name=name), is_bold=True)
    options = [text("sharing.send"), text("sharing.not_now")]
    return choose(console, keyboard, options) == 0


def decide(console: Console, keyboard: Keyboard, name: str) -> Decision:
    """What the user wants of the letter they have just seen.

    Nothing is sent where nobody can be asked.

    Raises:
        Leave: the user goes no further.
    """
    if not sys.stdin.isatty():
        say(console, "To seal it without being asked, add --yes.")
        return "not_now"
    say(console, text("sharing.sure", name=name), is_bold=True)
    options = [text(f"sharing.{one}") for one in DECISIONS]
    return DECISIONS[choose(console, keyboard, options)]


def fewer(console: Console, keyboard: Keyboard, made: Report) -> frozenset[str]:
    """The items of a letter that go, once single ones are left out.

    Raises:
        Leave: the user goes no further.
    """
    say(console, text("sharing.fewer_which"))
    for number, one in enumerate(made.items, 1):
        console.print(Padding(Text(f"{number:2}  {item_line(one)}"), (0, 0, 0, 2)))
    out = _numbers(console, keyboard, len(made.items)) or []
    return frozenset(
        one.id for number, one in enumerate(made.items, 1) if number not in out
    )


def pick(console: Console, keyboard: Keyboard, offered: Offered) -> frozenset[str]:
    """Which kinds may go; single items of them can be left out after they are shown.

    Raises:
        Leave: the user goes no further.
    """
    kinds = offered.kinds
    chosen: frozenset[str] = offered.beforehand
    for number, kind in enumerate(kinds, 1):
        console.print(_kind(offered, kind, number, chosen))
    say(console, text("sharing.which"))
    picked = _numbers(console, keyboard, len(kinds))
    if picked is not None:
        wanted = {kinds[number - 1] for number in picked}
        chosen = frozenset(one.id for one in offered.items if one.kind in wanted)
    return chosen


def _kind(offered: Offered, kind: str, number: int, chosen: frozenset[str]) -> Text:
    items = offered.of(kind)
    mark = "✓" if all(one.id in chosen for one in items) else " "
    asked = "asked_for" if kind in offered.wished else "not_asked"
    line = Text(f"  {mark} {number}  {text(f'sharing.{kind}')} ({len(items)})")
    line.append(f" · {text(f'sharing.{asked}')}", style="dim")
    if kind in QUOTING:
        line.append(f" · {text('sharing.quotes_warn')}", style="italic")
    return line


def _numbers(console: Console, keyboard: Keyboard, most: int) -> list[int] | None:
    while True:
        line = keyboard.wait()
        if line is None or line.strip() in ("/leave", "leave", "q"):
            raise Leave
        parts = line.replace(",", " ").split()
        if not parts:
            return None
        if all(one.isdecimal() and 1 <= int(one) <= most for one in parts):
            return [int(one) for one in parts]
        console.print(Text(f"    Please type numbers from 1 to {most}."))


def show(console: Console, report: Report, name: str) -> None:
    """All that is in the letter, as it will go."""
    say(console, text("sharing.title", name=name), is_bold=True)
    for title, lines in shown(report):
        say(console, title, is_bold=True)
        _lines(console, lines)


def _lines(console: Console, lines: Sequence[str]) -> None:
    for line in lines:
        console.print(Padding(Text(f"· {line}"), (0, 0, 0, 4)))


def say(console: Console, words: str, *, is_bold: bool = False) -> None:
    """One paragraph, set in a little."""
    console.print(Padding(Text(words, style="bold" if is_bold else ""), (1, 0, 0, 2)))
