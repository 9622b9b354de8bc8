"""What a client's vault does with a letter: an assignment is looked at, then kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Final

from dialogue.scenario import Scenario, check_setting, load_text, setting_of
from dialogue.slots import NAMES
from dialogue.strict import DataError
from sim.clinic.client.kept import Assignments, Kept, NoAssignment
from sim.clinic.client.task import Task
from sim.clinic.errors import Unreadable
from sim.clinic.letters import Assignment, Goodbye, Keys
from sim.clinic.post import Post, Taken
from sim.exercises._guide import ExerciseError, load
from sim.privacy.shelf import Shelf

_ENDING: Final = ".toml"
LONGEST_ID: Final = 80


@dataclass(frozen=True, slots=True)
class Received:
    """What came, ready to be told."""

    taken: Taken
    kept: Kept | None = None
    """The assignment, if it was one."""
    is_anew: bool = field(default=False)
    """Whether it stands in place of a former version."""


def receive(
    post: Post,
    shelf: Shelf,
    raw: bytes,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Received:
    """Open an envelope and keep what is for a client; all of it or nothing.

    Raises:
        EnvelopeError: one of its kinds; nothing was kept.
    """
    found: list[Received] = []
    post.take(raw, keeper(shelf, found.append, now))
    return found[0]


def keeper(
    shelf: Shelf,
    told: Callable[[Received], object],
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Callable[[Taken], None]:
    """What keeps a letter for a client, for `Post.take`; `told` gets what it was."""

    def keep(taken: Taken) -> None:
        told(_kept(taken, shelf, now().date().isoformat()))

    return keep


def _kept(taken: Taken, shelf: Shelf, today: str) -> Received:
    letter = taken.letter
    if isinstance(letter, Goodbye | Keys):
        return Received(taken)
    if not isinstance(letter, Assignment):
        raise Unreadable(
            "This letter is for a therapist's app: visavis clinic open FILE"
        )
    assignments = Assignments(shelf)
    kept = Kept(taken.sender.id, letter, today, _files(letter, taken.files))
    check(kept)
    try:
        former = assignments.get(kept.key)
    except NoAssignment:
        assignments.keep(kept)
        return Received(taken, kept)
    ids = {one.id for one in letter.parts}
    declined = tuple(one for one in former.declined if one in ids)
    kept = replace(kept, declined=declined, taken_on=former.taken_on)
    assignments.keep(kept)
    return Received(taken, kept, is_anew=True)


def _files(letter: Assignment, files: dict[str, bytes]) -> dict[str, str]:
    """The scenarios that belong to its parts; other files are not kept."""
    wanted = {one.what for one in letter.parts if one.kind == "rehearsal"}
    made = {}
    for name, raw in files.items():
        ident = name.removesuffix(_ENDING)
        if name.endswith(_ENDING) and ident in wanted:
            _own_scenario(raw, name, ident)
            made[ident] = raw.decode()
    return made


def _own_scenario(raw: bytes, name: str, ident: str) -> Scenario:
    try:
        made = load_text(raw, name)
    except DataError as cause:
        raise Unreadable(
            f"The scenario in the letter cannot be used: {cause}"
        ) from None
    if made.id != ident:
        raise Unreadable(f"{name}: the scenario in it is called {made.id!r}.")
    return made


def check(kept: Kept) -> None:
    """Refuse an assignment that cannot be done here as it is meant.

    Raises:
        Unreadable: says which part, and why.
    """
    letter = kept.letter
    if not 1 <= len(letter.id) <= LONGEST_ID:
        raise Unreadable(f"The assignment's id must have 1 to {LONGEST_ID} letters.")
    for place, part in enumerate(letter.parts, 1):
        try:
            _check_part(Task(kept, part))
        except (DataError, ExerciseError) as cause:
            raise Unreadable(
                f"Part {place} of the assignment cannot be done here: {cause} "
                "Nothing of it was kept; ask for it once more."
            ) from None


def _check_part(task: Task) -> None:
    part = task.part
    if part.kind == "exercise":
        load(part.what)
        return
    told = task.scenario()
    check_setting(told, setting_of(part.setting))
    unknown = [one for one in part.setting if one not in NAMES | told.slots]
    if unknown:
        raise DataError(f"{unknown[0]!r:.40} cannot be set in {told.id}.")
