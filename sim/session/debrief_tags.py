"""What the debrief's page is put together from."""

from __future__ import annotations

from html import escape

from sim.session.debrief import Debrief
from sim.session.debrief_page import MARKED
from sim.session.debrief_parts import Quote


def because(debrief: Debrief, key: str) -> str:
    """The statement's mark, and its why behind a small word that opens it."""
    found = debrief.about(key)
    if found is None:
        return ""
    out = ""
    if found.is_marked:
        note = f" “{found.note}”" if found.note else ""
        out += f'<p class="marked">{escape(MARKED + note)}</p>'
    lines = listed([escape(line) for line in found.why])
    return (
        f'{out}<details class="because"><summary>why ({found.number})</summary>'
        f"{lines}</details>"
    )


def section(title: str, body: str) -> str:
    """A part with its heading; nothing where it would be empty."""
    return f"<section><h2>{title}</h2>{body}</section>" if body else ""


def listed(rows: list[str]) -> str:
    """A list; each row is HTML already."""
    return "<ul>" + "".join(f"<li>{row}</li>" for row in rows) + "</ul>"


def hearing(debrief: Debrief, words: str) -> str:
    """What the partner had said."""
    who = f'<span class="who">{escape(debrief.partner)}</span>'
    return f'<p class="quiet">{who}“{escape(words)}”</p>'


def quoted(one: Quote) -> str:
    """The user's line, the part that counts marked."""
    before, after = one.line[: one.start], one.line[one.end :]
    return (
        f"<blockquote>“{escape(before)}<mark>{escape(one.words)}</mark>"
        f"{escape(after)}”</blockquote>"
    )
