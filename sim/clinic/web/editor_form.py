"""Between a scenario's tables and what stands in the editor's form."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from sim.clinic.web.editor_fields import fields
from sim.clinic.web.editor_kinds import GROUPS, Field, Key
from sim.clinic.web.editor_rows import lines_of, rows_of, split

Tables = dict[str, Any]
OWN: Final = "own"
"""A choice that leaves a condition as it stands in the file."""
SEEN: Final = "seen."
"""Marks a field of ticks as sent, for a browser sends nothing of empty ones."""

_TRUST: Final = {"at_least": {"trust": 0.52, "felt_safety": 0.5}}
GATES: Final[dict[str, tuple[str, Any]]] = {
    "always": ("always", None),
    "warming": ("once it has warmed up a little", {"at_least": {"openness": 0.48}}),
    "safe": (
        "once it is safe and open enough",
        {"at_least": {"openness": 0.52, "felt_safety": 0.5}},
    ),
    "close": (
        "once the two are close",
        {"at_least": {"openness": 0.6, "felt_safety": 0.56}},
    ),
}
"""Choice to its words and its condition [own judgement; the template was played]."""
STANCES: Final[dict[str, tuple[str, list[Any]]]] = {
    "trust": (
        "yes once there is trust, not now before",
        [{"stance": "yes", "when": _TRUST}, {"stance": "not_now"}],
    ),
    "yes": ("yes", [{"stance": "yes"}]),
    "yes_but": ("yes, but", [{"stance": "yes_but"}]),
    "not_now": ("not now", [{"stance": "not_now"}]),
    "no": ("no", [{"stance": "no"}]),
}
_NEW: Final[dict[str, dict[str, Any]]] = {
    "facts": {"topic": "", "wordings": [], "tell": []},
    "topics": {"topic": "", "wordings": [], "reply": []},
    "requests": {
        "topic": "",
        "wordings": [],
        "stances": STANCES["trust"][1],
        "no": [],
        "again": [],
    },
    "questions": {"reply": []},
    "endings": {
        "title": "",
        "last": [],
        "epilogue": "",
        "warmth": 0.5,
        "when": GATES["safe"][1],
    },
}


def at(tables: Mapping[str, Any], key: Key) -> Any:
    """What stands at `key`; None where nothing does."""
    found: Any = tables
    for step in key:
        if isinstance(step, int):
            is_there = isinstance(found, list) and step < len(found)
        else:
            is_there = isinstance(found, dict) and step in found
        if not is_there:
            return None
        found = found[step]
    return found


def shown_in(tables: Mapping[str, Any], field: Field) -> Any:
    """What the page shows in `field`: a text, choices, or whether it is ticked."""
    value = at(tables, field.key)
    if field.kind in ("rows", "lines"):
        return "\n".join(rows_of(value or ()))
    if field.kind == "many":
        return list(value or ())
    if field.kind == "tick":
        return value if value is not None else field.key[-1] == "is_with_partner"
    if field.kind == "pairs":
        return "\n".join(f"{name} = {word}" for name, word in (value or {}).items())
    if field.kind == "gate":
        return _choice(GATES, value)
    if field.kind == "stances":
        return _choice(STANCES, value or [{"stance": "no"}])
    return "" if value is None else str(value)


def _choice(choices: Mapping[str, tuple[str, Any]], value: Any) -> str:
    return next((key for key, (_, one) in choices.items() if one == value), OWN)


def choices_of(tables: Mapping[str, Any], field: Field) -> list[tuple[str, str]]:
    """What can be chosen in `field`, and what stands there now."""
    named: dict[str, tuple[str, Any]] = GATES if field.kind == "gate" else {**STANCES}
    if field.kind in ("gate", "stances"):
        made = [(key, words) for key, (words, _) in named.items()]
        if shown_in(tables, field) == OWN:
            made.append((OWN, "as its file says"))
        return made
    now = shown_in(tables, field)
    known = [value for value, _ in field.choices]
    strange = [] if field.kind == "many" or now in known or not now else [(now, now)]
    return [*field.choices, *strange]


def applied(
    tables: Mapping[str, Any],
    one: Callable[[str], str | None],
    many: Callable[[str], Sequence[str]],
) -> Tables:
    """The tables with what was sent; a field that was not sent stays as it was.

    Args:
        tables: as they were when the page was made.
        one: the field of this name; None where it was not sent.
        many: all fields of this name.
    """
    made = copy.deepcopy(dict(tables))
    for field in fields(tables):
        if field.kind in ("many", "tick"):
            if one(SEEN + field.name) is not None:
                _tick(made, tables, field, many(field.name))
            continue
        sent = one(field.name)
        if sent is not None:
            _put(made, field, _read(tables, field, sent))
    return made


def _tick(
    made: Tables, tables: Mapping[str, Any], field: Field, given: Sequence[str]
) -> None:
    former = shown_in(tables, field)
    if field.kind == "tick":
        if bool(given) != former:
            _put(made, field, bool(given))
        return
    known = [value for value, _ in field.choices if value not in former]
    _put(made, field, [value for value in (*former, *known) if value in given])


def _read(tables: Mapping[str, Any], field: Field, sent: str) -> Any:
    former = at(tables, field.key)
    if field.kind == "lines":
        return lines_of(sent, former or (), is_bare=field.key == ("lines",))
    if field.kind == "rows":
        return split(sent)
    if field.kind == "pairs":
        pairs = (row.partition("=") for row in split(sent))
        return {name.strip(): word.strip() for name, _, word in pairs}
    if field.kind == "gate":
        return copy.deepcopy(GATES[sent][1]) if sent in GATES else former
    if field.kind == "stances":
        return copy.deepcopy(STANCES[sent][1]) if sent in STANCES else former
    if field.kind == "whole" or field.name == "difficulty":
        return _number(sent, int)
    if field.kind == "part":
        return _number(sent, float)
    text = "\n".join(line.strip() for line in sent.splitlines()).strip()
    return " ".join(text.split()) if field.kind == "short" else text


def _number(sent: str, kind: type[int] | type[float]) -> int | float | str:
    """A number; what is none stays as it is, for the loader to name its place."""
    try:
        return kind(sent)
    except (ValueError, OverflowError):
        return sent


def _put(made: Tables, field: Field, value: Any) -> None:
    *way, last = field.key
    place: Any = made
    for step in way:
        if isinstance(step, str) and isinstance(place, dict):
            place = place.setdefault(step, {})
        else:
            place = place[step]
    is_new = isinstance(place, dict) and last not in place
    if value is None or (is_new and value in ("", [], {})):
        if isinstance(place, dict):
            place.pop(last, None)  # as if it had never been written
        return
    place[last] = value


def added(tables: Mapping[str, Any], group: str) -> Tables:
    """The tables with one more of `group`, empty; an ending comes before the last.

    Raises:
        KeyError: there is no such group.
    """
    made = copy.deepcopy(dict(tables))
    taken = {item.get("id") for name in GROUPS for item in made.get(name, ())}
    stem = GROUPS[group] and group.removesuffix("s")
    number = next(n for n in range(1, 10_000) if f"{stem}_{n}" not in taken)
    fresh = {"id": f"{stem}_{number}", **copy.deepcopy(_NEW[group])}
    items = made.setdefault(group, [])
    items.insert(max(0, len(items) - 1) if group == "endings" else len(items), fresh)
    return made


def removed(tables: Mapping[str, Any], group: str, place: int) -> Tables:
    """The tables without one of `group`.

    Raises:
        KeyError: there is no such group.
        IndexError: there are not so many.
    """
    made = copy.deepcopy(dict(tables))
    assert GROUPS[group]
    if place < 0:
        raise IndexError(place)
    del made[group][place]
    return made
