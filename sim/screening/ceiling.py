"""The user's own ceiling: what they do not want to meet, and how steep it may get."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Final

from dialogue.scenario import Scenario
from dialogue.scenario.vocabulary import CONTENT
from dialogue.strict import one_of
from sim.config import Settings
from sim.privacy.vault import Vault
from sim.texts import text

NOTE: Final = "ceiling"
"""Name of the note in the vault."""
STEEPEST: Final = 3


@dataclass(frozen=True, slots=True)
class Ceiling:
    """What is left out of every list; never more than the user said."""

    without: frozenset[str] = frozenset()
    """Of `CONTENT`."""
    steepest: int = STEEPEST
    """Highest difficulty, 1 to 3."""

    def allows(self, told: Scenario) -> bool:
        """Whether `told` stays below it."""
        return told.difficulty <= self.steepest and not self.meets(told)

    def meets(self, told: Scenario) -> tuple[str, ...]:
        """What is ruled out and is in `told`."""
        return tuple(one for one in told.content if one in self.without)

    def with_other(self, other: Ceiling) -> Ceiling:
        """Both at once: the lower one counts."""
        steepest = min(self.steepest, other.steepest)
        return Ceiling(self.without | other.without, steepest)

    def toggled(self, content: str) -> Ceiling:
        """With `content` ruled out, or let in again."""
        return replace(self, without=self.without ^ {content})

    def turned(self) -> Ceiling:
        """With the next steepness: all, gentle ones, gentle and steady ones, all."""
        return replace(self, steepest=self.steepest % STEEPEST + 1)


def title(content: str) -> str:
    """What a kind of content is called for the user."""
    return text(f"ceiling.{content}")


def titles(contents: Iterable[str]) -> str:
    """Several of them in one line."""
    return ", ".join(title(one)[0].lower() + title(one)[1:] for one in contents)


def of_settings(settings: Settings) -> Ceiling:
    """The part that the settings say.

    Raises:
        DataError: a word is no kind of content; names the near one.
    """
    words = [word.strip() for word in settings.rule_out.split(",") if word.strip()]
    for word in words:
        one_of("rule_out", word, CONTENT, "kind of content")
    return Ceiling(frozenset(words), settings.steepest)


def of_vault(vault: Vault | None) -> Ceiling:
    """The part that the user marked in the lobby; unknown words are passed over."""
    note: Any = vault.notes.get(NOTE) if vault is not None else None
    if not isinstance(note, dict):
        return Ceiling()
    steepest = note.get("steepest")
    return Ceiling(
        frozenset(note.get("without") or ()) & frozenset(CONTENT),
        steepest if steepest in (1, 2, 3) else STEEPEST,
    )


def is_said(vault: Vault | None, now: Ceiling) -> bool:
    """Whether `now` is more than a default: settings, flags or the vault say it."""
    is_kept = vault is not None and vault.notes.get(NOTE) is not None
    return is_kept or now != Ceiling()


def keep(vault: Vault | None, ceiling: Ceiling) -> None:
    """Keep it in the vault, if there is one."""
    if vault is not None:
        note = {"without": sorted(ceiling.without), "steepest": ceiling.steepest}
        vault.notes.keep(NOTE, note)
