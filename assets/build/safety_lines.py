"""The lines that the safety screen learns from and is measured on, read and parted."""

from __future__ import annotations

import functools
import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assets import folder
from dialogue.safety.errors import SafetyDataError, check_keys
from dialogue.skills import SAFETY_CATEGORIES

KEYS = ("id", "text", "partner_line", "category", "form", "kind", "ratings")
CHUNK = 6
"""How many neighbouring lines of one theme make a family."""
HELD_BACK = 4
"""Every fourth ordinary line of the rubrics is never trained on, but measured."""
FURTHER = (
    "writer_b.jsonl",
    "writer_d.jsonl",
    "writer_e.jsonl",
    "writer_f.jsonl",
    "writer_g.jsonl",
)
"""Files of the writers after the first, a writer each. What is made of their lines by
weights that saw no line of that writer is what the mix is fitted on."""
HELD_OUT = ("heldout.jsonl", "heldout_c.jsonl", "heldout_h.jsonl")
"""Files that are only measured on; a line that stands there is never learned from."""
FOLDS = 3
"""The further writers are left out in this many turns, one or two at a time."""
UNSEEN = "reader_unseen.npz"
"""What readers make of lines of writers they never saw; the mix is fitted on it."""
READ_ORDINARY = 3000
"""Ordinary lines of users that the second reader learns from."""
SEED = 0


@dataclass(frozen=True, slots=True)
class Line:
    """One written line with its label."""

    id: str
    text: str
    partner_line: str
    category: str
    form: str
    kind: str = ""
    """What makes an ordinary line hard, where its writer said so."""

    @property
    def family(self) -> str:
        """Neighbours of one theme were written together and stay in one fold."""
        theme, number = self.id.rsplit(".", 1)
        return f"{theme}.{(int(number) - 1) // CHUNK}"


def read(path: Path) -> list[Line]:
    """Read labelled lines.

    Raises:
        SafetyDataError: a row has unknown keys, labels or a repeated id.
    """
    lines: list[Line] = []
    ids: set[str] = set()
    for number, raw in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        row = json.loads(raw)
        where = f"{path.name}: line {number}"
        check_keys(row, KEYS, ("id", "text", "category", "form"), where)
        if row["category"] not in ("none", *SAFETY_CATEGORIES):
            raise SafetyDataError(f"{where}: category {row['category']!r} is unknown.")
        forms = ("none",) if row["category"] == "none" else ("explicit", "indirect")
        if row["form"] not in forms:
            raise SafetyDataError(f"{where}: form must be one of {', '.join(forms)}.")
        if row["id"] in ids:
            raise SafetyDataError(f"{where}: id {row['id']!r} is used twice.")
        ids.add(row["id"])
        values = [row.get(key, "") for key in KEYS if key != "ratings"]
        lines.append(Line(*values))
    return lines


def written(name: str = "lines.jsonl") -> list[Line]:
    """The lines of one file of ``assets/safety``."""
    return read(folder("safety") / name)


def _letters(text: str) -> str:
    return re.sub(r"[^a-z0-9 ]", "", text.lower()).strip()


@functools.cache
def _kept_apart() -> frozenset[str]:
    names = [name for name in HELD_OUT if (folder("safety") / name).is_file()]
    return frozenset(_letters(x.text) for name in names for x in written(name))


def lessons(name: str = "lines.jsonl") -> list[Line]:
    """The lines of one file that may be learned from: all that are not held out."""
    return [x for x in written(name) if _letters(x.text) not in _kept_apart()]


def further() -> dict[str, list[Line]]:
    """What may be learned from each further writer, by the name of the file."""
    return {name: lessons(name) for name in FURTHER}


def left_out(fold: int) -> frozenset[str]:
    """Ids of the lines of the writers that are left out in one turn."""
    more = further()
    return frozenset(line.id for name in FURTHER[fold::FOLDS] for line in more[name])


def ordinary(*, is_held_back: bool) -> list[Line]:
    """Everyday lines that the rubrics' writers wrote, as further ``none`` lines.

    Each text once: the user's with the partner's line before it, the partner's alone.

    Args:
        is_held_back: the quarter that only the benchmark sees, or the rest.
    """
    path = folder("rubrics") / "lines.jsonl"
    rows = [json.loads(raw) for raw in path.read_text(encoding="utf-8").splitlines()]
    texts = {row["partner_line"]: "" for row in rows}
    texts.update({row["user_line"]: row["partner_line"] for row in rows})
    lines = []
    for text in sorted(texts):
        digest = hashlib.sha256(text.encode()).hexdigest()
        held = int(digest[:8], 16) % HELD_BACK == 0
        if held is is_held_back and text.strip():
            name = f"rubrics.{digest[:12]}.1"
            lines.append(Line(name, text, texts[text], "none", "none"))
    return lines


def read_ordinary() -> tuple[list[Line], list[Line]]:
    """Ordinary lines: those that the reader learns from, and users' others.

    It learns from `READ_ORDINARY` lines of users and from all of partners.
    """
    everyday = ordinary(is_held_back=False)
    lines = [line for line in everyday if line.partner_line]
    said = [line for line in everyday if not line.partner_line]
    order = np.random.default_rng(SEED).permutation(len(lines))
    mixed = [lines[at] for at in order]
    return mixed[:READ_ORDINARY] + said, mixed[READ_ORDINARY:]
