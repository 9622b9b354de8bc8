"""``visavis score``: skills and safety of lines in a file."""

from __future__ import annotations

import argparse
import sys
from functools import partial
from pathlib import Path

from dialogue import safety
from dialogue.models import safety_reader
from dialogue.scorers.batch import load_scorer, score_file


def run(arguments: argparse.Namespace) -> int:
    """Score `arguments.input` into `arguments.out`."""
    scorer, warning = load_scorer()
    if warning:
        sys.stderr.write(f"{warning}\n")
    source, target = Path(arguments.input), Path(arguments.out)
    screen = partial(safety.screen, reader=safety_reader.available())
    count = score_file(source, target, screen, scorer)
    sys.stderr.write(f"{count} lines scored into {target}.\n")
    return 0
