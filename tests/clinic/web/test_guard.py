"""Pages from elsewhere can neither reach in nor read; the browser is told the rest."""

from __future__ import annotations

import pytest

from tests.clinic.web.browsing import HERE, PORT, Browser


@pytest.mark.parametrize(
    "host", ["evil.example", f"evil.example:{PORT}", "127.0.0.1", "127.0.0.1:1", ""]
)
def test_other_names_for_this_computer_are_refused(inside: Browser, host: str) -> None:
    answer = inside.get("/clients", headers={"host": host})
    assert answer.status_code == 421
    assert "Clients" not in answer.text


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", f"http://127.0.0.1:{PORT + 1}", None]
)
def test_a_form_from_elsewhere_is_refused_even_with_the_token(
    inside: Browser, origin: str | None
) -> None:
    headers = {} if origin is None else {"origin": origin}
    answer = inside.web.post("/lock", data={"csrf": inside.token}, headers=headers)
    assert answer.status_code == 403
    assert inside.door.state == "open"


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_page_cannot_read_or_embed(inside: Browser, site: str) -> None:
    answer = inside.get("/clients", headers={"sec-fetch-site": site})
    assert answer.status_code == 403


def test_a_link_from_elsewhere_leads_to_the_front_door_only(inside: Browser) -> None:
    about = {"sec-fetch-site": "cross-site", "sec-fetch-dest": "document"}
    answer = inside.web.get("/", headers=about, follow_redirects=False)
    assert answer.status_code == 303
    assert inside.get("/clients", headers=about).status_code == 403


@pytest.mark.parametrize("path", ["/clients", "/login", "/nowhere", "/static/desk.css"])
def test_every_answer_tells_the_browser_to_be_careful(
    inside: Browser, path: str
) -> None:
    headers = inside.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert ("no-store" in headers["cache-control"]) == (not path.startswith("/static"))


def test_pages_hold_no_script_style_or_address_from_elsewhere(inside: Browser) -> None:
    for path in ("/clients", "/login"):
        body = inside.get(path).text
        assert "style=" not in body and "<style" not in body
        assert "onclick" not in body and "<script>" not in body
        assert "http://" not in body.replace("http://www.w3.org", "")
        assert "https://" not in body


def test_what_is_too_long_is_not_read(inside: Browser) -> None:
    headers = {"origin": HERE, "content-length": str(2**40)}
    answer = inside.web.post("/lock", content=b"", headers=headers)
    assert answer.status_code == 413


def test_an_unknown_page_says_so(inside: Browser) -> None:
    assert inside.get("/nowhere").status_code == 404
    assert "There is no such page here" in inside.text
