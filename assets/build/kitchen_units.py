"""The kitchen itself: its walls, and what stands or hangs at them."""

from __future__ import annotations

from assets.build.furniture import BRASS, moved, mug, plant
from assets.build.shell import Opening, Shell
from assets.build.solids import Solid, Vector, ball, block, panel, tube, turned

SAGE: Vector = (0.34, 0.385, 0.29)
CREAM: Vector = (0.74, 0.69, 0.60)
WINDOW = Opening("left", -0.55, 1.05, 0.95, 2.15)
SHELL = Shell(
    x=(-2.45, 2.35),
    y=(-2.5, 2.95),
    tall=2.6,
    wall=(0.72, 0.67, 0.585),
    trim=(0.82, 0.79, 0.73),
    floor="tiles",
    floor_repeat=(2.4, 2.7),
    openings=(WINDOW,),
)
COUNTER_Y = SHELL.y[1] - 0.31


def counter() -> list[Solid]:
    """Cupboards with a worktop along the back wall, and what stands on it."""
    low, high = -1.62, 1.60
    middle, wide = (low + high) / 2, high - low
    out = [
        block(wide, 0.54, 0.10, 0.004, 1, 0.2).at((middle, COUNTER_Y + 0.04, 0)),
        block(wide, 0.58, 0.77, 0.006, 1, 0.2).at((middle, COUNTER_Y + 0.01, 0.10)),
    ]
    out = [one.looks((0.25, 0.28, 0.21)) for one in out]
    many = 5
    step = wide / many
    for k in range(many):
        x = low + (k + 0.5) * step
        front = block(step - 0.012, 0.02, 0.57, 0.006, 1, 0.1)
        out.append(front.at((x, COUNTER_Y - 0.29, 0.115)).looks(SAGE))
        drawer = block(step - 0.012, 0.02, 0.16, 0.006, 1, 0.1)
        out.append(drawer.at((x, COUNTER_Y - 0.29, 0.70)).looks(SAGE))
        for z in (0.60, 0.78):
            pull = tube(
                [(-0.07, 0, 0), (-0.06, -0.025, 0), (0.06, -0.025, 0), (0.07, 0, 0)],
                [0.006] * 4,
            )
            out.append(pull.at((x, COUNTER_Y - 0.30, z)).looks(BRASS))
    top = block(wide + 0.03, 0.63, 0.035, 0.008, 1, 0.1)
    top.uv = top.points[:, [1, 0]] * 0.8
    out.append(top.at((middle, COUNTER_Y, 0.87)).looks((1, 1, 1), "table"))
    splash = panel(wide, 0.52, (7, 1.15), 0.08).at((middle, SHELL.y[1] - 0.006, 0.905))
    return [*out, splash.looks((1, 1, 1), "splash"), *_on_counter()]


def _on_counter() -> list[Solid]:
    steel = (0.42, 0.41, 0.39)
    z, y = 0.905, COUNTER_Y
    kettle = [(0, 0), (0.085, 0), (0.09, 0.03), (0.07, 0.14), (0.03, 0.17), (0, 0.185)]
    spout = tube(
        [(0.07, 0, 0.06), (0.12, 0, 0.10), (0.14, 0, 0.14)], [0.02, 0.014, 0.012]
    )
    grip = tube(
        [(-0.06, 0, 0.14), (-0.06, 0, 0.22), (0.05, 0, 0.22), (0.06, 0, 0.14)],
        [0.009] * 4,
    )
    board = block(0.30, 0.02, 0.42, 0.008, 1, 0.1)
    jar = [
        (0, 0),
        (0.05, 0),
        (0.055, 0.02),
        (0.055, 0.15),
        (0.048, 0.15),
        (0.045, 0.05),
    ]
    tap = [
        (0, 0, 0),
        (0, 0, 0.24),
        (0, -0.03, 0.29),
        (0, -0.12, 0.30),
        (0, -0.16, 0.26),
    ]
    out = [
        block(0.52, 0.40, 0.012, 0.004, 1)
        .at((-0.62, y, z - 0.006))
        .looks((0.20, 0.20, 0.19)),
        tube(tap, [0.012] * 5).at((-0.62, y + 0.23, z)).looks(steel),
        *moved(
            [
                one.looks((0.16, 0.22, 0.22))
                for one in (turned(kettle, 28), spout, grip)
            ],
            (0.55, y + 0.02, z),
            20,
        ),
        block(0.56, 0.48, 0.012, 0.004, 1)
        .at((0.55, y, z - 0.004))
        .looks((0.03, 0.03, 0.03)),
        board.at((1.16, SHELL.y[1] - 0.06, z), (0, -8, 0)).looks((1, 1, 1), "oak"),
        turned(jar, 24).at((-0.10, y + 0.14, z)).looks((0.58, 0.40, 0.27)),
        turned(jar, 24).at((0.07, y + 0.17, z)).looks(CREAM),
    ]
    for k, lean in enumerate((-0.04, 0.01, 0.05)):
        spoon = tube([(0, 0, 0.03), (lean, 0.01, 0.27)], [0.006, 0.005], 6)
        bowl = ball(0.024, 10, 1.4).at((lean, 0.01, 0.28))
        for one in (spoon, bowl):
            place = (-0.10, y + 0.13 + 0.015 * k, z)
            out.append(one.at(place).looks((0.42, 0.25, 0.12) if k else steel))
    return out


