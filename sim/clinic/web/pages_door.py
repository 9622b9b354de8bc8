"""The pages before the desk: a first passphrase, logging in, locking."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from dialogue.plain import shown
from sim.clinic.errors import ClinicError
from sim.clinic.web.door import SHORTEST_PASSPHRASE
from sim.clinic.web.page import Here, Page, Visit, with_cookie
from sim.privacy.errors import VaultError

router = APIRouter()


@router.get("/")
def front(page: Visit) -> Response:
    """Where somebody begins: the clients, or the door."""
    is_in = page.session.is_in and page.door.state == "open"
    target = "/clients" if is_in else "/login"
    return with_cookie(RedirectResponse(target, 303), page.session)


@router.get("/login")
def login(page: Visit) -> Response:
    """The passphrase's page; on the very first start, where it is chosen."""
    if page.session.is_in and page.door.state == "open":
        return page.go("/clients")
    return _door(page)


@router.post("/login")
def log_in(page: Visit) -> Response:
    """Open the desk, or say why not."""
    # taken as it was typed: spaces around a passphrase belong to it
    first, again = (str(page.form.get(name, "")) for name in ("passphrase", "again"))
    try:
        if page.door.state == "new":
            session = page.door.choose(first, again)
        else:
            session = page.door.log_in(first)
    except (ClinicError, VaultError) as refused:
        page.say(shown(refused, 500), "bad")
        return _door(page, 403)
    page.door.desk.log.add("came_in")
    return with_cookie(page.go("/clients"), session)


@router.get("/recover")
def recover(page: Visit) -> Response:
    """Where the recovery words are typed."""
    return with_cookie(_recover(page), page.session)


@router.post("/recover")
def recovered(page: Visit) -> Response:
    """Open the desk with them, under a new passphrase."""
    words, first, again = (
        str(page.form.get(name, "")) for name in ("words", "passphrase", "again")
    )
    try:
        session = page.door.recover(words, first, again)
    except (ClinicError, VaultError) as refused:
        page.say(shown(refused, 500), "bad")
        return with_cookie(_recover(page, 403), page.session)
    page.door.desk.log.add("passphrase")
    page.say("Your new passphrase holds. Make new recovery words in the settings.")
    return with_cookie(page.go("/clients"), session)


def _recover(page: Page, status: int = 200) -> Response:
    return page.show("recover.html", status, shortest=SHORTEST_PASSPHRASE)


@router.post("/lock")
def lock(page: Here) -> Response:
    """Shut the desk at once."""
    page.desk.log.add("locked")
    page.door.lock()
    return page.go("/login")


@router.post("/alive")
def alive(page: Here) -> Response:
    """Somebody is typing on a page: the lock waits."""
    return Response(status_code=204)


def _door(page: Page, status: int = 200) -> Response:
    name = "welcome.html" if page.door.state == "new" else "login.html"
    shown = page.show(name, status, shortest=SHORTEST_PASSPHRASE)
    return with_cookie(shown, page.session)
