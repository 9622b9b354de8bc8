"""A quick exit out of a real runtime."""

from __future__ import annotations

import pytest

from tests.openxr.vanish_play import FRAMES


@pytest.mark.monado
def test_a_quick_exit_from_a_worn_headset_is_quick_and_ends_without_a_fault(in_headset):
    seen = in_headset("vanish_play")
    assert seen["worn"] == FRAMES
    assert seen["took_s"] < 1.0  # a frame of Monado's lasts 0.05 s
    assert seen["goes_on"] is False
