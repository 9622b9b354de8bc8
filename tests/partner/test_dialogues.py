"""The authored dialogues that the partner model learns from."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

import assets
from benchmarks.partner_words_made import SCENARIOS
from dialogue.messages import MOODS, MOVES
from dialogue.partner.banks import banks
from dialogue.partner.matching import words_of
from dialogue.safety.partner import partner_line_problem
from dialogue.scenario import load

FOLDER = assets.ROOT / "partner" / "dialogues"
FILES = sorted(FOLDER.glob("*.jsonl"))
USERS = {
    *("skilled", "blunt", "avoidant", "appeasing", "pressuring", "contemptuous"),
    *("nervous", "texting", "second_language", "talkative"),
}
MOST_WORDS = 60


def read(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def turns() -> list[tuple[str, dict]]:
    return [
        (path.stem, turn)
        for path in FILES
        for dialogue in read(path)
        for turn in dialogue["turns"]
    ]


def plain(text: str) -> str:
    return " ".join(words_of(text))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_turn_names_what_the_scenario_knows(path: Path) -> None:
    told, shared = load(path.stem), banks()
    own = (told.facts, told.topics, told.requests, told.questions)
    groups = (*own, shared.topics, shared.questions)
    known = {item.id for group in groups for item in group} | {""}
    for dialogue in read(path):
        assert dialogue["scenario"] == path.stem
        assert dialogue["user"] in USERS
        assert dialogue["writer"]
        for turn in dialogue["turns"]:
            assert set(turn) == {"user", "mood", "move", "about", "reply"}
            assert turn["mood"] in MOODS
            assert turn["move"] in MOVES
            assert turn["about"] in known, turn
            assert turn["user"].strip()
            assert 0 < len(turn["reply"].split()) <= MOST_WORDS


def test_there_is_enough_of_every_scenario_but_the_two_kept_out() -> None:
    counts = Counter(name for name, _ in turns())
    assert len(counts) == 16
    assert min(counts.values()) >= 100
    assert not set(SCENARIOS) & set(counts)


def test_nobody_in_them_is_a_minor() -> None:
    # the schema refuses a persona under 25; this is about the files that are read
    assert min(load(path.stem).persona.age for path in FILES) >= 25


def test_no_reply_is_written_twice() -> None:
    counts = Counter(plain(turn["reply"]) for _, turn in turns())
    assert [reply for reply, count in counts.items() if count > 1] == []


def test_no_reply_is_a_line_of_its_scenario() -> None:
    for path in FILES:
        told = load(path.stem)
        lines = {plain(line.text) for line in (*told.every_line, *banks().lines)}
        copied = [
            turn["reply"]
            for dialogue in read(path)
            for turn in dialogue["turns"]
            # "No." may be said by anybody
            if len(words_of(turn["reply"])) > 4 and plain(turn["reply"]) in lines
        ]
        assert copied == []


def test_every_reply_may_be_spoken() -> None:
    unsafe = [
        turn["reply"] for _, turn in turns() if partner_line_problem(turn["reply"])
    ]
    assert unsafe == []


def test_openings_vary() -> None:
    first = Counter(turn["reply"].split()[0].lower() for _, turn in turns())
    assert first.most_common(1)[0][1] / first.total() < 0.12
