"""The people this project ships: plain descriptions that the bake turns into bodies."""

from __future__ import annotations

from assets.build import more_people, people
from assets.build.garments import Cut
from assets.build.recipe import Fabric, Recipe
from assets.build.skin import Complexion
from assets.build.source import Macro
from assets.build.styles import Style


def _maya() -> Recipe:
    hair = (0.33, 0.205, 0.125)
    return Recipe(
        id="maya",
        title="Maya",
        description="A woman in her early thirties with shoulder-length brown hair "
        "and a soft green jumper.",
        macro=Macro(0.05, 32, 0.5, 0.55, 0.5, 0.75, (0.15, 0.25, 0.6)),
        look=Complexion(
            (0.83, 0.655, 0.565),
            (0.68, 0.40, 0.385),
            hair,
            brow_thickness_m=0.0036,
            recede_m=-0.013,
        ),
        iris=(0.30, 0.20, 0.10),
        style=Style(
            "long",
            0.32,
            400,
            8,
            0.0205,
            0.011,
            parting_m=0.024,
            recede_m=-0.013,
            cut_m=0.585,
            under_m=0.012,
        ),
        top=Cut(),
        fabrics={
            "top": Fabric((0.36, 0.50, 0.48), "knit"),
            "trousers": Fabric((0.20, 0.24, 0.33), "denim"),
            "shoes": Fabric((0.86, 0.84, 0.80), "plain"),
        },
        details={
            "head/head-oval": 0.5,
            "cheek/*-cheek-volume-incr": 0.35,
            "nose/nose-scale-horiz-decr": 0.3,
            "nose/nose-point-up": 0.4,
            "mouth/mouth-upperlip-volume-incr": 0.4,
            "chin/chin-triangle": 0.3,
        },
    )


def _samuel() -> Recipe:
    hair = (0.12, 0.095, 0.08)
    return Recipe(
        id="samuel",
        title="Samuel",
        description="A man in his late thirties with short coily hair, stubble and a "
        "mustard T-shirt.",
        macro=Macro(0.95, 38, 0.55, 0.66, 0.5, 0.55, (0.9, 0, 0.1)),
        look=Complexion(
            (0.40, 0.265, 0.195),
            (0.39, 0.215, 0.19),
            hair,
            lip_strength=0.6,
            brow_thickness_m=0.0046,
            stubble=0.55,
            age=0.12,
            recede_m=0.004,
        ),
        iris=(0.13, 0.07, 0.035),
        style=Style(
            "coily", 0.017, 1500, 2, 0.010, 0.017, recede_m=0.004, under_m=0.0122
        ),
        top=Cut(sleeve=0.40),
        fabrics={
            "top": Fabric((0.70, 0.52, 0.30), "plain"),
            "trousers": Fabric((0.30, 0.29, 0.27), "plain"),
            "shoes": Fabric((0.30, 0.19, 0.12), "plain"),
        },
        details={
            "head/head-square": 0.35,
            "chin/chin-width-incr": 0.5,
            "chin/chin-prominent-incr": 0.3,
            "nose/nose-volume-incr": 0.25,
            "mouth/mouth-scale-horiz-incr": 0.35,
            "eyebrows/eyebrows-trans-down": 0.3,
        },
    )


def _ines() -> Recipe:
    hair = (0.62, 0.60, 0.58)
    return Recipe(
        id="ines",
        title="Inês",
        description="A woman in her late sixties with silver hair in a bun and a plum "
        "jumper.",
        macro=Macro(0.12, 67, 0.4, 0.72, 0.42, 0.5, (0, 0.45, 0.55)),
        look=Complexion(
            (0.81, 0.64, 0.545),
            (0.65, 0.41, 0.385),
            hair,
            lip_strength=0.6,
            brow_thickness_m=0.0034,
            brow_strength=0.7,
            age=0.85,
        ),
        iris=(0.20, 0.24, 0.22),
        style=Style("tied", 0.16, 420, 6, 0.0145, 0.008, under_m=0.003),
        top=Cut(),
        fabrics={
            "top": Fabric((0.50, 0.33, 0.42), "knit"),
            "trousers": Fabric((0.25, 0.24, 0.26), "plain"),
            "shoes": Fabric((0.16, 0.14, 0.14), "plain"),
        },
        details={
            "head/head-round": 0.5,
            "nose/nose-hump-incr": 0.3,
            "nose/nose-point-down": 0.4,
            "mouth/mouth-upperlip-volume-decr": 0.4,
            "cheek/*-cheek-bones-incr": 0.4,
            "ears/*-ear-lobe-incr": 0.5,
        },
    )


def recipes() -> dict[str, Recipe]:
    """All recipes by id."""
    made = [make() for make in (*people.MORE, *more_people.MORE)]
    everyone = (_maya(), _samuel(), _ines(), *made)
    return {r.id: r for r in everyone}
