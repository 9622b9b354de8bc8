"""``visavis config``: each setting, its value and where that came from."""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys

from rich.console import Console
from rich.table import Table

from sim.config import Config


def run(arguments: argparse.Namespace) -> int:
    """Print the settings in force."""
    values = Config.load().values()
    if arguments.json:
        rows = [dataclasses.asdict(item) for item in values]
        sys.stdout.write(json.dumps(rows, indent=1) + "\n")
        return 0
    table = Table(box=None, pad_edge=False)
    for title in ("setting", "value", "from", "what it is"):
        table.add_column(title)
    for item in values:
        table.add_row(item.name, str(item.value), item.where or item.origin, item.text)
    Console().print(table)
    return 0
