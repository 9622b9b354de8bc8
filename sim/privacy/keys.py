"""The vault's key: how it is derived, wrapped, checked and changed.

A random 256-bit key encrypts the database. The key file beside it holds that key
wrapped under a secret: a passphrase stretched by Argon2id, or a random secret in
the system keyring; a recovery phrase may wrap it a second time. Destroying the key
file therefore erases the vault, whoever knows the passphrase. A change of passphrase
keeps both wrappings until the database itself is under the new key.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, get_args

from argon2.low_level import Type, hash_secret_raw

from sim.privacy.errors import (
    VaultDamaged,
    VaultError,
    VaultNewer,
    WrongPassphrase,
)
from sim.privacy.folder import read_own, write_private
from sim.privacy.forgetting import wipe

KEY_BYTES = 32
_FORMAT = 2
"""2 added the slot of a recovery phrase; files of format 1 are read as they are."""
_MOST_HEADER_BYTES = 64 * 1024

SlotKind = Literal["passphrase", "keyring", "recovery"]


@dataclass(frozen=True, slots=True)
class Cost:
    """How much work Argon2id is.

    The default is the second recommended option of RFC 9106 section 4 (Argon2id,
    3 passes, 4 lanes, 64 MiB, 128-bit salt): the first asks for 2 GiB, which a
    laptop that also runs speech and a renderer cannot spare.
    """

    passes: int = 3
    memory_kib: int = 65536
    lanes: int = 4

    def is_weaker_than(self, other: Cost) -> bool:
        """Whether guessing is cheaper here; lanes only say how work is shared out."""
        return self.passes < other.passes or self.memory_kib < other.memory_kib

    def at_least(self, other: Cost) -> Cost:
        """The dearer of both in passes and memory, with the lanes of `other`."""
        return Cost(
            max(self.passes, other.passes),
            max(self.memory_kib, other.memory_kib),
            other.lanes,
        )

    def is_sane(self) -> bool:
        """Whether a file may ask for this much: a hostile one could ask for all."""
        return (
            1 <= self.passes <= 64
            and 1 <= self.lanes <= 64
            and 8 * self.lanes <= self.memory_kib <= 4 * 1024 * 1024
        )


@dataclass(frozen=True, slots=True)
class Slot:
    """The vault's key, wrapped under one secret."""

    kind: SlotKind
    salt: bytes
    cost: Cost
    wrapped: bytes
    tag: bytes


@dataclass(frozen=True, slots=True)
class KeyFile:
    """What the key file says; nothing in it is secret by itself."""

    vault_id: str
    is_ready: bool
    """False until the database exists; a vault that is not ready holds nothing."""
    slots: tuple[Slot, ...] = field(default=())
    """What opens it from day to day; two while a change of passphrase is under way."""
    recovery: Slot | None = None
    """What the recovery phrase opens; None when there is no phrase."""


def new_key() -> bytes:
    """A fresh random key."""
    return os.urandom(KEY_BYTES)


def wrap(key: bytes, secret: str, kind: SlotKind, cost: Cost | None = None) -> Slot:
    """Wrap `key` under `secret`.

    The stretched secret gives a pad that is used once (its salt is random) and a
    key for the tag over pad and slot: encrypt, then authenticate.
    """
    cost = cost or Cost()
    salt = os.urandom(16)
    pad, tag_key = _stretch(secret, kind, salt, cost)
    wrapped = bytes(a ^ b for a, b in zip(key, pad, strict=True))
    tag = _tag(tag_key, kind, salt, wrapped)
    wipe(pad, tag_key)
    return Slot(kind, salt, cost, wrapped, tag)


def unwrap(slots: tuple[Slot, ...], secret: str) -> list[tuple[Slot, bytes]]:
    """Each slot that `secret` opens, with the key inside.

    Raises:
        WrongPassphrase: it opens none.
    """
    found: list[tuple[Slot, bytes]] = []
    for slot in slots:
        pad, tag_key = _stretch(secret, slot.kind, slot.salt, slot.cost)
        if hmac.compare_digest(
            _tag(tag_key, slot.kind, slot.salt, slot.wrapped), slot.tag
        ):
            key = bytes(a ^ b for a, b in zip(slot.wrapped, pad, strict=True))
            found.append((slot, key))
        wipe(pad, tag_key)
    if not found:
        raise WrongPassphrase(
            "This passphrase does not open the vault. Nothing was changed; try again."
        )
    return found


