"""The debrief quotes, is kind, scores nothing it must not, and shows its doubt."""

from __future__ import annotations

import dataclasses
import json
import stat
import subprocess
import sys
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest

from dialogue.messages import Safety, from_json, to_json
from dialogue.scenario import Scenario, load
from dialogue.scorers.grades import rubrics
from dialogue.skills import HARMFUL
from sim.session.debrief import Debrief, build
from sim.session.debrief_html import as_html, save
from sim.session.debrief_text import as_text
from tests.session.played import Line, begin, say
from tests.session.stories import AGAIN, GOALS, ROUGH

CHECK_IN = Safety("medical", "indirect", 0.7, "check_in", "pain")
STOP = Safety("suicidality", "explicit", 0.99, "stop", "rule")


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return load("sex_hurts")


@pytest.fixture(scope="module")
def rough_log(scenario: Scenario) -> list:
    log = begin(scenario, GOALS, scenario.opening[0])
    return [*log, *say(scenario, log, ROUGH)]


@pytest.fixture(scope="module")
def rough(rough_log: list, scenario: Scenario) -> Debrief:
    ended = {"event": "ended", "ending": scenario.endings[0].id}
    return build([*rough_log, ended], scenario)


def play(scenario: Scenario, lines: list[Line], goals=GOALS) -> list:
    log = begin(scenario, goals, scenario.opening[0])
    return [*log, *say(scenario, log, lines)]


def test_each_goal_has_a_grade_and_the_words_behind_it(rough: Debrief) -> None:
    assert [goal.skill for goal in rough.goals] == list(GOALS)
    for goal in rough.goals:
        assert goal.grade in ("Emerging", "Developing", "Solid")
        assert goal.count == 1 and goal.took.startswith("Maya ")
    by_skill = {goal.skill: goal for goal in rough.goals}
    assert (
        by_skill["observation"].quotes[0].words == "Sex has been hurting since March."
    )
    assert by_skill["feeling"].quotes[0].line == ROUGH[3].text


def test_a_goal_that_was_not_shown_is_not_yet_seen_and_explained(
    scenario: Scenario,
) -> None:
    made = build(play(scenario, ROUGH[:1], ("boundary", "observation")), scenario)
    assert made.goals[0].grade == "Not yet seen"
    assert made.goals[0].quotes == ()
    hint = rubrics().skills["boundary"]
    assert (made.goals[0].hint, made.goals[0].example) == (hint.show, hint.example)
    assert hint.example in as_text(made) and hint.example in unescape(as_html(made))


def test_a_doubt_is_shown_as_a_doubt(scenario: Scenario) -> None:
    made = build(play(scenario, ROUGH, ("repair",)), scenario)
    (repair,) = made.goals
    assert repair.count == 0
    assert [quote.turn for quote in repair.unsure] == [4]
    assert "Not sure about: “Sorry, that came out sharp." in as_text(made)


def test_good_comes_first_and_is_the_moment_that_did_most(rough: Debrief) -> None:
    assert rough.well is not None
    assert rough.well.skill == "validation"
    text = as_text(rough)
    assert text.index("One thing you did well") < text.index("What cost the most")


def test_the_two_dearest_lines_have_one_better_wording_each(rough: Debrief) -> None:
    assert [one.quote.turn for one in rough.costly] == [2, 3]
    assert [one.skill for one in rough.costly] == ["invalidation", "criticism"]
    first, second = rough.costly
    assert first.better.startswith("So you feel scared.")
    assert "I'd like you to ask me how it is for me" in second.better
    assert first.heard == ROUGH[0].reply
    assert "hurt" in first.took and "→" not in first.took


def test_a_line_that_cost_nothing_is_not_called_costly(scenario: Scenario) -> None:
    assert build(play(scenario, [ROUGH[0], *ROUGH[3:]]), scenario).costly == ()


def test_no_line_is_reworded_that_the_screen_had_a_question_about(
    scenario: Scenario,
) -> None:
    flagged = [dataclasses.replace(ROUGH[1], flag=CHECK_IN)]
    made = build(play(scenario, [ROUGH[0], *flagged, *ROUGH[3:]]), scenario)
    assert made.costly == () and made.harder == ()
    assert made.left_out == 1
    assert "Not scored: 1 line" in as_text(made)


def test_harmful_skills_are_counted_and_never_graded(rough: Debrief) -> None:
    assert {one.skill for one in rough.harder} == {"invalidation", "criticism"}
    assert all(one.grade == "" and one.count == 1 for one in rough.harder)
    assert not {one.skill for one in (*rough.goals, *rough.others)} & HARMFUL


