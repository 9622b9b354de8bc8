"""How likely a model finds a reply, with the chat read once, is what it is in full."""

from __future__ import annotations

import pytest

from dialogue.models.base import Message
from dialogue.models.transformers_local import TransformersLocal

torch = pytest.importorskip("torch")
transformers = pytest.importorskip("transformers")


class Letters:
    """A tokenizer of letters."""

    chat_template = ""

    def __call__(self, text, return_tensors, add_special_tokens):
        return {"input_ids": torch.tensor([[ord(letter) % 64 for letter in text]])}


@pytest.fixture
def model() -> TransformersLocal:
    torch.manual_seed(1)
    config = transformers.LlamaConfig(
        vocab_size=64,
        hidden_size=16,
        intermediate_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
    )
    made = TransformersLocal("tiny")
    made._model = transformers.LlamaForCausalLM(config).eval()
    made._tokenizer = Letters()
    return made


def test_replies_are_weighed_as_if_each_were_read_alone(model) -> None:
    chat, replies = (Message("user", "Hello there."),), ("I see.", "No", "y", "I see.")
    found = model.likelihoods(chat, replies)
    prompt = torch.tensor([[ord(letter) % 64 for letter in "Hello there.\n"]])
    for reply, likelihood in zip(replies, found, strict=True):
        said = torch.tensor([[ord(letter) % 64 for letter in reply]])
        with torch.inference_mode():
            logits = model._model(torch.cat((prompt, said), 1)).logits
        steps = logits[:, prompt.shape[1] - 1 : -1].log_softmax(-1)
        expected = steps.gather(-1, said[..., None]).mean().item()
        assert likelihood == pytest.approx(expected, abs=1e-4)
    assert found[0] == pytest.approx(found[3], abs=1e-5)
