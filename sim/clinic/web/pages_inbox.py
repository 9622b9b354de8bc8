"""The inbox: what came in and waits, and where files are dropped."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response

from sim.clinic.desk.desk import Arrived
from sim.clinic.envelopes import MOST_BYTES
from sim.clinic.errors import ClinicError
from sim.clinic.web.page import Here, Page

router = APIRouter()


@router.get("/inbox")
def inbox(page: Here) -> Response:
    """What waits to be read, and what came in lately."""
    page.desk.log.add("looked_at_inbox")
    return page.show(
        "inbox.html",
        unread=page.desk.reports.unread(),
        came=page.desk.log.came(),
        folders=page.desk.settings.folders,
    )


@router.post("/inbox")
def take(page: Here) -> Response:
    """Open the files that were dropped."""
    arrived: list[Arrived] = []
    given = page.files("file")
    for one in given:
        raw = one.file.read(MOST_BYTES + 1)
        try:
            arrived.append(page.desk.take(raw))
        except ClinicError as refused:
            page.say(str(refused), "bad")
    if not given:
        page.say("Choose a file first: one that a client gave you.", "bad")
    return _on(page, arrived)


@router.post("/inbox/look")
def look(page: Here) -> Response:
    """Look into the folders now."""
    found = page.carrier.look()
    for why in found.refused:
        page.say(why, "bad")
    if not found.arrived and not found.refused:
        page.say("Nothing new lies in the folder.")
    return _on(page, list(found.arrived))


def _on(page: Page, arrived: list[Arrived]) -> Response:
    """Say what came; a single report, or a new client, is shown at once."""
    for one in arrived:
        page.say(words(one))
    if len(arrived) == 1 and arrived[0].what == "report":
        return page.go(f"/sessions/{arrived[0].report}")
    if len(arrived) == 1 and arrived[0].what == "paired":
        return page.go(f"/clients/{arrived[0].client.id}")
    return page.go("/inbox")


def words(one: Arrived) -> str:
    """What came in, in a sentence."""
    alias = one.client.alias
    return {
        "paired": f"You are paired with {alias}. Compare the five words.",
        "report": f"{alias} has shared “{one.about}”.",
        "past": f"{alias} has taken back what is in this file. Nothing was kept.",
        "answer": f"{alias} has answered “{one.about}”."
        if one.about
        else f"{alias} has answered an assignment that is not here any more.",
        "withdrawn": f"{alias} has withdrawn what they shared of a session"
        + (". It is deleted." if one.about else "; it was not here."),
        "keys": f"{alias} has new keys. Letters to and from them go on as before.",
        "goodbye": f"{alias} has ended the pairing. What they shared stays here until "
        "they or you delete it.",
    }[one.what]
