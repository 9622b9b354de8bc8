"""An exercise in a window of its own keeps the rules of a headset, too."""

from __future__ import annotations

from unittest.mock import MagicMock

import pytest

from sim.exercise_alone import Alone


@pytest.mark.parametrize("is_careful", [True, False])
def test_nothing_is_felt_in_careful_mode_though_hands_may_tremble(
    is_careful: bool,
) -> None:
    alone = MagicMock()
    alone._app.care.is_careful = is_careful
    Alone._new_frame(alone)
    assert alone._headset.beside.is_discreet is is_careful
