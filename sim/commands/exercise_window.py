"""Which window an exercise gets."""

from __future__ import annotations

from typing import Any

from sim.app import App
from sim.exercises._catalog import CALMING, make
from sim.exercises._talks import Talks


def in_window(app: App, headset: Any, name: str, *, is_kept: bool) -> int:
    """In a window of its own; one that leads into a talk needs a window for both.

    So does what takes long in a headset: there one is asked how it feels, and by then
    the list is a place to rest.
    """
    is_long = headset.is_headset and name not in CALMING
    if is_long or isinstance(make(name), Talks):
        from sim import window

        options = {"told": None, "where": "", "lines": None, "goals": (), "json": False}
        return window.run(app, headset, {**options, "resume": None, "exercise": name})
    from sim import exercise_alone

    return exercise_alone.run(app, headset, name, is_kept=is_kept)
