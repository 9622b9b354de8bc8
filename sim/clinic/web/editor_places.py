"""A fault as the loader tells it, with its place in the form's own words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from dialogue.partner.banks import banks, for_scenario
from dialogue.scenario import Scenario, ScenarioError, load_text
from sim.clinic.web.editor_fields import sections
from sim.clinic.web.editor_kinds import GROUPS, Section
from sim.clinic.web.editor_toml import written

_NAME: Final = "scenario"
_GROUPS: Final = "|".join(GROUPS)
_PLACES: Final = tuple(
    re.compile(pattern)
    for pattern in (
        rf"^(?P<group>{_GROUPS}|lines)\[(?P<place>\d+)\](?: \(\w+\))?"
        r"(?:\.(?P<key>\w+))?(?:\[(?P<row>\d+)\])?[.\w\[\]]*",
        rf"^(?P<group>{_GROUPS}) \((?P<id>\w+)\)"
        r"(?:\.(?P<key>\w+))?(?:\[(?P<row>\d+)\])?[.\w\[\]]*",
        r"^line (?P<group>line)\.(?P<line>\d+)",
        r"^line (?P<id>\w+)\.(?P<key>\w+)\.(?P<line>\d+)(?:\.\w+(?:\[\d+\])?)?",
        r"^(?P<top>persona)\.(?P<part>\w+)(?:\.(?P<key>\w+)|\[(?P<row>\d+)\])?[.\w]*",
        r"^(?P<top>[a-z_]+)(?:\[(?P<row>\d+)\]|\.(?P<part>\w+))?",
    )
)
_OTHER_LINE: Final = re.compile(r"line (\w+)\.(\w+)\.(\d+)")
_NEEDED: Final = re.compile(r"needs `(\w+)`")
_NAMED: Final = re.compile(r"[`\"](\w+)[`\"]")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, and where on the page."""

    where: str
    """In the form's words: "What the partner can tell › the evenings › If asked on"."""
    what: str
    field: str = ""
    """Name of the field; empty where it is none."""
    section: str = ""


def loaded(tables: Mapping[str, Any]) -> Scenario | Fault:
    """The scenario of these tables, or the first fault that the loader finds."""
    try:
        made = load_text(written(tables).encode("utf-8", "replace"), _NAME)
        for_scenario(banks(), made)  # the partner refuses unknown groups only then
        return made
    except ScenarioError as error:
        return placed(tables, str(error).removeprefix(f"{_NAME}: "))


def placed(tables: Mapping[str, Any], message: str) -> Fault:
    """The loader's sentence about one place, as a fault on the page."""
    for pattern in _PLACES:
        found = pattern.match(message)
        if found:
            rest = message[found.end() :].lstrip(" :.")
            key = _key(tables, found.groupdict(), rest)
            if key:
                return _fault(tables, key, _row(found.groupdict()), rest)
    return Fault("", _readable(tables, message))


def _key(
    tables: Mapping[str, Any], found: Mapping[str, str | None], rest: str
) -> list[str]:
    """The steps to the place that a sentence is about; none where it is not known."""
    group, ident = found.get("group"), found.get("id")
    named = _NEEDED.search(rest) or _NAMED.search(rest)
    spoken_of = named[1] if named else "wordings" if " wordings" in rest else ""
    key = found.get("key") or spoken_of
    if group in ("line", "lines"):
        return ["lines"]
    if group or ident:
        place = found.get("place")
        for name in GROUPS if not group else (group,):
            for number, item in enumerate(tables.get(name, ())):
                if str(number) == place or (ident and item.get("id") == ident):
                    return [name, str(number), *([key] if key else [])]
        return []
    steps = [found.get("top"), found.get("part"), found.get("key")]
    return [step for step in steps if step]


def _row(found: Mapping[str, str | None]) -> int:
    if found.get("line"):
        return int(found["line"] or 0)
    return int(found["row"] or 0) + 1 if found.get("row") else 0


def _fault(tables: Mapping[str, Any], key: list[str], row: int, rest: str) -> Fault:
    for section in sections(tables):
        for block in section.blocks:
            for field in block.fields:
                steps = [str(step) for step in field.key]
                if steps == key[: len(steps)]:
                    parts = [section.title, block.title, field.label]
                    where = " › ".join(filter(None, parts))
                    where += f", row {row}" if row else ""
                    return Fault(where, _readable(tables, rest), field.name, section.id)
    return _in_block(tables, key, rest)


def _in_block(tables: Mapping[str, Any], key: list[str], rest: str) -> Fault:
    """A fault of a whole block or section, or of something the page does not show."""
    for section in sections(tables):
        if _group_of(section) == key[0]:
            titles = [section.title]
            titles += [one.title for one in section.blocks if str(one.place) in key[1:]]
            where = " › ".join(titles)
            return Fault(where, _readable(tables, rest), "", section.id)
    told = ".".join(key)
    return Fault("", f"{told}: {_readable(tables, rest)}")


def _group_of(section: Section) -> str:
    return section.adds or section.id


def _readable(tables: Mapping[str, Any], text: str) -> str:
    """The sentence with other lines named as the form names them, and a capital."""

    def other(found: re.Match[str]) -> str:
        key = _key(tables, {"id": found[1], "key": found[2]}, "")
        if not key:
            return found[0]
        return f"“{_fault(tables, key, int(found[3]), '').where}”"

    text = _OTHER_LINE.sub(other, text)
    for name, words in _WORDS.items():
        text = text.replace(f"`{name}`", f"“{words}”")
    return text[:1].upper() + text[1:]


_WORDS: Final = {
    "when": "May be told",
    "hold": "Until then",
    "tell": "The partner tells it",
    "no": "No",
    "again": "The same no, asked again",
    "last": "The partner's last words",
    "when.at_least": "May be told",
}
