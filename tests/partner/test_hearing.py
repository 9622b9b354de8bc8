"""What the partner hears in a line, and what it must not hear."""

from __future__ import annotations

import dataclasses

import pytest

from dialogue.messages import Levels, LineScore, Memory, SkillScore
from dialogue.partner.analysis import Ear, Heard, Match, parts_of
from dialogue.partner.banks import banks, for_scenario
from dialogue.partner.engine import Partner
from dialogue.partner.matching import TfidfMatcher
from dialogue.partner.moves import Planner
from dialogue.scenario import Scenario, ScenarioError
from tests.partner.players import play

REPROACHES = (
    "You always make a joke when I come close.",
    "You never talk to me. You're so cold.",
    "You just want to be left alone.",
    "You don't even try.",
)


@pytest.fixture(scope="module")
def ear(scenario: Scenario) -> Ear:
    return Ear(scenario, banks(), TfidfMatcher())


def hear(ear: Ear, text: str, asked: str = "", question: str = "") -> Heard:
    memory = Memory(texts=(asked,) if asked else (), open_question=question)
    return ear.hear(text, LineScore({}), memory)


@pytest.mark.parametrize(
    "text", ["I feel ugly.", "I feel so unattractive", "it makes me feel invisible"]
)
def test_a_verdict_on_oneself_is_no_feeling_to_throw_back(ear: Ear, text: str) -> None:
    echoes = hear(ear, text).echoes
    assert "feeling" not in echoes and echoes["judgement"]


def test_a_verdict_on_oneself_is_only_said_back_as_felt() -> None:
    judged = [line for line in banks().lines if line.echo == "judgement"]
    assert judged
    assert all("feel" in line.text.lower() for line in judged)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("You always make a joke of it", "always"),
        ("you never listen", "never"),
        ("you know how i always turn the lamp off", None),
        ("I want you to know it's never been that", None),
        ("you're not always like that", None),
    ],
)
def test_an_absolute_belongs_to_whoever_does_it(
    ear: Ear, text: str, word: str | None
) -> None:
    assert hear(ear, text).echoes.get("absolute") == word


@pytest.mark.parametrize(
    ("text", "is_tired"),
    [
        ("I'm so tired", True),
        ("I'm tired and I want to sleep", True),
        ("I'd rather have your honest no than a tired yes", False),
        ("I like your tired face", False),
        ("It's not that I'm tired of you", False),
        ("I'm not saying it because I'm tired", False),
    ],
)
def test_a_feeling_word_beside_a_noun_is_no_feeling_of_the_user(
    ear: Ear, text: str, is_tired: bool
) -> None:
    assert ("tired" in hear(ear, text).feelings) == is_tired


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("What I'd love tonight is to put my feet on you.", False),
        ("When you come to bed late I lie awake.", False),
        ("How I say it matters to me.", False),
        ("Would love to.", False),
        ("What do you miss", True),
        ("when do we talk then", True),
        ("why you so quiet", True),
        ("what I did wrong?", True),
    ],
)
def test_a_beginning_alone_makes_no_question(ear: Ear, text: str, asks: bool) -> None:
    assert hear(ear, text).question == asks


@pytest.mark.parametrize(
    ("text", "leaves"),
    [
        ("night", True),
        ("nn", True),
        ("Night night.", True),
        ("night then", True),
        ("okay, night", True),
        ("see you in the morning", True),
        ("Night, Sam.", True),
        ("that night was hard", False),
        ("night shifts are killing us", False),
        ("did you sleep well?", False),
    ],
)
def test_a_good_night_is_heard_however_short(ear: Ear, text: str, leaves: bool) -> None:
    assert (hear(ear, text).act == "goodbye") == leaves


@pytest.mark.parametrize(
    ("text", "is_answer"),
    [
        ("Because I lay awake all week.", True),
        ("I miss how we used to talk", True),
        ("maybe Sunday mornings with coffee", True),
        ("The bus was late again", False),
        ("There is rain on Thursday", False),
        ("by the way, nice shoes there", False),
    ],
)
def test_four_words_are_not_yet_an_answer(ear: Ear, text: str, is_answer: bool) -> None:
    heard = hear(ear, text, "What is it you miss?", "q_what_miss")
    assert bool(heard.answers) == is_answer


