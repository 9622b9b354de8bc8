"""Nobody comes in by a session made elsewhere, by trying, or by a form of their own."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from sim.clinic.web.page import COOKIE
from tests.clinic.security.served import PASSPHRASE, Served, Visitor, served

PAUSED = "wrong several times"
LOOKED_AT = "does not open the vault"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("home")) as one:
        one.visitor().come_in()
        yield one


@pytest.fixture
def therapist(app: Served) -> Visitor:
    one = app.visitor()
    one.come_in()
    assert one.page.url.path == "/clients"
    return one


def test_a_session_known_before_the_login_is_worth_nothing_after_it(
    app: Served,
) -> None:
    """Session fixation: a stranger plants the id they know."""
    stranger, victim = app.visitor(), app.visitor()
    stranger.get("/login")
    known = stranger.web.cookies[COOKIE]
    victim.web.cookies.set(COOKIE, known, domain="127.0.0.1")
    victim.come_in()
    assert victim.page.url.path == "/clients"
    assert known not in victim.web.cookies.jar.__repr__()
    assert stranger.get("/clients").url.path == "/login"


def test_a_session_is_over_with_the_lock(therapist: Visitor, app: Served) -> None:
    old = therapist.web.cookies[COOKIE]
    therapist.post("/lock")
    again = app.visitor()
    again.web.cookies.set(COOKIE, old, domain="127.0.0.1")
    assert again.get("/clients").url.path == "/login"


def test_the_token_of_one_session_is_no_good_in_another(
    therapist: Visitor, app: Served
) -> None:
    other = app.visitor()
    other.get("/login")
    therapist.get("/clients")
    answer = therapist.web.post(
        "/lock", data={"csrf": other.token}, headers={"origin": app.address}
    )
    assert answer.status_code == 403
    assert therapist.get("/clients").url.path == "/clients"


@pytest.mark.parametrize(
    "origin", ["http://127.0.0.1:1", "http://localhost:1", "https://127.0.0.1", "null"]
)
def test_a_form_of_another_page_on_this_computer_is_refused(
    therapist: Visitor, app: Served, origin: str
) -> None:
    """The browser would send the cookie along: it is the same site, another port."""
    therapist.get("/clients")
    therapist.post("/lock", headers={"origin": origin, "sec-fetch-site": "same-site"})
    assert therapist.page.status_code == 403
    assert therapist.get("/clients").url.path == "/clients"


def test_forty_tries_at_once_are_a_handful(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Brute force: who tries side by side gets no more tries than one after another."""
    with served(tmp_path_factory.mktemp("home")) as app:
        app.visitor().come_in()
        app.visitors[0].post("/lock")
        first = app.visitor()
        first.get("/login")
        token, cookie = first.token, first.web.cookies[COOKIE]

        def tried(number: int) -> str:
            return httpx.post(
                f"{app.address}/login",
                data={"csrf": token, "passphrase": f"a wrong one, {number}"},
                headers={"origin": app.address, "cookie": f"{COOKIE}={cookie}"},
                timeout=120,
                trust_env=False,
            ).text

        with ThreadPoolExecutor(8) as people:
            answers = list(people.map(tried, range(40)))
        # all forty share a session: one page may tell what two tries came to
        told = "".join([*answers, first.get("/login").text])
        paused, looked_at = map(told.count, (PAUSED, LOOKED_AT))
        assert paused + looked_at == 40
        # each pause doubles, so even a slow machine lets few more through
        assert 3 <= looked_at <= 8
        assert "Nobody is here yet" not in told
        right = app.visitor()
        right.get("/login")
        right.post("/login", {"passphrase": PASSPHRASE})
        assert right.page.url.path == "/login"  # the pause is for everybody