def shelf() -> list[Solid]:
    """Crockery on a board above the worktop."""
    y, z = SHELL.y[1] - 0.12, 1.55
    out = [block(2.5, 0.22, 0.034, 0.008, 1, 0.1).grained().at((-0.28, y, z))]
    for x in (-1.35, 0.8):
        out.append(block(0.03, 0.18, 0.12, 0.006, 1).at((x, y + 0.01, z - 0.12)))
    out = [one.looks((1, 1, 1), "oak") for one in out]
    plate = [(0, 0), (0.05, 0), (0.11, 0.012), (0.105, 0.016), (0, 0.008)]
    for k in range(5):
        dish = turned(plate, 28).at((-1.22, y, z + 0.034 + 0.012 * k))
        out.append(dish.looks(CREAM if k % 2 else (0.42, 0.46, 0.42)))
    bowl = [(0, 0), (0.04, 0), (0.08, 0.05), (0.074, 0.05), (0.03, 0.012)]
    for k in range(3):
        out.append(turned(bowl, 28).at((-0.92, y, z + 0.034 + 0.018 * k)).looks(CREAM))
    glass = [(0, 0), (0.045, 0), (0.05, 0.01), (0.05, 0.14), (0.044, 0.15), (0, 0.15)]
    for k, colour in enumerate(
        ((0.45, 0.33, 0.18), (0.60, 0.52, 0.38), (0.30, 0.17, 0.09))
    ):
        out.append(turned(glass, 24).at((-0.62 + 0.14 * k, y, z + 0.034)).looks(colour))
    for k in range(4):
        cup = mug((0.50, 0.46, 0.40) if k % 2 else (0.29, 0.34, 0.32))
        out.append(cup.at((0.02 + 0.115 * k, y, z + 0.034)))
    pot = [(0, 0), (0.05, 0), (0.062, 0.10), (0.055, 0.10), (0, 0.09)]
    herb = plant(
        pot,
        (0.55, 0.30, 0.18),
        26,
        (0.05, 0.125, 0.04),
        (0.5, 1.4),
        (0.10, 0.24),
        seed=5,
    )
    return [*out, *moved(herb, (0.72, y, z + 0.034))]


def fridge() -> list[Solid]:
    """At the right end of the worktop."""
    x, y = 1.97, COUNTER_Y - 0.02
    out = [block(0.62, 0.64, 1.78, 0.05, 3, 0.16).at((x, y, 0.03))]
    out.append(block(0.60, 0.03, 0.006, 0.002, 1).at((x, y - 0.312, 1.22)))
    out[1] = out[1].looks((0.35, 0.33, 0.29))
    for z in (1.00, 1.30):
        grip = tube(
            [(0, 0, 0), (0, -0.04, 0.02), (0, -0.04, 0.14), (0, 0, 0.16)], [0.01] * 4
        )
        out.append(grip.at((x - 0.24, y - 0.32, z)).looks(BRASS))
    out[0] = out[0].looks((0.68, 0.66, 0.58))
    return out


def sideboard() -> list[Solid]:
    """Along the right wall."""
    parts = [block(1.25, 0.40, 0.70, 0.01, 1, 0.12).grained().at((0, -0.21, 0.14))]
    parts += [
        block(0.60, 0.016, 0.62, 0.006, 1, 0.12).at((side * 0.31, -0.415, 0.18))
        for side in (-1, 1)
    ]
    parts += [
        block(0.04, 0.04, 0.14, 0.006, 1).at((side * 0.56, deep, 0))
        for side in (-1, 1)
        for deep in (-0.06, -0.36)
    ]
    out = [one.looks((1, 1, 1), "oak") for one in parts]
    out += [
        ball(0.016, 10).at((side * 0.06, -0.435, 0.55)).looks(BRASS) for side in (-1, 1)
    ]
    loaf = [(0, 0), (0.10, 0), (0.13, 0.05), (0.125, 0.10), (0.09, 0.10)]
    out.append(
        turned([*loaf, (0.08, 0.03)], 28)
        .at((0.30, -0.2, 0.84))
        .looks((0.52, 0.40, 0.26), "weave")
    )
    return SHELL.on(moved(out, (0.7, 0, 0)), "right")


def radiator() -> list[Solid]:
    """Below the window."""
    fins = [
        block(0.05, 0.07, 0.55, 0.02, 1, 0.15).at((0.25 - 0.5 + 0.065 * k, -0.07, 0.14))
        for k in range(16)
    ]
    return SHELL.on([one.looks(SHELL.trim) for one in fins], "left")
