"""The files of ``assets/bindings``: as the specification has it; one hand is enough."""

from __future__ import annotations

import shutil

import pytest

from assets import folder
from dialogue.strict import DataError
from sim.openxr import bindings
from sim.openxr.bindings import HANDS, USERS
from sim.viewing import INTENTS
from tests.openxr.profiles import REGISTRY

PROFILES = bindings.load()
OF_HANDS = [one for one in PROFILES if not one.eyes]
REACH = ("Point at", "Rest on")
"""How a way begins that goes by the strip which is always in reach."""


def name(profile):
    return profile.profile.rsplit("/", 1)[1]


def test_every_profile_that_was_promised_has_a_file():
    assert {one.profile for one in PROFILES} == set(REGISTRY)


@pytest.mark.parametrize("profile", PROFILES, ids=name)
def test_only_paths_of_the_specification_are_bound(profile):
    extension, known = REGISTRY[profile.profile]
    assert profile.extension == extension
    allowed = {
        f"{USERS[user]}/{path}"
        for user in USERS
        for where in ({"eyes"} if user == "eyes" else {"both", user})
        for path in known.get(where, "").split()
    }
    bound = [path for _, path in profile.all()]
    assert set(bound) <= allowed
    assert len(bound) == len(set(bound)), "one input does one thing"


@pytest.mark.parametrize("profile", OF_HANDS, ids=name)
@pytest.mark.parametrize("side", HANDS)
def test_one_hand_alone_chooses_pauses_and_leaves(profile, side):
    assert profile.paths("select", side)
    assert profile.paths("aim", side)
    for intent in ("pause", "leave"):
        if not profile.reaches(intent, side):
            assert profile.ways[intent].startswith(REACH), intent


def test_what_a_hand_has_no_button_for_is_reached_by_pointing_only_without_buttons():
    without = {name(one) for one in OF_HANDS if not one.reaches("pause", "left")}
    assert without == {"hand_interaction_ext"}


@pytest.mark.parametrize("profile", PROFILES, ids=name)
def test_everything_has_its_way_in_plain_words(profile):
    assert set(profile.ways) == set(INTENTS)
    for way in profile.ways.values():
        assert way.endswith(".")
        assert len(way.split()) <= 20


def test_nobody_leaves_by_one_touch_of_a_button():
    assert not any(one.paths("leave", side) for one in OF_HANDS for side in HANDS)


def test_the_eyes_are_bound_in_no_file_but_their_own():
    assert [name(one) for one in PROFILES if one.eyes] == ["eye_gaze_interaction"]


WRONG = {
    "an unknown action": ("[both]", "[both]\nslect = ['input/x/click']", "select"),
    "an unknown hand": ("[both]", "[bth]", "both"),
    "no profile": ("/interaction_profiles", "/profiles", "no path of a profile"),
    "a part that no switch has": (
        'pause = ["input/b/click"]',
        'pause = ["input/b/touch"]',
        "must end in click",
    ),
    "an output for a button": (
        'pause = ["input/b/click"]',
        'pause = ["output/haptic"]',
        "must be an input",
    ),
    "an input to tremble": ('["output/haptic"]', '["input/b/click"]', "an output"),
    "a way that is missing": ("leave = ", "# leave = ", "how does one leave"),
    "a word where a list should be": (
        'pause = ["input/b/click"]',
        'pause = "input/b/click"',
        "a list",
    ),
    "no TOML": ("[both]", "[both", "valve_index.toml"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_file_is_refused_with_its_name_and_what_is_allowed(tmp_path, case):
    old, new, said = WRONG[case]
    text = (folder("bindings") / "valve_index.toml").read_text()
    assert old in text
    (tmp_path / "valve_index.toml").write_text(text.replace(old, new, 1))
    with pytest.raises(DataError, match=r"valve_index\.toml") as refused:
        bindings.load(tmp_path)
    assert said in str(refused.value)


def test_one_profile_has_one_file(tmp_path):
    for copy in ("one.toml", "two.toml"):
        shutil.copy(folder("bindings") / "htc_vive.toml", tmp_path / copy)
    with pytest.raises(DataError, match="two files"):
        bindings.load(tmp_path)


def test_the_extensions_are_those_of_the_files():
    assert bindings.extensions(PROFILES) == (
        "XR_BD_controller_interaction",
        "XR_EXT_eye_gaze_interaction",
        "XR_EXT_hand_interaction",
    )
