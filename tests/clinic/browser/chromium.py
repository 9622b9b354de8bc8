"""Debian's Chromium, used as a person uses it: by what stands on the page."""

from __future__ import annotations

import os
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import Select

AXE = Path(__file__).with_name("axe.min.js").read_text("utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
WAIT_S = 60.0
MOST_TABS = 120

_NAMED = """
const words = (one) => one.innerText.replace(/\\s+/g, " ").trim();
const here = [...document.querySelectorAll(arguments[0])].filter(
  (one) => one.checkVisibility());
return here.find((one) => words(one) === arguments[1])
  || here.find((one) => words(one).startsWith(arguments[1]));
"""
_TEXT = "return document.body ? document.body.innerText : '';"
_OPTIONS = "return [...arguments[0].options].map((one) => one.text);"
_FOCUS = """
const one = document.activeElement;
if (!one || one === document.body) return "";
const label = one.labels && one.labels.length ? one.labels[0].innerText : "";
return (label || one.innerText || one.getAttribute("aria-label") || one.name || one.id);
"""
_RING = """
const one = document.activeElement;
const seen = getComputedStyle(one);
return seen.outlineStyle !== "none" && parseFloat(seen.outlineWidth) >= 1;
"""
_AXE = """
const done = arguments[arguments.length - 1];
axe.run(document, {
  runOnly: {type: "tag", values: arguments[0]},
  rules: {"target-size": {enabled: true}},
}).then((told) => done({
  passes: told.passes.length,
  violations: told.violations.map((one) => ({
    id: one.id, help: one.help,
    where: one.nodes.map((node) => node.html.slice(0, 200) + " "
      + (node.any.concat(node.all)[0]?.message ?? "")),
  })),
}), (error) => done({error: String(error)}));
"""


class Browser:
    """One window."""

    def __init__(self, driver: webdriver.Chrome, downloads: Path) -> None:
        self.driver = driver
        self.downloads = downloads

    # looking

    @property
    def text(self) -> str:
        """What can be seen of the page."""
        return str(self.driver.execute_script(_TEXT))

    @property
    def path(self) -> str:
        found = re.fullmatch(r"https?://[^/]+(/[^#]*)(#.*)?", self.driver.current_url)
        return found[1] if found else self.driver.current_url

    def sees(self, words: str) -> None:
        """Wait until the page says it."""
        self.until(lambda: words in self.text, f"{words!r} on {self.path}")

    def until(self, holds: Any, what: str) -> None:
        until = time.monotonic() + WAIT_S
        while True:
            try:
                if holds():
                    return
            except Exception as error:  # the page may just be changing
                last: object = error
            else:
                last = self.text
            assert time.monotonic() < until, f"{what}; there is: {last}"
            time.sleep(0.05)

    def all(self, way: str) -> list[WebElement]:
        return list(self.driver.find_elements(By.CSS_SELECTOR, way))

    def named(self, way: str, name: str) -> WebElement:
        """The one that can be seen and is called so."""
        found: list[WebElement] = []

        def look() -> bool:
            found[:] = filter(None, [self.driver.execute_script(_NAMED, way, name)])
            return bool(found)

        self.until(look, f"{way} {name!r} on {self.path}")
        return found[0]

    def labelled(self, label: str) -> WebElement:
        """The field with this label."""
        ident = self.named("label", label).get_attribute("for")
        if ident:
            return self.driver.find_element(By.ID, ident)
        return self.named("label", label).find_element(By.CSS_SELECTOR, "input")

    def axe(self) -> list[str]:
        """What hinders people on this page, by WCAG 2.2 A and AA."""
        self.driver.execute_script(AXE)
        told = self.driver.execute_async_script(_AXE, TAGS)
        assert "error" not in told, told
        assert told["passes"] > 5, "axe has looked at nothing"
        return [
            f"{one['id']}: {one['help']}: {one['where']}" for one in told["violations"]
        ]

    # doing

    def go(self, address: str) -> None:
        self.driver.get(address)

    def click(self, name: str) -> None:
        """Press a button, follow a link, or open a part of the page."""
        one = self.named("button, a, summary", name)
        self.driver.execute_script("arguments[0].scrollIntoView({block:'center'})", one)
        one.click()

    def fill(self, label: str, words: str) -> None:
        field = self.labelled(label)
        field.clear()
        field.send_keys(words)

    def choose(self, label: str, option: str) -> None:
        """Choose what begins so in a list."""
        field = Select(self.labelled(label))
        names = self.driver.execute_script(_OPTIONS, self.labelled(label))
        fits = [place for place, name in enumerate(names) if name.startswith(option)]
        assert fits, f"{option!r} is none of {names}"
        field.select_by_index(fits[0])

    def give(self, label: str, path: Path) -> None:
        """Choose a file."""
        self.labelled(label).send_keys(str(path))

    def saved(self, name: str) -> Path:
        """Follow a link to a file, and wait until it is there."""
        before = set(self.downloads.iterdir())
        self.click(name)
        found: list[Path] = []

        def look() -> bool:
            new = set(self.downloads.iterdir()) - before
            found[:] = [  # half of one has a name of Chromium's own
                one
                for one in new
                if one.suffix != ".crdownload" and not one.name.startswith(".")
            ]
            return bool(found) and found[0].stat().st_size > 0

        self.until(look, f"the file of {name!r}")
        return found[0]

    # by keyboard

    @property
    def focus(self) -> str:
        """What has the focus."""
        return " ".join(str(self.driver.execute_script(_FOCUS) or "").split())

    def press(self, *keys: str) -> None:
        """Press keys, wherever the focus is."""
        ActionChains(self.driver).send_keys(*keys).perform()

    def tab_to(self, name: str) -> None:
        """Tab until something called so has the focus, and shows that it has it."""
        passed = []
        for _ in range(MOST_TABS):
            self.press(Keys.TAB)
            passed.append(self.focus)
            if passed[-1].startswith(name):
                ring = self.driver.execute_script(_RING)
                assert ring, f"{name!r} has the focus, and nobody can see it"
                return
        raise AssertionError(f"no {name!r} by Tab on {self.path}; there are {passed}")


@contextmanager
def chromium(
    downloads: Path, width: int = 1280, height: int = 900
) -> Iterator[Browser]:
    """A browser of its own; files go to `downloads`."""
    program, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not program or not driver:
        pytest.skip("Chromium is not installed: apt install chromium chromium-driver")
    downloads.mkdir(parents=True, exist_ok=True)
    options = webdriver.ChromeOptions()
    options.binary_location = program
    for word in (
        "--headless=new",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--no-proxy-server",
        "--force-prefers-reduced-motion",
        f"--window-size={width},{height}",
    ):
        options.add_argument(word)
    if os.getuid() == 0:
        options.add_argument("--no-sandbox")  # it does not start as root with one
    options.add_experimental_option(
        "prefs",
        {
            "download.default_directory": str(downloads),
            "download.prompt_for_download": False,
            "safebrowsing.enabled": False,
        },
    )
    one = webdriver.Chrome(options, Service(driver))
    try:
        one.set_page_load_timeout(60)
        one.set_script_timeout(60)
        yield Browser(one, downloads)
    finally:
        one.quit()
