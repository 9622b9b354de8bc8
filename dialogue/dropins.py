"""Drop-in folders: a package with a ``base.py``; every other module has ``create``.

The module's name is its name in settings and scenario files. Heavy libraries are
imported by the module itself, so listing a folder stays cheap.
"""

from __future__ import annotations

import difflib
import importlib
import pkgutil
from collections.abc import Mapping
from typing import Any


class UnknownDropIn(ValueError):
    """A name that no module of the folder has."""


def names(package: str) -> tuple[str, ...]:
    """Names of the drop-ins in `package`, without importing them."""
    module = importlib.import_module(package)
    return tuple(
        sorted(
            info.name
            for info in pkgutil.iter_modules(module.__path__)
            if info.name != "base" and not info.name.startswith("_")
        )
    )


def create(package: str, name: str, options: Mapping[str, Any] | None = None) -> Any:
    """Make the drop-in `name` of `package` with its own `options`.

    Raises:
        UnknownDropIn: says which names exist and which is near.
    """
    known = names(package)
    if name not in known:
        near = difflib.get_close_matches(name, known, 1)
        hint = f" Did you mean {near[0]!r}?" if near else ""
        raise UnknownDropIn(
            f"{package}: {name!r} is not one of {', '.join(known)}.{hint}"
        )
    return importlib.import_module(f"{package}.{name}").create(dict(options or {}))
