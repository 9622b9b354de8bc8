"""How the user's own body looks, how it is remembered, and what it does."""

import dataclasses
import tomllib
from types import SimpleNamespace

import numpy as np
import pytest
from panda3d.core import NodePath, Texture

from assets.arrays import read
from assets.cards import card, cards
from avatars.bodies import _dye, baked
from avatars.director import Director
from avatars.gaze import EYE_YAW_LIMIT_DEG
from avatars.performance import ARKIT_INDEX, JOINT_INDEX, Pose
from dialogue.messages import Levels
from sim.comfort.moving import OUT_S
from sim.config import Config, ConfigError, Settings
from sim.fading import Fade
from sim.own_body import Head, turned_head
from sim.own_look import (
    CLOTHS,
    HAIRS,
    LEAST_SCALE,
    MOST_SCALE,
    NOBODY,
    SKINS,
    Look,
    Own,
    keep,
    look_of,
)
from sim.own_place import OwnPlace

FULL = Look("samuel", 5, "grey", "blue", "black", 176, "standing")


def test_a_look_survives_its_own_words():
    assert look_of(FULL.body, FULL.words) == FULL
    assert look_of("", "") == Look()
    assert look_of(NOBODY, "").is_somebody is False


def test_every_colour_can_be_named():
    for hair in HAIRS:
        assert look_of("maya", f"hair={hair}").colours["hair"] == HAIRS[hair]
    for cloth in CLOTHS:
        words = f"top={cloth}; trousers = {cloth.upper()}"
        assert set(look_of("ines", words).colours) == {"top", "trousers"}
    for number in range(1, len(SKINS) + 1):
        assert look_of("", f"skin={number}").colours["skin"] == SKINS[number - 1]


@pytest.mark.parametrize(
    ("body", "words", "said"),
    [
        ("mya", "", "Did you mean 'maya'"),
        ("", "hat=red", "is not one of"),
        ("", "skin=7", "allowed is 1 to 6"),
        ("", "skin=-1", "allowed is 1 to 6"),
        ("", "skin=²", "allowed is 1 to 6"),
        ("", "height=20", "allowed is 140 to 205"),
        ("", "height=tall", "allowed is 140 to 205"),
        ("", "hair=blu", "is not one of"),
        ("", "stance=lying", "seated, standing"),
        ("", "weight=60", "is not one of"),
        ("", "skin", "allowed is 1 to 6"),
    ],
)
def test_a_wrong_look_says_what_is_allowed(body, words, said):
    with pytest.raises(ConfigError, match=said):
        look_of(body, words)


@pytest.mark.parametrize("body", [item.id for item in cards("bodies")])
def test_a_height_is_met_as_near_as_the_body_goes(body):
    natural = round(Look(body).natural_cm)
    assert Look(body).scale == 1.0
    assert Look(body, height=natural + 3).scale == pytest.approx(
        1.0 + 3 / natural, 0.01
    )
    assert Look(body, height=140).scale >= LEAST_SCALE
    assert Look(body, height=205).scale <= MOST_SCALE


def test_the_look_is_remembered_beside_what_stands_in_the_file(home):
    home.mkdir()
    path = home / "config.toml"
    path.write_text('captions = false\nlook = "skin=1"\n# mine\nsteepest = 2\n')
    assert keep(home, FULL) == ""
    table = tomllib.loads(path.read_text())
    assert table == {
        "captions": False,
        "steepest": 2,
        "body": "samuel",
        "look": FULL.words,
    }
    assert "# mine" in path.read_text()
    assert path.stat().st_mode & 0o077 == 0
    settings = Config.load({}, {}, home).settings
    assert Own.of(settings, home).look == FULL
    assert Own.of(settings, home).is_chosen


def test_the_first_look_makes_the_file(home):
    assert keep(home, Look("ines")) == ""
    settings = Config.load({}, {}, home).settings
    assert Own.of(settings, None).look == Look("ines")


