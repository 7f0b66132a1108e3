"""The suites against published answers, and our one-block derivation against the library's HKDF."""

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from lindun.core.sealing import AES_256_GCM, SM4_GCM, SUITES, DataKey, Suite


def test_sm4_gcm_gives_the_answer_of_rfc_8998_appendix_a1() -> None:
    key = bytes.fromhex("0123456789ABCDEFFEDCBA9876543210")
    nonce = bytes.fromhex("00001234567800000000ABCD")
    aad = bytes.fromhex("FEEDFACEDEADBEEFFEEDFACEDEADBEEFABADDAD2")
    plaintext = bytes.fromhex("".join(letter * 16 for letter in "ABCDEFEA"))
    expected = (
        "17F399F08C67D5EE19D0DC9969C4BB7D5FD46FD3756489069157B282BB200735"
        "D82710CA5C22F0CCFA7CBF93D496AC15A56834CBCF98C397B4024A2691233B8D"
        "83DE3541E4C2B58177E065A9BF7B62EC"
    )
    sealed = SM4_GCM.encrypt(key, nonce, plaintext, aad)
    assert sealed.hex().upper() == expected
    assert SM4_GCM.decrypt(key, nonce, sealed, aad) == plaintext


def test_aes_256_gcm_gives_the_answer_of_the_gcm_specification_case_14() -> None:
    sealed = AES_256_GCM.encrypt(bytes(32), bytes(12), bytes(16), b"")
    assert sealed.hex() == "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919"


def test_sm3_gives_the_answer_of_gb_t_32905_example_1() -> None:
    digest = hashes.Hash(SM4_GCM.digest)
    digest.update(b"abc")
    expected = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    assert digest.finalize().hex() == expected


@pytest.mark.parametrize("suite", SUITES, ids=lambda suite: suite.name)
def test_derive_is_the_first_block_of_hkdf_expand(suite: Suite) -> None:
    derived = DataKey(b"k" * 32, suite=suite, version=1).derive(b"info")
    assert derived == HKDFExpand(suite.digest, 32, b"info").derive(b"k" * 32)
