"""The app: its pages, what stands before them, and what errors look like."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import logging
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import PlainTextResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException

from dialogue.plain import shown
from dialogue.strict import DataError
from sim.clinic.desk.offers import offers
from sim.clinic.errors import ClinicError
from sim.clinic.web import (
    editor,
    pages_assign,
    pages_client,
    pages_clients,
    pages_door,
    pages_inbox,
    pages_log,
    pages_pair,
    pages_session,
    pages_settings,
)
from sim.clinic.web.door import Door
from sim.clinic.web.guard import Guard
from sim.clinic.web.page import COOKIE, Page, SendTo, WrongToken, door_of
from sim.privacy.errors import VaultError, VaultLocked

HERE: Final = Path(__file__).parent
LOOK_S: Final = 5
"""How often it is looked whether somebody is still there."""
FOLDER_EVERY: Final = 4
"""Looks after which the folder is looked into, too."""
ROUTERS: Final = tuple(
    module.router
    for module in (
        editor,
        pages_door,
        pages_clients,
        pages_pair,
        pages_client,
        pages_assign,
        pages_inbox,
        pages_session,
        pages_log,
        pages_settings,
    )
)
_log = logging.getLogger(__name__)


def make_app(door: Door, port: int) -> Guard:
    """The whole app, behind its guard.

    Args:
        door: holds the vault.
        port: the one that the server listens on.
    """

    @contextlib.asynccontextmanager
    async def life(app: FastAPI) -> AsyncIterator[None]:
        watch = asyncio.create_task(_watch(door))
        try:
            yield
        finally:
            watch.cancel()
            door.close()

    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, lifespan=life)
    app.state.door = door
    for router in ROUTERS:
        app.include_router(router)
    app.mount("/static", StaticFiles(directory=HERE / "static"), "static")
    fonts = HERE.parents[2] / "assets" / "fonts"
    app.mount("/static-fonts", StaticFiles(directory=fonts), "fonts")
    _errors(app)
    return Guard(app, port)


async def _watch(door: Door) -> None:
    """Shut the desk when nobody is there; look into the folder."""
    await asyncio.to_thread(offers)  # read once, before somebody waits for it
    for look in itertools.count():
        await asyncio.sleep(LOOK_S)
        await asyncio.to_thread(lock_if_idle, door)
        if look % FOLDER_EVERY == 0:
            await asyncio.to_thread(look_into_folder, door)


def look_into_folder(door: Door) -> None:
    """Take in what lies in the folder both sides see; the inbox shows it."""
    with contextlib.suppress(VaultError, ClinicError):
        if door.state == "open":
            door.carrier.look()


def lock_if_idle(door: Door) -> None:
    """Shut the desk if nobody was there for as long as the settings say."""
    with contextlib.suppress(VaultError):
        if door.is_idle():
            door.desk.log.add("idle_lock")
            door.lock()


def _errors(app: FastAPI) -> None:
    """One sentence for whatever goes wrong; never where in the program."""

    @app.exception_handler(SendTo)
    def _elsewhere(request: Request, error: SendTo) -> Response:
        return _page(request).go(error.path)

    @app.exception_handler(VaultLocked)
    def _locked(request: Request, error: VaultLocked) -> Response:
        return _page(request).go("/login")

    @app.exception_handler(WrongToken)
    def _token(request: Request, error: WrongToken) -> Response:
        return _told(
            request,
            403,
            "This page was too old to be sent, or came from elsewhere. Nothing was "
            "changed; open the page anew and try again.",
        )

    @app.exception_handler(HTTPException)
    def _http(request: Request, error: HTTPException) -> Response:
        sentence = "There is no such page here."
        if error.status_code != 404:
            sentence = "That cannot be done here."
        return _told(request, error.status_code, sentence)

    @app.exception_handler(RequestValidationError)
    def _unreadable(request: Request, error: RequestValidationError) -> Response:
        return _told(request, 404, "There is no such page here.")

    for kind in (ClinicError, VaultError, DataError):
        app.add_exception_handler(kind, _refused)
    app.add_exception_handler(Exception, _ours)


def _refused(request: Request, error: Exception) -> Response:
    return _told(request, 409, shown(error, 1000))


def _ours(request: Request, error: Exception) -> Response:
    # its message may quote a client, so its kind has to do
    _log.error("%s while answering %s", type(error).__name__, request.method)
    return _told(
        request,
        500,
        "Something went wrong that should not have. Nothing that was kept is lost.",
    )


def _page(request: Request) -> Page:
    door = door_of(request)
    session = door.session(request.cookies.get(COOKIE, ""))
    return Page(request, door, session or door.visitor(), FormData())


def _told(request: Request, status: int, sentence: str) -> Response:
    page = _page(request)
    try:
        return page.show("error.html", status, sentence=sentence)
    except VaultError:
        return PlainTextResponse(sentence, status)
