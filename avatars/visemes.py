"""From timed visemes to mouth shapes, with co-articulation, on the audio clock alone.

Each viseme pulls on every mouth shape with a strength of its own (dominance functions,
Cohen & Massaro 1993): lips obey /p/ and /f/ absolutely, /t/ and /k/ leave them to the
neighbours, so the lips are already round on the t of "two". The weights were tuned by
eye on rendered faces.
"""

from __future__ import annotations

from bisect import bisect_left

import numpy as np

from avatars.face import weights
from avatars.motion import Floats, Follower, ease
from avatars.performance import ARKIT, ARKIT_INDEX, VISEMES, PerformanceChunk, Speech

TABLE: dict[str, dict[str, float]] = {
    "sil": {},
    "PP": {"mouthPress": 0.15, "mouthRollLower": 0.36, "mouthRollUpper": 0.30},
    "FF": {"jawOpen": 0.04, "mouthRollLower": 0.56, "mouthUpperUp": 0.42},
    "TH": {"jawOpen": 0.13, "tongueOut": 0.35, "mouthLowerDown": 0.30},
    "DD": {"jawOpen": 0.10, "mouthUpperUp": 0.16, "mouthLowerDown": 0.34},
    "kk": {"jawOpen": 0.16, "mouthLowerDown": 0.20, "mouthStretch": 0.10},
    "CH": {"jawOpen": 0.07, "mouthPucker": 0.42, "mouthFunnel": 0.24}
    | {"mouthUpperUp": 0.20, "mouthLowerDown": 0.24},
    "SS": {"jawOpen": 0.015, "mouthStretch": 0.24, "mouthSmile": 0.10}
    | {"mouthUpperUp": 0.24, "mouthLowerDown": 0.55},
    "nn": {"jawOpen": 0.10, "mouthUpperUp": 0.12, "mouthLowerDown": 0.24},
    "RR": {"jawOpen": 0.12, "mouthFunnel": 0.18, "mouthPucker": 0.34},
    "aa": {"jawOpen": 0.42, "mouthLowerDown": 0.24, "mouthUpperUp": 0.14},
    "E": {"jawOpen": 0.24, "mouthStretch": 0.22, "mouthSmile": 0.08}
    | {"mouthUpperUp": 0.14, "mouthLowerDown": 0.26},
    "ih": {"jawOpen": 0.14, "mouthSmile": 0.18, "mouthStretch": 0.10}
    | {"mouthUpperUp": 0.10, "mouthLowerDown": 0.32},
    "oh": {"jawOpen": 0.30, "mouthPucker": 0.46, "mouthFunnel": 0.20},
    "ou": {"jawOpen": 0.15, "mouthPucker": 0.86, "mouthFunnel": 0.12},
}
"""ARKit weights of each viseme at full stress; a name without side is both sides."""

_PULL: dict[str, tuple[float, float, float]] = {
    "sil": (0.6, 0.4, 1.0),
    "PP": (3.0, 6.0, 1.0),
    "FF": (3.0, 5.0, 1.0),
    "TH": (1.2, 0.7, 4.0),
    "DD": (1.0, 0.35, 2.0),
    "kk": (0.5, 0.2, 1.0),
    "CH": (1.6, 3.0, 1.0),
    "SS": (2.6, 1.0, 1.0),
    "nn": (1.0, 0.35, 2.0),
    "RR": (0.9, 1.6, 1.0),
    "aa": (1.7, 0.8, 1.0),
    "E": (1.4, 1.0, 1.0),
    "ih": (1.2, 0.9, 1.0),
    "oh": (1.5, 2.2, 1.0),
    "ou": (1.4, 3.0, 1.0),
}
"""How strongly each viseme pulls on jaw, lips and tongue; ours, after the idea of Cohen
& Massaro 1993."""

