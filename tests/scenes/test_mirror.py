"""A mirror shows each eye what stands before it, where geometry says, and no more."""

import dataclasses
import math

import numpy as np
import pytest
from panda3d.core import (
    Camera,
    CardMaker,
    NodePath,
    PerspectiveLens,
    Point2,
    Point3,
)

from assets.cards import CardError, card
from avatars.bodies import baked
from avatars.performance import JOINT_INDEX, Pose
from scenes.comfort import View, frame
from scenes.mirror import (
    EYE_BITS,
    FADE_S,
    MIRROR_BIT,
    Glass,
    Mirror,
    glass_of,
    only_in_mirrors,
)
from scenes.room import Room, load_room

gpu = pytest.mark.gpu

GLASS = Glass((0.1, 1.4, 1.05), 1.0, 1.9, 0.0)
TURNED = Glass((0.4, 1.2, 1.1), 1.2, 1.6, -25.0)
APART_M = 0.063
EYES = [(0.0, 0.0, 1.2), (-0.35, 0.3, 1.5), (0.5, -0.6, 0.9), (0.1, 1.05, 1.3)]
POINTS = [(0.0, 0.35, 1.15), (-0.4, -0.2, 0.7), (0.45, 0.5, 1.4), (0.1, -1.2, 1.0)]


def bare_room(studio):
    node = studio.scene.attach_new_node("bare")
    about = card("rooms", "changing_room")
    return Room(about, node, {}, (0, 0, 1.2), (0, 1, 1.2), (0.2, 0.2, 0.2))


def aimed(studio, mirror, view, other=None):
    width, height = studio.size
    frame(studio.camera, studio.lens, view, width / height)
    if other is not None:
        frame(other, other.node().get_lens(), view, width / height)
        other.set_x(other, -APART_M)
    mirror.frame(0.0)
    return studio.draw(view)


def mark(room, at, colour=(1, 0, 1, 1), half=0.012):
    """A small square on a plane that all eyes and glasses here see enough of."""
    maker = CardMaker("mark")
    maker.set_frame(-half, half, -half, half)
    node = room.node.attach_new_node(maker.generate())
    node.set_pos(*at)
    node.set_two_sided(True)
    node.set_color(*colour)
    only_in_mirrors(node)
    return node


def mirrored(glass, at):
    """The point's image by plain geometry: the same distance behind the plane."""
    turn = math.radians(glass.heading_deg)
    normal = np.array([math.sin(turn), -math.cos(turn), 0.0])
    at, middle = np.array(at), np.array(glass.middle)
    return at - 2 * ((at - middle) @ normal) * normal


def pixel(studio, at):
    """Column and row where the camera sees a place; None outside the picture."""
    here = studio.camera.get_relative_point(studio.scene, Point3(*at))
    film = Point2()
    if not studio.lens.project(here, film):
        return None
    width, height = studio.size
    return (film.x + 1) / 2 * width - 0.5, (1 - film.y) / 2 * height - 0.5


def found(picture, channel=(0, 2)):
    """Middle of what is magenta, weighted by how much it is; None where nothing is."""
    amount = picture[..., channel[0]] - picture[..., 1]
    amount = np.where(amount > 0.15, amount, 0.0)
    if amount.sum() < 2:
        return None
    rows, columns = np.mgrid[: amount.shape[0], : amount.shape[1]]
    return tuple((amount * axis).sum() / amount.sum() for axis in (columns, rows))


@gpu
@pytest.mark.parametrize("is_right", [False, True], ids=["left", "right"])
@pytest.mark.parametrize("glass", [GLASS, TURNED], ids=["straight", "turned"])
def test_each_eye_sees_a_point_where_geometry_puts_its_image(studio, glass, is_right):
    """Within a pixel of 640 x 360, for every eye and point that the glass joins."""
    room = bare_room(studio)
    other = studio.scene.attach_new_node(Camera("other", PerspectiveLens()))
    eyes = [other, studio.camera] if is_right else [studio.camera, other]
    mirror = Mirror(room, glass, studio.buffer, eyes)
    mirror.uncover()
    mirror.settle()
    seen, worst = 0, 0.0
    for eye in EYES:
        for point in POINTS:
            image = mirrored(glass, point)
            node = mark(room, point, half=0.004 * (np.linalg.norm(image - eye) + 0.5))
            view = View(eye, tuple((np.array(glass.middle) + image) / 2), 62.0)
            spot = found(aimed(studio, mirror, view, other))
            wanted = pixel(studio, image)
            node.remove_node()
            if not is_in_glass(glass, eye, image):
                continue
            assert spot is not None, f"{point} from {eye}: not in the mirror"
            gap = math.dist(spot, wanted)
            seen, worst = seen + 1, max(worst, gap)
            assert gap < 1.0, f"{point} from {eye}: {spot}, not {wanted}"
    mirror.remove()
    other.remove_node()
    room.node.remove_node()
    assert seen >= 8, "enough of the pairs meet in the glass"


