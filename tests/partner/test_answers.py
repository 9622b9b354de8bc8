"""Blind items for "does the reply answer", and how ratings of them are judged."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks.answers import BadRatings, items_of, judge, read_ratings
from benchmarks.answers_played import Played, measures

STAGES = ("opening", "unfolding", "turning_point")


def one(scenario: str, script: str, turn: int, **given: Any) -> Played:
    return dataclasses.replace(
        Played(
            scenario,
            scenario.title(),
            script,
            turn,
            STAGES[turn % 3],
            (("Sam", f"before {turn}"), ("You", f"{script} says {turn}")),
            f"{scenario} {script} replies to number {turn}.",
            asks=False,
            targets=frozenset(),
            is_declined=False,
            revealed=(),
            contradicts=0,
            is_item=True,
        ),
        **given,
    )


PLAYED = [
    one(scenario, script, turn)
    for scenario in ("one", "two", "three")
    for script in ("a", "b", "c")
    for turn in range(12)
]


def test_half_of_the_replies_come_from_another_session_at_the_same_stage() -> None:
    items, key = items_of(PLAYED, 60, seed=3)
    assert len(items) == len(key) == 60
    assert sum(row["own"] for row in key.values()) == 30
    for item in items:
        row = key[item["id"]]
        script, number = item["turns"][-1]["text"].split(" says ")
        is_own = item["reply"].endswith(f" {script} replies to number {number}.")
        assert is_own == row["own"]
        replied = int(item["reply"].rstrip(".").split()[-1])
        assert STAGES[replied % 3] == STAGES[row["turn"] % 3]
        assert item["reply"].split()[0] == row["scenario"]


def test_the_rater_is_told_nothing_and_the_seed_fixes_the_order() -> None:
    items, _ = items_of(PLAYED, 40, seed=3)
    assert {tuple(item) for item in items} == {("id", "scenario", "turns", "reply")}
    assert items == items_of(PLAYED, 40, seed=3)[0]
    assert items != items_of(PLAYED, 40, seed=4)[0]
    each = {name: sum(i["scenario"] == name for i in items) for name in ("One", "Two")}
    assert max(each.values()) - min(each.values()) <= 2


def test_a_perfect_rater_gets_one_and_a_deaf_one_a_half() -> None:
    _, key = items_of(PLAYED, 60, seed=5)
    perfect = judge({name: row["own"] for name, row in key.items()}, key)
    assert perfect["accuracy"]["share"] == 1.0 and perfect["accuracy"]["low"] > 0.9
    assert set(perfect["by scenario"]) == {"one", "two", "three"}
    deaf = judge(dict.fromkeys(key, True), key)["accuracy"]
    assert deaf["share"] == 0.5 and deaf["low"] < 0.5 < deaf["high"]


def test_ratings_that_do_not_fit_are_refused(tmp_path: Path) -> None:
    _, key = items_of(PLAYED, 10, seed=5)
    with pytest.raises(BadRatings, match="9 items are not rated"):
        judge({"a001": True}, key)
    path = tmp_path / "ratings.jsonl"
    for text in ('{"id": "a001"}', "yes", '{"id": "a001", "answers": "maybe"}'):
        path.write_text(text)
        with pytest.raises(BadRatings, match=r"ratings\.jsonl, line 1"):
            read_ratings(path)
    path.write_text(json.dumps({"id": "a001", "answers": True}) + "\n")
    assert read_ratings(path) == {"a001": True}


def test_what_needs_no_rater_is_counted_from_the_log() -> None:
    session = [
        one("one", "a", 1, asks=True, targets=frozenset({"fact_tell"})),
        one("one", "a", 2, asks=True, targets=frozenset({"fact_hold"})),
        one("one", "a", 3, asks=True, targets=frozenset({"volunteer"})),
        one("one", "a", 4, asks=True, is_declined=True),
        one("one", "a", 5, contradicts=2),
    ]
    said = (
        "The kettle was on when you came in.",
        "I counted every tile above the bath.",
        "Nobody had asked me that before.",
        "Sundays used to be the good ones.",
        "I counted every tile above that bath.",
    )
    session = [
        dataclasses.replace(turn, reply=text)
        for turn, text in zip(session, said, strict=True)
    ]
    found = measures(session)
    assert found["questions"] == 4 and found["questions answered or refused"] == 0.75
    assert found["of these refused"] == round(2 / 3, 3)
    assert found["repeats per 20 turns"] == 4.0
    assert found["contradictions"] == 2
    assert found["by scenario"]["one"]["turns"] == 5
