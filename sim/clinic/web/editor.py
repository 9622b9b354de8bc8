"""The pages on which a therapist writes scenarios of their own."""

from __future__ import annotations

import re
from typing import Any, Final

from fastapi import APIRouter
from fastapi.responses import Response

from dialogue.messages import MOODS
from dialogue.strict import MOST_BYTES, DataError
from sim.clinic.desk.offers import offers
from sim.clinic.drafts import Draft, Drafts, NoDraft, Overtaken
from sim.clinic.web import editor_making as making
from sim.clinic.web.editor_check import ASKED, checked
from sim.clinic.web.editor_fields import sections
from sim.clinic.web.editor_form import (
    OWN,
    SEEN,
    Tables,
    added,
    applied,
    at,
    choices_of,
    removed,
    shown_in,
)
from sim.clinic.web.editor_kinds import GROUPS
from sim.clinic.web.editor_mood import in_mood
from sim.clinic.web.editor_places import Fault, loaded
from sim.clinic.web.editor_rows import limits_told
from sim.clinic.web.editor_toml import written
from sim.clinic.web.editor_try import SEEDS, played
from sim.clinic.web.page import Here, Page

router = APIRouter(prefix="/scenarios")
FEW_BLOCKS: Final = 30
"""With more of them, the page shows them folded, and looks at them afterwards."""
_NOT_TRIED: Final = {"talk": None, "seed": 1, "scored": True, "said_so_far": ()}


def drafts_of(page: Page) -> Drafts:
    """The drafts in the open vault."""
    return Drafts(page.desk.vault, page.desk.now)


@router.get("")
def scenarios(page: Here) -> Response:
    """The therapist's own scenarios, and what a new one can begin from."""
    talks = [one for one in offers() if one.kind == "rehearsal"]
    return page.show("editor/list.html", drafts=drafts_of(page).all(), bases=talks)


@router.post("")
def new(page: Here) -> Response:
    """Begin a new one."""
    draft = making.from_base(drafts_of(page), page.field("base") or making.SHORT)
    page.desk.log.add("scenario", about=draft.title)
    return page.go(f"/scenarios/{draft.id}")


@router.post("/import")
def take_in(page: Here) -> Response:
    """Begin with a file."""
    files = page.files("file")
    if not files:
        page.say("Choose a file that ends in .toml first.", "bad")
        return page.go("/scenarios")
    try:
        raw = files[0].file.read(MOST_BYTES + 1)
        draft, is_renamed = making.taken_in(drafts_of(page), raw)
    except DataError as error:
        page.say(str(error), "bad")
        return page.go("/scenarios")
    page.desk.log.add("scenario", about=draft.title)
    page.say(
        f"“{draft.title}” is here."
        + (" It has a name of its own now, for there was one." if is_renamed else "")
    )
    return page.go(f"/scenarios/{draft.id}")


@router.get("/{ident}")
def edit(page: Here, ident: str) -> Response:
    """One scenario, to write on."""
    draft = drafts_of(page).one(ident)
    return _editor(page, draft, making.tables_in(draft.body))


@router.get("/{ident}/file")
def export(page: Here, ident: str) -> Response:
    """The scenario as one file."""
    draft = drafts_of(page).one(ident)
    is_plain = re.fullmatch(r"[a-z0-9_]{1,80}", draft.scenario)
    name = draft.name if is_plain else "scenario.toml"
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(draft.raw, 200, headers, "application/octet-stream")


@router.post("/{ident}")
def save(page: Here, ident: str) -> Response:
    """Keep what was written, and do what the button says."""
    drafts = drafts_of(page)
    tables = _sent(page, drafts, ident)
    do, _, about = page.field("do").partition(":")
    target = ""
    if do == "add" and about in GROUPS:
        tables = added(tables, about)
        target = f"#{about}"
    elif do == "remove":
        group, _, place = about.partition(".")
        if group in GROUPS and place.isdecimal() and len(place) < 6:
            target = f"#{group}"
            try:
                tables = removed(tables, group, int(place))
            except IndexError:
                raise NoDraft("That is no longer there; open the page anew.") from None
    try:
        draft = _keep(page, drafts, ident, tables)
    except Overtaken as overtaken:
        copy = making.copied(drafts, tables)
        page.say(f"{overtaken} Yours was kept as this copy.", "bad")
        return page.go(f"/scenarios/{copy.id}")
    if do == "approve":
        _approve(page, drafts, draft, tables)
    elif not target:
        page.say("Saved.")
    return page.go(f"/scenarios/{ident}{target}")


@router.post("/{ident}/copy")
def copy(page: Here, ident: str) -> Response:
    """A second one of the same texts."""
    drafts = drafts_of(page)
    draft = making.copied(drafts, making.tables_in(drafts.one(ident).body))
    page.desk.log.add("scenario", about=draft.title)
    return page.go(f"/scenarios/{draft.id}")


