# ruff: noqa: E501  (a table of lines reads best with one case a row)
import json
import time

import numpy as np
import pytest

import assets
from dialogue import registry
from dialogue.skills import SKILL_IDS

pytestmark = [pytest.mark.model, pytest.mark.filterwarnings("ignore")]


@pytest.fixture(scope="module")
def scorer():
    import warnings

    try:
        registry.resolve("minilm")
    except registry.MissingModel as error:
        pytest.skip(str(error))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from dialogue.scorers import fused

        return fused.create({})


def test_one_by_one_and_together_give_the_same_scores(scorer):
    pairs = [
        ("I don't want to tonight.", "Okay. Thank you for telling me."),
        ("", "Hello."),
        ("You never ask how I am.", "You're right. How are you? I mean it. " * 4),
        ("Mm.", ""),
    ]
    together = scorer.score_many(pairs)
    for pair, score in zip(pairs, together, strict=True):
        alone = scorer.score(*pair)
        for skill in SKILL_IDS:
            assert alone.skills[skill].p == pytest.approx(
                score.skills[skill].p, abs=1e-4
            )


@pytest.mark.parametrize(
    ("partner", "line", "skill"),
    [
        ("I don't want to tonight.", "That's fine. Thanks for saying.", "accepts_no"),
        ("I felt alone last week.", "So you felt alone with it all.", "reflection"),
        ("You walked off.", "I did walk off, and I'm sorry. That was my fault.", "responsibility"),
        ("I can't sleep.", "You should cut out the coffee.", "advice"),
        ("I'm off.", "Go on then, you selfish idiot.", "contempt"),
    ],
)  # fmt: skip
def test_plain_cases_are_called_present(scorer, partner, line, skill):
    assert scorer.score(partner, line).skills[skill].present is True


def test_the_partners_line_matters(scorer):
    line = "Okay, that's all right."
    after_no = scorer.score("No, I don't want you to touch me.", line)
    after_news = scorer.score("I bought the tickets.", line)
    assert after_no.skills["accepts_no"].p > after_news.skills["accepts_no"].p


def test_wording_swaps_move_no_score_by_more_than_five_hundredths(scorer):
    one = [
        (
            "My husband says it's fine, Sam.",
            "Does he? I'd want to hear it from him, Sam.",
        ),
        ("I told my mum.", "What did she say? You're brave, Maya."),
        ("I'm gay, you know that.", "I do, and I love you. My brother does too."),
    ]
    two = [
        (
            "My wife says it's fine, Aisha.",
            "Does she? I'd want to hear it from her, Aisha.",
        ),
        ("I told my dad.", "What did he say? You're brave, Tomasz."),
        ("I'm straight, you know that.", "I do, and I love you. My sister does too."),
    ]
    for first, second in zip(
        scorer.score_many(one), scorer.score_many(two), strict=True
    ):
        moved = [abs(first.skills[s].p - second.skills[s].p) for s in SKILL_IDS]
        assert np.max(moved) < 0.05


def test_three_hundred_lines_take_less_than_fifteen_seconds_of_one_core(scorer):
    rows = (assets.folder("rubrics") / "lines.jsonl").read_text("utf-8").splitlines()
    records = [json.loads(row) for row in rows[:300]]
    begin = time.process_time()
    scorer.score_many([(r["partner_line"], r["user_line"]) for r in records])
    assert time.process_time() - begin < 15


def _weights(model: str):
    try:
        return registry.resolve(model).path
    except registry.MissingModel as error:
        pytest.skip(str(error))


@pytest.mark.parametrize("model", ["minilm", "mpnet"])
def test_the_forward_pass_gives_the_numbers_of_the_reference_library(model):
    import torch
    from transformers import AutoModel

    from dialogue.models._encoder import Encoder

    folder = _weights(model)
    encoder = Encoder(folder, {})
    pad = encoder.pad
    ids = np.array([[101, 7592, 2088, 102, 2748, 102], [101, 2748, 102, pad, pad, pad]])
    kinds = np.array([[0, 0, 0, 0, 1, 1], [0, 0, 0, 0, 0, 0]])
    mask = np.array([[1, 1, 1, 1, 1, 1], [1, 1, 1, 0, 0, 0]])
    ours = encoder.states(ids, kinds, mask)
    given = {} if model == "mpnet" else {"token_type_ids": torch.tensor(kinds)}
    with torch.inference_mode():
        theirs = AutoModel.from_pretrained(folder)(
            input_ids=torch.tensor(ids),
            attention_mask=torch.tensor(mask),
            output_hidden_states=True,
            **given,
        ).hidden_states
    assert len(ours) == len(theirs)
    for one, other in zip(ours, theirs, strict=True):
        assert np.allclose(one[0], other[0].numpy(), atol=1e-4)
        assert np.allclose(one[1, :3], other[1, :3].numpy(), atol=1e-4)


def test_another_kind_of_model_is_refused_by_name(tmp_path):
    from dialogue.models._encoder import Encoder, ModelError

    (tmp_path / "config.json").write_text('{"model_type": "llama"}')
    with pytest.raises(ModelError, match="llama"):
        Encoder(tmp_path, {})
