"""``visavis list``: what there is, without loading any of it."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from typing import Any

from rich.console import Console
from rich.table import Table

from assets.cards import cards
from dialogue import dropins, registry
from sim.app import App
from sim.config import Config
from sim.exercises._catalog import guides
from sim.exercises._guide import Guide
from sim.screening.ceiling import of_settings

Row = dict[str, Any]

HEADSETS: dict[str, str] = {
    "auto": "The headset if its program runs, else a window",
    "openxr": "A headset, with a window beside it",
    "none": "No window: everything in the terminal",
    "desktop": "A window on this screen, with mouse and keyboard",
    "null": "Nothing is drawn; for tests and benchmarks",
}


_STEEPNESS = {1: "gentle", 2: "steady", 3: "steep"}
"""Words for a scenario's difficulty."""


def run(arguments: argparse.Namespace) -> int:
    """Print the list that was asked for."""
    rows = _LISTS[arguments.kind]()
    if arguments.json:
        sys.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1) + "\n")
        return 0
    table = Table(box=None, pad_edge=False)
    last = "status" if any("status" in row for row in rows) else "description"
    for key in ("id", "title", last):
        table.add_column(key)
    for row in rows:
        table.add_row(row["id"], row["title"], row.get(last, ""))
    Console().print(table)
    if arguments.kind == "instruments":
        from sim.exercises._instruments import own_folder

        sys.stdout.write(f"\nFiles of your own go into {own_folder()}\n")
    return 0


def _app() -> App:
    config = Config.load()
    return App(config, limit=of_settings(config.settings))


def _scenarios() -> list[Row]:
    return [
        {
            "id": told.id,
            "title": told.title,
            "summary": told.summary,
            "difficulty": told.difficulty,
            "status": f"{_STEEPNESS[told.difficulty]}, with {told.persona.name}",
            "minutes": told.minutes,
            "partner": told.persona.name,
            "relationship": told.persona.relationship,
            "facts": dict(told.slots),
            "room": told.room,
            "content_notes": list(told.content_notes),
            "content": list(told.content),
            "goals": list(told.goals),
        }
        for told in _app().scenarios()
    ]


def _when(guide: Guide) -> str:
    """What kind of exercise it is, and how long it takes."""
    kind = f"{guide.family.replace('_', ' ')}, about {guide.minutes} min"
    return f"{kind}, opened by a therapist" if guide.locked else kind


def _exercises() -> list[Row]:
    return [
        {
            "id": guide.id,
            "title": guide.title,
            "summary": guide.summary,
            "family": guide.family,
            "minutes": guide.minutes,
            "status": _when(guide),
            "content_notes": list(guide.content_notes),
            "records": list(guide.records),
        }
        for guide in guides()
    ]


def _instruments() -> list[Row]:
    from sim.exercises._instruments import Found, found_in, own_folder, shipped

    def row(found: Found, whose: str) -> Row:
        one = found.instrument
        if one is None:
            told = {"id": found.path.stem, "title": "", "status": found.problem}
            return {**told, "is_refused": True, "file": str(found.path)}
        tested = "described in a study" if one.validated else "not tested"
        return {
            "id": one.id,
            "title": one.title,
            "status": f"{whose}; {one.family}; {len(one.items)} questions; {tested}",
            "is_refused": False,
            "about": one.about,
            "family": one.family,
            "licence": one.licence,
            "source": one.source,
            "file": str(found.path),
        }

    yours = [row(found, "yours") for found in found_in(own_folder())]
    return [*yours, *(row(found, "ours") for found in shipped())]


def _models() -> list[Row]:
    from dialogue.models.roletest.record import may

    return [
        {
            "id": item.id,
            "title": item.title,
            "kind": item.kind,
            "available": item.is_available,
            "status": f"here ({item.origin})"
            + (f"; {may(item.id)}" if item.kind == "language_model" else "")
            if item.is_available
            else f"missing: {item.how_to_get}",
            "licence": item.licence,
            "size_mb": item.size_mb,
        }
        for item in registry.available()
    ]


def _headsets() -> list[Row]:
    from sim.commands.headset_state import standing
    from sim.commands.opening import AUTO, NONE

    here = standing()
    runs = {True: "runs", False: "does not run", None: "may run: visavis headset"}
    state = f"{here.title} {runs[here.is_running]}"
    if here.found is None or here.found.problem:
        state = "no headset is set up: visavis doctor"
    return [
        {
            "id": name,
            "title": HEADSETS.get(name, name),
            "status": state if name == "openxr" else "",
        }
        for name in (AUTO, *dropins.names("sim.headsets"), NONE)
    ]


def _cards(kind: str) -> list[Row]:
    return [
        {"id": item.id, "title": item.title, "description": item.description}
        for item in cards(kind)
    ]


_LISTS: dict[str, Callable[[], list[Row]]] = {
    "scenarios": _scenarios,
    "exercises": _exercises,
    "instruments": _instruments,
    "models": _models,
    "voices": lambda: _cards("voices"),
    "bodies": lambda: _cards("bodies"),
    "rooms": lambda: _cards("rooms"),
    "headsets": _headsets,
}
