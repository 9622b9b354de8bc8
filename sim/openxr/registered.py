"""Which runtime this computer names as its own, without loading any of it.

The places and their order are those of OpenXR's loader: the variable, then files under
``openxr/1`` (Linux), or a value in the registry (Windows).
https://github.com/KhronosGroup/OpenXR-SDK-Source/blob/main/src/loader/manifest_file.cpp
"""

from __future__ import annotations

import json
import os
import platform
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

VARIABLE: Final = "XR_RUNTIME_JSON"
KEY: Final = r"SOFTWARE\Khronos\OpenXR\1"
VALUE: Final = "ActiveRuntime"
_LARGEST_B: Final = 64 * 1024
"""Of a manifest; real ones have a few hundred bytes."""


@dataclass(frozen=True, slots=True)
class Registered:
    """The runtime that a program gets if it asks for one."""

    manifest: Path
    origin: str
    """What names it: the variable, the file, or the value in the registry."""
    name: str = ""
    """As its manifest says; empty where it says nothing."""
    library: str = ""
    problem: str = ""
    """Why it cannot be loaded; empty when nothing is wrong."""

    @property
    def names(self) -> str:
        """Everything that tells which runtime it is, in small letters.

        File names only: a folder may be called after another runtime.
        """
        library = self.library.replace("\\", "/").rpartition("/")[2]
        return f"{self.name} {self.manifest.resolve().name} {library}".lower()


def find(environ: Mapping[str, str] | None = None) -> Registered | None:
    """The runtime of this computer; None where none is set up."""
    environ = os.environ if environ is None else environ
    if given := environ.get(VARIABLE):
        return _read(Path(given), VARIABLE)
    if sys.platform == "win32":
        return _of_registry()
    for place in files(environ):
        if place.exists():
            return _read(place, str(place))
    return None


def places(environ: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """Where a runtime is looked for, in this order."""
    environ = os.environ if environ is None else environ
    if sys.platform == "win32":
        return (VARIABLE, rf"HKEY_LOCAL_MACHINE\{KEY}\{VALUE}")
    every = (place for place in files(environ) if place.stem == "active_runtime")
    return (VARIABLE, *map(str, every))


def files(environ: Mapping[str, str]) -> Iterator[Path]:
    """Files that may name a runtime on Linux, those of the user first."""
    home = environ.get("XDG_CONFIG_HOME") or ""
    if not home and environ.get("HOME"):
        home = str(Path(environ["HOME"]) / ".config")
    folders = [home, *(environ.get("XDG_CONFIG_DIRS") or "/etc/xdg").split(":"), "/etc"]
    for folder in filter(None, folders):
        where = Path(folder) / "openxr" / "1"
        yield where / f"active_runtime.{platform.machine()}.json"
        yield where / "active_runtime.json"


def _of_registry() -> Registered | None:
    """The runtime of Windows. Written by the loader's source; never run by us."""
    import winreg

    registry: Any = winreg  # which has no names where it is not Windows
    try:
        with registry.OpenKey(registry.HKEY_LOCAL_MACHINE, KEY) as key:
            path, _ = registry.QueryValueEx(key, VALUE)
    except OSError:
        return None
    return _read(Path(str(path)), rf"HKEY_LOCAL_MACHINE\{KEY}\{VALUE}")


def _read(manifest: Path, origin: str) -> Registered:
    try:
        raw = manifest.read_bytes()[:_LARGEST_B]
        told = json.loads(raw)["runtime"]
        library = str(told["library_path"])
    except FileNotFoundError:
        return Registered(manifest, origin, problem="the file is not there")
    except (OSError, ValueError, KeyError, TypeError) as error:
        why = f"the file is no manifest ({type(error).__name__})"
        return Registered(manifest, origin, problem=why)
    found = Registered(manifest, origin, str(told.get("name") or ""), library)
    return found if _is_there(found) else _without_library(found)


def _is_there(found: Registered) -> bool:
    """Whether the library is where it says; one without a folder is the system's."""
    if "/" not in found.library and "\\" not in found.library:
        return True
    return (found.manifest.resolve().parent / found.library).exists()


def _without_library(found: Registered) -> Registered:
    why = f"its library {found.library} is not there"
    return Registered(found.manifest, found.origin, found.name, found.library, why)
