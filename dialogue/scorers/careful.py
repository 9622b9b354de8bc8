"""The stronger scorer, for the debrief: a second, larger model reads each line too.

MPNet with the project's adapters takes about a tenth of a second a line, so it reads
when the talk is over, never while the partner waits to answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from dialogue.scorers import _heads, _reader, fused
from dialogue.scorers.fused import FusedScorer

MODEL: Final = "mpnet"


def create(options: Mapping[str, Any] | None = None) -> FusedScorer:
    """Make the scorer. Options ``model`` and ``larger``: own folders of weights.

    Raises:
        MissingModel: MPNet or MiniLM is not here; the message says how to get it. The
            scorer ``fused`` works without MPNet.
        WeightsError: the heads are missing or of another version.
        ModelError: a folder holds another kind of model.
    """
    given = options or {}
    heads = _heads.load()
    readers = [
        _reader.load(fused.MODEL, given.get("model")),
        _reader.load(MODEL, given.get("larger")),
    ]
    return FusedScorer(heads, heads.careful, readers)
