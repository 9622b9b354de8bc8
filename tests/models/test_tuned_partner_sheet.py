"""The blind sheet on which the partner's words are judged."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from benchmarks import partner_words

SAID = {"retrieval": "Yes.", "re-ranked": "Yes.", "generated": "No."}
KEY = {
    "p001": {"letters": {"a": ["generated"], "b": ["retrieval", "re-ranked"]}},
    "p002": {"letters": {"a": ["retrieval"], "b": ["re-ranked"], "c": ["generated"]}},
}
GOOD, BAD = [True] * 4, [True, False, True, True]


def rating(name: str, best: str, **replies: list[bool]) -> dict:
    return {"id": name, "replies": replies, "best": [best]}


RATER = {
    "p001": rating("p001", "b", a=BAD, b=GOOD),
    "p002": rating("p002", "a", a=GOOD, b=BAD, c=BAD),
}


def test_a_shared_text_is_shown_once_and_credited_twice() -> None:
    rng = np.random.default_rng(0)
    item, letters = partner_words.item_of("p1", SAID, {"mood": "hurt"}, rng)
    assert sorted(item["replies"].values()) == ["No.", "Yes."]
    credited = {item["replies"][at]: who for at, who in letters.items()}
    assert credited == {"Yes.": ["retrieval", "re-ranked"], "No.": ["generated"]}
    assert "retrieval" not in json.dumps(item)


def test_the_order_of_replies_is_shuffled() -> None:
    rng = np.random.default_rng(0)
    firsts = {
        partner_words.item_of("p", SAID, {}, rng)[0]["replies"]["a"] for _ in range(20)
    }
    assert firsts == {"Yes.", "No."}


def test_marks_go_to_the_systems_behind_the_letters() -> None:
    found = partner_words.judge(KEY, [RATER, RATER])["questions"]
    assert found["answers"]["retrieval"]["mean"] == 1.0
    assert found["answers"]["re-ranked"]["mean"] == 0.5
    assert found["answers"]["generated"]["mean"] == 0.0
    assert found["answers"]["generated"]["more than retrieval"]["mean"] == -1.0
    assert found["safe"]["generated"]["mean"] == 1.0
    assert found["best"]["re-ranked"]["mean"] == 0.5
    assert found["answers"]["agreement"] == {"share": 1.0, "kappa": 1.0}


def write(path: Path, rows: list[dict]) -> Path:
    path.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    return path


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([RATER["p001"]], "1 items are missing"),
        ([RATER["p001"], RATER["p001"]], "once"),
        ([rating("p001", "b", b=GOOD)], "needs 4 marks"),
        ([rating("p001", "c", a=BAD, b=GOOD)], "best of p001"),
        ([{"id": "p009"}], "no rating"),
    ],
)
def test_ratings_that_do_not_fit_are_refused(tmp_path, rows, why) -> None:
    path = write(tmp_path / "rater_1.jsonl", rows)
    with pytest.raises(partner_words.BadRatings, match=why):
        partner_words.read_ratings(path, KEY)


def test_good_ratings_are_read_and_fill_the_document(tmp_path) -> None:
    path = write(tmp_path / "rater_1.jsonl", list(RATER.values()))
    rater = partner_words.read_ratings(path, KEY)
    table = partner_words.table_of(partner_words.judge(KEY, [rater, rater]))
    page = tmp_path / "page.md"
    marks = f"before\n{partner_words.BEGIN}\nold\n{partner_words.END}\nafter\n"
    page.write_text(marks, "utf-8")
    partner_words.fill_docs(table, page)
    text = page.read_text("utf-8")
    assert "old" not in text
    assert "| in role |" in text
    assert text.startswith("before")
    assert text.endswith("after\n")
