"""Room between the user and whoever sits across: nobody comes near but by the user.

People keep about a metre from a stranger to talk to, from a virtual one as well (Hecht
et al. 2019, Acta Psychologica 193, 113-122: a radius of about 1 m), and back away most
from a virtual human that comes too near by itself (Bailenson et al. 2003,
doi:10.1177/0146167203253270). Both read as abstracts.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np
import numpy.typing as npt

Vector = npt.NDArray[np.floating]

NEAREST_M: Final = 1.0
"""From eyes to eyes, unless the user comes nearer by their own act."""
SPARE_M: Final = 0.04
"""Of the room to lean, what is never used: nods and breath bring eyes forward, too."""


def distance_m(one: Vector, other: Vector) -> float:
    """Between two heads, metres."""
    return float(np.linalg.norm(np.asarray(one, float) - np.asarray(other, float)))


def moved_back(eyes: Vector, partner: Vector, least_m: float = NEAREST_M) -> Vector:
    """Where the user's place must be so that its eyes are `least_m` from the partner's.

    `eyes` itself where that is so already. It goes straight back over the floor: the
    height stays, and so does what lies between the two.

    Args:
        eyes: the user's eyes as the room places them, metres, Z up.
        partner: between the partner's eyes at rest.
        least_m: the distance to keep.
    """
    eyes, partner = np.asarray(eyes, float), np.asarray(partner, float)
    if distance_m(eyes, partner) >= least_m:
        return eyes
    away = eyes[:2] - partner[:2]
    length = float(np.linalg.norm(away))
    # somebody placed on the very spot is moved along -y, where rooms have the user
    away = away / length if length > 1e-6 else np.array((0.0, -1.0))
    flat = math.sqrt(max(least_m**2 - float(eyes[2] - partner[2]) ** 2, 0.0))
    flat = max(flat, length)
    # a hair further, or rounding could leave it nearer than asked
    return np.array((*(partner[:2] + away * (flat + 1e-6)), eyes[2]))


def may_lean_m(rest_m: float, leaning_m: float) -> float:
    """How far the partner's head may come forward by leaning, metres, from 0 on.

    Never so far that it comes nearer than `NEAREST_M`. When the user leans in beyond
    that, it is their own act: the partner stays as it is, neither meets them nor draws
    back, for drawing back would say something that nobody meant.

    Args:
        rest_m: from the user's eyes to the partner's, were the partner upright.
        leaning_m: how far the partner leans forward already.
    """
    return max(rest_m - NEAREST_M - SPARE_M, leaning_m, 0.0)
