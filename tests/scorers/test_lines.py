import json
from collections import Counter

import pytest

import assets
from assets.build import scorer_lines, scorer_ratings
from dialogue.skills import SKILL_IDS

FOLDER = assets.folder("rubrics")


@pytest.fixture(scope="module")
def records():
    return [
        json.loads(row)
        for row in (FOLDER / "lines.jsonl").read_text("utf-8").splitlines()
    ]


def test_there_are_six_thousand_lines_by_five_writers_and_no_pair_twice(records):
    assert len(records) >= 6000
    assert min(Counter(record["writer"] for record in records).values()) >= 900
    assert len({record["writer"] for record in records}) == 5
    pairs = {(r["partner_line"], r["user_line"]) for r in records}
    assert len(pairs) == len(records) == len({r["id"] for r in records})


def test_every_skill_has_at_least_two_hundred_lines(records):
    counts = Counter(skill for r in records for skill in r["skills"])
    assert {skill: counts[skill] for skill in SKILL_IDS if counts[skill] < 200} == {}


def test_every_line_has_two_ratings_and_a_third_where_they_differ(records):
    for record in records:
        assert record["rating_2"] is not None
        asked = (record["rating_3"] or {"asked": []})["asked"]
        apart = set(record["rating_1"]) ^ set(record["rating_2"])
        assert set(asked) <= apart
        assert not record["disputed"], record["id"]


def test_a_partner_line_stands_under_one_topic_so_that_folds_share_none(records):
    corpus = scorer_lines.read()
    folds = {}
    for record, fold in zip(corpus.records, corpus.folds, strict=True):
        assert folds.setdefault(record["partner_line"], fold) == fold


def test_the_same_words_after_another_line_can_mean_something_else(records):
    heard = {}
    for record in records:
        heard.setdefault(record["user_line"].lower(), []).append(set(record["skills"]))
    apart = [all_ for all_ in heard.values() if any(one != all_[0] for one in all_)]
    assert len(apart) >= 300


def test_evidence_quotes_the_line(records):
    for record in records:
        assert set(record["evidence"]) <= set(SKILL_IDS)
        for quotes in record["evidence"].values():
            assert all(quote and quote in record["user_line"] for quote in quotes)


def test_present_skills_follow_the_stated_rule(records):
    for record in records:
        again = scorer_ratings.settled(record)
        assert again["skills"] == record["skills"]
        assert again["disputed"] == record["disputed"]
        both = set(record["rating_1"]) & set(record["rating_2"])
        if {"request", "closed_question"} <= set(record["skills"]):
            assert "closed_question" in both


@pytest.mark.parametrize(
    ("first", "second", "third", "skills", "disputed"),
    [
        (["need"], ["need"], None, ["need"], []),
        (["need"], [], None, [], ["need"]),
        (["need"], [], {"asked": ["need"], "yes": ["need"]}, ["need"], []),
        (["need"], [], {"asked": ["need"], "yes": []}, [], []),
        (["request"], ["request", "closed_question"], None, ["request"], []),
    ],
)
def test_two_of_three_ratings_settle_a_skill(first, second, third, skills, disputed):
    record = {"rating_1": first, "rating_2": second, "rating_3": third}
    made = scorer_ratings.settled(record)
    assert (made["skills"], made["disputed"]) == (skills, disputed)


def test_everything_that_ships_for_scoring_is_small():
    names = ("heads.npz", "heads.json", "cues.toml", "skills.toml")
    models = [FOLDER / "readers" / f"{name}.npz" for name in ("minilm", "mpnet")]
    files = [*(FOLDER / name for name in names), *models]
    assert sum(file.stat().st_size for file in files) < 12_000_000


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
