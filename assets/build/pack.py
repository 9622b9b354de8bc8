"""Write bakes as compact .npz files beside a .toml that says what they are."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from assets.build.parts import Part, white
from assets.build.person import Person
from assets.build.source import Floats

SHAPE_FLOOR_M = 2e-5
"""A face shape moves a vertex by more than this or not at all."""
NORMAL_SCALE = 63.5
"""Normal offsets are kept as int8 times this."""
TO_PANDA = np.array([[1, 0, 0], [0, 0, -1], [0, 1, 0]])
"""Y up, facing +Z -> Z up, facing -Y."""

Arrays = dict[str, Any]


def swapped(vectors: Floats) -> Floats:
    """Vectors in Panda3D's axes."""
    return np.asarray(vectors @ TO_PANDA.T)


def swapped_turns(turns: Floats) -> Floats:
    """Turns in Panda3D's axes."""
    return np.asarray(TO_PANDA @ turns @ TO_PANDA.T)


def body_arrays(person: Person, shapes: tuple[str, ...]) -> Arrays:
    """All arrays of a body file; `shapes` is the order of the 52 face shapes."""
    everything = np.vstack([swapped(p.positions) for p in person.parts])
    low, span = everything.min(0), np.ptp(everything, axis=0)
    world, places = person.pose.solve()
    out: Arrays = {
        "box": np.stack([low, span]).astype(np.float32),
        "joint.names": np.array(person.rig.names),
        "joint.parents": np.array(person.rig.parents, np.int16),
        "joint.heads": swapped(person.rig.heads).astype(np.float32),
        "rest.rotations": swapped_turns(world).astype(np.float32),
        "rest.places": swapped(places).astype(np.float32),
        "hand.rest": person.hands.angles.astype(np.float32),
        "hand.rise": person.hands.rise_m.astype(np.float32),
        "hand.joined": swapped_turns(person.joined.turns).astype(np.float32),
        "hand.joined.fingers": person.joined.angles.astype(np.float32),
        "hair.colour": (np.array(person.hair_colour) ** 2.2).astype(np.float32),
        "hair.gloss": np.float32(person.hair_gloss),
        "parts": np.array([f"{p.name}:{p.material}" for p in person.parts]),
    }
    for part in person.parts:
        out |= _part_arrays(part, low, span, shapes)
    for name, data in person.textures.items():
        out[f"texture/{name}"] = np.frombuffer(data, np.uint8)
    return out


def _part_arrays(
    part: Part, low: Floats, span: Floats, shapes: tuple[str, ...]
) -> Arrays:
    name = part.name
    joints = np.argsort(-part.weights, axis=1)[:, :4]
    weights = np.take_along_axis(part.weights, joints, 1)
    weights = weights / np.maximum(weights.sum(1, keepdims=True), 1e-9)
    small = np.uint16 if len(part.positions) < 65536 else np.uint32
    out: Arrays = {
        f"{name}/positions": np.round(
            (swapped(part.positions) - low) / span * 65535
        ).astype(np.uint16),
        f"{name}/normals": np.round(swapped(part.normals) * 127).astype(np.int8),
        f"{name}/uv": part.uv.astype(np.float16),
        f"{name}/tris": part.tris.astype(small),
        f"{name}/joints": joints.astype(np.uint8),
        f"{name}/weights": np.round(weights * 255).astype(np.uint8),
        f"{name}/tint": np.round(np.clip(_tint(part), 0, 1) * 255).astype(np.uint8),
    }
    if part.far is not None:
        out[f"{name}/tris.far"] = part.far.astype(small)
    if part.morphs:
        out |= _morph_arrays(part, shapes)
    return out


def _tint(part: Part) -> Floats:
    tint = white(part)
    if part.material == "hair":
        way = swapped(tint[:, :3] * 2 - 1)
        return np.asarray(np.c_[way * 0.5 + 0.5, tint[:, 3]])
    return tint


def _morph_arrays(part: Part, shapes: tuple[str, ...]) -> Arrays:
    """Sparse rows: shape k owns entries starts[k]:starts[k + 1]."""
    starts, index, moved, bent = [0], [], [], []
    zero = np.zeros_like(part.positions)
    for shape in shapes:
        offset = swapped(part.morphs[shape])
        rows = np.where(np.abs(offset).max(1) > SHAPE_FLOOR_M)[0]
        normal = swapped(part.morph_normals.get(shape, zero))[rows]
        index.append(rows)
        moved.append(offset[rows])
        bent.append(np.clip(np.round(normal * NORMAL_SCALE), -127, 127))
        starts.append(starts[-1] + len(rows))
    return {
        f"{part.name}/morph.starts": np.array(starts, np.int32),
        f"{part.name}/morph.index": np.concatenate(index).astype(np.uint16),
        f"{part.name}/morph.positions": np.vstack(moved).astype(np.float16),
        f"{part.name}/morph.normals": np.vstack(bent).astype(np.int8),
    }


def write(path: Path, arrays: Arrays) -> str:
    """Save `arrays` and return the SHA-256 of the file."""
    np.savez_compressed(path, **arrays)
    return hashlib.sha256(path.read_bytes()).hexdigest()


def write_card(path: Path, fields: Mapping[str, str | float | int]) -> None:
    """Save a flat TOML file; JSON strings and numbers are valid TOML values."""
    lines = [f"{k} = {json.dumps(v, ensure_ascii=False)}" for k, v in fields.items()]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
