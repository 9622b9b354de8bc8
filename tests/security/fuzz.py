"""Feeds damaged files to the parsers for as long as it is told to.

    python -m tests.security.fuzz all --seconds 30
    python -m tests.security.fuzz wav --seconds 600

With atheris (``pip install -c constraints.txt -e ".[fuzz]"``) the search follows the
code that is reached; without it, bytes of the seeds are changed at random. A fault is
written to a file beside it, and the exit code is 1.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from tests.security.targets import TARGETS

WORDS = (
    b"nan", b"-inf", b"1e999", b"[" * 200, b"{}", b"[]", b'""', b"\x1b[2J", b"../" * 5,
    "\u202e".encode(), b"\xff\xff\xff\xff", b"\x00" * 8, b"9" * 400, b"true",
    b"a." * 90,
)  # fmt: skip

CHILD = """\
import atheris
with atheris.instrument_imports(include=["assets", "avatars", "dialogue", "sim"]):
    from tests.security import fuzz
fuzz.child({name!r})
"""


def damaged(data, rng):
    """`data` with one to eight changes."""
    made = bytearray(data)
    for _ in range(int(rng.integers(1, 9))):
        at = int(rng.integers(0, len(made) + 1))
        kind = int(rng.integers(0, 5))
        if kind == 0 and made:
            made[min(at, len(made) - 1)] = int(rng.integers(0, 256))
        elif kind == 1:
            made[at : at + int(rng.integers(1, 40))] = b""
        elif kind == 2:
            made[at:at] = WORDS[int(rng.integers(0, len(WORDS)))]
        elif kind == 3:
            piece = bytes(made[at : at + int(rng.integers(1, 200))])
            to = int(rng.integers(0, len(made) + 1))
            made[to:to] = piece
        else:
            word = WORDS[int(rng.integers(0, len(WORDS)))]
            made[at : at + len(word)] = word
    return bytes(made)


def fault(target, data):
    """What `data` ran into beside the target's own errors; None for nothing."""
    try:
        target.run(data)
    except target.errors:
        return None
    except Exception as error:
        return error
    return None


def at_random(name, seconds, seed=0):
    """Change bytes of the seeds until the time is up; runs, and the first fault."""
    target, rng = TARGETS[name], np.random.default_rng(seed)
    end_s, runs = time.monotonic() + seconds, 0
    while time.monotonic() < end_s:
        data = damaged(target.seeds[runs % len(target.seeds)], rng)
        found = fault(target, data)
        runs += 1
        if found is not None:
            return runs, (found, data)
    return runs, None


def guided(name, seconds):
    """The same with atheris, in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        for at, seed in enumerate(TARGETS[name].seeds):
            (Path(folder) / f"seed{at}").write_bytes(seed)
        words = [f"-max_total_time={seconds}", "-rss_limit_mb=4096", "-timeout=10"]
        code = CHILD.format(name=name)
        return subprocess.run(
            [sys.executable, "-c", code, *words, "-max_len=200000", folder], check=False
        ).returncode


def child(name):
    """Runs inside the process that atheris drives."""
    import atheris

    target = TARGETS[name]

    def one(data):
        try:
            target.run(data)
        except target.errors:
            return

    atheris.Setup(sys.argv, one)
    atheris.Fuzz()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", choices=[*TARGETS, "all"])
    parser.add_argument("--seconds", type=int, default=30)
    parser.add_argument("--random", action="store_true", help="without atheris")
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    try:
        import atheris  # noqa: F401

        is_guided = not given.random
    except ImportError:
        is_guided = False
    failed = False
    for name in TARGETS if given.target == "all" else [given.target]:
        if is_guided:
            failed |= guided(name, given.seconds) != 0
            continue
        runs, found = at_random(name, given.seconds, given.seed)
        print(f"{name}: {runs} runs, {'no fault' if found is None else found[0]!r}")
        if found is not None:
            failed = True
            digest = hashlib.sha256(found[1]).hexdigest()[:12]
            Path(f"fault-{name}-{digest}").write_bytes(found[1])
    return int(failed)


if __name__ == "__main__":
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    raise SystemExit(main())
