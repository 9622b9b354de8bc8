"""``visavis clinic``: the therapist's side, in a terminal or as an app."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Final

from sim.config import Config


def run(arguments: argparse.Namespace) -> int:
    """Do what the subcommand says."""
    return _COMMANDS[arguments.clinic](arguments)


def desk_home(config: Config) -> Path:
    """The folder that holds the therapist's own vault."""
    return config.home / "clinic"


def _serve(arguments: argparse.Namespace) -> int:
    from sim.clinic.web.serving import serve

    return serve(desk_home(Config.load()), arguments.port, is_opened=arguments.open)


_COMMANDS: Final[dict[str, Callable[[argparse.Namespace], int]]] = {"serve": _serve}
