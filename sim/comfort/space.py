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

from sim.viewing import Tracked

Vector = npt.NDArray[np.floating]

NEAREST_M: Final = 1.0
"""From eyes to eyes, unless the user comes nearer by their own act."""
SPARE_M: Final = 0.02
"""How much of the rest the partner never uses, so that breathing cannot cross it."""


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


class Space:
    """Watches the distance, and says how far the partner may lean towards the user."""

    def __init__(self, least_m: float = NEAREST_M) -> None:
        self._least_m = least_m
        self.now_m: float | None = None
        """Between the heads now; None where one of them is not known."""
        self._partner: Vector | None = None
        self._rest_m = math.inf
        """The user's head from the partner's head at rest."""

    def observe(self, head: Tracked, partner: Vector | None) -> None:
        """Take in where both heads are, metres in the room; call every frame.

        `partner` is the place of the partner's head at rest: how it sits, without what
        it does.
        """
        if partner is None or not head.is_there:
            self.now_m, self._partner, self._rest_m = None, None, math.inf
            return
        self._partner = partner
        self.now_m = self._rest_m = distance_m(head.place, partner)

    @property
    def is_near(self) -> bool:
        """The user has come nearer than a stranger would; nothing follows from it."""
        return self.now_m is not None and self.now_m < self._least_m

    @property
    def forward_m(self) -> float:
        """How far the partner's head may come towards the user now, metres; from 0.

        0 while the user is near: the partner stays, neither meets them nor starts back.
        """
        if math.isinf(self._rest_m):
            return math.inf
        return max(self._rest_m - self._least_m - SPARE_M, 0.0)

    def lean_share(self, wanted_m: float) -> float:
        """Share, 0..1, of a lean that would bring the head `wanted_m` forward."""
        if wanted_m <= 0.0:
            return 1.0  # away from the user is always allowed
        return min(self.forward_m / wanted_m, 1.0)
