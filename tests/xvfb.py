"""A display without a screen, for tests that open windows."""

from __future__ import annotations

import contextlib
import os
import subprocess
import time
from collections.abc import Iterator


@contextlib.contextmanager
def xvfb(size: str = "1280x800x24") -> Iterator[str]:
    """An Xvfb on a number that it picks itself; gives its name, such as ``:1``."""
    reading, writing = os.pipe()
    process = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", size, "-nolisten", "tcp"],
        pass_fds=(writing,),
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    with os.fdopen(reading) as answer:
        number = answer.readline().strip()
    time.sleep(0.2)
    try:
        yield f":{number}"
    finally:
        process.terminate()
        process.wait(10)
