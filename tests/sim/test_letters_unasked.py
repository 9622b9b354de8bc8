"""A line typed on the computer's keyboard is seen in a headset, also in a talk."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from sim import letters
from sim.beside import Beside


class Entry:
    """The entry that has the keys."""

    words = ""

    def getId(self):  # noqa: N802  # as Panda3D has it
        return "entry"

    def getText(self):  # noqa: N802
        return self.words

    def getObscureMode(self):  # noqa: N802
        return False


@pytest.fixture
def entry(monkeypatch):
    made = Entry()
    monkeypatch.setattr(letters, "_focused", lambda: made)
    return made


@pytest.fixture
def writing(monkeypatch, entry):
    board = SimpleNamespace(write=lambda words: None, frame=lambda *_, **__: None)
    monkeypatch.setattr(letters, "Letters", lambda *_: board)
    return letters.Writing(None, None, Beside(is_talking=True))


def seen(writing, entry, words):
    entry.words = words
    writing.frame(0.0)
    return writing.is_up


def test_it_comes_with_the_first_letter_and_goes_with_the_line(writing, entry):
    course = [seen(writing, entry, words) for words in ("", "I", "I would", "")]
    assert course == [False, True, True, False]


def test_put_away_it_stays_away_until_the_next_line(writing, entry):
    seen(writing, entry, "I")
    writing._press("hide")
    assert not seen(writing, entry, "I w")
    assert not seen(writing, entry, "")
    assert seen(writing, entry, "But")
