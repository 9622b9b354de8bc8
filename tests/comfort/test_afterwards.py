"""Afterwards: one number, then questions; kept in the vault, told in the debrief."""

import json
from datetime import timedelta

import pytest

from dialogue.scenario import load
from sim.clinic.client.items import of_rehearsal
from sim.comfort.after import Afterwards, instruments
from sim.comfort.kept import MOST, NOTE, Kept
from sim.exercises._instruments import COMFORT, OURS, asked, scores
from sim.privacy.consents import Consents
from sim.privacy.export import export
from sim.privacy.records import Entry
from sim.privacy.retention import apply, rule_of, set_rule
from sim.privacy.vault import open_vault
from sim.session.debrief import build
from sim.session.debrief_html import as_html
from sim.session.debrief_text import as_text
from sim.session.rated import Rating
from tests.comfort.front import Sitting
from tests.fakes import FakeClock
from tests.privacy.test_vault import source
from tests.session.played import begin, say
from tests.session.stories import GOALS, ROUGH

CLINICS = """
id = "made_up"
title = "A made-up questionnaire"
family = "comfort"
about = "Six made-up questions."
source = "Made-up Clinic, 2026."
licence = "CC BY 4.0"
validated = true
scoring = "sum"
better = "low"
first = 1
answers = ["one", "two", "three", "four", "five", "six", "seven"]
"""
CLINICS += "".join(
    f'\n[[items]]\nid = "q{n}"\ntext = "Question {n}?"\n' for n in range(1, 7)
)


@pytest.fixture
def vault(home):
    with open_vault(source(), home) as opened:
        yield opened


def kept_in(vault):
    return Kept(lambda: vault)


# what is asked


def test_it_is_the_csq_vr_with_its_makers_and_licence():
    (found,) = instruments()
    assert found.id == "csq_vr" and found.validated and found.better == "low"
    assert "Kourtesis" in found.source and found.licence.startswith("CC BY 4.0")
    parts = [item.id.rsplit("_", 1)[0] for item in found.items]
    assert parts == ["nausea"] * 2 + ["vestibular"] * 2 + ["oculomotor"] * 2
    assert found.ends == (1.0, 7.0) and found.scoring == "sum"
    after = Afterwards([found])
    after.take("3")
    assert any(found.source in line for line in after.question.lines)


def test_a_clinics_questionnaire_takes_the_place_of_ours(home):
    folder = home / "instruments"
    folder.mkdir(parents=True)
    (folder / "made_up.toml").write_text(CLINICS, "utf-8")
    (found,) = instruments(home)
    assert found.id == "made_up"
    assert asked("body_image", home)[0].source == OURS
    after = Afterwards([found])
    after.take("3")
    first = after.question
    assert first.title == "Question 1?"
    assert any("CC BY 4.0" in line for line in first.lines)
    assert [o.id for o in first.options] == [*"1234567", "skip", "enough"]
    for value in "1234567"[:6]:
        after.take(value)
    assert after.is_over
    assert [s.value for s in scores(found, after.answers["made_up"])] == [21.0]


def test_no_exercise_asks_what_is_for_the_headset():
    assert all(one.family != COMFORT for one in asked("body_image"))


def sitting(vault):
    made = Sitting(kept=kept_in(vault), afterwards=instruments())
    made.discomfort.take(0.0, 1)
    return made


def test_it_comes_when_the_list_is_there_again(vault):
    one = sitting(vault)
    one.begin()
    one.answer_all(11 * 60)
    assert all(asked.question.title != one_title() for asked in one.front.asked)
    one.scene = None
    assert one.wait(5)
    assert one.front.up.title == one_title()
    for value in ("4", "1", "skip", "2", "1", "7", "3"):
        one.front.say(value)
    assert one.front.up is None
    rated, answered = kept_in(vault).all()[-2:]
    assert (rated["when"], rated["rating"]) == ("after", 4)
    assert answered["answers"] == {
        **{"nausea_a": 1.0, "vestibular_a": 2.0, "vestibular_b": 1.0},
        **{"oculomotor_a": 7.0, "oculomotor_b": 3.0},
    }
    assert not one.wait(60)


def one_title():
    return Afterwards([]).question.title


def test_it_can_be_taken_off_before_and_answered_at_the_screen(vault):
    one = sitting(vault)
    one.begin()
    one.answer_all(6 * 60)
    one.viewing.is_worn = False
    one.scene = None
    assert one.wait(5)
    assert one.front.up.title == one_title()


def test_a_few_minutes_are_not_asked_about(vault):
    one = sitting(vault)
    one.begin()
    one.answer_all(4 * 60)
    one.viewing.is_worn, one.scene = False, None
    assert not one.wait(60)


def test_one_press_ends_all_questions_and_keeps_what_was_said(vault):
    one = sitting(vault)
    one.begin()
    one.answer_all(6 * 60)
    one.scene = None
    one.wait(5)
    one.front.say("2")
    one.front.say("enough")
    assert one.front.up is None
    assert [entry.get("rating") for entry in kept_in(vault).all()][-1] == 2


