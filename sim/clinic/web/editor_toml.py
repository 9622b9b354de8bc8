"""Writes a scenario's tables as TOML, in the order of the file's own pages."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Mapping
from typing import Any, Final

from dialogue.scenario import Scenario

ORDER: Final = tuple(item.name for item in dataclasses.fields(Scenario))
_BARE: Final = re.compile(r"[A-Za-z0-9_-]+")
_WIDTH: Final = 88


def written(tables: Mapping[str, Any]) -> str:
    """`tables` as a TOML file: plain values first, then tables, then lists of tables.

    Raises:
        TypeError: there is something in it that a scenario has no place for.
    """
    keys = sorted(tables, key=lambda key: ORDER.index(key) if key in ORDER else 99)
    plain = [key for key in keys if not _is_table(tables[key])]
    lines = [f"{_key(key)} = {_value(tables[key])}" for key in plain]
    for key in keys:
        value = tables[key]
        if isinstance(value, dict):
            lines += ["", f"[{_key(key)}]", *_pairs(value)]
        elif _is_table(value):
            for item in value:
                lines += ["", f"[[{_key(key)}]]", *_pairs(item)]
    return "\n".join(lines) + "\n"


def _is_table(value: Any) -> bool:
    if isinstance(value, list):
        return bool(value) and all(isinstance(item, dict) for item in value)
    return isinstance(value, dict)


def _pairs(table: Mapping[str, Any]) -> list[str]:
    return [f"{_key(key)} = {_value(value)}" for key, value in table.items()]


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _text(key)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, dict):
        pairs = ", ".join(f"{_key(key)} = {_value(one)}" for key, one in value.items())
        return f"{{ {pairs} }}" if pairs else "{}"
    if isinstance(value, list):
        items = [_value(item) for item in value]
        short = f"[{', '.join(items)}]"
        if len(short) <= _WIDTH:
            return short
        return "[\n" + "".join(f"  {item},\n" for item in items) + "]"
    raise TypeError(f"{type(value).__name__} has no place in a scenario")


def _text(text: str) -> str:
    # JSON's escapes are TOML's, but for DEL, which TOML wants escaped
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
