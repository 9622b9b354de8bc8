"""Names, pronouns and facts: by flag, setting, terminal and from an earlier session."""

from __future__ import annotations

import argparse
import io
from dataclasses import dataclass

import pytest
from rich.console import Console

from dialogue.scenario import as_told, load, setting_of, values_of
from dialogue.slots import Setting
from dialogue.strict import DataError
from sim import terminal
from sim.app import App, resumed_scenario
from sim.cli import parser
from sim.commands.flags import flags
from sim.config import Config, Settings
from sim.lines import Keyboard
from sim.session import debrief
from sim.session.events import event, started
from sim.setting import changed, facts, of_settings

OURS = Setting("Kim", "they/them", "wife", {"together": "a year"}, "Quill", "she/her")


def test_flags_become_the_setting():
    words = (
        "rehearse lights_on --partner-name Quill --partner-pronouns she/her "
        "--relationship wife --user-name Kim --set together=a~year --set other=x"
    )
    given = parser().parse_args([one.replace("~", " ") for one in words.split()])
    given_flags = {key: one for key, one in flags(given).items() if one is not None}
    setting = of_settings(Settings(**given_flags))
    assert setting.partner_name == "Quill" and setting.relationship == "wife"
    assert setting.words == {"together": "a year", "other": "x"}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("together", "write it as NAME=VALUE"),
        ("=six", "write it as NAME=VALUE"),
        ("partner=Quill", "has a flag of its own"),
        ("together={x}", "leave out braces"),
    ],
)
def test_a_fact_that_cannot_be_set_is_refused_in_one_line(text, says):
    with pytest.raises(DataError, match=says) as error:
        facts(text)
    assert "\n" not in str(error.value)


def test_a_setting_may_come_from_the_environment():
    config = Config.load(
        {}, environ={"VISAVIS_PARTNER_NAME": "Quill", "VISAVIS_SET": "together=a year"}
    )
    assert of_settings(config.settings).partner_name == "Quill"
    assert of_settings(config.settings).words == {"together": "a year"}


def test_the_terminal_asks_for_each_and_keeps_what_is_not_changed():
    told = load("lights_on")
    typed = io.StringIO("Quill\nshe & her\nshe/her\n\n\n\n" + "a year\n")
    out = io.StringIO()
    console = Console(file=out, width=100)
    setting = terminal.change_setting(console, Keyboard(typed), told, Setting())
    assert setting.partner_name == "Quill" and setting.partner_pronouns == "she/her"
    assert setting.relationship == "" and setting.words == {"together": "a year"}
    assert "write pronouns with strokes between" in out.getvalue()


def test_a_change_is_checked_and_can_be_taken_back():
    told = load("lights_on")
    assert changed(OURS, told, "partner", "").partner_name == ""
    with pytest.raises(DataError, match="at most 40"):
        changed(OURS, told, "relationship", "x" * 41)
    with pytest.raises(DataError, match="no fact of lights_on"):
        changed(OURS, told, "no_such_fact", "x")


def log_of(scenario_id):
    told = as_told(load(scenario_id), OURS)
    return [
        started(told.id, told.title, told.persona.name, 1, (), values_of(told, OURS)),
        event("utterance", turn=1, text="Good night.", source="typed", speech=None),
        event("ended", ending=told.endings[-1].id, epilogue=""),
    ]


@dataclass
class OneSession:
    """The part of a vault that going on needs."""

    log: list

    def info(self, session):
        return argparse.Namespace(id=session, scenario="lights_on")

    def events(self, session):
        return self.log


def test_a_session_that_goes_on_keeps_its_names():
    app = App(Config.load({}, environ={}), vault=OneSession(log_of("lights_on")))
    told = resumed_scenario(app, "abc")
    assert told.persona.name == "Quill" and told.slots["together"] == "a year"
    assert app.setting == OURS
    assert setting_of(app.values(told)) == OURS


def test_the_debrief_speaks_of_the_partner_that_was_met():
    scenario = load("lights_on")
    made = debrief.build(log_of("lights_on"), scenario)
    assert made.partner == "Quill"
    assert "Quill" in made.epilogue and scenario.persona.name not in made.epilogue
    assert not set("{}") & set(made.epilogue)


def test_the_list_and_the_lobby_show_the_names_too():
    app = App(Config.load({"partner_name": "Quill"}, environ={}))
    lights = next(told for told in app.scenarios() if told.id == "lights_on")
    assert lights.persona.name == "Quill"
    assert "Quill" in lights.briefing and "{" not in lights.summary
