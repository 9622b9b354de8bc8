"""Runs the real command as its user would."""

from __future__ import annotations

import json
import os
import subprocess
import sys


def visavis(*words, stdin="", env=None, timeout=120):
    """Run ``visavis`` to its end."""
    return subprocess.run(
        [sys.executable, "-m", "sim", *map(str, words)],
        input=stdin,
        capture_output=True,
        text=True,
        timeout=timeout,
        env={**os.environ, **(env or {})},
        check=False,
    )


def events(output):
    """Events of ``--json`` output."""
    return [json.loads(line) for line in output.splitlines()]
