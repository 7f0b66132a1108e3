"""The cipher suites: which cipher, which hash, and the number each is known by.

All algorithms come from OpenSSL through `cryptography`. AES-GCM: NIST SP 800-38D; SM4: GB/T 32907-2016;
SM3: GB/T 32905-2016; SM4-GCM as in RFC 8998.
"""

from collections.abc import Callable
from dataclasses import dataclass

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from lindun.core.sealing.errors import UnknownSuiteError

TAG_SIZE = 16
NONCE_SIZE = 12

Aead = Callable[[bytes, bytes, bytes, bytes], bytes]


def _aes_encrypt(key: bytes, nonce: bytes, plaintext: bytes, aad: bytes) -> bytes:
    return AESGCM(key).encrypt(nonce, plaintext, aad)


def _aes_decrypt(key: bytes, nonce: bytes, ciphertext: bytes, aad: bytes) -> bytes:
    return AESGCM(key).decrypt(nonce, ciphertext, aad)


def _sm4_encrypt(key: bytes, nonce: bytes, plaintext: bytes, aad: bytes) -> bytes:
    encryptor = Cipher(algorithms.SM4(key), modes.GCM(nonce)).encryptor()
    encryptor.authenticate_additional_data(aad)
    return encryptor.update(plaintext) + encryptor.finalize() + encryptor.tag


def _sm4_decrypt(key: bytes, nonce: bytes, ciphertext: bytes, aad: bytes) -> bytes:
    decryptor = Cipher(algorithms.SM4(key), modes.GCM(nonce, ciphertext[-TAG_SIZE:])).decryptor()
    decryptor.authenticate_additional_data(aad)
    return decryptor.update(ciphertext[:-TAG_SIZE]) + decryptor.finalize()


@dataclass(frozen=True, slots=True, eq=False)
class Suite:
    """One suite. `encrypt` and `decrypt` take (message key, nonce, data, aad); decrypt raises InvalidTag."""

    id: int
    name: str
    digest: hashes.HashAlgorithm
    message_key_size: int
    encrypt: Aead
    decrypt: Aead


AES_256_GCM = Suite(1, "aes-256-gcm", hashes.SHA256(), 32, _aes_encrypt, _aes_decrypt)
SM4_GCM = Suite(2, "sm4-gcm", hashes.SM3(), 16, _sm4_encrypt, _sm4_decrypt)

SUITES = (AES_256_GCM, SM4_GCM)
_BY_ID = {suite.id: suite for suite in SUITES}
_BY_NAME = {suite.name: suite for suite in SUITES}


def suite_by_id(suite_id: int) -> Suite:
    """Return the suite with this number. Raises UnknownSuiteError."""
    try:
        return _BY_ID[suite_id]
    except KeyError:
        raise UnknownSuiteError from None


def suite_by_name(name: str) -> Suite:
    """Return the suite a setting names (`aes-256-gcm`, `sm4-gcm`). Raises UnknownSuiteError."""
    try:
        return _BY_NAME[name]
    except KeyError:
        raise UnknownSuiteError from None
