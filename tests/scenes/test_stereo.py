"""Both eyes see the same room in every way that it is drawn, each from its place."""

import logging
import re
from pathlib import Path

import numpy as np
import pytest
from panda3d.core import (
    Camera,
    CardMaker,
    NodePath,
    PerspectiveLens,
    TextNode,
)

from avatars.bodies import baked
from scenes import stereo_ways
from scenes.comfort import desktop_view
from scenes.lighting import LOOK_TAG, LOOKS, SHADERS, paint, shader_of
from scenes.room import load_room
from tests.scenes.two_eyes import MODES, Sitting, is_within_a_pixel, poses

gpu = pytest.mark.gpu

ROOT = Path(__file__).parents[2]
CANTED = (
    (-0.70, 0.40, 0.45, -0.50),
    (-0.40, 0.70, 0.45, -0.50),
)


@pytest.fixture(scope="module")
def room(studio):
    made = load_room("living_room")
    made.node.reparent_to(studio.scene)
    seat = made.sit(baked.create({"body": "maya"}).node)
    yield made
    seat.remove_node()
    made.node.remove_node()


@pytest.fixture
def sit(studio, room):
    made = []

    def sitting(mode, **more):
        one = Sitting(studio, mode, **more)
        one.eyes.set_background(room.background)
        made.append(one)
        return one

    yield sitting
    for one in made:
        one.close()


def across(room, **more):
    return poses(room.user_eye, room.user_look, **more)


def pictures(sit, room, mode, samples=None, **more):
    one = sit(mode, samples=samples)
    assert one.eyes.mode == mode
    one.eyes.place(*across(room, **more))
    seen = one.draw()
    one.close()
    return seen


VIEWS = {
    "ordinary": {},
    "canted": {"apart_m": 0.2, "canted_deg": 6.0, "tangents": CANTED},
}


@pytest.fixture(scope="module")
def references():
    return {}


@gpu
@pytest.mark.parametrize("view", list(VIEWS))
@pytest.mark.parametrize("mode", ["shared", "instanced", "multiview"])
def test_every_way_shows_what_two_cameras_show(sit, room, references, mode, view):
    """The partner and her gloss, too, for eyes that are apart and turned apart."""
    samples = 0 if mode == "multiview" else 4
    key = (view, samples)
    if key not in references:
        references[key] = pictures(sit, room, "two", samples, **VIEWS[view])
    for one, other in zip(
        pictures(sit, room, mode, **VIEWS[view]), references[key], strict=True
    ):
        assert is_within_a_pixel(one, other) > 0.9999
        assert (abs(one - other).max(2) > 8).mean() < 0.001, "and hardly any differ"


@gpu
@pytest.mark.parametrize("mode", ["shared", "instanced", "multiview"])
def test_every_way_hands_over_the_same_depths(sit, room, mode):
    """A headset's compositor moves the picture by them."""
    seen = []
    for way in ("two", mode):
        one = sit(way, samples=0 if mode == "multiview" else 4)
        one.eyes.place(*across(room))
        one.draw()
        seen.append(one.depths())
        one.close()
    assert np.ptp(seen[0]) > 0.01
    assert np.quantile(abs(seen[1] - seen[0]), 0.999) < 1e-5


@gpu
@pytest.mark.parametrize("mode", MODES)
def test_each_eye_holds_many_colours(sit, room, mode):
    for half in pictures(sit, room, mode):
        assert len(np.unique(half.reshape(-1, 3), axis=0)) > 2000
        assert 40 < half.mean() < 220


@gpu
@pytest.mark.parametrize("mode", ["two", "shared", "instanced"])
def test_samples_are_resolved_in_both_eyes(sit, room, mode):
    """Panda3D resolves within the last region; the left eye came out black."""
    for smooth, rough in zip(
        pictures(sit, room, mode, 4), pictures(sit, room, mode, 0), strict=True
    ):
        changed = abs(smooth - rough).max(2) > 6
        assert 0.005 < changed.mean() < 0.25, "edges, and only edges"


@gpu
def test_the_eyes_see_near_things_farther_apart_than_far_ones(sit, studio, room):
    one = sit("auto")
    one.eyes.place(*across(room))
    left, right = one.draw()
    assert abs(left - right).max(2).mean() > 1
    inner = one.eyes.cameras
    gap = inner[1].get_pos(studio.scene) - inner[0].get_pos(studio.scene)
    assert gap.length() == pytest.approx(0.063, abs=1e-5)


