"""Verification of a proof bundle: one entry, its path, a signed checkpoint; nothing else is needed."""

import json
from dataclasses import dataclass
from typing import Any

from .checkpoint import Checkpoint, Keys, decode_base64, open_checkpoint
from .clock import Clock
from .findings import Finding, VerificationError
from .tree import leaf_hashes, walk

FORMAT = "lindun-proof/1"
_MEMBERS = {"format": str, "index": int, "entry": str, "path": list, "checkpoint": str}


@dataclass(frozen=True, slots=True)
class Proven:
    """The entry (canonical JSON) that stands at `index` of the log whose checkpoint is given."""

    index: int
    entry: str
    checkpoint: Checkpoint


def verify_proof(data: bytes, keys: Keys) -> Proven:
    """Check a proof bundle (JSON text); raises VerificationError."""
    try:
        bundle = _parse(data)
        path = [decode_base64(step) for step in bundle["path"]]
        if any(len(step) != 32 for step in path):
            raise ValueError
    except (ValueError, TypeError, RecursionError) as error:
        raise VerificationError(Finding("proof.malformed")) from error
    index, entry = bundle["index"], bundle["entry"].encode()
    checkpoint = open_checkpoint(bundle["checkpoint"].encode(), keys)
    clock = Clock(0)
    clock.watch(entry, [entry], index)
    if clock.findings:
        raise VerificationError(*clock.findings)
    try:
        if (
            index >= checkpoint.size
            or walk(leaf_hashes([entry])[0], index, checkpoint.size, path) != checkpoint.root
        ):
            raise ValueError
    except ValueError as error:
        raise VerificationError(Finding("proof.not-in-ledger", index)) from error
    return Proven(index, bundle["entry"], checkpoint)


def _parse(data: bytes) -> dict[str, Any]:
    bundle = json.loads(data.decode(), object_pairs_hook=_unique)
    if not isinstance(bundle, dict) or bundle.keys() != _MEMBERS.keys() or bundle["format"] != FORMAT:
        raise ValueError("not a proof bundle")
    if any(type(bundle[name]) is not kind for name, kind in _MEMBERS.items()) or bundle["index"] < 0:
        raise ValueError("not a proof bundle")
    return bundle


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a member appears twice")
    return members
