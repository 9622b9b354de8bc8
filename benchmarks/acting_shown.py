"""What partners are seen to do, against what people do: a table in Markdown.

`python -m benchmarks.acting --docs` writes it into docs/explanation/acting.md.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

from assets.build.markdown import table
from avatars.face import FACES
from dialogue.messages import MOODS
from tests.avatars import shown
from tests.avatars.acting import Recording

SEEDS: Final = range(4)
Row = tuple[str, str, str]
GAZE: Final = (
    "75 % listening and 41 % speaking are quoted from Argyle & Cook 1976 (not checked);"
    " mutual face gaze takes 60 % of a talk (Rogers et al. 2018)"
)
BLINKS: Final = (
    "17 at rest, 26 in conversation (Bentivoglio et al. 1997);"
    " 10.5-32.5 in conversation (Doughty 2001)"
)
LOOK: Final = "3.3 s are preferred (Binetti et al. 2016)"
AWAY: Final = "people look away to think (Glenberg et al. 1998); lengths are ours"
SACCADES: Final = "10 deg: about 60 ms, 400 deg/s (Enderle; Bahill et al. 1975)"
HEAD: Final = ("What", "Shown", "People, and who says so")


def rows() -> list[Row]:
    """Measure everything; about a minute."""
    made: list[Row] = []
    for part in (_eyes, _saccades, _face, _breath, _listening, _speaking, _idle):
        made += part()
    return made


def page() -> str:
    """The table."""
    return table(HEAD, rows())


def _eyes() -> list[Row]:
    frames = {p: [shown.in_phase(p, "calm", s) for s in SEEDS] for p in shown.PHASES}
    names = ", ".join(frames)
    share = ", ".join(f"{_mean(shown.share_on_user, f):.0%}" for f in frames.values())
    blinks = ", ".join(f"{_mean(shown.blinks_per_min, f):.0f}" for f in frames.values())
    looks = [shown.looks_s(f) for f in frames["listening"]]
    on, off = (np.concatenate([pair[k] for pair in looks]).mean() for k in (0, 1))
    away = np.concatenate([shown.looks_s(f)[1] for f in frames["thinking"]]).mean()
    return [
        (f"eyes on the user: {names}", share, GAZE),
        (f"blinks a minute: {names}", blinks, BLINKS),
        ("one look at the user while listening", f"{on:.1f} s", LOOK),
        ("one look away: listening, thinking", f"{off:.1f} s, {away:.1f} s", AWAY),
    ]


def _saccades() -> list[Row]:
    found = np.concatenate([shown.saccades(seed, 40.0) for seed in range(2)])
    made: list[Row] = []
    for low, high in ((1.5, 4.0), (8.0, 20.0)):
        size, length, peak = found[(found[:, 0] > low) & (found[:, 0] < high)].T
        text = f"{1e3 * length.mean():.0f} ms, {peak.mean():.0f} deg/s"
        what = f"a saccade of {size.mean():.0f} deg: length, peak speed"
        made.append((what, text, SACCADES))
    return made


def _face() -> list[Row]:
    onset, offset = shown.smile_s(range(8))
    degrees, weights = np.max([shown.jumps(seed) for seed in range(2)], axis=0)
    source = "onsets hardly vary, offsets do (Schmidt et al. 2003); lengths are ours"
    return [
        ("a smile comes, goes (10-90 %)", f"{onset:.2f} s, {offset:.2f} s", source),
        (
            "fastest joint and face shape in any change of state",
            f"{degrees:.0f} deg/s, {weights:.0f} a second",
            "ours: nothing startles",
        ),
    ]


def _breath() -> list[Row]:
    rates = {
        mood: np.mean([shown.breaths_per_min(mood, seed) for seed in range(3)])
        for mood in MOODS
    }
    text = ", ".join(f"{mood} {rate:.0f}" for mood, rate in rates.items())
    source = "12-20 at rest (textbooks); fast in fear and anger (Boiten et al. 1994);"
    return [("breaths a minute, listening", text, source + " numbers are ours")]


def _listening() -> list[Row]:
    lags = shown.nod_lags_s("warm", range(20))
    spread = f"{np.median(lags):.2f} s ({min(lags):.2f}-{max(lags):.2f})"
    source = "listeners move in the other's pauses (Hadar et al. 1985); time is ours"
    return [("a nod begins after the user's pause was noticed", spread, source)]


def _speaking() -> list[Row]:
    leads = shown.beat_leads_s(range(16))
    gaps = [
        max(shown.bilabial_gaps_mm(body, mood))
        for body in ("maya", "samuel")
        for mood in FACES
    ]
    beat = "74 % of beats have it on the accented syllable (Repp et al. 2023)"
    return [
        (
            "the hand's lowest point after the start of the stressed vowel",
            f"{-1e3 * float(np.mean(leads)):.0f} ms",
            beat,
        ),
        (
            "lips in /p b m/, beyond rest, worst of 11 moods and 2 bodies",
            f"{max(gaps):.1f} mm",
            "0 or less is closed",
        ),
        ("fastest chin in lively speech", f"{shown.jaw_peak_mm_s():.0f} mm/s", "ours"),
    ]


def _idle() -> list[Row]:
    later = max(shown.idle_likeness(seed)[1] for seed in range(3))
    text = "idle movement 5 to 60 s later, correlation at most"
    return [(text, f"{later:.2f}", "1 would be a loop")]


def _mean(measure: Callable[[Recording], float], frames: list[Recording]) -> float:
    return float(np.mean([measure(one) for one in frames]))
