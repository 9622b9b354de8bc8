"""Assigning: what, how, by when, what to share; a preview; a file to hand over."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from dialogue.scenario.vocabulary import CONTENT
from dialogue.skills import SKILLS
from dialogue.slots import NAMES
from dialogue.strict import DataError
from sim.clinic.desk import composing
from sim.clinic.desk.assignments import Assigned
from sim.clinic.desk.offers import Offer, head_of, offer, offers
from sim.clinic.drafts import Drafts
from sim.clinic.errors import ClinicError
from sim.clinic.letters import Assignment, Part
from sim.clinic.web.assign_form import AssignForm, letter_of, read_form
from sim.clinic.web.page import Here, Page, download
from sim.texts import text

router = APIRouter()
GOALS = tuple(one for one in SKILLS if one.kind == "constructive")


@router.get("/clients/{ident}/assign")
def assign(page: Here, ident: str) -> Response:
    """An empty form."""
    return _form(page, ident, AssignForm())


@router.post("/clients/{ident}/assign")
def assigned(page: Here, ident: str) -> Response:
    """Add or drop a part, or seal it all."""
    form = read_form(page, own_offers(page))
    if page.field("do") not in ("send", "folder"):
        return _form(page, ident, form)
    try:
        letter = letter_of(form, page.desk.now().date())
        page.desk.assign(letter, own_files(page, form), ident)
    except (ClinicError, DataError) as refused:
        page.say(str(refused), "bad")
        return _form(page, ident, form, 409)
    if page.field("do") == "folder":
        _into_folder(page, letter.id)
    else:
        page.say("Sealed. Now hand it over.")
    return page.go(f"/assignments/{letter.id}")


@router.post("/clients/{ident}/assign/preview")
def preview(page: Here, ident: str) -> Response:
    """What the client will see."""
    return page.show("assign_preview.html", **_preview(page, _read(page)))


@router.get("/assignments/{ident}")
def assignment(page: Here, ident: str) -> Response:
    """What was sent, how to hand it over, and what became of it."""
    found = page.desk.assignments.one(ident)
    return page.show(
        "assignment.html",
        assigned=found,
        client=page.desk.clients.one(found.client),
        parts=_told(page, found.letter),
        done=page.desk.reports.done(ident),
        can_hand_over=page.desk.outbox.has(ident),
        folder=page.desk.settings.folder_of(found.client),
        letters=page.desk.letters_for(found.client),
        share=[composing.SHARE_WORDS[one] for one in found.letter.share],
        answers=_answers(found),
    )


@router.get("/letters/{ident}/file")
def letter_file(page: Here, ident: str) -> Response:
    """A sealed letter to hand over."""
    raw = page.desk.outbox.raw(ident)
    page.desk.log.add("handed_over")
    return download(raw, f"letter-{ident.replace('.', '-')[:24]}.visavis")


@router.post("/letters/{ident}/folder")
def letter_folder(page: Here, ident: str) -> Response:
    """Put a sealed letter into the folder both sides see."""
    _into_folder(page, ident)
    back = page.field("back", 100)
    return page.go(back if back.startswith(("/assignments/", "/clients/")) else "/")


def _into_folder(page: Page, ident: str) -> None:
    try:
        page.carrier.put(ident)
        page.say("It lies in the folder; your client's Vis-à-Vis finds it there.")
    except ClinicError as refused:
        page.say(str(refused), "bad")


def own_offers(page: Page) -> dict[str, Offer]:
    """The therapist's own scenarios that are ready, by the id of their draft."""
    ready = Drafts(page.desk.vault).ready()
    return {one.id: _head(one.body) for one in ready}


@lru_cache(512)
def _head(body: str) -> Offer:
    return head_of(tomllib.loads(body))


def own_files(page: Page, form: AssignForm) -> dict[str, bytes]:
    """Files of the therapist's own scenarios that the form names, by plain name.

    Raises:
        DataError: two different ones have the same name.
    """
    files: dict[str, bytes] = {}
    for part in form.parts:
        kind, _, ident = part.what.partition(":")
        if kind != "own":
            continue
        draft = Drafts(page.desk.vault).one(ident)
        if files.setdefault(draft.name, draft.raw) != draft.raw:
            raise DataError(
                f"Two of the scenarios are called {draft.scenario!r}. Give one of them "
                "another id, or assign them apart."
            )
    return files


def _read(page: Page) -> AssignForm:
    return read_form(page, own_offers(page))


def _form(page: Page, ident: str, form: AssignForm, status: int = 200) -> Response:
    values: dict[str, Any] = {
        "client": page.desk.clients.one(ident),
        "form": form,
        "offers": offers(),
        "own": own_offers(page),
        "goals": GOALS,
        "names": NAMES,
        "rules": composing.READY_RULES,
        "ways": composing.PARTNER_WORDS,
        "share": composing.SHARE_WORDS,
        "content": {one: text(f"ceiling.{one}") for one in CONTENT},
        "folder": page.desk.settings.folder_of(ident),
        "today": page.desk.now().date().isoformat(),
        **_preview(page, form),
    }
    name = "assign_form.html" if page.is_part else "assign.html"
    return page.show(name, status, **values)


def _preview(page: Page, form: AssignForm) -> dict[str, Any]:
    try:
        letter = letter_of(form, page.desk.now().date())
    except DataError as why:
        return {"letter": None, "why": str(why)}
    share = [composing.SHARE_WORDS[one] for one in letter.share]
    return {
        "letter": letter,
        "why": "",
        "parts_told": _told(page, letter),
        "share_told": share,
    }


def _told(page: Page, letter: Assignment) -> list[tuple[Part, str, str, list[str]]]:
    """Each part with its title, what it is about, and its parameters in words."""
    own = {one.id: one for one in own_offers(page).values()}
    found = []
    for part in letter.parts:
        try:
            about = own.get(part.what) or offer(part.kind, part.what)
            head = (about.title, about.about)
        except DataError:  # written for this client, or of a newer program
            head = (part.what, part.kind)
        found.append((part, *head, composing.told(part)))
    return found


def _answers(found: Assigned) -> dict[str, str]:
    """What the client said to each part."""
    if found.answer is None:
        return {}
    return {
        **dict.fromkeys(found.answer.taken, "taken on"),
        **dict.fromkeys(found.answer.declined, "declined"),
    }
