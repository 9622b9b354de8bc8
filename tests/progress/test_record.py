"""What the record of rehearsals says: the same lines count as in the debrief."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from dialogue.progress import NOT_SEEN, state
from dialogue.skills import BY_ID
from sim import cli
from sim.privacy.keys import Cost
from sim.privacy.sources import KeySource
from sim.privacy.vault import Vault
from sim.progress import lobby_line, parameters, past_of, progress, reason
from sim.session.events import event
from tests.progress.logs import ASKED_TO_STOP, CHECK_IN, FIRST_DAY, STOP, keep, log
from tests.scenario.scripted import scenario

SECRET = "a good long passphrase"
NOW = datetime(2026, 11, 12, 20, tzinfo=UTC)
ID = "hearing_no"
KNOWN = {ID: scenario(ID)}
OFFERED = tuple(
    scenario(name) for name in (ID, "saying_no", "sex_hurts", "lights_on", "menopause")
)
AT = FIRST_DAY.format(day=1)


@pytest.fixture
def vault(home, monkeypatch):
    monkeypatch.setenv("VISAVIS_PASSPHRASE", SECRET)
    with Vault.create(KeySource(SECRET, cost=Cost(1, 8, 1)), home) as made:
        yield made


def test_what_the_partner_did_before_a_line_is_read_from_the_log():
    done: dict[str, set[str]] = {}
    for profile in ("skilled", "contemptuous", "pressuring"):
        lines = past_of(log(ID, profile), AT, KNOWN).session.lines
        done[profile] = {one for line in lines for one in line.after}
        assert not lines[0].after & {"told", "agreed"}
    assert {"told", "agreed"} <= done["skilled"]
    assert {"hurt", "angry"} <= done["contemptuous"] - done["skilled"]
    assert "no" in done["pressuring"]


def test_each_line_that_counts_is_there_once():
    made = log(ID, "skilled")
    said = sum(one["event"] == "utterance" for one in made)
    assert len(past_of(made, AT, KNOWN).session.lines) == said


def test_a_flagged_line_does_not_count_and_a_stopped_session_not_at_all():
    whole = past_of(log(ID, "skilled"), AT, KNOWN)
    flagged = past_of(log(ID, "skilled", flag=CHECK_IN), AT, KNOWN)
    stopped = past_of(log(ID, "skilled", flag=STOP), AT, KNOWN)
    assert len(flagged.session.lines) == len(whole.session.lines) - 1
    assert stopped.session.lines == ()
    assert (whole.is_distress, flagged.is_distress, stopped.is_distress) == (
        False,
        True,
        True,
    )
    assert stopped.is_stopped and not flagged.is_stopped


def test_asking_to_stop_is_a_stop_of_ones_own():
    own = past_of(log(ID, "skilled", flag=ASKED_TO_STOP), AT, KNOWN)
    assert own.is_distress and not own.is_stopped and not own.session.lines


def test_a_cold_ending_is_a_rupture_and_a_warm_one_is_not():
    cold = past_of(log(ID, "contemptuous"), AT, KNOWN)
    warm = past_of(log(ID, "skilled"), AT, KNOWN)
    left = past_of(log(ID, "skilled", most=4), AT, KNOWN)
    assert cold.is_rupture and not warm.is_rupture and not left.is_rupture
    assert left.warmth is None and warm.warmth == 1.0


def test_what_the_user_called_wrong_does_not_count():
    made = log(ID, "skilled")
    before = past_of(made, AT, KNOWN).session
    turn = next(
        one["turn"]
        for one in made
        if one["event"] == "skills" and one["skills"]["validation"]["present"]
    )
    line = event(
        "marked_wrong", statement=f"validation@{turn}", skill="validation", turn=turn
    )
    assert past_of([*made, line], AT, KNOWN).session.seen("validation") == (
        before.seen("validation") - 1
    )
    grade = event("marked_wrong", statement="goal:validation", skill="validation")
    assert past_of([*made, grade], AT, KNOWN).session.seen("validation") == 0


def test_only_the_last_try_of_a_moment_counts():
    made = log(ID, "skilled")
    again = [*made[:-1], event("branched", from_turn=2)]
    assert len(past_of(again, AT, KNOWN).session.lines) == 2


def test_a_skilled_user_is_steadier_than_a_pressuring_one(vault):
    for number, profile in enumerate(("skilled", "pressuring")):
        for seed in (1, 2, 3):
            keep(vault, f"{number}{seed}", log(ID, profile, seed), day=seed)
        if profile == "skilled":
            skilled = progress(vault, OFFERED, NOW)
        for info in vault.sessions():
            vault.erase_session(info.id)
    for seed in (1, 2, 3):
        keep(vault, f"p{seed}", log(ID, "pressuring", seed), day=seed)
    pressing = progress(vault, OFFERED, NOW)
    for skill in ("validation", "accepts_no", "open_question", "appreciation"):
        assert skilled.traces[skill].low > pressing.traces[skill].high, skill


def test_one_line_is_proposed_in_the_lobby_and_reads_as_a_sentence(vault):
    keep(vault, "one", log(ID, "skilled"), day=10)
    found = progress(vault, OFFERED, NOW)
    assert found.proposal is not None
    line = lobby_line(vault, OFFERED, NOW)
    assert reason(found.proposal) in line
    assert "{" not in line and "\n" not in line
    assert found.proposal.title in line


def test_without_a_vault_or_with_too_little_the_lobby_is_as_ever(vault):
    assert lobby_line(None, OFFERED) == ""
    assert lobby_line(vault, OFFERED) == ""
    keep(vault, "few", log(ID, "skilled", most=3), day=10)
    assert lobby_line(vault, OFFERED) == ""


def test_looking_and_passing_over_writes_nothing(vault):
    keep(vault, "one", log(ID, "skilled"), day=10)
    before = [vault.events(info.id) for info in vault.sessions()]
    first = progress(vault, OFFERED, NOW)
    again = progress(vault, OFFERED, NOW)
    assert first == again
    assert [vault.events(info.id) for info in vault.sessions()] == before


def test_the_command_tells_words_and_counts_and_no_number_for_the_person(vault, capsys):
    keep(vault, "one", log(ID, "skilled"), day=10)
    keep(vault, "two", log("saying_no", "blunt"), day=11)
    vault.close()
    assert cli.main(["progress", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["rehearsals"] == 2
    assert {one["id"] for one in told["skills"]} <= set(BY_ID)
    for one in told["skills"]:
        assert set(one) == {
            "id",
            "title",
            "state",
            "last_seen",
            "lines",
            "rehearsals",
            "moments",
        }
    assert told["proposal"]["contraindications"]
    assert cli.main(["progress"]) == 0
    page = capsys.readouterr().out
    assert "emerging" in page and "rehearsal" in page
    assert told["proposal"]["contraindications"][0][:30] in page
    assert "%" not in page and "streak" not in page and "{" not in page


def test_without_a_vault_the_command_says_so(home, capsys):
    assert cli.main(["progress"]) == 0
    assert "no vault" in capsys.readouterr().err
    assert cli.main(["progress", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["skills"] == []


def test_an_unknown_scenario_in_the_record_is_no_obstacle(vault):
    made = log(ID, "skilled")
    made[0] = {**made[0], "scenario": "my_own"}
    keep(vault, "own", made, day=10)
    found = progress(vault, OFFERED, NOW)
    assert found.rehearsals == 1
    assert any(
        state(one, parameters().words) != NOT_SEEN for one in found.traces.values()
    )
