"""What the body does: breath, nods, beats on stressed words."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from avatars.motion import bell, ease
from avatars.performance import Speech
from avatars.visemes import VOWELS

INHALE_PART = 0.4
"""Of a quiet breath, inhaling takes about 40 % (textbooks of speech science)."""
SPEECH_INHALE_S = 0.55
"""To speak one breathes in faster and out for longer than at rest (Conrad & Schoenle
1979); how long, and how much longer out, is ours."""
SPEECH_EXHALE = 1.8
BREATH_JITTER = 0.14
"""Breath-to-breath variation in length and depth; ours."""

NOD_DEG = 4.6
"""Depth of a single listener nod; ours, to be seen at 1.5 m and not more."""
NOD_HZ = (1.5, 2.1)
"""Ours, gentle. Listeners also nod at 2.6-6.5 Hz (Hale et al. 2020), which would look
impatient here."""
NOD_RISE = 0.12
"""The first cycle is larger the more cycles follow (Mori, Den & Jokinen 2025)."""
NOD_FALL = 0.78
"""Each cycle is smaller than the one before (same source; the ratio is ours)."""
NOD_LAST = 0.75
"""The last cycle is smaller still (same source; the ratio is ours)."""

BEAT_STRESS = 0.6
BEAT_GAP_S = 0.75
"""At most one beat in this time; ours, livelier looks theatrical."""
STROKE_S = 0.20
"""Half length of the stroke; ours."""
APEX_PART = 0.2
"""The apex lies this far into the stressed vowel. Of 120 beats of German presenters
74 % had it on the accented syllable, the rest after it (Repp, Muhtz & Heim 2023); the
part is ours."""
FOLLOW_S = 0.08
"""The arm is this far behind what it follows, so it is told that much earlier."""
LIFT_S = 0.5
"""The hand is ready this long before the apex and stays as long after it; ours."""


class Breath:
    """Lung volume, 0 after breathing out to about 1 after breathing in."""

    __slots__ = ("_age_s", "_from", "_inhale", "_length_s", "_rng", "_to", "value")

    def __init__(self, rng: np.random.Generator) -> None:
        self._rng = rng
        self.value = 0.0
        self._from, self._to = 0.0, 0.0
        self._age_s, self._length_s = 0.0, float(rng.uniform(0.2, 1.5))
        self._inhale = False

    def step(self, dt_s: float, per_min: float, depth: float, speaking: bool) -> float:
        """Advance at about `per_min` breaths a minute of size `depth`."""
        self._age_s += dt_s
        if self._age_s >= self._length_s:
            self._turn(60.0 / per_min, depth, speaking)
        part = ease(self._age_s / self._length_s)
        self.value = self._from + (self._to - self._from) * part
        return self.value

    def inhale(self, size: float) -> None:
        """Breathe in now, quickly, as one does before speaking."""
        self._from, self._to = self.value, max(self.value, size)
        self._age_s, self._length_s = 0.0, SPEECH_INHALE_S
        self._inhale = True

    def _turn(self, period_s: float, depth: float, speaking: bool) -> None:
        self._inhale = not self._inhale
        jitter = self._rng.uniform(1.0 - BREATH_JITTER, 1.0 + BREATH_JITTER, 2)
        self._from, self._age_s = self._to, 0.0
        if self._inhale:
            self._to = depth * float(jitter[0])
            self._length_s = (
                SPEECH_INHALE_S if speaking else INHALE_PART * period_s
            ) * float(jitter[1])
        else:
            self._to = 0.0
            part = 1.0 - INHALE_PART
            self._length_s = part * period_s * float(jitter[1])
            self._length_s *= SPEECH_EXHALE if speaking else 1.0


class Nods:
    """Listener nods, one after another, as pitch of the head in degrees."""

    __slots__ = ("_age_s", "_hz", "_rng", "_sizes", "_wait_s")

    def __init__(self, rng: np.random.Generator) -> None:
        self._rng = rng
        self._sizes: list[float] = []
        self._age_s = 0.0
        self._wait_s = 0.0
        self._hz = NOD_HZ[0]

    @property
    def busy(self) -> bool:
        """Whether a nod is going on or about to."""
        return bool(self._sizes)

    def nod(self, cycles: int, size: float, wait_s: float) -> None:
        """Nod `cycles` times after `wait_s`; ignored while another nod is going on."""
        if self._sizes:
            return
        top = NOD_DEG * size * (1.0 + NOD_RISE * (cycles - 1))
        top *= float(self._rng.uniform(0.85, 1.15))
        self._sizes = [top * NOD_FALL**k for k in range(cycles)]
        if cycles > 1:
            self._sizes[-1] *= NOD_LAST
        self._age_s, self._wait_s = 0.0, wait_s
        self._hz = float(self._rng.uniform(*NOD_HZ))

    def stop(self) -> None:
        """Drop a nod that has not begun; one that has is finished."""
        if self._wait_s > 0.0:
            self._sizes = []

    def step(self, dt_s: float) -> float:
        """Advance and return how far the head is down, degrees."""
        if not self._sizes:
            return 0.0
        if self._wait_s > 0.0:
            self._wait_s -= dt_s
            return 0.0
        self._age_s += dt_s
        cycle, part = divmod(self._age_s * self._hz, 1.0)
        if cycle >= len(self._sizes):
            self._sizes = []
            return 0.0
        return self._sizes[int(cycle)] * (0.5 - 0.5 * math.cos(2.0 * math.pi * part))


class _Beat(NamedTuple):
    apex_s: float
    size: float
    hand: int
    """-1 right, 1 left, 0 head only."""
    brow: float


class Beats:
    """Small strokes of head, hand and brow on the stressed words of phrases."""

    __slots__ = ("_beats", "_rng", "brow", "head", "lift", "stroke")

    def __init__(self, rng: np.random.Generator) -> None:
        self._rng = rng
        self._beats: dict[tuple[int, int], list[_Beat]] = {}
        self.head = 0.0
        self.brow = 0.0
        self.lift = [0.0, 0.0]
        """How ready the right and the left hand are, 0..1."""
        self.stroke = [0.0, 0.0]

    def prepare(self, turn: int, index: int, speech: Speech) -> None:
        """Choose the beats of a phrase before it is heard."""
        beats: list[_Beat] = []
        hand = 1 if self._rng.random() < 0.5 else -1
        last_s = -BEAT_GAP_S
        for span in speech.visemes:
            if span.viseme not in VOWELS or span.stress < BEAT_STRESS:
                continue
            apex_s = span.start_s + APEX_PART * (span.end_s - span.start_s)
            if apex_s - last_s < BEAT_GAP_S:
                continue
            last_s = apex_s
            draw = self._rng.uniform(0.0, 1.0, 3)
            # People gesture with one hand at a time and often not at all.
            used = hand if draw[0] < 0.6 else 0
            brow = span.stress if draw[1] < 0.4 else 0.0
            beats.append(_Beat(apex_s, 0.6 + 0.4 * float(draw[2]), used, brow))
        self._beats[turn, index] = beats

    def hear(self, turn: int, index: int, position_s: float) -> None:
        """Set the strokes for this place of the audio."""
        self.rest()
        for beat in self._beats.get((turn, index), ()):
            ago_s = position_s + FOLLOW_S - beat.apex_s
            if abs(ago_s) > 2.0 * LIFT_S:
                continue
            stroke = beat.size * bell(ago_s / STROKE_S)
            self.head += stroke
            # Brows rise with the accent (Flecha-Garcia 2010); a little before: ours.
            self.brow = max(self.brow, beat.brow * bell((ago_s + 0.06) / 0.3))
            if beat.hand:
                side = (beat.hand + 1) // 2
                ready = ease((2.0 * LIFT_S - abs(ago_s)) / LIFT_S) * beat.size
                self.lift[side] = max(self.lift[side], ready)
                self.stroke[side] += stroke

    def rest(self) -> None:
        """No stroke now."""
        self.head = self.brow = 0.0
        self.lift[0] = self.lift[1] = self.stroke[0] = self.stroke[1] = 0.0

    def forget_before(self, key: tuple[int, int]) -> None:
        """Forget phrases of earlier turns and indices than `key`."""
        for old in [k for k in self._beats if k < key]:
            del self._beats[old]

    def stop(self) -> None:
        """Forget all phrases."""
        self._beats.clear()
        self.rest()
