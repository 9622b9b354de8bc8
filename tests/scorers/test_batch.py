import json

import pytest

from dialogue.messages import Safety
from dialogue.scorers import batch, tfidf
from dialogue.skills import SKILL_IDS


def screen(text, *, partner_line=""):
    if "stop" in text:
        return Safety("stop_request", "explicit", 0.9, "stop", "test")
    return Safety()


@pytest.fixture(scope="module")
def scorer():
    return tfidf.create({})


def lines(tmp_path, *rows):
    path = tmp_path / "in.jsonl"
    path.write_text("\n".join(rows), encoding="utf-8")
    return path


def row(**changes):
    return json.dumps(
        {"id": "a", "partner_line": "Hi.", "user_line": "Hello."} | changes
    )


def test_every_line_gets_all_skills_and_the_screens_word(tmp_path, scorer):
    source = lines(
        tmp_path, row(), "", row(id=7, user_line="Please stop.", partner_line=None)
    )
    target = tmp_path / "out.jsonl"
    assert batch.score_file(source, target, screen, scorer) == 2
    first, second = (json.loads(text) for text in target.read_text().splitlines())
    assert tuple(first["skills"]) == SKILL_IDS
    assert set(first["skills"]["request"]) == {"p", "present", "evidence"}
    assert first["safety"] == {
        "category": "none",
        "form": "none",
        "p": 0.0,
        "action": "none",
    }
    assert second["id"] == 7
    assert second["safety"]["action"] == "stop"


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        ("{", "not JSON"),
        ("[1]", "list found"),
        ('{"id": "a"}', "partner_line, user_line missing"),
        (row(id=None), "id must be"),
        (row(user_line=None), "user_line is NoneType"),
        (row(partner_line=3), "null where the user speaks first"),
    ],
)
def test_a_bad_line_is_named_by_number_and_nothing_is_written(
    tmp_path, scorer, bad, says
):
    target = tmp_path / "out.jsonl"
    with pytest.raises(batch.BatchError, match=says) as caught:
        batch.score_file(lines(tmp_path, row(), bad), target, screen, scorer)
    assert "in.jsonl:2" in str(caught.value)
    assert not target.exists()


def test_a_missing_file_is_named(tmp_path, scorer):
    with pytest.raises(batch.BatchError, match=r"nowhere\.jsonl"):
        batch.score_file(tmp_path / "nowhere.jsonl", tmp_path / "o", screen, scorer)


def test_a_line_separator_inside_a_text_does_not_split_the_line(tmp_path, scorer):
    source = lines(
        tmp_path,
        json.dumps(
            {"id": "a", "partner_line": "", "user_line": "a b"}, ensure_ascii=False
        ),
    )
    assert batch.score_file(source, tmp_path / "o", screen, scorer) == 1


@pytest.mark.parametrize(
    ("missing", "steps_in"),
    [
        (set(), "careful"),
        ({"careful"}, "fused"),
        ({"careful", "fused"}, "tfidf"),
    ],
)
def test_the_best_scorer_whose_weights_are_here_is_taken_and_named(
    monkeypatch, missing, steps_in
):
    from dialogue.registry import MissingModel

    def create(package, name, options=None):
        if name in missing:
            raise MissingModel(f"{name}: run pip install something")
        return name

    monkeypatch.setattr(batch.dropins, "create", create)
    made, warning = batch.load_scorer()
    assert made == steps_in
    assert bool(warning) == bool(missing)
    if missing:
        assert steps_in in warning and "careful: run pip install" in warning
