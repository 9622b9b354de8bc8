"""What is handed to the app is opened or refused, and never written where it says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sim.clinic.envelopes import MOST_BYTES
from tests.clinic.security.served import Served, Visitor, served

NAMES = (
    "../../../../tmp/escaped.visavis",
    "/etc/cron.d/escaped",
    "..\\..\\escaped.visavis",
    "C:\\escaped.visavis",
    "escaped\x00.visavis",
    "‮sivasiv.escaped",
    "a" * 5000,
    "<img src=x onerror=escaped()>",
)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("uploads")


@pytest.fixture(scope="module")
def app(place: Path) -> Iterator[Served]:
    with served(place / "home") as one:
        yield one


@pytest.fixture(scope="module")
def therapist(app: Served) -> Visitor:
    one = app.visitor()
    one.come_in()
    return one


def files(place: Path) -> set[Path]:
    return {path.relative_to(place) for path in place.rglob("*")}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("body", [b"no envelope", b"", b"\x00" * 4096])
def test_a_file_s_name_leads_nowhere(
    therapist: Visitor, place: Path, name: str, body: bytes
) -> None:
    before = files(place)
    therapist.get("/inbox")
    therapist.post("/inbox", files={"file": (name, body)})
    assert therapist.page.status_code in (200, 400, 409)
    assert "onerror=escaped" not in therapist.page.text
    assert files(place) == before
    assert not Path("/tmp/escaped.visavis").exists()
    assert not Path("/etc/cron.d/escaped").exists()


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py",
        "/static/..%2fapp.py",
        "/static/%2e%2e/app.py",
        "/static/....//app.py",
        "/static//etc/passwd",
        "/static-fonts/..%2f..%2fsim/cli.py",
        "/static/..%5capp.py",
        "/letters/..%2f..%2fetc%2fpasswd/file",
        "/pair/..%2f..%2fetc%2fpasswd/file",
    ],
)
def test_no_address_leads_out_of_the_app_s_folders(
    therapist: Visitor, path: str
) -> None:
    answer = therapist.get(path)
    assert "root:" not in answer.text
    assert "import" not in answer.text
    assert answer.status_code in (404, 409)


@pytest.mark.parametrize(
    "back", ["//evil.example", "https://evil.example", "/clients/\r\nX-Evil: 1"]
)
def test_a_form_does_not_send_the_browser_elsewhere(
    therapist: Visitor, app: Served, back: str
) -> None:
    therapist.get("/inbox")
    answer = therapist.web.post(
        "/letters/none/folder",
        data={"csrf": therapist.token, "back": back},
        headers={"origin": app.address},
        follow_redirects=False,
    )
    assert "evil" not in answer.headers.get("location", "").partition("/clients/")[0]
    assert "x-evil" not in answer.headers


def test_more_than_an_envelope_can_be_is_refused_in_words(therapist: Visitor) -> None:
    therapist.get("/inbox")
    therapist.post("/inbox", files={"file": ("big.visavis", b"x" * (MOST_BYTES + 1))})
    assert therapist.page.status_code == 200
    assert "Not done" in therapist.page.text
    assert "Traceback" not in therapist.page.text


def test_thousands_of_fields_or_files_are_refused_in_words(therapist: Visitor) -> None:
    therapist.get("/inbox")
    many = [("file", (f"{number}", b"x")) for number in range(200)]
    therapist.post("/inbox", files=many)
    assert therapist.page.status_code in (200, 400, 409, 413)
    assert "Traceback" not in therapist.page.text
    therapist.get("/inbox")
    therapist.post("/inbox", {f"f{number}": "x" for number in range(5000)})
    assert therapist.page.status_code in (303, 200, 400, 409, 413)
    assert therapist.get("/clients").status_code == 200
