"""What the tests of acting share: spoken phrases and recorded motion."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from avatars.director import Director
from avatars.performance import (
    ARKIT_INDEX,
    PerformanceChunk,
    Speech,
    VisemeSpan,
    WordSpan,
)
from dialogue.messages import Levels

RATE_HZ = 24000
LEVELS = Levels()
JAW = ARKIT_INDEX["jawOpen"]
FPS = 90.0


def speech(*sounds: tuple[str, float, float], lead_s: float = 0.1) -> Speech:
    """Speech from (viseme, length in seconds, stress), after `lead_s` of silence."""
    at, spans = lead_s, []
    for viseme, length, stress in sounds:
        spans.append(VisemeSpan(viseme, at, at + length, stress))
        at += length
    samples = np.zeros(round((at + 0.15) * RATE_HZ), np.int16)
    words = (WordSpan("words", lead_s, at),)
    return Speech(samples, RATE_HZ, tuple(spans), words, "words")


SENTENCE = (
    ("aa", 0.12, 0.0),
    ("ou", 0.10, 0.3),
    ("SS", 0.09, 0.0),
    ("aa", 0.14, 1.0),
    ("PP", 0.08, 0.0),
    ("oh", 0.13, 1.0),
    ("DD", 0.06, 0.0),
    ("ih", 0.08, 0.0),
    ("nn", 0.07, 0.0),
    ("E", 0.12, 1.0),
    ("FF", 0.09, 0.0),
    ("aa", 0.15, 0.8),
    ("RR", 0.09, 0.0),
    ("ou", 0.14, 1.0),
)


def long_speech(repeats: int) -> Speech:
    """The sentence said again and again."""
    return speech(*(SENTENCE * repeats))


def chunk(
    said: Speech | None,
    turn: int = 1,
    index: int = 0,
    last: bool = True,
    mood: str = "calm",
    filler: bool = False,
) -> PerformanceChunk:
    """One phrase on its way to the stage."""
    return PerformanceChunk(turn, index, last, mood, said, "words", filler)


@dataclass
class Recording:
    """Frames of a performance, one row each."""

    time_s: np.ndarray
    shapes: np.ndarray
    joints: np.ndarray
    eyes: np.ndarray

    def gaze(self) -> np.ndarray:
        """Yaw and pitch of the gaze in the rest frame, per frame, degrees."""
        head = self.joints[:, :5].sum(axis=1)
        across, up = self.eyes.mean(axis=1).T
        roll = np.radians(head[:, 2])
        yaw = head[:, 0] + across * np.cos(roll) + up * np.sin(roll)
        pitch = -head[:, 1] + up * np.cos(roll) - across * np.sin(roll)
        return np.stack([yaw, pitch], axis=1)

    def nods(self, least_deg: float = 1.5) -> np.ndarray:
        """When the head was down between two times at which it was up, seconds.

        Before and after, within 0.4 s; a glance down and back takes longer.
        """
        pitch = self.joints[:, :5, 1].sum(axis=1)
        reach = round(0.4 / (self.time_s[1] - self.time_s[0]))
        depth = np.minimum(
            pitch[reach:-reach] - pitch[: -2 * reach],
            pitch[reach:-reach] - pitch[2 * reach :],
        )
        starts = np.flatnonzero(np.diff((depth > least_deg).astype(int)) == 1)
        return np.asarray(self.time_s[starts + reach])

    def blinks(self) -> int:
        """How often the left lid closed past 0.75."""
        shut = self.shapes[:, ARKIT_INDEX["eyeBlinkLeft"]] > 0.75
        return int(np.count_nonzero(np.diff(shut.astype(int)) == 1))


def record(
    director: Director,
    seconds: float,
    start_s: float = 0.0,
    fps: float = FPS,
    each: Callable[[float], None] | None = None,
) -> Recording:
    """Run the director; `each` is called with the time before every frame."""
    times = start_s + np.arange(1, round(seconds * fps) + 1) / fps
    shapes, joints, eyes = [], [], []
    for time_s in times:
        if each is not None:
            each(float(time_s))
        pose = director.update(float(time_s))
        shapes.append(pose.shapes.copy())
        joints.append(pose.joints.copy())
        eyes.append(pose.eyes.copy())
    return Recording(times, np.array(shapes), np.array(joints), np.array(eyes))


def play(
    director: Director, said: Speech, start_s: float = 0.0, mood: str = "calm"
) -> Recording:
    """Speak one phrase with an audio clock that runs with the frames."""
    director.speak(chunk(said, mood=mood), start_s)
    return record(
        director,
        said.duration_s,
        start_s,
        each=lambda now: director.audio_at(1, 0, now - start_s),
    )
