"""The form of an assignment: read back as it was filled, and made into a letter."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Final

from dialogue.slots import NAMES
from dialogue.strict import DataError
from sim.clinic.desk.composing import Chosen, compose
from sim.clinic.desk.offers import Offer, offer
from sim.clinic.letters import MOST_PARTS, Assignment
from sim.clinic.web.page import Page

DEFAULT_SHARE: Final = ("attendance", "grades", "suds", "notes")
"""What most therapists need, and no quoted words; the client decides anyway."""


@dataclass(slots=True)
class PartForm:
    """One part, as it stands in the form."""

    what: str = ""
    """``rehearsal:affection_only``; ``own:`` and an id for one's own scenario."""
    times: str = "1"
    goals: tuple[str, ...] = ()
    partner: str = "as_written"
    setting: dict[str, str] = field(default_factory=dict)
    rules: tuple[str, ...] = ()
    never_says: str = ""
    ladder: str = ""
    note: str = ""
    offer: Offer | None = None
    """What `what` names, if it is there."""


@dataclass(slots=True)
class AssignForm:
    """The whole form."""

    parts: list[PartForm] = field(default_factory=lambda: [PartForm()])
    title: str = ""
    note: str = ""
    due_on: str = ""
    rule_out: tuple[str, ...] = ()
    steepest: str = "3"
    share: tuple[str, ...] = DEFAULT_SHARE


def read_form(page: Page, own: dict[str, Offer]) -> AssignForm:
    """The form as it was sent; `own` are the therapist's scenarios by id."""
    count = page.field("parts")
    most = min(int(count), MOST_PARTS) if count.isdigit() else 1
    parts = [_part(page, f"p{place}-", own) for place in range(max(1, most))]
    do = page.field("do")
    if do == "add" and len(parts) < MOST_PARTS:
        parts.append(PartForm())
    if do.startswith("drop-") and do[5:].isdigit() and len(parts) > 1:
        del parts[min(int(do[5:]), len(parts) - 1)]
    return AssignForm(
        parts,
        page.field("title", 200),
        page.field("note"),
        page.field("due_on", 20),
        page.fields("rule_out"),
        page.field("steepest") or "3",
        page.fields("share"),
    )


def _part(page: Page, at: str, own: dict[str, Offer]) -> PartForm:
    what = page.field(f"{at}what", 200)
    found = find(what, own)
    names = (*NAMES, *(found.facts if found else ()))
    return PartForm(
        what,
        page.field(f"{at}times", 10) or "1",
        page.fields(f"{at}goals"),
        page.field(f"{at}partner") or "as_written",
        {name: page.field(f"{at}set-{name}", 200) for name in names},
        page.fields(f"{at}rules"),
        page.field(f"{at}never", 500),
        page.field(f"{at}ladder"),
        page.field(f"{at}note"),
        found,
    )


def find(what: str, own: dict[str, Offer]) -> Offer | None:
    """What the form's word names; None when nothing is chosen, or it is gone."""
    kind, _, ident = what.partition(":")
    if kind == "own":
        return own.get(ident)
    try:
        return offer(kind, ident) if ident else None
    except DataError:
        return None


def letter_of(form: AssignForm, today: date) -> Assignment:
    """The letter, if all of it fits.

    Raises:
        DataError: says what does not.
    """
    chosen = []
    for place, part in enumerate(form.parts, 1):
        if part.offer is None:
            raise DataError(f"Part {place}: choose a conversation or an exercise.")
        if not part.times.isdigit():
            raise DataError(f"Part {place}: how often is a number.")
        chosen.append(
            Chosen(
                part.offer.kind,
                part.offer.id,
                part.offer if part.what.startswith("own:") else None,
                int(part.times),
                part.goals,
                part.partner,
                part.setting,
                part.rules,
                part.never_says,
                part.ladder,
                part.note,
            )
        )
    if form.steepest not in ("1", "2", "3"):
        raise DataError("How steep it may get is 1, 2 or 3.")
    return compose(
        chosen,
        today,
        title=form.title,
        note=form.note,
        due_on=form.due_on,
        rule_out=form.rule_out,
        steepest=int(form.steepest),
        share=form.share,
    )
