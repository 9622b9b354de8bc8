"""What the partner is seen to do, in numbers: simulated, then measured as from outside.

Used by the tests of acting and by `python -m benchmarks.acting --docs`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Final

import numpy as np

from assets.arrays import read
from assets.cards import card
from avatars.bodies import _mesh
from avatars.director import Director
from avatars.gaze import ON_TARGET_DEG
from avatars.performance import ARKIT_INDEX, JOINT_INDEX, Speech
from dialogue.messages import MOODS
from tests.avatars.acting import (
    LEVELS,
    Recording,
    chunk,
    long_speech,
    play,
    record,
    speech,
)

PHASES: Final = ("listening", "speaking", "thinking")
SPOKEN_S: Final = 55.0
SMILE: Final = ARKIT_INDEX["mouthSmileLeft"]
PAIRS: Final = ((0.0, 0.004), (0.004, 0.010))
"""Where the slit between the lips is measured: this far from the middle, metres."""


def in_phase(phase: str, mood: str, seed: int, fps: float = 30.0) -> Recording:
    """A partner who does nothing but listen, speak or think, for a minute."""
    director = Director(seed)
    director.set_mood(mood, LEVELS, 0.0)
    record(director, 2.0, fps=fps)
    if phase == "listening":
        director.user_started(2.0)
        return record(director, SPOKEN_S, 2.0, fps)
    if phase == "thinking":
        director.thinking(2.0)
        return record(director, SPOKEN_S, 2.0, fps)
    director.speak(chunk(long_speech(40), last=False, mood=mood), 2.0)
    return record(
        director,
        SPOKEN_S,
        2.0,
        fps,
        each=lambda now: director.audio_at(1, 0, now - 2.0),
    )


def share_on_user(frames: Recording) -> float:
    """Of the time, 0..1, in which the eyes are on the user's face."""
    return float(_on(frames).mean())


def blinks_per_min(frames: Recording) -> float:
    """How often the lids close."""
    return 60.0 * frames.blinks() / float(frames.time_s[-1] - frames.time_s[0])


def looks_s(frames: Recording) -> tuple[np.ndarray, np.ndarray]:
    """Lengths of the looks at the user's face and of those away from it, seconds."""
    on = _on(frames).astype(int)
    edges = np.flatnonzero(np.diff(on))
    lengths = np.diff(frames.time_s[edges])
    first_on = on[edges[0] + 1] == 1
    odd, even = lengths[1::2], lengths[::2]
    return (even, odd) if first_on else (odd, even)


def saccades(seed: int, seconds: float = 60.0) -> np.ndarray:
    """Size in degrees, length in seconds, peak in degrees a second; one row each."""
    fps = 1000.0
    gaze = record(Director(seed), seconds, fps=fps).gaze()
    speed = np.linalg.norm(np.diff(gaze, axis=0), axis=1) * fps
    fast = (speed > 20.0).astype(int)
    edges = np.flatnonzero(np.diff(fast))
    edges = edges[1:] if fast[0] else edges
    rows = []
    for start, end in zip(edges[::2], edges[1::2], strict=False):
        across = gaze[end + 1] - gaze[start]
        rows.append((np.hypot(*across), (end - start) / fps, speed[start:end].max()))
    return np.array(rows)


def smile_s(seeds: range) -> tuple[float, float]:
    """How long a smile takes to come and to go, 10 to 90 % of the way, seconds.

    The mean of many smiles, so that what wanders at rest drops out.
    """
    ups, downs = [], []
    for seed in seeds:
        director = Director(seed)
        record(director, 2.0)
        director.set_mood("warm", LEVELS, 2.0)
        ups.append(record(director, 4.0, 2.0).shapes[:, SMILE])
        director.set_mood("calm", LEVELS, 6.0)
        downs.append(record(director, 4.0, 6.0).shapes[:, SMILE])
    return _travel_s(np.mean(ups, axis=0)), _travel_s(np.mean(downs, axis=0))