@pytest.mark.parametrize("text", ["captions = ", 'set = """\nlook = 3\n"""\n', "\xff"])
def test_a_file_that_is_not_understood_is_left_as_it_is(home, text):
    home.mkdir()
    path = home / "config.toml"
    path.write_bytes(text.encode("latin-1"))
    assert str(path) in keep(home, FULL)
    assert path.read_bytes() == text.encode("latin-1")


def test_a_link_is_not_written_through(home, tmp_path):
    home.mkdir()
    other = tmp_path / "other.toml"
    other.write_text("")
    (home / "config.toml").symlink_to(other)
    assert "link" in keep(home, FULL)
    assert other.read_text() == ""


def test_nothing_is_kept_where_nothing_is_to_be_kept(home):
    own = Own.of(Settings(), None)
    assert not own.is_chosen
    own.take(FULL)
    assert own.look == FULL
    assert own.is_chosen
    assert not home.exists()


def test_the_eyes_stay_on_what_they_see_when_the_head_turns():
    pose, out = Pose(), Pose()
    turned_head(pose, Head(yaw=12.0, pitch=5.0), out)
    joints = out.joints[[JOINT_INDEX["neck"], JOINT_INDEX["head"]]].sum(0)
    assert joints[0] + out.eyes[0, 0] == pytest.approx(0.0, abs=1e-4)
    assert -joints[1] + out.eyes[0, 1] == pytest.approx(0.0, abs=1e-4)
    turned_head(pose, Head(yaw=40.0), out)
    assert abs(out.eyes).max() <= EYE_YAW_LIMIT_DEG
    assert not pose.joints.any(), "the pose it was made from stays"


def test_in_a_minute_before_the_mirror_one_blinks_and_breathes_and_says_nothing():
    director, out = Director(seed=3), Pose()
    director.set_gaze_share(1.0)
    director.set_mood("calm", Levels(), 0.0)
    director.user_eye_in_seat(0.0, 0.0, 2.6)
    lids, chest, mouth, yaw = [], [], [], []
    for k in range(60 * 30):
        pose = turned_head(director.update(k / 30), Head(), out)
        lids.append(pose.shapes[ARKIT_INDEX["eyeBlinkLeft"]])
        mouth.append(pose.shapes[ARKIT_INDEX["jawOpen"]])
        chest.append(float(pose.joints[JOINT_INDEX["chest"], 1]))
        yaw.append(float(pose.joints[JOINT_INDEX["head"], 0]))
    closed = np.array(lids) > 0.7
    assert 6 <= (np.diff(closed.astype(int)) == 1).sum() <= 30
    assert np.ptp(chest) > 0.3
    assert max(mouth) < 0.12
    assert np.abs(yaw).max() < 6.0, "it is one's own head: it does not turn by itself"


@pytest.mark.parametrize("name", [item.id for item in cards("bodies")])
def test_a_standing_body_has_its_feet_on_the_floor_and_its_head_up(name):
    body = baked.create({"body": name, "stance": "standing"})
    tall = float(card("bodies", name).fields["height_m"])
    eyes = body.eyes_in_world()
    assert 0.90 * tall < eyes.z < 0.97 * tall
    assert abs(eyes.x) < 0.01
    rest = body._skeleton.rest
    feet = [rest.places[rest.names.index(f"foot.{side}")][2] for side in "LR"]
    assert 0.04 < min(feet) <= max(feet) < 0.14
    left, right = (rest.places[rest.names.index(f"wrist.{s}")] for s in "LR")
    assert np.allclose(left * [-1, 1, 1], right, atol=0.01)
    assert 0.35 * tall < left[2] < 0.55 * tall, "hands hang beside the thighs"
    for turn in rest.rotations:
        assert np.allclose(turn @ turn.T, np.eye(3), atol=1e-4)


