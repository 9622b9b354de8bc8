"""Any server that speaks the OpenAI chat protocol: Ollama, llama.cpp, vLLM, LM Studio.

The address is the user's own choice; without one nothing is ever sent. What comes back
is read as a stranger's: no more than `MOST_BYTES`, no longer than the deadline, never
unpacked, never from another address, and one answer at a time.
"""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Iterator, Mapping
from typing import Any

import httpx

from dialogue.models.base import Message, ModelError
from dialogue.plain import shown

CONNECT_S = 2.0
"""A server that takes longer to accept is as good as away."""
API_KEY = "VISAVIS_API_KEY"
MOST_BYTES = 256 * 1024
"""Of one answer; eighty words with everything around them are under 40 KB."""
MOST_LINE = 32 * 1024
MOST_NAME = 200
"""Letters of a model's name."""


class OpenAICompatible:
    """A chat model behind an address such as ``http://localhost:8080/v1``."""

    def __init__(self, base_url: str, model: str, deadline_s: float) -> None:
        self._url = _address(base_url)
        self._model = model
        self._deadline_s = deadline_s
        self._is_free = threading.Semaphore()
        self._client = httpx.Client(
            timeout=httpx.Timeout(deadline_s, connect=CONNECT_S),
            headers=_headers(),
            trust_env=False,
            follow_redirects=False,
        )

    def warm(self) -> None:
        """Ask which models there are; also lets the server wake up.

        Raises:
            ModelError: nobody answers there, or not as a model server does.
        """
        try:
            listed = json.loads(b"".join(self._read("GET", f"{self._url}/models")))
            known = [str(item["id"]) for item in listed.get("data", [])]
        except (ModelError, *_ODD) as error:
            why = shown(error, 200) or type(error).__name__
            raise ModelError(f"{self._url}: no model server answers ({why})") from error
        if not self._model and known:
            self._model = shown(known[0], MOST_NAME)

    def stream(
        self, messages: tuple[Message, ...], max_tokens: int, seed: int
    ) -> Iterator[str]:
        """Yield the reply piece by piece; closing the iterator closes the connection.

        Raises:
            ModelError: the server failed while replying, sent too much, took too long,
                or is still busy with the line before.
        """
        body = {
            "model": self._model,
            "messages": [
                {"role": item.role, "content": item.content} for item in messages
            ],
            "max_tokens": max_tokens,
            "temperature": 0.7,
            "top_p": 0.9,
            "seed": seed,
            "stream": True,
        }
        url = f"{self._url}/chat/completions"
        for line in _lines(self._read("POST", url, body)):
            if not line.startswith(b"data:"):
                continue
            data = line.removeprefix(b"data:").strip()
            if data == b"[DONE]":
                return
            try:
                yield _piece(data)
            except _ODD as error:
                why = f"{self._url}: an answer that cannot be read ({shown(error)})"
                raise ModelError(why) from error

    def _read(
        self, method: str, url: str, body: dict[str, Any] | None = None
    ) -> Iterator[bytes]:
        """The answer as it comes, in parts.

        Raises:
            ModelError: it fails, is too long or too slow.
        """
        # a server that hangs keeps one reader waiting, and no second one
        if not self._is_free.acquire(blocking=False):
            raise ModelError(f"{self._url}: still busy with the line before")
        end_s, count = time.monotonic() + self._deadline_s, 0
        try:
            with self._client.stream(method, url, json=body) as reply:
                if reply.status_code != httpx.codes.OK:
                    raise ModelError(f"{self._url}: answers {reply.status_code}")
                if reply.headers.get("content-encoding", "identity") != "identity":
                    raise ModelError(f"{self._url}: packs its answers; not unpacked")
                for part in reply.iter_raw():
                    count += len(part)
                    if count > MOST_BYTES:
                        raise ModelError(f"{self._url}: more than {MOST_BYTES} bytes")
                    if time.monotonic() > end_s:
                        raise ModelError(f"{self._url}: takes too long")
                    yield part
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            why = f"{self._url}: {type(error).__name__}: {shown(error, 200)}"
            raise ModelError(why) from error
        finally:
            self._is_free.release()


# what JSON of another shape, of huge numbers or nested thousands deep leads to
_ODD = (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError)


def _lines(parts: Iterator[bytes]) -> Iterator[bytes]:
    """The lines of an answer that comes in parts.

    Raises:
        ModelError: one is longer than `MOST_LINE`.
    """
    held = b""
    for part in parts:
        *whole, held = (held + part).split(b"\n")
        yield from whole
        if len(held) > MOST_LINE:
            raise ModelError(f"a line of more than {MOST_LINE} bytes")
    if held:
        yield held


def _piece(data: bytes) -> str:
    """Text of one server-sent event; empty for events without any."""
    choices = json.loads(data).get("choices") or [{}]
    return str((choices[0].get("delta") or {}).get("content") or "")


def _address(base_url: str) -> str:
    if not base_url:
        raise ModelError(
            "words = openai_compatible needs the address of a server: "
            "--base-url http://localhost:8080/v1"
        )
    if "://" not in base_url:
        base_url = f"http://{base_url}"
    return base_url.rstrip("/")


def _headers() -> dict[str, str]:
    key = os.environ.get(API_KEY, "")
    # packed answers are refused: a kilobyte of them can unpack to a gigabyte
    asked = {"Accept-Encoding": "identity"}
    return asked | ({"Authorization": f"Bearer {key}"} if key else {})


def create(options: Mapping[str, Any]) -> OpenAICompatible:
    """Make the client from ``base_url``, ``model`` and ``deadline_s``.

    Raises:
        ModelError: there is no address.
    """
    return OpenAICompatible(
        str(options.get("base_url", "")),
        str(options.get("model", "")),
        float(options.get("deadline_s", 6.0)),
    )
