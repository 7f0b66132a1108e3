"""Signature verification against RFC 8032's own vectors and against another implementation."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from lindun.verifier import ed25519_verify

ORDER = 2**252 + 27742317777372353535851937790883648493

# RFC 8032, section 7.1: public key, message, signature
RFC = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
]


@pytest.mark.parametrize(("public", "message", "signature"), RFC, ids=["test 1", "test 2", "test 3"])
def test_the_vectors_of_the_standard(public: str, message: str, signature: str) -> None:
    ed25519_verify(bytes.fromhex(public), bytes.fromhex(message), bytes.fromhex(signature))


@settings(max_examples=25)
@given(st.binary(min_size=32, max_size=32), st.binary(max_size=100), st.data())
def test_agrees_with_another_implementation(seed: bytes, message: bytes, data: st.DataObject) -> None:
    key = Ed25519PrivateKey.from_private_bytes(seed)
    public, signature = key.public_key().public_bytes_raw(), key.sign(message)
    ed25519_verify(public, message, signature)
    at = data.draw(st.integers(0, 63))
    mask = data.draw(st.integers(1, 255))
    with pytest.raises(ValueError):
        ed25519_verify(public, message, signature[:at] + bytes([signature[at] ^ mask]) + signature[at + 1 :])
    with pytest.raises(ValueError):
        ed25519_verify(public, message + b"x", signature)


KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC, SIGNATURE = KEY.public_key().public_bytes_raw(), KEY.sign(b"m")


def test_a_signature_has_one_form() -> None:
    """s and s + L sign the same to a careless verifier."""
    scalar = int.from_bytes(SIGNATURE[32:], "little") + ORDER
    with pytest.raises(ValueError, match="canonical"):
        ed25519_verify(PUBLIC, b"m", SIGNATURE[:32] + scalar.to_bytes(32, "little"))


@pytest.mark.parametrize("signature", [b"", SIGNATURE[:63], SIGNATURE + b"\0"])
def test_a_signature_of_another_length(signature: bytes) -> None:
    with pytest.raises(ValueError, match="64"):
        ed25519_verify(PUBLIC, b"m", signature)


@pytest.mark.parametrize(
    "public",
    [
        PUBLIC[:31],
        (2**255 - 19).to_bytes(32, "little"),  # y = p, not reduced
        (2).to_bytes(32, "little"),  # not on the curve
        ((1 << 255) + 1).to_bytes(32, "little"),  # x = 0 with a sign
    ],
)
def test_what_is_no_point(public: bytes) -> None:
    with pytest.raises(ValueError):
        ed25519_verify(public, b"m", SIGNATURE)
