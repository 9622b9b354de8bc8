"""Planning an unhurried hour: who is led elsewhere, what is planned, what is kept."""

from __future__ import annotations

import json
import re

import pytest

from dialogue.messages import LineScore, Safety, SkillScore
from dialogue.partner.engine import Partner
from dialogue.partner.matching import TfidfMatcher
from dialogue.scenario import load as load_scenario
from sim.exercises._catalog import make
from sim.exercises._guide import load
from sim.exercises._plan import FIELDS, Plan, drawn, plan_words
from sim.exercises._sitting import Sitting
from sim.exercises._talks import come_back, ends_all, talk_of
from sim.exercises.base import Before
from sim.exercises.planning import MOST_CHANGES, SCENARIO, plan_of
from sim.plan_files import PlanFiles
from sim.plan_paper import FORMATS, as_html, as_json, as_markdown
from sim.session import events
from sim.session.events import Event
from tests.fakes import FakeClock

TOLD = load_scenario(SCENARIO)
PLAN = Plan(
    time="Sunday at three", place="the rug", inside="hands", stop="lemon", after="toast"
)


def sitting(before: Before | None = None) -> Sitting:
    made = Sitting(make("sensate_focus", before or Before()), FakeClock(), hurries=True)
    made.start()
    return made


def at(one: Sitting, *answers: str) -> Sitting:
    """`one` after these answers; steps that only say something pass by."""
    for answer in answers:
        while one.view.kind == "next":
            one.tick()
        assert one.answer(answer) == "", (one.view.step, answer)
    while not one.is_over and one.view.kind == "next":
        one.tick()
    return one


def talked(*lines: str) -> list[Event]:
    """The log of a talk in which the user says `lines`."""
    who = Partner(TOLD, TfidfMatcher(), seed=1)
    turn, log = who.open(), []
    score = LineScore({"request": SkillScore(0.9, True)})
    for line in lines:
        log.append({"event": "utterance", "text": line})
        before = turn.levels
        turn = who.reply(turn.memory, line, score)
        log += events.answered(turn, before, score)
    return log


# who is led elsewhere


def test_whoever_is_afraid_of_a_partner_gets_help_and_no_plan() -> None:
    for one in (
        at(sitting(), "afraid"),
        at(sitting(Before(is_careful=True))),
    ):
        assert one.run.phase == "done"
        assert plan_of(one.run.inner).is_empty


def test_after_harm_there_is_the_idea_and_no_plan() -> None:
    one = at(sitting(), "harm", "read")
    assert one.run.phase == "done"
    assert "needs" in [e.get("step") for e in one.log]
    assert not {"who", "keep", *FIELDS} & {e.get("step") for e in one.log}


def test_pain_is_told_of_a_doctor_and_goes_on() -> None:
    one = sitting()
    one.answer("pain")
    assert "doctor" in " ".join(one.view.lines)
    assert at(one).view.step == "who"


@pytest.mark.parametrize("who", ["alone", "would_not"])
def test_singles_and_those_whose_partner_would_not_join_may_write_or_stop(
    who: str,
) -> None:
    assert at(sitting(), "none", who, "no").run.phase == "done"
    assert at(sitting(), "none", who, "yes").view.step == "keep"


# what the plan says


def to_plan(keep: str) -> Sitting:
    return at(sitting(), "none", "partner", keep, "later")


def test_the_plan_holds_what_was_typed_and_can_be_corrected() -> None:
    one = at(to_plan("plan"), "Sunday", "here", "hands", "neck", "lemon", "open")
    assert one.view.step == "review"
    at(one, "stop", "melon", "fits", "no")
    assert plan_of(one.run.inner) == Plan(
        time="Sunday", place="here", inside="hands", outside="neck", stop="melon"
    )
    assert one.run.phase == "done"


