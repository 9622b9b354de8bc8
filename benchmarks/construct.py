"""Does the partner fare as the user speaks, with the real scorer and matcher?

    python -m benchmarks.construct [--seeds 20] [--scenario ID ...] [--scorer fused]
    python -m benchmarks.construct --authored      the skills as the lines were written
    python -m benchmarks.construct --merge FILE ...  several runs as one report

Six simulated users (`tests.construct.users`) play every scenario; the expected order
and its reasons are in `tests.construct.order`, written before anything was measured.
The last line is one JSON object: per scenario and overall Spearman's rank correlation
of the expected order with openness, trust and warmth of the ending, with the share of
constructive skills and with the session's grades; pairs out of order; and how often a
partner who had declined something said yes to it later. --out keeps the figures of each
session, so that a long run can be made in parts.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from dialogue import dropins
from dialogue.messages import LineScore, from_json, to_json
from dialogue.partner.matching import Matcher
from dialogue.scenario import catalog
from dialogue.scorers.base import Scorer
from tests.construct.figures import Session, Table, overall, played
from tests.construct.users import Reader


def reader(name: str) -> Reader:
    """The scorer `name` as simulated users need it; the same pair is read once."""
    scorer: Scorer = dropins.create("dialogue.scorers", name)

    @cache
    def read(heard: str, said: str) -> LineScore:
        return scorer.score(heard, said)

    return read


def matcher() -> Matcher:
    """The matcher that rehearsals use."""
    from dialogue.models._embedding import create

    made: Matcher = create({})
    return made


def report(tables: Sequence[Table]) -> dict[str, Any]:
    """What the last line says."""
    every = [one for table in tables for one in table.sessions]
    pressed = [one for one in every if one.profile == "pressuring"]
    return {
        "overall": overall(tables),
        "sessions": len(every),
        "lines": sum(one.lines for one in every),
        "yes_after_no": sum(len(one.yes_after_no) for one in every),
        "refused_and_agreed": sum(
            bool(set(one.refused) & set(one.agreed)) for one in every
        ),
        "pressuring": {
            "sessions": len(pressed),
            "with_a_refusal": sum(bool(one.refused) for one in pressed),
            "yes_after_no": sum(len(one.yes_after_no) for one in pressed),
            "any_yes_since_a_no": sum(len(one.yes_since_no) for one in pressed),
        },
        "inversions": {
            table.scenario: table.inversions() for table in tables if table.inversions()
        },
        "skilled_below_contemptuous": [
            table.scenario
            for table in tables
            if any(
                ("skilled", "contemptuous") in pairs
                for pairs in table.inversions().values()
            )
        ],
        "scenarios": {
            table.scenario: {"agreement": table.agreements(), "means": table.means()}
            for table in tables
        },
    }


def _measured(arguments: argparse.Namespace) -> list[Table]:
    ids = arguments.scenario or [told.id for told in catalog()]
    read = None if arguments.authored else reader(arguments.scorer)
    match = None if arguments.authored else matcher()
    first = arguments.first_seed
    seeds = range(first, first + arguments.seeds)
    tables = []
    for scenario_id in ids:
        begin = time.process_time()
        made = played(scenario_id, seeds, read, match)
        tables.append(made)
        spent_s = time.process_time() - begin
        sys.stderr.write(f"{scenario_id} {spent_s:.0f} s {made.agreements()}\n")
        if arguments.out:
            with Path(arguments.out).open("a", encoding="utf-8") as file:
                for one in made.sessions:
                    file.write(json.dumps(to_json(one)) + "\n")
    return tables


def _merged(paths: Sequence[str]) -> list[Table]:
    rows = [
        from_json(Session, json.loads(line))
        for path in paths
        for line in Path(path).read_text("utf-8").splitlines()
    ]
    return [
        Table(
            scenario_id,
            tuple(row for row in rows if row.scenario == scenario_id),
        )
        for scenario_id in dict.fromkeys(row.scenario for row in rows)
    ]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seeds", type=int, default=20, help="sessions per profile")
    parser.add_argument("--first-seed", type=int, default=1)
    parser.add_argument("--scenario", action="append", help="only this one; repeatable")
    parser.add_argument("--scorer", default="fused")
    parser.add_argument("--authored", action="store_true", help="no scorer, no model")
    parser.add_argument("--out", help="file to add each session's figures to")
    parser.add_argument("--merge", nargs="+", metavar="FILE", help="read, play nothing")
    arguments = parser.parse_args()
    tables = _merged(arguments.merge) if arguments.merge else _measured(arguments)
    print(json.dumps(report(tables)))


if __name__ == "__main__":
    main()
