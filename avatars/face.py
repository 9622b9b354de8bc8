"""From a mood and the partner's levels to a face, a posture and a pace of speech."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from avatars.moods import TABLE, Mood
from avatars.motion import Floats
from avatars.performance import ARKIT, ARKIT_INDEX, JOINT_INDEX, JOINTS
from dialogue.messages import MOODS, Levels

FACES: Mapping[str, Mood] = MappingProxyType({mood: TABLE[mood] for mood in MOODS})
"""The table, one entry for each of `dialogue.messages.MOODS`."""


def mood_named(mood: str) -> Mood:
    """Look up a mood.

    Raises:
        ValueError: `mood` is not one of `dialogue.messages.MOODS`.
    """
    if mood not in FACES:
        raise ValueError(f'mood "{mood}" is unknown; allowed: {", ".join(MOODS)}')
    return FACES[mood]


def pace_for(mood: str) -> float:
    """Speech rate factor of a mood, 0.85 slow to 1.15 fast; 1 is the voice's own pace.

    Raises:
        ValueError: `mood` is not one of `dialogue.messages.MOODS`.
    """
    return mood_named(mood).speech_pace


def weights(shapes: Mapping[str, float]) -> Floats:
    """Vector in the order of `ARKIT`; a name without side stands for both sides."""
    vector = np.zeros(len(ARKIT), np.float32)
    for name, weight in shapes.items():
        names = (name,) if name in ARKIT_INDEX else (f"{name}Left", f"{name}Right")
        for side in names:
            vector[ARKIT_INDEX[side]] = weight
    return vector


def _posture(mood: Mood) -> Floats:
    joints = np.zeros((len(JOINTS), 3), np.float32)
    for name, angles in mood.posture.items():
        joints[JOINT_INDEX[name]] = angles
    # Roll swings a limb to the own left, so it lifts the left shoulder.
    joints[JOINT_INDEX["clavicle_left"], 2] += mood.shrug_deg
    joints[JOINT_INDEX["clavicle_right"], 2] -= mood.shrug_deg
    return joints


SHAPES: Mapping[str, Floats] = MappingProxyType(
    {name: weights(mood.shapes) for name, mood in FACES.items()}
)
"""ARKit weights of each mood at full strength."""

POSTURES: Mapping[str, Floats] = MappingProxyType(
    {name: _posture(mood) for name, mood in FACES.items()}
)
"""Joint offsets of each mood at full strength, degrees, in the order of `JOINTS`."""

OTHER_SIDE: Floats = np.ones((len(JOINTS), 3), np.float32)
"""Times a posture, it turns and tilts to the other side."""
for _name in ("pelvis", "spine", "chest", "neck", "head"):
    OTHER_SIDE[JOINT_INDEX[_name]] = -1.0, 1.0, -1.0

# What still shows of hurt and anger under another mood. Leakage of felt emotion through
# a masking face is described by Ekman & Friesen 1969 (from memory); sizes are ours.
_HURT_LEAK = weights({"browInnerUp": 0.30, "mouthFrown": 0.10})
_ANGER_LEAK = weights({"browDown": 0.28, "mouthRollUpper": 0.18, "eyeSquint": 0.08})


def strength(mood: str, levels: Levels) -> float:
    """How strongly a mood shows, 0.75 to 1.1, from the level that drives it."""
    driver = FACES[mood].driver
    level = float(getattr(levels, driver)) if driver else 0.7
    return 0.75 + 0.35 * min(max(level, 0.0), 1.0)


def blend(mood: str, levels: Levels, out: Floats) -> Floats:
    """Write the face of a mood at these levels into `out`, 0..1 each."""
    np.multiply(SHAPES[mood], strength(mood, levels), out=out)
    if mood not in ("hurt", "sad"):
        out += _HURT_LEAK * min(max(levels.hurt, 0.0), 1.0)
    if mood != "angry":
        out += _ANGER_LEAK * min(max(levels.anger, 0.0), 1.0)
    np.clip(out, 0.0, 1.0, out=out)
    return out
