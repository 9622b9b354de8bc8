"""Where a new draft comes from: the template, another scenario, a file."""

from __future__ import annotations

import re
import secrets
import unicodedata
from collections.abc import Mapping
from typing import Any, Final

from assets import folder
from dialogue.scenario import Scenario, files
from dialogue.strict import DataError, one_of, read, tables_of
from sim.clinic.drafts import Draft, Drafts
from sim.clinic.web.editor_check import template
from sim.clinic.web.editor_form import Tables
from sim.clinic.web.editor_toml import written

SHORT: Final = "short"
"""Base that is the template, and none of the program's scenarios."""
_LONGEST_NAME: Final = 40


def from_base(drafts: Drafts, base: str) -> Draft:
    """A new draft out of the template or of one of the program's scenarios.

    Raises:
        DataError: there is no such scenario.
        DraftError: there are too many drafts.
    """
    if base == SHORT:
        return fresh(drafts, tables_of(template()))
    one_of("base", base, (SHORT, *(path.stem for path in files())), "scenario")
    return fresh(drafts, tables_of((folder("scenarios") / f"{base}.toml").read_bytes()))


def copied(drafts: Drafts, tables: Mapping[str, Any]) -> Draft:
    """A second draft of the same texts.

    Raises:
        DraftError: there are too many drafts.
    """
    title = f"{tables.get('title', '')} (copy)"
    return fresh(drafts, {**tables, "title": title})


def fresh(drafts: Drafts, tables: Mapping[str, Any]) -> Draft:
    """A new draft with an id that nothing else has.

    Raises:
        DataError: it is longer than a scenario may be.
        DraftError: there are too many drafts.
    """
    named = {**tables, "id": _own_id(str(tables.get("title", "")))}
    return drafts.add(written(named))


def taken_in(drafts: Drafts, raw: bytes) -> tuple[Draft, bool]:
    """A draft out of a file from anywhere, and whether it had to be renamed.

    It need not fit together yet, but must be a scenario's file.

    Raises:
        DataError: it is none; says where and why.
        DraftError: there are too many drafts.
    """
    try:
        tables = tables_of(raw)
        read(Scenario, tables, "")
    except DataError as error:
        told = str(error).lstrip(".: ")
        raise DataError(
            f"The file is no scenario that can be used: {told} Nothing was kept."
        ) from None
    taken = {path.stem for path in files()} | {one.scenario for one in drafts.all()}
    ident = str(tables["id"])
    if ident in taken or not re.fullmatch(r"[a-z][a-z0-9_]{0,79}", ident):
        return fresh(drafts, tables), True
    return drafts.add(written(tables)), False


def tables_in(body: str) -> Tables:
    """The tables of a draft.

    Raises:
        DataError: it is no TOML.
    """
    return tables_of(body.encode())


def _own_id(title: str) -> str:
    """``own_a_talk_3f9c``: says what it is, and is no other's."""
    bare = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "_", bare.lower())[:_LONGEST_NAME].strip("_")
    return "_".join(filter(None, ("own", words, secrets.token_hex(2))))
