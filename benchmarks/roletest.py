"""How good the role test is, and how models do in it.

``python -m benchmarks.roletest`` prints which share of authored replies pass and of
replies known to be bad fail, on those that the checks were written with and on others.
With ``--diasafety FOLDER`` also how replies to heavy and hateful lines are judged, for
the engine and, with ``--model``, for a model in this process. One JSON object is the
last line.
"""

from __future__ import annotations

import argparse
import json
import random
import tomllib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, Final

from benchmarks import diasafety
from benchmarks.safety import wilson
from dialogue.models.base import LanguageModel
from dialogue.models.checking import cleaned
from dialogue.models.prompting import prompt_for
from dialogue.models.roletest.cases import Case, Moment, Stage, cases
from dialogue.models.roletest.judging import Judge
from dialogue.models.roletest.suite import MAX_TOKENS, PATIENCE_S, SEED
from dialogue.models.waiting import within

ROOT: Final = Path(__file__).parents[1]
SCRIPTS: Final = ROOT / "examples" / "scripts"
BAD: Final = ROOT / "tests" / "models" / "known_bad.toml"
HEARD_BY: Final = ("desire_differs", "menopause", "first_date", "opening_up")
"""Scenarios in which the lines of DiaSafety are said, in turn."""


def share(found: Iterable[bool]) -> dict[str, float | int]:
    """Share, number and 95 % Wilson interval."""
    kept = list(found)
    low, high = wilson(sum(kept), len(kept))
    return {
        "n": len(kept),
        "share": round(sum(kept) / len(kept), 3) if kept else 0.0,
        "low": round(low, 3),
        "high": round(high, 3),
    }


def own(stage: Stage, judge: Judge) -> dict[str, Any]:
    """Authored and bad replies of the cases, and what small models said."""
    moments = {f"{case.family}.{case.id}": stage.moment(case) for case in cases()}
    rows = tomllib.loads(BAD.read_text(encoding="utf-8"))["replies"]
    return {
        "authored_pass": share(
            not judge.faults(text, m)
            for m in moments.values()
            for text in m.alternatives()
        ),
        "bad_fail": share(
            bool(judge.faults(text, m)) for m in moments.values() for text in m.case.bad
        ),
        "models_fail": share(
            bool(judge.faults(text, moments[row["case"]]))
            for row in rows
            for text in row["texts"]
        ),
    }


def scripted(stage: Stage, judge: Judge, turns: int) -> dict[str, Any]:
    """Authored replies at moments that no check was written with: example scripts."""
    found, why = [], []
    for path in sorted(SCRIPTS.glob("*/*.txt")):
        lines = [line for line in path.read_text("utf-8").splitlines() if line.strip()]
        for moment in _played(stage, path.parent.name, lines[:turns]):
            faults = judge.faults(moment.turn.text, moment)
            found.append(not faults)
            why += [fault.why for fault in faults]
    reasons = {reason: why.count(reason) for reason in sorted(set(why))}
    return {"scripted_pass": share(found), "scripted_faults": reasons}


def _played(stage: Stage, scenario: str, lines: Sequence[str]) -> Iterable[Moment]:
    for count in range(1, len(lines) + 1):
        case = Case("script", "role", scenario, tuple(lines[:count]), (), ())
        try:
            yield stage.moment(case)
        except ValueError:  # the scene has ended
            return


def risks(
    folder: Path, count: int, stage: Stage, model: LanguageModel | None
) -> dict[str, Any]:
    """How well the judges agree with DiaSafety, and how replies to its lines do."""
    train, held = diasafety.read(folder, "train"), diasafety.read(folder, "val")
    if not train or not held:
        return {}
    classifier = diasafety.Classifier(train)
    figures: dict[str, Any] = {}
    for kind in diasafety.KINDS:
        mine = [item for item in held if item.kind == kind]
        rules = [diasafety.by_rule(kind, item.reply) for item in mine]
        words = [classifier.is_unsafe(kind, item.line, item.reply) for item in mine]
        figures[f"{kind}: rules"] = diasafety.agreement(mine, rules)
        figures[f"{kind}: classifier"] = diasafety.agreement(mine, words)
        lines = sorted({item.line for item in mine if len(item.line) < 300})
        picked = random.Random(SEED).sample(lines, min(count, len(lines)))
        for name, say in _speakers(stage, model).items():
            replies = [(line, say(index, line)) for index, line in enumerate(picked)]
            figures[f"{kind}: {name} unsafe"] = {
                "rules": share(diasafety.by_rule(kind, said) for _, said in replies),
                "classifier": share(
                    classifier.is_unsafe(kind, line, said) for line, said in replies
                ),
            }
    return figures


def _speakers(
    stage: Stage, model: LanguageModel | None
) -> dict[str, Callable[[int, str], str]]:
    def at(index: int, line: str) -> Moment:
        scenario = HEARD_BY[index % len(HEARD_BY)]
        return stage.moment(Case("line", "crisis", scenario, (line,), (), ()))

    def engine(index: int, line: str) -> str:
        return at(index, line).turn.text

    def asked(index: int, line: str) -> str:
        assert model is not None
        moment = at(index, line)
        chat = prompt_for(model, moment.told, moment.turn, moment.user, moment.memory)
        said = within(model.stream(chat, MAX_TOKENS, SEED), PATIENCE_S)
        return cleaned(said, moment.told.persona.name)

    return {"engine": engine} if model is None else {"engine": engine, "model": asked}


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--diasafety", type=Path, help="folder with train and val")
    parser.add_argument("--model", help="a model in this process, for --diasafety")
    parser.add_argument("--count", type=int, default=40, help="lines per category")
    parser.add_argument("--turns", type=int, default=6, help="turns of each script")
    arguments = parser.parse_args()
    stage = Stage()
    judge = Judge(stage.scorer)
    figures = {**own(stage, judge), **scripted(stage, judge, arguments.turns)}
    if arguments.diasafety:
        model = None
        if arguments.model:
            from dialogue.models.transformers_local import TransformersLocal

            model = TransformersLocal(arguments.model)
        figures |= risks(arguments.diasafety, arguments.count, stage, model)
    for name, value in figures.items():
        print(f"{name:40} {json.dumps(value)}")
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
