"""The face of the moment: mood, reaction, attention, speech and lids in one vector."""

from __future__ import annotations

import numpy as np

from avatars.face import FACES, blend, weights
from avatars.motion import Drift, Floats, Followers
from avatars.performance import ARKIT, ARKIT_INDEX
from avatars.visemes import Mouth
from dialogue.messages import Levels

RISE = 3.9
"""A critically damped follower is 90 % there after 3.9 / quickness seconds."""
FALL_SLOWER = 0.6
"""Expressions fade more slowly than they come; the ratio is ours. Onsets are alike,
offsets vary with what else the face does (Schmidt, Cohn & Tian 2003)."""
REACTION_QUICKNESS = 13.0
"""0.3 s to a reaction: muscles answer a face that is seen within 0.3-0.4 s (Dimberg &
Thunberg 1998); for words it is ours."""
ATTENTION_QUICKNESS = 18.0
"""87 % after 200 ms: the user sees at once that the words have arrived; ours."""
LISTENING: Floats = weights({"browInnerUp": 0.07, "browOuterUp": 0.06, "eyeWide": 0.05})
"""Interest raises the brows a little; ours."""
THINKING: Floats = weights(
    {"browDown": 0.14, "eyeSquint": 0.12, "mouthRollLower": 0.16, "mouthLeft": 0.12}
)
"""Ours, after what people call a thinking face."""
_OPEN = {"browInnerUp": 0.36, "browOuterUp": 0.30, "eyeWide": 0.14, "jawOpen": 0.03}
_KIND = _OPEN | {"mouthSmile": 0.14, "cheekSquint": 0.14}
_FIRM = {"eyeSquint": 0.18, "browDown": 0.14, "mouthRollUpper": 0.20}
_LOW = {"browInnerUp": 0.18, "eyeBlink": 0.08, "mouthRollLower": 0.20}
_LOW |= {"mouthShrugLower": 0.20}
HEARD: dict[str, Floats] = {
    mood: weights(
        _FIRM
        if mood in ("guarded", "angry")
        else _LOW
        if mood in ("hurt", "sad", "withdrawn")
        else _KIND
        if mood in ("warm", "tender", "relieved", "amused")
        else _OPEN
    )
    for mood in FACES
}
"""What shows on the face the moment the user has finished, by mood. A raised brow says
"go on" or "I see", who is warm smiles a little more; who is hurt lowers the lids."""

MICRO: Floats = weights(
    {
        "browInnerUp": 0.06,
        "browOuterUp": 0.04,
        "browDown": 0.04,
        "eyeSquint": 0.06,
        "cheekSquint": 0.05,
        "mouthSmile": 0.03,
        "mouthRollLower": 0.06,
        "mouthShrugLower": 0.06,
        "eyeBlink": 0.03,
    }
)
"""A face at rest is never still; size of the wandering, about a third of a millimetre
at the lips and brows; ours."""
_SPEECH_MUTES: Floats = weights(
    {
        "jawOpen": 0.9,
        "jawForward": 0.5,
        "mouthPress": 0.9,
        "mouthRollLower": 0.9,
        "mouthRollUpper": 0.9,
        "mouthShrugLower": 0.7,
        "mouthUpperUp": 0.5,
        "mouthLowerDown": 0.5,
        "mouthStretch": 0.4,
        "mouthFrown": 0.2,
        "mouthSmile": 0.15,
        "mouthDimple": 0.15,
    }
)
"""How much of the mood's mouth gives way to speech."""
_CLOSURE_MUTES: Floats = weights(
    {
        "mouthFunnel": 1.0,
        "mouthUpperUp": 1.0,
        "mouthLowerDown": 1.0,
        "mouthStretch": 0.6,
        "mouthSmile": 0.4,
    }
)
"""What would part the lips on /p b m/."""
_ROUND_MUTES: Floats = weights(
    {"mouthSmile": 0.6, "mouthStretch": 0.6, "mouthDimple": 0.6, "mouthFrown": 0.3}
)
"""Rounded lips leave the corners no room for a smile."""
_JAW, _CLOSE = ARKIT_INDEX["jawOpen"], ARKIT_INDEX["mouthClose"]
_ROUND = [ARKIT_INDEX["mouthPucker"], ARKIT_INDEX["mouthFunnel"]]
_BLINK = [ARKIT_INDEX["eyeBlinkLeft"], ARKIT_INDEX["eyeBlinkRight"]]
_WIDE = [ARKIT_INDEX["eyeWideLeft"], ARKIT_INDEX["eyeWideRight"]]
_SQUINT = [ARKIT_INDEX["eyeSquintLeft"], ARKIT_INDEX["eyeSquintRight"]]
_BROWS: Floats = weights({"browInnerUp": 0.14, "browOuterUp": 0.16})


