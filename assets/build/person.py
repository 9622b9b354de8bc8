"""Bake one person: skin, eyes, mouth, hair and clothes as parts with morphs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.spatial import cKDTree

from assets.build import source
from assets.build.covering import covered, scarf
from assets.build.distant import add_far
from assets.build.dressing import dressed, layered, settle
from assets.build.features import eyes, lashes, mouth
from assets.build.folds import folds_sheets
from assets.build.garments import Garment, along_arm
from assets.build.glasses import glasses
from assets.build.hair import ribbons
from assets.build.joining import Joined, join_hands
from assets.build.limbs import SOCKET_FROM, on_arm, prosthesis, two_tone
from assets.build.meshes import normals, step, triangles, uv_bake
from assets.build.occlusion import darken
from assets.build.parts import Part
from assets.build.posing import SOLE_M, Posed, seated
from assets.build.recipe import Recipe
from assets.build.resting import Resting, rest_hands
from assets.build.skin import painted
from assets.build.source import SKIN_VERTICES, Bools, Floats, Ints, Rig
from assets.build.styles import Style
from assets.build.textures import (
    Colour,
    cloth,
    encoded,
    iris,
    lash_strip,
    plait,
    strands,
)
from assets.build.thinning import thinned

FACE_BOX = (0.73, 0.325, 1.0, 0.645)
"""The face's rectangle in the base mesh's UV layout."""
FACE_PIXELS = 1024
BODY_PIXELS = 1024
RELAXED_HANDS = {
    "hands/l-hand-fingers-distance-decr": 1.0,
    "hands/r-hand-fingers-distance-decr": 1.0,
}
"""The source's hands spread their fingers; resting ones lie closer."""
TRUNK = ("root", "pelvis", "spine05", "spine04", "spine03", "spine02", "upperleg")
"""No skin that these carry is in any file, not even a corner below a neckline."""
COLLAR_M = 0.51
"""Below this canonical height only arms may be skin."""


@dataclass
class Person:
    """A baked body, bind pose, metres, Y up, facing +Z, the soles at height 0."""

    parts: list[Part]
    rig: Rig
    pose: Posed
    textures: dict[str, bytes]
    height_m: float
    hair_colour: Colour
    hair_gloss: float
    hands: Resting
    joined: Joined


def bake(recipe: Recipe) -> Person:
    """Make a person from its recipe."""
    mesh = source.base_mesh()
    body = mesh.positions + recipe.shaped(RELAXED_HANDS)
    body[:, 1] -= body[:SKIN_VERTICES, 1].min() - SOLE_M
    rig = source.rig(body)
    garments = recipe.garments()
    textures: dict[str, bytes] = {}
    clothes = [dressed(g, body, rig) for g in garments]
    parts = _skin(recipe, body, rig, garments, textures)
    parts += mouth(body, rig)
    parts += [lashes(body, rig), eyes(body, rig)]
    if recipe.style is not None:
        parts.append(_hair(recipe.style, body, rig, garments))
    if recipe.scarf is not None:
        parts.append(scarf(body, rig, [c for c in clothes if c.name != "shoes"]))
    parts += layered(clothes, recipe.jacket, recipe.scarf is not None)
    parts += _worn_on_the_face(recipe, body, rig)
    _paint_small(recipe, textures)
    parts = [p.compacted() for p in parts]
    pose = seated(rig, body[:SKIN_VERTICES], rig.weights[:SKIN_VERTICES])
    settle(parts, pose)
    textures |= folds_sheets(recipe, parts)
    parts = _lighter(parts, pose, is_layered=recipe.jacket is not None)
    resting = rest_hands(pose, parts)
    joined = join_hands(pose, parts, resting.angles)
    darken(parts, pose)
    add_far(parts, pose)
    height = float(np.ptp(body[:SKIN_VERTICES, 1])) + SOLE_M
    gloss = {"coily": 0.25, "braided": 0.45}.get(getattr(recipe.style, "kind", ""), 1.0)
    look = recipe.look
    return Person(parts, rig, pose, textures, height, look.hair, gloss, resting, joined)


def _worn_on_the_face(recipe: Recipe, body: Floats, rig: Rig) -> list[Part]:
    return [glasses(recipe.glasses, body, rig)] if recipe.glasses else []


