"""Adding a client: an invitation, its code, and the words to compare."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response
from markupsafe import Markup

from sim.clinic import qr
from sim.clinic.desk.corrections import NotHere
from sim.clinic.errors import ClinicError
from sim.clinic.web.page import Here, Page, download

router = APIRouter()


@router.get("/pair")
def pair(page: Here, again: str = "") -> Response:
    """Ask for a name, and show the invitations that are open."""
    client = page.desk.clients.one(again) if again else None
    return page.show(
        "pair.html",
        client=client,
        open=page.desk.post.invitations,
        alias=client.alias if client else "",
    )


@router.post("/pair")
def invite(page: Here) -> Response:
    """Make an invitation; its code is shown this once."""
    alias, again = page.field("alias", 200), page.field("again")
    try:
        made = page.desk.invite(alias, again)
    except ClinicError as refused:
        page.say(str(refused), "bad")
        client = page.desk.clients.one(again) if again else None
        return page.show(
            "pair.html",
            409,
            client=client,
            open=page.desk.post.invitations,
            alias=alias,
        )
    picture = Markup(qr.svg(made.raw))  # made of an invitation's letters only
    return page.show("invited.html", made=made, picture=picture)


@router.get("/pair/{ident}/file")
def invitation_file(page: Here, ident: str) -> Response:
    """The invitation as a file to hand over; useless without its code."""
    for one in page.desk.post.invitations:
        if one.id == ident:
            return download(one.raw, f"invitation-{ident[:6]}.txt", "text/plain")
    raise NotHere("This invitation is used up, withdrawn or too old. Invite anew.")


@router.post("/pair/{ident}/withdraw")
def withdraw(page: Here, ident: str) -> Response:
    """Let an invitation be answered no more."""
    page.desk.post.withdraw(ident)
    page.desk.log.add("uninvited")
    page.say("The invitation holds no more.")
    return page.go("/pair")


@router.post("/clients/{ident}/compared")
def compared(page: Here, ident: str) -> Response:
    """The five words are the same on both sides."""
    page.desk.compared(ident)
    page.say("Good. You can be sure that nobody stands between you.")
    return _back(page, ident)


@router.post("/clients/{ident}/rename")
def rename(page: Here, ident: str) -> Response:
    """Call a client otherwise, here."""
    try:
        page.desk.rename(ident, page.field("alias", 200))
        page.say("The name is changed, on this desk only.")
    except ClinicError as refused:
        page.say(str(refused), "bad")
    return _back(page, ident)


@router.post("/clients/{ident}/folder")
def folder(page: Here, ident: str) -> Response:
    """The folder that only this client sees, too."""
    given = page.field("folder", 4000)
    try:
        page.desk.settings.set_folder(given, page.desk.clients.one(ident).id)
        page.desk.log.add("settings", ident)
        page.say("The folder is set." if given else "They have no folder of their own.")
    except ClinicError as refused:
        page.say(str(refused), "bad")
    return _back(page, ident)


@router.post("/clients/{ident}/end")
def end(page: Here, ident: str) -> Response:
    """End the pairing at once."""
    page.desk.end(ident)
    page.say("The pairing has ended: nothing of theirs will be opened any more.")
    return _back(page, ident)


@router.post("/clients/{ident}/remove")
def remove(page: Here, ident: str) -> Response:
    """Delete a client with everything."""
    alias = page.desk.clients.one(ident).alias
    if page.field("alias").casefold() != alias.casefold():
        page.say(f"Nothing was deleted: type {alias} to confirm it.", "bad")
        return _back(page, ident)
    page.desk.remove(ident)
    page.say("The client is deleted, with everything that was theirs.")
    return page.go("/clients")


def _back(page: Page, ident: str) -> Response:
    return page.go(f"/clients/{ident}")
