"""The partner as a whole: determinism, safety of the no, endings, no repeats."""

from __future__ import annotations

import json

import pytest

from dialogue.messages import LineScore, Memory, PartnerTurn, from_json, to_json
from dialogue.partner.engine import MAX_TURNS, Partner, SceneEnded, epilogue
from dialogue.partner.matching import TfidfMatcher, words_of
from dialogue.scenario import Scenario, load
from dialogue.slots import Setting
from tests.partner.marks import mark
from tests.partner.players import ALL, CONTEMPTUOUS, PRESSURING, SKILLED, play

NOTHING = LineScore({})
SMALL = (
    "Okay.",
    "I don't know.",
    "It's a long story.",
    "I went to the shop today.",
    "Why?",
    "Hm, I see.",
    "The bus was late again.",
    "What do you mean?",
    "My sister called yesterday.",
    "I'm not sure about that.",
)


def test_the_same_session_gives_the_same_bytes(scenario: Scenario) -> None:
    one = play(Partner(scenario, TfidfMatcher(), seed=4), SKILLED)
    two = play(Partner(scenario, TfidfMatcher(), seed=4), SKILLED)
    assert json.dumps(to_json(tuple(one))) == json.dumps(to_json(tuple(two)))


def test_another_seed_gives_another_session(scenario: Scenario) -> None:
    texts = {
        tuple(
            turn.text for turn in play(Partner(scenario, TfidfMatcher(), seed), SKILLED)
        )
        for seed in range(4)
    }
    assert len(texts) == 4


def test_a_session_resumes_from_memory_that_went_through_json(partner: Partner) -> None:
    turns = play(partner, SKILLED)
    fresh = Partner(partner.scenario, TfidfMatcher(), seed=1)
    for before, after, line in zip(turns, turns[1:], SKILLED, strict=False):
        sent = json.loads(json.dumps(to_json(before.memory)))
        memory = from_json(Memory, sent)
        again = fresh.reply(memory, line, mark(line))
        assert to_json(again) == to_json(after)


@pytest.mark.parametrize("name", sorted(ALL))
@pytest.mark.parametrize("seed", range(3))
def test_nothing_is_said_twice(scenario: Scenario, name: str, seed: int) -> None:
    turns = play(Partner(scenario, TfidfMatcher(), seed), ALL[name])
    assert_no_repeats(turns)


@pytest.mark.parametrize("seed", range(3))
def test_thirty_turns_of_small_talk_end_without_a_repeat(
    scenario: Scenario, seed: int
) -> None:
    lines = tuple(f"{SMALL[i % 10]} {'' if i < 10 else i}".strip() for i in range(40))
    turns = play(Partner(scenario, TfidfMatcher(), seed), lines)
    assert turns[-1].ending
    assert 8 <= len(turns) - 1 <= MAX_TURNS
    assert_no_repeats(turns)


def assert_no_repeats(turns: list[PartnerTurn]) -> None:
    ids = [segment.line_id for turn in turns for segment in turn.segments]
    assert len(ids) == len(set(ids))
    texts = [" ".join(words_of(seg.text)) for turn in turns for seg in turn.segments]
    long = [text for text in texts if text.count(" ") >= 2]
    assert len(long) == len(set(long))


@pytest.mark.parametrize("seed", range(12))
def test_a_pressured_partner_never_says_yes(scenario: Scenario, seed: int) -> None:
    partner = Partner(scenario, TfidfMatcher(), seed)
    turns = play(partner, PRESSURING)
    assert "sex_tonight" in turns[-1].memory.refused
    assert not turns[-1].memory.agreed
    assert all(turn.move != "agree" for turn in turns)
    assert all(".yes" not in seg.line_id for turn in turns for seg in turn.segments)


