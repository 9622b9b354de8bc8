"""Writing a scenario at the desk, from the template to what a client opens."""

from __future__ import annotations

import re
from typing import Any

import pytest

from dialogue.scenario import load_text
from sim.clinic.drafts import Drafts
from sim.clinic.web.editor_check import ASKED, template
from sim.clinic.web.editor_toml import written
from tests.clinic.web.browsing import HERE, Browser

PART = {"hx-request": "true"}
MINE = {
    "title": "Saying what was too fast",
    "summary": "It went too fast, and you would like to say so.",
    "briefing": "You and {partner} were close last night. It went too fast for you.",
}


@pytest.fixture
def desk(inside: Browser) -> Browser:
    """At a fresh draft."""
    inside.get("/scenarios")
    inside.post("/scenarios", {"base": "short"})
    return inside


def path(desk: Browser) -> str:
    return desk.page.url.path


def send(desk: Browser, to: str = "", **fields: Any) -> Any:
    """Send the draft's form, and come back to its page."""
    found = re.search(r'name="revision" value="(\d+)"', desk.page.text)
    assert found
    data = {name.replace("__", "."): value for name, value in fields.items()}
    return desk.post(path(desk) + to, {"revision": found[1], **data})


def drafts(desk: Browser) -> Drafts:
    return Drafts(desk.door.desk.vault)


def test_a_few_texts_make_a_scenario_that_a_client_can_open(desk: Browser) -> None:
    ticks = {f"asked.{name}": "1" for name in ASKED}
    send(desk, **MINE, do="approve", **ticks)
    assert "It is ready" in desk.text
    ready = drafts(desk).ready()
    assert len(ready) == 1
    scenario = load_text(ready[0].raw, ready[0].name)
    assert scenario.title == MINE["title"]
    assert f"{scenario.id}.toml" == ready[0].name
    send(desk, title="Changed")
    assert "draft" in desk.text and not drafts(desk).ready()


def test_it_is_not_ready_before_all_is_looked_at(desk: Browser) -> None:
    send(desk, do="approve", **{f"asked.{name}": "1" for name in ASKED})
    assert "open points" in desk.text
    send(desk, **MINE, do="approve")
    assert ASKED["nobody"] in desk.text
    assert not drafts(desk).ready()


def test_a_fault_is_shown_while_one_writes_and_nothing_is_saved(desk: Browser) -> None:
    here = path(desk)
    send(desk, "/check", persona__age="17")
    assert "Partner › Age" in desk.text and "25 to 99" in desk.text
    assert 'href="#persona.age"' in desk.page.text
    assert "36" in drafts(desk).one(here.rpartition("/")[2]).body


SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'"


def test_no_script_comes_from_a_text(desk: Browser) -> None:
    here = path(desk)
    texts = {
        "title": SCRIPT,
        "facts.0.topic": SCRIPT,
        "facts.0.tell": f"{SCRIPT} {{x}}",
        "persona.name": SCRIPT,
        "slots": f"{SCRIPT} = {SCRIPT}",
        "opening": SCRIPT,
        "persona.body": SCRIPT,
    }
    send(desk, **texts)
    pages = [desk.page.text, desk.get("/scenarios").text]
    for part in ("/check", "/lines", "/try"):
        desk.get(here)
        pages.append(send(desk, part, **texts, say=SCRIPT, **{"try": "say"}).text)
    desk.get(here)
    fine = {"persona.name": "Kim", "slots": "", "persona.body": "samuel"}
    send(desk, **{"facts.0.tell": SCRIPT}, **fine)
    for part in ("/check", "/lines", "/try"):
        desk.get(here)
        pages.append(send(desk, part, say=SCRIPT, **{"try": "say"}).text)
    assert any("&lt;script&gt;" in one for one in pages)
    for one in pages:
        assert "<script>alert" not in one and "<img" not in one


def test_two_windows_lose_nothing(desk: Browser) -> None:
    here = path(desk)
    send(desk, title="From the first window")
    desk.get(here)
    desk.post(here, {"revision": "1", "title": "From the second window"})
    assert "another window" in desk.text
    assert path(desk) != here
    titles = {one.title for one in drafts(desk).all()}
    assert titles == {"From the first window", "From the second window (copy)"}