def _stretch(
    secret: str, kind: SlotKind, salt: bytes, cost: Cost
) -> tuple[bytes, bytes]:
    # NFKC: the same passphrase typed on another keyboard gives the same bytes.
    raw = unicodedata.normalize("NFKC", secret).encode()
    if kind != "keyring":
        long = hash_secret_raw(
            secret=raw,
            salt=salt,
            time_cost=cost.passes,
            memory_cost=cost.memory_kib,
            parallelism=cost.lanes,
            hash_len=2 * KEY_BYTES,
            type=Type.ID,
        )
    else:  # 256 random bits need no stretching
        long = hashlib.blake2b(raw, salt=salt, person=b"visavis keyring").digest()
    halves = long[:KEY_BYTES], long[KEY_BYTES:]
    wipe(long)
    return halves


def _tag(tag_key: bytes, kind: str, salt: bytes, wrapped: bytes) -> bytes:
    return hmac.digest(
        tag_key, b"visavis slot\0" + kind.encode() + salt + wrapped, "sha256"
    )


def write_key_file(path: Path, keys: KeyFile) -> None:
    """Replace the key file whole.

    Raises:
        VaultError: it cannot be written; the former one stays.
    """
    body: dict[str, Any] = {
        "format": _FORMAT,
        "what": "Opens the Vis-à-Vis vault beside it, with the right secret. "
        "Without this file the vault cannot be read by anybody.",
        "vault_id": keys.vault_id,
        "ready": keys.is_ready,
        "slots": [_slot_to_json(slot) for slot in keys.slots],
    }
    if keys.recovery is not None:
        body["recovery"] = _slot_to_json(keys.recovery)
    body["sha256"] = _checksum(body)
    try:
        write_private(path, json.dumps(body, indent=1, ensure_ascii=False).encode())
    except OSError as cause:
        why = cause.strerror or type(cause).__name__
        raise VaultError(
            f"{path}: cannot be written ({why}). Make room or give write access; "
            "what opened your record before still does."
        ) from cause


def read_key_file(path: Path) -> KeyFile:
    """Read the key file.

    Raises:
        VaultDamaged: it is not what was written.
        VaultNewer: a newer program wrote it.
    """
    try:
        body = json.loads(read_own(path, _MOST_HEADER_BYTES))
        if body["format"] > _FORMAT:
            raise VaultNewer(
                f"{path}: written by a newer Vis-à-Vis (format {body['format']}, "
                f"this one knows {_FORMAT}). Update the program; nothing was changed."
            )
        told = body.pop("sha256")
        recovery = body.get("recovery")
        keys = KeyFile(
            str(body["vault_id"]),
            body["ready"] is True,
            tuple(_slot_from_json(slot) for slot in body["slots"]),
            None if recovery is None else _slot_from_json(recovery),
        )
        if told != _checksum(body) or not keys.slots:
            raise ValueError("checksum")
    except (ValueError, KeyError, TypeError, AttributeError, OSError) as cause:
        raise VaultDamaged(
            f"{path}: the key file is damaged. It was left as it is; put a copy of it "
            "back, or erase everything with 'visavis erase --all'."
        ) from cause
    return keys


def _checksum(body: dict[str, Any]) -> str:
    text = json.dumps(body, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _slot_to_json(slot: Slot) -> dict[str, Any]:
    out: dict[str, Any] = {"kind": slot.kind}
    if slot.kind != "keyring":
        out["argon2id"] = {
            "version": 19,
            "passes": slot.cost.passes,
            "memory_kib": slot.cost.memory_kib,
            "lanes": slot.cost.lanes,
        }
    for name in ("salt", "wrapped", "tag"):
        out[name] = base64.b64encode(getattr(slot, name)).decode()
    return out


def _slot_from_json(body: dict[str, Any]) -> Slot:
    kind: SlotKind = body["kind"]
    if kind not in get_args(SlotKind):
        raise ValueError("kind")
    cost = Cost()
    if kind != "keyring":
        told = body["argon2id"]
        cost = Cost(int(told["passes"]), int(told["memory_kib"]), int(told["lanes"]))
    salt, wrapped, tag = (
        base64.b64decode(body[name], validate=True)
        for name in ("salt", "wrapped", "tag")
    )
    if not cost.is_sane() or (len(salt), len(wrapped), len(tag)) != (16, 32, 32):
        raise ValueError("sizes")
    return Slot(kind, salt, cost, wrapped, tag)
