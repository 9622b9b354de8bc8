"""A headset that comes and goes in the middle of a rehearsal: not a word is lost."""

from __future__ import annotations

import pytest

from tests.openxr.interrupted_play import LINES

pytestmark = [pytest.mark.monado, pytest.mark.model]

FEW = 200
"""Colours of a window that says one line; the room has many more."""


@pytest.fixture(scope="module")
def seen(in_headset):
    return in_headset("interrupted_play", timeout_s=400)


def test_while_it_is_worn_the_window_only_says_where_the_room_is(seen):
    for when in ("talking", "on", "back"):
        assert seen[when]["worn"], when
        assert not seen[when]["in_window"], when
        assert 1 < seen[when]["colours"] < FEW, when


@pytest.mark.parametrize("when", ["off", "killed", "still"])
def test_taken_off_or_lost_the_talk_waits_and_the_room_is_in_the_window(seen, when):
    assert not seen[when]["worn"]
    assert seen[when]["phase"] == "paused"
    assert seen[when]["in_window"]
    assert seen[when]["colours"] > FEW
    assert seen[when]["labels"][0] == "Go on"


@pytest.mark.parametrize("when", ["on", "back"])
def test_put_on_again_it_waits_until_the_user_goes_on(seen, when):
    assert seen[when]["phase"] == "paused"
    assert seen[when]["labels"][0] == "Go on"
    told = " ".join(seen[when]["words"].split())
    assert "Nothing was lost" in told, "the panel that is up says why"


def test_all_that_was_said_is_there_once_and_answered(seen):
    said = [one["text"] for one in seen["log"] if one["event"] == "utterance"]
    assert said == list(LINES)
    assert len(seen["lines"]) == 1 + len(LINES)
    replies = [one for one in seen["log"] if one["event"] == "reply"]
    assert len(replies) == 1 + len(LINES)


def test_leaving_by_a_button_that_is_kept_pressed_ends_it(seen):
    assert seen["left"] == "closed"
    assert seen["status"] == 0
