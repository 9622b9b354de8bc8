"""Settings that are given as words of the command line."""

from __future__ import annotations

import argparse
from typing import Any

SETTINGS = (
    "body",
    "look",
    "headset",
    "text",
    "words",
    "model",
    "base_url",
    "deadline_s",
    "voice_id",
    "recognizer",
    "mic",
    "headphones",
    "speaker",
    "seed",
    "rule_out",
    "shared_folder",
    "steepest",
    "country",
    "user_name",
    "user_pronouns",
    "partner_name",
    "partner_pronouns",
    "relationship",
)
"""Flags that are settings of the same name."""


def flags(arguments: argparse.Namespace) -> dict[str, Any]:
    """The settings that were given as words of the command line."""
    found = {name: getattr(arguments, name, None) for name in SETTINGS}
    given = getattr(arguments, "set", None)
    found["set"] = "; ".join(given) if given else None
    voice = getattr(arguments, "voice", None)
    if voice is not None:
        found["voice"] = voice
    return found