def is_in_glass(glass, eye, image, inside_m=0.05):
    """Whether the line from the eye to the image goes well through the glass."""
    turn = math.radians(glass.heading_deg)
    normal = np.array([math.sin(turn), -math.cos(turn), 0.0])
    across = np.array([math.cos(turn), math.sin(turn), 0.0])
    eye, image, middle = map(np.array, (eye, image, glass.middle))
    share = ((middle - eye) @ normal) / ((image - eye) @ normal)
    at = eye + share * (image - eye) - middle
    in_width = abs(at @ across) < glass.width / 2 - inside_m
    return 0 < share < 1 and in_width and abs(at[2]) < glass.height / 2 - inside_m


@gpu
def test_nothing_behind_the_glass_shows_in_it(studio):
    room = bare_room(studio)
    mirror = Mirror(room, GLASS, studio.buffer, [studio.camera])
    mirror.uncover()
    mirror.settle()
    view = View((0.0, 0.0, 1.2), (0.1, 1.4, 1.0), 60)
    behind = mark(room, (0.1, 1.43, 1.05), half=3.0)
    hidden = found(aimed(studio, mirror, view))
    behind.set_y(1.37)
    shown = found(aimed(studio, mirror, view))
    mirror.remove()
    room.node.remove_node()
    assert hidden is None, "3 cm behind the plane"
    assert shown is not None, "3 cm before it"


@gpu
def test_the_two_eyes_see_different_pictures(studio):
    room = bare_room(studio)
    other = studio.scene.attach_new_node(Camera("other", PerspectiveLens()))
    mark(room, (0.0, 0.9, 1.2), half=0.02)
    spots = []
    for eyes in ([studio.camera, other], [other, studio.camera]):
        mirror = Mirror(room, GLASS, studio.buffer, eyes)
        mirror.uncover()
        mirror.settle()
        side = -1 if eyes[0] is studio.camera else 1
        view = View((side * APART_M / 2, 0, 1.2), (side * APART_M / 2, 1.4, 1.2), 40)
        spots.append(found(aimed(studio, mirror, view, other)))
        mirror.remove()
    other.remove_node()
    room.node.remove_node()
    shift = spots[0][0] - spots[1][0]
    focal = studio.size[1] / 2 / math.tan(math.radians(20))
    assert shift == pytest.approx(APART_M * focal / 1.9, abs=1.0)


@pytest.fixture(scope="module")
def changing(studio):
    made = load_room("changing_room")
    made.node.reparent_to(studio.scene)
    made.node.hide()
    yield made
    made.node.remove_node()


@pytest.fixture
def place(studio, changing):
    """The changing room with somebody in it whom only the mirror sees."""
    changing.node.show()
    body = baked.create({"body": "maya"})
    seat = changing.sit(body.node, "own")
    only_in_mirrors(body.node)
    glass = glass_of(changing.about)
    mirror = Mirror(changing, glass, studio.buffer, [studio.camera])
    eye = body.eyes_in_world()
    view = View((eye.x, eye.y, eye.z), (0.0, glass.middle[1], 0.97), 38)
    yield mirror, body, view
    mirror.remove()
    seat.remove_node()
    changing.node.hide()


@gpu
def test_it_is_covered_until_somebody_uncovers_it(studio, place):
    mirror, body, view = place
    with_body = aimed(studio, mirror, view)
    assert mirror.is_covered
    body.node.hide()
    without = aimed(studio, mirror, view)
    assert abs(with_body - without).max() < 0.02, "the curtain hides all of it"
    body.node.show()
    mirror.uncover()
    mirror.settle()
    shown = aimed(studio, mirror, view)
    body.node.hide()
    empty = aimed(studio, mirror, view)
    changed = abs(shown - empty).max(2) > 0.06
    rows, columns = np.nonzero(changed)
    height, width = changed.shape
    assert 0.05 < changed.mean() < 0.35
    assert 0.45 * width < np.median(columns) < 0.55 * width
    assert rows.min() > 0.02 * height, "room above the head"


