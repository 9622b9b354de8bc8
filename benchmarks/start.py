"""From the command to the first frame, and to "you can speak".

    python -m benchmarks.start [--runs 3] [--headset desktop|none]

With a window this needs a display (xvfb-run does); models are cached by a first run
that is not counted.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def one(headset: str, folder: Path, prefix: list[str]) -> dict[str, float]:
    """Start once; seconds to each mark."""
    script = folder / "script.txt"
    script.write_text("/leave\n")
    command = [
        *prefix,
        sys.executable,
        "-m",
        "sim",
        "--debug",
        "rehearse",
        "sex_hurts",
        "--headset",
        headset,
        "--script",
        str(script),
        "--seed",
        "1",
        "--voice",
        "on",
        "--speaker",
        str(folder / "heard.wav"),
        "--no-save",
    ]
    begin = time.perf_counter()
    found: dict[str, float] = {}
    with subprocess.Popen(
        command,
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
        env=os.environ | {"VISAVIS_HOME": str(folder / "home")},
    ) as process:
        for line in process.stderr or ():
            for mark, key in (("first frame", "first_frame_s"), (": ready", "ready_s")):
                if mark in line:
                    found.setdefault(key, round(time.perf_counter() - begin, 3))
    return found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--headset", default="desktop", choices=("desktop", "none"))
    parser.add_argument("--prefix", default="", help="words before the command")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        runs = [
            one(arguments.headset, Path(name), arguments.prefix.split())
            for _ in range(arguments.runs + 1)
        ][1:]
    keys = {key for run in runs for key in run}
    made: dict[str, object] = {
        key: round(statistics.median(run[key] for run in runs if key in run), 3)
        for key in sorted(keys)
    }
    made["runs"] = runs
    made["load_average"] = os.getloadavg()[0]
    print(json.dumps(made))


if __name__ == "__main__":
    main()
