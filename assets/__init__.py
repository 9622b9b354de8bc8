"""Data of the product; a folder here is read whole, so a new file is a new item."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parent


def folder(name: str) -> Path:
    """Path of one asset folder, for example ``scenarios``."""
    return ROOT / name