def breaths_per_min(mood: str, seed: int) -> float:
    """How often the chest rises while listening."""
    frames = in_phase("listening", mood, seed)
    breath = frames.joints[:, JOINT_INDEX["clavicle_left"], 2]
    left_right = breath - frames.joints[:, JOINT_INDEX["clavicle_right"], 2]
    smooth = np.convolve(left_right, np.full(15, 1 / 15), "valid")
    slow = np.convolve(smooth, np.full(181, 1 / 181), "same")
    above = (smooth - slow)[60:-60] > 0.0
    rises = np.count_nonzero(np.diff(above.astype(int)) == 1)
    return 60.0 * rises / (np.count_nonzero(above >= 0) / 30.0)


def nod_lags_s(mood: str, seeds: range) -> list[float]:
    """From the user's last sound to the start of the nod that answers it, seconds."""
    lags = []
    for seed in seeds:
        director = Director(seed)
        director.set_mood(mood, LEVELS, 0.0)
        director.user_started(0.0)
        record(director, 3.0)
        director.user_stopped(3.0)
        frames = record(director, 1.6, 3.0)
        quiet = _without_nod(seed, mood)
        down = frames.joints[:, JOINT_INDEX["head"], 1] - quiet
        began = np.flatnonzero(down > 0.15)
        if down.max() > 1.0:
            lags.append(float(frames.time_s[began[0]] - 3.0))
    return lags


def beat_leads_s(seeds: range) -> list[float]:
    """From the apex of the hand to the start of the stressed vowel, seconds.

    Positive: the hand was there first.
    """
    leads = []
    onset_s = 0.1 + 1.6
    quiet = [("nn", 0.2, 0.0)] * 8
    said = speech(*quiet, ("aa", 0.2, 1.0), *quiet)
    for seed in seeds:
        frames = play(Director(seed), said, mood="amused")
        near = np.abs(frames.time_s - onset_s) < 0.45
        for side in ("left", "right"):
            arm = frames.joints[near, JOINT_INDEX[f"forearm_{side}"], 1]
            low = int(np.argmin(arm[10:-10])) + 10
            if min(arm[:low].max(), arm[low:].max()) - arm[low] > 2.0:
                leads.append(onset_s - float(frames.time_s[near][low]))
    return leads


class Lips:
    """The slit between a body's lips, measured on its mesh."""

    def __init__(self, body: str) -> None:
        arrays = read(card("bodies", body).data)
        part = tuple(p for p in _mesh.part_names(arrays) if p.name == "face")
        self._offsets = _mesh.shape_offsets(arrays, part)[:, :, :3]
        self._rest = _mesh.moving_rows(arrays, part)[:, :3]
        self._pairs = [self._pair(*span) for span in PAIRS]
        self.chin = int(np.argmax(-self._offsets[ARKIT_INDEX["jawOpen"], :, 2]))

    def gap_mm(self, shapes: np.ndarray) -> float:
        """How far the lips are apart beyond rest where they are most so."""
        moved = np.einsum("s,svk->vk", shapes, self._offsets[:, sum(self._pairs, ())])
        at = moved + self._rest[list(sum(self._pairs, ()))]
        rest = self._rest[list(sum(self._pairs, ()))]
        now, before = at[::2, 2] - at[1::2, 2], rest[::2, 2] - rest[1::2, 2]
        return float(1e3 * (now - before).max())

    def chin_mm(self, shapes: np.ndarray) -> np.ndarray:
        """How far the chin is down, per frame."""
        down = self._offsets[ARKIT_INDEX["jawOpen"], self.chin, 2]
        return np.asarray(-1e3 * down * shapes[:, ARKIT_INDEX["jawOpen"]])

    def _pair(self, near: float, far: float) -> tuple[int, int]:
        """The closest two vertices of which only one goes with the jaw."""
        drop = self._offsets[ARKIT_INDEX["jawOpen"], :, 2]
        aside = np.abs(self._rest[:, 0])
        here = (near <= aside) & (aside < far)
        upper = np.flatnonzero(here & (drop > -0.004))
        lower = np.flatnonzero(here & (drop < -0.020))
        apart = self._rest[upper][:, None] - self._rest[lower][None]
        one, two = np.unravel_index(
            np.linalg.norm(apart, axis=2).argmin(), (len(upper), len(lower))
        )
        return int(upper[one]), int(lower[two])


