"""Everything new in a folder that both sides see, taken as far as it can be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sim.clinic.errors import (
    EnvelopeError,
    Newer,
    NotForYou,
    Replayed,
    UnknownSender,
    Unreadable,
)
from sim.clinic.folder import Inbox, Outcome
from sim.clinic.letters import Keys
from sim.clinic.post import Post, Taken

_OUTCOMES: Final[tuple[tuple[type[EnvelopeError], Outcome], ...]] = (
    (NotForYou, "not_for_me"),
    (Replayed, "taken"),
    (UnknownSender, "later"),
    (Newer, "later"),
    (Unreadable, "later"),
    (EnvelopeError, "refused"),
)


@dataclass(frozen=True, slots=True)
class Gathered:
    """What a look into the folder has brought."""

    taken: tuple[Taken, ...]
    refused: tuple[tuple[Path, EnvelopeError], ...]
    """Each is told once, for the user; what is for somebody else is not here."""


def gather(
    post: Post, inbox: Inbox, keep: Callable[[Taken], object] | None = None
) -> Gathered:
    """Take every new letter in the folder.

    Args:
        post: opens them.
        inbox: finds them.
        keep: as for `Post.take`.

    Raises:
        FolderError: the folder cannot be read.
    """
    taken: list[Taken] = []
    refused: dict[Path, EnvelopeError] = {}
    is_to_look = True
    while is_to_look:
        is_to_look = False
        for found in inbox.new():
            try:
                letter = post.take(found.raw, keep)
            except EnvelopeError as error:
                outcome = next(o for kind, o in _OUTCOMES if isinstance(error, kind))
                inbox.done(found, outcome)
                if outcome in ("refused", "later"):
                    refused[found.path] = error
                continue
            inbox.done(found, "taken")
            refused.pop(found.path, None)
            taken.append(letter)
            is_to_look |= isinstance(letter.letter, Keys)
        if is_to_look:  # what was signed with keys that are known only now
            inbox.look_again()
    return Gathered(tuple(taken), tuple(refused.items()))
