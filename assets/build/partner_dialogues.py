"""Make the partner model's training records out of authored and played dialogues.

Usage::

    python -m assets.build.partner_dialogues            # about five minutes

Authored dialogues are in ``assets/partner/dialogues`` (the data sheet beside them says
who wrote them). Played ones are the example scripts with the authored engine, by seed;
of those only replies that speak to the line are learned from. The two scenarios in
`HELD_OUT` are never trained on: their played turns go into a file of their own, for
measuring. The records are written to the cache, for they can be made again.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Final

import numpy as np

import assets
from assets.build.partner_turns import Exchange, Record, Teller, authored, is_dev
from dialogue import dropins, registry
from dialogue.messages import PartnerTurn
from dialogue.models import _embedding
from dialogue.partner.banks import banks, for_scenario
from dialogue.partner.engine import Partner
from dialogue.partner.matching import Matcher, TfidfMatcher
from dialogue.scenario import Line, Scenario, catalog

HELD_OUT: Final = ("lights_on", "desire_differs")
SCRIPTS: Final = assets.ROOT.parent / "examples" / "scripts"
DEV_SCRIPT: Final = "second_language"
"""Played sessions of this script are kept for development."""
SEEDS: Final = (1,)
"""Each plays every script once."""


def records_file() -> Path:
    """Where the records are written."""
    return registry.cache_folder() / "partner" / "records.jsonl"


def read_records() -> list[Record]:
    """The records that were made.

    Raises:
        FileNotFoundError: says how to make them.
    """
    path = records_file()
    if not path.is_file():
        again = "python -m assets.build.partner_dialogues"
        raise FileNotFoundError(f"{path} is missing. Run: {again}")
    rows = map(json.loads, path.read_text("utf-8").splitlines())
    return [
        Record(**{**row, "chat": tuple(map(tuple, row["chat"])), "moves": row["moves"]})
        for row in rows
    ]


def is_answer(turn: PartnerTurn, lines: dict[str, Line]) -> bool:
    """Whether a played reply speaks to the line: no last words, no holding back."""
    if turn.ending or not turn.candidates or turn.analysis is None:
        return False
    said = [lines[item.line_id] for item in turn.segments if item.line_id in lines]
    contents = [line for line in said if line.kind == "content" and line.about]
    if any(line.role == "hold" for line in said):
        return False
    heard = any(line.kind == "reaction" for line in said)
    return bool(contents) or (heard and not turn.analysis.question)


class Player:
    """Plays the example scripts with the authored engine."""

    def __init__(self) -> None:
        self._scorer = dropins.create("dialogue.scorers", "fused")
        self._matcher: Matcher
        try:
            self._matcher = _embedding.create({})
        except _embedding.EmbeddingUnavailable:
            self._matcher = TfidfMatcher()

    def sessions(
        self, plain: Scenario, seed: int
    ) -> Iterator[tuple[Teller, str, str, list[Exchange]]]:
        """(teller, script, opening, exchanges) of each script."""
        rng = np.random.default_rng([seed, len(plain.id), len(plain.facts)])
        teller = Teller(plain, rng)
        partner = Partner(plain, self._matcher, seed, teller.setting)
        shared = for_scenario(banks(), partner.scenario).lines
        lines = {line.id: line for line in (*shared, *partner.scenario.every_line)}
        for path in sorted((SCRIPTS / plain.id).glob("*.txt")):
            opening, played = self._play(teller, partner, path, lines)
            yield teller, path.stem, opening, played

    def _play(
        self, teller: Teller, partner: Partner, path: Path, lines: dict[str, Line]
    ) -> tuple[str, list[Exchange]]:
        turn = partner.open()
        opening, found = turn.text, []
        for text in filter(None, map(str.strip, path.read_text("utf-8").splitlines())):
            text = teller.named(text)
            score = self._scorer.score(turn.text, text, turn.memory.heard)
            turn = partner.reply(turn.memory, text, score)
            found.append(_exchange(teller, turn, text, lines))
            if turn.ending:
                break
        return opening, found


def _exchange(
    teller: Teller, turn: PartnerTurn, text: str, lines: dict[str, Line]
) -> Exchange:
    said = [lines[item.line_id] for item in turn.segments if item.line_id in lines]
    content = next((line for line in said if line.kind == "content"), None)
    about = content.about if content else ""
    tells = content is not None and content.role == "tell"
    fact = teller.fact(about, turn.mood, turn.text) if tells else ""
    learn = is_answer(turn, lines)
    return Exchange(text, turn.mood, turn.move, about, fact, turn.text, learn)


def make(scenarios: Iterable[Scenario], player: Player) -> Iterator[Record]:
    """All records, scenario by scenario; the same files give the same records."""
    for order, plain in enumerate(scenarios):
        kept = plain.id in HELD_OUT
        dialogues = [] if kept else authored(plain.id)
        for at, dialogue in enumerate(dialogues):
            rng = np.random.default_rng([7, order, at])
            teller = Teller(plain, rng)
            split = "dev" if is_dev(at, order, len(dialogues)) else "train"
            yield from teller.records(teller.written(dialogue), "authored", split)
        for seed in SEEDS[:1] if kept else SEEDS:
            for teller, script, opening, played in player.sessions(plain, seed):
                split = "dev" if script == DEV_SCRIPT else "train"
                split = "held_out" if kept else split
                yield from teller.records(played, "played", split, opening)


def main() -> None:
    """Write the records and print what there is."""
    argparse.ArgumentParser(
        prog="python -m assets.build.partner_dialogues", description=__doc__
    ).parse_args()
    path = records_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    counts: Counter[tuple[str, str]] = Counter()
    with path.open("w", encoding="utf-8") as file:
        for record in make(catalog(), Player()):
            file.write(json.dumps(asdict(record), ensure_ascii=False) + "\n")
            counts[record.split, record.source] += len(record.moves)
    for (split, source), count in sorted(counts.items()):
        print(f"{split:9} {source:9} {count:5} replies")
    print(f"written to {path}")


if __name__ == "__main__":
    main()
