"""Pure data of a performance: what voice, face and body share.

No renderer, no model library. Times are seconds from the start of the audio.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from assets.hands import FINGERS, SHAPES

VISEMES: tuple[str, ...] = (
    "sil",
    "PP",
    "FF",
    "TH",
    "DD",
    "kk",
    "CH",
    "SS",
    "nn",
    "RR",
    "aa",
    "E",
    "ih",
    "oh",
    "ou",
)
"""The fifteen visemes that Oculus LipSync names."""

ARKIT: tuple[str, ...] = (
    "browDownLeft",
    "browDownRight",
    "browInnerUp",
    "browOuterUpLeft",
    "browOuterUpRight",
    "cheekPuff",
    "cheekSquintLeft",
    "cheekSquintRight",
    "eyeBlinkLeft",
    "eyeBlinkRight",
    "eyeLookDownLeft",
    "eyeLookDownRight",
    "eyeLookInLeft",
    "eyeLookInRight",
    "eyeLookOutLeft",
    "eyeLookOutRight",
    "eyeLookUpLeft",
    "eyeLookUpRight",
    "eyeSquintLeft",
    "eyeSquintRight",
    "eyeWideLeft",
    "eyeWideRight",
    "jawForward",
    "jawLeft",
    "jawOpen",
    "jawRight",
    "mouthClose",
    "mouthDimpleLeft",
    "mouthDimpleRight",
    "mouthFrownLeft",
    "mouthFrownRight",
    "mouthFunnel",
    "mouthLeft",
    "mouthLowerDownLeft",
    "mouthLowerDownRight",
    "mouthPressLeft",
    "mouthPressRight",
    "mouthPucker",
    "mouthRight",
    "mouthRollLower",
    "mouthRollUpper",
    "mouthShrugLower",
    "mouthShrugUpper",
    "mouthSmileLeft",
    "mouthSmileRight",
    "mouthStretchLeft",
    "mouthStretchRight",
    "mouthUpperUpLeft",
    "mouthUpperUpRight",
    "noseSneerLeft",
    "noseSneerRight",
    "tongueOut",
)
"""The 52 ARKit face shapes, alphabetical."""

ARKIT_INDEX: dict[str, int] = {name: index for index, name in enumerate(ARKIT)}

JOINTS: tuple[str, ...] = (
    "pelvis",
    "spine",
    "chest",
    "neck",
    "head",
    "clavicle_left",
    "clavicle_right",
    "upper_arm_left",
    "upper_arm_right",
    "forearm_left",
    "forearm_right",
    "hand_left",
    "hand_right",
)
"""Joints that acting moves; a body maps each to its own skeleton."""

JOINT_INDEX: dict[str, int] = {name: index for index, name in enumerate(JOINTS)}


@dataclass(frozen=True, slots=True)
class VisemeSpan:
    """One viseme of the audio."""

    viseme: str
    start_s: float
    end_s: float
    stress: float = 0.0
    """0 unstressed, 1 primary stress."""


@dataclass(frozen=True, slots=True)
class WordSpan:
    """One word of the audio, for captions and beats."""

    word: str
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class Speech:
    """One spoken phrase."""

    samples: npt.NDArray[np.int16]
    """PCM, mono."""
    sample_rate_hz: int
    visemes: tuple[VisemeSpan, ...]
    words: tuple[WordSpan, ...]
    text: str

    @property
    def duration_s(self) -> float:
        """Length of the audio."""
        return len(self.samples) / self.sample_rate_hz


@dataclass(frozen=True, slots=True)
class PerformanceChunk:
    """One phrase of a turn on its way from mind to stage."""

    turn: int
    index: int
    last: bool
    mood: str
    speech: Speech | None
    """None: words without a voice; the caption is still shown."""
    text: str
    filler: bool = False
    """A listener response such as "mm", not part of the caption."""


@dataclass(slots=True)
class Pose:
    """What a body shows in one frame; reused from frame to frame, never allocated."""

    shapes: npt.NDArray[np.float32] = field(
        default_factory=lambda: np.zeros(len(ARKIT), np.float32)
    )
    """ARKit weights 0..1, in the order of `ARKIT`."""
    joints: npt.NDArray[np.float32] = field(
        default_factory=lambda: np.zeros((len(JOINTS), 3), np.float32)
    )
    """Heading, pitch, roll in degrees added to the seated rest pose, per `JOINTS`.
    Pitch positive nods forward/leans towards the user; heading positive turns to the
    body's own left; roll positive tilts to the body's own left."""
    eyes: npt.NDArray[np.float32] = field(
        default_factory=lambda: np.zeros((2, 2), np.float32)
    )
    """Yaw and pitch in degrees of left and right eye relative to the head; yaw positive
    to the body's own left, pitch positive up."""
    hands: npt.NDArray[np.float32] = field(
        default_factory=lambda: np.zeros((2, len(SHAPES)), np.float32)
    )
    """Left and right hand: weights 0..1, together at most 1, of `assets.hands.SHAPES`
    (`assets.hands.SHAPE_INDEX` numbers them); what is left is the hand at rest."""
    fingers: npt.NDArray[np.float32] = field(
        default_factory=lambda: np.zeros((2, len(FINGERS), 3), np.float32)
    )
    """How tracked fingers are bent, degrees, see `assets.hands.measured`."""
    tracked: npt.NDArray[np.float32] = field(
        default_factory=lambda: np.zeros(2, np.float32)
    )
    """How much each hand shows `fingers` instead of the rest, 0..1."""
    stays: npt.NDArray[np.float32] = field(
        default_factory=lambda: np.ones(2, np.float32)
    )
    """How far the left and the right hand of a body that sits stay where `joints` lay
    them while the trunk moves, 0..1; at 0 they ride on the trunk."""
    joined: float = 0.0
    """How far the hands are on their way from the thighs to the lap, where the right
    one lies on the left one, 0..1; a body knows where its own lap is."""
