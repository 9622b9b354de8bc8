"""With sentence embeddings the partner hears what was said in other words."""

from __future__ import annotations

import statistics
import time
import warnings

import pytest

from dialogue.messages import LineScore
from dialogue.partner.engine import Partner
from dialogue.scenario import Scenario
from tests.partner.marks import mark
from tests.partner.players import BLUNT, SKILLED, play

pytestmark = [
    pytest.mark.model,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::FutureWarning"),
]


@pytest.fixture(scope="module")
def heard_by_meaning(scenario: Scenario) -> Partner:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from dialogue.models._embedding import EmbeddingUnavailable, create

        try:
            return Partner(scenario, create({}), seed=3)
        except EmbeddingUnavailable as error:
            pytest.skip(str(error))


@pytest.mark.parametrize(
    ("line", "about"),
    [
        ("Am I still pretty in your eyes?", ("attracted", "feels_unwanted")),
        ("Have you got another woman or man on the side?", ("c_someone_else",)),
        (
            "I'm starting to think I'm repulsive to you.",
            ("feels_unwanted", "is_it_me"),
        ),
        ("We've turned into housemates, haven't we?", ("its_hurting_us",)),
        ("Would you consider going to a marriage counselor?", ("see_someone",)),
        ("How come you always wait until I've dozed off?", ("comes_late",)),
        ("Is the stress at your school getting to you?", ("work",)),
        ("I only want to lie in your arms, nothing more.", ("no_pressure", "touch_no")),
        ("What frightens you most in all this?", ("afraid",)),
        ("I long for you. It's been ages.", ("misses_sex", "last_time")),
    ],
)
def test_other_words_are_heard_as_meant(
    heard_by_meaning: Partner, line: str, about: tuple[str, ...]
) -> None:
    memory = heard_by_meaning.open().memory
    turn = heard_by_meaning.reply(memory, line, LineScore({}))
    ids = " ".join(segment.line_id for segment in turn.segments)
    assert any(subject in ids for subject in about), f"{ids}: {turn.text}"


def test_the_same_line_is_heard_the_same_twice(heard_by_meaning: Partner) -> None:
    one = play(heard_by_meaning, SKILLED)
    assert play(heard_by_meaning, SKILLED) == one


def test_choosing_words_is_quick_once_lines_are_embedded(
    heard_by_meaning: Partner,
) -> None:
    play(heard_by_meaning, BLUNT)  # embeds the lines
    took = []
    turn = heard_by_meaning.open()
    for line in BLUNT:
        begin = time.perf_counter()
        turn = heard_by_meaning.reply(turn.memory, line, mark(line))
        took.append(time.perf_counter() - begin)
        if turn.ending:
            break
    # 40 ms is the aim on an idle core; the bound leaves room for a busy machine.
    assert statistics.median(took) < 0.12
