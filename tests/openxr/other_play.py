"""Another program in the headset, which comes before ours while it runs.

Says "here" once it is shown, and ends when its standard input is closed.
"""

from __future__ import annotations

import select
import sys

import xr

from sim.openxr.graphics import Graphics
from sim.openxr.instance import Runtime
from sim.openxr.session import Session
from tests.openxr.session import window


def main() -> None:
    runtime = Runtime(xr)
    session = Session(runtime, Graphics.of(window(), xr), depth=False)
    is_told = False
    while not select.select([sys.stdin], [], [], 0)[0] and not session.is_over:
        session.poll()
        session.wait()
        session.end(copied=False)
        if session.has_focus and not is_told:
            is_told = True
            print("here", flush=True)
    session.close()
    runtime.close()


if __name__ == "__main__":
    main()
