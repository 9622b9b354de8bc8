"""``visavis score``: skills and safety of lines in a file."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from dialogue import safety
from dialogue.scorers import batch


def run(arguments: argparse.Namespace) -> int:
    """Score `arguments.input` into `arguments.out`."""
    count = batch.score_file(Path(arguments.input), Path(arguments.out), safety.screen)
    sys.stderr.write(f"{count} lines scored into {arguments.out}.\n")
    return 0