def test_a_correction_can_take_what_stands_there_or_empty_it() -> None:
    one = at(to_plan("plan"), "Sunday", "here", "hands", "neck", "lemon", "Monday")
    at(one, "time", "keep", "place", "open")
    plan = plan_of(one.run.inner)
    assert (plan.time, plan.place) == ("Sunday", "")


def test_nothing_can_be_taken_where_nothing_is() -> None:
    assert "nothing yet" in to_plan("plan").answer("keep")


def test_corrections_come_to_an_end() -> None:
    one = at(to_plan("plan"), *["x"] * len(FIELDS))
    for _ in range(MOST_CHANGES + 1):
        if one.view.step == "review":
            at(one, "time")
            if one.view.step == "time":
                at(one, "y")
    assert one.view.step == "paper"


# the talk


def test_a_step_leads_into_the_talk_and_back_with_what_was_said() -> None:
    one = at(sitting(), "none", "partner", "plan", "talk")
    assert talk_of(one) == SCENARIO
    log = talked(
        "How about Sunday at three?",
        "Could we do it in the living room?",
        "My belly is out for me.",
        'Shall we have a stop word? How about "pineapple"?',
        "Can we talk about it the next day?",
    )
    come_back(one, log, TOLD)
    assert talk_of(one) == ""
    assert "Sunday at three" in " ".join(one.view.lines)
    at(one, "keep", "keep", "hands", "keep", "keep", "keep")
    plan = plan_of(one.run.inner)
    assert plan.time == "Sunday at three"
    assert plan.place == "In the living room"
    assert plan.outside == "My belly is out for me."
    assert plan.stop == "pineapple"
    assert plan.after == "The next day"


def test_what_the_partner_said_no_to_is_not_in_the_plan() -> None:
    assert drawn(talked("How about Wednesday evening after work?"), TOLD) == {}


def test_the_partners_own_words_are_never_in_the_plan() -> None:
    log = talked("What's out for you?", "When would be good for you?")
    assert drawn(log, TOLD) == {}


def test_a_talk_that_left_nothing_leads_on_all_the_same() -> None:
    one = at(sitting(), "none", "partner", "plan", "talk")
    come_back(one, (), TOLD)
    assert one.view.step == "time"


@pytest.mark.parametrize(
    ("category", "ends"), [("stop_request", False), ("suicidality", True)]
)
def test_only_a_stop_for_safety_ends_the_exercise_with_the_talk(
    category: str, ends: bool
) -> None:
    flag = Safety(category, "explicit", 1.0, "stop", "said so")
    assert ends_all([{"event": "stopped"}], flag) is ends
    assert not ends_all([{"event": "left"}], flag)


def test_only_this_step_opens_a_talk() -> None:
    assert talk_of(to_plan("plan")) == ""
    one = at(sitting(), "none", "partner", "plan", "talk")
    one.pause()
    assert talk_of(one) == ""


# what is kept

SECRETS = ("secret one", "secret two", "secret three")


def kept(keep: str, first: str = "none") -> list[Event]:
    one = at(sitting(), first, "partner", keep, "talk")
    one.talked({"time": "secret three"})
    at(one, "secret one", "secret two", "x", "x", "x", "x", "fits", "no")
    return [one.exercise.kept(event) for event in one.log]


def test_without_a_yes_no_word_of_the_plan_or_the_talk_is_kept() -> None:
    written = json.dumps(kept("nothing"))
    assert not [one for one in SECRETS if one in written]


def test_with_a_yes_the_plan_can_be_read_from_the_record() -> None:
    from sim.commands.plan import newest

    found = newest((("2026-11-23T10:00:00", kept("plan")),))
    assert found is not None
    day, plan = found
    assert (day, plan.time, plan.place) == ("2026-11-23", "secret one", "secret two")
    assert newest((("2026-11-23T10:00:00", kept("nothing")),)) is None


