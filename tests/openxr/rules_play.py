"""Breaks a rule of OpenXR's on purpose, or (``--well``) keeps it.

The positive control of the validation layer: with it in place, a play in which no
rule was broken is known to have been watched.
"""

from __future__ import annotations

import contextlib
import json
import sys

import xr

from sim.headsets.base import HeadsetUnavailable
from sim.openxr.instance import Runtime
from tests.openxr.rig import monado

IS_BROKEN = "--well" not in sys.argv


def main() -> None:
    with monado():
        runtime = Runtime(xr)
        seen: dict[str, object] = {"broken": IS_BROKEN, "headset": runtime.system_name}
        if IS_BROKEN:
            wanted = xr.SystemGetInfo(xr.FormFactor.HEAD_MOUNTED_DISPLAY)
            wanted.type = xr.StructureType.FRAME_BEGIN_INFO.value
            with contextlib.suppress(xr.XrException, HeadsetUnavailable):
                xr.get_system(runtime.instance, wanted)
        runtime.close()
    print(json.dumps(seen))


if __name__ == "__main__":
    main()
