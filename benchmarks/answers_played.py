"""Sessions of the example scripts, played for `benchmarks.answers`, and their measures.

Everything measured here is read off the turns' own log: which target the chosen reply
spoke to, which facts were told, which words were said before.
"""

from __future__ import annotations

import itertools
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.safety import wilson
from dialogue import dropins
from dialogue.messages import PartnerTurn
from dialogue.models import _embedding
from dialogue.partner.engine import Partner
from dialogue.partner.fitting import sentences
from dialogue.partner.matching import Matcher, TfidfMatcher, near_duplicate, words_of
from dialogue.scenario import Scenario, catalog, load
from dialogue.turn import Scorer

SCRIPTS = Path(__file__).parents[1] / "examples" / "scripts"
_REFUSES = frozenset({"fact_hold", "not_now", "no", "again"})
_ANSWERS = frozenset(
    {"fact_tell", "fact_more", "yes", "yes_but", "topic", "answer"} | _REFUSES
)
"""Targets that speak to what was said; "volunteer" does not."""
_DECLINES = ("bank.dunno", "bank.check_hard", "bank.ask_alone_request")
"""Shared lines that decline to answer, in character."""
_LEAST_WORDS = 4
"""Shorter sentences ("Okay.") may come back."""


@dataclass(frozen=True, slots=True)
class Played:
    """One turn of one session, with what stands around it."""

    scenario: str
    title: str
    script: str
    turn: int
    stage: str
    before: tuple[tuple[str, str], ...]
    """The lines before the reply, oldest first, as (who, text)."""
    reply: str
    asks: bool
    """Whether the user asked something."""
    targets: frozenset[str]
    """Kinds of what the reply spoke to."""
    is_declined: bool
    revealed: tuple[str, ...]
    contradicts: int
    """Pairs of told facts, or of a fact and a line, that exclude each other."""
    is_item: bool
    """Whether a rater may see it: no last words."""


def play_all(
    scripts: int, seed: int, turns: int, only: Sequence[str] = ()
) -> tuple[list[Played], dict[str, str]]:
    """Play up to `scripts` sessions of every scenario, chosen by `seed`.

    Returns:
        All turns, and which scorer and matcher they were made with.
    """
    scorer: Scorer = dropins.create("dialogue.scorers", "fused")
    matcher: Matcher
    try:
        matcher = _embedding.create({})
    except _embedding.EmbeddingUnavailable:
        matcher = TfidfMatcher()
    played: list[Played] = []
    for told in map(load, only) if only else catalog():
        files = sorted((SCRIPTS / told.id).glob("*.txt"))
        rng = np.random.default_rng([seed, zlib.crc32(told.id.encode())])
        chosen = [files[int(at)] for at in rng.permutation(len(files))[:scripts]]
        partner = Partner(told, matcher, seed) if chosen else None
        for file in chosen:
            if partner is not None:
                played += _play(partner, scorer, file, turns)
    return played, {"scorer": "fused", "matcher": matcher.name}


def _play(partner: Partner, scorer: Scorer, file: Path, turns: int) -> list[Played]:
    told = partner.scenario
    name = told.persona.name
    turn = partner.open()
    said: list[tuple[str, str]] = [(name, turn.text)]
    found = []
    for text in filter(None, map(str.strip, file.read_text("utf-8").splitlines())):
        score = scorer.score(turn.text, text, turn.memory.heard)
        turn = partner.reply(turn.memory, text, score)
        said.append(("You", text))
        found.append(_played(told, file.stem, turn, tuple(said[-2 * turns :])))
        said.append((name, turn.text))
        if turn.ending:
            break
    return found


def _played(
    told: Scenario, script: str, turn: PartnerTurn, before: tuple[tuple[str, str], ...]
) -> Played:
    why = turn.candidates[0].why if turn.candidates else ""
    parts = (part.strip() for part in why.split(","))
    kinds = frozenset(part.partition(":")[0] for part in parts if ":" in part)
    declines = any(item.line_id.startswith(_DECLINES) for item in turn.segments)
    return Played(
        scenario=told.id,
        title=told.title,
        script=script,
        turn=turn.turn,
        stage=turn.stage,
        before=before,
        reply=turn.text,
        asks=turn.analysis is not None and turn.analysis.question,
        targets=kinds,
        is_declined=declines,
        revealed=turn.memory.revealed,
        contradicts=_contradictions(told, turn),
        is_item=not turn.ending,
    )


def _contradictions(told: Scenario, turn: PartnerTurn) -> int:
    facts = told.facts_by_id
    now = {*turn.memory.revealed, *turn.memory.said}
    return sum(
        len(set(facts[one].contradicts) & now)
        for one in turn.memory.revealed
        if one in facts
    )


def measures(played: Sequence[Played]) -> dict[str, Any]:
    """What can be measured without a rater, over all sessions and by scenario."""
    scenarios = sorted({one.scenario for one in played})
    return {
        **_measured(played),
        "by scenario": {
            name: _measured([one for one in played if one.scenario == name])
            for name in scenarios
        },
    }


def _measured(played: Sequence[Played]) -> dict[str, Any]:
    asked = [one for one in played if one.asks and one.is_item]
    met = sum(bool(one.targets & _ANSWERS) or one.is_declined for one in asked)
    refused = sum(
        not one.targets & (_ANSWERS - _REFUSES)
        and (bool(one.targets & _REFUSES) or one.is_declined)
        for one in asked
    )
    low, high = wilson(met, len(asked))
    repeats = sum(_repeats(session) for session in _sessions(played))
    last = [session[-1] for session in _sessions(played)]
    return {
        "sessions": len(last),
        "turns": len(played),
        "repeats per 20 turns": round(20 * repeats / max(1, len(played)), 3),
        "contradictions": sum(one.contradicts for one in last),
        "questions": len(asked),
        "questions answered or refused": round(met / max(1, len(asked)), 3),
        "low": round(low, 3),
        "high": round(high, 3),
        "of these refused": round(refused / max(1, met), 3),
    }


def _sessions(played: Sequence[Played]) -> Iterable[list[Played]]:
    for _, group in itertools.groupby(played, lambda one: (one.scenario, one.script)):
        yield list(group)


def _repeats(session: Sequence[Played]) -> int:
    """Sentences of the partner that nearly repeat an earlier one of the session."""
    said: list[str] = []
    count = 0
    for turn in session:
        for sentence in sentences(turn.reply):
            if len(words_of(sentence)) < _LEAST_WORDS:
                continue
            count += any(near_duplicate(sentence, old) for old in said)
            said.append(sentence)
    return count
