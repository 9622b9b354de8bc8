"""Any Hugging Face causal language model: hub id, folder, GGUF file or registry id.

Nothing is downloaded here: a hub id is looked up among the files that the hub's own
client has already fetched.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from dialogue import registry
from dialogue.models.base import Message, ModelError
from dialogue.offline import stay_offline


class TransformersLocal:
    """A causal language model in this process, on the processor or a graphics card."""

    def __init__(self, model: str, threads: int = 1) -> None:
        self._name = model
        self._threads = threads
        self._model: Any = None
        self._tokenizer: Any = None

    def warm(self) -> None:
        """Load weights and tokenizer.

        Raises:
            ModelError: they are not here, or not a causal language model.
        """
        if self._model is not None:
            return
        stay_offline()
        import torch
        from transformers import AutoModelForCausalLM, AutoTokenizer

        torch.set_num_threads(self._threads)
        place, options = located(self._name)
        # weights are numbers, not programs: no pickles, no code from a model's folder
        options = {**options, "trust_remote_code": False}
        is_gguf = "gguf_file" in options
        safe = {} if is_gguf else {"use_safetensors": True}
        try:
            self._tokenizer = AutoTokenizer.from_pretrained(place, **options)
            self._model = AutoModelForCausalLM.from_pretrained(
                place, dtype="auto", **safe, **options
            )
        except (OSError, ValueError, KeyError, ImportError) as error:
            first = str(error).strip().splitlines()[0] if str(error).strip() else ""
            raise ModelError(
                f"language model {self._name!r} cannot be loaded: {first} "
                f"For a hub id, fetch it first: hf download {self._name}"
            ) from error
        if torch.cuda.is_available():
            self._model = self._model.to("cuda")
        self._model.eval()

    def stream(
        self, messages: tuple[Message, ...], max_tokens: int, seed: int
    ) -> Iterator[str]:
        """Yield the reply piece by piece; closing the iterator stops the model.

        Raises:
            ModelError: the model failed while replying.
        """
        self.warm()
        import torch
        from transformers import StoppingCriteriaList, TextIteratorStreamer

        torch.manual_seed(seed)
        inputs = self._inputs(messages)
        streamer = TextIteratorStreamer(
            self._tokenizer, skip_prompt=True, skip_special_tokens=True
        )
        stop = threading.Event()
        failure: list[Exception] = []

        def generate() -> None:
            try:
                self._model.generate(
                    **inputs,
                    max_new_tokens=max_tokens,
                    do_sample=True,
                    temperature=0.7,
                    top_p=0.9,
                    streamer=streamer,
                    stopping_criteria=StoppingCriteriaList([_Stop(stop)]),
                    pad_token_id=self._tokenizer.eos_token_id,
                )
            except Exception as error:  # whatever a model throws ends the stream
                failure.append(error)
                streamer.end()

        thread = threading.Thread(target=generate, daemon=True)
        thread.start()
        try:
            yield from streamer
        finally:
            stop.set()
            thread.join(timeout=5.0)
        if failure:
            raise ModelError(f"language model {self._name!r}: {failure[0]}")

    def likelihoods(
        self, messages: tuple[Message, ...], replies: Sequence[str]
    ) -> list[float]:
        """Mean log-probability per token of each of `replies` after `messages`.

        The chat is read once and each reply on top of it.

        Raises:
            ModelError: the model failed.
        """
        self.warm()
        import torch

        try:
            with torch.inference_mode():
                read = self._model(**self._inputs(messages), use_cache=True)
                return [self._likelihood(read, reply) for reply in replies]
        except (RuntimeError, ValueError, IndexError) as error:
            raise ModelError(f"language model {self._name!r}: {error}") from error

    def _likelihood(self, read: Any, reply: str) -> float:
        import copy

        tokens = self._tokenizer(reply, return_tensors="pt", add_special_tokens=False)
        ids = tokens["input_ids"].to(self._model.device)
        # a copy: the model writes the reply into the cache it is given
        cache = copy.deepcopy(read.past_key_values)
        logits = self._model(ids, past_key_values=cache, use_cache=True).logits
        before = read.logits[:, -1:].to(logits.dtype)
        steps = before if ids.shape[1] == 1 else _joined(before, logits[:, :-1])
        chances = steps.float().log_softmax(-1).gather(-1, ids[..., None])
        return float(chances.mean())

    def _inputs(self, messages: tuple[Message, ...]) -> dict[str, Any]:
        chat = [{"role": item.role, "content": item.content} for item in messages]
        if self._tokenizer.chat_template:
            text = self._tokenizer.apply_chat_template(
                chat, add_generation_prompt=True, tokenize=False
            )
        else:
            text = "\n".join(item.content for item in messages) + "\n"
        made = self._tokenizer(text, return_tensors="pt", add_special_tokens=False)
        return {key: value.to(self._model.device) for key, value in made.items()}


def _joined(first: Any, rest: Any) -> Any:
    import torch

    return torch.cat((first, rest), 1)


class _Stop:
    """Ends generation when the reader has gone."""

    def __init__(self, event: threading.Event) -> None:
        self._event = event

    def __call__(self, input_ids: Any, scores: Any, **kwargs: Any) -> Any:
        import torch

        shape = (input_ids.shape[0],)
        return torch.full(shape, self._event.is_set(), device=input_ids.device)


def located(name: str) -> tuple[str, dict[str, Any]]:
    """Where the weights are, as transformers wants to be told.

    Raises:
        ModelError: no name was given, or the registry's weights are missing.
    """
    if not name:
        raise ModelError(
            "words = transformers_local needs a model: --model with a hub id, a "
            "folder, a GGUF file, or an id of `visavis list models`."
        )
    path = Path(name).expanduser()
    if name in {item.id for item in registry.models()}:
        try:
            found = registry.resolve(name)
        except registry.MissingModel as error:
            raise ModelError(str(error)) from error
        path = found.main or found.path
    if path.is_file():
        return str(path.parent), {"gguf_file": path.name, "local_files_only": True}
    if path.is_dir():
        ggufs = sorted(path.glob("*.gguf"))
        options: dict[str, Any] = {"local_files_only": True}
        if ggufs and not (path / "config.json").exists():
            options["gguf_file"] = ggufs[0].name
        return str(path), options
    return name, {"local_files_only": True}


def create(options: Mapping[str, Any]) -> TransformersLocal:
    """Make the model from ``model`` and ``threads``."""
    return TransformersLocal(
        str(options.get("model", "")), int(options.get("threads", 1))
    )
