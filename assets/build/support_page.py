"""Help by country as a page: ``python -m assets.build.support_page``.

Writes docs/reference/help-by-country.md from ``assets/support/``; a test compares them.
"""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Final

from assets.build.markdown import table
from dialogue.safety import support
from dialogue.safety.support import KINDS, WANTED, Help, SupportCard

PAGE: Final = Path("docs/reference/help-by-country.md")
OLD_YEARS: Final = 5
"""A source this many years old is marked: the number may have changed since."""
_INTRO: Final = """# Help by country

<!-- made by python -m assets.build.support_page; change assets/support/ instead -->

What the program shows when somebody may need more than a rehearsal. Each line is stated
by the public text beside it, compared with it on the day given. Nothing is recalled
from memory: a number that no text could be found for is left out, and the card says so.
The texts are stored copies of public pages, not calls to the lines, so **try a number
before you rely on it**, and tell us when one is wrong.

An entry is overdue twelve months after its last check. The tests fail then, and warn
sixty days before.
"""


def page(today: datetime.date) -> str:
    """The whole page; sources are called old relative to `today`."""
    cards = [support.card(code) for code in support.countries()]
    general = support.card("")
    parts = [_INTRO, _overview(cards), *(_country(card, today) for card in cards)]
    parts += [f"## {general.title}\n\n{general.note}", _table(general.entries, today)]
    return "\n\n".join(part.strip() for part in parts) + "\n"


def _overview(cards: list[SupportCard]) -> str:
    head = ["country", *(KINDS[kind].lower() for kind in WANTED), "last checked"]
    rows = []
    for card in cards:
        marks = ["–" if kind in card.missing else "yes" for kind in WANTED]
        rows.append([card.title.removeprefix("the "), *marks, str(card.checked)])
    counts = [str(sum(kind not in card.missing for card in cards)) for kind in WANTED]
    rows.append([f"**{len(cards)} countries**", *counts, ""])
    return "## What is there\n\n" + table(head, rows)


def _country(card: SupportCard, today: datetime.date) -> str:
    own = tuple(item for item in card.entries if item.kind != "directory")
    parts = [f"## {card.title.removeprefix('the ')}", card.note, _table(own, today)]
    if card.missing:
        names = ", ".join(KINDS[kind] for kind in card.missing)
        parts.append(f"Not confirmed: {names}.")
    return "\n\n".join(part for part in parts if part)


def _table(entries: tuple[Help, ...], today: datetime.date) -> str:
    rows = []
    for item in entries:
        ways = " · ".join(way for way in (item.phone, item.text, item.web) if way)
        more = "; ".join(part for part in (item.hours, item.note) if part)
        dated = item.dated + (" (old)" if _is_old(item, today) else "")
        source = f"[text]({item.source}), {dated}"
        rows.append([KINDS[item.kind], item.name, _plain(ways), _plain(more), source])
    return table(["for", "who", "how", "more", "source and its date"], rows)


def _is_old(item: Help, today: datetime.date) -> bool:
    if item.dated == support.UNDATED:
        return False
    return today.year - int(item.dated[:4]) >= OLD_YEARS


def _plain(text: str) -> str:
    return text.replace("|", "/").replace("*", "\\*")


def main() -> None:
    """Write the page."""
    newest = max(item.checked for _, item in support.every_entry())
    PAGE.write_text(page(newest), encoding="utf-8")
    print(f"{PAGE}: {len(support.countries())} countries")


if __name__ == "__main__":
    main()
