"""What the user says about the debrief: this is wrong, and here I could use it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from dialogue import safety
from dialogue.messages import Safety
from dialogue.scenario import Scenario
from sim.session import events
from sim.session.debrief import Debrief, build
from sim.session.debrief_before import Earlier
from sim.session.debrief_log import Mark, tell
from sim.session.debrief_why import Statement
from sim.session.events import Event
from sim.session.recorder import branches


@dataclass
class LookingBack:
    """A debrief that can be asked about and corrected while it is looked at."""

    log: list[Event]
    """The whole session; `keep` adds to it."""
    scenario: Scenario | None
    keep: Callable[[Event], None]
    """Adds an event to the log and to the record."""
    past: Sequence[Earlier] = ()

    @property
    def made(self) -> Debrief:
        """The debrief as it stands now."""
        return build(self.log, self.scenario, self.past)

    def about(self, number: int) -> Statement | None:
        """The statement with this number, None for none."""
        return self.made.numbered(number)

    def wrong(self, number: int, note: str = "", *, is_wrong: bool = True) -> bool:
        """Mark a statement as wrong, or take that back; whether there is such a one."""
        made = self.made
        found = made.numbered(number)
        if found is None:
            return False
        self.keep(mark(found, made.scenario, note, is_wrong=is_wrong))
        return True

    def use(self, text: str) -> Safety | None:
        """Keep where the user wants to use this; "" takes it back.

        Returns:
            What the safety screen found when it must be answered before anything
            else; then nothing was kept.
        """
        flag = safety.screen(text) if text.strip() else Safety()
        if flag.action == "stop":
            return flag
        self.keep(events.transfer(text))
        return None


def mark(
    statement: Statement, scenario: str, note: str = "", *, is_wrong: bool = True
) -> Event:
    """The event that marks `statement` as wrong, or takes the mark back."""
    made = events.event(
        "marked_wrong",
        statement=statement.key,
        scenario=scenario,
        skill=statement.skill,
        words=statement.words,
        says=statement.says,
        note=" ".join(note.split()),
        is_wrong=is_wrong,
    )
    # a mark on no line in particular has no turn, or a replay would make one up
    return made if statement.turn is None else {**made, "turn": statement.turn}


def corrections(log: Iterable[Event]) -> tuple[Mark, ...]:
    """What the user marked as wrong in a session, as it stands."""
    return tuple(tell(branches(log)[-1]).marks.values())
