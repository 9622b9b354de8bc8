"""``visavis models test``: may this language model word the partner?"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from dialogue import dropins
from dialogue.models.base import LanguageModel
from dialogue.models.roletest import suite
from dialogue.models.roletest.cases import cases
from dialogue.models.roletest.record import Record, save
from dialogue.models.wording import MODELS
from dialogue.registry import RegistryError
from sim.errors import BadInput

SHOWN = 12
"""Failed answers that are printed; --json has all of them."""


def run(arguments: argparse.Namespace) -> int:
    """Test a model, keep the result, print it; 0 whether it passes or not."""
    base_url = arguments.base_url or ""
    kind, name = _kind(arguments.name, base_url)
    model = _model(kind, name, base_url)
    answers = suite.play(model, cases(), _progress)
    result = suite.record(answers, kind, name, base_url)
    save(result)
    if arguments.json:
        rows = {**asdict(result), "answers": [_row(item) for item in answers]}
        sys.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1) + "\n")
    else:
        _print(result, answers)
    return 0


def _kind(name: str, base_url: str) -> tuple[str, str]:
    """The drop-in, and the name it is given; our own model needs none."""
    if base_url:
        return "openai_compatible", name
    return (name, "") if name == "tuned_partner" else ("transformers_local", name)


def _model(kind: str, name: str, base_url: str) -> LanguageModel:
    from dialogue.models.base import ModelError

    try:
        made: LanguageModel = dropins.create(
            MODELS,
            kind,
            {"model": name, "base_url": base_url, "deadline_s": suite.PATIENCE_S},
        )
        made.warm()
    except (ModelError, RegistryError) as error:
        raise BadInput(str(error)) from error
    return made


def _progress(answer: suite.Answer) -> None:
    if sys.stderr.isatty():
        mark = "failed" if answer.faults else "passed"
        where = f"{answer.case.family}.{answer.case.id}"
        sys.stderr.write(f"{mark}  {where}  {answer.took_s:.1f} s\n")


def _row(answer: suite.Answer) -> dict[str, Any]:
    return {
        "case": f"{answer.case.family}.{answer.case.id}",
        "reply": answer.reply,
        "faults": [asdict(item) for item in answer.faults],
        "took_s": round(answer.took_s, 2),
    }


def _print(result: Record, answers: tuple[suite.Answer, ...]) -> None:
    console = Console(highlight=False)
    table = Table(box=None, pad_edge=False)
    for title in ("family", "passed", f"needed {suite.FAMILY_MARK:.0%}"):
        table.add_column(title)
    for family, share in result.families.items():
        enough = "yes" if share >= suite.FAMILY_MARK else "no"
        table.add_row(family.replace("_", " "), f"{share:.0%}", enough)
    console.print(table)
    failed = [item for item in answers if item.faults]
    for item in failed[:SHOWN]:
        why = "; ".join(fault.why for fault in item.faults)
        console.print(
            f"\n[bold]{item.case.family}.{item.case.id}[/bold]  {escape(why)}\n"
            f"  user:  {escape(item.case.lines[-1])}\n  model: {escape(item.reply)}"
        )
    if len(failed) > SHOWN:
        console.print(f"\n… and {len(failed) - SHOWN} more; --json has them all.")
    console.print(f"\n{_verdict(result)}")


def _verdict(result: Record) -> str:
    whole = f"{result.share:.0%} of {len(cases())} cases passed"
    need = f"needed: {suite.MARK:.0%}, and none with a grave fault"
    name = result.model or result.kind
    if result.passed:
        return (
            f"{name} passes: {whole} ({need}). It may word the partner; every "
            "line is still checked before it is said."
        )
    return (
        f"{name} does not pass: {whole}, {result.grave} with a grave fault "
        f"({need}). It may only choose among written lines."
    )
