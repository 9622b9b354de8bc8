"""Logs of simulated users, as the recorder keeps them, for the record of progress."""

from __future__ import annotations

from dialogue.messages import LineScore, Safety, SkillScore, Utterance
from dialogue.skills import SKILL_IDS
from sim.privacy.vault import Vault
from sim.session import events
from sim.session.events import Event
from tests.construct.users import Played, play
from tests.scenario.scripted import partner, scenario

FIRST_DAY = "2026-11-{day:02d}T18:00:00.000+00:00"
CHECK_IN = Safety("suicidality", "indirect", 0.8, "check_in", "a rule")
STOP = Safety("suicidality", "explicit", 0.99, "stop", "a rule")
ASKED_TO_STOP = Safety("stop_request", "explicit", 0.99, "stop", "a rule")


def log(
    scenario_id: str,
    profile: str,
    seed: int = 1,
    *,
    flag: Safety | None = None,
    most: int = 99,
) -> list[Event]:
    """A whole session; `flag` is what the screen found in the last line."""
    told = scenario(scenario_id)
    one = play(partner(scenario_id, seed), profile, seed)
    name, goals = told.persona.name, told.goals[:3]
    made = [events.started(told.id, told.title, name, seed, goals, {})]
    made += events.answered(one.turns[0], told.persona.levels, None)
    made += _talk(one, most)
    if flag is not None:
        made.append(events.safety(len(one.said), "user", flag))
    elif most < len(one.said):
        made.append(events.event("left", reason="window closed"))
    else:
        ending = one.turns[-1].ending
        ending = ending or partner(scenario_id, seed).ending(one.turns[-1].memory).id
        made.append(events.event("ended", ending=ending))
    return made


def _talk(one: Played, most: int) -> list[Event]:
    made: list[Event] = []
    for said, score, before, turn in zip(
        one.said, one.heard, one.turns, one.turns[1:], strict=False
    ):
        if turn.turn > most:
            break
        made.append(events.utterance(Utterance(turn.turn, said.text)))
        made += events.answered(turn, before.levels, _full(score))
    return made


def _full(score: LineScore) -> LineScore:
    """`score` with every skill: a scorer also says what it did not hear."""
    return LineScore(
        {skill: score.skills.get(skill, SkillScore(0.03, False)) for skill in SKILL_IDS}
    )


def keep(vault: Vault, session: str, made: list[Event], day: int) -> None:
    """Put a log into `vault`, begun on that day of November 2026."""
    at = FIRST_DAY.format(day=day)
    vault.begin(session, made[0]["scenario"], made[0]["title"], at)
    vault.append_all(session, 0, made, at)
    vault.close_session(session, at)
