"""The project's own scorer finds no harm in the wordings that the debrief offers."""

from __future__ import annotations

import json

import numpy as np
import pytest

from assets import folder
from dialogue import dropins
from dialogue.registry import MissingModel
from dialogue.skills import CONSTRUCTIVE, HARMFUL
from sim.session.debrief_rewording import rewordings
from sim.session.debrief_rules import Said

LINES = 120


@pytest.mark.model
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_better_wording_scores_as_better() -> None:
    torch = pytest.importorskip("torch")
    torch.set_num_threads(1)
    try:
        scorer = dropins.create("dialogue.scorers", "fused")
    except MissingModel as missing:
        pytest.skip(str(missing))
    text = (folder("rubrics") / "lines.jsonl").read_text("utf-8")
    rows = [json.loads(line) for line in text.splitlines()]
    harmful = [row for row in rows if set(row["skills"]) & HARMFUL]
    picked = np.random.default_rng(5).choice(len(harmful), LINES, replace=False)
    worse, better = [], 0
    for row in (harmful[index] for index in picked):
        skill = next(one for one in row["skills"] if one in HARMFUL)
        said = Said(row["user_line"], row["partner_line"])
        made = rewordings().reword(skill, said, "Sam")
        assert made is not None
        shown = set(scorer.score(row["partner_line"], made.text).shown())
        if shown & HARMFUL:
            worse.append((skill, row["user_line"], made.text, shown & HARMFUL))
        better += bool(shown & CONSTRUCTIVE)
    assert len(worse) <= 0.02 * LINES, worse
    assert better >= 0.8 * LINES
