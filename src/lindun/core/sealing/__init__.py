"""Envelope encryption bound to its place, and blind-index tokens. Format: docs/spec/sealing.md."""

from lindun.core.sealing.bindings import KeyBinding, ValueBinding
from lindun.core.sealing.envelope import parse_header
from lindun.core.sealing.errors import (
    InvalidInputError,
    KeyExhaustedError,
    KeyMaterialError,
    MalformedError,
    NotAuthenticError,
    SealingError,
    UnknownFormatError,
    UnknownSuiteError,
    WrongKeyError,
)
from lindun.core.sealing.framing import utf8
from lindun.core.sealing.keys import (
    MAX_MESSAGES_PER_KEY,
    SECRET_SIZE,
    CommunityKey,
    DataKey,
    IndexKey,
    RootKey,
)
from lindun.core.sealing.manifest import manifest, verify_manifest
from lindun.core.sealing.revealed import DOTS, Revealed
from lindun.core.sealing.suites import AES_256_GCM, SM4_GCM, SUITES, Suite, suite_by_id, suite_by_name
from lindun.core.sealing.tokens import TOKEN_SIZE, token
from lindun.core.sealing.values import seal, unseal
from lindun.core.sealing.wrapping import Wrapper, create_key, open_key, rewrap_key

__all__ = [
    "AES_256_GCM",
    "DOTS",
    "MAX_MESSAGES_PER_KEY",
    "SECRET_SIZE",
    "SM4_GCM",
    "SUITES",
    "TOKEN_SIZE",
    "CommunityKey",
    "DataKey",
    "IndexKey",
    "InvalidInputError",
    "KeyBinding",
    "KeyExhaustedError",
    "KeyMaterialError",
    "MalformedError",
    "NotAuthenticError",
    "Revealed",
    "RootKey",
    "SealingError",
    "Suite",
    "UnknownFormatError",
    "UnknownSuiteError",
    "ValueBinding",
    "Wrapper",
    "WrongKeyError",
    "create_key",
    "manifest",
    "open_key",
    "parse_header",
    "rewrap_key",
    "seal",
    "suite_by_id",
    "suite_by_name",
    "token",
    "unseal",
    "utf8",
    "verify_manifest",
]
