"""What one frame of acting costs: `python -m benchmarks.acting [--docs]`.

A partner listens, thinks and speaks by turns at 90 frames a second. Prints one JSON
object: processor milliseconds of `Director.update` with the audio clock, over all
frames and over those in which the partner speaks, and of queueing 60 sounds.
`--docs` instead measures what is shown and writes the table of docs/explanation.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

import numpy as np

from assets.build.markdown import put
from avatars.director import Director
from avatars.performance import PerformanceChunk, Speech, VisemeSpan
from dialogue.messages import MOODS, Levels

PAGE = Path("docs/explanation/acting.md")
FPS = 90
CYCLE_S = 12.0
CYCLES = 5
SOUNDS = ("aa", "PP", "oh", "DD", "E", "SS", "ih", "FF", "ou", "nn")


def phrase(turn: int) -> PerformanceChunk:
    """A phrase of 60 sounds in about five seconds."""
    spans = tuple(
        VisemeSpan(SOUNDS[k % 10], 0.08 * k, 0.08 * (k + 1), float(k % 7 == 0))
        for k in range(60)
    )
    speech = Speech(np.zeros(24000 * 5, np.int16), 24000, spans, (), "")
    return PerformanceChunk(turn, 0, True, MOODS[turn % 11], speech, "")


def main() -> None:
    """Measure and print, or write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--docs", action="store_true", help="write the page's table")
    if parser.parse_args().docs:
        from benchmarks.acting_shown import page

        put(PAGE, "shown", "python -m benchmarks.acting --docs", page())
    else:
        print(json.dumps(costs()))


def costs() -> dict[str, dict[str, float]]:
    """Milliseconds of a frame, of one in which the partner speaks, of a phrase."""
    director = Director(1)
    director.set_mood("warm", Levels(), 0.0)
    update_ms, speaking_ms, queue_ms = [], [], []
    frames = int(CYCLE_S * FPS)
    for cycle in range(CYCLES):
        begin_s = cycle * CYCLE_S
        for frame in range(frames):
            now_s = frame / FPS
            if frame == 0:
                director.user_started(begin_s)
            elif frame == 5 * FPS:
                director.user_stopped(begin_s + now_s)
                director.thinking(begin_s + now_s)
            elif frame == 6 * FPS:
                chunk = phrase(cycle)
                start = time.thread_time()
                director.speak(chunk, begin_s + now_s)
                queue_ms.append(1e3 * (time.thread_time() - start))
            start = time.thread_time()
            if 6.0 <= now_s < 11.0:
                director.audio_at(cycle, 0, now_s - 6.0)
            director.update(begin_s + now_s)
            spent_ms = 1e3 * (time.thread_time() - start)
            update_ms.append(spent_ms)
            if director.phase == "speaking":
                speaking_ms.append(spent_ms)
    report = {"frame_ms": update_ms, "speaking_ms": speaking_ms, "queue_ms": queue_ms}
    return {name: _spread(values) for name, values in report.items()}


def _spread(values: list[float]) -> dict[str, float]:
    p50, p99 = np.percentile(values, [50, 99])
    return {"p50": round(float(p50), 4), "p99": round(float(p99), 4)}


if __name__ == "__main__":
    main()