@gpu
def test_the_room_in_the_mirror_is_lit_and_neither_black_nor_blown_out(studio, place):
    mirror, _, view = place
    mirror.uncover()
    mirror.settle()
    picture = aimed(studio, mirror, view)
    height, width = picture.shape[:2]
    glass = picture[: int(height * 0.9), int(width * 0.25) : int(width * 0.75)]
    colours = np.unique((glass * 32).astype(int).reshape(-1, 3), axis=0)
    assert len(colours) > 150
    assert 0.2 < glass.mean() < 0.8
    assert (glass.min(2) > 0.985).mean() < 0.02
    assert (glass.max(2) < 0.02).mean() < 0.02


@gpu
def test_a_left_hand_is_raised_on_the_left_side(studio, place):
    mirror, body, view = place
    mirror.uncover()
    mirror.settle()
    before = aimed(studio, mirror, view)
    pose = Pose()
    pose.joints[JOINT_INDEX["forearm_left"]] = (0, 55, 0)
    body.apply(pose)
    changed = abs(aimed(studio, mirror, view) - before).max(2) > 0.08
    body.apply(Pose())
    _, columns = np.nonzero(changed)
    assert changed.sum() > 300
    assert np.median(columns) < changed.shape[1] / 2


@gpu
def test_the_curtain_fades_both_ways_and_is_never_cut(studio, place):
    mirror, _, _ = place
    for act, shares in ((mirror.uncover, (1.0, 0.0)), (mirror.cover, (0.0, 1.0))):
        act()
        mirror.frame(10.0)
        steps = []
        for k in range(1, 12):
            mirror.frame(10.0 + k * FADE_S / 10)
            steps.append(mirror.share)
        mirror.frame(10.0)
        assert steps[-1] == shares[1]
        gaps = np.abs(np.diff([shares[0], *steps]))
        assert gaps.max() == pytest.approx(0.1, abs=0.02)


@gpu
def test_a_covered_mirror_draws_nothing_and_a_removed_one_leaves_no_trace(
    studio, place
):
    mirror, _, view = place
    aimed(studio, mirror, view)
    assert not mirror._eyes[0].buffer.is_active()
    mirror.uncover()
    mirror.settle()
    aimed(studio, mirror, view)
    assert mirror._eyes[0].buffer.is_active()
    away = View(view.eye, (0.0, -5.0, 1.0), 38)
    aimed(studio, mirror, away)
    assert not mirror._eyes[0].buffer.is_active(), "it is behind one's back"
    room = bare_room(studio)
    before = studio.engine.get_num_windows()
    other = studio.scene.attach_new_node(Camera("other", PerspectiveLens()))
    mask = other.node().get_camera_mask()
    second = Mirror(room, GLASS, studio.buffer, [other])
    assert other.node().get_camera_mask() == EYE_BITS[0]
    second.remove()
    assert other.node().get_camera_mask() == mask
    assert studio.engine.get_num_windows() == before
    other.remove_node()
    room.node.remove_node()


def test_the_eyes_and_the_mirror_share_no_bit():
    assert (EYE_BITS[0] & EYE_BITS[1]).is_zero()
    assert ((EYE_BITS[0] | EYE_BITS[1]) & MIRROR_BIT).is_zero()
    node = NodePath("face")
    only_in_mirrors(node)
    assert node.is_hidden(EYE_BITS[0])
    assert node.is_hidden(EYE_BITS[1])
    assert not node.is_hidden(MIRROR_BIT)


def test_a_room_without_a_mirror_has_none():
    assert glass_of(card("rooms", "living_room")) is None


@pytest.mark.parametrize(
    "table",
    [
        7,
        {"middle": [0, 1, 1], "size": [1, 2]},
        {"middle": [0, 1], "size": [1, 2], "heading_deg": 0},
        {"middle": [0, 1, float("nan")], "size": [1, 2], "heading_deg": 0},
        {"middle": [0, 1, 1], "size": [0, 2], "heading_deg": 0},
        {"middle": [0, 1, 1], "size": [1, 200], "heading_deg": 0},
        {"middle": [0, 1, 1e9], "size": [1, 2], "heading_deg": 0},
        {"middle": [0, 1, 1], "size": [1, 2], "heading_deg": "left"},
    ],
)
def test_a_card_with_an_impossible_mirror_is_refused(table):
    about = card("rooms", "changing_room")
    wrong = dataclasses.replace(about, fields={**about.fields, "mirror": table})
    with pytest.raises(CardError, match=r"\[mirror\]"):
        glass_of(wrong)
