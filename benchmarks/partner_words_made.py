"""Contexts and replies for `benchmarks.partner_words`: played, reworded, drawn.

The contexts are turns of the example scripts in the two scenarios that the partner
model never saw. Each has three replies: the engine's best (retrieval), the one that the
model prefers among the engine's (re-ranked), and the model's own words for the planned
move, checked as in a rehearsal (generated; the authored reply where the check fails).
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from dialogue import dropins
from dialogue.messages import Memory, PartnerTurn
from dialogue.models import _embedding
from dialogue.models.choosing import Chooser, choices
from dialogue.models.tuned_partner import TunedPartner
from dialogue.models.wording import MAX_TOKENS, Reworder
from dialogue.partner.engine import Partner
from dialogue.partner.matching import Matcher, TfidfMatcher
from dialogue.scenario import Scenario, load
from dialogue.turn import Scorer

SCENARIOS: Final = ("lights_on", "desire_differs")
"""Kept out of training; `assets.build.partner_dialogues` names the same."""
SCRIPTS: Final = Path(__file__).parents[1] / "examples" / "scripts"
SYSTEMS: Final = ("retrieval", "re-ranked", "generated")
SHOWN: Final = 3
"""Exchanges before the reply that a rater sees."""
PATIENCE_S: Final = 120.0


@dataclass(frozen=True, slots=True)
class Context:
    """One moment at which the partner replies."""

    told: Scenario
    script: str
    turn: PartnerTurn
    text: str
    memory: Memory
    """From before the user's line."""

    def before(self) -> list[dict[str, str]]:
        """The last exchanges, oldest first, the user's line at the end."""
        name = self.told.persona.name
        said = [{"who": name, "text": self.memory.texts[0]}]
        for heard, text in zip(self.memory.heard, self.memory.texts[1:], strict=False):
            said += [{"who": "You", "text": heard}, {"who": name, "text": text}]
        return [*said, {"who": "You", "text": self.text}][-2 * SHOWN :]


def contexts(scenarios: Sequence[str], seed: int) -> Iterator[Context]:
    """Every turn of every script that is no end, as the engine plays it."""
    scorer: Scorer = dropins.create("dialogue.scorers", "fused")
    matcher: Matcher
    try:
        matcher = _embedding.create({})
    except _embedding.EmbeddingUnavailable:
        matcher = TfidfMatcher()
    for name in scenarios:
        partner = Partner(load(name), matcher, seed)
        for path in sorted((SCRIPTS / name).glob("*.txt")):
            turn = partner.open()
            for line in path.read_text("utf-8").splitlines():
                if not (text := line.strip()):
                    continue
                memory = turn.memory
                score = scorer.score(turn.text, text, memory.heard)
                turn = partner.reply(memory, text, score)
                if turn.ending:
                    break
                yield Context(partner.scenario, path.stem, turn, text, memory)


def drawn(found: Sequence[Context], count: int, seed: int) -> list[Context]:
    """`count` contexts, spread over scenarios and scripts, moods and moves."""
    rng = np.random.default_rng(seed)
    left = [found[int(at)] for at in rng.permutation(len(found))]
    seen: Counter[tuple[str, str]] = Counter()
    chosen: list[Context] = []
    while left and len(chosen) < count:
        best = min(left, key=lambda item: sum(seen[key] for key in _kinds(item)))
        left.remove(best)
        seen.update(_kinds(best))
        chosen.append(best)
    return chosen


def _kinds(item: Context) -> tuple[tuple[str, str], ...]:
    return (
        ("script", f"{item.told.id}/{item.script}"),
        ("mood", item.turn.mood),
        ("move", item.turn.move),
    )


def replies(
    item: Context, model: TunedPartner, seed: int
) -> tuple[dict[str, str], dict[str, Any]]:
    """What each system says, and notes for the key."""
    told, turn, given = item.told, item.turn, (item.turn, item.text, item.memory)
    ranked = Chooser("tuned_partner", model, told, PATIENCE_S, seed)(*given)
    worded = Reworder("tuned_partner", model, told, PATIENCE_S, seed)(*given)
    said = dict(zip(SYSTEMS, (turn.text, ranked.text, worded.text), strict=True))
    notes = {
        "scenario": told.id,
        "script": item.script,
        "turn": turn.turn,
        "mood": turn.mood,
        "move": turn.move,
        "offered": len(choices(turn)),
        "fallback": worded.fallback,
    }
    return said, notes


def speed_of_drawn(seed: int, count: int = 24) -> dict[str, dict[str, int]]:
    """`speed` over moments of one session after another."""
    model = TunedPartner()
    model.warm()
    found = list(contexts(SCENARIOS[:1], seed))
    return speed(found[:count], model)


def speed(items: Sequence[Context], model: TunedPartner) -> dict[str, dict[str, int]]:
    """Processor time per turn in ms: while the user speaks, to weigh, and to word."""
    spent: dict[str, list[float]] = {}

    def note(what: str, begin: float) -> None:
        spent.setdefault(what, []).append(1000 * (time.process_time() - begin))

    for item in items:
        given = (item.told, item.turn, item.text, item.memory)
        offered = [one.text for one in choices(item.turn)] or [item.turn.text]
        begin = time.process_time()
        model.read_ahead(item.told, item.memory)
        note("reading ahead", begin)
        begin = time.process_time()
        model.likelihoods(model.ballot(*given), offered)
        note("weighing", begin)
        begin = time.process_time()
        "".join(model.stream(model.chat(*given), MAX_TOKENS, 1))
        note("wording", begin)
    return {
        what: {"median": round(np.median(all_ms)), "most": round(max(all_ms))}
        for what, all_ms in spent.items()
    }
