"""``visavis score``: skills and safety of lines in a file."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from dialogue import safety
from dialogue.scorers.batch import load_scorer, score_file


def run(arguments: argparse.Namespace) -> int:
    """Score `arguments.input` into `arguments.out`."""
    scorer, warning = load_scorer()
    if warning:
        sys.stderr.write(f"{warning}\n")
    source, target = Path(arguments.input), Path(arguments.out)
    count = score_file(source, target, safety.screen, scorer)
    sys.stderr.write(f"{count} lines scored into {target}.\n")
    return 0