def test_it_goes_out_and_comes_back_as_one_file(desk: Browser) -> None:
    here = path(desk)
    send(desk, **MINE)
    file = desk.get(f"{here}/file")
    assert "attachment" in file.headers["content-disposition"]
    desk.get(here)
    send(desk, "/delete")
    desk.post("/scenarios/import", files={"file": ("x.toml", file.content)})
    assert MINE["title"] in desk.text
    again = drafts(desk).all()
    assert len(again) == 1 and path(desk) != here
    assert drafts(desk).one(again[0].id).raw == file.content
    desk.get("/scenarios")
    desk.post("/scenarios/import", files={"file": ("x.toml", file.content)})
    assert "a name of its own" in desk.text
    assert len({one.scenario for one in drafts(desk).all()}) == 2


BAD = [
    b"",
    b"\xff\xfe",
    b"title = 3",
    b"facts = 'x'",
    b"a." * 3000 + b"b = 1",
    b"x" * (2**20 + 5),
    template().replace(b"age = 36", b"age = 12"),
    template() + b'\n[evil]\nx = "y"\n',
    template().replace(b"minutes = 10", b"minutes = 1979-05-27"),
]


@pytest.mark.parametrize("raw", BAD)
def test_a_file_that_is_no_scenario_is_refused_in_one_sentence(
    inside: Browser, raw: bytes
) -> None:
    inside.get("/scenarios")
    answer = inside.post("/scenarios/import", files={"file": ("x.toml", raw)})
    assert answer.status_code == 200
    assert "Not done:" in inside.text and "Traceback" not in inside.text
    assert drafts(inside).all() == ()


def test_a_scenario_of_the_program_is_a_base_with_a_name_of_its_own(
    inside: Browser,
) -> None:
    inside.get("/scenarios")
    inside.post("/scenarios", {"base": "first_date"})
    assert inside.page.status_code == 200
    assert drafts(inside).all()[0].scenario.startswith("own_saying_what_you_look_for")
    inside.get("/scenarios")
    assert inside.post("/scenarios", {"base": "../../x"}).status_code == 409


def test_trying_it_out_keeps_nothing(desk: Browser) -> None:
    here = path(desk)
    before = drafts(desk).all()
    send(desk, "/try", say="How are you?", **{"try": "say", "scored": "1"})
    assert "answers held a line of your own" in desk.text
    assert 'name="said" value="How are you?"' in desk.page.text
    desk.get(here)
    send(desk, "/try", said=["How are you?"] * 40, **{"try": "silence"})
    assert desk.page.status_code == 200
    assert drafts(desk).all() == before
    assert desk.door.desk.vault.sessions() == []


def test_a_subject_is_added_removed_and_brought_back(desk: Browser) -> None:
    send(desk, do="add:facts")
    assert 'name="facts.3.tell"' in desk.page.text
    send(desk, do="remove:facts.0")
    assert "what the days are like" not in desk.page.text
    send(desk, "/back")
    assert "what the days are like" in desk.page.text
    for odd in ("remove:facts.99", "remove:evil.0", "add:evil", "remove:facts.-1"):
        assert send(desk, do=odd).status_code in (200, 409)
        desk.get(path(desk))


def test_the_log_says_that_a_scenario_was_changed(desk: Browser) -> None:
    send(desk, **MINE)
    desk.get("/log")
    assert "Changed a scenario" in desk.text


def test_what_a_form_from_elsewhere_sends_is_not_taken(desk: Browser) -> None:
    here = path(desk)
    for to in ("", "/delete", "/check", "/try", "/copy"):
        answer = desk.web.post(
            here + to, data={"title": "x"}, headers={"origin": HERE, **PART}
        )
        assert answer.status_code == 403
    assert drafts(desk).all()[0].title != "x"


def test_written_is_what_is_kept(desk: Browser, tables: dict[str, Any]) -> None:
    kept = drafts(desk).one(path(desk).rpartition("/")[2])
    assert kept.body == written({**tables, "id": kept.scenario})
