"""Does the reply answer? ``python -m benchmarks.answers --write FILE``.

Plays the example scripts with the real scorer and matcher and writes blind items: the
last three turns and a reply, half of the replies taken from another session at the same
stage of the same scenario. A rater who has seen nothing else says which replies answer;
``--judge RATINGS --key KEY`` tells how often they could tell. Chance is .5.

Beside that, without any rater: repeats per 20 turns, contradictions of told facts, and
how many of the user's questions got an answer or a refusal in character.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.answers_played import Played, measures, play_all
from benchmarks.safety import wilson

TURNS = 3
"""How many exchanges before the reply the rater sees."""
TASK = (
    'Say for each item whether the reply answers the last line: {"id": …, '
    '"answers": true or false}, one JSON object a line.'
)


class BadRatings(ValueError):
    """The ratings do not fit the items; one line for the rater."""


def items_of(
    played: Sequence[Played], count: int, seed: int
) -> tuple[list[dict[str, Any]], dict[str, dict[str, Any]]]:
    """`count` blind items in a seeded order, and the key by item id.

    Scenarios take turns, so that each has about as many items; within one, items are
    drawn without repeats. Every second item gets the reply of another session.
    """
    rng = np.random.default_rng(seed)
    drawn = _drawn(played, count, rng)
    made = []
    for index, turn in enumerate(drawn):
        other = _elsewhere(turn, played, rng) if index % 2 else None
        made.append((turn, other))
    order = rng.permutation(len(made))
    items, key = [], {}
    for number, at in enumerate(order, 1):
        turn, other = made[int(at)]
        name = f"a{number:03}"
        items.append(
            {
                "id": name,
                "scenario": turn.title,
                "turns": [{"who": who, "text": said} for who, said in turn.before],
                "reply": (other or turn).reply,
            }
        )
        key[name] = {
            "own": other is None,
            "scenario": turn.scenario,
            "script": turn.script,
            "turn": turn.turn,
            "from": "" if other is None else f"{other.script}/{other.turn}",
        }
    return items, key


def _drawn(
    played: Sequence[Played], count: int, rng: np.random.Generator
) -> list[Played]:
    """Turns whose reply can be exchanged, one scenario after another."""
    stages: dict[tuple[str, str], set[str]] = {}
    for turn in played:
        stages.setdefault((turn.scenario, turn.stage), set()).add(turn.script)
    pools: dict[str, list[Played]] = {}
    for at in rng.permutation(len(played)):
        turn = played[int(at)]
        if len(stages[turn.scenario, turn.stage]) > 1:
            pools.setdefault(turn.scenario, []).append(turn)
    drawn: list[Played] = []
    while len(drawn) < count and any(pools.values()):
        # two at a time: one keeps its reply, one gets another
        for name in sorted(pools):
            drawn += [pools[name].pop() for _ in range(min(2, len(pools[name])))]
    return drawn[:count]


def _elsewhere(
    turn: Played, played: Sequence[Played], rng: np.random.Generator
) -> Played:
    """The turn of another session at the same stage, as near in time as there is."""
    others = [
        one
        for one in played
        if (one.scenario, one.stage) == (turn.scenario, turn.stage)
        and one.script != turn.script
        and one.reply != turn.reply
    ]
    nearest = min(abs(one.turn - turn.turn) for one in others)
    near = [one for one in others if abs(one.turn - turn.turn) == nearest]
    return near[int(rng.integers(len(near)))]


def judge(ratings: dict[str, bool], key: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """How often the rater was right, with 95 % Wilson intervals, whole and by scenario.

    Raises:
        BadRatings: items are missing, or ratings name items that do not exist.
    """
    missing, unknown = sorted(set(key) - set(ratings)), sorted(set(ratings) - set(key))
    if missing or unknown:
        what = f"{len(missing)} items are not rated" if missing else "unknown items"
        shown = ", ".join((missing or unknown)[:5])
        raise BadRatings(f"ratings: {what} ({shown}).")
    right = {name: ratings[name] == key[name]["own"] for name in key}
    scenarios = sorted({row["scenario"] for row in key.values()})
    return {
        "accuracy": _share(list(right.values())),
        "own replies called answers": _share(
            [ratings[name] for name in key if key[name]["own"]]
        ),
        "others' replies called answers": _share(
            [ratings[name] for name in key if not key[name]["own"]]
        ),
        "by scenario": {
            scenario: _share(
                [right[name] for name in key if key[name]["scenario"] == scenario]
            )
            for scenario in scenarios
        },
    }


def _share(found: Sequence[bool]) -> dict[str, float]:
    low, high = wilson(sum(found), len(found))
    share = sum(found) / len(found) if found else 0.0
    numbers = {"share": share, "low": low, "high": high}
    return {"n": len(found), **{name: round(x, 3) for name, x in numbers.items()}}


def read_ratings(path: Path) -> dict[str, bool]:
    """Ratings out of JSON lines of ``{"id", "answers"}``.

    Raises:
        BadRatings: a line is something else, or rates an item twice.
    """
    ratings: dict[str, bool] = {}
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            name, answers = row["id"], row["answers"]
        except (ValueError, KeyError, TypeError):
            raise BadRatings(f"{path.name}, line {number}: {TASK}") from None
        if not isinstance(answers, bool) or name in ratings:
            raise BadRatings(f"{path.name}, line {number}: {name} is rated oddly.")
        ratings[name] = answers
    return ratings


def write(
    path: Path, count: int, seed: int, scripts: int, only: Sequence[str] = ()
) -> dict[str, Any]:
    """Play, write the items to `path` and the key beside it; returns the measures."""
    played, made_with = play_all(scripts, seed, TURNS, only)
    items, key = items_of([one for one in played if one.is_item], count, seed)
    lines = "".join(json.dumps(item, ensure_ascii=False) + "\n" for item in items)
    path.write_text(lines, "utf-8")
    found = {"made_with": made_with, "seed": seed, "measures": measures(played)}
    key_path = path.with_suffix(".key.json")
    key_path.write_text(json.dumps({**found, "items": key}, indent=1), "utf-8")
    sys.stderr.write(
        f"{len(items)} items in {path}, their key in {key_path}.\n{TASK}\n"
    )
    return found


def main() -> int:
    """Write items or judge ratings; prints one JSON object."""
    parser = argparse.ArgumentParser(prog="benchmarks.answers", description=__doc__)
    parser.add_argument("--write", type=Path, metavar="FILE", help="items to write")
    parser.add_argument("--n", type=int, default=200, help="how many (default: 200)")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument(
        "--scripts", type=int, default=6, help="sessions per scenario (default: 6)"
    )
    parser.add_argument(
        "--only", nargs="+", default=[], metavar="SCENARIO", help="only these"
    )
    parser.add_argument("--judge", type=Path, metavar="RATINGS", help="JSON lines")
    parser.add_argument("--key", type=Path, help="the key that --write wrote")
    given = parser.parse_args()
    if bool(given.write) == bool(given.judge) or (given.judge and not given.key):
        parser.error("give --write FILE, or --judge RATINGS with --key KEY")
    if given.write:
        found = write(given.write, given.n, given.seed, given.scripts, given.only)
    else:
        key = json.loads(given.key.read_text("utf-8"))
        try:
            found = judge(read_ratings(given.judge), key["items"])
        except BadRatings as why:
            sys.stderr.write(f"{why}\n")
            return 2
        found = {**found, "measures": key["measures"]}
    print(json.dumps(found, ensure_ascii=False, indent=1))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