def test_somebody_who_is_unwell_afterwards_is_told_to_rest(vault):
    one = sitting(vault)
    one.begin()
    one.answer_all(6 * 60)
    one.viewing.is_worn, one.scene = False, None
    one.wait(5)
    one.front.say("11")
    one.front.say("enough")
    assert one.front.up.kind == "rest"


# where it is kept


def test_nothing_is_kept_where_nothing_may_be():
    kept = Kept(lambda: None)
    kept.rating(Rating(1.0, 3, "start"), FakeClock().now())
    assert kept.all() == []


def test_nothing_is_kept_where_rehearsals_are_not(vault):
    Consents(vault).answer("record", is_given=False)
    kept_in(vault).rating(Rating(1.0, 3, "start"), FakeClock().now())
    assert vault.notes.get(NOTE) is None


def test_it_grows_no_longer_than_it_may(vault):
    kept, clock = kept_in(vault), FakeClock()
    for number in range(MOST + 5):
        kept.rating(Rating(float(number), 1), clock.now())
    assert len(kept.all()) == MOST and kept.all()[-1]["minutes"] == MOST + 4


def test_it_goes_as_rehearsals_go(vault):
    kept, now = kept_in(vault), FakeClock().now()
    kept.rating(Rating(1.0, 1), now - timedelta(days=8))
    kept.rating(Rating(1.0, 2), now)
    apply(vault, now)
    assert len(kept.all()) == 2
    set_rule(vault, "rehearsals", rule_of("7 days"))
    apply(vault, now)
    assert [entry["rating"] for entry in kept.all()] == [2]
    apply(vault, now + timedelta(days=8))
    assert vault.notes.get(NOTE) is None


def test_it_goes_with_an_export(vault, tmp_path):
    kept_in(vault).rating(Rating(1.0, 3, "start"), FakeClock().now())
    export(vault, tmp_path / "all.json")
    whole = json.loads((tmp_path / "all.json").read_text("utf-8"))
    assert whole["notes"][NOTE][0]["rating"] == 3


# what the debrief says


@pytest.fixture(scope="module")
def log():
    scenario = load("sex_hurts")
    made = begin(scenario, GOALS, scenario.opening[0])
    return [*made, *say(scenario, made, ROUGH)]


def rated(*pairs):
    whens = ["start", *["during"] * len(pairs)]
    return [
        Rating(minutes, number, when).event()
        for (minutes, number), when in zip(pairs, whens, strict=False)
    ]


def test_it_is_told_in_one_plain_sentence(log):
    made = build([*log, *rated((0.1, 1), (5.2, None), (10.1, 3))])
    assert made.felt.startswith(
        "How you felt in the headset: 1 at the start, 3 after ten minutes ("
    )
    assert made.felt in " ".join(as_text(made, width=400).split())
    assert made.felt in as_html(made)


def test_only_the_first_number_is_told_as_the_start(log):
    made = build([*log, *rated((0.0, 1), (0.2, 4))])
    assert "1 at the start, 4 after a minute" in made.felt


def test_it_is_never_scored_and_changes_no_other_word(log):
    plain, told = build(log), build([*log[:3], *rated((0.1, 9)), *log[3:]])
    assert told.goals == plain.goals and told.headline == plain.headline
    assert told.statements == plain.statements
    assert plain.felt == ""


def test_a_try_again_does_not_lose_how_it_felt(log):
    again = {"event": "branched", "from_turn": 0, "branch": 1}
    assert "2 at the start" in build([*log, *rated((0.1, 2)), again]).felt


def test_an_end_for_comfort_is_said_kindly(log):
    ended = {"event": "comfort_stopped", "minutes": 6.0}
    made = build([*log, *rated((0.1, 1), (6.0, 12)), ended])
    assert made.felt.endswith("because you did not feel well.")


def test_skipped_ratings_leave_no_trace_in_the_debrief(log):
    assert build([*log, *rated((0.1, None))]).felt == ""


def test_the_first_and_the_last_number_can_be_shared_and_nothing_more(log):
    told = [*log, *rated((0.1, 1), (5.0, 7), (10.0, 3))]
    entries = [Entry(n, "", one) for n, one in enumerate(told)]
    items = {one.id: one for one in of_rehearsal(entries, load("sex_hurts"))}
    assert items["measures.headset"].numbers == {"before": 1.0, "after": 3.0}
    assert items["measures.headset"].kind == "measures"
    plain = [Entry(n, "", one) for n, one in enumerate(log)]
    assert "measures.headset" not in {o.id for o in of_rehearsal(plain, None)}


def test_a_readable_export_tells_it_in_words(vault, log, tmp_path):
    vault.begin("aa11", "sex_hurts", "A title", "2026-03-01T20:00:00+00:00")
    ended = {"event": "comfort_stopped", "minutes": 5.0}
    offered = {"event": "break_offered", "minutes": 5.0, "why": "rating"}
    told = [log[0], *rated((5.0, 12)), offered, ended]
    for number, one in enumerate(told):
        vault.append("aa11", number, one)
    export(vault, tmp_path / "all.md", "markdown")
    page = (tmp_path / "all.md").read_text("utf-8")
    assert "after 5 min in the headset:* 12 of 20" in page
    assert "A break from the headset was suggested" in page
    assert "ended because you did not feel well" in page
