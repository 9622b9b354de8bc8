"""Who has switched captions off sees no words of a talk: neither's."""

from __future__ import annotations

from typing import Any

import pytest

from sim.beside import Beside
from sim.hud import Hud


@pytest.mark.parametrize("captions", [True, False])
def test_without_captions_what_the_user_said_is_not_written_either(
    *, captions: bool
) -> None:
    hud: Any = Hud.__new__(Hud)
    hud._captions, hud._beside, hud._heard = captions, Beside(), None
    hud._card = lambda *words: words
    hud.heard("I would like that.")
    assert bool(hud._beside.heard) is captions
    assert (hud._heard is not None) is captions
