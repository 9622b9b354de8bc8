"""Somebody under 18 is led out kindly, and nothing of theirs stays."""

from __future__ import annotations

from dialogue import scenario
from sim.app import App
from sim.config import Config
from sim.mind.messages import Answered, Ready
from sim.privacy.vault import vault_folder
from tests.screening.conftest import SECRET
from tests.sim.test_ears import FakeLink, partner

YOUNG = ("rehearse", "sex_hurts", "--headset", "none", "--text")


def test_who_says_so_at_the_first_start_leaves_no_vault_and_no_folder(
    home, visavis, monkeypatch
):
    monkeypatch.setenv("VISAVIS_PASSPHRASE", SECRET)
    code, seen, err = visavis(*YOUNG, typed=["2"])
    assert code == 0, err
    assert "adults" in seen and "Thank you" in seen
    assert not vault_folder(home).exists()
    assert not home.exists()


def test_the_vault_of_an_adult_on_the_same_computer_is_left_as_it_is(vault, visavis):
    vault.begin("aa11", "saying_no", "A title", "2026-11-20T20:00:00+00:00")
    vault.close()
    assert visavis(*YOUNG, typed=["2"])[0] == 0
    assert "aa11" in visavis("sessions")[1]


def test_who_says_so_while_talking_is_led_out_and_the_session_is_erased(vault):
    app = App(Config.load(), vault=vault)
    link = FakeLink()
    made = app.rehearsal(scenario.load("saying_no"), link)
    made.start(1, (), {})
    link.inbox = [Ready({}, (), {})]
    made.tick()
    link.inbox = [Answered(link.number, partner(0), None, {})]
    made.tick()
    app.writers[0].flush()
    assert len(vault.sessions()) == 1
    made.say("I'm fifteen")
    if made.state.phase == "checking_in":
        made.check_in("not_adult")
    assert made.state.phase == "stopped"
    assert vault.sessions(with_hidden=True) == []
    app.close()
