"""Trust: nothing plays unseen, and everything that is said can be asked about."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from dialogue import scenario
from sim import preview, terminal
from sim.about import about_lines, why_lines
from sim.app import App
from sim.config import Config, Settings
from sim.lines import Keyboard
from sim.mind.messages import Ask, Open, Ready, Recognize, Speak
from sim.privacy.keys import Cost
from sim.privacy.sources import KeySource
from sim.privacy.vault import Vault
from sim.progress import progress, reason
from sim.session import debrief as debriefs
from sim.session import events
from sim.texts import text, texts
from tests.progress.logs import CHECK_IN, keep, log
from tests.sim.test_ears import FakeLink

IDS = ("saying_no", "after_affair", "first_date")
KINDS = ("skilled", "contemptuous", "pressuring")


@pytest.mark.parametrize("name", IDS)
def test_what_comes_up_is_said_before_anything_plays(name):
    told = App(Config.load(environ={})).tell(scenario.load(name))
    out = io.StringIO()
    console = Console(file=out, width=2000, highlight=False)
    keyboard = Keyboard(io.StringIO("1\n"))
    assert terminal.briefing(console, keyboard, told, is_heard=True) == "begin"
    seen = out.getvalue()
    begin = seen.index(text("briefing.begin"))
    notes = (*told.content_notes, *told.contraindications, told.why_hard)
    for note in notes:
        assert seen.index(note) < begin
    assert text("preview.button_typed", partner=told.persona.name) in seen


def test_every_conversation_has_something_to_say_before_it_begins():
    for told in scenario.catalog():
        assert told.content_notes and told.contraindications, told.id
        assert any("afraid" in note for note in told.contraindications), told.id


class Link(FakeLink):
    def __init__(self, prepare):
        super().__init__()
        self.prepare = prepare

    def start(self):
        self.inbox = [Ready({}, (), {})]

    def close(self):
        return


def test_the_partner_can_be_heard_first_and_nothing_is_recorded(
    home, tmp_path, monkeypatch
):
    monkeypatch.setattr(preview, "MindLink", Link)
    monkeypatch.setattr("sim.sound._missing_model", lambda kind: "")
    with Vault.create(KeySource("secret", cost=Cost(1, 64, 1)), home) as vault:
        app = App(Config.load({"speaker": str(tmp_path / "out.wav")}), vault=vault)
        told = app.tell(scenario.load("saying_no"))
        one = preview.Preview(app, told, with_face=False)
        link = one._link
        one.tick()
        one.close()
        assert [type(message) for message in link.sent] == [Speak]
        assert link.prepare.scenario == "", "no partner is asked, so nothing is scored"
        assert not any(isinstance(item, Ask | Open | Recognize) for item in link.sent)
        assert vault.sessions(with_hidden=True) == []


def test_without_a_voice_the_preview_is_over_at_once():
    app = App(Config.load({"voice": False, "text": True}))
    one = preview.Preview(app, scenario.load("saying_no"), with_face=False)
    assert one.is_over
    one.close()


def test_it_says_what_it_is_at_the_start_and_on_request():
    first = texts("consent.lines", storage="")[0]
    assert "program, not a person" in first
    storage = text("storage.none")
    said = " ".join(about_lines(Settings(), storage, "Sam"))
    for words in ("program, not", "Sam", "stays on this computer", "not therapy"):
        assert words in said, words
    assert "sent" not in said
    here = Settings(words="transformers_local", model="smollm2")
    assert "“smollm2”, on this computer" in " ".join(about_lines(here, storage))
    remote = Settings(
        words="openai_compatible", model="big", base_url="https://example.org/v1"
    )
    said = " ".join(about_lines(remote, storage))
    assert "https://example.org/v1" in said and "is sent there" in said
    assert "stays on this computer" not in said
    chosen = about_lines(here, storage, chooses=True)
    assert any("only chooses" in line for line in chosen)


@pytest.mark.parametrize("kind", KINDS)
def test_every_statement_of_the_debrief_has_its_why(kind):
    made = debriefs.build(log("saying_no", kind), scenario.load("saying_no"))
    assert made.statements
    for one in made.statements:
        assert one.why and all(line.strip() for line in one.why), one.key
    for result in (*made.goals, *made.others, *made.harder):
        for quote in result.quotes:
            assert made.about(f"{result.skill}@{quote.turn}") is not None


@pytest.mark.parametrize("kind", KINDS)
def test_every_reaction_has_its_why(kind):
    made = log("saying_no", kind)
    replies = [at for at, one in enumerate(made) if one["event"] == "reply"]
    assert len(replies) > 3
    for at in replies:
        said = why_lines(made[: at + 1], "Daniel")
        turn = made[at]["turn"]
        state = next(
            one for one in made if one["event"] == "state" and one["turn"] == turn
        )
        for moved in state["reasons"]:
            assert any(moved["text"] in line for line in said)
        assert said[-1] == text("why.made")
        assert any("Daniel did this" in line for line in said)


def test_a_check_in_has_its_why():
    made = [events.safety(1, "user", CHECK_IN)]
    said = " ".join(why_lines(made, "Daniel"))
    assert "can be wrong" in said
    assert CHECK_IN.rule in said


def test_before_any_answer_there_is_nothing_to_explain():
    assert why_lines([], "Daniel") == (text("why.none", partner="Daniel"),)


def test_every_suggestion_says_what_it_rests_on(home):
    told = scenario.catalog()
    with Vault.create(KeySource("secret", cost=Cost(1, 64, 1)), home) as vault:
        keep(vault, "aa11", log("saying_no", "skilled"), 3)
        found = progress(vault, told).proposal
        assert found is not None
        assert found.title in reason(found)
        assert found.rarer
