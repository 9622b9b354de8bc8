"""``visavis progress --exposure``: what was expected of each step, and what came."""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
from collections.abc import Mapping
from html import escape
from pathlib import Path
from string import Template
from typing import Any, Final

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from sim.chart_svg import chart_svg
from sim.chart_text import chart_lines
from sim.exercises._catalog import make
from sim.exercises._exposure_chart import chart_of
from sim.exercises._exposure_past import Dated, past_of
from sim.exercises._ladders import ladders
from sim.exercises_kept import earlier
from sim.privacy.folder import write_private
from sim.privacy.vault import Vault
from sim.texts import text

NAME: Final = "exposure"
_PAGE: Final = Path(__file__).parents[1] / "session"


def show(vault: Vault, arguments: argparse.Namespace) -> int:
    """Show every try that was kept, by ladder; on a page of its own with ``html``."""
    tries = by_ladder(vault)
    if arguments.json:
        sys.stdout.write(json.dumps(as_json(tries), ensure_ascii=False) + "\n")
        return 0
    if not tries:
        sys.stderr.write(text("exposure.progress_none") + "\n")
        return 0
    if arguments.html:
        path = Path(arguments.html)
        write_private(path, as_html(tries).encode())
        sys.stderr.write(text("exposure.written", path=str(path)) + "\n")
        return 0
    render(tries, Console(highlight=False))
    return 0


def by_ladder(vault: Vault) -> dict[str, list[Dated]]:
    """Tries by the title of their ladder, oldest first."""
    past = past_of(make(NAME), earlier(vault, NAME))
    titles = {one.id: one.title for one in ladders()}
    found: dict[str, list[Dated]] = {}
    for item in past.tries:
        title = titles.get(item.one.template, item.one.template)
        found.setdefault(title, []).append(item)
    return found


def as_json(tries: Mapping[str, list[Dated]]) -> dict[str, Any]:
    """The same as the charts, with the words that were kept."""
    return {
        "ladders": [
            {
                "title": title,
                "tries": [
                    {"day": item.day, "gap": item.one.gap}
                    | dataclasses.asdict(item.one)
                    for item in items
                ],
            }
            for title, items in tries.items()
        ]
    }


def _gaps(items: list[Dated]) -> list[str]:
    return [
        text("exposure.progress_gap").format(
            day=item.day,
            title=item.one.title,
            likely=item.one.likely,
            came=item.one.came,
        )
        for item in items
        if item.one.gap is not None
    ]


def render(tries: Mapping[str, list[Dated]], console: Console) -> None:
    """Charts as bars, and the gaps in words."""
    title = Text(text("exposure.progress_title"), style="bold")
    console.print(Padding(title, (1, 0, 0, 0)))
    console.print(Text(text("exposure.progress_hint")))
    for name, items in tries.items():
        console.print(Padding(Text(name, style="bold"), (1, 0, 0, 0)))
        chart = chart_of([i.one for i in items], [i.day for i in items])
        for line in chart_lines(chart) if chart is not None else ():
            console.print(Text(line))
        for line in _gaps(items):
            console.print(Text(f"· {line}"))


def as_html(tries: Mapping[str, list[Dated]]) -> str:
    """A page without scripts that asks nothing of the network."""
    parts = [
        f"<h1>{escape(text('exposure.progress_title'))}</h1>",
        f"<p>{escape(text('exposure.progress_hint'))}</p>",
    ]
    for name, items in tries.items():
        chart = chart_of([i.one for i in items], [i.day for i in items])
        parts.append(f"<h2>{escape(name)}</h2>")
        if chart is not None:
            parts.append(f"<figure>{chart_svg(chart)}</figure>")
        lines = "".join(f"<li>{escape(line)}</li>" for line in _gaps(items))
        parts.append(f"<ul>{lines}</ul>")
    page = Template((_PAGE / "debrief.html").read_text("utf-8"))
    style = (_PAGE / "debrief.css").read_text("utf-8")
    return page.substitute(style=style, body="\n".join(parts))
