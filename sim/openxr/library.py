"""OpenXR's bindings and the loader that comes with them."""

from __future__ import annotations

import contextlib
import importlib
import io
import os
from typing import Any, Final

from sim.unavailable import HeadsetUnavailable

NO_LOADER: Final = (
    "The part that talks to headsets (OpenXR's loader) does not load here ({error}), "
    "so the room opens on the screen. It comes with pyopenxr, for Linux and Windows."
)


def load() -> Any:
    """The module ``xr``; importing it takes about 0.3 s, so ask `running` first.

    Raises:
        HeadsetUnavailable: there is no loader for this system.
    """
    # what the loader says on its own, in capitals, is said by us in a sentence
    os.environ.setdefault("XR_LOADER_DEBUG", "none")
    try:
        # on a system that it does not know, it prints which one that is
        with contextlib.redirect_stdout(io.StringIO()):
            return importlib.import_module("xr")
    except (ImportError, OSError, NotImplementedError) as error:
        why = " ".join(str(error).split()) or type(error).__name__
        raise HeadsetUnavailable(NO_LOADER.format(error=why)) from None
