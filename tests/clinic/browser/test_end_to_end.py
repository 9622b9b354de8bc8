"""From the invitation to the correction, two vaults apart, carried by file.

The therapist works in Chromium, the client in a terminal; each step rests on the one
before it, as in life.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assets import ROOT
from tests.clinic.browser.conftest import Client, Therapist

SCRIPT = ROOT.parent / "examples" / "scripts" / "saying_no" / "skilled.txt"
NOTE = "Try the first evening, and stop whenever you like"
REASON = "They asked with a look, which no text shows"


@pytest.fixture(scope="module")
def done(
    therapist: Therapist, client: Client, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, str]:
    """The whole way, once; what was seen on it is asserted where it is done."""
    files = tmp_path_factory.mktemp("carried")
    web = therapist.come_in()
    web.sees("Nobody is here yet")
    _pair(therapist, client, files)
    _assign(therapist, client, "rehearsal:saying_no")
    session = _rehearse(client)
    report = _share(client, files / "shared.visavis", session)
    _read(therapist, files / "shared.visavis")
    _correct(therapist)
    return {"session": session, "report": report, "files": str(files)}


def _pair(therapist: Therapist, client: Client, files: Path) -> None:
    web = therapist.at("/pair")
    web.fill("Name on this desk", "Robin")
    web.click("Make an invitation")
    web.sees("Invitation for Robin")
    code = web.all(".code")[0].text
    invitation = web.saved("Save the file")
    answer = files / "answer.txt"
    told = client.does("pair", invitation, "--code", code, "--out", answer).stdout
    web.give("The file with their answer", answer)
    web.click("Open it")
    web.sees("Compare these five words")
    words = [one.text for one in web.all(".attention .phrase li")]
    assert len(words) == 5
    for word in words:
        assert word in told, f"{word} is not among the client's words: {told}"
    client.does("pair", "--same", "therapist")
    web.click("They are the same")
    web.sees("You can be sure")


def _assign(therapist: Therapist, client: Client, what: str) -> None:
    web = therapist.web
    web.click("Assign something")
    web.sees("What to do")
    title = web.driver.execute_script(
        "const all = document.querySelectorAll('option');"
        "return [...all].find((one) => one.value === arguments[0]).text",
        what,
    )
    web.choose("Conversation or exercise", title)
    web.until(lambda: web.all("#p0-times"), "the settings of the part")
    web.fill("Your note", NOTE)
    for box in web.all("input[name=share]"):
        if not box.is_selected():
            box.click()
    web.until(lambda: NOTE in web.all("#preview")[0].text, "the preview")
    web.click("Seal it for Robin")
    web.sees("Hand it over")
    letter = web.saved("Save the file")
    assert letter.suffix == ".visavis"
    assert NOTE.encode() not in letter.read_bytes()
    told = " ".join(client.does("open", letter).stdout.split())
    assert NOTE in told


def _rehearse(client: Client) -> str:
    client.does(
        "rehearse", "--assigned", "1.1", "--text", "--script", SCRIPT, "--seed", "7"
    )
    listed = client.does("sessions", "--json").stdout
    found = [json.loads(line) for line in listed.splitlines() if line.startswith("{")]
    sessions = found or json.loads(listed)
    return str(sessions[-1]["id"])


def _share(client: Client, out: Path, session: str) -> str:
    client.does("consent", "yes", "share")
    offered = json.loads(client.does("share", session, "--json").stdout)
    kinds = {one["kind"] for one in offered}
    assert {"attendance", "grades", "quotes"} <= kinds
    client.does("share", session, "--items", "attendance,grades", "--yes", "--out", out)
    shared = json.loads(client.does("share", "--list", "--json").stdout)
    quoted = next(one["value"] for one in offered if one["kind"] == "quotes")
    assert quoted.encode() not in out.read_bytes()
    return str(shared[-1]["id"])


def _read(therapist: Therapist, report: Path) -> None:
    web = therapist.at("/inbox")
    web.give("What a client gave you", report)
    web.click("Open it")
    web.until(lambda: web.path.startswith("/sessions/"), "the session")
    web.sees("Grades of skills")
    assert "Words that were said" not in web.text  # it was held back
    assert not web.all("blockquote")


def _correct(therapist: Therapist) -> None:
    web = therapist.web
    skill = web.all("#grades li .row strong")[0].text
    web.click("I see this otherwise")
    web.choose(f"Your grade of {skill}", "Solid")
    web.fill("Why", REASON)
    web.click("Keep my grade")
    web.sees("Your reason:")
    assert REASON in web.text
    row = web.all("#grades li")[0]
    assert row.find_elements("css selector", ".struck")  # the original stays beside it
    assert row.find_elements("css selector", ".grade")[0].text.endswith("Solid")


def test_pair_assign_rehearse_share_read_and_correct(done: dict[str, str]) -> None:
    assert done["session"] and done["report"]


def test_the_client_over_time_shows_the_correction(
    therapist: Therapist, done: dict[str, str]
) -> None:
    web = therapist.at("/clients")
    web.click("Robin")
    web.sees("Skills over time")
    assert web.all(".skills .tag")[0].text == "yours"


def test_what_was_withdrawn_is_gone_and_the_log_says_so(
    therapist: Therapist, client: Client, done: dict[str, str]
) -> None:
    back = Path(done["files"]) / "back.visavis"
    client.does("share", "--withdraw", done["report"], "--out", back)
    web = therapist.at("/inbox")
    web.give("What a client gave you", back)
    web.click("Open it")
    web.sees("has withdrawn what they shared")
    web.go(therapist.app.address + "/log")
    web.sees("The client withdrew a report; it was deleted")
    web.go(therapist.app.address + "/clients")
    web.click("Robin")
    web.sees("Nothing shared yet")
    assert REASON not in web.text


TITLE = "The kitchen light"


def test_a_scenario_that_was_written_here_is_assigned_and_played(
    therapist: Therapist, client: Client, done: dict[str, str]
) -> None:
    web = therapist.at("/scenarios")
    web.click("Begin")
    web.fill("Title", TITLE)
    web.fill("In two sentences", "The light stays on until you have talked.")
    web.fill("The situation", "You asked {partner} to sit down in the kitchen.")
    web.until(
        lambda: not web.all("#check .tag.care"), "a check list without open points"
    )
    web.click("Save")
    web.until(lambda: web.all("h1")[0].text == TITLE, "the new title")
    assert not web.all("#check .said.bad")
    for box in web.all("input[name^='asked.']"):
        web.driver.execute_script("arguments[0].click()", box)
    web.click("Save, and make it ready")
    web.sees("ready to assign")
    kept = web.saved("Export as a file").read_text("utf-8")
    assert TITLE in kept
    web = therapist.at("/clients")
    web.click("Robin")
    web.click("Assign something")
    web.choose("Conversation or exercise", TITLE)
    web.until(lambda: web.all("#p0-times"), "the settings of the part")
    web.until(lambda: TITLE in web.all("#preview")[0].text, "the preview")
    web.click("Seal it for Robin")
    web.sees("Hand it over")
    letter = web.saved("Save the file")
    assert TITLE.encode() not in letter.read_bytes()
    assert TITLE in client.does("open", letter).stdout
    every = json.loads(client.does("assignments", "--json").stdout)
    number = next(one["number"] for one in every if one["title"] == TITLE)
    told = client.does(
        "rehearse",
        "--assigned",
        f"{number}.1",
        "--text",
        "--script",
        SCRIPT,
        "--seed",
        "7",
    )
    assert "Kim" in told.stdout