@router.post("/{ident}/back")
def back(page: Here, ident: str) -> Response:
    """As it was before it was last saved."""
    drafts = drafts_of(page)
    revision = _revision(page)
    drafts.save(ident, revision, drafts.body_at(ident, revision - 1))
    page.say("It is as it was before you last saved it.")
    return page.go(f"/scenarios/{ident}")


@router.post("/{ident}/delete")
def delete(page: Here, ident: str) -> Response:
    """Delete it; what clients have been sent stays theirs."""
    drafts = drafts_of(page)
    title = drafts.one(ident).title
    drafts.remove(ident)
    page.desk.log.add("scenario", about=title)
    page.say(f"“{title}” is deleted here. What clients were sent stays with them.")
    return page.go("/scenarios")


@router.post("/{ident}/check")
def check(page: Here, ident: str) -> Response:
    """What the loader and the screen say to what stands in the form now."""
    tables = _sent(page, drafts_of(page), ident)
    return page.show(
        "editor/check.html", found=checked(tables), asked=ASKED, is_part=True
    )


@router.post("/{ident}/lines")
def lines(page: Here, ident: str) -> Response:
    """What can be said in one mood."""
    tables = _sent(page, drafts_of(page), ident)
    return page.show("editor/lines.html", **_mood(page, tables))


@router.post("/{ident}/try")
def try_out(page: Here, ident: str) -> Response:
    """The talk so far, and one line more."""
    draft = drafts_of(page).one(ident)
    tables = _sent(page, drafts_of(page), ident)
    values = _tried(page, tables)
    if page.is_part:
        return page.show("editor/try.html", draft=draft, is_long=False, **values)
    return _editor(page, draft, tables, **values)


def _tried(page: Page, tables: Tables) -> dict[str, Any]:
    """The try-out's part of a page, from what was said so far."""
    said = [one for one in page.form.getlist("said") if isinstance(one, str)]
    do = page.field("try")
    if do == "anew":
        said = []
    elif do == "back":
        said = said[:-1]
    elif do:
        said.append(page.field("say") if do == "say" else "")
    seed = page.field("seed")
    number = int(seed) if seed.isdecimal() and len(seed) < 4 else 1
    is_scored = not page.field("tried") or bool(page.field("scored"))
    values: dict[str, Any] = {"seed": number % (SEEDS + 1), "scored": is_scored}
    scenario = loaded(tables)
    if isinstance(scenario, Fault):
        return {**values, "talk": None, "said_so_far": said}
    talk = played(scenario, said, values["seed"], is_scored=is_scored)
    return {**values, "talk": talk, "said_so_far": talk.lines}


def _mood(page: Page, tables: Tables) -> dict[str, Any]:
    scenario = loaded(tables)
    found = None
    if not isinstance(scenario, Fault):
        found = in_mood(scenario, page.field("mood"))
    return {"found": found, "is_long": False}


def _revision(page: Page) -> int:
    sent = page.field("revision")
    return int(sent) if sent.isdecimal() and len(sent) < 10 else 0


def _sent(page: Page, drafts: Drafts, ident: str) -> Tables:
    """The form as it was sent, over the version that its page was made of."""
    base = making.tables_in(drafts.body_at(ident, _revision(page)))

    def one(name: str) -> str | None:
        value = page.form.get(name)
        return value if isinstance(value, str) else None

    return applied(base, one, page.fields)


def _keep(page: Page, drafts: Drafts, ident: str, tables: Tables) -> Draft:
    draft = drafts.save(ident, _revision(page), written(tables))
    page.desk.log.add("scenario", about=draft.title)
    return draft


def _approve(page: Page, drafts: Drafts, draft: Draft, tables: Tables) -> None:
    missing = [
        words for name, words in ASKED.items() if not page.field(f"asked.{name}")
    ]
    if not checked(tables).may_go:
        page.say("Saved, but not ready: the check list has open points.", "bad")
    elif missing:
        page.say(f"Saved, but not ready. Please tick: {' '.join(missing)}", "bad")
    else:
        drafts.approve(draft.id, draft.revision)
        page.say(
            "It is ready: you find it among the conversations when you assign. "
            "Changing a text takes that back, until you have looked once more."
        )


def _editor(page: Page, draft: Draft, tables: Tables, **tried: Any) -> Response:
    parts = sections(tables)
    is_long = sum(len(part.blocks) for part in parts) > FEW_BLOCKS
    return page.show(
        "editor/edit.html",
        draft=draft,
        sections=parts,
        groups=GROUPS,
        is_long=is_long,
        shown_in=lambda field: shown_in(tables, field),
        choices_of=lambda field: choices_of(tables, field),
        limits=lambda field: limits_told(at(tables, field.key) or ()),
        seen=SEEN,
        own=OWN,
        checked_now=None if is_long else checked(tables),
        asked=ASKED,
        moods=MOODS,
        mood=None if is_long else _mood(page, tables)["found"],
        **(tried or (_NOT_TRIED if is_long else _tried(page, tables))),
    )
