import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogue.messages import LineScore, SkillScore
from dialogue.scorers import grades
from dialogue.skills import HARMFUL, SKILL_IDS


def line(*present, p=0.9, unsure=()):
    return LineScore(
        {
            skill: SkillScore(
                p if skill in present else 0.0,
                True if skill in present else None if skill in unsure else False,
            )
            for skill in SKILL_IDS
        }
    )


def test_nothing_said_is_not_yet_seen_for_every_skill_that_is_not_harmful():
    found = grades.session_grades([])
    assert set(found) == set(SKILL_IDS) - HARMFUL
    assert set(found.values()) == {grades.NOT_YET_SEEN}


@pytest.mark.parametrize(
    ("times", "grade"), [(1, "Emerging"), (2, "Developing"), (3, "Solid"), (6, "Solid")]
)
def test_more_lines_of_a_skill_raise_its_grade(times, grade):
    said = [line("feeling")] * times + [line()] * 4
    assert grades.session_grades(said)["feeling"] == grade


def test_a_skill_for_rare_moments_needs_fewer_lines():
    said = [line("accepts_no")] * 2 + [line()] * 18
    assert grades.session_grades(said)["accepts_no"] == "Solid"


def test_pressing_on_takes_solid_from_taking_a_no():
    said = [line("accepts_no")] * 2 + [line("pressure")]
    assert grades.session_grades(said)["accepts_no"] == "Developing"


def test_doubtful_lines_count_neither_for_nor_against():
    said = [line(unsure=("feeling", "criticism"))] * 5
    assert grades.session_grades(said)["feeling"] == "Not yet seen"


def test_shaky_lines_are_not_solid():
    said = [line("feeling", p=0.5)] * 6
    assert grades.session_grades(said)["feeling"] == "Developing"


@given(st.lists(st.sampled_from(["feeling", "request", "need"]), max_size=12))
def test_one_more_line_of_a_skill_never_lowers_its_grade(skills):
    said = [line(skill) for skill in skills]
    before = grades.session_grades(said)["need"]
    after = grades.session_grades([*said, line("need")])["need"]
    assert grades.GRADES.index(after) >= grades.GRADES.index(before)


def test_every_skill_has_its_words():
    for skill, rubric in grades.rubrics().skills.items():
        if skill in HARMFUL:
            assert rubric.instead and rubric.template and not rubric.show
        else:
            assert rubric.show and rubric.example and not rubric.instead


def test_an_unknown_key_is_refused_by_name(tmp_path):
    path = tmp_path / "skills.toml"
    good = (grades.assets.folder("rubrics") / "skills.toml").read_text("utf-8")
    path.write_text(good.replace("show =", "shows =", 1), encoding="utf-8")
    with pytest.raises(grades.RubricError, match=r"skills\.observation\.shows"):
        grades.rubrics(path)
