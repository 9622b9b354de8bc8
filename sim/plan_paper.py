"""A plan on paper: a page for print, plain text, or data."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from html import escape
from pathlib import Path
from string import Template
from typing import Final

from sim.exercises._plan import FIELDS, Plan, plan_words

_PAGE: Final = Path(__file__).parent / "session"
_STYLE: Final = """
table { border-collapse: collapse; width: 100%; margin: 1.2rem 0; }
th, td { text-align: left; vertical-align: top; padding: .6rem .5rem;
  border-bottom: 1px solid var(--line); }
th { width: 34%; font-weight: 600; }
.room { border-bottom: 1px solid var(--line); height: 2.2rem; }
@media print { :root { --paper: #fff; --ink: #000; --quiet: #333; --line: #999; }
  body { padding: 0; font-size: 11pt; } tr, .keep { break-inside: avoid; } }
"""
_LINES_FOR_THE_OTHER: Final = 5


def as_html(plan: Plan, day: str) -> str:
    """A page of its own, without scripts, that asks nothing of the network."""
    words = plan_words()
    rows = "\n".join(
        f"<tr><th>{escape(name)}</th><td>{escape(said)}</td></tr>"
        for name, said in plan.rows()
    )
    rules = "".join(f"<li>{escape(one)}</li>" for one in words.rules)
    body = [
        f"<h1>{escape(words.title)}</h1>",
        f"<p>{escape(words.lead)}</p>",
        f"<table>{rows}</table>",
        f'<div class="keep"><h2>{escape(words.rules_title)}</h2><ul>{rules}</ul></div>',
        f'<div class="keep"><h2>{escape(words.theirs)}</h2>',
        '<div class="room"></div>' * _LINES_FOR_THE_OTHER + "</div>",
        f"<p><small>{escape(words.made.format(day=day))}</small></p>",
    ]
    page = Template((_PAGE / "debrief.html").read_text("utf-8"))
    style = (_PAGE / "debrief.css").read_text("utf-8") + _STYLE
    made = page.substitute(style=style, body="\n".join(body))
    return made.replace("<title>Rehearsal notes</title>", "<title>Notes</title>")


def as_markdown(plan: Plan, day: str) -> str:
    """Plain text that reads well as it stands."""
    words = plan_words()
    return "\n".join(
        [
            f"# {words.title}\n",
            f"{words.lead}\n",
            *(f"- **{name}**: {_plain(said)}" for name, said in plan.rows()),
            f"\n## {words.rules_title}\n",
            *(f"- {one}" for one in words.rules),
            f"\n## {words.theirs}\n",
            *["- " + "_" * 40] * _LINES_FOR_THE_OTHER,
            f"\n{words.made.format(day=day)}\n",
        ]
    )


def _plain(said: str) -> str:
    """`said` so that no sign in it is taken for a mark-up."""
    return "".join(f"\\{sign}" if sign in "\\`*_[]<>#" else sign for sign in said)


def as_json(plan: Plan, day: str) -> str:
    """The parts by their names; an open one is an empty string."""
    parts = {name: getattr(plan, name) for name in FIELDS}
    return json.dumps({"day": day, **parts}, ensure_ascii=False, indent=1) + "\n"


FORMATS: Final[Mapping[str, Callable[[Plan, str], str]]] = {
    "html": as_html,
    "md": as_markdown,
    "json": as_json,
}
"""Endings of a file, and what writes it."""
