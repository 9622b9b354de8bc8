"""A real HTTP server that does what a language-model server should not."""

from __future__ import annotations

import contextlib
import functools
import json
import threading
import zlib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

MODELS = json.dumps({"data": [{"id": "kind-model"}]}).encode()


def event(text):
    return b"data: " + json.dumps({"choices": [{"delta": {"content": text}}]}).encode()


class Hostile(ThreadingHTTPServer):
    """Serves one `manner`; counts what it was asked."""

    daemon_threads = True

    def __init__(self, manner, said=""):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.manner, self.said = manner, said
        self.asked = []
        self.is_over = threading.Event()

    @property
    def address(self):
        return f"http://127.0.0.1:{self.server_address[1]}/v1"

    def handle_error(self, request, client_address):
        """Nobody needs to read that the client went away."""


@contextlib.contextmanager
def serving(manner, said=""):
    server = Hostile(manner, said)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield server
    finally:
        server.is_over.set()
        server.shutdown()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.0"

    def log_message(self, *words):
        return

    def do_GET(self):
        self.server.asked.append(self.path)
        if self.path.endswith("/models") and self.server.manner not in ON_LIST:
            self._send(MODELS)
        else:
            MANNERS[self.server.manner](self)

    def do_POST(self):
        self.server.asked.append(self.path)
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        MANNERS[self.server.manner](self)

    def _send(self, body, status=200, **headers):
        self.send_response(status)
        for key, value in headers.items():
            self.send_header(key.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def _go_on(self, part, wait_s=0.0):
        self._send(b"")
        while not self.server.is_over.wait(wait_s):
            self.wfile.write(part)


def _drip_headers(handler):
    handler.wfile.write(b"HTTP/1.0 200 OK\r\n")
    while not handler.server.is_over.wait(0.05):
        handler.wfile.write(b"X: y\r\n")


@functools.cache
def bomb(size_mb=96):
    """So many megabytes of line breaks, in a hundred kilobytes."""
    packer = zlib.compressobj(1, wbits=31)
    parts = [packer.compress(b"\n" * 2**20) for _ in range(size_mb)]
    return b"".join([*parts, packer.flush()])


def _bomb(handler):
    handler._send(bomb(), Content_Encoding="gzip")


MANNERS = {
    "endless letters": lambda h: h._go_on(b"x" * 65536),
    "endless events": lambda h: h._go_on((event("and then ") + b"\n\n") * 200),
    "endless comments": lambda h: h._go_on(b": still here\n\n", 0.02),
    "hangs": lambda h: h.server.is_over.wait(60),
    "drips headers": _drip_headers,
    "drips letters": lambda h: h._go_on(b"d", 0.05),
    "huge JSON": lambda h: h._send(b"data: [" + b"1," * 400_000 + b"1]\n"),
    "deep JSON": lambda h: h._send(b"data: " + b"[" * 30_000 + b"]" * 30_000 + b"\n"),
    "huge number": lambda h: h._send(b'data: {"choices": ' + b"9" * 20_000 + b"}\n"),
    "wrong shape": lambda h: h._send(b'data: {"choices": {"0": 1}}\n'),
    "not JSON": lambda h: h._send(b"data: {{{\n"),
    "bytes": lambda h: h._send(b"data: \xff\xfe\x00\n"),
    "redirects": lambda h: h._send(b"", 302, Location="http://127.0.0.2:9/v1"),
    "packs": _bomb,
    "fails": lambda h: h._send(b"\x1b[2J" * 100, 500),
    "says": lambda h: h._send(event(h.server.said) + b"\n\ndata: [DONE]\n\n"),
    "nothing": lambda h: h._send(b""),
    "list is endless": lambda h: h._go_on(b"[" * 65536),
    "list is a bomb": _bomb,
    "list redirects": lambda h: h._send(b"", 301, Location="http://127.0.0.2:9/v1"),
    "list is a trap": lambda h: h._send(
        json.dumps({"data": [{"id": "\x1b]52;c;eA==\x07" + "x" * 9999}]}).encode()
    ),
}
ON_LIST = {name for name in MANNERS if name.startswith("list ")}


def rss_mb():
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 2**20
