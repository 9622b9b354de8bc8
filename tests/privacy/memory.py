"""Counts how often the vault's key stands in this process's memory.

    python memory.py HOME PASSPHRASE

Prints two numbers: while the vault is open, and after it was locked. The key is
looked for as bytes and as hexadecimal digits; the search keeps only a masked copy.
"""

from __future__ import annotations

import sys
from pathlib import Path

from sim.privacy.sources import KeySource
from sim.privacy.vault import Vault

MASK = 0x55


def masked(vault):
    """The needles: bytes, small digits, capital digits; each byte flipped."""
    key = vault._key
    forms = [bytes(byte ^ MASK for byte in key)]
    for digits in ("0123456789abcdef", "0123456789ABCDEF"):
        flipped = [ord(digit) ^ MASK for digit in digits]
        forms.append(bytes(flipped[n] for byte in key for n in (byte >> 4, byte & 15)))
    return forms


def count(form):
    needle = bytearray(byte ^ MASK for byte in form)
    found = 0
    with Path("/proc/self/maps").open() as maps:
        spans = [line.split()[:2] for line in maps if "[v" not in line]
    with Path("/proc/self/mem").open("rb", 0) as memory:
        for span, rights in spans:
            begin, end = (int(part, 16) for part in span.split("-"))
            if "r" in rights:
                try:
                    memory.seek(begin)
                    found += memory.read(end - begin).count(needle)
                except (OSError, ValueError, OverflowError):
                    continue
    return found - 1  # the needle itself


def main():
    vault = Vault.open(KeySource(sys.argv[2]), Path(sys.argv[1]))
    forms = masked(vault)
    vault.begin("aa", "s", "S", "2026-01-01T00:00:00+00:00")
    vault.append("aa", 0, {"event": "utterance", "text": "x" * 300})
    opened = sum(map(count, forms))
    vault.lock()
    print(opened, sum(map(count, forms)))


main()
