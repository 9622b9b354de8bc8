"""One client over time: curves, sessions, assignments, notes."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response

from sim.clinic.desk.courses import Courses
from sim.clinic.desk.log import PAGE
from sim.clinic.errors import ClinicError
from sim.clinic.web import plots
from sim.clinic.web.page import Here

router = APIRouter()
SHOWN_ASSIGNMENTS = 5
SHOWN_NOTES = 5
SHOWN_SESSIONS = 6


@router.get("/clients/{ident}")
def client(page: Here, ident: str) -> Response:
    """Everything about one client on a page that can be printed."""
    desk = page.desk
    found = desk.clients.one(ident)
    courses = Courses(desk.vault, ident)
    costly = courses.costly()
    assigned = desk.assignments.page(ident)
    desk.log.add("looked_at_client", ident)
    return page.show(
        "client.html",
        client=found,
        contact=desk.post.contact(ident),
        skills=courses.skills(),
        costly=costly,
        most_costly=max([1.0, *(p.value for one in costly for p in one.points)]),
        distress=courses.distress(),
        measures=courses.measures(),
        plots=plots,
        sessions=desk.reports.page(ident)[:SHOWN_SESSIONS],
        count=desk.reports.count(ident),
        assigned=assigned[:SHOWN_ASSIGNMENTS],
        more_assigned=len(assigned) > SHOWN_ASSIGNMENTS,
        done={one.letter.id: desk.reports.done(one.letter.id) for one in assigned[:5]},
        notes=desk.remarks.page(ident)[:SHOWN_NOTES],
        letters=desk.letters_for(ident),
        own_folder=desk.settings.own_folder(ident) or "",
        folder=desk.settings.folder_of(ident),
    )


@router.get("/clients/{ident}/sessions")
def sessions(page: Here, ident: str, day: str = "", number: int = 0) -> Response:
    """All sessions, a page at a time."""
    found = page.desk.reports.page(ident, (day, number))
    page.desk.log.add("looked_at_client", ident)
    return page.show(
        "sessions.html",
        client=page.desk.clients.one(ident),
        sessions=found,
        has_more=len(found) == PAGE,
    )


@router.get("/clients/{ident}/assignments")
def assignments(page: Here, ident: str, before: int = 0) -> Response:
    """All assignments, a page at a time."""
    found = page.desk.assignments.page(ident, before)
    return page.show(
        "assignments.html",
        client=page.desk.clients.one(ident),
        assigned=found,
        done={one.letter.id: page.desk.reports.done(one.letter.id) for one in found},
        has_more=len(found) == PAGE,
    )


@router.get("/clients/{ident}/notes")
def notes(page: Here, ident: str, before: int = 0) -> Response:
    """All of the therapist's notes, a page at a time."""
    found = page.desk.remarks.page(ident, before)
    page.desk.log.add("looked_at_client", ident)
    return page.show(
        "notes.html",
        client=page.desk.clients.one(ident),
        notes=found,
        has_more=len(found) == PAGE,
    )


@router.post("/clients/{ident}/notes")
def add_note(page: Here, ident: str) -> Response:
    """Write a note on a client, or on one of their sessions."""
    report = page.field("report")
    number = int(report) if report.isdigit() else None
    if number is not None and page.desk.reports.head(number).client != ident:
        number = None
    try:
        page.desk.remarks.add(page.desk.clients.one(ident).id, _body(page), number)
        page.desk.log.add("noted", ident)
        page.say("Your note is kept.")
    except ClinicError as refused:
        page.say(str(refused), "bad")
    return page.go(f"/sessions/{number}" if number else f"/clients/{ident}#notes")


@router.get("/notes/{number}")
def note(page: Here, number: int) -> Response:
    """One note, to change it."""
    found = page.desk.remarks.one(number)
    return page.show(
        "note.html", note=found, client=page.desk.clients.one(found.client)
    )


@router.post("/notes/{number}")
def change_note(page: Here, number: int) -> Response:
    """Write a note anew, or delete it."""
    found = page.desk.remarks.one(number)
    if page.field("do") == "remove":
        page.desk.remarks.remove(number)
        page.desk.log.add("note_removed", found.client)
        page.say("The note is deleted.")
        return page.go(f"/clients/{found.client}#notes")
    try:
        page.desk.remarks.change(number, _body(page))
    except ClinicError as refused:
        page.say(str(refused), "bad")
        return page.go(f"/notes/{number}")
    page.desk.log.add("note_changed", found.client)
    page.say("The note is changed.")
    return page.go(f"/clients/{found.client}#notes")


def _body(page: Here) -> str:
    return page.field("body", 100_000)
