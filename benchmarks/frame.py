"""A frame of the stage: what it costs, and is a partner who thinks free for it?

    scripts/gl-run python -m benchmarks.frame [--minutes 1.5] [--mind busy]

The whole stage as in a headset, but for the headset: two people in the living room, of
whom one listens, thinks and speaks by turns and both live; both eyes placed and drawn,
90 times a second. ``stage_ms`` is processor time of the stage's process in a frame, all
its threads; ``wall_ms`` the time that passed; ``drawing_ms`` the part of ``stage_ms``
that places the eyes and draws. ``peer_ms`` is the same room and people drawn by stock
simplepbr for two cameras, by turns with the stage; its people do not act, so ``ratio``
compares it with the drawing, by the middles.

With ``--mind busy`` there is one partner, with ears and voice, and somebody talks to
them, with the real recogniser, scorers, partner and voice in their own process, by
turns with quiet: ``mind`` holds the frames of both, and ``ratio`` of 99.9 in 100 of
them. What waits for mind is not counted.

Mesa's ``GALLIUM_NOOP`` is set, see `benchmarks.stereo`.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from benchmarks.frame_people import People
from benchmarks.stereo import Aim, ours
from benchmarks.stereo_scene import Bench as Scene

FRAME_S = 1 / 90
ROUNDS = 5
"""Turns that the stage and the peer take."""
QUIET_S = 1.5
"""After a talk, until mind has put down what it was at."""
LISTEN_S = 5.0
"""How much of an answer is listened to."""
LONGEST_S = 90.0
WARM = 60
"""Frames before any is counted: shaders are compiled in the first."""


class Drawn:
    """A headset without a headset: its pace, its eyes, and a watch."""

    def __init__(self, scene: Scene, way: tuple[Any, Aim, str]) -> None:
        self._scene = scene
        self.target, self._aim, self.mode = way
        self._next_s = time.perf_counter()
        self._wall_s = self._cpu_s = 0.0
        self.kind = ""
        """What frames count as now; nothing for not at all."""
        self.frames: dict[str, list[tuple[float, ...]]] = {"idle": [], "busy": []}
        """Milliseconds of the processor, of the wall clock, and of drawing."""

    def open(self) -> None:
        """Nothing to do."""

    def close(self) -> None:
        """Nothing to do."""

    def begin(self) -> None:
        """Sleep until the next frame is due."""
        self._next_s += FRAME_S
        rest = self._next_s - time.perf_counter()
        if rest > 0:
            time.sleep(rest)
        else:
            self._next_s = time.perf_counter()
        self._wall_s, self._cpu_s = time.perf_counter(), time.process_time()

    def frame(self) -> bool:
        """Place both eyes, draw, and look at the watch."""
        self._scene.head(self._wall_s)
        before_s = time.process_time()
        self._aim(self._wall_s)
        self._scene.draw()
        if self.kind:
            after_s = time.process_time()
            spent_s = after_s - self._cpu_s, time.perf_counter() - self._wall_s
            row = (*spent_s, after_s - before_s)
            self.frames[self.kind].append(tuple(1e3 * one for one in row))
        return True


class Talk:
    """Somebody who talks to the partner, by turns with quiet of the same length."""

    def __init__(self, drawn: Drawn, scene: Scene, name: str) -> None:
        from benchmarks.turn import LINES, spoken
        from benchmarks.turn import Bench as Turns
        from sim.engine import Engine

        self._drawn = drawn
        self._bench = Turns(name)
        self._bench.engine = Engine(drawn)
        assert scene.body is not None  # as `report` wants it
        self._bench.performer.show = scene.body.apply
        text = (LINES / name / "skilled.txt").read_text().splitlines()
        kept = [line for line in text if line.strip() and line[0] not in "#/"]
        self._sounds = spoken(kept)
        self.turns = 0

    def run(self, seconds: float) -> None:
        """Talk and be quiet until `seconds` are over."""
        end_s = time.perf_counter() + seconds
        while time.perf_counter() < end_s:
            self._session(end_s)
        self._bench.link.close()

    def _session(self, end_s: float) -> None:
        from sim.rehearsal import Rehearsal
        from sim.sound import Sound

        bench = self._bench
        rehearsal = Rehearsal(
            bench.told, bench.link, bench.clock, mouth=bench.performer
        )
        rehearsal.is_ready = self.turns > 0
        sound = Sound(bench.performer, ears=bench.ears)
        sound.attach(rehearsal)
        bench.engine.set_task("ears", sound.tick)
        bench.engine.set_task("mind", rehearsal.tick)
        bench.engine.set_task("acting", bench.performer.frame)
        rehearsal.start(1, bench.told.goals[:2], {})
        bench._until(lambda: rehearsal.state.waiting == "user", LONGEST_S)
        gc.collect()
        gc.freeze()
        gc.disable()
        for said in self._sounds:
            if time.perf_counter() > end_s or rehearsal.state.is_over:
                break
            took_s = self._turn(rehearsal, said)
            self._wait(QUIET_S)
            self._wait(took_s, "idle")
        gc.enable()
        rehearsal.leave()

    def _turn(self, rehearsal: Any, said: Any) -> float:
        """Say a line and listen to some of the answer; how long that took."""
        from sim.audio.microphone import RATE_HZ

        bench, drawn, before = self._bench, self._drawn, len(rehearsal.log)
        begin_s = time.perf_counter()
        drawn.kind = "busy"
        bench.microphone.say(said)
        bench._until(
            lambda: any("first_word_ms" in one for one in rehearsal.log[before:]),
            len(said) / RATE_HZ + LONGEST_S,
        )
        heard_s = time.perf_counter()
        bench._until(lambda: time.perf_counter() > heard_s + LISTEN_S, LONGEST_S)
        drawn.kind = ""
        self.turns += 1
        rehearsal.interrupt()
        sys.stderr.write(f"turn {self.turns}\n")
        return time.perf_counter() - begin_s

    def _wait(self, seconds: float, kind: str = "") -> None:
        self._drawn.kind = kind
        end_s = time.perf_counter() + seconds
        self._bench._until(lambda: time.perf_counter() > end_s, seconds + 1)
        self._drawn.kind = ""


def stage(drawn: Drawn, act: Callable[[], None] | None, seconds: float) -> None:
    """Frames as the program runs them, with `act` in each; no mind runs."""
    from sim.engine import Engine

    engine = Engine(drawn)
    drawn.target.set_active(True)
    engine.set_task("acting", act)
    for _ in range(WARM):
        engine.frame()
    end_s = time.perf_counter() + seconds
    drawn.kind = "idle"
    gc.collect()
    gc.freeze()
    gc.disable()
    while time.perf_counter() < end_s:
        engine.frame()
    gc.enable()
    drawn.kind = ""
    drawn.target.set_active(False)


def spread(values: Any) -> dict[str, float]:
    """Middle, 99 and 99.9 in 100."""
    if len(values) == 0:
        return {}
    found = np.percentile(np.asarray(values), [50, 99, 99.9])
    return {
        name: round(float(one), 3)
        for name, one in zip(("p50", "p99", "p999"), found, strict=True)
    }


def naive(scene: Scene) -> Drawn | str:
    """What draws the same as simplepbr; or why it cannot be had."""
    try:
        import simplepbr  # noqa: F401
    except ImportError:
        return "not installed: pip install panda3d-simplepbr==0.13.1"
    from benchmarks.frame_peer import peer

    return Drawn(scene, peer(scene))


def report(given: argparse.Namespace) -> dict[str, Any]:
    """Measure."""
    is_busy = given.mind == "busy"
    scene = Scene((given.width, given.height), 0, body="maya" if is_busy else "")
    drawn = Drawn(scene, ours(scene, "instanced"))
    made: dict[str, Any] = {}
    if is_busy:
        talk = Talk(drawn, scene, given.scenario)
        drawn.target.set_active(True)
        talk.run(60 * given.minutes)
        drawn.target.set_active(False)
        made["mind"] = compared(drawn) | {"turns": talk.turns}
        act = None
    else:
        people = People(scene)
        scene.bodies, act = people.bodies, people.frame
    other = naive(scene)
    for _ in range(ROUNDS):
        if act is not None:
            stage(drawn, act, 60 * given.minutes / ROUNDS)
        if isinstance(other, Drawn):
            stage(other, None, given.peer_seconds / ROUNDS)
    frames = np.array(drawn.frames["idle"] + drawn.frames["busy"])
    for at, name in enumerate(("stage_ms", "wall_ms", "drawing_ms")):
        made[name] = spread(frames[:, at])
    made["peer_ms"] = other
    if isinstance(other, Drawn):
        made["peer_ms"] = peer = spread([one[2] for one in other.frames["idle"]])
        made["ratio"] = round(made["drawing_ms"]["p50"] / peer["p50"], 3)
    made["people"] = len(scene.bodies)
    made["frames"], made["mode"] = len(frames), drawn.mode
    return made


def compared(drawn: Drawn) -> dict[str, Any]:
    """Frames with mind busy beside those with mind idle."""
    out: dict[str, Any] = {}
    for at, name in ((0, "ms"), (1, "wall_ms")):
        kinds = {
            kind: spread([one[at] for one in frames])
            for kind, frames in drawn.frames.items()
        }
        out |= {f"{kind}_{name}": kinds[kind] for kind in kinds}
        if all(kinds.values()):
            ratio = kinds["busy"]["p999"] / kinds["idle"]["p999"]
            out["ratio" if at == 0 else "wall_ratio"] = round(ratio, 3)
    out["frames"] = {kind: len(frames) for kind, frames in drawn.frames.items()}
    return out


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mind", choices=("idle", "busy"), default="idle")
    parser.add_argument("--minutes", type=float, default=1.5)
    parser.add_argument("--scenario", default="sex_hurts")
    parser.add_argument("--width", type=int, default=1344)
    parser.add_argument("--height", type=int, default=1512)
    parser.add_argument("--peer-seconds", type=float, default=25.0)
    given = parser.parse_args()
    os.environ["GALLIUM_NOOP"] = "1"
    import OpenGL

    OpenGL.ERROR_CHECKING = False  # as the program does
    made = report(given)
    print(json.dumps(made | {"load_average": os.getloadavg()[0]}))
    sys.stdout.flush()
    os._exit(0)  # sound and drivers may linger


if __name__ == "__main__":
    main()