@gpu
def test_auto_takes_the_first_way_that_draws_rightly(sit, monkeypatch, caplog):
    assert sit("auto").eyes.mode == stereo_ways.ORDER[0]

    def refuse(*_):
        raise stereo_ways.WayUnavailable("a driver of a test")

    monkeypatch.setattr(stereo_ways.Instanced, "__init__", refuse)
    with caplog.at_level(logging.INFO, "scenes"):
        eyes = sit("auto", samples=4).eyes
    assert eyes.mode in ("multiview", "shared")
    assert "drawn instanced" in caplog.text


@gpu
def test_a_way_that_draws_wrongly_is_not_taken(sit, monkeypatch, caplog):
    """A driver without copies would leave the right eye in the dark."""
    monkeypatch.setattr(stereo_ways.Instanced, "copies", 1)
    with caplog.at_level(logging.INFO, "scenes"):
        eyes = sit("instanced").eyes
    assert eyes.mode != "instanced"
    assert "of a picture is right" in caplog.text


@gpu
def test_closed_eyes_leave_nothing_and_can_be_closed_again(studio, room):
    def there():
        nodes = len(studio.scene.find_all_matches("**"))
        return studio.engine.get_num_windows(), nodes

    before = there()
    one = Sitting(studio, "auto")
    one.close()
    one.eyes.close()
    assert there() == before


@gpu
def test_a_window_sees_nothing_of_what_lies_over_the_eyes(studio, sit, room):
    before = studio.draw(desktop_view(room))
    one = sit("auto")
    one.eyes.shade(1.0)
    one.eyes.set_mask(0, np.array([[-1, -1], [1, -1], [0, 1]], np.float32), [0, 1, 2])
    studio.buffer.set_active(True)
    assert abs(studio.draw(desktop_view(room)) - before).max() < 0.01


@gpu
@pytest.mark.parametrize("mode", MODES)
def test_what_is_drawn_beside_the_eyes_keeps_its_texture(studio, sit, room, mode):
    """Panda3D forgets a sampler round a callback; boards lost their text by it."""
    beside = NodePath("beside")
    text = TextNode("text")
    text.set_text("How are you?")
    written = beside.attach_new_node(text.generate())
    written.set_pos(-1, 4, 0)
    written.set_scale(0.4)
    camera = beside.attach_new_node(Camera("beside", PerspectiveLens()))
    maker = CardMaker("last")
    maker.set_frame(-0.1, 0.1, -0.1, 0.1)
    last = studio.scene.attach_new_node(maker.generate())
    last.set_pos(0, 1, 1.2)
    last.set_bin("fixed", 90)
    paint(last, "flat")
    region = studio.buffer.get_display_region(1)
    region.set_camera(camera)
    studio.buffer.set_sort(-60)

    def shown():
        studio.buffer.set_active(True)
        for _ in range(3):
            studio.engine.render_frame()
        raw = bytes(studio.texture.get_ram_image_as("RGB"))
        return np.frombuffer(raw, np.uint8).astype(int)

    try:
        before = shown()
        one = sit(mode)
        one.eyes.place(*across(room))
        one.eyes.set_active(True)
        assert abs(shown() - before).max() < 16
    finally:
        region.set_camera(studio.camera)
        studio.buffer.set_sort(0)
        last.remove_node()
    assert len(np.unique(before)) > 10, "there was some text"


def test_every_look_has_a_shader_in_every_way():
    for look in LOOKS:
        for mode in ("ONE", "TWO", "SHARED", "INSTANCED", "MULTIVIEW"):
            assert shader_of(look, mode)


def test_looks_that_ask_for_the_eye_are_told_it_by_two_cameras_too():
    """Those that do not are drawn by a plain camera's own shader there."""
    for look, (vertex, _, _) in LOOKS.items():
        asks = "eye_now()" in (SHADERS / vertex).read_text()
        assert asks == (look in stereo_ways.PER_EYE), look


def test_paint_leaves_what_a_headset_needs():
    node = NodePath("n")
    paint(node, "flat")
    assert node.get_tag(LOOK_TAG) == "flat"
    assert node.get_shader() == shader_of("flat")
    with pytest.raises(KeyError):
        paint(node, "marble")


def test_a_plain_camera_takes_no_variant():
    assert Camera("plain").get_tag_state_key() == ""


def test_nobody_sets_a_shader_that_a_headset_cannot_find():
    """All shaders go through `paint`; else both eyes would see one wide picture."""
    found = []
    for folder in ("scenes", "sim", "avatars"):
        for path in (ROOT / folder).rglob("*.py"):
            if re.search(r"\.set_?[sS]hader\(", path.read_text()):
                found.append(str(path.relative_to(ROOT)))
    assert sorted(found) == ["scenes/lighting.py", "scenes/stereo_ways.py"]
