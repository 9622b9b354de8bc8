"""One exercise in a window of its own, from ``visavis exercise``."""

from __future__ import annotations

import time

from scenes.panels import load_fonts
from sim import quick_exit
from sim.app import App
from sim.dwell import Resting
from sim.engine import Engine
from sim.exercise_keys import Around
from sim.exercise_speech_window import WindowVoice
from sim.exercise_window import ExerciseWindow
from sim.exercises._catalog import make
from sim.exercises_kept import before, keeping_of, reading_of, tone_of
from sim.headsets.desktop import Desktop
from sim.own_look import Own
from sim.screens import Screens
from sim.sound import Sound
from sim.stage_set import StageSet


def run(app: App, headset: Desktop, name: str, *, is_kept: bool = True) -> int:
    """Do the exercise `name` in a window of its own; returns the exit code.

    A look that the user chooses is remembered where `is_kept`.
    """
    own = Own.of(app.settings, app.config.home if is_kept else None)
    engine, base = Engine(headset), headset.base
    fonts = load_fonts()
    sound = Sound.open(app.settings, None)
    reading = reading_of(app, sound)
    tone = tone_of(app, sound, reading)
    told = before(app, name)
    keeping = keeping_of(app, make(name).info, told)
    doing = ExerciseWindow(
        base,
        fonts,
        Screens(base.aspect2d, fonts, app.country),
        StageSet(base, own),
        name,
        lambda: None,
        record=keeping.record if keeping is not None else None,
        before=told,
        reading=reading,
        pacer=tone,
        around=Around(quit_now=lambda: _quit(headset)),
    )
    voice = WindowVoice.of(app, sound, base, fonts, doing, reading)
    base.accept("f12", doing.quick_exit)
    resting = Resting(base, app.settings.dwell_s, time.perf_counter)
    engine.set_task("input", resting.tick)
    engine.set_task("mind", doing.frame)
    engine.set_task("ears", voice.frame if voice is not None else None)
    engine.set_task("panels", doing.draw)
    try:
        engine.run(lambda: doing.is_over)
    finally:
        if not doing.is_over:
            doing.close()
        if voice is not None:
            voice.close()
        sound.close()
        if keeping is not None:
            keeping.close()
        headset.close()
    return 0


def _quit(headset: Desktop) -> None:
    """One act: the window is gone, then the rest is closed."""
    headset.vanish()
    quick_exit.wipe()  # the terminal that it was started from