@pytest.mark.parametrize("first", ["none", "pain", "rather_not"])
def test_the_private_answer_is_in_no_record(first: str) -> None:
    written = [e for e in kept("plan", first) if e.get("step") == "private"]
    assert {e["value"] for e in written} == {""}


@pytest.mark.parametrize("way", [("afraid",), ("harm", "read"), ("pain",)])
@pytest.mark.parametrize("is_skipped", [False, True])
def test_nor_is_where_it_led(way: tuple[str, ...], is_skipped: bool) -> None:
    one = sitting()
    for answer in way:
        one.answer(answer)
    for _ in range(4):
        one.skip() if is_skipped else one.tick()
    written = json.dumps([one.exercise.kept(event) for event in one.log])
    assert not re.search(r"afraid|harm|pain", written)


# paper


@pytest.mark.parametrize("kind", sorted(FORMATS))
def test_every_file_has_all_parts_the_day_and_room_for_the_other(kind: str) -> None:
    page = FORMATS[kind](PLAN, "2026-11-23")
    for part in ("Sunday at three", "the rug", "hands", "lemon", "toast", "2026-11-23"):
        assert part in page
    if kind != "json":
        assert plan_words().theirs in page
        assert plan_words().open in page
        assert all(rule in page for rule in plan_words().rules)


def test_a_page_runs_and_fetches_nothing_and_shows_words_as_words() -> None:
    page = as_html(Plan(time="<script>alert(1)</script>", stop="a & b"), "today")
    assert "<script" not in page
    assert "&lt;script&gt;" in page and "a &amp; b" in page
    assert not re.search(r"https?://|src=|url\(", page)
    assert "isavis" not in page and "is-à-" not in page


def test_markdown_takes_no_word_for_a_mark() -> None:
    assert r"\*\*now\*\* \<b\>" in as_markdown(Plan(time="**now** <b>"), "today")


def test_data_comes_back_as_it_was() -> None:
    assert json.loads(as_json(PLAN, "d"))["stop"] == "lemon"


def test_a_file_is_written_only_when_it_is_chosen_and_replaces_none(tmp_path) -> None:
    (tmp_path / "plan.html").write_text("mine", "utf-8")
    told: list[str] = []
    one = to_plan("nothing")
    one.observe(PlanFiles(FakeClock(), told.append, tmp_path))
    at(one, "Sunday", "here", "hands", "neck", "lemon", "open", "fits")
    assert [path.name for path in tmp_path.iterdir()] == ["plan.html"]
    at(one, "html")
    assert (tmp_path / "plan.html").read_text("utf-8") == "mine"
    assert "Sunday" in (tmp_path / "plan-2.html").read_text("utf-8")
    assert "not encrypted" in told[0] and "plan-2.html" in told[0]


def test_a_folder_that_cannot_be_written_is_said(tmp_path) -> None:
    told: list[str] = []
    one = to_plan("nothing")
    one.observe(PlanFiles(FakeClock(), told.append, tmp_path / "gone"))
    at(one, *["x"] * len(FIELDS), "fits", "md")
    assert "could not be written" in told[0]


# what the texts must not do

BINDING = re.compile(
    r"\b(arous\w+|orgasm\w*|genital\w*|naked|stroke (him|her|them|your partner))\b",
    re.I,
)


@pytest.mark.parametrize("name", ["sensate_focus", "attention"])
def test_no_text_measures_arousal_or_says_where_to_touch_somebody(name: str) -> None:
    guide = load(name)
    said = [line for step in guide.steps for line in (*step.say, step.ask)]
    assert not [line for line in said if BINDING.search(line)]


@pytest.mark.parametrize("with_", ["hand", "thing", "breath", "sound", "warmth"])
def test_noticing_has_a_way_for_every_body(with_: str) -> None:
    one = Sitting(make("attention"), FakeClock(), hurries=True)
    one.start()
    at(one, with_)
    for _ in range(20):
        if one.view.kind == "wait":
            one.tick()
    assert one.view.step == "one_word"
