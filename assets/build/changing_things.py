"""Where one puts clothes in the changing room; metres."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from assets.build.solids import Solid, Vector, block, curtain, turned


def bench(x: float, y: float) -> list[Solid]:
    """A low bench with a pad, folded cloth and a basket."""
    out = [block(1.20, 0.36, 0.035, 0.008).at((0, 0, 0.40)).tiled(1.5)]
    out += [block(0.045, 0.32, 0.40, 0.006).at((side * 0.54, 0, 0)) for side in (-1, 1)]
    out = [one.looks((1, 1, 1), "oak") for one in out]
    pad = block(1.14, 0.34, 0.055, 0.026).at((0, 0, 0.435)).tiled(3)
    folded = [
        block(0.30, 0.24, 0.045, 0.02).at((0.36, 0.0, 0.49 + k * 0.046), (turn, 0, 0))
        for k, turn in enumerate((2, -3, 4))
    ]
    colours: tuple[Vector, ...] = (
        (0.62, 0.56, 0.46),
        (0.36, 0.20, 0.15),
        (0.30, 0.34, 0.31),
    )
    basket = [
        (0, 0),
        (0.15, 0),
        (0.175, 0.22),
        (0.165, 0.225),
        (0.155, 0.19),
        (0, 0.18),
    ]
    woven = turned(basket, 32)
    woven.uv = woven.uv * [5, 5]
    return [
        one.at((x, y, 0))
        for one in (
            *out,
            pad.looks((0.50, 0.50, 0.44), "weave"),
            *(
                one.looks(colour, "weave")
                for one, colour in zip(folded, colours, strict=True)
            ),
            woven.at((-0.28, 0.02, 0)).looks((0.46, 0.33, 0.19), "weave"),
        )
    ]


def hooks(x: float, y: float) -> list[Solid]:
    """Pegs on a board at the wall, with a scarf and a robe."""
    out = [block(1.15, 0.024, 0.085, 0.006).at((x, y, 1.60)).looks((1, 1, 1), "oak")]
    peg = turned(
        [(0, 0), (0.011, 0), (0.011, 0.05), (0.02, 0.055), (0.018, 0.07), (0, 0.075)],
        16,
    )
    for k in range(4):
        place = (x - 0.42 + 0.28 * k, y + 0.01, 1.645)
        out.append(peg.at(place, (0, -90, 0)).looks((0.42, 0.29, 0.13)))
    scarf = curtain(0.20, 0.98, 1.66, folds=3)
    robe = curtain(0.34, 0.80, 1.65, folds=4)
    # cloth on a peg is gathered at the top
    for cloth, at, colour in (
        (scarf, -0.14, (0.52, 0.27, 0.16)),
        (robe, 0.42, (0.66, 0.61, 0.53)),
    ):
        up = np.clip((cloth.points[:, 2] - 1.25) / 0.4, 0, 1)[:, None]
        points = cloth.points * (1 - up * [0.0, 0.72, 0.0])
        hung = replace(cloth, points=points).at((x + at, y + 0.06, 0), (90, 0, 0))
        out.append(hung.looks(colour, "weave", both_sides=True))
    return out
