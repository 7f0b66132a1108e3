"""Checkpoints: the signed size and root of a log (C2SP tlog-checkpoint, version 1)."""

import base64
import binascii
import re
from collections.abc import Iterable
from dataclasses import dataclass

from .merkle import HASH_SIZE
from .note import NoteError, Signer, VerifierKey, open_note

_SIZE = re.compile(r"0|[1-9][0-9]{0,18}", re.ASCII)


class CheckpointError(NoteError):
    """The text of the note is not a checkpoint of the log it was expected from."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """origin: the log's name; size: number of entries; root: 32 bytes over the first `size` entries."""

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        """The note text: origin, size, base64 root, one line each."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"

    def sign(self, signer: Signer) -> str:
        """The signed note."""
        return signer.sign(self.text())


def parse_checkpoint(text: str) -> Checkpoint:
    """Read the text of an opened note. Extension lines are refused: our logs never write any."""
    lines = text.split("\n")
    if len(lines) != 4 or lines[3] or not lines[0]:
        raise CheckpointError("a checkpoint has three lines")
    if not _SIZE.fullmatch(lines[1]):
        raise CheckpointError("the size is not a plain decimal number")
    try:
        root = base64.b64decode(lines[2], validate=True)
    except (binascii.Error, ValueError) as error:
        raise CheckpointError("the root is not base64") from error
    if len(root) != HASH_SIZE or base64.b64encode(root).decode() != lines[2]:
        raise CheckpointError("the root is not 32 bytes")
    return Checkpoint(lines[0], int(lines[1]), root)


def open_checkpoint(note: str, *, origin: str, keys: Iterable[VerifierKey]) -> Checkpoint:
    """The checkpoint in a note signed by one of `keys` for the log `origin`.

    Raises NoteError (signature) or CheckpointError (content, foreign origin).
    """
    checkpoint = parse_checkpoint(open_note(note, keys))
    if checkpoint.origin != origin:
        raise CheckpointError("the checkpoint belongs to another log")
    return checkpoint
