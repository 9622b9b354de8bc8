"""Nobody sees or changes anything who has not given the passphrase."""

from __future__ import annotations

import pytest
from fastapi.routing import APIRoute

from sim.clinic.web.app import ROUTERS, lock_if_idle
from sim.clinic.web.page import COOKIE
from tests.clinic.web.browsing import HERE, PASSPHRASE, Browser, Clock

PATHS = [
    (method, route.path)
    for router in ROUTERS
    for route in router.routes
    if isinstance(route, APIRoute)
    for method in route.methods
]
OPEN = {
    ("GET", "/"),
    ("GET", "/login"),
    ("POST", "/login"),
    ("GET", "/recover"),
    ("POST", "/recover"),
}


def test_first_start_makes_the_desk_and_comes_in(outside: Browser) -> None:
    outside.get("/")
    assert "Welcome to your desk" in outside.text
    outside.come_in()
    assert "Nobody is here yet" in outside.text


@pytest.mark.parametrize(
    ("first", "again", "says"),
    [("short", "short", "10 letters"), (PASSPHRASE, PASSPHRASE + "s", "differ")],
)
def test_a_poor_passphrase_makes_no_desk(
    outside: Browser, first: str, again: str, says: str
) -> None:
    outside.get("/login")
    outside.post("/login", {"passphrase": first, "again": again})
    assert says in outside.text
    assert outside.door.state == "new"


@pytest.mark.parametrize(("method", "path"), sorted(set(PATHS) - OPEN))
def test_every_page_sends_strangers_to_the_door(
    inside: Browser, method: str, path: str
) -> None:
    token = inside.token
    inside.web.cookies.clear()
    url = path.replace("{", "").replace("}", "")
    answer = inside.web.request(
        method,
        url,
        data={"csrf": token} if method == "POST" else None,
        headers={"origin": HERE},
        follow_redirects=False,
    )
    assert answer.status_code == 303
    assert answer.headers["location"] == "/login"


@pytest.mark.parametrize("path", sorted({p for m, p in PATHS if m == "POST"}))
def test_every_form_needs_the_session_s_token(inside: Browser, path: str) -> None:
    url = path.replace("{", "").replace("}", "")
    for data in ({}, {"csrf": "x" * 43}):
        answer = inside.web.post(url, data=data, headers={"origin": HERE})
        assert answer.status_code == 403
        assert "too old to be sent" in answer.text


def test_each_login_has_a_session_of_its_own(inside: Browser) -> None:
    before = inside.web.cookies[COOKIE]
    inside.web.cookies.clear()
    inside.get("/login")
    outside = inside.web.cookies[COOKIE]
    inside.come_in()
    assert len({before, outside, inside.web.cookies[COOKIE]}) == 3
    for old in (before, outside):
        inside.web.cookies.clear()
        inside.web.cookies.set(COOKIE, old)
        assert "locked" in inside.get("/clients").text


def test_a_cookie_from_elsewhere_is_never_let_in(outside: Browser) -> None:
    outside.web.cookies.set(COOKIE, "chosen-by-somebody-else", domain="127.0.0.1")
    outside.get("/login")
    outside.come_in()
    assert outside.web.cookies[COOKIE] != "chosen-by-somebody-else"


def test_the_cookie_is_kept_from_scripts_and_other_sites(outside: Browser) -> None:
    cookie = outside.get("/login").headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=strict" in cookie


def test_wrong_passphrases_meet_a_growing_pause(
    inside: Browser, clock_s: Clock
) -> None:
    inside.post("/lock")
    for _ in range(3):
        inside.post("/login", {"passphrase": "not this one at all"})
    inside.post("/login", {"passphrase": PASSPHRASE})
    assert "Wait 2 s" in inside.text
    clock_s.now += 2.1
    inside.post("/login", {"passphrase": "not this one at all"})
    inside.post("/login", {"passphrase": PASSPHRASE})
    assert "Wait 4 s" in inside.text
    clock_s.now += 4.1
    inside.post("/login", {"passphrase": PASSPHRASE})
    assert "Clients" in inside.text


def test_it_locks_itself_and_forgets_the_key(inside: Browser, clock_s: Clock) -> None:
    clock_s.now += 599
    lock_if_idle(inside.door)
    assert inside.door.state == "open"
    inside.get("/clients")
    clock_s.now += 601
    lock_if_idle(inside.door)
    assert inside.door.state == "shut"
    assert inside.door._vault is not None and inside.door._vault.is_locked
    assert "Your desk is locked" in (inside.get("/clients") and inside.text)


def test_typing_keeps_it_open(inside: Browser, clock_s: Clock) -> None:
    token = inside.token
    for _ in range(3):
        clock_s.now += 400
        answer = inside.web.post(
            "/alive", data={"csrf": token}, headers={"origin": HERE}
        )
        assert answer.status_code == 204
        lock_if_idle(inside.door)
    assert inside.door.state == "open"
