"""More partners, made as those in `people` are."""

from __future__ import annotations

from assets.build.garments import Cut
from assets.build.glasses import Frame
from assets.build.recipe import Fabric, Recipe
from assets.build.skin import Complexion
from assets.build.source import Macro
from assets.build.styles import Style

MADE_HAND = (0.56, 0.55, 0.54)


def leila() -> Recipe:
    """A woman in her mid-thirties with dark wavy shoulder-length hair."""
    return Recipe(
        id="leila",
        title="Leila",
        description="A woman in her mid-thirties with dark wavy hair to the shoulders, "
        "a wine-red cardigan and a cream top.",
        macro=Macro(0.10, 35, 0.5, 0.58, 0.56, 0.55, (0.1, 0.1, 0.8)),
        look=Complexion(
            (0.77, 0.59, 0.485),
            (0.64, 0.375, 0.35),
            (0.21, 0.135, 0.095),
            brow_thickness_m=0.0042,
            age=0.10,
            recede_m=-0.013,
        ),
        iris=(0.24, 0.17, 0.08),
        style=Style(
            "long",
            0.36,
            310,
            8,
            0.0235,
            0.012,
            parting_m=-0.02,
            recede_m=-0.013,
            cut_m=0.555,
            wave_m=0.007,
            under_m=0.012,
        ),
        top=Cut(sleeve=0.30, vee=0.022),
        jacket=Cut(neck=0.525, opening=0.055, hem=0.06),
        fabrics={
            "top": Fabric((0.82, 0.78, 0.70), "plain"),
            "jacket": Fabric((0.44, 0.17, 0.21), "knit"),
            "trousers": Fabric((0.26, 0.26, 0.29), "plain"),
            "shoes": Fabric((0.26, 0.18, 0.14), "plain"),
        },
        details={
            "nose/nose-hump-incr": 0.3,
            "head/head-rectangular": 0.3,
            "eyebrows/eyebrows-angle-up": 0.3,
            "chin/chin-prominent-incr": 0.35,
            "mouth/mouth-scale-horiz-incr": 0.4,
            "nose/nose-scale-vert-incr": 0.3,
            "cheek/*-cheek-bones-incr": 0.4,
        },
    )


def luca() -> Recipe:
    """A man in his twenties with a prosthetic forearm."""
    return Recipe(
        id="luca",
        title="Luca",
        description="A man in his late twenties with dark wavy hair, a grey "
        "T-shirt and a prosthetic left forearm and hand.",
        macro=Macro(0.92, 27, 0.55, 0.50, 0.52, 0.65, (0.05, 0.1, 0.85)),
        look=Complexion(
            (0.78, 0.60, 0.495),
            (0.64, 0.40, 0.365),
            (0.17, 0.115, 0.085),
            lip_strength=0.55,
            brow_thickness_m=0.0048,
            stubble=0.30,
        ),
        iris=(0.20, 0.17, 0.09),
        style=Style(
            "short",
            0.078,
            640,
            5,
            0.016,
            0.018,
            parting_m=0.02,
            wave_m=0.004,
            under_m=0.006,
        ),
        top=Cut(sleeve=0.39),
        fabrics={
            "top": Fabric((0.55, 0.57, 0.58), "plain"),
            "trousers": Fabric((0.24, 0.29, 0.38), "denim"),
            "shoes": Fabric((0.25, 0.26, 0.28), "plain"),
            "prosthesis": Fabric(MADE_HAND, "plain"),
        },
        details={
            "head/head-triangular": 0.3,
            "chin/chin-width-incr": 0.3,
            "chin/chin-cleft-incr": 0.5,
            "nose/nose-greek-incr": 0.4,
            "eyebrows/eyebrows-trans-down": 0.35,
            "mouth/mouth-lowerlip-volume-incr": 0.35,
        },
    )


