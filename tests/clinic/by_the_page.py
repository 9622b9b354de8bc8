"""An envelope made from `docs/reference/envelopes.md` alone, with fixed random bytes.

Nothing of `sim.clinic.envelopes` is used here, so the page and the program check each
other. ``python -m tests.clinic.by_the_page`` writes ``vectors.json``.
"""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path
from typing import Any

from nacl import bindings

VECTORS = Path(__file__).with_name("vectors.json")
STEPS = (16384, 65536, 262144, 1048576, 4210688)


def blake2b(purpose: bytes, size: int, *parts: bytes) -> bytes:
    made = hashlib.blake2b(digest_size=size, person=purpose)
    for part in parts:
        made.update(len(part).to_bytes(4, "big") + part)
    return made.digest()


def keys_of(person: dict[str, str]) -> dict[str, bytes]:
    """Private and public keys from two 32-byte secrets."""
    seed, box = bytes.fromhex(person["sign"]), bytes.fromhex(person["box"])
    public, secret = bindings.crypto_sign_seed_keypair(seed)
    box_public = bindings.crypto_scalarmult_base(box)
    return {"seed": secret, "box": box, "sign_public": public, "box_public": box_public}


def id_of(keys: dict[str, bytes]) -> bytes:
    return blake2b(b"visavis peer", 16, keys["sign_public"], keys["box_public"])


def body_of(letter: bytes, files: dict[str, bytes], number: int) -> bytes:
    body = number.to_bytes(8, "big") + len(letter).to_bytes(4, "big") + letter
    body += bytes([len(files)])
    for name in sorted(files):
        body += bytes([len(name)]) + name.encode("ascii")
        body += len(files[name]).to_bytes(4, "big") + files[name]
    size = next(step for step in STEPS if step >= len(body))
    return body + bytes(size - len(body))


def envelope_of(vector: dict[str, Any], body: bytes | None = None) -> bytes:
    """The envelope that a vector describes, or one with another body."""
    sender, to = keys_of(vector["sender"]), keys_of(vector["recipient"])
    files = {name: bytes.fromhex(one) for name, one in vector["files"].items()}
    if body is None:
        body = body_of(vector["letter"].encode(), files, vector["number"])
    nonce = bytes.fromhex(vector["nonce"])
    header = b"visavis\x00" + bytes([1, 1])
    box = bindings.crypto_box(body, nonce, to["box_public"], sender["box"])
    signed = blake2b(
        b"visavis signed", 64, header, sender["sign_public"], sender["box_public"],
        to["box_public"], nonce, box,
    )  # fmt: skip
    signature = bindings.crypto_sign(signed, sender["seed"])[:64]
    return header + anonymous(
        id_of(sender) + signature + nonce + box,
        to["box_public"],
        bytes.fromhex(vector["ephemeral"]),
    )


def anonymous(inside: bytes, to: bytes, ephemeral: bytes) -> bytes:
    """`crypto_box_seal` with a given private key in place of a random one."""
    public = bindings.crypto_scalarmult_base(ephemeral)
    nonce = hashlib.blake2b(public + to, digest_size=24).digest()
    return public + bindings.crypto_box(inside, nonce, to, ephemeral)


def secret(name: str, at: int, size: int = 32) -> str:
    return hashlib.blake2b(f"{name} {at}".encode(), digest_size=size).hexdigest()


def person(name: str, at: int) -> dict[str, str]:
    return {"sign": secret(f"{name} sign", at), "box": secret(f"{name} box", at)}


def vectors() -> list[dict[str, Any]]:
    letters = (
        '{"format":1,"kind":"goodbye","letter":{"note":""}}',
        '{"format":1,"kind":"withdrawal","letter":{"report":"r-7"}}',
        '{"format":1,"kind":"goodbye","letter":{"note":"Adieu, à bientôt 🙂"}}',
    )
    files: tuple[dict[str, bytes], ...] = (
        {},
        {"b.toml": b'title = "B"\n', "a": b""},
        {"large.txt": bytes(range(256)) * 80},
    )
    made = []
    for at, (letter, beside) in enumerate(zip(letters, files, strict=True)):
        vector: dict[str, Any] = {
            "sender": {
                "sign": secret("sender sign", at),
                "box": secret("sender box", at),
            },
            "recipient": {"sign": secret("to sign", at), "box": secret("to box", at)},
            "letter": letter,
            "files": {name: one.hex() for name, one in beside.items()},
            "number": (1, 2**32, 2**53 - 1)[at],
            "nonce": secret("nonce", at, 24),
            "ephemeral": secret("ephemeral", at),
        }
        raw = envelope_of(vector)
        sender = keys_of(vector["sender"])
        vector["sender_id"] = id_of(sender).hex()
        vector["id"] = blake2b(b"visavis envelop", 16, raw).hex()
        vector["length"] = len(raw)
        vector["sha256"] = hashlib.sha256(raw).hexdigest()
        if at == 0:
            vector["envelope"] = base64.b64encode(raw).decode()
        made.append(vector)
    return made


if __name__ == "__main__":
    VECTORS.write_text(json.dumps(vectors(), indent=1, ensure_ascii=False) + "\n")
