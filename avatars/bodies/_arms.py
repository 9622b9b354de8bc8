"""The arms of a baked body at rest, as `avatars.reach` wants them; numpy only."""

from __future__ import annotations

import numpy as np

from avatars.bodies._skeleton import Rest
from avatars.reach import ArmRest, hand_frame

ABOVE = "spine01"
"""What the collar bones hang on."""
CHAIN = ("clavicle", "upperarm01", "lowerarm01", "wrist")
KNUCKLES = ("finger2-1", "finger3-1", "finger5-1")
"""Of the first, the middle and the little finger."""
PALM_SHARE = 0.5
"""Of the way from the wrist to the middle knuckle, about where OpenXR has the palm:
in the middle of that bone of the hand."""


def at_rest(rest: Rest, side: str) -> ArmRest:
    """The arm on `side` ("left" or "right") of a body.

    Raises:
        ValueError: the skeleton lacks a joint of it.
    """
    letter = "L" if side == "left" else "R"
    joints = [rest.names.index(f"{name}.{letter}") for name in CHAIN + KNUCKLES]
    places = rest.places[joints].astype(np.float64)
    heads = rest.heads[joints[:4]].astype(np.float64)
    collar, shoulder, elbow, wrist, first, middle, little = places
    hinge = np.cross(heads[2] - heads[1], heads[3] - heads[2])
    turns = rest.rotations[joints].astype(np.float64)
    return ArmRest(
        side=1.0 if side == "left" else -1.0,
        collar=collar,
        shoulder=shoulder,
        elbow=elbow,
        wrist=wrist,
        palm=wrist + PALM_SHARE * (middle - wrist),
        hand=hand_frame(middle - wrist, first - little),
        upper_hinge=turns[1] @ hinge,
        lower_hinge=turns[2] @ hinge,
    )
