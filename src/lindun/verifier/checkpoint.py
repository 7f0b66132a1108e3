"""Verifier keys, signed notes and checkpoints (C2SP signed-note and tlog-checkpoint, version 1)."""

import base64
import re
from dataclasses import dataclass, field
from hashlib import sha256

from .ed25519 import ed25519_verify
from .findings import Finding, VerificationError

Keys = dict[tuple[str, bytes], bytes]  # (key name, key id) -> public key


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The signed size and root of a log; `note` is the signed text it came from."""

    origin: str
    size: int
    root: bytes
    note: str = field(repr=False)


def parse_keys(text: str) -> Keys:
    """Verifier keys, one a line. Raises ValueError when there is none or one is malformed."""
    keys: Keys = {}
    for line in text.split():
        name, key_id, encoded = line.split("+", 2)
        raw = base64.b64decode(encoded, validate=True)
        digest = sha256(name.encode() + b"\n" + raw).digest()[:4]
        if not name or len(raw) != 33 or raw[0] != 1 or digest.hex() != key_id:
            raise ValueError("not an Ed25519 verifier key")
        keys[name, digest] = raw[1:]
    if not keys:
        raise ValueError("no verifier key")
    return keys


def open_checkpoint(note: bytes, keys: Keys) -> Checkpoint:
    """The checkpoint of a note signed by one of `keys`; raises VerificationError."""
    try:
        text, separator, signatures = note.decode().rpartition("\n\n")
        if (
            not separator
            or not signatures.endswith("\n")
            or re.search(r"[\x00-\x09\x0b-\x1f]", text + signatures)
        ):
            raise ValueError
        signed = [_check_signature(line, text + "\n", keys) for line in signatures[:-1].split("\n")]
        origin, size, root = text.split("\n")
        if not origin or not re.fullmatch(r"0|[1-9][0-9]{0,18}", size) or len(decode_base64(root)) != 32:
            raise ValueError
        checkpoint = Checkpoint(origin, int(size), decode_base64(root), note.decode())
    except ValueError as error:
        raise VerificationError(Finding("checkpoint.malformed")) from error
    if not any(signed):
        raise VerificationError(Finding("checkpoint.foreign-key"))
    if checkpoint.size == 0:  # a sealer never signs an empty ledger, so an empty one was emptied
        raise VerificationError(Finding("checkpoint.empty"))
    return checkpoint


def _check_signature(line: str, text: str, keys: Keys) -> bool:
    """Whether a known key signed; a known key's wrong signature raises."""
    dash, name, encoded = line.split(" ")
    blob = decode_base64(encoded)
    if dash != "\u2014" or not name or len(blob) < 5:
        raise ValueError
    public = keys.get((name, blob[:4]))
    if public is None:
        return False
    try:
        ed25519_verify(public, text.encode(), blob[4:])
    except ValueError as error:
        raise VerificationError(Finding("checkpoint.forged")) from error
    return True


def decode_base64(text: str) -> bytes:
    """Base64 in its one canonical form; ValueError otherwise."""
    raw = base64.b64decode(text, validate=True)
    if base64.b64encode(raw).decode() != text:
        raise ValueError
    return raw
