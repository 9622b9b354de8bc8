"""What is seen between the lips: teeth where people show theirs, none at rest."""

import re
from functools import cache

import numpy as np
import pytest

from assets.arrays import read
from assets.cards import card, cards
from avatars.bodies import _mesh
from avatars.face import SHAPES as MOODS
from avatars.performance import ARKIT
from avatars.visemes import SHAPES, VISEMES
from scenes.lighting import SHADERS

pytest.importorskip("trimesh", reason="the bake needs the build extra")
pytest.importorskip("embreex", reason="the bake needs the build extra")
import trimesh
from trimesh.ray.ray_pyembree import RayMeshIntersector

BODIES = [about.id for about in cards("bodies")]
PARTS = ("mouth", "face", "head")
GUM_V = 0.84
WIDE_M, HIGH_M, STEP_M = 0.060, 0.050, 0.0008
LEAST_MM2 = 15.0
"""Of teeth, seen from the front; a mouth in speech shows some 50 to 300."""


class Front:
    """A head from the front, as far away as a user sits."""

    def __init__(self, body: str) -> None:
        arrays = read(card("bodies", body).data)
        every = {p.name: p for p in _mesh.part_names(arrays)}
        self.parts = [every[name] for name in PARTS]
        self.offsets = _mesh.shape_offsets(arrays, self.parts)[:, :, :3]
        self.rest = _mesh.moving_rows(arrays, self.parts)[:, :3].astype(float)
        count = [len(arrays[f"{p}/positions"]) for p in PARTS]
        starts = np.cumsum([0, *count])
        tris = [
            arrays[f"{p}/tris"].astype(int) + s
            for p, s in zip(PARTS, starts[:-1], strict=True)
        ]
        self.tris = np.vstack(tris)
        uv = arrays["mouth/uv"].astype(float)[arrays["mouth/tris"].astype(int)]
        is_tooth = (uv[..., 0].max(1) < 0.5) & (uv[..., 1].mean(1) < GUM_V)
        self.is_tooth = np.zeros(len(self.tris), bool)
        self.is_tooth[: len(uv)] = is_tooth
        self.is_mouth = np.arange(len(self.tris)) < len(uv)
        teeth = self.rest[self.tris[self.is_tooth]].reshape(-1, 3)
        self.middle = (teeth.min(0) + teeth.max(0)) / 2
        self.front = teeth[:, 1].min()

    def seen_mm2(self, shapes: np.ndarray) -> tuple[float, float]:
        """How much of the teeth is seen, and of all that lies in the mouth."""
        at = self.rest + np.einsum("s,svk->vk", shapes, self.offsets)
        wide, high = (
            np.arange(-WIDE_M, WIDE_M, STEP_M),
            np.arange(-HIGH_M, HIGH_M, STEP_M),
        )
        x, z = (v.ravel() / 2 for v in np.meshgrid(wide, high))
        target = np.c_[x + self.middle[0], x * 0 + self.front, z + self.middle[2]]
        eye = np.array([0.0, self.front - 1.0, self.middle[2] + 0.07])
        caster = RayMeshIntersector(trimesh.Trimesh(at, self.tris, process=False))
        hit = caster.intersects_first(np.repeat(eye[None], len(x), 0), target - eye)
        hit = hit[hit >= 0]
        area = (STEP_M / 2 * 1e3) ** 2
        return self.is_tooth[hit].sum() * area, self.is_mouth[hit].sum() * area


@cache
def front(body: str) -> Front:
    return Front(body)


def sound(name: str) -> np.ndarray:
    return SHAPES[VISEMES.index(name)]


def parted(shapes: np.ndarray) -> float:
    """How far the shader takes the lips to be apart; teeth are dark at 0."""
    weight = dict(zip(ARKIT, shapes, strict=True))
    wide = 4 * max(weight["jawOpen"] - weight["mouthClose"], 0)
    both = [f"mouth{n}{s}" for n in ("LowerDown", "UpperUp") for s in ("Left", "Right")]
    return float(wide + sum(weight[name] for name in both))


def test_the_shader_reads_the_shapes_that_part_the_lips():
    text = (SHADERS / "person.frag").read_text()
    found = re.findall(r"shape\((\d+)\)", text)
    assert [ARKIT[int(number)] for number in found] == [
        "jawOpen",
        "mouthClose",
        "mouthLowerDownLeft",
        "mouthLowerDownRight",
        "mouthUpperUpLeft",
        "mouthUpperUpRight",
    ]


@pytest.mark.parametrize("name", ["aa", "E", "ih", "SS", "FF"])
def test_light_falls_on_the_teeth_of_open_sounds_and_of_no_closed_mouth(name):
    assert parted(sound(name)) > 0.5
    for shapes in (np.zeros(len(ARKIT)), sound("PP"), MOODS["warm"], MOODS["angry"]):
        assert parted(shapes) == 0


@pytest.mark.parametrize("body", BODIES)
def test_no_teeth_are_seen_at_rest(body):
    """What a slit between lips lets through is dark, and less than a hair's breadth."""
    for mood in ("calm", "warm", "hurt"):
        teeth, _ = front(body).seen_mm2(MOODS[mood])
        assert teeth < 8, mood


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("name", ["aa", "E", "ih", "SS"])
def test_teeth_are_seen_in_open_sounds(body, name):
    teeth, _ = front(body).seen_mm2(sound(name))
    assert teeth > LEAST_MM2


@pytest.mark.parametrize("body", BODIES)
def test_a_broad_smile_shows_teeth(body):
    teeth, _ = front(body).seen_mm2(MOODS["amused"])
    assert teeth > LEAST_MM2


@pytest.mark.parametrize("body", BODIES)
def test_an_open_mouth_is_no_wall_of_teeth(body):
    """Most of what is seen in a wide /a/ is the dark behind them."""
    teeth, mouth = front(body).seen_mm2(sound("aa"))
    assert teeth < 0.6 * mouth


@pytest.mark.parametrize("body", BODIES)
def test_lower_teeth_go_with_the_jaw(body):
    """As a rigid body: no tooth is stretched when the mouth opens."""
    mine = front(body)
    jaw = mine.offsets[ARKIT.index("jawOpen")]
    tooth = np.unique(mine.tris[mine.is_tooth])
    down = -jaw[tooth, 2] > 0.002
    assert 0.3 < down.mean() < 0.7
    assert np.abs(jaw[tooth[~down]]).max() < 1e-4
