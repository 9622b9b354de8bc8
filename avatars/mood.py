"""What acting needs to know about one mood, and where its ranges come from.

Gaze: quoted from Argyle & Cook 1976 are 75 % while listening and 41 % while speaking
(not checked); mutual face gaze takes about 60 % of a talk (Rogers et al. 2018).
Shares fall with shame, sadness and fear and rise with anger and affection (Kleinke
1986, from memory). Blinks: `avatars.blink`. Breath: emotions differ in rate and depth
along calm-excited and relaxed-tense (Boiten, Frijda & Wientjes 1994); anger fast and
deep, panic fast and shallow (de Melo, Kenny & Gratch 2010 and their sources). Pace:
fast in anger and fear, slow in sadness and tenderness (Juslin & Laukka 2003, from
memory), within 15 % so that the words stay easy to follow. The number of each mood is
ours.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Mood:
    """Everything that acting needs to know about one mood."""

    shapes: Mapping[str, float]
    """Weights by ARKit name; a name without side means both sides."""
    posture: Mapping[str, tuple[float, float, float]] = field(default_factory=dict)
    """Heading, pitch, roll in degrees by joint, see `avatars.performance.Pose`."""
    shrug_deg: float = 0.0
    """Shoulders up (positive) or let down (negative)."""
    joined: float = 0.3
    """How often the hands lie joined in the lap, 0..1; else they rest on the thighs."""
    gaze_listen: float = 0.75
    """Share of time the eyes rest on the user while the user speaks."""
    gaze_speak: float = 0.50
    """The same while speaking oneself."""
    averts: tuple[tuple[float, float], ...] = ((16, -6), (-17, -5), (13, 6), (-12, -9))
    """Where the eyes go when they leave the user: yaw, pitch in degrees from there."""
    blinks_per_min: float = 16.0
    """While silent; speaking multiplies it, see `avatars.blink`."""
    breaths_per_min: float = 14.0
    """Of an adult at rest, 12 to 20 (a textbook range)."""
    breath_depth: float = 1.0
    nod: float = 0.7
    """How readily this mood nods, 0..1."""
    gesture: float = 0.7
    """Size of beats on stressed words, 0..1."""
    energy: float = 1.0
    """Size of idle movement; 1 is a person at ease."""
    articulation: float = 1.0
    """Factor on how far the mouth opens in speech."""
    onset_s: float = 0.7
    """Time for the face to come 90 % of the way into the mood; ours. The onset of
    spontaneous smiles hardly varies with the situation (Schmidt, Cohn & Tian 2003) and
    is slower than that of posed ones (Schmidt et al. 2006); both measure tenths of a
    second, we have no figure that we could check."""
    speech_pace: float = 1.0
    """Speech rate factor for the voice."""
    driver: str = ""
    """The level of the partner that makes this mood stronger."""
