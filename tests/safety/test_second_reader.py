"""The second reader hears hints; it takes nothing away that was said outright."""

import numpy as np
import pytest

from assets import folder
from dialogue.models import safety_reader
from dialogue.models._embedding import (
    LAYERS,
    WIDTH,
    EmbeddingUnavailable,
    create,
)
from dialogue.safety import screen, weighing
from dialogue.safety.classifier import CLASSES


class Says:
    """A reader that is sure of one class, whatever it reads."""

    def __init__(self, name, p=0.98):
        rest = (1 - p) / (len(CLASSES) - 1)
        self.odds = np.log(np.full(len(CLASSES) + 1, rest, np.float32))
        self.odds[CLASSES.index(name)] = np.log(p)
        self.odds[-1] = -3.0

    def log_odds(self, text):
        return self.odds.copy()


HINT = "Depends on the day."
"""Nothing in its words; what it means, only the second reader can say."""


def test_a_hint_that_only_the_second_reader_hears_is_asked_about():
    assert screen(HINT).action == "none"
    found = screen(HINT, reader=Says("violence_from_partner", 0.999))
    assert (found.action, found.category) == ("check_in", "violence_from_partner")


@pytest.mark.parametrize(
    "text", ["I want to kill myself", "stop the session", "I'm fifteen", "He hit me"]
)
def test_what_is_said_outright_stops_whatever_the_second_reader_thinks(text):
    assert screen(text, reader=Says("none")).action == "stop"


def test_an_answer_is_not_weighed_away():
    asked = "Do you ever think about killing yourself?"
    assert screen("yes", partner_line=asked, reader=Says("none")).action == "stop"


def test_weights_without_a_reader_do_not_count_one():
    assert weighing.mix(None).reader == 0
    assert weighing.mix(Says("none")).reader > 0


def test_a_damaged_head_is_refused(tmp_path):
    path = tmp_path / "reader.npz"
    with pytest.raises(safety_reader.ReaderError, match="safety_reader"):
        safety_reader.Head(path)
    np.savez(path, format=np.int64(99))
    with pytest.raises(safety_reader.ReaderError, match="another version"):
        safety_reader.Head(path)


def test_the_shipped_head_gives_probabilities():
    head = safety_reader.Head(folder("safety") / "reader.npz")
    odds = head.log_odds(np.full((LAYERS, WIDTH), WIDTH**-0.5, np.float32))
    assert odds.shape == (len(CLASSES) + 1,)
    assert np.exp(odds[:-1]).sum() == pytest.approx(1, abs=1e-5)


@pytest.fixture(scope="module")
def reader():
    try:
        return safety_reader.load()
    except EmbeddingUnavailable as error:
        pytest.skip(str(error))


def test_the_sentence_model_runs_once_for_both(reader, monkeypatch):
    matcher = create({})
    text = "Some of the plates were new and some were not."
    means = reader.means(text)
    monkeypatch.setattr(matcher, "_embed", lambda batch: pytest.fail(f"again: {batch}"))
    assert np.array_equal(matcher.encode([text])[0], means[-1])
    assert reader.means(text) is means
    assert np.allclose(np.linalg.norm(means, axis=1), 1, atol=1e-5)


def test_only_the_last_lines_are_kept(reader):
    matcher = create({})
    for number in range(70):
        reader.means(f"Line {number}.")
    assert len(matcher._layers) <= 64
