"""The encryption that Office, WPS and LibreOffice open by password: agile, AES-256-CBC, SHA-512.

Source: [MS-OFFCRYPTO] 2.3.4.10 to 2.3.4.15 (ECMA-376 document encryption). The whole key is random; the file
is encrypted in segments and authenticated by an HMAC over the encrypted package.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import struct
from base64 import b64encode
from typing import NamedTuple

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from lindun.sharing.files.compound import compound_file

SPINS = 100_000  # what Office itself writes; the strength lies in the password's 99 bits
SEGMENT = 4096
KEY, SALT, BLOCK, HASH = 32, 16, 16, 64

# Block keys, [MS-OFFCRYPTO] 2.3.4.13 and 2.3.4.14: each use of the password or the key hashes another one in.
_VERIFIER_INPUT = bytes.fromhex("fea7d2763b4b9e79")
_VERIFIER_VALUE = bytes.fromhex("d7aa0f6d3061344e")
_KEY_VALUE = bytes.fromhex("146e0be7abacd0d6")
_HMAC_KEY = bytes.fromhex("5fb2ad010cb9e1f6")
_HMAC_VALUE = bytes.fromhex("a0677f02b22c8433")

_OFFICE = "http://schemas.microsoft.com/office/2006"
_CIPHER = (
    f'saltSize="{SALT}" blockSize="{BLOCK}" keyBits="{KEY * 8}" hashSize="{HASH}" cipherAlgorithm="AES" '
    'cipherChaining="ChainingModeCBC" hashAlgorithm="SHA512"'
)


class Randomness(NamedTuple):
    """Everything random in one file, so that a vector can hold it still. Drawn anew for every file."""

    key: bytes  # 32
    package_salt: bytes  # 16
    password_salt: bytes  # 16
    verifier: bytes  # 16
    hmac_key: bytes  # 64

    @classmethod
    def drawn(cls) -> Randomness:
        return cls(*(secrets.token_bytes(size) for size in (KEY, SALT, SALT, SALT, HASH)))


def encrypt_package(content: bytes, password: str, *, drawn: Randomness | None = None) -> bytes:
    """Return the compound file that holds an OOXML package encrypted under the password.

    content: the package (.xlsx) as bytes. password: not empty. drawn: for vectors only.
    Raises ValueError for an empty password.
    """
    if not password:
        raise ValueError("an empty password protects nothing")
    chosen = drawn or Randomness.drawn()
    package = struct.pack("<Q", len(content)) + _segments(content, chosen)
    info = struct.pack("<HHI", 4, 4, 0x40) + _descriptor(package, password, chosen).encode()
    return compound_file(
        {"EncryptionInfo": info, "EncryptedPackage": package, "\x06DataSpaces": _data_spaces()}
    )


def _segments(content: bytes, chosen: Randomness) -> bytes:
    parts = []
    for number, start in enumerate(range(0, len(content), SEGMENT)):
        iv = _iv(chosen.package_salt, struct.pack("<I", number))
        parts.append(_cbc(chosen.key, iv, content[start : start + SEGMENT]))
    return b"".join(parts)


def _descriptor(package: bytes, password: str, chosen: Randomness) -> str:
    spun = _spin(password, chosen.password_salt)

    def under_password(block: bytes, value: bytes) -> str:
        key = hashlib.sha512(spun + block).digest()[:KEY]
        return b64encode(_cbc(key, chosen.password_salt, value)).decode()

    def under_key(block: bytes, value: bytes) -> str:
        return b64encode(_cbc(chosen.key, _iv(chosen.package_salt, block), value)).decode()

    mac = hmac.digest(chosen.hmac_key, package, "sha512")
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
        f'<encryption xmlns="{_OFFICE}/encryption" xmlns:p="{_OFFICE}/keyEncryptor/password">'
        f'<keyData {_CIPHER} saltValue="{b64encode(chosen.package_salt).decode()}"/>'
        f'<dataIntegrity encryptedHmacKey="{under_key(_HMAC_KEY, chosen.hmac_key)}" '
        f'encryptedHmacValue="{under_key(_HMAC_VALUE, mac)}"/>'
        f'<keyEncryptors><keyEncryptor uri="{_OFFICE}/keyEncryptor/password">'
        f'<p:encryptedKey spinCount="{SPINS}" {_CIPHER} '
        f'saltValue="{b64encode(chosen.password_salt).decode()}" '
        f'encryptedVerifierHashInput="{under_password(_VERIFIER_INPUT, chosen.verifier)}" '
        f'encryptedVerifierHashValue="'
        f'{under_password(_VERIFIER_VALUE, hashlib.sha512(chosen.verifier).digest())}" '
        f'encryptedKeyValue="{under_password(_KEY_VALUE, chosen.key)}"/>'
        "</keyEncryptor></keyEncryptors></encryption>"
    )


def _spin(password: str, salt: bytes) -> bytes:
    sha512 = hashlib.sha512
    digest = sha512(salt + password.encode("utf-16-le")).digest()
    for number in range(SPINS):
        digest = sha512(number.to_bytes(4, "little") + digest).digest()
    return digest


def _iv(salt: bytes, block: bytes) -> bytes:
    return hashlib.sha512(salt + block).digest()[:BLOCK]


def _cbc(key: bytes, iv: bytes, content: bytes) -> bytes:
    """Padded with zeros: the package tells its own length, the rest is whole blocks anyway."""
    encryptor = Cipher(algorithms.AES(key), modes.CBC(iv)).encryptor()
    return encryptor.update(content + bytes(-len(content) % BLOCK)) + encryptor.finalize()


def _data_spaces() -> dict[str, bytes | dict[str, bytes] | dict[str, dict[str, bytes]]]:
    """The constant streams that say so: the package is encrypted ([MS-OFFCRYPTO] 2.1, 2.3.4.1)."""
    space, transform = "StrongEncryptionDataSpace", "StrongEncryptionTransform"
    versions = struct.pack("<HHHHHH", 1, 0, 1, 0, 1, 0)
    entry = struct.pack("<II", 1, 0) + _text("EncryptedPackage") + _text(space)
    name = _text("{FF9A3F03-56EF-4613-BDD5-5A41C1D07246}")
    primary = (
        struct.pack("<II", 8 + len(name), 1)
        + name
        + _text("Microsoft.Container.EncryptionTransform")
        + versions
        + struct.pack("<IIII", 0, 0, 0, 4)
    )
    return {
        "Version": _text("Microsoft.Container.DataSpaces") + versions,
        "DataSpaceMap": struct.pack("<III", 8, 1, 4 + len(entry)) + entry,
        "DataSpaceInfo": {space: struct.pack("<II", 8, 1) + _text(transform)},
        "TransformInfo": {transform: {"\x06Primary": primary}},
    }


def _text(text: str) -> bytes:
    """A length-prefixed UTF-16 string, padded to four bytes (UNICODE-LP-P4)."""
    encoded = text.encode("utf-16-le")
    return struct.pack("<I", len(encoded)) + encoded + bytes(-len(encoded) % 4)
