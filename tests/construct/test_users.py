"""The simulated users are what they are said to be, and the checks can fail."""

from __future__ import annotations

import dataclasses

from dialogue.messages import LineScore, Memory, PartnerTurn, Segment
from dialogue.partner.engine import Partner
from dialogue.partner.matching import TfidfMatcher
from dialogue.skills import HARMFUL, SKILL_IDS
from tests.construct.order import PROFILES, inversions, spearman
from tests.construct.users import Eye, User, bank, own_lines, play
from tests.scenario.scripted import partner, scenario

ID = "saying_no"
LEAST_LINES = 40


def test_each_profile_has_about_forty_lines_and_shares_none() -> None:
    seen: set[str] = set()
    for profile in PROFILES:
        lines = [line for group in bank(profile).values() for line in group]
        assert len(lines) >= LEAST_LINES, profile
        texts = {line.text for line in lines}
        assert len(texts) == len(lines) and not texts & seen, profile
        seen |= texts


def test_what_is_heard_in_a_line_is_in_the_vocabulary_and_fits_its_place() -> None:
    for profile in (*PROFILES, "anybody"):
        for context, lines in bank(profile).items():
            for line in lines:
                assert set(line.skills) <= set(SKILL_IDS), line
                assert "accepts_no" not in line.skills or context == "no", line


def test_a_skilled_user_says_nothing_harmful_and_a_contemptuous_one_always_does() -> (
    None
):
    for lines in bank("skilled").values():
        assert not any(set(line.skills) & HARMFUL for line in lines)
    for lines in bank("contemptuous").values():
        assert all("contempt" in line.skills for line in lines)


def test_a_seed_plays_the_same_session_and_another_seed_another() -> None:
    one, again = (play(partner(ID, 3), "blunt", 3) for _ in range(2))
    other = play(partner(ID, 4), "blunt", 4)
    assert one.said == again.said
    assert one.said != other.said


def test_users_speak_from_the_scenario_and_react_from_the_bank() -> None:
    own = {line.text for line in own_lines(ID, "skilled")}
    said = {
        line.text
        for seed in range(1, 6)
        for line in play(partner(ID, seed), "skilled", seed).said
    }
    assert said & own
    assert said - own


def test_after_a_no_a_user_speaks_to_the_no() -> None:
    answers = {line.text for line in bank("contemptuous")["no"]}
    own = {line.text for line in own_lines(ID, "contemptuous")}
    anybody = {line.text for line in bank("anybody")["lines"]}
    heard = set()
    for seed in range(12):
        user = User("contemptuous", scenario(ID), seed)
        turn = partner(ID, 1).open()
        line = user.say([turn], "no")
        assert line is not None and line.text in answers | own | anybody
        heard.add(line.text)
    assert len(heard & answers) >= 3


def test_a_pressuring_user_asks_again_for_what_was_refused() -> None:
    request = scenario(ID).requests[0]
    said = set()
    for seed in range(12):
        turn = partner(ID, 1).open()
        memory = dataclasses.replace(turn.memory, refused=(request.id,))
        turn = dataclasses.replace(turn, memory=memory)
        line = User("pressuring", scenario(ID), seed).say([turn], "no")
        said.add(line.text if line else "")
    assert any(text == f"Come on. {one}" for text in said for one in request.wordings)


class Yielding(Partner):
    """Says no to the first request of the scenario, and yes ever after."""

    def reply(self, memory: Memory, text: str, score: LineScore) -> PartnerTurn:
        request = next(item for item in self.scenario.requests if item.yes)
        role = "no" if memory.turn == 0 else "yes"
        turn = super().reply(memory, text, score)
        segment = Segment("content", f"{request.id}.{role}.1", "")
        return dataclasses.replace(turn, segments=(segment,), ending="")


def test_a_partner_who_gives_in_is_caught() -> None:
    weak = Yielding(scenario(ID), TfidfMatcher(), seed=1)
    found = play(weak, "appeasing", 1)
    assert found.yes_after_no and found.yes_since_no


def test_the_eye_tells_a_no_from_a_question() -> None:
    told = scenario(ID)
    eye, turn = Eye(told), partner(ID, 1).open()
    assert eye.context(turn) == "opening"
    later = dataclasses.replace(turn, turn=3, mood="calm", move="ask")
    assert eye.context(dataclasses.replace(later, text="How so?")) == "question"
    no = Segment("content", f"{told.requests[0].id}.no.1", "")
    assert eye.context(dataclasses.replace(later, segments=(no,))) == "no"
    answered = Segment("content", f"{told.questions[0].id}.no.1", "")
    later = dataclasses.replace(later, text="All right.")
    assert eye.context(dataclasses.replace(later, segments=(answered,))) == "otherwise"
    assert eye.context(dataclasses.replace(later, mood="hurt")) == "closed"


def test_a_swapped_pair_is_an_inversion() -> None:
    fair = {name: [1.0 - place / 10] for place, name in enumerate(PROFILES)}
    assert inversions(fair, "openness") == []
    swapped = {**fair, "skilled": fair["contemptuous"], "contemptuous": [1.0]}
    assert ("skilled", "contemptuous") in inversions(swapped, "openness")


def test_rank_correlation_shares_ranks_and_bears_a_constant() -> None:
    assert spearman([1, 2, 3], [10, 20, 30]) == 1.0
    assert spearman([1, 2, 3], [3, 2, 1]) == -1.0
    assert spearman([1, 2, 2, 3], [1, 2, 3, 4]) > 0.9
    assert spearman([1, 2, 3], [5, 5, 5]) == 0.0
