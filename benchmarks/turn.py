"""From the user's last sample to the partner's face, first sound and first word.

    python -m benchmarks.turn [--turns 30] [--scenario desire_differs]

A spoken user (the product's own voice, another persona) talks through the microphone
path in real time; recogniser, scorers, partner and voice are the real ones, in their
own process; the stage loop runs at 90 Hz with the face moving and nothing drawn. After
its first word the partner is interrupted, so that many turns fit into a few minutes.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

from assets import ROOT
from avatars.director import Director
from dialogue import dropins, scenario
from sim.audio.microphone import RATE_HZ, SoundMicrophone
from sim.audio.speaker import RecordingSpeaker
from sim.audio.voice_activity import SileroDetector
from sim.audio.wav import resampled, to_pcm
from sim.ears import Ears
from sim.engine import Engine, FrameTimes
from sim.headsets.null import Null
from sim.mind.link import MindLink
from sim.mind.messages import Prepare
from sim.performer import Performer
from sim.rehearsal import Rehearsal
from sim.session.clock import SystemClock
from sim.sound import Sound

LINES = ROOT.parent / "examples" / "scripts"
SILENCE_S = 0.4
LONGEST_S = 25.0
STAGES = ("recognize_ms", "score_ms", "partner_ms", "first_phrase_ms")


def spoken(lines: list[str]) -> list[Any]:
    """The user's lines as 16 kHz sound, in a voice that is not the partner's."""
    voice = dropins.create("avatars.voices", "kokoro", {"voice": "noor"})
    sounds = []
    for line in lines:
        phrases = [item.samples for item in voice.synthesize(line, "calm")]
        sound = np.concatenate(phrases).astype(np.float32) / 32768
        sounds.append(to_pcm(resampled(sound, 24_000, RATE_HZ)))
    return sounds


class Bench:
    """One rehearsal after another until there are enough turns."""

    def __init__(self, name: str) -> None:
        self.told = scenario.load(name)
        persona = self.told.persona
        self.link = MindLink(
            Prepare(
                scenario=name,
                seed=1,
                voice=f"kokoro:{persona.voice}",
                recognizer="faster_whisper",
            )
        )
        self.link.start()
        self.microphone = SoundMicrophone()
        self.clock = SystemClock()
        speaker = RecordingSpeaker(None)
        speaker.start()
        self.performer = Performer(self.clock, speaker, Director(1))
        self.ears = Ears(self.microphone, SileroDetector(), self.performer)
        self.microphone.start()
        self.engine = Engine(Null())
        self.engine.times = FrameTimes()
        self.rows: list[dict[str, float]] = []

    def session(self, sounds: list[Any], enough: int) -> None:
        """Talk through `sounds` with a fresh partner."""
        rehearsal = Rehearsal(self.told, self.link, self.clock, mouth=self.performer)
        rehearsal.is_ready = bool(self.rows)
        sound = Sound(self.performer, ears=self.ears)
        sound.attach(rehearsal)
        self.engine.set_task("ears", sound.tick)
        self.engine.set_task("mind", rehearsal.tick)
        self.engine.set_task("acting", self.performer.frame)
        rehearsal.start(1, self.told.goals[:2], {})
        self._until(lambda: rehearsal.state.waiting == "user", 120)
        self._quiet(rehearsal)
        for said in sounds:
            if len(self.rows) >= enough or rehearsal.state.is_over:
                break
            self._turn(rehearsal, said)
        rehearsal.leave()

    def _turn(self, rehearsal: Rehearsal, said: Any) -> None:
        before = len(rehearsal.log)
        self.microphone.say(said)

        def is_answered() -> bool:
            return any(
                "first_word_ms" in event
                for event in rehearsal.log[before:]
                if event["event"] == "timings"
            )

        answered = self._until(is_answered, len(said) / RATE_HZ + LONGEST_S)
        row: dict[str, float] = {}
        for event in rehearsal.log[before:]:
            if event["event"] == "timings":
                row |= {key: item for key, item in event.items() if key != "event"}
        if answered:
            self.rows.append(row)
            sys.stderr.write(f"{len(self.rows)}: {row}\n")
        self._quiet(rehearsal)

    def _quiet(self, rehearsal: Rehearsal) -> None:
        rehearsal.interrupt()
        end_s = time.perf_counter() + SILENCE_S
        self._until(lambda: time.perf_counter() > end_s, 5)

    def _until(self, is_done: Any, longest_s: float) -> bool:
        end_s = time.perf_counter() + longest_s
        while not is_done():
            self.engine.frame()
            if time.perf_counter() > end_s:
                return False
        return True


def figures(values: list[float]) -> dict[str, float]:
    """Median and 95th percentile."""
    if not values:
        return {}
    low, high = np.percentile(values, [50, 95])
    return {"p50": round(float(low), 1), "p95": round(float(high), 1)}


def peak_mb(pid: int | None) -> float:
    """Peak memory of another process, from the kernel's own count."""
    path = Path(f"/proc/{pid}/status")
    if not path.exists():
        return 0.0
    for line in path.read_text().splitlines():
        if line.startswith("VmHWM"):
            return round(int(line.split()[1]) / 1024, 1)
    return 0.0


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=30)
    parser.add_argument("--scenario", default="sex_hurts")
    arguments = parser.parse_args()
    script = LINES / arguments.scenario / "skilled.txt"
    lines = [line for line in script.read_text().splitlines() if line.strip()]
    lines = [line for line in lines if not line.startswith(("#", "/"))]
    bench = Bench(arguments.scenario)
    sounds = spoken(lines)
    tries = 0
    while len(bench.rows) < arguments.turns and tries < 10:
        bench.session(sounds, arguments.turns)
        tries += 1
    keys = ("face_ms", "first_sound_ms", "first_word_ms")
    made: dict[str, Any] = {
        key: figures([row[key] for row in bench.rows if key in row]) for key in keys
    }
    made["stages_ms"] = {
        key: figures([row[key] for row in bench.rows if key in row]) for key in STAGES
    }
    made["stage_frame_cpu_ms"] = figures(
        bench.engine.times.cpu_ms if bench.engine.times else []
    )
    made["turns"] = len(bench.rows)
    made["load_average"] = os.getloadavg()[0]
    made["peak_mb"] = {
        "stage": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
        "mind": peak_mb(bench.link.pid),
    }
    bench.link.close()
    print(json.dumps(made))


if __name__ == "__main__":
    main()
