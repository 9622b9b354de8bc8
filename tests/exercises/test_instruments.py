"""Questionnaires from ourselves and from a clinic: read with limits, scored plainly."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sim import cli
from sim.exercises._catalog import NOTHING_BEFORE, make
from sim.exercises._instruments import (
    MOST_FILES,
    OURS,
    Found,
    Instrument,
    InstrumentError,
    asked,
    found_in,
    load,
    own_folder,
    refused,
    scores,
    shipped,
)
from sim.exercises._sitting import Sitting
from sim.exercises.base import Before
from tests.fakes import FakeClock
from tests.screening.reading import grade

CLINIC = """
id = "clinic_form"
title = "Made-up clinic form"
family = "body_image"
about = "Three made-up questions."
licence = "With written permission of the Made-up Clinic, 2026."
source = "Made-up Clinic"
scoring = "mean"
better = "high"
may_miss = 1
answers = ["Never", "Seldom", "Sometimes", "Often", "Always"]
[[items]]
id = "well"
text = "Today I treat my body well."
[[items]]
id = "fight"
text = "Today I fight my body."
reversed = true
[[items]]
id = "listen"
text = "Today I listen to my body."
"""


def put(home: Path, words: str, name: str = "clinic.toml") -> Path:
    place = own_folder(home)
    place.mkdir(parents=True, exist_ok=True)
    path = place / name
    path.write_text(words, "utf-8")
    return path


def form(tmp_path: Path, **changes: str) -> Instrument:
    words = CLINIC
    for old, new in changes.items():
        words = words.replace(old, new)
    return load(put(tmp_path, words))


def test_ours_say_that_they_are_untested_and_others_whose_they_are() -> None:
    for found in shipped():
        assert found.problem == ""
        assert found.instrument is not None
        is_ours = found.instrument.source == OURS
        assert found.instrument.validated != is_ours
        assert is_ours or "doi:10." in found.instrument.source


def ours() -> list[Found]:
    return [
        one for one in shipped() if one.instrument and one.instrument.source == OURS
    ]


def test_ours_never_ask_about_weight_shape_or_looks() -> None:
    pages = [found.path.read_text("utf-8").lower() for found in ours()]
    asks = " ".join(page.split("[[items]]", 1)[1] for page in pages)
    assert asks
    for word in ("weight", "shape", "look", "fat", "thin", "attractive", "mirror"):
        assert word not in asks, word


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            'licence = "With written permission of the Made-up Clinic, 2026."',
            "",
            '"licence" is missing',
        ),
        ("With written permission of the Made-up Clinic, 2026.", "free", "which terms"),
        ('source = "Made-up Clinic"', 'source = ""', "source is empty"),
        ("clinic_form", "../form", "id must be small letters"),
        ('id = "fight"', 'id = "well"', 'items[1].id "well" is taken'),
        ('"Today I fight my body."', '""', "items[1].text is empty"),
        ("Today I fight my body.", "x" * 401, "401 letters; 400 at most"),
        ('"Never", "Seldom", "Sometimes", "Often", "Always"', '"Yes"', "2 to 11"),
        ('"Seldom"', '""', "answers[1] is empty"),
        ("may_miss = 1", "may_miss = 3", "may_miss must be less"),
        ("may_miss = 1", "may_mis = 1", 'Did you mean "may_miss"'),
        ("body_image", "weight", "not a known family"),
        ("Today I fight my body.", "Today I fight {keep}.", "{ or }"),
        ("Today I fight my body.", "Today\\u202e I fight", "cannot be seen"),
        ("[[items]]", "[[items", "clinic.toml"),
    ],
)
def test_a_wrong_file_is_refused_with_its_place(
    home: Path, old: str, new: str, says: str
) -> None:
    path = put(home, CLINIC.replace(old, new, 1))
    with pytest.raises(InstrumentError) as error:
        load(path)
    assert says in str(error.value)
    assert "\n" not in str(error.value)
    assert refused() == (str(error.value),)


def test_too_many_questions_and_too_many_files_are_refused(home: Path) -> None:
    more = "".join(f'\n[[items]]\nid = "q{n}"\ntext = "Q"\n' for n in range(40))
    with pytest.raises(InstrumentError, match="1 to 40; there are 43"):
        load(put(home, CLINIC + more))
    for number in range(MOST_FILES + 1):
        words = CLINIC.replace("clinic_form", f"form_{number}")
        put(home, words, f"form_{number:02}.toml")
    found = found_in(own_folder())
    assert sum(one.instrument is not None for one in found) <= MOST_FILES
    assert any("more than 20 files" in one.problem for one in found)


def test_two_files_with_one_id_are_not_both_asked(home: Path) -> None:
    put(home, CLINIC, "a.toml")
    put(home, CLINIC, "b.toml")
    assert len(asked("body_image")) == 1
    assert "taken by another file" in refused()[0]


def test_a_mean_turns_reversed_items_and_leaves_missing_ones_out(
    tmp_path: Path,
) -> None:
    made = form(tmp_path)
    (score,) = scores(made, {"well": 5, "fight": 1, "listen": 2})
    assert (score.value, score.low, score.high) == (4.0, 1.0, 5.0)
    (fewer,) = scores(made, {"well": 5, "fight": 5})
    assert fewer.value == 3.0
    assert scores(made, {"well": 5}) == ()


def test_a_sum_fills_what_may_be_missing_with_the_mean(tmp_path: Path) -> None:
    made = form(tmp_path, **{'"mean"': '"sum"'})
    (score,) = scores(made, {"well": 4, "listen": 2})
    assert (score.value, score.low, score.high) == (9.0, 3.0, 15.0)
    assert score.share == 0.5


def test_each_answer_may_stand_for_itself(tmp_path: Path) -> None:
    made = form(tmp_path, **{'"mean"': '"each"'})
    found = scores(made, {"fight": 1})
    assert [(one.id, one.value) for one in found] == [("fight", 5.0)]
    assert scores(made, {}) == ()


def begun(keep: str = "numbers", before: Before = NOTHING_BEFORE) -> Sitting:
    made = Sitting(make("functionality", before), FakeClock(), hurries=True)
    made.start()
    for one in ("no", "no", keep):
        assert made.answer(one) == ""
    return made


def to_the_end(made: Sitting, *answers: str) -> list[str]:
    """Skip to the questions afterwards, answer them, and give back what was said."""
    while not made.view.step.startswith("after."):
        made.skip()
    for one in answers:
        assert made.answer(one) == ""
    return list(made.view.lines)


def test_a_clinics_form_is_asked_in_place_of_ours_and_shown_before_and_after(
    home: Path,
) -> None:
    put(home, CLINIC)
    made = begun()
    first = made.view
    assert first.kind == "choice"
    assert first.ask == "Today I treat my body well."
    assert any("permission of the Made-up Clinic" in line for line in first.lines)
    assert first.options[0].label == "Never"
    for one in ("2", "4", "2"):
        assert made.answer(one) == ""
    lines = to_the_end(made, "4", "3", "4")
    assert "Made-up clinic form: 2 before, 3.67 now. The scale goes from 1 to 5." in (
        lines
    )
    kept = [made.exercise.kept(event) for event in made.log]
    values = {
        e["step"]: e["value"] for e in kept if "clinic_form" in str(e.get("step"))
    }
    assert values["before.clinic_form.well"] == "2"
    assert values["after.clinic_form.listen"] == "4"


def test_a_form_that_cannot_be_used_leaves_ours_and_says_so(home: Path) -> None:
    put(home, CLINIC.replace('source = "Made-up Clinic"', ""))
    made = begun()
    assert "cannot be used" in made.view.lines[0]
    assert made.view.kind == "number"


def test_ours_are_shown_as_numbers_and_bars() -> None:
    made = begun()
    made.answer("30")
    made.answer("40")
    lines = to_the_end(made, "45", "40")
    assert lines[0].startswith("Kindness towards your body: 30 before, 45 now.")
    chart = made.view.chart
    assert chart is not None
    assert [curve.values for curve in chart.curves] == [(30.0, 45.0), (40.0, 40.0)]


def test_the_last_numbers_that_were_kept_stand_beside_todays() -> None:
    first = begun()
    first.answer("30")
    first.answer("40")
    to_the_end(first, "45")
    kept = tuple(first.exercise.kept(event) for event in first.log)
    unkept = begun("nothing")
    unkept.answer("99")
    nothing = tuple(unkept.exercise.kept(event) for event in unkept.log)
    past = (("2026-11-20T10:00:00+00:00", kept), ("2026-11-21T10:00:00+00:00", nothing))
    made = begun(before=Before(past))
    made.answer("35")
    lines = to_the_end(made, "50", "50")
    assert (
        "The last time you kept them, on 2026-11-20: Kindness towards your body 30 "
        "before and 45 after. Ease in your body 40 before." in lines
    )


def test_skipped_questions_are_passed_over_without_a_word() -> None:
    made = begun()
    made.skip()
    made.skip()
    to_the_end(made)
    made.skip()
    made.skip()
    assert made.view.step == "close"


@pytest.mark.parametrize(("after", "asks"), [("51", False), ("50", True)])
def test_a_fall_by_a_fifth_is_met_with_kindness(after: str, asks: bool) -> None:
    made = begun()
    made.answer("70")
    made.skip()
    to_the_end(made, after)
    made.skip()  # the second ruler
    made.answer("")  # the numbers
    assert (made.view.step == "heavier") is asks


def test_the_list_names_ours_theirs_and_why_one_is_refused(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(home, CLINIC)
    put(home, "id = 3", "bad.toml")
    assert cli.main(["list", "instruments", "--json"]) == 0
    rows = {row["id"]: row for row in json.loads(capsys.readouterr().out)}
    assert rows["bad"]["is_refused"]
    assert "bad.toml" in rows["bad"]["status"]
    assert rows["clinic_form"]["licence"].startswith("With written permission")
    assert "yours" in rows["clinic_form"]["status"]
    assert "not tested" in rows["body_now"]["status"]
    assert cli.main(["list", "instruments"]) == 0
    assert str(own_folder()) in capsys.readouterr().out


def test_what_we_wrote_is_easy_to_read() -> None:
    for found in shipped():
        one = found.instrument
        assert one is not None
        assert grade(one.about) <= 8.0, one.about
        if one.source == OURS:  # others' questions stay word for word
            words = " ".join(item.text for item in one.items)
            assert grade(words) <= 8.0, words