VOWELS = frozenset({"aa", "E", "ih", "oh", "ou"})
ROUNDED = frozenset({"oh", "ou", "CH", "RR"})
LEAD_S = 0.09
ROUND_LEAD_S = 0.13
CLOSE_LEAD_S = 0.07
"""How long before its sound a viseme begins to show; faces move some tens of
milliseconds before the sound (van Wassenhove, Grant & Poeppel 2005), JALI starts 120 ms
before the apex (Edwards et al. 2016, figure from memory). Rounding is seen before the
vowel it belongs to; by how much is ours."""
LAG_S = 0.11
CLOSE_LAG_S = 0.07
"""How long a viseme lingers; ours. JALI uses 150 ms from the apex (from memory)."""
PLATEAU = 0.3
"""Part of the sound at each end that belongs to the slope, at most 40 ms; ours."""
UNSTRESSED = 0.70
"""Mouth opening of an unstressed vowel; schwa-like vowels open less (from memory)."""
UNDERSHOOT_S = 0.12
"""Vowels shorter than this do not reach their full opening (Lindblom 1963, from
memory)."""
REST_PULL = 0.8
STALL_S = 0.15
"""When the audio clock stands still this long the mouth closes softly; longer than any
audio buffer, shorter than what looks like a frozen face."""
CLOSE_QUICKNESS = 22.0
"""Lips meet about 0.18 s after the sound was cut; ours."""
SEAM_S = 0.07
"""Cross-fade from one phrase, or one place, to another, on the audio clock; ours."""

BRIDGE = 1.0
"""Weight of mouthClose for each of jawOpen that brings the lips together."""

MOUTH = np.array([name.startswith(("jaw", "mouth", "tongue")) for name in ARKIT])
"""Which of `ARKIT` the visemes own."""
_JAW = ARKIT_INDEX["jawOpen"]
_CLOSE = ARKIT_INDEX["mouthClose"]
_TONGUE = ARKIT_INDEX["tongueOut"]


def _tables() -> tuple[Floats, Floats]:
    shapes = np.zeros((len(VISEMES), len(ARKIT)), np.float32)
    pulls = np.zeros((len(VISEMES), len(ARKIT)), np.float32)
    for row, viseme in enumerate(VISEMES):
        shapes[row] = weights(TABLE[viseme])
        jaw, lips, tongue = _PULL[viseme]
        pulls[row, MOUTH] = lips
        pulls[row, _JAW], pulls[row, _TONGUE] = jaw, tongue
    return shapes, pulls


SHAPES, _PULLS = _tables()
_INDEX = {name: index for index, name in enumerate(VISEMES)}
_CLOSED = SHAPES[_INDEX["PP"]]


class Phrase:
    """The visemes of one phrase, laid out for quick lookup."""

    __slots__ = (
        "_closing",
        "_ends",
        "_fall",
        "_pulled",
        "_pulls",
        "_rise",
        "_since",
        "_starts",
        "_until",
    )

    def __init__(self, speech: Speech) -> None:
        spans = [span for span in speech.visemes if span.end_s > span.start_s]
        names = [span.viseme for span in spans]
        rows = np.array([_row(name) for name in names], np.intp)
        starts = np.array([span.start_s for span in spans])
        ends = np.array([span.end_s for span in spans])
        lengths = ends - starts
        slope = np.minimum(PLATEAU * lengths, 0.04)
        close = np.array([name in ("PP", "FF") for name in names], np.bool_)
        round_ = np.array([name in ROUNDED for name in names], np.bool_)
        lead = np.where(close, CLOSE_LEAD_S, np.where(round_, ROUND_LEAD_S, LEAD_S))
        lag = np.where(close, CLOSE_LAG_S, LAG_S)
        # Lists: in a frame two or three sounds matter, too few for arrays.
        self._starts, self._rise = (starts - lead).tolist(), (lead + slope).tolist()
        self._ends, self._fall = (ends + lag).tolist(), (lag + slope).tolist()
        # Leads and lags differ, so these two are what is in order for a search.
        self._since = np.minimum.accumulate((starts - lead)[::-1])[::-1].tolist()
        self._until = np.maximum.accumulate(ends + lag).tolist()
        self._pulls = _PULLS[rows]
        self._closing = (rows == _INDEX["PP"]).tolist()
        vowel = np.array([name in VOWELS for name in names], np.bool_)
        stress = np.array([span.stress for span in spans]).clip(0.0, 1.0)
        opening = UNSTRESSED + (1.0 - UNSTRESSED) * stress
        opening = opening * (0.6 + 0.4 * np.minimum(lengths / UNDERSHOOT_S, 1.0))
        shapes = SHAPES[rows]
        shapes[:, MOUTH] *= np.where(vowel, opening, 1.0)[:, None]
        self._pulled = shapes * self._pulls

    def at(self, position_s: float, out: Floats) -> float:
        """Write the mouth at `position_s` to `out`; return how closed the lips are."""
        first = bisect_left(self._until, position_s)
        last = bisect_left(self._since, position_s)
        if first >= last:
            out.fill(0.0)
            return 0.0
        shares = [self._share(sound, position_s) for sound in range(first, last)]
        active = np.array(shares, np.float32)
        total = active @ self._pulls[first:last]
        total += REST_PULL * max(0.0, 1.0 - max(shares)) + 0.05
        np.matmul(active, self._pulled[first:last], out=out)
        out /= total
        closing = self._closing[first:last]
        if True not in closing:
            return 0.0
        # A bilabial closes the lips fully, whatever the neighbours pull.
        most = max(share for share, is_it in zip(shares, closing, strict=True) if is_it)
        closed = ease((most - 0.1) / 0.85)
        jaw = out[_JAW]
        out *= 1.0 - closed
        out += closed * _CLOSED
        # The jaw is slower than the lips: it stays where it is, they bridge the rest.
        out[_JAW], out[_CLOSE] = jaw, closed * jaw * BRIDGE
        return closed

    def _share(self, sound: int, position_s: float) -> float:
        """How far a sound has come up, or is not yet down, 0..1."""
        up = (position_s - self._starts[sound]) / self._rise[sound]
        down = (self._ends[sound] - position_s) / self._fall[sound]
        share = min(max(min(up, down), 0.0), 1.0)
        return float(share * share * (3.0 - 2.0 * share))


