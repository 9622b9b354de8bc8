"""What a language model must do to word the partner's replies.

The partner's appraisal and move are decided before any model is asked; a model only
words them. `embedding` in this folder is no language model and has no `create`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a chat prompt."""

    role: str
    """system, user or assistant."""
    content: str


class LanguageModel(Protocol):
    """A causal language model that continues a chat."""

    def warm(self) -> None:
        """Load what is needed so that the first reply is not late.

        Raises:
            ModelError: the model is missing or broken; says how to get it.
        """

    def stream(
        self, messages: tuple[Message, ...], max_tokens: int, seed: int
    ) -> Iterator[str]:
        """Yield the reply piece by piece; closing the iterator stops the model.

        Raises:
            ModelError: the model failed while replying.
        """


class ModelError(Exception):
    """A language model is missing, slow or broken; one line for a person."""