def test_nothing_is_scored_when_the_rehearsal_was_stopped(
    rough_log: list, scenario: Scenario
) -> None:
    for category, word in (("suicidality", "help page"), ("stop_request", "asked to")):
        flag = dataclasses.replace(STOP, category=category)
        event = {"event": "safety", "turn": 7, "who": "user", **to_json(flag)}
        stopped = {"event": "stopped", "category": category}
        for tail in ([event], [stopped], [event, stopped]):
            made = build([*rough_log, *tail], scenario)
            assert made.status == "stopped"
            assert word in made.headline and "Nothing was scored" in made.headline
            parts = (made.goals, made.others, made.harder, made.costly, made.course)
            assert not any(parts) and made.well is None and made.unsaid is None
            for page in (as_text(made), as_html(made)):
                assert not any(line.text in page for line in ROUGH)
                assert "Emerging" not in page


def test_the_partners_own_flagged_line_stops_nothing(
    rough_log: list, scenario: Scenario
) -> None:
    event = {"event": "safety", "turn": 2, "who": "partner", **to_json(STOP)}
    assert build([*rough_log, event], scenario).status == "open"


def test_the_course_has_every_turn_with_its_reason(rough: Debrief) -> None:
    assert [point.turn for point in rough.course] == [0, 1, 2, 3, 4, 5, 6]
    assert rough.course[2].openness < rough.course[1].openness
    assert rough.course[6].openness > rough.course[3].openness
    assert rough.course[3].why.startswith("Maya was hurt, hearing blame in “You never")


def test_what_stayed_unsaid_is_said_kindly_and_not_given_away(
    rough: Debrief, scenario: Scenario
) -> None:
    hidden = next(fact for fact in scenario.facts if fact.hidden)
    assert rough.unsaid is not None and not rough.unsaid.is_reached
    assert "no mark against you" in rough.unsaid.text
    assert hidden.topic not in as_text(dataclasses.replace(rough, epilogue=""))
    lines = [*ROUGH[:5], dataclasses.replace(ROUGH[5], reveals=(hidden.id,))]
    reached = build(play(scenario, lines), scenario).unsaid
    assert reached is not None and reached.is_reached
    assert f"not been said at first: {hidden.topic}." in reached.text


def test_what_the_partner_told_is_said_to_the_user(scenario: Scenario) -> None:
    fact = dataclasses.replace(scenario.facts[0], topic="what the user's silence did")
    told = dataclasses.replace(scenario, facts=(fact, *scenario.facts[1:]))
    line = dataclasses.replace(ROUGH[5], reveals=(fact.id,))
    assert build(play(told, [line]), told).told == ("what your silence did",)


def test_a_moment_tried_again_stands_beside_its_first_try(
    rough_log: list, scenario: Scenario
) -> None:
    log = [*rough_log, {"event": "branched", "from_turn": 1, "branch": 1}]
    log += say(scenario, log, AGAIN, 2)
    made = build(log, scenario)
    (moment,) = made.moments
    assert moment.turn == 2 and moment.heard == ROUGH[0].reply
    assert [one.said for one in moment.tries] == [ROUGH[1].text, AGAIN[0].text]
    assert moment.tries[1].openness > moment.tries[0].openness
    assert made.costly == ()  # only the last branch is judged
    assert [point.turn for point in made.course] == [0, 1, 2]
    assert "First try" in as_text(made) and "Second try" in as_text(made)
    log += [{"event": "branched", "from_turn": 1, "branch": 2}]
    log += say(
        scenario,
        log,
        [dataclasses.replace(AGAIN[0], text="You look scared. I can see why.")],
        2,
    )
    (three,) = build(log, scenario).moments
    assert len(three.tries) == 3


def test_speech_is_measured_with_a_reference_and_only_where_there_was_any(
    rough: Debrief, scenario: Scenario
) -> None:
    pace = {one.id: one for one in rough.speech}["pace"]
    assert pace.value == "139 words a minute" and pace.reference and pace.source
    typed = [dataclasses.replace(line, speech=None) for line in ROUGH]
    assert build(play(scenario, typed), scenario).speech == ()


def test_leaving_at_once_is_fine(scenario: Scenario) -> None:
    log = begin(scenario, GOALS, scenario.opening[0])
    made = build([*log, {"event": "left", "why": "user"}], scenario)
    assert made.status == "left" and "come back any time" in made.headline
    assert made.costly == () and made.well is None
    assert as_html(made) and as_text(made)


