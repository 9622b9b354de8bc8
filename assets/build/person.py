"""Bake one person: skin, eyes, mouth, hair and clothes as parts with morphs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.spatial import cKDTree

from assets.build import source
from assets.build.garments import SHOULDER, WRIST, Garment, along_arm
from assets.build.hair import ribbons
from assets.build.meshes import neighbour_mean, normals, step, triangles, uv_bake
from assets.build.occlusion import darken
from assets.build.parts import Part, joined
from assets.build.posing import SOLE_M, Posed, seated
from assets.build.recipes import Recipe
from assets.build.skin import painted
from assets.build.source import SKIN_VERTICES, Bools, Floats, Ints, Rig
from assets.build.textures import Colour, cloth, encoded, iris, lashes, strands

FACE_BOX = (0.73, 0.325, 1.0, 0.645)
"""The face's rectangle in the base mesh's UV layout."""
FACE_PIXELS = 1024
BODY_PIXELS = 1024
CLOTH_REPEATS_PER_M = 7.0
COLLAR_M = 0.50
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


def bake(recipe: Recipe) -> Person:
    """Make a person from its recipe."""
    mesh = source.base_mesh()
    body = mesh.positions + source.macro_offset(recipe.macro)
    for name, weight in recipe.details.items():
        body = body + weight * source.detail(name)
    body[:, 1] -= body[:SKIN_VERTICES, 1].min() - SOLE_M
    rig = source.rig(body)
    garments = recipe.garments()
    textures: dict[str, bytes] = {}
    parts = _skin(recipe, body, rig, garments, textures)
    parts += _mouth(body, rig)
    parts += [_lashes(body, rig), _eyes(body, rig)]
    parts.append(_hair(recipe, body, rig, garments))
    parts += [_dressed(g, body, rig) for g in garments]
    _paint_small(recipe, textures)
    parts = [p.compacted() for p in parts]
    pose = seated(rig, body[:SKIN_VERTICES], rig.weights[:SKIN_VERTICES])
    _settle(parts, pose)
    darken(parts, pose)
    height = float(np.ptp(body[:SKIN_VERTICES, 1])) + SOLE_M
    gloss = 0.25 if recipe.style.kind == "coily" else 1.0
    return Person(parts, rig, pose, textures, height, recipe.look.hair, gloss)


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
        reach = 0.03 if garment.kind == "shoes" else 0.035
        shown &= ~((cover < 0.035) & (hem > reach))
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
    quads = quads[shown_skin(garments)[quads[:, :, 0]].any(1)]
    keys, inverse = np.unique(quads.reshape(-1, 2), axis=0, return_inverse=True)
    vertex, corner = keys[:, 0], keys[:, 1]
    tris = triangles(inverse.reshape(-1, 4))
    uv = mesh.uv[corner]
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

    return [
        part("face", in_face, (uv - low) / (high - low), True),
        part("head", ~in_face & on_head, uv, True),
        part("hands", ~in_face & ~on_head, uv, False),
    ]


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


def _helper(name: str, body: Floats, rig: Rig) -> tuple[Part, Ints]:
    mesh = source.base_mesh()
    quads = mesh.faces[name]
    keys, inverse = np.unique(quads.reshape(-1, 2), axis=0, return_inverse=True)
    vertex = keys[:, 0]
    used, own = np.unique(quads[:, :, 0], return_inverse=True)
    smooth = normals(body[used], triangles(own.reshape(quads.shape[:2])))
    uv = mesh.uv[keys[:, 1]]
    uv = (uv - uv.min(0)) / (np.ptp(uv, axis=0) + 1e-9)
    part = Part(
        name,
        "mouth",
        body[vertex],
        smooth[np.searchsorted(used, vertex)],
        uv,
        triangles(inverse.reshape(-1, 4)),
        rig.weights[vertex],
        None,
        {k: offset[vertex] for k, offset in source.face_units().items()},
    )
    return part, vertex


def _mouth(body: Floats, rig: Rig) -> list[Part]:
    """Teeth, set back so that no bright sliver shows at the corners, and tongue."""
    teeth = []
    for name, lift in (("helper-upper-teeth", 0.0012), ("helper-lower-teeth", -0.0018)):
        part, _ = _helper(name, body, rig)
        middle = part.positions.mean(0)
        part.positions = (part.positions - middle) * [0.76, 0.80, 0.86] + middle
        part.positions = part.positions + np.array([0, lift, -0.0065])
        part.uv = np.c_[np.full(len(part.uv), 0.25), part.uv[:, 1]]
        teeth.append(part)
    tongue, _ = _helper("helper-tongue", body, rig)
    tongue.uv = np.c_[np.full(len(tongue.uv), 0.75), tongue.uv[:, 1]]
    return [joined("mouth", [*teeth, tongue])]


def _lashes(body: Floats, rig: Rig) -> Part:
    """Lash strips; v runs from the lid to the tips."""
    lids = cKDTree(source.base_mesh().positions[:SKIN_VERTICES])
    both = []
    for side in "lr":
        part, vertex = _helper(f"helper-{side}-eyelashes-2", body, rig)
        away, _ = lids.query(source.base_mesh().positions[vertex])
        reach = np.clip(away / (np.percentile(away, 95) + 1e-9), 0, 1)
        part.uv = np.c_[part.uv[:, 0], reach]
        part.material = "lash"
        both.append(part)
    return joined("lashes", both)


def _eyes(body: Floats, rig: Rig) -> Part:
    """Spheres with a corneal bulge in the sockets, turned by the eye joints."""
    both = []
    for side, name in (("L", "helper-l-eye"), ("R", "helper-r-eye")):
        used = np.unique(source.base_mesh().faces[name][:, :, 0])
        low, high = body[used].min(0), body[used].max(0)
        radius = float(np.ptp(body[used][:, :2], axis=0).mean() / 2)
        polar = np.repeat(np.linspace(0, np.pi * 0.62, 22), 29)
        turn = np.tile(np.linspace(0, 2 * np.pi, 29), 22)
        way = np.c_[
            np.sin(polar) * np.cos(turn), np.sin(polar) * np.sin(turn), np.cos(polar)
        ]
        bulge = 1 + 0.055 * step(0.46, 0.20, polar)
        first = np.arange(21 * 29).reshape(21, 29)[:, :28].ravel()
        tris = np.vstack(
            [
                np.c_[first, first + 29, first + 30],
                np.c_[first, first + 30, first + 1],
            ]
        )
        weights = np.zeros((len(way), len(rig.names)))
        weights[:, rig.names.index(f"eye.{side}")] = 1
        points = (low + high) / 2 + way * (radius * bulge)[:, None]
        both.append(
            Part("eyes", "eye", points, way, 0.5 + 0.5 * way[:, :2], tris, weights)
        )
    return joined("eyes", both)


def _hair(
    recipe: Recipe, body: Floats, rig: Rig, garments: tuple[Garment, ...]
) -> Part:
    """Ribbons kept outside head, neck and the shoulders of the top."""
    at = source.base_mesh().positions
    tris = triangles(source.base_mesh().faces["body"][:, :, 0])
    ears = np.zeros(len(at), bool)
    for side in "lr":
        size = np.linalg.norm(source.detail(f"ears/{side}-ear-scale-incr"), axis=1)
        ears |= size > 0.25 * size.max()
    solid = ((at[:, 1] > 0.56) & ~ears)[tris].all(1)
    top = next(g for g in garments if g.kind == "top")
    cloth_points = top.positions(body)
    points = np.vstack([body[:SKIN_VERTICES], cloth_points])
    high = (cloth_points[:, 1] > body[at[:, 1] > 0.45, 1].min())[top.triangles()]
    mesh = np.vstack([tris[solid], top.triangles()[high.all(1)] + SKIN_VERTICES])
    hair = ribbons(body, rig.weights, (points, mesh), recipe.style)
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


def _dressed(garment: Garment, body: Floats, rig: Rig) -> Part:
    points, tris = garment.positions(body), garment.triangles()
    at = garment.patch.canonical
    at = np.vstack([at, at[garment.rim]])
    uv = _cloth_layout(at, garment.kind) * CLOTH_REPEATS_PER_M
    weights = garment.carried(rig.weights)
    if garment.kind == "top":
        weights = _off_the_legs(weights, rig)
    return Part(garment.name, "cloth", points, normals(points, tris), uv, tris, weights)


def _cloth_layout(at: Floats, kind: str) -> Floats:
    """Texture coordinates in metres: round the torso, the arms and the legs."""
    x, y, z = at.T
    torso = np.asarray(np.c_[np.arctan2(x, z + 0.02) * 0.15, y])
    if kind == "trousers":
        side = np.where(x > 0, 1.0, -1.0)
        return np.asarray(np.c_[np.arctan2(x - side * 0.13, z) * 0.08 + side, y])
    if kind == "shoes":
        return np.asarray(np.c_[x, z])
    along = along_arm(at)[:, None] * np.linalg.norm(WRIST - SHOULDER)
    mirrored = np.c_[abs(x), y, z]
    way = (WRIST - SHOULDER) / np.linalg.norm(WRIST - SHOULDER)
    off = mirrored - SHOULDER - ((mirrored - SHOULDER) @ way)[:, None] * way
    upward = np.array([0.0, 1.0, 0.0]) - way * way[1]
    turn = np.arctan2(off @ np.cross(way, upward), -off @ upward)
    sleeve = np.c_[turn * 0.05 * np.sign(x), along[:, 0]]
    return np.asarray(np.where(along > 0.04, sleeve, torso))


def _settle(parts: list[Part], pose: Posed) -> None:
    """Smooth the trousers where sitting folds them: hips, seat and knees."""
    part = next(p for p in parts if p.name == "trousers")
    points = pose.skinned(part.positions, part.weights)
    mean = neighbour_mean(part.tris, len(points))
    _, places = pose.solve()
    crotch = places[pose.index("upperleg01.L")] * [0, 1, 1] + [0, -0.02, 0.06]
    away = np.linalg.norm((points - crotch) * [1.0, 0.8, 0.7], axis=1)
    share = step(0.17, 0.07, away)[:, None]
    for _ in range(60):
        points = points + 0.5 * share * (mean @ points - points)
    part.positions = pose.unskinned(points, part.weights)
    part.normals = normals(part.positions, part.tris)


def _off_the_legs(weights: Floats, rig: Rig) -> Floats:
    """A top hangs from waist and chest: what the legs would carry, the waist does."""
    legs = [
        k for k, n in enumerate(rig.names) if n.startswith(("upperleg", "lowerleg"))
    ]
    out = weights.copy()
    out[:, rig.names.index("spine05")] += out[:, legs].sum(1)
    out[:, legs] = 0
    return out


def _paint_small(recipe: Recipe, textures: dict[str, bytes]) -> None:
    textures["eyes"] = encoded(iris(recipe.iris), quality=94)
    textures["lashes"] = encoded(lashes(), lossless=True)
    curl = 1.0 if recipe.style.kind == "coily" else 0.0
    textures["hair"] = encoded(strands(curl), lossless=True)
    for number, (name, fabric) in enumerate(recipe.fabrics.items()):
        image = cloth(fabric.colour, fabric.weave, 40 + number)
        textures[name] = encoded(image[..., :3])
        textures[f"{name}.relief"] = encoded(image[..., 3], quality=80)
