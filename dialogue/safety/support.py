"""Help by country, from ``assets/support/``: only what a public reference states.

One file per country (``gb.toml``), and ``international.toml`` for directories and
for countries without a file. What could not be confirmed is left out.
"""

from __future__ import annotations

import datetime
import functools
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from assets import folder
from dialogue.safety.errors import SafetyDataError, check_keys

KINDS: dict[str, str] = {
    "emergency": "Emergency",
    "crisis": "Crisis line",
    "domestic_violence": "Violence or fear at home",
    "sexual_assault": "Sexual assault",
    "lgbtq": "LGBTQ+",
    "young_people": "Under 18",
    "directory": "Find help anywhere",
}
"""Kinds of help, in the order in which a card shows them."""

FIRST: dict[str, tuple[str, ...]] = {
    "violence_from_partner": ("emergency", "domestic_violence", "sexual_assault"),
    "violence_toward_partner": ("emergency", "crisis", "domestic_violence"),
    "sexual_coercion": ("emergency", "sexual_assault", "domestic_violence"),
    "minor": ("young_people", "emergency"),
    "medical": ("emergency",),
}
"""Kinds that a card shows first for a safety category."""

WANTED: tuple[str, ...] = (
    "emergency",
    "crisis",
    "domestic_violence",
    "sexual_assault",
    "lgbtq",
)
"""Kinds that every country should have; a card says which could not be confirmed."""

STALE_DAYS = 365
SOON_DAYS = 60
"""So long before an entry is stale, the tests begin to warn."""
_ENTRY_KEYS = (
    "kind",
    "name",
    "phone",
    "text",
    "web",
    "hours",
    "note",
    "source",
    "dated",
    "checked",
)
_REQUIRED = ("kind", "name", "source", "dated", "checked")
UNDATED = "undated"
_DATED = re.compile(rf"\d{{4}}(-\d\d(-\d\d)?)?|{UNDATED}")


@dataclass(frozen=True, slots=True)
class Help:
    """One way to reach help, with where that is stated."""

    kind: str
    name: str
    phone: str
    text: str
    """A number or keyword for text messages."""
    web: str
    hours: str
    note: str
    source: str
    """Address of the public text that states it."""
    dated: str
    """Date of that text as it gives it, or ``undated``."""
    checked: datetime.date
    """When this entry was last compared with that text."""


@dataclass(frozen=True, slots=True)
class SupportCard:
    """Help for one country."""

    country: str
    """ISO 3166 code in capitals; empty when unknown."""
    title: str
    entries: tuple[Help, ...]
    checked: datetime.date
    """The oldest check among the entries."""
    note: str
    """Honest words about what the card is and is not."""

    @property
    def missing(self) -> tuple[str, ...]:
        """Kinds among `WANTED` for which no public text was found.

        Empty for the general card, which names no lines of a country.
        """
        if not self.country:
            return ()
        found = {item.kind for item in self.entries}
        return tuple(kind for kind in WANTED if kind not in found)


def _entry(item: Mapping[str, Any], where: str) -> Help:
    check_keys(item, _ENTRY_KEYS, _REQUIRED, where)
    if item["kind"] not in KINDS:
        raise SafetyDataError(
            f"{where}: kind {item['kind']!r} is not one of {', '.join(KINDS)}."
        )
    if not str(item["source"]).startswith(("http://", "https://")):
        raise SafetyDataError(f"{where}: source must be the address of a public text.")
    if not _DATED.fullmatch(str(item["dated"])):
        raise SafetyDataError(
            f"{where}: dated must be a year, a month or a day such as 2024-08-13, or "
            f"{UNDATED!r} where the text gives none."
        )
    if not isinstance(item["checked"], datetime.date):
        raise SafetyDataError(f"{where}: checked must be a date such as 2026-11-23.")
    if not any(item.get(key) for key in ("phone", "text", "web")):
        raise SafetyDataError(f"{where}: give a phone, a text or a web address.")
    words = {key: str(item.get(key, "")) for key in _ENTRY_KEYS if key != "checked"}
    return Help(**words, checked=item["checked"])


@functools.cache
def _files() -> dict[str, SupportCard]:
    cards: dict[str, SupportCard] = {}
    for path in sorted(folder("support").glob("*.toml")):
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        keys = ("country", "title", "note", "help")
        check_keys(data, keys, ("title", "help"), path.name)
        entries = tuple(
            _entry(item, f"{path.name}: help[{at}]")
            for at, item in enumerate(data["help"])
        )
        code = path.stem.upper() if path.stem != "international" else ""
        if str(data.get("country", "")) != code:
            raise SafetyDataError(
                f"{path.name}: country must be {code!r}, as the file."
            )
        cards[code] = SupportCard(
            code,
            data["title"],
            entries,
            min(entry.checked for entry in entries),
            str(data.get("note", "")),
        )
    return cards


def countries() -> dict[str, str]:
    """Codes and names of the countries with a card of their own."""
    found = {code: card.title for code, card in _files().items() if code}
    return dict(sorted(found.items(), key=lambda item: item[1]))


def card(country_code: str, category: str = "") -> SupportCard:
    """The card for a country; an unknown country gets the honest general one.

    Args:
        country_code: ISO 3166 code ("GB", "de"); anything else counts as unknown.
        category: a safety category; the help that fits it comes first.
    """
    files = _files()
    general = files[""]
    code = country_code.strip().upper()
    code = {"UK": "GB"}.get(code, code)
    found = files.get(code) if code else None
    if found is None:
        return general
    order = [*FIRST.get(category, ()), *(kind for kind in KINDS)]
    directories = tuple(item for item in general.entries if item.kind == "directory")
    entries = sorted(
        (*found.entries, *directories), key=lambda item: order.index(item.kind)
    )
    return SupportCard(
        found.country,
        found.title,
        tuple(entries),
        min(entry.checked for entry in entries),
        found.note,
    )


def card_text(shown: SupportCard) -> str:
    """The card as plain lines for a terminal or a panel."""
    lines = [f"Help in {shown.title}" if shown.country else shown.title]
    for item in shown.entries:
        ways = [item.phone, item.text, item.web]
        reach = " · ".join(way for way in ways if way)
        more = ", ".join(part for part in (item.hours, item.note) if part)
        lines.append(f"{KINDS[item.kind]}: {item.name}: {reach}")
        if more:
            lines.append(f"    {more}")
    if shown.note:
        lines.append(shown.note)
    if shown.missing:
        names = ", ".join(KINDS[kind].lower() for kind in shown.missing)
        names = names.replace("lgbtq+", "LGBTQ+")
        lines.append(
            f"No line could be confirmed here for: {names}. A directory may list one."
        )
    lines.append(
        f"Last checked {shown.checked.isoformat()} against public texts. Numbers can "
        "change; if one does not work, try the emergency number or a directory."
    )
    return "\n".join(lines)


def overdue(today: datetime.date, days: int = STALE_DAYS) -> tuple[str, ...]:
    """Entries whose last check is more than `days` before `today`.

    Returns:
        One line each: country, kind, name and date of the check.
    """
    return tuple(
        f"{code or 'international'}: {item.kind}: {item.name}: {item.checked}"
        for code, item in every_entry()
        if (today - item.checked).days > days
    )


def due_soon(today: datetime.date) -> tuple[str, ...]:
    """Entries that will be overdue within `SOON_DAYS`, or are so already."""
    return overdue(today, STALE_DAYS - SOON_DAYS)


def every_entry() -> Iterator[tuple[str, Help]]:
    """All entries with the code of their country, "" for the general ones."""
    for code, found in sorted(_files().items()):
        for item in found.entries:
            yield code, item
