"""Whether a runtime's program runs, so that asking it for a headset starts nothing.

SteamVR may start when a program asks it for a headset. Nobody who wants to rehearse
at a desk wants that, so a start of ours looks for these signs first; it takes less
than a millisecond where no runtime is set up, and loads nothing.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sim.openxr.registered import Registered


@dataclass(frozen=True, slots=True)
class Kind:
    """How one runtime is known, and how one sees that it runs."""

    title: str
    words: tuple[str, ...]
    """One of these is in its name, its manifest's or its library's."""
    start: str
    """What the user does so that it runs."""
    sockets: tuple[str, ...] = ()
    """In ``XDG_RUNTIME_DIR``; it holds one while it runs."""
    programs: tuple[str, ...] = ()
    """Without ``.exe``; one of them runs."""


KINDS: Final = (
    Kind(
        "WiVRn",
        ("wivrn",),
        "Start WiVRn on this computer, then its app in the headset.",
        sockets=("wivrn/comp_ipc", "wivrn_comp_ipc"),
    ),
    Kind(
        "Monado",
        ("monado",),
        "Start monado-service, with the headset plugged in.",
        sockets=("monado_comp_ipc",),
    ),
    Kind(
        "Virtual Desktop",
        ("virtualdesktop",),
        "Start the Virtual Desktop Streamer, then connect from the headset.",
        programs=("VirtualDesktop.Server",),
    ),
    Kind(
        "Meta Quest Link",
        ("oculus", "meta"),
        "Start the Meta app on this computer, then Link or Air Link in the headset.",
        programs=("OVRServer_x64",),
    ),
    Kind(
        "SteamVR",
        ("steam", "vrclient"),
        "Start SteamVR; for ALVR or Steam Link, connect the headset first.",
        programs=("vrserver",),
    ),
)
"""The signs of Monado, WiVRn and SteamVR were seen in their own scripts or run here;
those of Meta and Virtual Desktop were read in other programs that look for them."""


def kind_of(found: Registered) -> Kind | None:
    """Which runtime it is; None for one that we know no signs of."""
    names = found.names
    return next((one for one in KINDS if any(w in names for w in one.words)), None)


def title_of(found: Registered) -> str:
    """What people call it."""
    kind = kind_of(found)
    return kind.title if kind is not None else found.name or found.manifest.stem


def is_running(
    found: Registered,
    environ: Mapping[str, str] | None = None,
    programs: Callable[[], frozenset[str]] | None = None,
) -> bool | None:
    """Whether it runs; None where nobody can tell."""
    kind = kind_of(found)
    if kind is None:
        return None
    environ = os.environ if environ is None else environ
    if kind.sockets:
        folder = _sockets(environ)
        return any(_is_listened_to(folder / name) for name in kind.sockets)
    return not frozenset(kind.programs).isdisjoint((programs or running_programs)())


def _sockets(environ: Mapping[str, str]) -> Path:
    """The folder that Monado and its like use; `/tmp` where none is named."""
    return Path(
        environ.get("XDG_RUNTIME_DIR") or environ.get("XDG_CACHE_HOME") or "/tmp"
    )


def _is_listened_to(path: Path, listed: Path = Path("/proc/net/unix")) -> bool:
    """Whether somebody holds the socket: Monado leaves its file behind when it ends."""
    if not path.exists():
        return False
    try:
        told = listed.read_text(errors="replace")
    except OSError:  # a system that does not tell
        return True
    return any(line.endswith(f" {path}") for line in told.splitlines())


def running_programs() -> frozenset[str]:
    """Names of the programs that run, without ``.exe``."""
    return _of_windows() if sys.platform == "win32" else _of_proc(Path("/proc"))


def _of_proc(proc: Path) -> frozenset[str]:
    """Linux cuts names after 15 letters."""
    names = set()
    for folder in proc.glob("[0-9]*"):
        try:
            names.add((folder / "comm").read_text(errors="replace").strip())
        except OSError:  # it has just ended
            continue
    return frozenset(names)


class _Entry(ctypes.Structure):
    """``PROCESSENTRY32W``."""

    _fields_ = (
        ("size", ctypes.c_uint32),
        ("usage", ctypes.c_uint32),
        ("process", ctypes.c_uint32),
        ("heap", ctypes.c_size_t),
        ("module", ctypes.c_uint32),
        ("threads", ctypes.c_uint32),
        ("parent", ctypes.c_uint32),
        ("priority", ctypes.c_int32),
        ("flags", ctypes.c_uint32),
        ("name", ctypes.c_wchar * 260),
    )


def _of_windows(kernel: Any = None) -> frozenset[str]:
    """By the tool help functions; tested against a stand-in only."""
    kernel = kernel or getattr(ctypes, "WinDLL")("kernel32")  # noqa: B009 (Windows only)
    kernel.CreateToolhelp32Snapshot.restype = ctypes.c_void_p
    every_process = 2
    shot = ctypes.c_void_p(kernel.CreateToolhelp32Snapshot(every_process, 0))
    if shot.value in (None, ctypes.c_void_p(-1).value):
        return frozenset()
    entry, names = _Entry(size=ctypes.sizeof(_Entry)), set()
    is_there = kernel.Process32FirstW(shot, ctypes.byref(entry))
    while is_there:
        names.add(entry.name.removesuffix(".exe"))
        is_there = kernel.Process32NextW(shot, ctypes.byref(entry))
    kernel.CloseHandle(shot)
    return frozenset(names)
