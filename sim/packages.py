"""What is installed beside the program: a bill of materials without any service."""

from __future__ import annotations

import importlib.metadata
import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Package:
    """One installed distribution."""

    name: str
    """In the form of the package index: small letters, hyphens."""
    version: str
    licence: str
    """As its own metadata say; empty where they say nothing."""


def installed() -> tuple[Package, ...]:
    """Every distribution of this environment, by name."""
    found = {}
    for one in importlib.metadata.distributions():
        name = re.sub(r"[-_.]+", "-", one.metadata["Name"]).lower()
        found[name] = Package(name, one.version, _licence(one.metadata))
    return tuple(found[name] for name in sorted(found))


def _licence(about: importlib.metadata.PackageMetadata) -> str:
    if "License-Expression" in about:
        return about["License-Expression"]
    classes = [
        line.rpartition("::")[2].strip()
        for line in about.get_all("Classifier") or ()
        if line.startswith("License ::") and line != "License :: OSI Approved"
    ]
    if classes or "License" not in about:
        return "; ".join(classes)
    return about["License"].split("\n")[0][:80]
