"""Reference pages that are made from the program itself: ``python -m sim.reference``.

A test compares them with what stands in ``docs/reference``.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from pathlib import Path

from sim import gallery, model_cards
from sim.cli import parser
from sim.config import Config
from sim.openxr import bindings
from sim.viewing import INTENTS, Intent

FOLDER = Path(__file__).parent.parent / "docs" / "reference"
WISHES: dict[Intent, str] = {
    "select": "Choose",
    "pause": "Pause",
    "leave": "Leave",
    "talk": "Speak",
    "recenter": "Centre the room",
}
_NOTE = "<!-- made by python -m sim.reference -->\n"


def pages() -> dict[str, str]:
    """File name to text of every page."""
    return {
        "cli.md": _cli(),
        "gallery.md": gallery.page(),
        "headset-controls.md": _controls(),
        "model-cards.md": f"{_NOTE}\n# Model cards\n\n{model_cards.page()}",
        "settings.md": _settings(),
    }


def _cli() -> str:
    # argparse wraps to the terminal; a page has one width
    os.environ["COLUMNS"] = "80"
    top = parser()
    parts = [_NOTE, "# Command line\n", _block(top.format_help())]
    for name, one in _commands(top, "visavis"):
        parts += [f"## {name}\n", _block(one.format_help())]
    return "\n".join(parts)


def _commands(
    top: argparse.ArgumentParser, before: str
) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """Every command by its words, those within another after it."""
    for action in top._subparsers._group_actions if top._subparsers else ():
        if isinstance(action, argparse._SubParsersAction):
            for name, one in action.choices.items():
                yield f"{before} {name}", one
                yield from _commands(one, f"{before} {name}")


def _block(text: str) -> str:
    return f"```\n{text.rstrip()}\n```\n"


def _controls() -> str:
    """How each controller does each thing, as its file says."""
    intro = (
        "What to do with each kind of controller, with bare hands, or with the eyes. "
        "One hand is enough for all of it; either will do. Your headset's own settings "
        "may let you change the buttons.\n"
    )
    parts = [_NOTE, "# Controls in a headset\n", intro]
    for one in sorted(bindings.load(), key=lambda profile: profile.title):
        parts.append(f"## {one.title}\n")
        parts += [f"- **{WISHES[wish]}**: {one.ways[wish]}" for wish in INTENTS]
        parts.append(f"\n`{one.profile}`\n")
    return "\n".join(parts)


def _settings() -> str:
    rows = [
        "| setting | default | what it is |",
        "|---|---|---|",
    ]
    for item in Config.load(environ={}, home=Path("/nowhere")).values():
        value = "" if item.value in ("", None) else f"`{item.value}`"
        rows.append(f"| `{item.name}` | {value} | {item.text} |")
    intro = (
        "Every setting has the same name in four places, the later one wins: the "
        "default, `config.toml` in the data folder, the environment "
        "(`VISAVIS_` and the name in capitals), and the flag "
        "(`--` and the name with hyphens). `visavis config` prints each value and its "
        "source.\n"
    )
    return "\n".join([_NOTE, "# Settings\n", intro, *rows]) + "\n"


def main() -> None:
    """Write the pages."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (FOLDER / name).write_text(text, "utf-8")


if __name__ == "__main__":
    main()