def test_a_seated_body_is_as_it_was_baked():
    arrays = read(card("bodies", "maya").data)
    body = baked.create({"body": "maya"})
    assert np.array_equal(body._skeleton.rest.places, arrays["rest.places"])


def test_a_stance_that_is_none_is_refused():
    with pytest.raises(ValueError, match="allowed: seated, standing"):
        baked.create({"stance": "lying"})


def test_a_dye_turns_the_mean_colour_into_the_wanted_one():
    image = Texture("cloth")
    image.setup_2d_texture(2, 1, Texture.T_unsigned_byte, Texture.F_rgb)
    image.set_ram_image_as(bytes([120, 60, 200, 80, 90, 200]), "RGB")
    share = _dye.factor(image, (0.5, 0.4, 0.3))
    means = [
        np.mean([(one / 255) ** 2.2 for one in pair])
        for pair in ((120, 80), (60, 90), (200, 200))
    ]
    shown = [(s * m) ** (1 / 2.2) for s, m in zip(share, means, strict=True)]
    assert shown == pytest.approx([0.5, 0.4, 0.3], abs=0.01)


def test_a_body_takes_colours_on_and_off_again():
    body = baked.create({"body": "maya"})

    def dyes():
        parts = {p.get_name(): p for p in body.node.find_all_matches("**/=material")}
        names = ("face", "hands", "top", "trousers")
        # the vector belongs to the input, which must live as long
        inputs = {name: parts[name].get_shader_input("dye") for name in names}
        return {name: tuple(one.get_vector()) for name, one in inputs.items()}

    body.wear({"skin": SKINS[5], "top": CLOTHS["blue"]})
    worn = dyes()
    assert worn["face"] == worn["hands"], "one skin"
    assert worn["face"][0] < 0.5
    assert worn["trousers"][:3] == (1.0, 1.0, 1.0)
    body.wear({})
    assert all(dye[:3] == (1.0, 1.0, 1.0) for dye in dyes().values())


class Plain:
    """As much of a window as a fade needs."""

    def __init__(self):
        self.render2d = NodePath("render2d")
        self.cam, self.win = NodePath("cam"), None


def test_a_fade_hides_the_change_and_never_jumps():
    fade, done, shares = Fade(Plain()), [], []
    fade.frame(5.0)
    fade.through(lambda: done.append(fade.share))
    for k in range(1, 40):
        fade.frame(5.0 + k * OUT_S / 12)
        shares.append(fade.share)
    assert done == [1.0], "only where nothing is seen, and once"
    assert shares[-1] == 0.0
    assert np.abs(np.diff([0.0, *shares])).max() <= 1 / 12 + 1e-6


def test_a_slow_frame_does_not_swallow_a_fade():
    fade, done = Fade(Plain()), []
    fade.frame(5.0)
    fade.through(lambda: done.append(1))
    fade.frame(9.0)
    assert 0.0 < fade.share < 1.0
    assert not done


def test_the_last_of_two_changes_counts():
    fade, done = Fade(Plain()), []
    fade.frame(0.0)
    fade.through(lambda: done.append("one"))
    fade.frame(0.1)
    fade.through(lambda: done.append("two"))
    for k in range(2, 30):
        fade.frame(k / 10)
    assert done == ["two"]
    fade.through(lambda: done.append("three"))
    fade.finish()
    fade.frame(9.0)
    assert done == ["two"]
    assert not fade.is_on


def test_no_field_of_a_look_is_about_weight_or_shape():
    names = {item.name for item in dataclasses.fields(Look)}
    assert names == {"body", "skin", "hair", "top", "trousers", "height", "stance"}


@pytest.mark.parametrize(
    ("is_worn", "label"),
    [(False, "Uncover the mirror (F9)"), (True, "Uncover the mirror")],
)
def test_a_key_is_named_only_where_there_are_keys(is_worn, label):
    place = OwnPlace.__new__(OwnPlace)
    place._sight, place._mirror = SimpleNamespace(is_worn=is_worn), None
    assert place.cover_label == label
