"""What the baked files hold, and that listing them needs no renderer."""

import hashlib
import re
import subprocess
import sys

import numpy as np
import pytest

from assets import folder
from assets.cards import UnknownItemError, card, cards
from avatars.bodies import catalog
from avatars.performance import ARKIT

BODIES = [c.id for c in cards("bodies")]


def load(body):
    with np.load(card("bodies", body).data) as file:
        return {name: file[name] for name in file.files}


def test_there_are_many_kinds_of_people():
    """Who can be met: ages, builds and ways of dressing that the product promises."""
    assert len(BODIES) >= 8
    ages = [c.fields["age_years"] for c in cards("bodies")]
    assert min(ages) <= 28
    assert max(ages) >= 70
    parts = {b: {str(p).split(":")[0] for p in load(b)["parts"]} for b in BODIES}
    assert any("scarf" in p for p in parts.values())
    assert any("prosthesis" in p for p in parts.values())
    assert sum("jacket" in p for p in parts.values()) >= 2
    words = " ".join(c.description for c in cards("bodies"))
    assert words.count("neither masculine nor feminine") >= 2


@pytest.mark.parametrize("body", BODIES)
def test_a_scarf_covers_all_hair(body):
    arrays = load(body)
    names = {str(p).split(":")[0] for p in arrays["parts"]}
    assert ("hair" in names) != ("scarf" in names)


def open_places(place, tris):
    """Places at edges that one triangle alone has, where one could look inside."""
    tris = place[tris]
    edges = np.sort(np.vstack([tris[:, [0, 1]], tris[:, [1, 2]], tris[:, [2, 0]]]), 1)
    edges = edges[edges[:, 0] != edges[:, 1]]
    found, times = np.unique(edges, axis=0, return_counts=True)
    return np.unique(found[times == 1])


@pytest.mark.parametrize("body", BODIES)
def test_the_lighter_triangles_open_no_seam(body):
    """What is closed from near is closed from far: no specks of light at a seam."""
    arrays = load(body)
    parts = [str(p).split(":")[0] for p in arrays["parts"]]
    starts = np.cumsum([0] + [len(arrays[f"{p}/positions"]) for p in parts])
    every = np.vstack([arrays[f"{p}/positions"] for p in parts])
    place = np.unique(every, axis=0, return_inverse=True)[1].reshape(-1)

    def drawn(key):
        found = [(arrays.get(f"{p}/{key}", arrays[f"{p}/tris"])) for p in parts]
        held = [t + np.int64(s) for t, s in zip(found, starts[:-1], strict=True)]
        return np.vstack(held)

    near, far = open_places(place, drawn("tris")), open_places(place, drawn("tris.far"))
    assert not set(far.tolist()) - set(near.tolist())


@pytest.mark.parametrize("body", BODIES)
def test_a_person_costs_at_most_thirty_thousand_triangles(body):
    arrays = load(body)
    parts = [str(p).split(":")[0] for p in arrays["parts"]]
    assert sum(len(arrays[f"{p}/tris"]) for p in parts) <= 30_000


def test_the_catalogue_says_who_they_are():
    for about in catalog():
        assert about.title
        assert len(about.description) > 20
        assert about.fields["licence"] == "CC0-1.0"
        assert about.fields["age_years"] >= 25


@pytest.mark.parametrize("kind", ["bodies", "rooms"])
def test_each_card_names_the_hash_of_its_file(kind):
    for about in cards(kind):
        digest = hashlib.sha256(about.data.read_bytes()).hexdigest()
        assert digest == about.fields["sha256"], about.id


@pytest.mark.parametrize("kind", ["bodies", "rooms"])
def test_each_is_named_in_the_list_of_licences_with_where_it_is_from(kind):
    words = (folder("LICENSES.md")).read_text("utf-8")
    named = set(re.findall(r"[a-z_]+", words))
    for about in cards(kind):
        assert about.id in named
        assert about.fields["licence"] == "CC0-1.0"
        assert "assets/build" in about.fields["provenance"]


def test_listing_needs_no_renderer():
    code = (
        "import sys, avatars.bodies, scenes;"
        "assert avatars.bodies.catalog() and scenes.catalog();"
        "bad = {'panda3d', 'direct', 'torch'} & set(sys.modules); assert not bad, bad"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=folder("..").resolve())