def test_a_skipped_moment_costs_nothing(rough_log: list, scenario: Scenario) -> None:
    skipped = {"event": "skipped", "turn": 7}
    before = build(rough_log, scenario)
    after = build([*rough_log, skipped], scenario)
    assert after.goals == before.goals and after.costly == before.costly


def test_the_log_alone_is_enough(rough_log: list) -> None:
    made = build(rough_log)
    assert made.partner == "Maya" and made.unsaid is None and made.told == ()
    assert [one.quote.turn for one in made.costly] == [2, 3]


def test_a_debrief_is_the_same_each_time_and_survives_json(
    rough: Debrief, rough_log: list, scenario: Scenario
) -> None:
    ended = {"event": "ended", "ending": scenario.endings[0].id}
    timings = {"event": "timings", "turn": 1, "ms": 7.0}
    assert build([*rough_log, timings, ended], scenario) == rough
    again = from_json(Debrief, json.loads(json.dumps(to_json(rough))))
    assert to_json(again) == to_json(rough)
    logged = [*rough_log, ended, {"event": "debrief", **to_json(rough)}]
    assert build(logged, scenario) == rough


def test_there_is_no_number_for_the_person_and_no_game(rough: Debrief) -> None:
    for page in (as_text(rough), as_html(rough)):
        low = page.lower()
        for word in (
            "score:",
            " points ",
            "streak",
            "level up",
            "congratulations",
            "%",
        ):
            assert word not in low.split("<body>")[-1], word


def test_plain_text_has_no_control_characters_and_no_long_lines(rough: Debrief) -> None:
    text = as_text(rough)
    assert "\x1b" not in text
    assert max(map(len, text.splitlines())) <= 88
    assert not any(line.endswith(" ") for line in text.splitlines())


class Page(HTMLParser):
    """Collects what a page would load, and whether its tags close."""

    VOID = frozenset({"meta", "br", "hr", "img", "link"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.loads: list[str] = []
        self.labels: list[str] = []

    def handle_starttag(self, tag, attrs) -> None:
        names = dict(attrs)
        self.loads += [
            f"{tag} {name}" for name in ("src", "href", "srcset") if name in names
        ]
        self.labels += [names["aria-label"]] if "aria-label" in names else []
        if tag in ("script", "iframe", "object", "form"):
            self.loads.append(tag)
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag) -> None:
        assert self.open.pop() == tag


def test_the_page_stands_alone_and_names_every_point(rough: Debrief) -> None:
    html = as_html(rough)
    page = Page()
    page.feed(html)
    assert page.open == [] and page.loads == []
    assert "http" not in html.replace("http-equiv", "") and "url(" not in html
    assert "default-src 'none'" in html
    assert "<title>Rehearsal notes</title>" in html
    points = [label for label in page.labels if label.startswith("Turn")]
    assert len(points) == 6
    assert (
        "openness 0.39, hurt" in points[1] and "You: “It's not a big deal" in points[1]
    )


def test_what_was_said_cannot_break_the_page(scenario: Scenario) -> None:
    nasty = '</title><script>alert("x")</script> & $body "quoted"'
    line = dataclasses.replace(
        ROUGH[0], text=nasty, skills={"criticism": ""}, reply=nasty
    )
    html = as_html(build(play(scenario, [line, line]), scenario))
    page = Page()
    page.feed(html)
    assert page.loads == [] and "<script" not in html
    assert "&lt;script&gt;" in html


def test_a_saved_page_is_for_its_owner_only(rough: Debrief, tmp_path: Path) -> None:
    path = tmp_path / "notes.html"
    save(rough, path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.read_text("utf-8") == as_html(rough)


def test_the_stage_can_make_a_debrief_without_a_model_library() -> None:
    code = (
        "import sys\n"
        "import sim.config, sim.privacy.export, sim.session.debrief_html\n"
        "from sim.session import debrief\n"
        "log = [{'event': 'session_started', 'goals': ['feeling']},\n"
        "       {'event': 'utterance', 'turn': 1, 'text': 'Hello'}]\n"
        "assert debrief.build(log).goals[0].grade == 'Not yet seen'\n"
        "heavy = {'torch', 'transformers', 'sentence_transformers', 'onnxruntime'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_costly_line_weighs_all_levels(scenario: Scenario) -> None:
    """Anger that rises is a cost, trust that rises is none."""
    from dialogue.messages import Reason
    from sim.session.debrief_parts import gain

    assert gain(Reason("anger", 0.2, 0.4, "x", "", "")) == pytest.approx(-0.2)
    assert gain(Reason("trust", 0.2, 0.4, "x", "", "")) == pytest.approx(0.2)