def tomasz() -> Recipe:
    """A broad man in his forties."""
    return Recipe(
        id="tomasz",
        title="Tomasz",
        description="A broad man in his mid-forties with cropped brown hair, stubble "
        "and a dark green work shirt.",
        macro=Macro(1.0, 45, 0.62, 0.80, 0.6, 0.45, (0, 0.05, 0.95)),
        look=Complexion(
            (0.81, 0.615, 0.53),
            (0.64, 0.41, 0.375),
            (0.30, 0.225, 0.165),
            lip_strength=0.5,
            brow_thickness_m=0.0048,
            stubble=0.50,
            age=0.42,
            recede_m=0.010,
        ),
        iris=(0.27, 0.35, 0.36),
        style=Style(
            "short",
            0.032,
            1080,
            3,
            0.0085,
            0.010,
            parting_m=0.02,
            recede_m=0.010,
            under_m=0.004,
        ),
        top=Cut(sleeve=0.60, collar=0.021, neck=0.555),
        fabrics={
            "top": Fabric((0.30, 0.41, 0.335), "denim"),
            "trousers": Fabric((0.25, 0.27, 0.32), "denim"),
            "shoes": Fabric((0.27, 0.19, 0.13), "plain"),
        },
        details={
            "head/head-square": 0.6,
            "nose/nose-volume-incr": 0.4,
            "nose/nose-point-width-incr": 0.5,
            "chin/chin-width-incr": 0.5,
            "ears/*-ear-wing-incr": 0.4,
            "mouth/mouth-upperlip-volume-decr": 0.3,
        },
    )


def jun() -> Recipe:
    """A man of thirty."""
    return Recipe(
        id="jun",
        title="Jun",
        description="A man of about thirty with black hair swept to the side, "
        "dark glasses frames and a dark blue polo jumper.",
        macro=Macro(0.95, 30, 0.5, 0.46, 0.5, 0.55, (0, 0.97, 0.03)),
        look=Complexion(
            (0.80, 0.635, 0.52),
            (0.63, 0.41, 0.38),
            (0.08, 0.07, 0.07),
            lip_strength=0.5,
            brow_thickness_m=0.0046,
            stubble=0.08,
        ),
        iris=(0.15, 0.09, 0.055),
        style=Style(
            "short", 0.06, 800, 4, 0.0115, 0.016, parting_m=0.035, under_m=0.005
        ),
        top=Cut(neck=0.552, collar=0.019),
        glasses=Frame(0.0250, 0.0195, 0.0015, 2.8),
        fabrics={
            "top": Fabric((0.20, 0.25, 0.37), "knit"),
            "trousers": Fabric((0.46, 0.41, 0.33), "plain"),
            "shoes": Fabric((0.24, 0.20, 0.18), "plain"),
            "glasses": Fabric((0.13, 0.10, 0.09), "plain"),
        },
        details={
            "head/head-rectangular": 0.45,
            "chin/chin-height-incr": 0.35,
            "nose/nose-scale-vert-incr": 0.3,
            "cheek/*-cheek-volume-decr": 0.4,
            "nose/nose-greek-incr": 0.3,
            "ears/*-ear-scale-incr": 0.3,
        },
    )


def alex() -> Recipe:
    """A person in their thirties with fair curls."""
    return Recipe(
        id="alex",
        title="Alex",
        description="A tall person in their mid-thirties with fair curls and a rust "
        "jacket over a grey top, neither masculine nor feminine.",
        macro=Macro(0.55, 36, 0.5, 0.56, 0.62, 0.5, (0, 0.05, 0.95)),
        look=Complexion(
            (0.825, 0.655, 0.575),
            (0.69, 0.45, 0.43),
            (0.60, 0.46, 0.30),
            lip_strength=0.55,
            brow_thickness_m=0.0038,
            brow_strength=0.7,
            age=0.12,
        ),
        iris=(0.30, 0.38, 0.40),
        style=Style("coily", 0.040, 900, 3, 0.018, 0.030, under_m=0.020),
        top=Cut(sleeve=0.30),
        jacket=Cut(neck=0.525, opening=0.06, hem=0.07, collar=0.022),
        fabrics={
            "top": Fabric((0.56, 0.57, 0.56), "plain"),
            "jacket": Fabric((0.52, 0.29, 0.20), "denim"),
            "trousers": Fabric((0.27, 0.26, 0.24), "plain"),
            "shoes": Fabric((0.34, 0.25, 0.18), "plain"),
        },
        details={
            "head/head-invertedtriangular": 0.5,
            "nose/nose-scale-vert-incr": 0.35,
            "nose/nose-point-up": 0.4,
            "chin/chin-height-incr": 0.4,
            "mouth/mouth-scale-horiz-incr": 0.35,
            "eyes/*-eye-scale-incr": 0.25,
        },
    )


MORE = (leila, luca, tomasz, jun, alex)
