"""A quick exit while the headset is worn: how long it takes, and what comes after."""

from __future__ import annotations

import json
import time

from sim.config import Settings
from sim.headsets.openxr import create
from tests.openxr.rig import monado

LONGEST_S = 60.0
FRAMES = 5
"""With the headset on, before the user wants to be gone."""


def main() -> None:
    with monado():
        headset = create({"width": 320, "height": 240, "settings": Settings(samples=0)})
        headset.open()
        until, worn = time.perf_counter() + LONGEST_S, 0
        while worn < FRAMES and time.perf_counter() < until:
            headset.begin()
            headset.frame()
            worn += headset.viewing.is_worn
        began_s = time.perf_counter()
        headset.vanish()
        took_s = time.perf_counter() - began_s
        headset.begin()
        goes_on = headset.frame()
        headset.close()
        headset.close()
    print(json.dumps({"worn": worn, "took_s": took_s, "goes_on": goes_on}))


if __name__ == "__main__":
    main()
