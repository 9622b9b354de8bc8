"""Read TOML tables into frozen dataclasses and refuse what does not fit.

A dataclass is the schema: unknown keys, wrong types and words outside a field's
vocabulary (`metadata={"one_of": …}`) are refused with the key path, what is allowed
and the near name. A dataclass with `SHORT` may be written as a plain string.
"""

from __future__ import annotations

import dataclasses
import difflib
import functools
import math
import tomllib
import typing
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Literal, TypeVar, cast

from dialogue.plain import hidden, shown

T = TypeVar("T")

MOST_BYTES = 2**20
"""Of one file; the longest scenario of the product has 113 KB."""
MOST_ITEMS = 2000
"""Of one list or table."""
MOST_LETTERS = 10_000
"""Of one text."""
LARGEST = 10**9
"""Of a whole number, either way."""
_MOST_DEPTH = 32
_LONGEST_WORD = 60
"""Looking for a near word takes the square of its length."""


class DataError(ValueError):
    """A data file is wrong; the message is one line for its author."""


def near(word: str, allowed: Iterable[str]) -> str:
    """Say which allowed word is near `word`, or nothing."""
    found = difflib.get_close_matches(word[:_LONGEST_WORD], list(allowed), 1, 0.5)
    return f' Did you mean "{found[0]}"?' if found else ""


def one_of(path: str, word: str, allowed: Iterable[str], what: str) -> None:
    """Refuse `word` when it is not one of `allowed`.

    Raises:
        DataError: names the path, the allowed words and the near one.
    """
    allowed = tuple(allowed)
    if word not in allowed:
        listed = ", ".join(allowed) if allowed else "(none are declared)"
        raise DataError(
            f'{path} "{shown(word)}" is not a known {what}; allowed: {listed}.'
            f"{near(word, allowed)}"
        )


def parsed(path: Path) -> dict[str, Any]:
    """The tables of a TOML file from anywhere: a plain file of `MOST_BYTES` at most.

    Raises:
        OSError: it cannot be read.
        DataError: it is no plain file, too long, no UTF-8, no TOML or nested too deep.
    """
    if not path.is_file() and path.exists():
        raise DataError("is no plain file.")
    with path.open("rb") as file:
        return tables_of(file.read(MOST_BYTES + 1))


def tables_of(raw: bytes) -> dict[str, Any]:
    """The tables of TOML that comes from anywhere, of `MOST_BYTES` at most.

    Raises:
        DataError: it is too long, no UTF-8, no TOML or nested too deep.
    """
    if len(raw) > MOST_BYTES:
        raise DataError(f"is longer than {MOST_BYTES >> 10} KB.")
    if max((line.count(b".") for line in raw.split(b"\n")), default=0) > MOST_ITEMS:
        raise DataError(f"has more than {MOST_ITEMS} dots in one line.")
    try:
        tables = tomllib.loads(raw.decode("utf-8"))
        _check_depth(tables)
    except RecursionError:
        raise DataError(f"is nested more than {_MOST_DEPTH} deep.") from None
    except UnicodeDecodeError as error:
        raise DataError(
            f"cannot be read as UTF-8 text ({shown(error, 200)})."
        ) from None
    except ValueError as error:  # TOML, and numbers of thousands of digits
        raise DataError(shown(error, 300)) from None
    return tables


def _check_depth(value: Any, depth: int = 0) -> None:
    if depth > _MOST_DEPTH:
        raise RecursionError
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            _check_depth(item, depth + 1)


def read(kind: type[T], value: Any, path: str) -> T:
    """Make a `kind` from parsed TOML; `path` is where it stands in the file.

    Raises:
        DataError: something is unknown, missing or of the wrong type.
    """
    return cast(T, _read(kind, value, path, {}))


def _read(kind: Any, value: Any, path: str, metadata: typing.Mapping[str, Any]) -> Any:
    origin = typing.get_origin(kind)
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        return _read_record(kind, value, path)
    if origin is tuple:
        return _read_list(kind, value, path, metadata)
    if origin is dict:
        return _read_table(kind, value, path, metadata)
    if origin is Literal:
        _is(value, str, path, "a string")
        one_of(path, value, typing.get_args(kind), "value")
        return value
    return _read_plain(kind, value, path, metadata)


