"""Progress as data: what ``visavis progress --json`` says and an export takes along."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from dialogue.progress import state
from dialogue.proposal import Proposal
from dialogue.skills import BY_ID
from sim.progress import DAY_S, Progress, parameters, reason


def as_json(found: Progress) -> dict[str, Any]:
    """The same as the table: words, dates and counts, no number for the person."""
    return {
        "rehearsals": found.rehearsals,
        "skills": [
            {
                "id": one.skill,
                "title": BY_ID[one.skill].title,
                "state": state(one, parameters().words),
                "last_seen": day_of(one.last_day).isoformat()
                if one.last_day is not None
                else None,
                "lines": one.lines,
                "rehearsals": one.sessions,
                "moments": one.moments,
            }
            for one in found.traces.values()
        ],
        "proposal": _offer(found.proposal) if found.proposal else None,
    }


def _offer(proposal: Proposal) -> dict[str, Any]:
    return {
        "scenario": proposal.scenario,
        "title": proposal.title,
        "difficulty": proposal.difficulty,
        "goals": list(proposal.goals),
        "reason": reason(proposal),
        "contraindications": list(proposal.contraindications),
    }


def day_of(day: float) -> date:
    """The day here, from days since 1970."""
    return datetime.fromtimestamp(day * DAY_S).astimezone().date()
