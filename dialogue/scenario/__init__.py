"""A scenario: who the partner is, what can be told, and how it may end."""

from dialogue.scenario.conditions import Condition, holds
from dialogue.scenario.loading import catalog, files, load, load_text
from dialogue.scenario.overlay import STEEPNESS, Overlay, laid_over
from dialogue.scenario.rules import Never, Rule
from dialogue.scenario.schema import (
    Ending,
    Fact,
    Line,
    Persona,
    Question,
    Request,
    RequestStance,
    Scenario,
    ScenarioError,
    Stage,
    Topic,
    placed,
)
from dialogue.scenario.telling import (
    as_told,
    check_setting,
    setting_of,
    values_of,
)
from dialogue.scenario.vocabulary import (
    FEELINGS,
    MANNERS,
    STAGES,
    TRIGGERS,
    Kind,
    Role,
    Stance,
)

__all__ = [
    "FEELINGS",
    "MANNERS",
    "STAGES",
    "STEEPNESS",
    "TRIGGERS",
    "Condition",
    "Ending",
    "Fact",
    "Kind",
    "Line",
    "Never",
    "Overlay",
    "Persona",
    "Question",
    "Request",
    "RequestStance",
    "Role",
    "Rule",
    "Scenario",
    "ScenarioError",
    "Stage",
    "Stance",
    "Topic",
    "as_told",
    "catalog",
    "check_setting",
    "files",
    "holds",
    "laid_over",
    "load",
    "load_text",
    "placed",
    "setting_of",
    "values_of",
]
