"""``visavis about``: what this program is, what it is not, and who can help."""

from __future__ import annotations

import argparse

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from sim.about import about_lines, people_lines
from sim.app import country_of
from sim.config import Config
from sim.privacy.vault import vault_exists, vault_folder
from sim.texts import text


def run(arguments: argparse.Namespace) -> int:
    """Print the disclosure, then people to turn to."""
    config = Config.load({"country": arguments.country})
    storage = text("storage.none")
    if vault_exists(config.home):
        storage = text("storage.vault", folder=str(vault_folder(config.home)))
    console = Console(highlight=False)
    console.print(Text(text("about.title"), style="bold"))
    for line in about_lines(config.settings, storage):
        console.print(Padding(Text(line), (1, 0, 0, 0)))
    console.print(Padding(Text(text("people.title"), style="bold"), (1, 0, 0, 0)))
    for line in people_lines(country_of(config.settings)):
        console.print(Text(line))
    return 0
