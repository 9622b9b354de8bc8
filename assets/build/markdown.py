"""Tables in Markdown, and parts of a page that a program writes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any


def table(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """A table; numbers below one get three places, others as few as they need."""
    lines = [f"| {' | '.join(head)} |", "|---" * len(head) + "|"]
    lines += [f"| {' | '.join(_cell(cell) for cell in row)} |" for row in rows]
    return "\n".join(lines)


def _cell(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.3f}".removeprefix("0") if 0 < value < 1 else f"{value:.3g}"
    return str(value)


def put(page: Path, mark: str, command: str, text: str) -> None:
    """Put `text` between the marks of a part of `page`.

    Args:
        page: a Markdown file with the marks in it.
        mark: name of the part, such as ``content``.
        command: what makes it; stands in the opening mark.
        text: the part.

    Raises:
        ValueError: `page` has no such marks.
    """
    begin, end = f"<!-- {mark}: made by {command} -->", f"<!-- /{mark} -->"
    before, found, rest = page.read_text(encoding="utf-8").partition(begin)
    _, closed, after = rest.partition(end)
    if not found or not closed:
        raise ValueError(f"{page}: put {begin} and {end} where the part belongs.")
    page.write_text(f"{before}{begin}\n\n{text.strip()}\n\n{end}{after}", "utf-8")
