"""Read TOML tables into frozen dataclasses and refuse what does not fit.

A dataclass is the schema: unknown keys, wrong types and words outside a field's
vocabulary (`metadata={"one_of": …}`) are refused with the key path, what is allowed
and the near name. A dataclass with `SHORT` may be written as a plain string.
"""

from __future__ import annotations

import dataclasses
import difflib
import typing
from collections.abc import Iterable
from typing import Any, Literal, TypeVar, cast

T = TypeVar("T")


class DataError(ValueError):
    """A data file is wrong; the message is one line for its author."""


def near(word: str, allowed: Iterable[str]) -> str:
    """Say which allowed word is near `word`, or nothing."""
    found = difflib.get_close_matches(word, list(allowed), 1, 0.5)
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
            f'{path} "{word}" is not a known {what}; allowed: {listed}.'
            f"{near(word, allowed)}"
        )


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
    hints = typing.get_type_hints(kind)
    known = {item.name: item for item in dataclasses.fields(kind) if item.init}
    for key in value:
        if key not in known:
            raise DataError(
                f'{path}: unknown key "{key}"; allowed: {", ".join(known)}.'
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
    return tuple(
        _read(arm, item, f"{path}[{index}]", metadata)
        for index, item in enumerate(value)
    )


def _read_table(
    kind: Any, value: Any, path: str, metadata: typing.Mapping[str, Any]
) -> dict[str, Any]:
    _is(value, dict, path, "a table")
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
    elif kind is float:
        _is(value, (int, float), path, "a number")
        value = float(value)
    else:
        _is(value, str, path, "a string")
        value = value.strip()
        if "one_of" in metadata:
            one_of(path, value, metadata["one_of"], metadata.get("what", "value"))
    if "range" in metadata and not isinstance(value, str):
        low, high = metadata["range"]
        if not low <= value <= high:
            raise DataError(f"{path} is {value}; allowed: {low} to {high}.")
    return value


def _is(value: Any, kinds: Any, path: str, what: str) -> None:
    if isinstance(value, bool) and kinds is not bool:
        raise DataError(f"{path} must be {what}, not {value!r}.")
    if not isinstance(value, kinds):
        raise DataError(f"{path} must be {what}, not {value!r}.")
