"""The eleven moods as data: face, posture, gaze, breath, pace.

Which shapes go with which feeling follows the action units of the Facial Action Coding
System (Ekman & Friesen, from memory): joy 6+12, sadness 1+4+15, anger 4+5+7+23, fear
1+2+4+5+20. Nervous against amused smiles (lip control, head down, no open mouth) and
cheek raising in amused ones: Ambadar, Cohn & Reed 2009. The weights themselves were
tuned by eye on rendered faces seen from 1.5 m; no study gives them.
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
    gaze_listen: float = 0.75
    """Share of time the eyes rest on the user while the user speaks."""
    gaze_speak: float = 0.50
    """The same while speaking oneself."""
    averts: tuple[tuple[float, float], ...] = ((16, -6), (-17, -5), (13, 6), (-12, -9))
    """Where the eyes go when they leave the user: yaw, pitch in degrees from there."""
    blinks_per_min: float = 16.0
    """While silent; speaking multiplies it, see `avatars.blink`."""
    breaths_per_min: float = 14.0
    """12 to 20 is ordinary for an adult at rest."""
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
    """Time for the face to come most of the way into the mood."""
    speech_pace: float = 1.0
    """Speech rate factor for the voice."""
    driver: str = ""
    """The level of the partner that makes this mood stronger."""


# Spontaneous smiles take about half a second from onset to apex and longer to fade
# (Schmidt, Ambadar, Cohn & Reed 2006; the figure from memory), sadness comes slower.
# Gaze shares: listeners look about 75 % of the time and speakers about 41 % (Argyle &
# Cook 1976, from memory); mutual face gaze about 60 % (Rogers et al. 2018). Shares fall
# with shame, sadness and fear and rise with anger and affection (Kleinke 1986, from
# memory). Blinks: see `avatars.blink`. Breath: fast and shallow in fear and anger,
# slow with sadness and relief (Boiten et al. 1994, from memory). Speech rate: fast in
# anger and fear, slow in sadness and tenderness (Juslin & Laukka 2003, from memory);
# kept within 15 % so that the words stay easy to follow.
TABLE: dict[str, Mood] = {
    "calm": Mood(
        shapes={"mouthSmile": 0.12, "cheekSquint": 0.05, "eyeSquint": 0.04},
    ),
    "warm": Mood(
        shapes={
            "mouthSmile": 0.66,
            "cheekSquint": 0.52,
            "eyeSquint": 0.40,
            "mouthDimple": 0.10,
            "browInnerUp": 0.10,
            "browOuterUp": 0.16,
        },
        posture={"spine": (0, 3.5, 0), "head": (0, -0.5, 3.0)},
        shrug_deg=-0.5,
        gaze_listen=0.80,
        gaze_speak=0.60,
        nod=1.0,
        gesture=0.9,
        onset_s=0.6,
        speech_pace=0.98,
        driver="trust",
    ),
    "tender": Mood(
        shapes={
            "mouthSmile": 0.34,
            "cheekSquint": 0.20,
            "browInnerUp": 0.62,
            "eyeSquint": 0.14,
            "eyeBlink": 0.07,
        },
        posture={"spine": (0, 4.5, 0), "neck": (0, 0, 2.0), "head": (0, 2.0, 7.0)},
        shrug_deg=-1.0,
        gaze_listen=0.82,
        gaze_speak=0.58,
        averts=((8, -13), (-8, -14), (13, -9)),
        breaths_per_min=13.0,
        nod=0.9,
        gesture=0.4,
        energy=0.8,
        articulation=0.88,
        onset_s=1.0,
        speech_pace=0.91,
        driver="openness",
    ),
    "relieved": Mood(
        shapes={
            "mouthSmile": 0.42,
            "cheekSquint": 0.28,
            "browInnerUp": 0.26,
            "browOuterUp": 0.22,
            "eyeBlink": 0.12,
            "jawOpen": 0.05,
        },
        posture={"spine": (0, -3.0, 0), "chest": (0, 1.5, 0), "head": (0, -2.5, 1.5)},
        shrug_deg=-4.0,
        gaze_listen=0.72,
        averts=((12, 9), (-13, 8), (10, -11)),
        breaths_per_min=12.5,
        breath_depth=1.6,
        nod=0.9,
        speech_pace=0.97,
        driver="felt_safety",
    ),
    "amused": Mood(
        shapes={
            "mouthSmileLeft": 0.92,
            "mouthSmileRight": 0.86,
            "cheekSquint": 0.72,
            "eyeSquint": 0.60,
            "mouthDimple": 0.15,
            "browOuterUp": 0.22,
            "mouthUpperUp": 0.08,
            "jawOpen": 0.05,
        },
        posture={"spine": (0, -2.5, 0), "head": (2.0, -2.0, -4.0)},
        gaze_listen=0.75,
        gaze_speak=0.55,
        averts=((18, 2), (-18, 1), (11, -11)),
        blinks_per_min=17.0,
        breaths_per_min=16.0,
        nod=0.8,
        gesture=1.0,
        energy=1.3,
        articulation=1.05,
        onset_s=0.45,
        speech_pace=1.05,
        driver="trust",
    ),
    "nervous": Mood(
        shapes={
            "browInnerUp": 0.85,
            "browOuterUp": 0.28,
            "eyeWide": 0.50,
            "mouthStretch": 0.45,
            "mouthPress": 0.15,
            "mouthRollLower": 0.40,
            "mouthSmile": 0.06,
        },
        posture={"spine": (0, -3.0, 0), "head": (0, 3.0, 0), "neck": (0, -1.0, 0)},
        shrug_deg=5.5,
        gaze_listen=0.58,
        gaze_speak=0.38,
        averts=((18, -8), (-18, -9), (7, -17), (-14, 4)),
        blinks_per_min=24.0,
        breaths_per_min=19.0,
        breath_depth=0.7,
        nod=0.8,
        gesture=0.5,
        energy=1.5,
        articulation=0.9,
        onset_s=0.5,
        speech_pace=1.10,
        driver="",
    ),
    "guarded": Mood(
        shapes={
            "browDown": 0.60,
            "eyeSquint": 0.80,
            "mouthPress": 0.30,
            "mouthShrugLower": 0.22,
            "mouthFrown": 0.26,
            "mouthRight": 0.20,
        },
        posture={
            "spine": (-3.0, -4.5, 0),
            "chest": (-2.0, 0, 0),
            "neck": (-3.0, 0, 0),
            "head": (-6.0, -4.0, -2.0),
            "upper_arm_left": (0, 0, -5.0),
            "upper_arm_right": (0, 0, 5.0),
        },
        shrug_deg=1.0,
        gaze_listen=0.68,
        gaze_speak=0.50,
        averts=((14, -3), (20, -3), (-18, -4)),
        blinks_per_min=13.0,
        nod=0.15,
        gesture=0.3,
        energy=0.7,
        articulation=0.85,
        speech_pace=0.97,
        driver="",
    ),
    "hurt": Mood(
        shapes={
            "browInnerUp": 0.90,
            "browDown": 0.30,
            "eyeSquint": 0.40,
            "mouthFrown": 0.55,
            "mouthShrugLower": 0.30,
            "mouthPress": 0.10,
            "mouthStretch": 0.16,
            "cheekSquint": 0.18,
        },
        posture={
            "spine": (0, -3.0, 0),
            "chest": (0, 2.0, 0),
            "head": (2.0, 3.0, -2.0),
        },
        shrug_deg=1.0,
        gaze_listen=0.62,
        gaze_speak=0.40,
        averts=((10, -17), (-12, -17), (17, -11)),
        blinks_per_min=20.0,
        breaths_per_min=15.0,
        breath_depth=1.2,
        nod=0.2,
        gesture=0.3,
        energy=0.7,
        articulation=0.85,
        onset_s=0.6,
        speech_pace=0.93,
        driver="hurt",
    ),
    "sad": Mood(
        shapes={
            "browInnerUp": 0.80,
            "mouthFrown": 0.68,
            "mouthShrugLower": 0.25,
            "eyeBlink": 0.08,
            "cheekSquint": 0.08,
        },
        posture={
            "spine": (0, 1.5, 0),
            "chest": (0, 6.0, 0),
            "neck": (0, 3.0, 0),
            "head": (-2.0, 6.0, 2.5),
        },
        shrug_deg=-4.0,
        gaze_listen=0.55,
        gaze_speak=0.35,
        averts=((7, -20), (-8, -20), (13, -16)),
        blinks_per_min=18.0,
        breaths_per_min=12.0,
        breath_depth=1.3,
        nod=0.35,
        gesture=0.15,
        energy=0.5,
        articulation=0.78,
        onset_s=1.2,
        speech_pace=0.87,
        driver="hurt",
    ),
    "angry": Mood(
        shapes={
            "browDown": 1.0,
            "eyeSquint": 0.75,
            "eyeWide": 0.08,
            "noseSneer": 0.55,
            "mouthPress": 0.30,
            "mouthFrown": 0.45,
            "mouthRollLower": 0.28,
            "mouthRollUpper": 0.30,
            "jawForward": 0.12,
        },
        posture={"spine": (0, 5.0, 0), "neck": (0, 2.0, 0), "head": (0, 3.5, 0)},
        shrug_deg=2.5,
        gaze_listen=0.82,
        gaze_speak=0.66,
        averts=((20, -2), (-20, -2), (17, 5)),
        blinks_per_min=11.0,
        breaths_per_min=18.0,
        breath_depth=1.3,
        nod=0.05,
        gesture=0.9,
        energy=0.8,
        articulation=1.08,
        onset_s=0.5,
        speech_pace=1.08,
        driver="anger",
    ),
    "withdrawn": Mood(
        shapes={
            "eyeBlink": 0.10,
            "mouthPress": 0.12,
            "mouthFrown": 0.34,
            "browInnerUp": 0.36,
            "browDown": 0.08,
            "mouthRollLower": 0.12,
        },
        posture={
            "pelvis": (2.0, 0, 0),
            "spine": (5.0, -5.0, 0),
            "chest": (2.0, 4.0, 0),
            "neck": (4.0, 4.0, 0),
            "head": (5.0, 10.0, -1.5),
            "upper_arm_left": (0, 0, -5.0),
            "upper_arm_right": (0, 0, 5.0),
        },
        shrug_deg=-0.5,
        gaze_listen=0.25,
        gaze_speak=0.20,
        averts=((15, -18), (18, -15), (12, -20)),
        blinks_per_min=13.0,
        breaths_per_min=12.5,
        breath_depth=0.8,
        nod=0.1,
        gesture=0.05,
        energy=0.4,
        articulation=0.72,
        onset_s=1.3,
        speech_pace=0.88,
        driver="",
    ),
}
