"""One session as it was shared: what was said, how the partner felt and why, grades."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response

from dialogue.scorers.grades import GRADES
from sim.clinic.desk.composing import SHARE_WORDS
from sim.clinic.desk.corrections import NotHere
from sim.clinic.errors import ClinicError
from sim.clinic.letters import ITEM_KINDS
from sim.clinic.web import plots, talk
from sim.clinic.web.page import Here

router = APIRouter()


@router.get("/sessions/{number}")
def session(page: Here, number: int) -> Response:
    """What the client shared of it, and what the therapist adds."""
    desk = page.desk
    head = desk.reports.head(number)
    rows = desk.reports.rows(number)
    desk.reports.see(number)
    desk.log.add("looked_at_session", head.client, head.done_on)
    kinds = {row.kind for row in rows}
    told = talk.moments(rows, head.alias)
    return page.show(
        "session.html",
        head=head,
        assignment=_assignment(page, head.assignment),
        shared=[SHARE_WORDS[kind] for kind in ITEM_KINDS if kind in kinds],
        told=told,
        curves=talk.drawn(told),
        levels=talk.table(told),
        partner=_partner(told),
        label=talk.label,
        plots=plots,
        by_kind={
            kind: [row for row in rows if row.kind == kind] for kind in ITEM_KINDS
        },
        notes=desk.remarks.of_report(number),
        grades=GRADES,
    )


def _partner(told: list[talk.Moment]) -> str:
    """Who the client talked with, where a line or a mood of theirs was shared."""
    names = (one.who for each in told for one in each.lines if not one.is_client)
    return next(names, "the partner")


def _assignment(page: Here, ident: str) -> str:
    """Its title, if it was assigned here."""
    if not ident:
        return ""
    try:
        return page.desk.assignments.one(ident).letter.title
    except NotHere:
        return ""


@router.post("/sessions/{number}/correct")
def correct(page: Here, number: int) -> Response:
    """Put one's own grade beside the program's."""
    head = page.desk.reports.head(number)
    try:
        page.desk.corrections.add(
            number, page.field("item"), page.field("value"), page.field("reason")
        )
        page.desk.log.add("corrected", head.client, head.done_on)
        page.say("Your grade stands beside the program's, with your reason.")
    except ClinicError as refused:
        page.say(str(refused), "bad")
    return page.go(f"/sessions/{number}#grades")


@router.post("/sessions/{number}/undo")
def undo(page: Here, number: int) -> Response:
    """Take a correction back."""
    head = page.desk.reports.head(number)
    page.desk.corrections.undo(number, page.field("item"))
    page.desk.log.add("correction_undone", head.client, head.done_on)
    page.say("The program's grade stands alone again.")
    return page.go(f"/sessions/{number}#grades")


@router.post("/sessions/{number}/remove")
def remove(page: Here, number: int) -> Response:
    """Delete what was shared of a session."""
    head = page.desk.reports.head(number)
    page.desk.reports.remove(number)
    page.desk.log.add("report_removed", head.client, head.done_on)
    page.say("The report is deleted from this desk. Your notes stay.")
    return page.go(f"/clients/{head.client}")
