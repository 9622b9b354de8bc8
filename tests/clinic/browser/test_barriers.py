"""Every page can be used by keyboard and read aloud: WCAG 2.2 AA, looked for by axe."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from selenium.webdriver.common.keys import Keys

from benchmarks import clinic_desk
from benchmarks.clinic import PAGES, There, routes
from tests.clinic.browser.chromium import Browser, chromium
from tests.clinic.browser.conftest import Therapist
from tests.clinic.security.served import served

FILES = {"/letters/{ident}/file", "/pair/{ident}/file", "/scenarios/{ident}/file"}
"""Handed over, not shown."""
DOOR = {"/", "/login", "/recover"}


@pytest.fixture(scope="module")
def here() -> list[There]:
    return []


@pytest.fixture(scope="module")
def therapist(
    tmp_path_factory: pytest.TempPathFactory, here: list[There]
) -> Iterator[Therapist]:
    """At a desk with a few clients, sessions, notes and scenarios."""
    place = tmp_path_factory.mktemp("therapist")
    with chromium(place / "downloads") as web:
        desk = clinic_desk.fill(place / "home" / "clinic", 3, 40)
        here.append(There.of(desk))
        desk.vault.close()
        with served(place / "home") as app:
            yield Therapist(app, web)


def test_the_door_has_no_barrier(therapist: Therapist) -> None:
    for path in ("/login", "/recover"):
        assert therapist.at(path).axe() == []


@pytest.mark.parametrize("path", sorted(set(routes("GET")) - FILES - DOOR))
def test_no_page_has_a_barrier(
    therapist: Therapist, here: list[There], path: str
) -> None:
    _inside(therapist)
    for way in PAGES[path]:
        web = therapist.at(way(here[0], 0))
        assert web.path != "/login"
        assert web.axe() == []


def test_nor_have_the_settings_of_an_assignment(therapist: Therapist) -> None:
    _inside(therapist)
    web = therapist.at("/clients")
    web.all("tbody a")[0].click()
    web.click("Assign something")
    web.choose("Conversation or exercise", "Saying no")
    web.until(lambda: web.all("#p0-times"), "the settings of the part")
    for part in web.all("details"):
        web.driver.execute_script("arguments[0].open = true", part)
    assert web.axe() == []


def _inside(therapist: Therapist) -> Browser:
    web = therapist.at("/clients")
    return therapist.come_in() if web.path != "/clients" else web


def test_the_main_path_by_keyboard_alone(therapist: Therapist) -> None:
    """In, to a client, an assignment sealed, locked: no mouse."""
    web = _inside(therapist)
    web.tab_to("Lock")
    web.press(Keys.ENTER)
    web.sees("Your desk is locked")
    assert web.focus.startswith("Passphrase")  # nothing to look for first
    web.press(clinic_desk.PASSPHRASE, Keys.ENTER)
    web.until(lambda: web.path == "/clients", "the clients")
    web.press(Keys.TAB)
    assert web.focus.startswith("Skip to the content")
    web.press(Keys.ENTER)
    web.tab_to("Ash 0000")
    web.press(Keys.ENTER)
    web.sees("Skills over time")
    web.tab_to("Assign something")
    web.press(Keys.ENTER)
    web.tab_to("Conversation or exercise")
    web.press("Saying no")
    web.press(Keys.TAB)
    web.until(lambda: web.all("#p0-times"), "the settings of the part")
    web.tab_to("Your note")
    web.press("By hand, without a mouse")
    web.tab_to("Seal it for")
    web.press(Keys.ENTER)
    web.sees("Hand it over")
    web.tab_to("Save the file")