@pytest.mark.parametrize("seed", range(4))
def test_a_no_stays_a_no_even_after_kindness(scenario: Scenario, seed: int) -> None:
    partner = Partner(scenario, TfidfMatcher(), seed)
    lines = ("Can we have sex tonight?", *SKILLED[1:10], "Can we have sex tonight?")
    turns = play(partner, lines)
    asked = [
        turn
        for turn, line in zip(turns[1:], lines, strict=False)
        if line == "Can we have sex tonight?"
    ]
    assert len(asked) == 2
    ids = {segment.line_id for turn in asked for segment in turn.segments}
    assert any(line_id.startswith("sex_tonight.no") for line_id in ids)
    assert any(line_id.startswith("sex_tonight.again") for line_id in ids)


@pytest.mark.parametrize("seed", range(6))
def test_skill_is_met_with_openness_and_contempt_with_distance(
    scenario: Scenario, seed: int
) -> None:
    warmth = {ending.id: ending.warmth for ending in scenario.endings}
    skilled = play(Partner(scenario, TfidfMatcher(), seed), SKILLED)[-1]
    cold = play(Partner(scenario, TfidfMatcher(), seed), CONTEMPTUOUS)[-1]
    assert skilled.ending and cold.ending
    assert skilled.levels.openness > cold.levels.openness + 0.3
    assert skilled.levels.trust > cold.levels.trust
    assert warmth[skilled.ending] > warmth[cold.ending] + 0.5


@pytest.mark.parametrize("seed", range(6))
def test_the_hidden_need_comes_out_only_when_it_is_safe(
    scenario: Scenario, seed: int
) -> None:
    hidden = next(fact for fact in scenario.facts if fact.hidden)
    for name, lines in ALL.items():
        for turn in play(Partner(scenario, TfidfMatcher(), seed), lines):
            told = any(
                segment.line_id.startswith(f"{hidden.id}.tell")
                for segment in turn.segments
            )
            if told:
                assert turn.levels.openness >= 0.6 and turn.levels.felt_safety >= 0.5
        if name in ("pressuring", "contemptuous"):
            assert hidden.id not in turn.memory.revealed
    assert (
        hidden.id
        in play(Partner(scenario, TfidfMatcher(), seed), SKILLED)[-1].memory.revealed
    )


def test_every_change_of_a_level_has_its_reason(partner: Partner) -> None:
    for turn in play(partner, SKILLED) + play(partner, CONTEMPTUOUS):
        for reason in turn.reasons:
            assert reason.before != reason.after
            assert (
                turn.memory.heard[-1].lower().find(reason.quote.lower().strip("…")) >= 0
            )
            assert partner.scenario.persona.name in reason.text
    harsh = partner.reply(partner.open().memory, *said("You never listen to me."))
    worst = harsh.reasons[0]
    assert worst.skill == "criticism" and worst.quote == "You never"
    assert "heard blame in “You never”" in worst.text


def said(text: str) -> tuple[str, LineScore]:
    return text, mark(text)


@pytest.mark.parametrize(
    ("line", "about"),
    [
        ("Are you seeing someone else?", "c_someone_else"),
        ("Do you still find me attractive?", "attracted"),
        ("Is it because of work?", "work"),
        ("I feel like you don't want me", "feels_unwanted"),
        ("Could we see a counsellor together?", "see_someone"),
        ("Could we open the relationship?", "open_up"),
        ("Do you love me?", "c_love_asked"),
        ("We hardly ever have sex anymore", "misses_sex"),
    ],
)
@pytest.mark.parametrize("seed", range(3))
def test_a_reply_speaks_to_what_was_said(
    scenario: Scenario, line: str, about: str, seed: int
) -> None:
    partner = Partner(scenario, TfidfMatcher(), seed)
    turn = partner.reply(partner.open().memory, *said(line))
    assert any(about in segment.line_id for segment in turn.segments), turn.text


def test_an_apology_is_taken_as_an_apology(partner: Partner) -> None:
    turn = partner.reply(
        partner.open().memory, *said("I'm sorry that I walked out on you.")
    )
    assert turn.move in ("accept_repair", "hesitate")
    assert any("sorry" in segment.line_id for segment in turn.segments)


