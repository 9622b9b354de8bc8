"""What comes in is kept as it was shared, once, and goes when the client says so."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dialogue.skills import HARMFUL
from dialogue.strict import DataError
from sim.clinic.desk.composing import Chosen, compose, told
from sim.clinic.desk.corrections import CannotCorrect, NotHere
from sim.clinic.desk.courses import Courses
from sim.clinic.desk.desk import Desk
from sim.clinic.desk.offers import offers
from sim.clinic.desk.remarks import EmptyNote
from sim.clinic.errors import EnvelopeError, NotPaired, Replayed
from sim.clinic.letters import Answer, Assignment, Goodbye, Item, Report, Withdrawal
from sim.privacy.errors import VaultError
from tests.clinic.desk.conftest import Both
from tests.clinic.people import Clock, Person
from tests.privacy.test_vault import CHEAP

TODAY = date(2026, 11, 23)
WORDS = "I have never told anybody about the lighthouse"
REPORT = Report(
    "r1",
    "rehearsal",
    "saying_no",
    "Saying no",
    "2026-11-24",
    (
        Item("grades.request", "grades", "Asking", "Emerging", skill="request"),
        Item("quotes.1", "quotes", "You said", WORDS, turn=1),
        Item("suds.1", "suds", "Distress", numbers={"before": 60, "after": 35}),
    ),
    12,
)


def assigned(**more: object) -> Assignment:
    return compose([Chosen(what="affection_only")], TODAY, **more)  # type: ignore[arg-type]


def test_a_report_is_kept_item_by_item_as_it_was_shared(both: Both) -> None:
    arrived = both.sends(REPORT)
    assert arrived.what == "report"
    rows = both.desk.reports.rows(arrived.report)
    assert [
        (r.id, r.kind, r.label, r.value, r.numbers, r.skill, r.turn, r.reason)
        for r in rows
    ] == [
        (i.id, i.kind, i.label, i.value, i.numbers, i.skill, i.turn, i.reason)
        for i in REPORT.items
    ]
    head = both.desk.reports.head(arrived.report)
    assert (head.title, head.done_on, head.minutes) == ("Saying no", "2026-11-24", 12)


def test_it_waits_until_it_was_looked_at(both: Both) -> None:
    number = both.sends(REPORT).report
    assert both.desk.waiting() == both.desk.clients.one(both.client).unread == 1
    both.desk.reports.see(number)
    assert both.desk.waiting() == both.desk.clients.one(both.client).unread == 0


def test_the_same_envelope_is_kept_once(both: Both) -> None:
    raw = both.write(REPORT)
    both.desk.take(raw)
    with pytest.raises(Replayed):
        both.desk.take(raw)
    assert both.desk.reports.count(both.client) == 1
    assert both.log()[0] == "refused"


def test_a_withdrawn_report_is_gone_from_every_file(both: Both) -> None:
    number = both.sends(REPORT).report
    both.desk.corrections.add(number, "grades.request", "Solid", "It was there twice")
    assert both.sends(Withdrawal("r1")).what == "withdrawn"
    assert both.desk.reports.count(both.client) == 0
    assert both.desk.vault.run("SELECT count(*) FROM desk_items")[0][0] == 0
    assert both.desk.vault.run("SELECT count(*) FROM desk_corrections")[0][0] == 0
    assert both.desk.waiting() == 0
    assert both.log()[0] == "withdrawn"
    with pytest.raises(NotHere, match="withdrawn"):
        both.desk.reports.head(number)


def test_a_withdrawal_that_comes_first_keeps_the_report_out(both: Both) -> None:
    report, withdrawal = both.write(REPORT), both.write(Withdrawal("r1"))
    both.desk.take(withdrawal)
    assert both.desk.take(report).what == "past"
    assert both.desk.reports.count(both.client) == 0
    assert both.sends(REPORT).what == "report", "shared once more, later"


def test_a_report_sent_again_stands_in_place_of_the_former(both: Both) -> None:
    first = both.write(REPORT)
    fewer = replace(REPORT, items=REPORT.items[:1])
    number = both.sends(fewer).report
    assert both.desk.take(first).what == "past"
    assert len(both.desk.reports.rows(number)) == 1
    assert both.desk.reports.count(both.client) == 1


def test_nobody_withdraws_another_client_s_report(
    both: Both, tmp_path, clock: Clock
) -> None:
    from tests.clinic.people import pair, person

    both.sends(REPORT)
    with person(tmp_path / "sam", clock) as sam:
        therapist = Person(both.desk.vault, clock)
        pair(therapist, sam, "Sam")
        both.desk.clients.match(both.desk.post.everybody)
        both.desk.take(sam.post.send(Withdrawal("r1"), {}, "therapist"))
    assert both.desk.reports.count(both.client) == 1


def test_a_correction_stands_beside_the_grade(both: Both) -> None:
    number = both.sends(REPORT).report
    both.desk.corrections.add(number, "grades.request", "Solid", "Twice, and clearly")
    row = both.desk.reports.rows(number)[0]
    assert row.value == "Emerging"
    assert row.correction is not None
    assert (row.correction.value, row.correction.reason) == (
        "Solid",
        "Twice, and clearly",
    )
    both.desk.corrections.undo(number, "grades.request")
    assert both.desk.reports.rows(number)[0].correction is None


@pytest.mark.parametrize(
    ("item", "value", "reason"),
    [
        ("grades.request", "Solid", "  "),
        ("grades.request", "Splendid", "why not"),
        ("quotes.1", "Solid", "no grade"),
    ],
)
def test_a_correction_needs_a_grade_and_a_reason(
    both: Both, item: str, value: str, reason: str
) -> None:
    number = both.sends(REPORT).report
    with pytest.raises(CannotCorrect):
        both.desk.corrections.add(number, item, value, reason)


def test_an_answer_belongs_to_its_assignment(both: Both) -> None:
    letter = assigned()
    both.desk.assign(letter, {}, both.client)
    assert both.sends(Answer(letter.id, ("p1",))).about == letter.title
    found = both.desk.assignments.one(letter.id)
    assert found.answer is not None and found.answer.taken == ("p1",)
    assert not both.desk.outbox.has(letter.id)


def test_reports_count_towards_their_part(both: Both) -> None:
    letter = assigned()
    both.desk.assign(letter, {}, both.client)
    both.sends(replace(REPORT, assignment=letter.id, part="p1"))
    both.sends(replace(REPORT, id="r2", assignment=letter.id, part="p1"))
    assert both.desk.reports.done(letter.id) == {"p1": 2}


def test_what_is_assigned_opens_at_the_client_s(both: Both) -> None:
    letter = assigned(note="Take your time.", share=("suds", "grades"))
    raw = both.desk.assign(letter, {}, both.client)
    assert both.robin.post.take(raw).letter == letter
    assert letter.share == ("grades", "suds")
    assert both.desk.outbox.raw(letter.id) == raw


def test_a_client_cannot_assign(both: Both) -> None:
    with pytest.raises(EnvelopeError, match="from you to a client"):
        both.sends(assigned())


def test_goodbye_ends_it_and_leaves_what_was_shared(both: Both) -> None:
    both.sends(REPORT)
    assert both.sends(Goodbye()).what == "goodbye"
    assert both.desk.clients.one(both.client).is_over
    assert both.desk.reports.count(both.client) == 1


def test_a_deleted_client_is_gone_and_stays_gone(both: Both, clock: Clock) -> None:
    number = both.sends(REPORT).report
    both.desk.remarks.add(both.client, "mine", number)
    both.desk.remove(both.client)
    for table in ("clients", "reports", "items", "notes", "outbox", "withdrawn"):
        rows = both.desk.vault.run(f"SELECT count(*) FROM desk_{table}")
        assert rows[0][0] == 0, table
    again = Desk(both.desk.vault, clock, CHEAP)
    assert again.clients.page() == ()
    with pytest.raises(NotPaired):
        again.post.contact(both.client)
    assert again.log.page()[0].what == "client_removed"


def test_the_log_is_only_added_to(both: Both) -> None:
    both.sends(REPORT)
    for statement in ("DELETE FROM desk_log", "UPDATE desk_log SET what = 'noted'"):
        with pytest.raises(VaultError, match="only ever added"):
            both.desk.vault.run(statement)


def test_the_log_holds_no_words_of_a_client(both: Both) -> None:
    both.sends(REPORT)
    both.sends(Withdrawal("r1"))
    rows = both.desk.vault.run("SELECT * FROM desk_log")
    assert WORDS not in str(rows) and "Robin" not in str(rows)


def test_notes_are_the_therapist_s_and_outlive_a_withdrawal(both: Both) -> None:
    number = both.sends(REPORT).report
    both.desk.remarks.add(both.client, "  ask about work\r\nnext time ", number)
    both.sends(Withdrawal("r1"))
    (one,) = both.desk.remarks.page(both.client)
    assert (one.body, one.report) == ("ask about work\nnext time", None)
    with pytest.raises(EmptyNote):
        both.desk.remarks.add(both.client, "  \n ")


def test_courses_follow_the_days_and_take_corrections(both: Both) -> None:
    later = replace(REPORT, id="r2", done_on="2026-11-30")
    number = both.sends(later).report
    both.sends(REPORT)
    both.desk.corrections.add(number, "grades.request", "Solid", "Twice")
    courses = Courses(both.desk.vault, both.client)
    (skill,) = courses.skills()
    assert [(p.day, p.word, p.is_corrected) for p in skill.points] == [
        ("2026-11-24", "Emerging", False),
        ("2026-11-30", "Solid", True),
    ]
    (distress,) = courses.distress()
    assert (distress.title, distress.low, distress.high) == ("Distress", 0.0, 100.0)
    assert [curve.name for curve in distress.curves] == ["before", "after"]
    assert distress.table()[0] == ("2026-11-24", ["60", "35"])
    assert courses.measures() == ()


def test_what_costs_closeness_is_counted_and_not_graded(both: Both) -> None:
    costly = Item(
        "grades.criticism",
        "grades",
        "Criticising",
        "",
        {"lines": 3.0},
        "criticism",
    )
    both.sends(replace(REPORT, items=(*REPORT.items, costly)))
    courses = Courses(both.desk.vault, both.client)
    assert [one.first.word for one in courses.costly()] == ["3 lines"]
    assert "criticism" not in str(courses.skills())


def test_lists_are_read_a_page_at_a_time(both: Both) -> None:
    for number in range(60):
        both.desk.vault.run(
            "INSERT INTO desk_clients (id, alias, since, state)"
            " VALUES (?, ?, '2026-11-23', 'paired')",
            (f"{number:032x}", f"Client {number:02}"),
        )
    first = both.desk.clients.page()
    rest = both.desk.clients.page(after=(first[-1].alias, first[-1].id))
    assert (len(first), len(rest)) == (50, 11)
    assert [one.alias for one in both.desk.clients.page("client 5")] == [
        f"Client {number}" for number in range(50, 60)
    ]
    assert both.desk.clients.page("100%") == ()


# composing


def test_everything_on_offer_can_be_assigned() -> None:
    assert len(offers()) > 25
    for one in offers():
        letter = compose([Chosen(one.kind, one.id)], TODAY)
        assert letter.parts[0].what == one.id
        assert "{" not in one.title + one.summary + "".join(one.not_for)


def test_what_only_a_therapist_opens_is_opened() -> None:
    locked = next(one for one in offers() if one.is_locked)
    assert compose([Chosen("exercise", locked.id)], TODAY).parts[0].unlocks


@pytest.mark.parametrize(
    ("chosen", "says"),
    [
        (Chosen(what="no_such_talk"), "no rehearsal here"),
        (Chosen(what="affection_only", times=21), "1 to 20"),
        (Chosen(what="affection_only", goals=("charm",)), "charm"),
        (Chosen(what="affection_only", setting={"city": "Porto"}), "city"),
        (Chosen(what="affection_only", setting={"partner": "<b>"}), "partner"),
        (Chosen(what="affection_only", rules=("obey",)), "obey"),
    ],
)
def test_what_does_not_fit_is_named(chosen: Chosen, says: str) -> None:
    with pytest.raises(DataError, match=says):
        compose([chosen], TODAY)


@pytest.mark.parametrize("skill", sorted(HARMFUL))
def test_nobody_is_told_to_practise_what_costs_closeness(skill: str) -> None:
    with pytest.raises(DataError, match="goals"):
        compose([Chosen(what="affection_only", goals=(skill,))], TODAY)


def test_a_day_that_is_over_is_no_due_day() -> None:
    with pytest.raises(DataError, match="is over"):
        compose([Chosen(what="affection_only")], TODAY, due_on="2026-11-22")


def test_rules_never_take_a_no_away() -> None:
    chosen = Chosen(
        what="affection_only", rules=("counter",), never_says="always, your mother"
    )
    part = compose([chosen], TODAY).parts[0]
    assert [rule.never.words for rule in part.rules] == [(), ("always", "your mother")]
    assert "“always”, “your mother”" in told(part)[-1]
