"""Any server that speaks the OpenAI chat protocol: Ollama, llama.cpp, vLLM, LM Studio.

The address is the user's own choice; without one nothing is ever sent.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from typing import Any

import httpx

from dialogue.models.base import Message, ModelError

CONNECT_S = 2.0
"""A server that takes longer to accept is as good as away."""
API_KEY = "VISAVIS_API_KEY"


class OpenAICompatible:
    """A chat model behind an address such as ``http://localhost:8080/v1``."""

    def __init__(self, base_url: str, model: str, deadline_s: float) -> None:
        self._url = _address(base_url)
        self._model = model
        self._client = httpx.Client(
            timeout=httpx.Timeout(deadline_s, connect=CONNECT_S),
            headers=_headers(),
            trust_env=False,
        )

    def warm(self) -> None:
        """Ask which models there are; also lets the server wake up.

        Raises:
            ModelError: nobody answers there.
        """
        try:
            reply = self._client.get(f"{self._url}/models")
            reply.raise_for_status()
            known = [item["id"] for item in reply.json().get("data", [])]
        except (httpx.HTTPError, ValueError, KeyError, TypeError) as error:
            raise ModelError(
                f"{self._url}: no model server answers ({error})"
            ) from error
        if not self._model and known:
            self._model = str(known[0])

    def stream(
        self, messages: tuple[Message, ...], max_tokens: int, seed: int
    ) -> Iterator[str]:
        """Yield the reply piece by piece; closing the iterator closes the connection.

        Raises:
            ModelError: the server failed while replying.
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
        try:
            with self._client.stream("POST", url, json=body) as reply:
                reply.raise_for_status()
                for line in reply.iter_lines():
                    if not line.startswith("data:"):
                        continue
                    data = line.removeprefix("data:").strip()
                    if data == "[DONE]":
                        return
                    yield _piece(data)
        except (httpx.HTTPError, ValueError) as error:
            raise ModelError(f"{self._url}: {type(error).__name__}: {error}") from error


def _piece(data: str) -> str:
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
    return {"Authorization": f"Bearer {key}"} if key else {}


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
