"""Signed notes with Ed25519 (C2SP signed-note, version 1; RFC 8032).

A note is text, a blank line, and signature lines. A key is known by its name and a four-byte id made from
the name and the public key, so a signature says which key to check it with.
"""

import base64
import binascii
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

_ED25519 = b"\x01"
_DASH = "\u2014 "
_MAX_SIGNATURES = 64


class NoteError(ValueError):
    """The note is malformed, or no trusted key signed it, or a trusted key's signature is wrong."""


class KeyFormatError(ValueError):
    """The text is not a key of the kind asked for. The message never repeats the text."""


def _key_id(name: str, public: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + _ED25519 + public).digest()[:4]


def _check_name(name: str) -> None:
    if not name or "+" in name or any(char.isspace() or ord(char) < 0x20 for char in name):
        raise KeyFormatError("a key name has at least one character and neither spaces nor plus signs")


def _decode(text: str) -> bytes:
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise KeyFormatError("not base64") from error
    if base64.b64encode(raw).decode() != text:
        raise KeyFormatError("not the one base64 form")
    return raw


def _key_material(name: str, id_hex: str, encoded: str) -> bytes:
    """The 32 key bytes of an encoded key, after its name and algorithm were checked."""
    _check_name(name)
    raw = _decode(encoded)
    if len(raw) != 33 or raw[:1] != _ED25519:
        raise KeyFormatError("not an Ed25519 key")
    if len(id_hex) != 8:
        raise KeyFormatError("a key id has eight hexadecimal digits")
    return raw[1:]


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A named public key. Its text form is `name+id+base64`, as handed to verifiers."""

    name: str
    public: bytes

    def __post_init__(self) -> None:
        _check_name(self.name)

    @classmethod
    def parse(cls, text: str) -> "VerifierKey":
        """Read `name+id+base64`; raises KeyFormatError, also when the id does not belong to the key."""
        parts = text.strip().split("+", 2)
        if len(parts) != 3:
            raise KeyFormatError("a verifier key has the form name+id+base64")
        key = cls(parts[0], _key_material(*parts))
        if key.id.hex() != parts[1]:
            raise KeyFormatError("the id does not belong to the key")
        return key

    @property
    def id(self) -> bytes:
        """Four bytes: SHA-256(name, newline, 0x01, public key), cut."""
        return _key_id(self.name, self.public)

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{base64.b64encode(_ED25519 + self.public).decode()}"


@dataclass(frozen=True, slots=True)
class Signer:
    """A named private key. Only `secret_text` gives the secret away; the text form does not."""

    name: str
    seed: bytes = field(repr=False)

    def __post_init__(self) -> None:
        _check_name(self.name)

    @classmethod
    def parse(cls, text: str) -> "Signer":
        """Read `PRIVATE+KEY+name+id+base64`; raises KeyFormatError."""
        head, _, rest = text.strip().partition("+KEY+")
        parts = rest.split("+", 2)
        if head != "PRIVATE" or len(parts) != 3:
            raise KeyFormatError("a signing key has the form PRIVATE+KEY+name+id+base64")
        signer = cls(parts[0], _key_material(*parts))
        if signer.verifier_key().id.hex() != parts[1]:
            raise KeyFormatError("the id does not belong to the key")
        return signer

    def secret_text(self) -> str:
        """The form that is stored in the key file."""
        key_id = self.verifier_key().id.hex()
        return f"PRIVATE+KEY+{self.name}+{key_id}+{base64.b64encode(_ED25519 + self.seed).decode()}"

    def verifier_key(self) -> VerifierKey:
        """The public half."""
        return VerifierKey(
            self.name, Ed25519PrivateKey.from_private_bytes(self.seed).public_key().public_bytes_raw()
        )

    def sign(self, text: str) -> str:
        """The signed note over `text`, which must end in a newline; raises NoteError otherwise."""
        _check_text(text)
        signature = Ed25519PrivateKey.from_private_bytes(self.seed).sign(text.encode())
        blob = base64.b64encode(self.verifier_key().id + signature).decode()
        return f"{text}\n{_DASH}{self.name} {blob}\n"


def _check_text(text: str) -> None:
    if not text.endswith("\n"):
        raise NoteError("the text of a note ends in a newline")
    if any(ord(char) < 0x20 and char != "\n" for char in text):
        raise NoteError("control characters in a note")


def _split(note: str) -> tuple[str, list[str]]:
    _check_text(note)
    cut = note.rfind("\n\n")
    lines = note[cut + 2 : -1].split("\n") if cut >= 0 else []
    if cut < 0 or not 0 < len(lines) <= _MAX_SIGNATURES:
        raise NoteError("a note is text, a blank line and 1 to 64 signature lines")
    return note[: cut + 1], lines


def _signature(line: str) -> tuple[str, bytes, bytes]:
    """Name, key id and signature of one signature line."""
    name, _, encoded = line.removeprefix(_DASH).partition(" ")
    if not line.startswith(_DASH) or not name:
        raise NoteError("malformed signature line")
    try:
        blob = _decode(encoded)
    except KeyFormatError as error:
        raise NoteError("malformed signature line") from error
    if len(blob) < 5:
        raise NoteError("malformed signature line")
    return name, blob[:4], blob[4:]


def open_note(note: str, keys: Iterable[VerifierKey]) -> str:
    """The text of a note that at least one of `keys` signed.

    Signatures by unknown keys are ignored. Raises NoteError when the note is malformed, when none of the
    keys signed, or when a signature that names one of the keys is wrong.
    """
    known = {(key.name, key.id): key for key in keys}
    text, lines = _split(note)
    signed = False
    for line in lines:
        name, key_id, signature = _signature(line)
        key = known.get((name, key_id))
        if key is None:
            continue
        try:
            Ed25519PublicKey.from_public_bytes(key.public).verify(signature, text.encode())
        except InvalidSignature as error:
            raise NoteError("a trusted key's signature is wrong") from error
        signed = True
    if not signed:
        raise NoteError("no trusted key signed this note")
    return text