@pytest.mark.parametrize(
    ("text", "skill"),
    [("jealous?", "contempt"), ("hey", "stonewalling"), ("bye", "stonewalling")],
)
def test_a_word_or_two_are_not_guessed_to_be_harm(
    scenario: Scenario, text: str, skill: str
) -> None:
    partner = Partner(scenario, TfidfMatcher())
    score = LineScore({skill: SkillScore(0.75, True)})
    before = partner.open().memory
    after = partner.reply(before, text, score).memory
    assert f"heard:{skill}" not in after.counts
    assert after.levels.hurt <= before.levels.hurt


def test_one_sure_word_of_contempt_still_hurts(scenario: Scenario) -> None:
    partner = Partner(scenario, TfidfMatcher())
    before = partner.open().memory
    score = LineScore({"contempt": SkillScore(0.96, True)})
    after = partner.reply(before, "Pathetic.", score).memory
    assert after.levels.hurt > before.levels.hurt


def test_what_comes_unasked_does_not_take_the_place_of_an_answer(
    scenario: Scenario,
) -> None:
    planner = Planner(scenario, banks())
    memory = Memory(turn=4, levels=Levels(0.8, 0.9, 0.0, 0.0, 0.8))
    heard = Heard(
        "I feel like you don't want me.",
        "tell",
        {"validation": 0.75, "tell": 0.2},
        matches=(Match("feels_unwanted", 0.48, False),),
    )
    kinds = [target.kind for target in planner.targets(heard, memory)]
    assert kinds[0] == "topic" and "volunteer" in kinds


def test_a_request_at_the_end_of_a_long_line_stays_whole() -> None:
    parts = parts_of(
        "i'm really glad we talked can we go to sleep together like properly cuddled up"
    )
    assert any(part.startswith("can we go to sleep together") for part in parts)
    assert parts_of(
        "so can we talk about it or do you not want to tonight at all then"
    )[0].startswith("so can we talk")


def test_agreeing_is_never_called_unclear() -> None:
    unclear = [line for line in banks().lines if line.asks == "q_what_mean"]
    assert unclear
    assert not any({"agree", "accepts_no"} & set(line.to) for line in unclear)


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("Please forgive me.", "apologise"),
        ("Can you ever forgive me?", "request"),
        ("You have to forgive me some time", "tell"),
    ],
)
def test_asking_for_forgiveness_is_not_yet_an_apology(
    ear: Ear, text: str, act: str
) -> None:
    assert hear(ear, text).act == act


def test_please_alone_is_a_yes_and_please_do_not_is_none(ear: Ear) -> None:
    def answers(text: str) -> str:
        return hear(ear, text, "Shall I stay?", "q_stay").answers

    assert answers("Please.") == "yes"
    assert answers("Please don't be sad because of me.") != "yes"


def test_a_joke_amuses_where_it_is_safe_and_only_there(scenario: Scenario) -> None:
    partner = Partner(scenario, TfidfMatcher())
    opening = partner.open().memory
    safe = dataclasses.replace(opening, levels=Levels(0.7, 0.6, 0.1, 0.0, 0.6))
    sore = dataclasses.replace(opening, levels=Levels(0.3, 0.3, 0.4, 0.3, 0.4))
    joke = "Haha, we should sell tickets to this."
    assert partner.reply(safe, joke, LineScore({})).mood == "amused"
    assert partner.reply(sore, joke, LineScore({})).mood != "amused"


def test_a_partner_hits_back_at_the_third_reproach(scenario: Scenario) -> None:
    turns = play(Partner(scenario, TfidfMatcher(), 3), REPROACHES)
    assert "counter" in [turn.move for turn in turns]


def test_a_scenario_may_leave_shared_lines_out(scenario: Scenario) -> None:
    left = dataclasses.replace(scenario, without=("f_okay",))
    kept = {line.id for line in for_scenario(banks(), left).lines}
    assert "bank.f_okay.1" in {line.id for line in banks().lines}
    assert "bank.f_okay.1" not in kept and "bank.f_again.1" in kept
    with pytest.raises(ScenarioError, match='Did you mean "f_okay"'):
        for_scenario(banks(), dataclasses.replace(scenario, without=("f_oky",)))


def test_one_word_is_heard_where_a_scenario_words_it_so(ear: Ear) -> None:
    assert hear(ear, "Sex.").matches[0].id == "misses_sex"
    assert not hear(ear, "Fine.").matches
