"""What every request must be, and what every answer says to the browser.

The app listens on this computer only; that keeps other computers out. Other programs
and pages on this computer are kept out here: a page from elsewhere can neither post to
the app nor read from it, and a name that leads to 127.0.0.1 (DNS rebinding) is refused.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Final

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

MOST_BODY: Final = 40 * 2**20
"""Bytes of one request: four of the largest envelopes, and room."""
STATIC: Final = "/static"
_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; "
    "img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
_HEADERS: Final = (
    (b"content-security-policy", _POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    # no-referrer would take the Origin from the app's own forms, too
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
)
_METHODS: Final = frozenset({"GET", "HEAD", "POST"})


class Guard:
    """Stands before the app."""

    def __init__(self, app: App, port: int) -> None:
        """`port` is the one the app listens on."""
        self._app = app
        self._hosts = frozenset(
            f"{name}:{port}".encode() for name in ("127.0.0.1", "localhost")
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what may come in, and mark what goes out."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            return
        refused = self._refusal(scope)
        if refused is not None:
            await _say(send, *refused)
            return
        is_static = scope["path"].startswith(STATIC)

        async def marked(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                cache = b"private, max-age=3600" if is_static else b"no-store"
                headers = [*message.get("headers", ()), *_HEADERS]
                message["headers"] = [*headers, (b"cache-control", cache)]
            await send(message)

        await self._app(scope, receive, marked)

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        """Status and sentence, if the request may not come in."""
        headers = dict(scope["headers"])
        names = [name for name, _ in scope["headers"]]
        host = headers.get(b"host", b"").lower()
        if host not in self._hosts or names.count(b"host") != 1:
            return 421, "This app is reached by its own address only."
        if scope["method"] not in _METHODS:
            return 405, "That is not something to do here."
        site = headers.get(b"sec-fetch-site", b"none")
        if site not in (b"none", b"same-origin") and not _is_visit(headers, scope):
            return 403, "Another page may not reach into this app."
        if scope["method"] != "POST":
            return None
        if headers.get(b"origin") != b"http://" + host:
            return 403, "Only the app's own pages may send something here."
        length = headers.get(b"content-length", b"")
        if not length.isdigit() or b"transfer-encoding" in headers:
            return 411, "Say how long it is."
        if int(length) > MOST_BODY:
            return 413, f"That is too much at once: {MOST_BODY // 2**20} MB at most."
        return None


def _is_visit(headers: dict[bytes, bytes], scope: Scope) -> bool:
    """Whether somebody followed a link to the front door; it shows nothing by itself.

    The session's cookie does not come along from another site.
    """
    return (
        scope["method"] == "GET"
        and scope["path"] == "/"
        and headers.get(b"sec-fetch-site") == b"cross-site"
        and headers.get(b"sec-fetch-dest") == b"document"
    )


async def _say(send: Send, status: int, sentence: str) -> None:
    body = sentence.encode() + b"\n"
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
        *_HEADERS,
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
