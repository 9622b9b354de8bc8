"""How often the partner model finds the authored reply the likeliest.

Usage::

    python -m assets.build.partner_ranking            # about five minutes
    python -m assets.build.partner_ranking --base     # the same without adapters

Each question is a turn of an authored dialogue that was kept for development, as a
rehearsal would put it; the choice is between its own reply and four others that were
written for the same move in the same scenario. Chance is one in five.
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
DISCOUNTS: Final = (0.0, 0.25, 0.5, 0.75, 1.0)


@dataclass(frozen=True, slots=True)
class Question:
    """A moment, its own reply first, and others."""

    chat: tuple[Message, ...]
    replies: tuple[str, ...]
    move: str


def questions(step: int = 1) -> Iterator[Question]:
    """Every `step`-th question, dialogue by dialogue."""
    count = 0
    for order, plain in enumerate(catalog()):
        dialogues = authored(plain.id)
        rng = np.random.default_rng([11, order])
        teller = Teller(plain, rng)
        talks = [teller.written(dialogue) for dialogue in dialogues]
        for at, talk in enumerate(talks):
            if not is_dev(at, order, len(talks)):
                continue
            elsewhere = [
                item for talk in (*talks[:at], *talks[at + 1 :]) for item in talk
            ]
            for number, item in enumerate(talk):
                count += 1
                if count % step == 0:
                    others = _others(item, elsewhere, rng)
                    chat = _chat(teller, talk, number)
                    yield Question(chat, (item.reply, *others), item.move)


def _others(
    item: Exchange, elsewhere: Sequence[Exchange], rng: np.random.Generator
) -> list[str]:
    same = [other.reply for other in elsewhere if other.move == item.move]
    rest = [other.reply for other in elsewhere if other.move != item.move]
    mixed = [
        texts[int(at)] for texts in (same, rest) for at in rng.permutation(len(texts))
    ]
    return mixed[:OTHERS]


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
