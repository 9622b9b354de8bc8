"""A counsellor's room: armchairs, books, plants, a lamp; nothing of a clinic."""

from __future__ import annotations

from assets.build.furniture import (
    DARK_METAL,
    armchair,
    door,
    floor_lamp,
    moved,
    picture,
    plant,
    rug,
    side_table,
    table,
    table_lamp,
    wooden_chair,
)
from assets.build.layout import Layout, Seat
from assets.build.light import Lamp, Lights, Sun
from assets.build.pictures import sprig
from assets.build.shell import Opening, Shell
from assets.build.solids import Solid, Vector, block, turned
from assets.build.source import Floats
from assets.build.storage import bookcase, books, chest
from assets.build.surfaces import diamonds, fabric, glowing, linen, sheer, wood

WALNUT: Vector = (0.20, 0.105, 0.05)
WINDOW = Opening("right", -1.35, 0.35, 0.55, 2.25)
SHELL = Shell(
    x=(-2.5, 2.35),
    y=(-2.7, 2.75),
    tall=2.65,
    wall=(0.72, 0.655, 0.56),
    trim=(0.82, 0.79, 0.73),
    floor="boards",
    floor_repeat=(2.4, 2.7),
    openings=(WINDOW,),
)
SKY: Vector = (15.5, 15.0, 14.0)
SHEER: Vector = (1.75, 1.70, 1.58)
SHADE: Vector = (2.3, 1.6, 0.85)
PARTNER = Seat("partner", (0.02, 1.50, 0.0), -4.0)
SECOND = Seat("second", (1.14, 1.34, 0.0), -36.0)
STAND = (-1.98, 2.2)
DESK = (-1.95, -1.35)


def layout() -> Layout:
    """Two chairs across from each other, and a third for company."""
    stand = Lamp((*STAND, 1.50), 0.10, (0.62, 0.46, 0.28))
    desk = Lamp((DESK[0] - 0.12, DESK[1] + 0.35, 1.07), 0.06, (0.20, 0.14, 0.08))
    return Layout(
        "Counselling room",
        "A warm counselling room: armchairs, books, plants and a soft lamp.",
        _solids(),
        _textures(),
        Lights(SHELL.light(WINDOW, SKY), Sun((-1, 0, 1), (0, 0, 0)), (stand, desk)),
        (PARTNER, SECOND),
        (-0.06, -0.06, 1.19),
        (0.02, 1.40, 1.02),
        (0.82, 0.80, 0.76),
    )


def _solids() -> list[Solid]:
    hung = picture(0.72, 0.92, "art", (1, 1, 1), "oak")
    shelf = bookcase(1.25, 2.06, 21, "walnut")
    return [
        *SHELL.solids(),
        *SHELL.glazed(WINDOW, SHEER, "sheer"),
        *SHELL.curtains(WINDOW, (0.60, 0.50, 0.36), wide=0.40),
        *SHELL.on(moved(door((0.66, 0.61, 0.53)), (0.9, 0, 0)), "front"),
        *SHELL.on(moved(shelf, (-0.98, 0, 0)), "back"),
        *SHELL.on(moved(hung, (0.95, 0, 1.12)), "back"),
        *SHELL.on(moved(_cabinet(), (0.95, 0, 0)), "back"),
        rug(2.7, 2.5).at((0.15, 0.72, 0)),
        *moved(
            armchair("chair", WALNUT, (0.36, 0.42, 0.38), 0.13),
            PARTNER.place,
            PARTNER.heading_deg,
        ),
        *moved(armchair("chair", WALNUT, None, 0.16), (-0.08, -0.20, 0), 172),
        *moved(armchair("chair", WALNUT, None, 0.16), SECOND.place, SECOND.heading_deg),
        *moved(_between(), (-0.92, 0.98, 0)),
        *moved(floor_lamp(SHADE), (*STAND, 0)),
        *moved(_fig(), (1.96, 2.36, 0)),
        *_desk(),
    ]


