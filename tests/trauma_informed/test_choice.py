"""Choice: skipping is free, and the user's ceiling is kept."""

from __future__ import annotations

import re

import pytest

from dialogue import scenario
from dialogue.partner.matching import TfidfMatcher
from dialogue.scenario.vocabulary import CONTENT
from dialogue.turn import TurnMaker
from sim import cli
from sim.app import App
from sim.config import Config
from sim.privacy.keys import Cost
from sim.privacy.sources import KeySource
from sim.privacy.vault import Vault
from sim.progress import past_of
from sim.screening import ceiling
from sim.screening.ceiling import Ceiling
from sim.session import debrief as debriefs
from sim.session import events
from tests.progress.logs import log
from tests.scenario.scripted import partner

TOLD = scenario.load("saying_no")
AT = "2026-11-03T18:00:00.000+00:00"


class Deaf:
    """A scorer that must not be asked."""

    def score(self, *given):
        raise AssertionError("a skipped moment was scored")


def skipped_log():
    """A session in which one more moment was skipped, just before its end."""
    made = log("saying_no", "skilled")
    memory = [one for one in made if one["event"] == "memory"][-1]["memory"]
    from dialogue.messages import Memory, from_json

    maker = TurnMaker(partner("saying_no", 1, TfidfMatcher()), Deaf())
    before = from_json(Memory, memory)
    answer = maker.pass_turn(before)
    more = [events.event("skipped", turn=answer.turn.turn)]
    more += events.answered(answer.turn, before.levels, None)
    return made, [*made[:-1], *more, made[-1]], before, answer


def test_skipping_costs_nothing():
    plain, skipped, before, answer = skipped_log()
    # the partner
    assert answer.turn.levels == before.levels
    assert answer.turn.memory.levels == before.levels
    assert answer.turn.reasons == ()
    assert answer.score is None
    # the grades
    one, other = debriefs.build(plain, TOLD), debriefs.build(skipped, TOLD)
    grades = [(result.skill, result.grade, result.count) for result in one.goals]
    assert grades == [
        (result.skill, result.grade, result.count) for result in other.goals
    ]
    # what is known of the user's skills
    known = {TOLD.id: TOLD}
    lines = past_of(plain, AT, known).session.lines
    assert past_of(skipped, AT, known).session.lines == lines
    assert "skip" not in " ".join(one.says for one in other.statements).lower()


# the ceiling


@pytest.mark.parametrize("content", CONTENT)
def test_what_was_ruled_out_never_appears(content, monkeypatch, capsys):
    limit = Ceiling(frozenset({content}))
    app = App(Config.load(), limit=limit)
    offered = app.scenarios()
    assert not any(content in told.content for told in offered)
    kept = {told.id for told in scenario.catalog() if content not in told.content}
    assert {told.id for told in offered} == kept, "and nothing more is taken away"
    ruled = next(told for told in scenario.catalog() if content in told.content)
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
    code = cli.main(
        ["rehearse", ruled.id, "--headset", "none", "--text", "--no-save",
         "--rule-out", content]
    )  # fmt: skip
    assert code == 2
    assert "left out" in capsys.readouterr().err


@pytest.mark.parametrize("steepest", [1, 2, 3])
def test_the_highest_steepness_is_kept(steepest):
    offered = App(Config.load(), limit=Ceiling(steepest=steepest)).scenarios()
    assert {told.difficulty for told in offered} == set(range(1, steepest + 1))


def test_the_list_of_the_command_respects_it(monkeypatch, capsys):
    monkeypatch.setenv("VISAVIS_RULE_OUT", "porn, betrayal")
    assert cli.main(["list", "scenarios", "--json"]) == 0
    listed = capsys.readouterr().out
    assert "porn_use" not in listed and "after_affair" not in listed
    assert "saying_no" in listed


def test_an_unknown_word_is_refused_with_the_near_one(capsys):
    words = ["rehearse", "saying_no", "--headset", "none", "--no-save"]
    assert cli.main([*words, "--rule-out", "betrayel"]) == 2
    assert 'Did you mean "betrayal"' in capsys.readouterr().err


def test_marks_made_in_the_list_are_kept_encrypted_and_read_back(home):
    source = KeySource("secret", cost=Cost(1, 64, 1))
    with Vault.create(source, home) as vault:
        app = App(Config.load(), vault=vault)
        app.set_limit(app.limit.toggled("loss").turned())
        assert ceiling.of_vault(vault) == Ceiling(frozenset({"loss"}), 1)
        assert app.limit.turned().turned().steepest == 3
        assert app.limit.toggled("loss").without == frozenset()
    folder = b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file())
    assert b"loss" not in folder


SPOKEN_OF = {
    "betrayal": r"\baffair\b",
    "porn": r"\bporn\b",
    "birth": r"\bafter a birth\b",
    "illness": r"\b(cancer|tumou?r|chemo)",
    "others": r"\b(other people while|one person or more)",
    "infections": r"\binfections?\b",
    "trans_words": r"\btrans people\b",
    "pain": r"\b(pain during sex|become sore|fear of pain)",
    "unwanted": r"\b(did not want|(went|going) along|touch was expected)\b",
    "body": r"\b(one's own body|body that (feels|changes))\b",
    "loss": r"\b(grief|mourned)\b",
    "turned_down": r"\b(being )?turned? (down|someone down)|turning down\b|unwanted\b",
}


@pytest.mark.parametrize("content", CONTENT)
def test_what_a_conversation_holds_can_be_ruled_out(content):
    """What its notes name is marked, so that ruling it out means what it says."""
    marked = 0
    for told in scenario.catalog():
        marked += content in told.content
        if re.search(SPOKEN_OF[content], " ".join(told.content_notes), re.I):
            assert content in told.content, told.id
    assert marked
