"""``visavis headset`` and the doctor in Monado; prints what they said as JSON."""

from __future__ import annotations

import contextlib
import io
import json
import subprocess
from typing import Any

from sim import cli
from sim.commands import headset_state
from tests.openxr.rig import monado


def asked(*words: str) -> dict[str, Any]:
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        cli.main(["headset", "--json", *words])
    return json.loads(said.getvalue())


def windows() -> int:
    """Windows of ours that the display has."""
    tree = subprocess.run(
        ["xwininfo", "-root", "-tree"], capture_output=True, text=True, check=False
    )
    return tree.stdout.count("Vis-")


def main() -> None:
    seen: dict[str, Any] = {}
    with monado() as service:
        seen["told"] = asked()
        seen["windows"] = windows()
        seen["doctor"] = [one.is_fine for one in headset_state.findings()]
        service.kill()  # which leaves its socket there
        seen["killed"] = asked()
        seen["started"] = asked("--start")
        service.start()
    seen["stopped"] = asked()
    print(json.dumps(seen))


if __name__ == "__main__":
    main()