def _between() -> list[Solid]:
    """A small table in reach of both: paper tissues, water, a stone to hold."""
    carafe = [
        (0, 0),
        (0.05, 0),
        (0.058, 0.08),
        (0.03, 0.16),
        (0.036, 0.21),
        (0.03, 0.2),
    ]
    glass = [(0, 0), (0.03, 0), (0.036, 0.10), (0.032, 0.10), (0.028, 0.01)]
    clear: Vector = (0.50, 0.55, 0.54)
    box = block(0.20, 0.11, 0.075, 0.012, 2).at((0.04, -0.09, 0), (18, 0, 0))
    paper = turned([(0.03, 0), (0.05, 0.035), (0.012, 0.075), (0, 0.06)], 14)
    stone = turned(
        [(0, 0), (0.03, 0.004), (0.035, 0.014), (0.02, 0.025), (0, 0.026)], 18
    )
    on_top = [
        box.looks((0.36, 0.42, 0.38), "weave"),
        paper.at((0.04, -0.09, 0.07)).looks((0.82, 0.80, 0.77)),
        turned(carafe, 24).at((-0.08, 0.07, 0)).looks(clear),
        turned(glass, 20).at((0.05, 0.10, 0)).looks(clear),
        stone.at((-0.11, -0.05, 0)).looks((0.30, 0.27, 0.24)),
    ]
    return [*side_table("walnut", WALNUT, 0.04), *moved(on_top, (0, 0, 0.526))]


def _cabinet() -> list[Solid]:
    pot = [(0, 0), (0.07, 0), (0.09, 0.14), (0.08, 0.14), (0, 0.12)]
    leaves = plant(
        pot,
        (0.62, 0.56, 0.47),
        34,
        (0.045, 0.12, 0.05),
        (0.4, 1.4),
        (0.16, 0.36),
        seed=3,
    )
    bowl = [
        (0, 0.004),
        (0.05, 0),
        (0.10, 0.04),
        (0.12, 0.07),
        (0.113, 0.07),
        (0, 0.012),
    ]
    return [
        *chest(1.15, 0.78, 2, "walnut"),
        *moved(leaves, (-0.38, -0.2, 0.78)),
        turned(bowl, 28).at((0.33, -0.22, 0.78)).looks((0.48, 0.30, 0.20)),
        *books(-0.16, -0.2, 0.78, 0.22, 14),
    ]


def _fig() -> list[Solid]:
    pot = [(0, 0), (0.15, 0), (0.19, 0.34), (0.175, 0.34), (0.165, 0.30), (0, 0.30)]
    return plant(
        pot, (0.60, 0.54, 0.45), 38, (0.05, 0.125, 0.045), (0.9, 1.5), (0.6, 1.25)
    )


def _desk() -> list[Solid]:
    """Behind the user, against the left wall."""
    x, y = DESK
    laid = [
        *moved(table_lamp((0.36, 0.42, 0.38), SHADE), (0.35, 0.12, 0.74)),
        block(0.30, 0.21, 0.014, 0.004, 1)
        .at((0.0, -0.10, 0.74))
        .looks((0.70, 0.66, 0.58)),
        *books(-0.52, 0.16, 0.74, 0.34, 31),
        turned([(0, 0), (0.035, 0), (0.035, 0.10), (0.03, 0.10), (0.03, 0.02)], 18)
        .at((0.12, 0.2, 0.74))
        .looks(DARK_METAL),
    ]
    return [
        *moved([*table(1.25, 0.62, "walnut", "walnut"), *laid], (x, y, 0), 90),
        *moved(wooden_chair("walnut"), (x + 0.62, y - 0.1, 0), -78),
    ]


def _textures() -> dict[str, Floats]:
    return {
        "boards": wood((0.60, 0.48, 0.36), planks=8, seed=13, contrast=0.2),
        "walnut": wood((0.59, 0.44, 0.315), planks=1, seed=19, size=256, contrast=0.2),
        "oak": wood((0.66, 0.54, 0.41), planks=1, seed=9, size=256, contrast=0.17),
        "chair": fabric((0.70, 0.56, 0.40)),
        "weave": fabric((1, 1, 1)),
        "linen": linen((1, 1, 1)),
        "sheer": sheer(),
        "rug": diamonds((0.60, 0.56, 0.49), (0.46, 0.47, 0.43)),
        "lampshade": glowing(),
        "art": sprig(
            (
                (0.90, 0.86, 0.77),
                (0.40, 0.46, 0.40),
                (0.58, 0.60, 0.45),
                (0.36, 0.38, 0.32),
            )
        ),
    }