def bilabial_gaps_mm(body: str, mood: str) -> list[float]:
    """The least gap in each /p b m/ of a phrase, lips at rest being 0."""
    lips, director = Lips(body), Director(5)
    director.set_mood(mood, LEVELS, 0.0)
    record(director, 3.0, fps=30.0)
    vowels = ("aa", "oh", "E", "ou", "ih")
    sounds = [
        s for v in vowels for s in ((v, 0.13, 1.0), ("PP", 0.07, 0.0), (v, 0.1, 0.0))
    ]
    said = speech(*sounds)
    frames = play(director, said, 3.0, mood)
    gaps = []
    for span in said.visemes:
        if span.viseme == "PP":
            inside = (frames.time_s - 3.0 >= span.start_s) & (
                frames.time_s - 3.0 <= span.end_s
            )
            gaps.append(min(lips.gap_mm(row) for row in frames.shapes[inside]))
    return gaps


def jaw_peak_mm_s(body: str = "maya") -> float:
    """The fastest that the chin moves in lively speech."""
    frames = play(Director(3), long_speech(6), mood="amused")
    return float(np.abs(np.diff(Lips(body).chin_mm(frames.shapes))).max() * 90.0)


def idle_likeness(seed: int) -> tuple[float, float]:
    """How like itself half a second later idle is, and most, 5 to 60 s later; -1..1."""
    frames = record(Director(seed), 180.0, fps=10.0)
    body = np.hstack([frames.joints.reshape(len(frames.joints), -1), frames.shapes])
    body = body[:, body.std(axis=0) > 1e-3]
    # A seat that is kept for half a minute is no repetition: take out what is slow.
    slow = np.apply_along_axis(np.convolve, 0, body, np.full(61, 1 / 61), "same")
    body = body - slow
    body = (body - body.mean(axis=0)) / body.std(axis=0)
    length = len(body) - 600
    same = [float((body[:length] * body[k : k + length]).mean()) for k in range(601)]
    return same[0], max(same[50:])


def jumps(seed: int) -> tuple[float, float]:
    """Fastest joint (degrees a second) and weight (a second) in all changes of state.

    Lids are left out: a blink is meant to be fast.
    """
    director, said = Director(seed), long_speech(1)
    most_deg, most_weight = 0.0, 0.0
    lids = [k for name, k in ARKIT_INDEX.items() if name.startswith("eye")]
    now = 0.0
    for change in _changes(director, said):
        change(now)
        start = now
        frames = record(
            director, 0.8, start, each=lambda t: director.audio_at(9, 0, t % 2.0)
        )
        now += 0.8
        most_deg = max(most_deg, float(np.abs(np.diff(frames.joints, axis=0)).max()))
        weights = np.delete(frames.shapes, lids, axis=1)
        most_weight = max(most_weight, float(np.abs(np.diff(weights, axis=0)).max()))
    return 90.0 * most_deg, 90.0 * most_weight


def _changes(director: Director, said: Speech) -> Iterator[Callable[[float], None]]:
    """Every event that a director knows, in every mood."""
    for mood in MOODS:
        phrase = chunk(said, turn=9, mood=mood)
        yield partial(director.set_mood, mood, LEVELS)
        yield director.user_started
        yield director.user_stopped
        yield partial(director.reaction, mood, 1.0)
        yield director.thinking
        yield partial(director.speak, phrase)
        yield director.stop_speaking
        yield director.pause
        yield director.resume


def _on(frames: Recording) -> np.ndarray:
    return np.asarray(np.linalg.norm(frames.gaze(), axis=1) < ON_TARGET_DEG)


def _travel_s(values: np.ndarray) -> float:
    """From 10 to 90 % of the way from the first value to the last ones."""
    start, end = values[0], values[-90:].mean()
    way = np.convolve((values - start) / (end - start), np.full(5, 0.2), "valid")
    return float((np.argmax(way > 0.9) - np.argmax(way > 0.1)) / 90.0)


def _without_nod(seed: int, mood: str) -> np.ndarray:
    """The head of the same partner whose nods are taken away."""
    director = Director(seed)
    director.set_mood(mood, LEVELS, 0.0)
    director.user_started(0.0)
    record(director, 3.0)
    director.user_stopped(3.0)
    director._stance.nods.stop()
    return np.asarray(record(director, 1.6, 3.0).joints[:, JOINT_INDEX["head"], 1])