class Expression:
    """Blends all that wants something from the face."""

    __slots__ = (
        "_attend",
        "_attend_quickness",
        "_attend_target",
        "_detune",
        "_face",
        "_falling",
        "_gain",
        "_goal",
        "_micro",
        "_mood",
        "_quickness",
        "_react_left_s",
        "_react_size",
        "_reaction",
        "_work",
        "mood",
    )

    def __init__(self, rng: np.random.Generator, expressiveness: float) -> None:
        count = len(ARKIT)
        self.mood = "calm"
        self._mood = np.zeros(count, np.float32)
        self._goal = np.zeros(count, np.float32)
        self._work = np.zeros(count, np.float32)
        self._falling = np.zeros(count, np.bool_)
        self._quickness = np.zeros(count, np.float32)
        # No face is symmetric, and its muscles do not start on one beat.
        self._gain = rng.uniform(0.90, 1.0, count).astype(np.float32) * expressiveness
        self._detune = rng.uniform(0.85, 1.15, count).astype(np.float32)
        self._reaction = np.zeros(count, np.float32)
        self._react_left_s = 0.0
        self._react_size = 0.0
        self._attend = Followers(count)
        self._attend_target = np.zeros(count, np.float32)
        self._attend_quickness = np.full(count, ATTENTION_QUICKNESS, np.float32)
        self._micro = Drift(count, (1.2, 4.0), rng)
        self._face = Followers(count)
        self.set_mood("calm", Levels())
        np.copyto(self._face.value, self._mood)

    def set_mood(self, mood: str, levels: Levels) -> None:
        """Let the face ease into `mood`."""
        self.mood = mood
        blend(mood, levels, self._mood)
        self._mood *= self._gain

    def react(self, mood: str, size: float, levels: Levels, hold_s: float) -> None:
        """Show `mood` at `size` 0..1 quickly, for `hold_s`, over the present mood."""
        blend(mood, levels, self._reaction)
        self._reaction *= self._gain
        self._react_size, self._react_left_s = size, hold_s

    def attend(self, shapes: Floats | None) -> None:
        """Add `shapes` to the face from now on; None for nothing."""
        if shapes is None:
            self._attend_target.fill(0.0)
        else:
            np.copyto(self._attend_target, shapes)

    def step(self, mouth: Mouth, articulation: float, brow: float, dt_s: float) -> None:
        """Advance everything but the lids."""
        self._ease_mood(dt_s)
        self._attend.step(self._attend_target, self._attend_quickness, dt_s)
        work = self._work
        np.multiply(self._micro.step(dt_s), MICRO, out=work)
        work += self._face.value
        work += self._attend.value
        if brow > 0.0:
            work += brow * _BROWS
        np.maximum(work, 0.0, out=work)
        _speak(work, mouth, articulation, dt_s)

    def write(self, blink: float, out: Floats) -> None:
        """Write the face with lids for this blink; bodies let lids follow the eyes."""
        np.clip(self._work, 0.0, 1.0, out=out)
        for lid, wide, squint in zip(_BLINK, _WIDE, _SQUINT, strict=True):
            out[lid] += (1.0 - out[lid]) * blink
            out[wide] *= 1.0 - blink
            # Squint lifts the lower lid; with a closed upper lid they would cross.
            out[squint] *= 1.0 - 0.8 * blink

    def _ease_mood(self, dt_s: float) -> None:
        self._react_left_s -= dt_s
        np.copyto(self._goal, self._mood)
        quick = RISE / FACES[self.mood].onset_s
        if self._react_left_s > 0.0:
            np.subtract(self._reaction, self._mood, out=self._goal)
            self._goal *= self._react_size
            self._goal += self._mood
            quick = REACTION_QUICKNESS
        np.multiply(self._detune, quick, out=self._quickness)
        np.less(self._goal, self._face.value, out=self._falling)
        np.multiply(
            self._quickness, FALL_SLOWER, out=self._quickness, where=self._falling
        )
        self._face.step(self._goal, self._quickness, dt_s)


def _speak(work: Floats, mouth: Mouth, articulation: float, dt_s: float) -> None:
    """Let the words have the mouth, and the mood what they leave of it."""
    words = mouth.step(dt_s)
    level = mouth.level
    if level <= 0.001:
        return
    work -= work * _SPEECH_MUTES * level
    rounded = min(float(words[_ROUND[0]] + words[_ROUND[1]]), 1.0)
    if rounded > 0.0:
        work -= work * _ROUND_MUTES * rounded
    work += words
    if mouth.closed > 0.0:
        work -= work * _CLOSURE_MUTES * mouth.closed
    wide = 1.0 + (articulation - 1.0) * level
    work[_JAW] *= wide
    work[_CLOSE] *= wide