LIGHTER = {
    "head": 2300,
    "hands": 2800,
    "top": 4200,
    "jacket": 4600,
    "trousers": 2600,
    "shoes": 1300,
    "scarf": 4200,
    "prosthesis": 1100,
}
"""Triangles that a part is thinned to where it is flat."""


def _lighter(parts: list[Part], pose: Posed, *, is_layered: bool) -> list[Part]:
    """Parts with the triangles that show; the seated shape is what is kept."""
    budget = LIGHTER | ({"top": 1100} if is_layered else {})
    out = []
    for part in parts:
        wanted = budget.get(part.name, len(part.tris))
        is_more = len(part.tris) > wanted
        at = pose.skinned(part.positions, part.weights)
        out.append(thinned(part, at, wanted) if is_more else part)
    return out


def shown_skin(garments: tuple[Garment, ...]) -> Bools:
    """Which skin vertices a file may hold: face, neck, arms past the sleeves.

    Everything that a garment covers is left out, and below the collar everything
    that is not an arm, so no file holds an undressed torso or legs.
    """
    at = source.base_mesh().positions[:SKIN_VERTICES]
    shown = np.ones(SKIN_VERTICES, bool)
    for garment in garments:
        cloth_at = garment.patch.canonical
        cover, _ = cKDTree(cloth_at).query(at)
        hem, _ = cKDTree(cloth_at[garment.rim]).query(at)
        cuff = 0.03 if garment.kind == "shoes" else 0.035
        reach = np.where(at[:, 1] > 0.46, 0.022, cuff)
        hidden = (cover < 0.035) & (hem > reach)
        if garment.name == "jacket":  # it stands off the neck, and shows it
            hidden &= along_arm(at) > 0.05
        shown &= ~hidden
    shown[at[:, 1] > 0.62] = True
    shown[(along_arm(at) < 0) & (at[:, 1] < COLLAR_M)] = False
    return shown


def _skin(
    recipe: Recipe,
    body: Floats,
    rig: Rig,
    garments: tuple[Garment, ...],
    textures: dict[str, bytes],
) -> list[Part]:
    mesh = source.base_mesh()
    quads = mesh.faces["body"]
    shown = shown_skin(garments)
    if recipe.scarf is not None:
        shown &= ~covered(mesh.positions[:SKIN_VERTICES])
    trunk = np.array([name.startswith(TRUNK) for name in rig.names])
    torso = trunk[rig.weights[:SKIN_VERTICES].argmax(1)]
    corner = quads[:, :, 0]
    quads = quads[shown[corner].any(1) & ~torso[corner].any(1)]
    keys, inverse = np.unique(quads.reshape(-1, 2), axis=0, return_inverse=True)
    vertex, corner = keys[:, 0], keys[:, 1]
    tris, uv = triangles(inverse.reshape(-1, 4)), mesh.uv[corner]
    low, high = np.array(FACE_BOX[:2]), np.array(FACE_BOX[2:])
    in_face = np.asarray(((uv[tris] > low) & (uv[tris] < high)).all((1, 2)))
    on_head = np.asarray((mesh.positions[vertex, 1] > 0.53)[tris].any(1))
    at = mesh.positions[vertex]
    for name, chosen, box, size in (
        ("face", in_face, FACE_BOX, FACE_PIXELS),
        ("body", ~in_face, (0.0, 0.0, 1.0, 1.0), BODY_PIXELS),
    ):
        _paint(recipe, name, uv, at, tris[chosen], (box, size), textures)
    moved, bent = _face_morphs(body, vertex)
    whole = normals(body[:SKIN_VERTICES], triangles(mesh.faces["body"][:, :, 0]))

    def part(name: str, chosen: Bools, layout: Floats, morphs: bool) -> Part:
        return Part(
            name,
            "skin",
            body[vertex],
            whole[vertex],
            layout,
            tris[chosen],
            rig.weights[vertex],
            None,
            moved if morphs else {},
            bent if morphs else {},
        )

    made = np.zeros(len(tris), bool)
    if recipe.prosthesis:
        made = np.asarray((on_arm(at) > SOCKET_FROM)[tris].all(1))
    skin = [
        part("face", in_face, (uv - low) / (high - low), True),
        part("head", ~in_face & on_head, uv, True),
        part("hands", ~in_face & ~on_head & ~made, uv, False),
    ]
    if made.any():
        skin.append(prosthesis(part("prosthesis", made, uv, False), at))
    return skin


