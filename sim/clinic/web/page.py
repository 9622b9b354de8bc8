"""What each page of the app has at hand: the desk, the form that was sent, a template.

A page asks for `Here` and so is shown only to whoever has logged in; a form that was
posted has been checked for its token by then.
"""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Final

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from starlette.datastructures import FormData, UploadFile

from sim.clinic.desk.carrying import Carrier
from sim.clinic.desk.desk import Desk
from sim.clinic.web.door import Door, Session

COOKIE: Final = "visavis-desk"
TOKEN: Final = "csrf"
"""Name of the hidden field in every form."""
MOST_FIELDS: Final = 4000
MOST_FILES: Final = 20
MOST_FIELD_BYTES: Final = 2**20
_FOLDER: Final = Path(__file__).parent


class SendTo(Exception):
    """The browser has to go elsewhere first."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


class WrongToken(Exception):
    """A form came without the session's token."""


def _moment(iso: str) -> datetime:
    """A moment by this computer's clock; a day alone is the same everywhere.

    Raises:
        ValueError: it is neither.
    """
    moment = datetime.fromisoformat(iso)
    return moment.astimezone() if moment.tzinfo else moment


def _day(iso: str) -> str:
    """``2026-11-23`` as "23 Nov 2026"; what is no day, as it is."""
    try:
        return f"{_moment(iso):%-d %b %Y}"
    except ValueError:
        return iso


def _time(iso: str) -> str:
    """``2026-11-23T10:05:00+00:00`` as "23 Nov 2026, 10:05"; a day alone as a day."""
    try:
        return f"{_moment(iso):%-d %b %Y, %H:%M}" if len(iso) > 10 else _day(iso)
    except ValueError:
        return iso


templates: Final = Environment(
    loader=FileSystemLoader(_FOLDER / "templates"),
    autoescape=select_autoescape(default=True, default_for_string=True),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
templates.filters |= {"day": _day, "time": _time}


@dataclass(slots=True)
class Page:
    """A request that may be answered."""

    request: Request
    door: Door
    session: Session
    form: FormData

    @property
    def desk(self) -> Desk:
        """What lies in the open vault."""
        return self.door.desk

    @property
    def carrier(self) -> Carrier:
        """The folder both sides see."""
        return self.door.carrier

    @property
    def is_part(self) -> bool:
        """Whether htmx asks for a part of a page."""
        return self.request.headers.get("hx-request") == "true"

    def field(self, name: str, most: int = 10_000) -> str:
        """A field of the form, without spaces around it; empty where there is none."""
        value = self.form.get(name)
        return value.strip()[:most] if isinstance(value, str) else ""

    def fields(self, name: str) -> tuple[str, ...]:
        """All the fields of this name, such as ticked boxes."""
        found = self.form.getlist(name)
        return tuple(one for one in found if isinstance(one, str) and one)

    def files(self, name: str) -> tuple[UploadFile, ...]:
        """The files that were sent under this name."""
        found = self.form.getlist(name)
        return tuple(one for one in found if isinstance(one, UploadFile) and one.size)

    def say(self, sentence: str, kind: str = "good") -> None:
        """Say something at the top of the next page; `kind` is good or bad."""
        self.session.said.append((kind, sentence))

    def show(self, template: str, status: int = 200, **values: Any) -> HTMLResponse:
        """A page, or a part of one, made of a template."""
        html = templates.get_template(template).render(
            **values, **_around(self.request, self.session, self.door)
        )
        return HTMLResponse(html, status)

    def go(self, path: str) -> Response:
        """Send the browser on after something was posted."""
        if self.is_part:
            return Response(headers={"HX-Redirect": path})
        return RedirectResponse(path, 303)


def _around(request: Request, session: Session, door: Door) -> dict[str, Any]:
    said, session.said = session.said, []
    is_in = session.is_in and door.state == "open"
    return {
        "token": session.csrf,
        "said": said,
        "is_in": is_in,
        "path": request.url.path,
        "lock_s": door.desk.settings.lock_s if is_in else 0,
        "waiting": door.desk.waiting() if is_in else 0,
    }


def door_of(request: Request) -> Door:
    """The app's door."""
    door = request.app.state.door
    assert isinstance(door, Door)
    return door


async def _form(request: Request, session: Session) -> FormData:
    """What was posted, with the session's token in it.

    Raises:
        WrongToken: it is not.
    """
    if request.method != "POST":
        return FormData()
    form = await request.form(
        max_files=MOST_FILES, max_fields=MOST_FIELDS, max_part_size=MOST_FIELD_BYTES
    )
    given = form.get(TOKEN)
    given = given if isinstance(given, str) else ""
    if not secrets.compare_digest(given.encode(), session.csrf.encode()):
        await form.close()
        raise WrongToken
    return form


async def _here(request: Request) -> AsyncIterator[Page]:
    door = door_of(request)
    session = door.session(request.cookies.get(COOKIE, ""))
    if session is None or not session.is_in or door.state != "open":
        raise SendTo("/login")
    form = await _form(request, session)
    door.touch()
    try:
        yield Page(request, door, session, form)
    finally:
        await form.close()


async def _visit(request: Request) -> AsyncIterator[Page]:
    door = door_of(request)
    session = door.session(request.cookies.get(COOKIE, ""))
    if session is None:
        if request.method == "POST":  # its page is older than this run of the app
            raise SendTo("/login")
        session = door.visitor()
    form = await _form(request, session)
    try:
        yield Page(request, door, session, form)
    finally:
        await form.close()


Here = Annotated[Page, Depends(_here)]
"""Somebody who has logged in."""
Visit = Annotated[Page, Depends(_visit)]
"""Anybody; for the login itself."""


def with_cookie(response: Response, session: Session) -> Response:
    """Let the browser remember the session, and no script read it."""
    response.set_cookie(COOKIE, session.id, path="/", httponly=True, samesite="strict")
    return response


def download(raw: bytes, name: str, kind: str = "application/octet-stream") -> Response:
    """A file for the therapist to keep or hand over; `name` is plain."""
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(raw, media_type=kind, headers=headers)
