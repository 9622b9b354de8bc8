"""The headset as the product has it, closed in every state that it can be in.

Prints how long that took, in seconds, and whether the window went with it.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

from sim.config import Settings
from sim.headsets.openxr import OpenXr, create
from tests.openxr.rig import Monado, monado

LONGEST_S = 60.0
OPTIONS = {"width": 320, "height": 180, "settings": Settings(samples=0)}


def opened() -> OpenXr:
    """A headset with its window."""
    headset = create(OPTIONS)
    headset.open()
    return headset


def until(headset: OpenXr, is_so: Callable[[], bool]) -> None:
    """Frames until `is_so`."""
    end = time.perf_counter() + LONGEST_S
    while not is_so():
        assert time.perf_counter() < end, "it never came"
        headset.begin()
        assert headset.frame(), "it closed by itself"


def closed(headset: OpenXr) -> float:
    """Close it, and once more; how long that took."""
    began_s = time.perf_counter()
    headset.close()
    headset.close()
    assert headset.base is None
    return time.perf_counter() - began_s


def worn() -> OpenXr:
    """A headset in which the room is seen."""
    headset = opened()
    until(headset, lambda: headset.viewing.is_worn)
    return headset


def exits(service: Monado) -> dict[str, float]:
    """How long each way out took."""
    took_s = {"before a frame": closed(opened())}
    headset = worn()
    headset.begin()  # a frame that was begun, and is not drawn any more
    took_s["worn"] = closed(headset)
    headset = worn()
    with service.covered():
        until(headset, lambda: not headset.viewing.is_worn)
        took_s["covered"] = closed(headset)
    headset = worn()
    service.kill()
    took_s["killed"] = closed(headset)
    service.start()
    headset = worn()
    service.kill()
    until(headset, lambda: not headset.viewing.is_worn)
    took_s["lost"] = closed(headset)
    return took_s


def main() -> None:
    seen: dict[str, Any] = {}
    with monado() as service:
        seen["took_s"] = exits(service)
    print(json.dumps(seen))


if __name__ == "__main__":
    main()