def _paint(
    recipe: Recipe,
    name: str,
    uv: Floats,
    at: Floats,
    tris: Ints,
    layout: tuple[tuple[float, ...], int],
    textures: dict[str, bytes],
) -> None:
    box, size = layout
    points = uv_bake(uv, at, tris, size, box).reshape(-1, 3)
    row, column = np.mgrid[0:size, 0:size]
    places = np.c_[
        box[0] + (column.ravel() + 0.5) / size * (box[2] - box[0]),
        box[1] + (row.ravel() + 0.5) / size * (box[3] - box[1]),
    ]
    image = painted(points, places, recipe.look).reshape(size, size, 5)[::-1]
    textures[name] = encoded(image[..., :3], quality=90)
    textures[f"{name}.relief"] = encoded(image[..., [3, 4, 4]], quality=84)


def _face_morphs(
    body: Floats, vertex: Ints
) -> tuple[dict[str, Floats], dict[str, Floats]]:
    """Offsets of positions and of normals per face shape."""
    tris = triangles(source.base_mesh().faces["body"][:, :, 0])
    rest = normals(body[:SKIN_VERTICES], tris)
    moved, bent = {}, {}
    for name, offset in source.face_units().items():
        moved[name] = offset[vertex]
        shaped = normals((body + offset)[:SKIN_VERTICES], tris)
        bent[name] = (shaped - rest)[vertex]
    return moved, bent


def _hair(style: Style, body: Floats, rig: Rig, garments: tuple[Garment, ...]) -> Part:
    """Ribbons kept outside head, neck and the shoulders of the top."""
    at = source.base_mesh().positions
    tris = triangles(source.base_mesh().faces["body"][:, :, 0])
    ears = np.zeros(len(at), bool)
    for side in "lr":
        size = np.linalg.norm(source.detail(f"ears/{side}-ear-scale-incr"), axis=1)
        ears |= size > 0.25 * size.max()
    solid = ((at[:, 1] > 0.56) & ~ears)[tris].all(1)
    points, mesh = body[:SKIN_VERTICES], tris[solid]
    for garment in garments:
        if garment.kind == "top":
            laid = garment.positions(body)
            outside = garment.patch.tris  # the hems' inner sides face the wrong way
            high = (laid[:, 1] > body[at[:, 1] > 0.45, 1].min())[outside]
            mesh = np.vstack([mesh, outside[high.all(1)] + len(points)])
            points = np.vstack([points, laid])
    hair = ribbons(body, rig.weights, (points, mesh), style)
    return _hanging(hair, body, rig)


def _hanging(hair: Part, body: Floats, rig: Rig) -> Part:
    """Ends of long hair follow neck and chest a little, so a turning head is free."""
    chin = float(body[source.base_mesh().positions[:, 1] > 0.60, 1].min())
    low = step(chin + 0.07, chin - 0.06, hair.positions[:, 1])[:, None]
    ends = np.zeros(len(rig.names))
    for name, share in (("head", 0.35), ("neck02", 0.25), ("spine01", 0.4)):
        ends[rig.names.index(name)] = share
    head = np.zeros(len(rig.names))
    head[rig.names.index("head")] = 1
    hair.weights = head * (1 - low) + ends * low
    return hair


def _lock(style: Style) -> Floats:
    if style.kind == "braided":
        return plait()
    return strands(1.0 if style.kind == "coily" else min(60 * style.wave_m, 0.5))


def _paint_small(recipe: Recipe, textures: dict[str, bytes]) -> None:
    textures["eyes"] = encoded(iris(recipe.iris), quality=94)
    textures["lashes"] = encoded(lash_strip(), lossless=True)
    if recipe.style is not None:
        textures["hair"] = encoded(_lock(recipe.style), lossless=True)
    for number, (name, fabric) in enumerate(recipe.fabrics.items()):
        image = cloth(fabric.colour, fabric.weave, 40 + number)
        if name == "prosthesis":
            image = two_tone(image)
        textures[name] = encoded(image[..., :3])
        textures[f"{name}.relief"] = encoded(image[..., 3], quality=80)
