"""How often the partner model finds the authored reply the likeliest.

Usage::

    python -m assets.build.partner_ranking            # about five minutes
    python -m assets.build.partner_ranking --base     # the same without adapters

Each question is a turn of an authored dialogue that was kept for development, as a
rehearsal would put it; the choice is between its own reply and four others that were
not learned from either: two that the same partner says later in the same talk, and two
by other partners who make the same move. Chance is one in five.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from assets.build.partner_turns import Exchange, Teller, authored, is_dev
from dialogue.models._partner_text import (
    about_text,
    conditioned,
    first_seen,
    persona_text,
    plan_text,
    user_text,
)
from dialogue.models.base import Message
from dialogue.models.tuned_partner import ADAPTER, FIGURES, FOLDER, TunedPartner
from dialogue.scenario import catalog

OTHERS: Final = 4
DISCOUNTS: Final = (0.0, 0.5, 0.75, 1.0, 1.25)


@dataclass(frozen=True, slots=True)
class Question:
    """A moment, its own reply first, and others."""

    chat: tuple[Message, ...]
    replies: tuple[str, ...]
    move: str


def questions(step: int = 1) -> Iterator[Question]:
    """Every `step`-th question, dialogue by dialogue."""
    talks = list(_talks())
    everywhere = [item for _, talk in talks for item in talk]
    rng = np.random.default_rng(11)
    count = 0
    for teller, talk in talks:
        for number, item in enumerate(talk):
            count += 1
            others = _others(talk, number, everywhere, rng)
            if count % step == 0:
                chat = _chat(teller, talk, number)
                yield Question(chat, (item.reply, *others), item.move)


def _talks() -> Iterator[tuple[Teller, list[Exchange]]]:
    for order, plain in enumerate(catalog()):
        dialogues = authored(plain.id)
        teller = Teller(plain, np.random.default_rng([11, order]))
        for at, dialogue in enumerate(dialogues):
            if is_dev(at, order, len(dialogues)):
                yield teller, teller.written(dialogue)


def _others(
    talk: Sequence[Exchange],
    number: int,
    everywhere: Sequence[Exchange],
    rng: np.random.Generator,
) -> list[str]:
    """Replies that were not learned from either: later ones here, others elsewhere."""
    move = talk[number].move
    later = [item.reply for item in talk[number + 1 :]]
    same = [item.reply for item in everywhere if item.move == move and item not in talk]
    here = [later[int(at)] for at in rng.permutation(len(later))][: OTHERS // 2]
    there = [same[int(at)] for at in rng.permutation(len(same))]
    return [*here, *there][:OTHERS]


def _chat(teller: Teller, talk: Sequence[Exchange], number: int) -> tuple[Message, ...]:
    chat = [Message("system", persona_text(teller.told))]
    for item in talk[first_seen(number) : number]:
        chat.append(Message("user", user_text(item.user)))
        chat.append(Message("assistant", item.reply))
    item = talk[number]
    plan = plan_text(item.mood, item.move, about_text(teller.told, item.about))
    return (*chat, Message("user", conditioned(item.user, plan)))


def measure(model: TunedPartner, asked: Sequence[Question]) -> dict[str, Any]:
    """Share of `asked` whose own reply is the likeliest, by discount."""
    right: dict[float, list[bool]] = {discount: [] for discount in DISCOUNTS}
    pairs: dict[float, list[float]] = {discount: [] for discount in DISCOUNTS}
    for question in asked:
        talk, alone = map(np.array, model.chances(question.chat, question.replies))
        for discount in DISCOUNTS:
            score = talk - discount * alone
            right[discount].append(bool(score[0] > score[1:].max()))
            pairs[discount].append(float((score[0] > score[1:]).mean()))
    return {
        f"discount {discount}": {
            "best of five": round(float(np.mean(right[discount])), 3),
            "of two": round(float(np.mean(pairs[discount])), 3),
        }
        for discount in DISCOUNTS
    }


def main() -> None:
    """Print the shares, and keep them with the training's figures."""
    parser = argparse.ArgumentParser(
        prog="python -m assets.build.partner_ranking", description="Rank replies."
    )
    parser.add_argument("--step", type=int, default=1, help="take every n-th question")
    parser.add_argument("--base", action="store_true", help="without the adapters")
    parser.add_argument("--of", type=Path, default=FOLDER, help="folder of the adapter")
    chosen = parser.parse_args()
    asked = list(questions(chosen.step))
    model = TunedPartner(adapter=chosen.of / ADAPTER, is_plain=chosen.base)
    found = {"questions": len(asked), **measure(model, asked)}
    print(json.dumps(found, indent=1))
    path = chosen.of / FIGURES
    figures = json.loads(path.read_text("utf-8"))
    figures.setdefault("ranking", {})["base" if chosen.base else "tuned"] = found
    path.write_text(json.dumps(figures, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
