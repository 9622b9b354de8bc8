# ruff: noqa: E501  (a table of lines reads best with one case a row)
import subprocess
import sys

import numpy as np
import pytest

from dialogue.scorers import _heads, tfidf
from dialogue.skills import SKILL_IDS

# Fresh wordings (none is a training line): the first shows the skill, the second looks
# like it and does not.
CONTRASTS = [
    ("feeling", "You forgot.", "I felt small standing there.", "I feel that you don't care."),
    ("open_question", "Work was hard.", "What made it so hard?", "Why do you always moan?"),
    ("responsibility", "You hurt me.", "I hurt you, and I'm sorry.", "I'm sorry you feel that way."),
    ("accepts_no", "I don't want to.", "Okay, no problem at all.", "Oh come on, just a little."),
    ("time_out", "Answer me.", "I need ten minutes, then I'll come back and answer.", "I'm done. Bye."),
    ("request", "What is it?", "Could you ring me when you're late?", "Ring me when you're late. End of."),
    ("appreciation", "I made tea.", "Thank you, that's so kind.", "What do you want for it?"),
    ("reflection", "I'm exhausted.", "So you're worn out.", "You should go to bed."),
    ("advice", "I'm exhausted.", "You should go to bed earlier.", "So you're worn out."),
    ("pressure", "Not tonight.", "If you loved me you would.", "Sleep well, love."),
    ("criticism", "I was late.", "You never think of anyone but yourself.", "It was ten past nine when you came."),
    ("validation", "I was scared.", "That makes sense, anyone would be.", "There's nothing to be scared of."),
    ("invalidation", "I was scared.", "You're overreacting, it was nothing.", "That makes sense to me."),
    ("consent_check", "Come here.", "Would you like me to hold you?", "Get over here."),
    ("mind_reading", "I was out.", "You only did that to punish me.", "What were you doing?"),
    ("boundary", "Let me film us.", "No, I don't want to be filmed.", "What do you like about it?"),
    ("negotiation", "I can't do Friday.", "What if we do Sunday instead?", "You can never do anything."),
    ("closed_question", "I rang her.", "Did she pick up?", "You rang her."),
    ("stonewalling", "Talk to me.", "There's nothing to talk about.", "I'm listening."),
    ("demand", "I'm going out.", "You stay right here until I say so.", "When will you be back?"),
]  # fmt: skip


@pytest.fixture(scope="module")
def scorer():
    return tfidf.create({})


def test_most_contrasts_are_ordered_rightly(scorer):
    wrong = [
        skill
        for skill, partner, shows, looks_like in CONTRASTS
        if scorer.score(partner, shows).skills[skill].p
        <= scorer.score(partner, looks_like).skills[skill].p
    ]
    assert len(wrong) <= 2, wrong


def test_every_skill_is_scored_with_spans_inside_the_line(scorer):
    line = "I'm sorry I shouted. What would you like me to do next time?"
    score = scorer.score("You shouted at me.", line)
    assert tuple(score.skills) == SKILL_IDS
    for found in score.skills.values():
        assert 0 <= found.p <= 1
        assert all(0 <= a < b <= len(line) for a, b in found.evidence)
        if found.present is True:
            assert found.evidence


def test_evidence_points_at_the_sentence_that_carries_the_skill(scorer):
    line = "I shouted at you on Sunday, and I'm sorry. What was it like for you?"
    found = scorer.score("You scared me.", line).skills["open_question"]
    assert found.present is not False
    start, end = found.evidence[0]
    assert "What was it like" in line[start:end]
    assert "Sunday" not in line[start:end]


@pytest.mark.parametrize(
    "line", ["", "   ", "...", "😀", "?!", "a" * 5000, "na na " * 900]
)
def test_odd_lines_get_scores_too(scorer, line):
    score = scorer.score("", line)
    assert len(score.skills) == len(SKILL_IDS)


def test_the_same_line_scores_the_same(scorer):
    pair = ("I can't tonight.", "Fine. Whatever.")
    assert scorer.score(*pair) == scorer.score_many([pair, pair])[1]


def test_other_people_in_the_same_words_change_no_score_by_more_than_a_hair(scorer):
    one = scorer.score(
        "My mum rang, Kofi.", "She never liked me, your mother. My wife cried."
    )
    two = scorer.score(
        "My dad rang, Hana.", "He never liked me, your father. My husband cried."
    )
    moved = [abs(one.skills[s].p - two.skills[s].p) for s in SKILL_IDS]
    assert np.max(moved) < 0.05


def test_no_heavy_library_is_loaded():
    code = (
        "import sys; from dialogue.scorers import tfidf, batch, grades;"
        "tfidf.create({}).score('a', 'b');"
        "print([m for m in ('torch', 'transformers', 'sklearn', 'scipy') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_weights_of_another_version_are_refused_with_the_command_that_helps(tmp_path):
    (tmp_path / "heads.json").write_text('{"skills": ["kindness"]}')
    np.savez(tmp_path / "heads.npz", a=np.zeros(1))
    with pytest.raises(_heads.WeightsError, match=r"assets\.build\.scorers"):
        _heads.load(tmp_path)


def test_missing_weights_are_named(tmp_path):
    with pytest.raises(_heads.WeightsError, match="cannot be read"):
        _heads.load(tmp_path)
