"""In a real browser: a fault shows while one types, and the partner answers."""

from __future__ import annotations

import os
from pathlib import Path

from tests.clinic.browser.conftest import Therapist, therapist

__all__ = ["therapist"]


def test_write_check_and_try_a_scenario(therapist: Therapist) -> None:
    web = therapist.come_in()
    therapist.at("/scenarios")
    assert web.axe() == []
    web.click("Begin")
    web.until(lambda: web.path.startswith("/scenarios/"), "the editor")
    assert web.axe() == []
    web.fill("Age", "17")
    web.until(lambda: "Partner › Age" in web.text, "the fault, without a press")
    web.fill("Age", "41")
    web.until(lambda: "The partner is an adult: 41" in web.text, "that it is mended")
    web.fill("What do you say?", "How are you, really?")
    web.click("Say it")
    web.until(lambda: "1 of 1 answers" in web.text, "an answer of the draft's own")
    assert web.axe() == []
    if folder := os.environ.get("EDITOR_SHOTS"):
        for width, height in ((1280, 1000), (820, 1100)):
            web.driver.set_window_size(width, height)
            name = Path(folder) / f"editor_{width}.png"
            web.driver.save_screenshot(str(name))