def test_an_unknown_body_gets_the_near_name():
    with pytest.raises(UnknownItemError, match="Did you mean 'maya'"):
        card("bodies", "mayo")


@pytest.mark.parametrize("body", BODIES)
def test_a_body_has_all_face_shapes_and_each_moves_something(body):
    arrays = load(body)
    moved = np.zeros(len(ARKIT), int)
    for part in ("face", "head", "mouth", "lashes"):
        starts = arrays[f"{part}/morph.starts"]
        assert len(starts) == len(ARKIT) + 1
        moved += np.diff(starts)
    assert (moved > 50).all(), ARKIT[int(moved.argmin())]


@pytest.mark.parametrize("body", BODIES)
def test_jaw_and_blink_move_the_right_places(body):
    arrays = load(body)
    low, span = arrays["box"].astype(float)
    at = arrays["face/positions"] / 65535 * span + low
    starts, index = arrays["face/morph.starts"], arrays["face/morph.index"]
    moved = arrays["face/morph.positions"].astype(float)

    def centre(shape):
        rows = slice(starts[ARKIT.index(shape)], starts[ARKIT.index(shape) + 1])
        weight = np.linalg.norm(moved[rows], axis=1)
        return (at[index[rows]] * weight[:, None]).sum(0) / weight.sum(), moved[rows]

    jaw, jaw_moves = centre("jawOpen")
    left, left_moves = centre("eyeBlinkLeft")
    right, _ = centre("eyeBlinkRight")
    assert jaw_moves[:, 2].min() < -0.008, "the jaw drops"
    assert left_moves[:, 2].min() < -0.003, "the upper lid drops"
    assert left[0] > 0.01 > -0.01 > right[0], "left is the body's own left"
    assert left[2] - jaw[2] > 0.04


@pytest.mark.parametrize("body", BODIES)
def test_no_file_holds_an_undressed_torso_or_legs(body):
    arrays = load(body)
    names = [str(n) for n in arrays["joint.names"]]
    trunk = ("root", "pelvis", "spine05", "spine04", "spine03", "spine02")
    bare = {
        k for k, n in enumerate(names) if n.startswith((*trunk, "upperleg", "lowerleg"))
    }
    collar = arrays["joint.heads"][names.index("clavicle.L")][2]
    low, span = arrays["box"].astype(float)
    for part in ("face", "head", "hands"):
        joints, weights = arrays[f"{part}/joints"], arrays[f"{part}/weights"]
        main = joints[np.arange(len(joints)), weights.argmax(1)]
        assert not bare & set(main.tolist()), part
        at = arrays[f"{part}/positions"] / 65535 * span + low
        under = at[:, 2] < collar - 0.05
        arm = [names[k].split(".")[0] for k in main[under]]
        allowed = ("upperarm", "lowerarm", "wrist", "finger", "shoulder")
        assert all(n.startswith(allowed) for n in arm), part


@pytest.mark.parametrize("body", BODIES)
def test_clothes_cover_trunk_and_legs(body):
    arrays = load(body)
    low, span = arrays["box"].astype(float)
    for part, least in (("top", 0.40), ("trousers", 0.70), ("shoes", 0.05)):
        at = arrays[f"{part}/positions"] / 65535 * span + low
        assert np.ptp(at[:, 2]) > least, part
    top = arrays["top/positions"][:, 2].min() / 65535 * span[2] + low[2]
    waist = arrays["trousers/positions"][:, 2].max() / 65535 * span[2] + low[2]
    assert waist > top + 0.02, "top and trousers overlap"


@pytest.mark.parametrize("body", BODIES)
def test_skin_weights_sum_to_one(body):
    arrays = load(body)
    for entry in arrays["parts"]:
        weights = arrays[f"{str(entry).split(':')[0]}/weights"].astype(int)
        assert abs(weights.sum(1) - 255).max() <= 3, entry


def test_all_people_and_rooms_together_stay_small():
    files = [c.data for kind in ("bodies", "rooms") for c in cards(kind)]
    assert sum(f.stat().st_size for f in files) < 30e6
