import json
from collections import Counter

import pytest

import assets
from assets.build import scorer_ratings
from dialogue.skills import SKILL_IDS

FOLDER = assets.folder("rubrics")


@pytest.fixture(scope="module")
def records():
    return [
        json.loads(row)
        for row in (FOLDER / "lines.jsonl").read_text("utf-8").splitlines()
    ]


def test_there_are_a_thousand_lines_and_no_pair_twice(records):
    assert len(records) >= 1000
    pairs = {(r["partner_line"], r["user_line"]) for r in records}
    assert len(pairs) == len(records) == len({r["id"] for r in records})


def test_every_skill_has_at_least_forty_five_lines_by_the_first_rating(records):
    counts = Counter(skill for r in records for skill in r["rating_1"])
    assert {skill: counts[skill] for skill in SKILL_IDS if counts[skill] < 45} == {}


def test_evidence_quotes_the_line(records):
    for record in records:
        assert set(record["evidence"]) <= set(SKILL_IDS)
        for quotes in record["evidence"].values():
            assert all(quote and quote in record["user_line"] for quote in quotes)


def test_present_skills_follow_the_stated_rule(records):
    for record in records:
        first, second = set(record["rating_1"]), record["rating_2"]
        if second is None:
            assert set(record["skills"]) <= first
            assert {"request", "closed_question"} - set(record["skills"])
        else:
            assert set(record["skills"]) == first & set(second)
            assert set(record["disputed"]) <= first ^ set(second)
            assert not set(record["disputed"]) & set(record["skills"])


def test_everything_that_ships_for_scoring_is_small():
    names = ("heads.npz", "heads.json", "cues.toml", "skills.toml")
    assert sum((FOLDER / name).stat().st_size for name in names) < 4_000_000


def test_agreement_is_one_between_equal_ratings_and_near_nought_by_chance():
    equal = [{"rating_1": [s], "rating_2": [s]} for s in SKILL_IDS]
    assert all(v["kappa"] == 1 for v in scorer_ratings.agreement(equal).values())
    crossed = [
        {"rating_1": ["need"] * (a > 0), "rating_2": ["need"] * (b > 0)}
        for a in range(2)
        for b in range(2)
    ]
    assert scorer_ratings.agreement(crossed)["need"]["kappa"] == 0


def test_a_rating_of_an_unknown_skill_is_refused_by_line(tmp_path):
    path = tmp_path / "r.jsonl"
    path.write_text('{"id": "L0001", "skills": ["kindness"]}\n')
    with pytest.raises(
        scorer_ratings.RatingError, match=r"r\.jsonl:1: L0001: kindness"
    ):
        scorer_ratings.merge(path)
