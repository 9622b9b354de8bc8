"""What a headset noticed is told plainly, with its why, and can be called wrong."""

from __future__ import annotations

import json

import pytest

from assets import folder
from dialogue.messages import Safety, to_json
from dialogue.scenario import Scenario, load
from sim.privacy.records import Entry
from sim.session.debrief import build
from sim.session.debrief_html import as_html
from sim.session.debrief_text import as_text
from sim.session.marking import LookingBack
from sim.texts import text, texts
from tests.screening.reading import grade
from tests.session.played import begin, say
from tests.session.stories import GOALS, ROUGH

COUNTED = {
    "gaze": {
        "listening_s": 30.0,
        "listening_on_s": 20.0,
        "speaking_s": 20.0,
        "speaking_on_s": 8.0,
    },
    "nods": {"nods_listening": 2, "nods_silent": 1, "listening_s": 30.0},
    "distance": {"cm_s": {"115": 40.0, "120": 9.5, "75": 0.5}},
    "talk": {"partner_s": 10.0},
}
SAID = (
    "While Maya spoke, you looked towards Maya for about two thirds of the time.",
    "While you spoke, you looked towards Maya for about two fifths of the time.",
)
JUDGING = ("should", "good", "bad", "better", "poor", "score", "too little", "avoid")
INFERRING = (
    "nervous",
    "shy",
    "interest",
    "honest",
    "engaged",
    "confident",
    "attention",
)


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return load("sex_hurts")


def log_of(scenario: Scenario, counted: dict = COUNTED, turn: int = 1) -> list:
    log = begin(scenario, GOALS, scenario.opening[0])
    log += say(scenario, log, ROUGH)
    return [*log, {"event": "watched", "turn": turn, "noticed": counted}]


def plain(words: str) -> str:
    return " ".join(words.split())


def test_the_debrief_tells_it_in_text_and_on_the_page(scenario):
    made = build(log_of(scenario), scenario)

    for shown in (plain(as_text(made)), as_html(made)):
        for line in (*SAID, text("noticed.title"), text("noticed.intro")):
            assert line in shown
        assert "You nodded 3 times, 2 of them while Maya spoke." in shown
        assert "about 1.2 m" in shown and "0.8 m at the nearest" in shown


def test_without_a_headset_nothing_of_it_is_said(scenario):
    made = build(log_of(scenario)[:-1], scenario)

    assert made.noticed == ()
    assert text("noticed.title") not in as_text(made) + as_html(made)


def test_every_statement_has_a_why_with_its_definition_its_source_and_its_switch(
    scenario,
):
    made = build(log_of(scenario), scenario)
    for one in made.noticed:
        statement = made.about(f"noticed:{one.id}")
        assert statement is not None and statement.number
        why = " ".join(statement.why)
        assert "doi:10." in why
        assert "set watch_" in why
    assert "Autistic people" in " ".join(made.noticed[0].why)


def test_talk_share_stands_with_the_measures_of_speech(scenario):
    spoken_s = sum(line.speech.duration_s for line in ROUGH if line.speech)
    counted = {"talk": {"partner_s": spoken_s}}
    (share,) = [
        one
        for one in build(log_of(scenario, counted), scenario).speech
        if one.id == "talk"
    ]

    assert "about half" in share.value


def test_a_line_that_was_flagged_takes_its_counts_with_it(scenario):
    log = log_of(scenario)
    flag = Safety("medical", "indirect", 0.7, "check_in", "pain")
    log.insert(-1, {"event": "safety", "turn": 1, "who": "user", **to_json(flag)})

    assert build(log, scenario).noticed == ()


def test_a_stopped_session_tells_nothing_of_it(scenario):
    log = [*log_of(scenario), {"event": "stopped", "category": "suicidality"}]

    assert build(log, scenario).noticed == ()


def test_it_can_be_called_wrong_and_keeps_its_number(scenario):
    log = log_of(scenario)
    back = LookingBack(log, scenario, log.append)
    before = back.made.about("noticed:nods")
    assert before is not None and back.wrong(before.number, "I laughed")
    after = back.made.about("noticed:nods")

    assert after is not None and after.is_marked and after.number == before.number


def test_each_item_can_be_shared_or_left_out_and_says_what_it_is_not(scenario):
    from sim.clinic.client.items import of_rehearsal
    from sim.clinic.client.report import item_line

    log = log_of(scenario)
    entries = [Entry(seq, "", event) for seq, event in enumerate(log)]
    items = [one for one in of_rehearsal(entries, scenario) if one.kind == "noticed"]

    assert [one.id for one in items] == [
        "noticed.gaze_listening",
        "noticed.gaze_speaking",
        "noticed.nods",
        "noticed.distance",
    ]
    for one in items:
        assert text("noticed.caution") in item_line(one)
    back = LookingBack(log, scenario, log.append)
    wrong = back.made.about("noticed:nods")
    assert wrong is not None and back.wrong(wrong.number)
    entries = [Entry(seq, "", event) for seq, event in enumerate(log)]
    ids = [one.id for one in of_rehearsal(entries, scenario)]
    assert "noticed.nods" not in ids and "noticed.distance" in ids


def test_the_readable_export_tells_it(scenario):
    from sim.privacy.export import Whole, as_markdown
    from sim.privacy.records import SessionInfo

    log = log_of(scenario)
    info = SessionInfo("a", "sex_hurts", "T", "2026-11-23T10:00:00", "closed", 1)
    entries = [Entry(seq, "", event) for seq, event in enumerate(log)]

    assert SAID[0] in as_markdown(Whole(((info, entries),)))


def all_texts() -> list[str]:
    import tomllib

    table = tomllib.loads((folder("locales") / "en.toml").read_text("utf-8"))
    return [
        line
        for one in table["noticed"].values()
        for line in ([one] if isinstance(one, str) else one)
    ]


def readable(line: str) -> str:
    """`line` as read aloud: names for the blanks, and no reference in brackets."""
    import re

    line = re.sub(r"\s*\([^()]*\d{4}[^()]*\)", "", line)
    return re.sub(r"\{\w+\}", "Sam", line)


def test_every_sentence_is_easy_to_read():
    for line in all_texts():
        assert grade(readable(line)) <= 8.0, (round(grade(readable(line)), 1), line)


def test_no_text_judges_or_reads_minds():
    said = json.dumps(all_texts()).lower()
    for word in (*JUDGING, *INFERRING):
        if word == "good":  # "looking away can be good manners"
            assert said.count(word) == said.count("good manners")
        elif word == "score":
            assert said.count(word) == said.count("nothing is scored")
        else:
            assert word not in said, word


def test_every_kind_says_that_there_is_no_right_amount_or_what_it_may_mean():
    for kind in ("gaze", "talk"):
        assert "no right" in " ".join(
            texts(f"noticed.{kind}_why", user="", partner="", partner_s="")
        )
