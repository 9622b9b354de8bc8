"""A therapist's rules hold on every reply, are named where they bite, leave the no."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from assets import folder
from dialogue.messages import LineScore, PartnerTurn, to_json
from dialogue.models.checking import problem
from dialogue.partner.banks import banks
from dialogue.partner.engine import Partner
from dialogue.partner.matching import TfidfMatcher, words_of
from dialogue.scenario import Condition, Never, Rule, Scenario, ScenarioError, load
from sim.session.events import answered
from tests.partner.marks import mark
from tests.partner.players import SKILLED, play

GOOD = (folder("scenarios") / "desire_differs.toml").read_text("utf-8")
KIND = "I miss you, Sam. I've been feeling lonely lately."
UNASKED = Rule(
    "Sam does not soften before being asked a question.",
    Never(moves=("soften",)),
    (Condition(heard={"open_question": 1}), Condition(heard={"closed_question": 1})),
)


def partner(scenario: Scenario, *rules: Rule, seed: int = 1) -> Partner:
    persona = dataclasses.replace(scenario.persona, rules=rules)
    made = dataclasses.replace(scenario, persona=persona)
    return Partner(made, TfidfMatcher(), seed)


def first(who: Partner, text: str = KIND) -> PartnerTurn:
    return who.reply(who.open().memory, text, mark(text))


def test_a_move_waits_until_its_time_has_come(scenario: Scenario) -> None:
    assert first(partner(scenario)).move == "soften"
    who = partner(scenario, UNASKED)
    held = first(who)
    assert held.move != "soften" and held.rules == (UNASKED.text,)
    asked = who.reply(held.memory, *_said("What is it like for you?"))
    kind = who.reply(asked.memory, *_said("I've been so lonely without you."))
    assert kind.rules == ()


def _said(text: str) -> tuple[str, LineScore]:
    return text, mark(text)


def test_a_word_that_a_rule_forbids_is_not_said_and_the_rule_is_named(
    scenario: Scenario,
) -> None:
    word = max(words_of(first(partner(scenario)).text), key=len)
    rule = Rule(f"Sam does not say “{word}” tonight.", Never(words=(word,)))
    turns = play(partner(scenario, rule), (KIND, *SKILLED[1:8]))
    assert all(word not in words_of(turn.text) for turn in turns[1:])
    assert turns[1].rules == (rule.text,)
    held = [one for one in turns[1].candidates if one.why.endswith(rule.text)]
    assert held and all(word in words_of(one.text) for one in held)


def test_a_fact_that_a_rule_forbids_is_never_told(scenario: Scenario) -> None:
    told = play(partner(scenario), SKILLED)[-1].memory.revealed
    for fact in told:
        rule = Rule(f"Sam does not tell {fact}.", Never(roles=("tell",), about=(fact,)))
        turns = play(partner(scenario, rule), SKILLED)
        assert fact not in turns[-1].memory.revealed
        assert any(rule.text in turn.rules for turn in turns)
        break


def test_where_nothing_may_be_said_a_safe_line_says_so(scenario: Scenario) -> None:
    lines = [line.text for line in (*scenario.every_line, *banks().lines)]
    every = {word for text in lines for word in words_of(text)}
    free = set(words_of("Let me come back to that."))
    rule = Rule("Sam says next to nothing.", Never(words=tuple(sorted(every - free))))
    turn = first(partner(scenario, rule))
    assert turn.text == "Let me come back to that."
    assert turn.rules == (rule.text,) and rule.text in turn.move_why


def test_the_rule_stands_in_the_sessions_events(scenario: Scenario) -> None:
    turn = first(partner(scenario, UNASKED))
    moves = [one for one in answered(turn, turn.levels, None) if one["event"] == "move"]
    assert moves[0]["rules"] == [UNASKED.text]
    assert to_json(turn)["rules"] == [UNASKED.text]


def test_a_models_words_are_held_to_the_rules(scenario: Scenario) -> None:
    rule = Rule("Sam does not say “always”.", Never(words=("always",)))
    who = partner(scenario, rule)
    turn = first(who)
    said = "I always thought you knew."
    found = problem(said, who.scenario, turn, KIND, who.open().memory)
    assert found == f"against a rule: {rule.text}"


@pytest.mark.parametrize(
    ("rule", "parts"),
    [
        (
            'text = "Sam never says no."\nnever = { moves = ["refuse"] }',
            ["rules[0].never.moves[0]", '"refuse"'],
        ),
        (
            'text = "Sam never says no."\nnever = { roles = ["no"] }',
            ["rules[0].never.roles[0]", '"no"'],
        ),
        (
            'text = "Sam does not tell it."\nnever = { about = ["that_nigt"] }',
            ["persona.rules[0].never.about", '"that_night"'],
        ),
        (
            'text = "Sam does nothing at all."\nnever = {}',
            ["persona.rules[0].never", "moves, roles, about or words"],
        ),
        (
            'text = "Sam does not ask."\nnever = { move = ["ask"] }',
            ["persona.rules[0].never", 'Did you mean "moves"'],
        ),
        (
            'text = "Sam does not ask."\nnever = { moves = ["ask"] }\n'
            'until = { revealed = ["that_nigt"] }',
            ["persona.rules[0].until[0].revealed", '"that_night"'],
        ),
    ],
)
def test_a_wrong_rule_is_refused_with_what_is_allowed(
    tmp_path: Path, rule: str, parts: list[str]
) -> None:
    path = tmp_path / "x.toml"
    path.write_text(f"{GOOD}\n[[persona.rules]]\n{rule}\n", "utf-8")
    with pytest.raises(ScenarioError) as error:
        load(path)
    for part in parts:
        assert part in str(error.value), str(error.value)


def test_the_rules_of_the_guide_can_be_read(tmp_path: Path) -> None:
    guide = Path(__file__).parents[2] / "docs" / "how-to" / "write-a-scenario.md"
    text = guide.read_text("utf-8")
    start = text.index("[[persona.rules]]")
    path = tmp_path / "x.toml"
    path.write_text(f"{GOOD}\n{text[start : text.index('```', start)]}", "utf-8")
    rules = load(path).persona.rules
    assert len(rules) == 2 and all(rule.until for rule in rules)
