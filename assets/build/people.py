"""Partners beside the first three: ages, builds, ancestries and ways to dress."""

from __future__ import annotations

from assets.build.garments import Cut
from assets.build.glasses import Frame
from assets.build.recipe import Fabric, Recipe
from assets.build.skin import Complexion
from assets.build.source import Macro
from assets.build.styles import Style

NIGHT = (0.16, 0.18, 0.25)


def walter() -> Recipe:
    """A man of seventy with receding grey hair."""
    grey = (0.68, 0.67, 0.65)
    return Recipe(
        id="walter",
        title="Walter",
        description="A man of about seventy with thin grey hair, a lined face, "
        "glasses, a blue shirt and a grey cardigan.",
        macro=Macro(0.97, 70, 0.42, 0.62, 0.52, 0.5, (0, 0, 1)),
        look=Complexion(
            (0.80, 0.615, 0.535),
            (0.63, 0.42, 0.385),
            grey,
            lip_strength=0.5,
            brow_thickness_m=0.0046,
            brow_strength=0.75,
            stubble=0.16,
            age=1.0,
            scalp=0.35,
            recede_m=0.022,
        ),
        iris=(0.26, 0.36, 0.42),
        style=Style(
            "short",
            0.05,
            650,
            4,
            0.011,
            0.010,
            parting_m=0.03,
            recede_m=0.022,
            under_m=0.002,
        ),
        top=Cut(neck=0.550, collar=0.020, sleeve=0.30),
        jacket=Cut(neck=0.525, opening=0.05, hem=0.07),
        glasses=Frame(0.0245, 0.0180, 0.0010, 2.4),
        fabrics={
            "top": Fabric((0.62, 0.70, 0.80), "plain"),
            "jacket": Fabric((0.35, 0.37, 0.38), "knit"),
            "trousers": Fabric((0.36, 0.32, 0.27), "plain"),
            "shoes": Fabric((0.22, 0.15, 0.11), "plain"),
            "glasses": Fabric((0.30, 0.28, 0.26), "plain"),
        },
        details={
            "nose/nose-volume-incr": 0.3,
            "head/head-age-incr": 0.7,
            "head/head-rectangular": 0.5,
            "ears/*-ear-scale-incr": 0.5,
            "nose/nose-hump-incr": 0.35,
            "nose/nose-point-down": 0.4,
            "chin/chin-prominent-incr": 0.4,
            "cheek/*-cheek-volume-decr": 0.4,
        },
    )


def amina() -> Recipe:
    """A woman of about thirty who wears hijab."""
    return Recipe(
        id="amina",
        title="Amina",
        description="A woman of about thirty in a blue-green headscarf and a "
        "cream jumper.",
        macro=Macro(0.04, 31, 0.48, 0.52, 0.5, 0.65, (0.08, 0.17, 0.75)),
        look=Complexion(
            (0.74, 0.555, 0.445),
            (0.62, 0.36, 0.335),
            (0.13, 0.09, 0.07),
            brow_thickness_m=0.0042,
            scalp=0.0,
        ),
        iris=(0.22, 0.14, 0.07),
        style=None,
        top=Cut(hem=0.075),
        fabrics={
            "top": Fabric((0.80, 0.75, 0.66), "knit"),
            "trousers": Fabric(NIGHT, "plain"),
            "shoes": Fabric((0.30, 0.22, 0.17), "plain"),
            "scarf": Fabric((0.24, 0.42, 0.45), "plain"),
        },
        details={
            "head/head-oval": 0.4,
            "nose/nose-curve-convex": 0.4,
            "eyes/*-eye-scale-incr": 0.3,
            "mouth/mouth-lowerlip-volume-incr": 0.4,
            "mouth/mouth-upperlip-volume-incr": 0.4,
            "cheek/*-cheek-bones-incr": 0.3,
        },
    )


