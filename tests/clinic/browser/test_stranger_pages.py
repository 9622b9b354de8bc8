"""What a page from elsewhere, or a stranger's words, can do in a browser: nothing."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from tests.clinic.browser.conftest import Therapist

EVIL = """<!doctype html><title>Evil</title><body>
<iframe name=frame src="{app}/clients"></iframe>
<img id=image src="{app}/clients">
<form method=post action="{app}/pair"><input name=alias value=Mallory>
<input name=csrf value=guess><button>Go</button></form>
<script>
window.read = "";
fetch("{app}/clients", {{credentials: "include"}})
  .then((one) => one.text()).then((text) => {{ window.read = text; }})
  .catch(() => {{ window.read = "refused"; }});
</script>"""
INLINE = """
window.ran = [];
const broken = [];
document.addEventListener("securitypolicyviolation",
  (one) => broken.push(one.effectiveDirective));
const script = document.createElement("script");
script.textContent = "window.ran.push('script')";
document.body.append(script);
const holder = document.createElement("div");
holder.innerHTML = "<img src='nowhere' onerror='window.ran.push(1)'>"
  + "<a href='javascript:window.ran.push(2)' id='js'>x</a>"
  + "<p id='styled' style='position:fixed'>x</p>"
  + "<img src='https://elsewhere.example/x.png'>"
  + "<iframe src='https://elsewhere.example/'></iframe>";
document.body.append(holder);
document.getElementById("js").click();
const done = arguments[arguments.length - 1];
setTimeout(() => done({ran: window.ran, broken: [...new Set(broken)],
  styled: getComputedStyle(document.getElementById("styled")).position}), 1500);
"""


@pytest.fixture(scope="module")
def elsewhere(therapist: Therapist) -> Iterator[str]:
    """Another program's page on this computer: the same site, as browsers see it."""
    body = EVIL.format(app=therapist.app.address).encode()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("content-type", "text/html")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *words: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_page_from_elsewhere_reads_and_posts_nothing(
    therapist: Therapist, elsewhere: str
) -> None:
    web = therapist.come_in()
    web.go(elsewhere)
    web.until(lambda: web.driver.execute_script("return window.read"), "an answer")
    assert web.driver.execute_script("return window.read") == "refused"
    assert web.driver.execute_script("return image.naturalWidth") == 0
    frame = "try { return frames[0].document.body.innerText } catch { return '' }"
    assert "Clients" not in web.driver.execute_script(frame)
    web.click("Go")
    web.sees("Only the app's own pages" if "Only" in web.text else "may not reach")
    web = therapist.at("/pair")
    assert web.path == "/pair"  # still inside, and nobody was invited
    assert "Mallory" not in web.text


def test_nothing_inline_and_nothing_from_elsewhere_runs(therapist: Therapist) -> None:
    web = therapist.come_in()
    told = web.driver.execute_async_script(INLINE)
    assert told["ran"] == []
    assert told["styled"] == "static"
    assert {"script-src-elem", "script-src-attr", "style-src-attr"} <= set(
        told["broken"]
    )
    assert {"img-src", "frame-src"} <= set(told["broken"])


def test_what_somebody_writes_is_only_ever_words(therapist: Therapist) -> None:
    web = therapist.come_in()
    web = therapist.at("/pair")
    web.fill("Name on this desk", "<b onclick=x()>Robin</b>")
    web.click("Make an invitation")
    web.sees("Invitation for <b onclick=x()>Robin</b>")
    assert not web.all("main b")
