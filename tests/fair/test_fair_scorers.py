import pytest

from assets.build.scorer_lines import read
from benchmarks.fair_scorers import compared, evenly, moved
from benchmarks.invariance import KINDS, swapped
from benchmarks.variation import SAID, after
from dialogue import dropins
from dialogue.messages import LineScore

LINES = [(r["partner_line"], r["user_line"]) for r in read().records][::90]


@pytest.fixture(scope="module")
def scorer():
    return dropins.create("dialogue.scorers", "tfidf")


def test_who_the_words_are_about_does_not_turn_a_skill(scorer):
    for kind in ("names", *KINDS):
        pairs = [
            (pair, (swapped(pair[0], kind), swapped(pair[1], kind))) for pair in LINES
        ]
        row = moved(scorer, pairs)
        assert row["lines that turn"] == 0, kind
        assert row["mean"] < 0.001, kind


@pytest.mark.parametrize("kind", SAID)
def test_who_says_it_seldom_turns_a_skill(scorer, kind):
    first, *others = SAID[kind].values()
    for other in others:
        pairs = [((p, after(u, first)), (p, after(u, other))) for p, u in LINES]
        row = moved(scorer, pairs)
        assert row["lines that turn"] <= 0.05, (kind, other)
        assert row["mean"] < 0.04, (kind, other)


def test_a_reading_lies_nowhere_from_itself(scorer):
    scores = scorer.score_many(LINES[:5])
    row = compared(scores, scores)
    assert (row["pairs"], row["mean"], row["max"], row["lines that turn"]) == (
        5,
        0,
        0,
        0,
    )


def test_a_skill_that_turns_is_counted(scorer):
    kind, harsh = scorer.score_many(
        [("What is it?", "I feel lonely."), ("What is it?", "You never listen, idiot.")]
    )
    assert isinstance(kind, LineScore)
    assert compared([kind], [harsh])["lines that turn"] == 1


def test_lines_are_taken_from_all_of_them_alike():
    assert evenly(range(10), 5) == [0, 2, 4, 6, 8]
    assert evenly(range(3), 5) == [0, 1, 2]
