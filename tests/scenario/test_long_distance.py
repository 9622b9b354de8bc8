"""What the scenario long_distance must hold: what is off camera stays off for both."""

from __future__ import annotations

import pytest

from dialogue.messages import LineScore
from tests.scenario.scripted import names, partner, played, scenario, subjects

ID = "long_distance"
SEEDS = (1, 2, 3)
NOTHING = LineScore({})


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", names(ID))
def test_nobody_gets_the_camera_a_recording_or_others(name: str, seed: int) -> None:
    agreed = set(played(ID, name, seed)[-1].memory.agreed)
    assert not {"on_camera", "record", "others"} & agreed


def test_these_have_no_answer_but_no() -> None:
    for name in ("on_camera", "record", "others"):
        item = scenario(ID).requests_by_id[name]
        assert not (item.yes or item.yes_but or item.not_now)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_limit_of_the_users_own_is_taken_whatever_the_wording(seed: int) -> None:
    for text in (
        "I don't want to undress on camera.",
        "please don't record me",
        "No pictures please.",
        "I don't like phone sex.",
        "i feel watched on camera",
    ):
        who = partner(ID, seed)
        turn = who.reply(who.open().memory, text, NOTHING)
        about = set(subjects(turn, scenario(ID)))
        assert about & {"my_limit", "camera_why"}, (text, turn.text)


@pytest.mark.parametrize("seed", SEEDS)
def test_something_on_camera_as_a_favour_is_declined(seed: int) -> None:
    for text in (
        "I could do something on camera if you want.",
        "I'll do it on camera for you.",
        "I could undress for you if you miss it.",
    ):
        who = partner(ID, seed)
        turn = who.reply(who.open().memory, text, NOTHING)
        about = set(subjects(turn, scenario(ID)))
        assert about & {"camera_favour", "on_camera"}, (text, turn.text)


def test_being_told_that_the_place_is_kept_is_answered() -> None:
    for text in (
        "Your jacket is still on the hook.",
        "You're not a guest.",
        "I'll keep a drawer for you.",
    ):
        who = partner(ID, 1)
        turn = who.reply(who.open().memory, text, NOTHING)
        assert "still_yours" in subjects(turn, scenario(ID)), (text, turn.text)
