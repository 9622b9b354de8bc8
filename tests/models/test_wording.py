"""A language model words the partner; whatever it does, the user gets a line."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from dialogue import scenario
from dialogue.messages import Levels, Memory, PartnerTurn, Segment
from dialogue.models.base import ModelError
from dialogue.models.checking import cleaned, problem
from dialogue.models.prompting import prompt
from dialogue.models.wording import Reworder, reworder

TOLD = scenario.load("desire_differs")
MEMORY = Memory(turn=2, texts=("Hey.", "I did notice."), heard=("Can we talk?",))
TURN = PartnerTurn(
    turn=2,
    text="I'm tired, and then I don't know how to say so.",
    segments=(Segment("content", "tired.tell.1", "I'm tired."),),
    move="disclose",
    move_why="asked about it",
    stage="unfolding",
    mood="guarded",
    levels=Levels(),
    reasons=(),
    analysis=None,
    memory=replace(MEMORY, turn=3, texts=(*MEMORY.texts, "authored")),
)
USER = "I feel lonely in the evenings and I would like to know how you are."


class Says:
    """A model that says what it is told to, as slowly as it is told to."""

    def __init__(self, text: str, wait_s: float = 0.0, fails: bool = False) -> None:
        self._text, self._wait_s, self._fails = text, wait_s, fails

    def warm(self) -> None:
        return

    def stream(self, messages, max_tokens, seed):
        if self._fails:
            raise ModelError("the server went away")
        for word in self._text.split(" "):
            time.sleep(self._wait_s)
            yield word + " "


def worded(model, turn=TURN, deadline_s=5.0):
    return Reworder("test", model, TOLD, deadline_s, 1)(turn, USER, MEMORY)


def test_words_that_pass_are_spoken_and_remembered():
    said = "I get so tired that I go quiet, and I know that looks like a no."
    turn = worded(Says(said))
    assert turn.text == said
    assert turn.words == "test"
    assert turn.memory.texts[-1] == said
    assert turn.fallback == ""
    assert any(item.text == TURN.text for item in turn.candidates)


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("As an AI language model I cannot feel tired.", "out of role"),
        ("[sighs] I am tired.", "stage directions"),
        ("How can I help you today?", "out of role"),
        ("Sam is tired and wants to sleep.", "by name"),
        ("我很累，不知道怎么说。我们明天再谈吧。", ""),
        ("No. I mean. Well. So. I am. Tired. Of it.", "sentences"),
        ("I did notice.", "before"),
        ("My sister Rosalind says the same.", "name of its own"),
        ("I have been tired for 17 years.", "number of its own"),
        ("", "sentence"),
    ],
)
def test_words_that_do_not_fit_leave_the_authored_line(said, reason):
    turn = worded(Says(said))
    assert turn.text == TURN.text
    assert turn.words == "authored"
    assert reason in turn.fallback
    assert turn.fallback


def test_a_refusal_is_never_softened_into_a_yes():
    firm = replace(TURN, move="refuse", text="No. Not tonight.")
    assert worded(Says("Okay, if you want it that much."), firm).text == firm.text
    assert worded(Says("No, not tonight, I really can't."), firm).words == "test"


def test_a_slow_model_costs_its_deadline_and_no_more():
    begin = time.perf_counter()
    turn = worded(Says("word " * 50, wait_s=0.1), deadline_s=0.4)
    assert time.perf_counter() - begin < 2.0
    assert turn.text == TURN.text
    assert "0.4 s" in turn.fallback


def test_a_broken_model_costs_a_plainer_answer():
    turn = worded(Says("", fails=True))
    assert turn.text == TURN.text
    assert "went away" in turn.fallback


def test_last_words_are_always_authored():
    ending = replace(TURN, ending="closer")
    assert worded(Says("Whatever."), ending).text == TURN.text


def test_the_prompt_tells_who_what_and_which_move():
    chat = prompt(TOLD, TURN, USER, MEMORY)
    assert chat[0].role == "system"
    assert TOLD.persona.name in chat[0].content
    assert TURN.text in chat[-1].content
    assert USER in chat[-1].content
    # the need that the partner has not told stays out of the prompt
    assert TOLD.persona.hidden_need not in chat[0].content


def test_a_name_in_front_and_a_cut_off_end_are_taken_away():
    assert cleaned("Sam: I am tired. And then", "Sam") == "I am tired."


def test_an_authored_line_passes_its_own_check():
    lines = [line.text for line in TOLD.every_line if "{" not in line.text][:80]
    found = {line: problem(line, TOLD, TURN, USER, Memory()) for line in lines}
    wrong = {
        line: why
        for line, why in found.items()
        if why and "own" not in why and "sentences" not in why
    }
    assert len(wrong) <= len(lines) * 0.05, wrong


def test_a_missing_model_says_how_to_get_it():
    with pytest.raises(ModelError, match="hf download"):
        reworder("transformers_local", TOLD, model="nobody/no-such-model")
    with pytest.raises(ModelError, match="--model"):
        reworder("transformers_local", TOLD)
    with pytest.raises(ModelError, match="--base-url"):
        reworder("openai_compatible", TOLD)
    with pytest.raises(ModelError, match="no model server answers"):
        reworder("openai_compatible", TOLD, base_url="127.0.0.1:9")
