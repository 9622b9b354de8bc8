"""What a debrief in a terminal is printed with: titles, lines, quotes, numbers."""

from __future__ import annotations

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from sim.session.debrief import Debrief
from sim.session.debrief_parts import Quote

MARKED = "You marked this as wrong."
"""Said beside a statement; it no longer counts."""


class Page:
    """One debrief on one console."""

    def __init__(self, debrief: Debrief, out: Console) -> None:
        """Print `debrief` on `out`."""
        self.debrief = debrief
        self.out = out

    def title(self, title: str) -> None:
        """Start a part."""
        self.out.print()
        self.out.print(Text(title, style="bold underline"))
        self.out.print()

    def gap(self) -> None:
        """An empty line."""
        self.out.print()

    def say(
        self, words: str | Text, indent: int = 0, style: str = "", key: str = ""
    ) -> None:
        """A line of text; with a `key`, the statement's number and mark."""
        line = Text.assemble((words, style) if isinstance(words, str) else words)
        self._tag(line, key)
        self.out.print(Padding(line, (0, 0, 0, indent), expand=False))
        self.marked(key, indent)

    def quote(self, quote: Quote, style: str, indent: int = 2, key: str = "") -> None:
        """The line in quotation marks, the part that counts marked."""
        before, after = quote.line[: quote.start], quote.line[quote.end :]
        line = Text.assemble("“", before, (quote.words, style), after, "”")
        self.say(line, indent, key=key)

    def marked(self, key: str, indent: int) -> None:
        """That the user called it wrong, and their note."""
        found = self.debrief.about(key) if key else None
        if found is not None and found.is_marked:
            note = f" “{found.note}”" if found.note else ""
            self.say(f"{MARKED}{note}", indent + 2, "italic")

    def _tag(self, line: Text, key: str) -> None:
        found = self.debrief.about(key) if key else None
        if found is not None:
            line.append(f" [{found.number}]", style="dim")