def _read_record(kind: Any, value: Any, path: str) -> Any:
    short = getattr(kind, "SHORT", "")
    if short and isinstance(value, str):
        value = {short: value}
    _is(value, dict, path, "a table")
    hints = _hints(kind)
    known = {item.name: item for item in dataclasses.fields(kind) if item.init}
    for key in value:
        if key not in known:
            raise DataError(
                f'{path}: unknown key "{shown(key)}"; allowed: {", ".join(known)}.'
                f"{near(key, known)}"
            )
    made = {}
    for name, item in known.items():
        if name in value:
            made[name] = _read(
                hints[name], value[name], f"{path}.{name}", item.metadata
            )
        elif _required(item):
            raise DataError(f'{path}: "{name}" is missing.')
    return kind(**made)


@functools.cache
def _hints(kind: Any) -> dict[str, Any]:
    """Types of a record's fields; finding them took two thirds of reading a file."""
    return typing.get_type_hints(kind)


def _required(item: dataclasses.Field[Any]) -> bool:
    return (
        item.default is dataclasses.MISSING
        and item.default_factory is dataclasses.MISSING
    )


def _read_list(
    kind: Any, value: Any, path: str, metadata: typing.Mapping[str, Any]
) -> tuple[Any, ...]:
    arm = typing.get_args(kind)[0]
    # One table may stand for a list of one: `when = {…}`.
    if isinstance(value, dict) and dataclasses.is_dataclass(arm):
        return (_read(arm, value, path, metadata),)
    _is(value, list, path, "a list")
    _check_count(path, len(value))
    return tuple(
        _read(arm, item, f"{path}[{index}]", metadata)
        for index, item in enumerate(value)
    )


def _read_table(
    kind: Any, value: Any, path: str, metadata: typing.Mapping[str, Any]
) -> dict[str, Any]:
    _is(value, dict, path, "a table")
    _check_count(path, len(value))
    for key in value:
        _check_text(f"{path}: a key", key)
    if "keys" in metadata:
        for key in value:
            one_of(f"{path}:", key, metadata["keys"], metadata.get("what", "key"))
    arm = typing.get_args(kind)[1]
    return {
        key: _read(arm, item, f"{path}.{key}", metadata) for key, item in value.items()
    }


def _read_plain(
    kind: Any, value: Any, path: str, metadata: typing.Mapping[str, Any]
) -> Any:
    if kind is bool:
        _is(value, bool, path, "true or false")
    elif kind is int:
        _is(value, int, path, "a whole number")
        _check_number(path, value)
    elif kind is float:
        _is(value, (int, float), path, "a number")
        _check_number(path, value)
        value = float(value)
    else:
        _is(value, str, path, "a string")
        _check_text(path, value)
        value = value.strip()
        if "one_of" in metadata:
            one_of(path, value, metadata["one_of"], metadata.get("what", "value"))
    if "range" in metadata and not isinstance(value, str):
        low, high = metadata["range"]
        if not low <= value <= high:
            raise DataError(f"{path} is {value}; allowed: {low} to {high}.")
    return value


def _check_count(path: str, count: int) -> None:
    if count > MOST_ITEMS:
        raise DataError(f"{path} has {count} entries; {MOST_ITEMS} at most.")


def _check_number(path: str, value: float) -> None:
    if not math.isfinite(value) or abs(value) > LARGEST:
        raise DataError(f"{path} must be a finite number of at most {LARGEST}.")


def _check_text(path: str, text: str) -> None:
    if len(text) > MOST_LETTERS:
        raise DataError(f"{path} has {len(text)} letters; {MOST_LETTERS} at most.")
    if sign := hidden(text):
        raise DataError(f"{shown(path)} holds what cannot be seen ({sign}); remove it.")


def _is(value: Any, kinds: Any, path: str, what: str) -> None:
    is_right = isinstance(value, kinds) and (
        kinds is bool or not isinstance(value, bool)
    )
    if not is_right:
        raise DataError(f"{path} must be {what}, not {shown(repr(value))}.")