def test_the_users_own_word_comes_back(scenario: Scenario) -> None:
    texts = []
    for seed in range(8):
        partner = Partner(scenario, TfidfMatcher(), seed)
        turn = partner.reply(
            partner.open().memory, *said("I'm so frustrated these days.")
        )
        texts.append(turn.text.lower())
    assert sum("frustrated" in text for text in texts) >= 4


def test_tell_me_more_stays_with_the_subject(partner: Partner) -> None:
    first = partner.reply(partner.open().memory, *said("Is it because of work?"))
    more = partner.reply(first.memory, *said("Tell me more about that."))
    assert any(s.line_id.startswith("work.more") for s in more.segments), more.text


def test_what_is_not_safe_yet_is_held_back(partner: Partner) -> None:
    turn = partner.reply(
        partner.open().memory, *said("Is there something physical going on?")
    )
    assert turn.move in ("hesitate", "deflect")
    assert any(s.line_id.startswith("that_night.hold") for s in turn.segments)
    assert "that_night" not in turn.memory.revealed


def test_silence_is_answered_and_ends_gently_when_it_goes_on(partner: Partner) -> None:
    turn = partner.open()
    seen = []
    while not turn.ending:
        turn = partner.respond_to_silence(turn.memory)
        seen.append(turn.text)
    assert 3 <= len(seen) <= 5 and len(set(seen)) == len(seen)
    assert turn.levels.openness < partner.scenario.persona.levels.openness


def test_an_empty_line_is_silence(partner: Partner) -> None:
    memory = partner.open().memory
    assert partner.reply(memory, "  ", NOTHING) == partner.respond_to_silence(memory)


def test_a_scene_that_has_ended_says_so(partner: Partner) -> None:
    turn = partner.reply(partner.open().memory, *said("Good night."))
    assert turn.ending and epilogue(partner, turn.ending)
    with pytest.raises(SceneEnded, match="branch from an earlier turn"):
        partner.reply(turn.memory, "Hello?", NOTHING)
    with pytest.raises(SceneEnded):
        partner.respond_to_silence(turn.memory)


def test_the_losers_are_kept_with_their_scores(partner: Partner) -> None:
    turn = partner.reply(partner.open().memory, *said("Do you still love me?"))
    assert 2 <= len(turn.candidates) <= 6
    assert turn.candidates[0].text == turn.text
    scores = [candidate.score for candidate in turn.candidates]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize(
    "setting",
    [
        Setting(),
        Setting(name="Noor", pronouns="she/her", relationship="wife"),
        Setting(name="Kit", pronouns="ey/em", words={"together": "two years"}),
    ],
)
def test_no_text_of_a_session_has_a_hole_or_a_brace(
    scenario: Scenario, setting: Setting
) -> None:
    for lines in ALL.values():
        partner = Partner(scenario, TfidfMatcher(), 2, setting)
        for turn in play(partner, lines):
            for text in (turn.text, turn.move_why, *(r.text for r in turn.reasons)):
                assert text and not set("{}") & set(text)
                assert "  " not in text and " ," not in text
            assert " ." not in turn.text
        assert "{" not in partner.fill(scenario.briefing)


@pytest.mark.eval
@pytest.mark.parametrize(
    "scenario_id", ["affection_only", "desire_differs", "sex_hurts"]
)
def test_profiles_order_in_every_scenario(scenario_id: str) -> None:
    scenario = load(scenario_id)
    openness: dict[str, list[float]] = {}
    for seed in range(5):
        partner = Partner(scenario, TfidfMatcher(), seed)
        for name, lines in ALL.items():
            last = play(partner, lines)[-1]
            openness.setdefault(name, []).append(last.levels.openness)
    assert min(openness["skilled"]) > max(openness["blunt"])
    assert min(openness["blunt"]) > max(openness["contemptuous"])
    assert min(openness["skilled"]) > max(openness["pressuring"])
