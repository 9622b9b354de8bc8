"""The real path of both language model drop-ins; the path, never the quality."""

from __future__ import annotations

import subprocess
import sys

import pytest

from dialogue import registry
from dialogue.models import openai_compatible, transformers_local
from dialogue.models.base import Message, ModelError
from dialogue.models.wording import Reworder
from tests.models.test_wording import MEMORY, TOLD, TURN, USER

pytestmark = pytest.mark.model

CHAT = (
    Message("system", "You are kind and brief."),
    Message("user", "Say hello in one sentence."),
)


@pytest.fixture(scope="module")
def address():
    """Address of a real llama.cpp server."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.models.server"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    line = process.stdout.readline().strip()
    assert line.startswith("http"), "the model server did not start"
    yield line
    process.stdin.close()
    process.stdout.close()
    process.terminate()
    process.wait(10)


def test_a_server_streams_its_answer_in_pieces(address):
    model = openai_compatible.create({"base_url": f"{address}/v1", "deadline_s": 60})
    model.warm()
    pieces = list(model.stream(CHAT, 24, 1))
    assert len(pieces) > 3
    assert "".join(pieces).strip()


def test_a_server_words_a_turn_or_falls_back_with_a_reason(address):
    model = openai_compatible.create({"base_url": f"{address}/v1", "deadline_s": 60})
    model.warm()
    turn = Reworder("openai_compatible", model, TOLD, 60.0, 1)(TURN, USER, MEMORY)
    assert (turn.words == "openai_compatible") == (turn.fallback == "")
    assert turn.text
    assert len(turn.candidates) == len(TURN.candidates) + 1


def test_a_server_that_is_too_slow_is_left_behind(address):
    model = openai_compatible.create({"base_url": f"{address}/v1", "deadline_s": 60})
    model.warm()
    turn = Reworder("openai_compatible", model, TOLD, 0.001, 1)(TURN, USER, MEMORY)
    assert turn.text == TURN.text
    assert "0.001 s" in turn.fallback


def test_a_gguf_file_streams_through_transformers():
    weights = registry.resolve("smollm2").main
    model = transformers_local.create({"model": str(weights)})
    pieces = []
    for piece in model.stream(CHAT, 12, 1):
        pieces.append(piece)
    assert "".join(pieces).strip()
    turn = Reworder("transformers_local", model, TOLD, 120.0, 1)(TURN, USER, MEMORY)
    assert (turn.words == "transformers_local") == (turn.fallback == "")


def test_a_file_that_is_no_model_is_refused_in_one_line(tmp_path):
    path = tmp_path / "broken.gguf"
    path.write_bytes(b"not a model")
    with pytest.raises(ModelError, match="cannot be loaded"):
        transformers_local.create({"model": str(path)}).warm()


def test_a_reply_that_goes_on_from_the_talk_is_likelier_than_noise():
    weights = registry.resolve("smollm2").main
    model = transformers_local.create({"model": str(weights)})
    fits, noise, one = model.likelihoods(
        CHAT, ("Hello, it's nice to meet you.", "Purple of quickly ninth the.", "Hello")
    )
    assert noise < fits < 0
    assert one < 0