def rin() -> Recipe:
    """A person of about thirty who dresses neither as a man nor as a woman."""
    return Recipe(
        id="rin",
        title="Rin",
        description="A person in their late twenties with short black hair and an "
        "open denim shirt over a white T-shirt, neither masculine nor feminine.",
        macro=Macro(0.46, 29, 0.5, 0.44, 0.45, 0.6, (0, 0.95, 0.05)),
        look=Complexion(
            (0.80, 0.635, 0.525),
            (0.66, 0.42, 0.40),
            (0.085, 0.075, 0.075),
            lip_strength=0.6,
            brow_thickness_m=0.0040,
        ),
        iris=(0.17, 0.10, 0.06),
        style=Style(
            "short", 0.085, 690, 4, 0.014, 0.016, parting_m=-0.02, under_m=0.004
        ),
        top=Cut(sleeve=0.30),
        jacket=Cut(neck=0.528, opening=0.055, hem=0.06, sleeve=0.90, collar=0.022),
        fabrics={
            "top": Fabric((0.84, 0.83, 0.80), "plain"),
            "jacket": Fabric((0.29, 0.36, 0.47), "denim"),
            "trousers": Fabric((0.17, 0.17, 0.18), "plain"),
            "shoes": Fabric((0.80, 0.78, 0.74), "plain"),
        },
        details={
            "head/head-diamond": 0.5,
            "cheek/*-cheek-bones-incr": 0.5,
            "nose/nose-scale-vert-decr": 0.35,
            "mouth/mouth-scale-horiz-decr": 0.35,
            "eyes/*-eye-corner2-up": 0.4,
            "chin/chin-width-decr": 0.4,
        },
    )


def grace() -> Recipe:
    """A large woman of about fifty with braids."""
    return Recipe(
        id="grace",
        title="Grace",
        description="A large woman of about fifty with shoulder-length braids and a "
        "terracotta blouse.",
        macro=Macro(0.03, 50, 0.42, 0.95, 0.5, 0.45, (0.92, 0, 0.08)),
        look=Complexion(
            (0.385, 0.255, 0.185),
            (0.38, 0.20, 0.185),
            (0.24, 0.175, 0.14),
            lip_strength=0.65,
            brow_thickness_m=0.0038,
            age=0.26,
        ),
        iris=(0.12, 0.065, 0.035),
        style=Style(
            "braided",
            0.36,
            150,
            12,
            0.0165,
            0.011,
            parting_m=0.0,
            cut_m=0.602,
            under_m=0.0025,
        ),
        top=Cut(sleeve=0.72, vee=0.022, hem=0.06),
        fabrics={
            "top": Fabric((0.66, 0.35, 0.25), "plain"),
            "trousers": Fabric((0.22, 0.21, 0.24), "plain"),
            "shoes": Fabric((0.20, 0.16, 0.15), "plain"),
        },
        details={
            "stomach/stomach-tone-decr": 1.0,
            "hip/hip-scale-horiz-incr": 0.5,
            "torso/torso-scale-horiz-incr": 0.4,
            "torso/torso-scale-depth-incr": 0.5,
            "arms/l-upperarm-fat-incr": 0.7,
            "arms/r-upperarm-fat-incr": 0.7,
            "head/head-fat-incr": 0.5,
            "neck/neck-double-incr": 0.5,
            "head/head-round": 0.6,
            "cheek/*-cheek-volume-incr": 0.4,
            "nose/nose-width3-incr": 0.4,
            "mouth/mouth-lowerlip-volume-incr": 0.4,
            "mouth/mouth-scale-horiz-incr": 0.3,
        },
    )


def priya() -> Recipe:
    """A woman in her thirties with long dark wavy hair."""
    return Recipe(
        id="priya",
        title="Priya",
        description="A woman in her mid-thirties with long, dark, wavy hair and a "
        "saffron shirt.",
        macro=Macro(0.05, 34, 0.5, 0.52, 0.45, 0.6, (0.1, 0.3, 0.6)),
        look=Complexion(
            (0.575, 0.405, 0.30),
            (0.52, 0.29, 0.265),
            (0.12, 0.085, 0.07),
            brow_thickness_m=0.0042,
            age=0.06,
            recede_m=-0.013,
        ),
        iris=(0.16, 0.09, 0.05),
        style=Style(
            "long",
            0.46,
            330,
            9,
            0.0235,
            0.011,
            parting_m=0.004,
            recede_m=-0.013,
            cut_m=0.47,
            wave_m=0.005,
            under_m=0.012,
        ),
        top=Cut(neck=0.545, collar=0.018, vee=0.012),
        fabrics={
            "top": Fabric((0.78, 0.53, 0.22), "plain"),
            "trousers": Fabric((0.22, 0.27, 0.37), "denim"),
            "shoes": Fabric((0.33, 0.20, 0.14), "plain"),
        },
        details={
            "nose/nose-hump-incr": 0.25,
            "nose/nose-point-width-decr": 0.4,
            "eyes/*-eye-scale-incr": 0.35,
            "mouth/mouth-cupidsbow-incr": 0.4,
            "chin/chin-width-decr": 0.4,
            "head/head-invertedtriangular": 0.3,
        },
    )


MORE = (walter, amina, rin, grace, priya)
