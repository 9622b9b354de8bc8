"""``visavis doctor``: what is here, what is missing, how to get it."""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import shutil
import sys
from ctypes.util import find_library
from dataclasses import asdict

from rich.console import Console

from dialogue import registry
from sim.commands import headset_state
from sim.commands.findings import Finding
from sim.config import Config
from sim.packages import installed
from sim.privacy.sources import system_keyring
from sim.privacy.vault import vault_exists

NEEDED_MB = 500
"""Free space below which a session's record could fail to grow [judgement]."""


def run(arguments: argparse.Namespace) -> int:
    """Print the findings; 0 when a rehearsal can run."""
    config = Config.load()
    findings = [
        *_program(),
        *_models(),
        *_words(config),
        *_devices(),
        *headset_state.findings(),
        *_pictures(),
        *_record(config),
    ]
    if arguments.json:
        rows = {
            "findings": [asdict(item) for item in findings],
            "packages": [asdict(item) for item in installed()],
        }
        sys.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1) + "\n")
        return 0
    console = Console(highlight=False)
    for item in findings:
        mark = "[green]here   [/green]" if item.is_fine else "[yellow]missing[/yellow]"
        console.print(f"{mark}  [bold]{item.what}[/bold]  {item.found}")
        if not item.is_fine:
            if item.without:
                console.print(f"           without it: {item.without}")
            console.print(f"           to get it:  {item.remedy}")
    return 0


def _program() -> list[Finding]:
    version = ".".join(map(str, sys.version_info[:3]))
    return [Finding("Python", sys.version_info >= (3, 11), version, "Python 3.11")]


_WITHOUT = {
    "embedding": "simpler matching and scoring of what you say",
    "recognizer": "typed input",
    "voice": "the partner answers in writing",
    "g2p": "the partner answers in writing",
    "language_model": "the partner uses written lines, which is the default anyway",
}


def _models() -> list[Finding]:
    from dialogue.models.roletest.record import may

    return [
        Finding(
            item.title,
            item.is_available,
            f"{item.origin}; {may(item.id)}"
            if item.is_available and item.kind == "language_model"
            else item.origin,
            item.how_to_get,
            _WITHOUT.get(item.kind, ""),
        )
        for item in registry.available()
    ]


def _words(config: Config) -> list[Finding]:
    """The language model of the settings, and what it may do."""
    from dialogue.models.roletest.record import standing

    chosen = config.settings
    if chosen.words == "authored":
        return []
    found = standing(chosen.words, chosen.model, chosen.base_url)
    return [Finding("words of the partner", True, found.note)]


def _devices() -> list[Finding]:
    display = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or ""
    has_display = bool(display) or not sys.platform.startswith("linux")
    portaudio = find_library("portaudio") or not sys.platform.startswith("linux")
    panda = importlib.util.find_spec("panda3d") is not None
    return [
        Finding(
            "display",
            has_display,
            display,
            "start it from a desktop session",
            "the rehearsal runs in the terminal",
        ),
        Finding(
            "3D (Panda3D, OpenGL)",
            panda and bool(find_library("GL") or has_display),
            "",
            "sudo apt install libgl1",
            "the rehearsal runs in the terminal",
        ),
        Finding(
            "sound (PortAudio)",
            bool(portaudio),
            str(portaudio or ""),
            "sudo apt install libportaudio2",
            "typed input and captions",
        ),
    ]


def _pictures() -> list[Finding]:
    """Whether every room and person can be read."""
    from sim.unreadable import unreadable

    wrong = unreadable()
    return [
        Finding(
            "rooms and people",
            not wrong,
            "; ".join(wrong) or "all can be read",
            "put these files back as they came, or install again",
            f"others stand in: {'; '.join(wrong)}",
        )
    ]


def _record(config: Config) -> list[Finding]:
    home = config.home
    place = home if home.exists() else home.parent
    while not place.exists():
        place = place.parent
    free_mb = shutil.disk_usage(place).free // 2**20
    state = "vault present" if vault_exists(home) else "no vault yet"
    return [
        Finding("data folder", True, f"{home} ({state})"),
        Finding("free space", free_mb > NEEDED_MB, f"{free_mb} MB", "make room"),
        Finding(
            "system keyring",
            system_keyring() is not None,
            "",
            "set VISAVIS_PASSPHRASE, or type a passphrase when asked",
            "a passphrase opens your record",
        ),
    ]