def _row(viseme: str) -> int:
    if viseme not in _INDEX:
        raise ValueError(f'viseme "{viseme}" is unknown; allowed: {", ".join(VISEMES)}')
    return _INDEX[viseme]


class Mouth:
    """The mouth of a turn: phrases wait here until the audio clock reaches them."""

    __slots__ = (
        "_age_s",
        "_before",
        "_key",
        "_level",
        "_live",
        "_phrases",
        "_position_s",
        "_raw",
        "_seam_s",
        "closed",
        "weights",
    )

    def __init__(self) -> None:
        self._phrases: dict[tuple[int, int], tuple[Phrase, float]] = {}
        self._key: tuple[int, int] | None = None
        self._position_s = 0.0
        self._seam_s = 0.0
        self._age_s = 0.0
        self._live = False
        self._level = Follower()
        self._raw = np.zeros(len(ARKIT), np.float32)
        self._before = np.zeros(len(ARKIT), np.float32)
        self.weights: Floats = np.zeros(len(ARKIT), np.float32)
        """ARKit weights of the mouth now, 0..1."""
        self.closed = 0.0
        """How firmly a bilabial closes the lips now, 0..1."""

    @property
    def level(self) -> float:
        """How much the visemes own the mouth, 0..1."""
        return min(max(self._level.value, 0.0), 1.0)

    @property
    def heard(self) -> bool:
        """Whether the audio clock is running inside a phrase."""
        return self._live and self._age_s < STALL_S

    def queue(self, chunk: PerformanceChunk) -> None:
        """Keep the phrase until its audio is heard; text alone moves no lips."""
        if chunk.speech is not None:
            phrase = Phrase(chunk.speech), chunk.speech.duration_s
            self._phrases[chunk.turn, chunk.index] = phrase

    def hear(self, turn: int, index: int, position_s: float) -> bool:
        """Set the audio clock; return whether a new phrase began.

        A phrase that is not waiting is ignored: it was cut.
        """
        key = (turn, index)
        if key not in self._phrases:
            return False
        began = key != self._key
        if began or abs(position_s - self._position_s) > 0.25:
            np.copyto(self._before, self.weights)
            self._seam_s = position_s
            self._key = key
            for old in [k for k in self._phrases if k < key]:
                del self._phrases[old]
        if began or position_s != self._position_s:
            self._age_s = 0.0
        self._position_s = position_s
        phrase, duration_s = self._phrases[key]
        self._live = position_s < duration_s
        self.closed = phrase.at(position_s, self._raw)
        return began

    def stop(self) -> None:
        """Forget all phrases and let the mouth close."""
        self._phrases.clear()
        self._live = False
        self._key = None

    def step(self, dt_s: float) -> Floats:
        """Advance what is not the audio's business: opening up to it and closing."""
        self._age_s += dt_s
        heard = self.heard
        if heard:
            # The visemes have their own slopes; this only avoids a jump at the start.
            self._level.step(1.0, 60.0, dt_s)
        else:
            self._level.step(0.0, CLOSE_QUICKNESS, dt_s)
            self.closed *= self.level
        np.multiply(self._raw, self.level, out=self.weights)
        seam = (self._position_s - self._seam_s) / SEAM_S
        if heard and 0.0 <= seam < 1.0:
            new = ease(seam)
            self.weights *= new
            self.weights += self._before * (1.0 - new)
        return self.weights
