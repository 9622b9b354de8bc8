"""Join further ratings to the lines, and say how well the raters agree.

A skill that the first two ratings both name is present, one that neither names is
absent. One that only one names is absent where a nearer skill covers it (`COVERS`: a
time-out is not also a request); else the third rater decides, who was asked about such
skills alone. Without a third rating it stays *disputed*: trained as half present (so
that the scorers learn to doubt there) and left out of precision, recall and the choice
of thresholds.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from assets import folder
from dialogue.skills import SKILL_IDS

LINES: Final = "lines.jsonl"
COVERS: Final = {
    "request": ("closed_question",),
    "time_out": ("request",),
}
"""Skills that a nearer one covers, unless both ratings name them."""
BEGIN: Final = "<!-- agreement: made by assets.build.scorer_ratings -->"
END: Final = "<!-- /agreement -->"


class RatingError(ValueError):
    """A rating does not fit the lines; the message names its line."""


def merge(path: Path) -> str:
    """Add the ratings in `path`; gives the agreement table.

    Each line of `path` is ``{"id", "skills": [skill ids]}`` for a second rating, or
    ``{"id", "asked", "yes"}`` for a third. Lines that it does not name stay.
    """
    place = folder("rubrics") / LINES
    records = [json.loads(row) for row in place.read_text("utf-8").splitlines()]
    given = _ratings(path, {record["id"] for record in records})
    joined = [settled({**record, **given.get(record["id"], {})}) for record in records]
    text = "".join(json.dumps(item, ensure_ascii=False) + "\n" for item in joined)
    place.write_text(text, encoding="utf-8")
    table = _table(agreement(joined))
    sheet = folder("rubrics") / "DATASHEET.md"
    before, _, rest = sheet.read_text("utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    sheet.write_text(f"{before}{BEGIN}\n\n{table}\n{END}{after}", encoding="utf-8")
    return table


def agreement(records: list[dict[str, Any]]) -> dict[str, dict[str, float]]:
    """Cohen's kappa and positive agreement per skill, over lines with two ratings."""
    rated = [record for record in records if record["rating_2"] is not None]
    count = len(rated)
    found: dict[str, dict[str, float]] = {}
    for skill in SKILL_IDS if count else ():
        first = [skill in record["rating_1"] for record in rated]
        second = [skill in record["rating_2"] for record in rated]
        both = sum(a and b for a, b in zip(first, second, strict=True))
        same = sum(a == b for a, b in zip(first, second, strict=True)) / count
        one, two = sum(first) / count, sum(second) / count
        chance = one * two + (1 - one) * (1 - two)
        found[skill] = {
            "first": sum(first),
            "second": sum(second),
            "both": both,
            "kappa": (same - chance) / (1 - chance) if chance < 1 else 1.0,
            "positive_agreement": 2 * both / max(sum(first) + sum(second), 1),
        }
    return found


def _ratings(path: Path, known: set[str]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for number, row in enumerate(path.read_text("utf-8").splitlines(), start=1):
        if not row.strip():
            continue
        entry = json.loads(row)
        lists = {key: entry[key] for key in ("skills", "asked", "yes") if key in entry}
        odd = {skill for named in lists.values() for skill in named} - set(SKILL_IDS)
        if entry["id"] not in known or odd:
            raise RatingError(
                f"{path}:{number}: {entry['id']}: {', '.join(sorted(odd)) or 'id'} is "
                f"not known. Ids are those of {LINES}, skills {', '.join(SKILL_IDS)}."
            )
        if "skills" in lists:
            found[entry["id"]] = {"rating_2": _ordered(lists["skills"])}
        else:
            third = {key: _ordered(lists[key]) for key in ("asked", "yes")}
            found[entry["id"]] = {"rating_3": third}
    return found


def _ordered(skills: list[str]) -> list[str]:
    return [skill for skill in SKILL_IDS if skill in skills]


def settled(record: dict[str, Any]) -> dict[str, Any]:
    """`record` with ``skills`` and ``disputed`` as its ratings give them."""
    first = record["rating_1"]
    second = first if record["rating_2"] is None else record["rating_2"]
    third = record.get("rating_3") or {"asked": [], "yes": []}
    named = set(first) | set(second)
    alone = {skill for skill in named if (skill in first) != (skill in second)}
    agreed = named - alone
    decided = agreed | (set(third["yes"]) & alone)
    doubtful = alone - set(third["asked"])
    if record["rating_2"] is None:
        agreed = set()
    skills = decided - (_covered(decided | doubtful) - agreed)
    open_ones = doubtful - _covered(named)
    return {
        **record,
        "skills": _ordered(list(skills)),
        "disputed": _ordered(list(open_ones)),
    }


def _covered(skills: set[str]) -> set[str]:
    return {skill for near in skills for skill in COVERS.get(near, ())}


def _table(found: dict[str, dict[str, float]]) -> str:
    rows = ["| skill | first | second | both | kappa | positive agreement |"]
    rows.append("|---|--:|--:|--:|--:|--:|")
    for skill, value in found.items():
        rows.append(
            f"| {skill} | {value['first']:.0f} | {value['second']:.0f} | "
            f"{value['both']:.0f} | {value['kappa']:.2f} | "
            f"{value['positive_agreement']:.2f} |"
        )
    if found:
        for name in ("kappa", "positive_agreement"):
            mean = sum(value[name] for value in found.values()) / len(found)
            rows.append(f"\nMean {name.replace('_', ' ')}: {mean:.2f}.")
    return "\n".join(rows) + "\n"
