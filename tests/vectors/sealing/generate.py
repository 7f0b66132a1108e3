"""Write the sealing vectors from docs/spec/sealing.md: a second implementation that shares no product code.

Run `python tests/vectors/sealing/generate.py`; the output is deterministic.
"""

import hashlib
import json
import struct
from pathlib import Path
from uuid import UUID

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF, HKDFExpand

HERE = Path(__file__).parent
SUITES = {
    "aes-256-gcm": (1, hashes.SHA256(), algorithms.AES256, 32),
    "sm4-gcm": (2, hashes.SM3(), algorithms.SM4, 16),
}
ROW, OTHER_ROW = UUID(int=0x0190_0000_0000_7000_8000_000000000001), UUID(int=2)
SUBJECT, OTHER_SUBJECT = UUID(int=0x0190_0000_0000_7000_8000_0000000000AA), UUID(int=0xBB)
WRONG_SUITE = {"aes-256-gcm": 2, "sm4-gcm": 1}


def pseudo(label: str, size: int) -> bytes:
    """Bytes that look random and never change: SHAKE-256 of a label."""
    return hashlib.shake_256(label.encode()).digest(size)


def lp(part: bytes) -> bytes:
    return len(part).to_bytes(4, "big") + part


def expand(suite: str, key: bytes, info: bytes, size: int = 32) -> bytes:
    return HKDFExpand(SUITES[suite][1], size, info).derive(key)


def seal(suite: str, key: bytes, key_version: int, salt: bytes, plaintext: bytes, aad: bytes) -> bytes:
    number, _, cipher, size = SUITES[suite]
    header = bytes([1, number]) + key_version.to_bytes(4, "big")
    message_key = expand(suite, key, lp(b"lindun/message/v1") + header + salt, size)
    encryptor = Cipher(cipher(message_key), modes.GCM(salt[12:])).encryptor()
    encryptor.authenticate_additional_data(header + aad)
    return header + salt + encryptor.update(plaintext) + encryptor.finalize() + encryptor.tag


def value_aad(place: dict[str, object]) -> bytes:
    return (
        lp(b"lindun/value/v1")
        + UUID(str(place["row_id"])).bytes
        + UUID(str(place["subject_id"])).bytes
        + struct.pack(">I", place["version"])
        + lp(str(place["item"]).encode())
        + lp(bytes.fromhex(str(place["beside"])))
    )


def key_aad(role: str, community_id: int, version: int, subject_id: UUID | None) -> bytes:
    subject = subject_id.bytes if subject_id else bytes(16)
    return lp(b"lindun/key/v1") + lp(role.encode()) + struct.pack(">QI", community_id, version) + subject


def pad(plaintext: bytes) -> bytes:
    padded = plaintext + b"\x80"
    return padded + b"\0" * (-len(padded) % 16)


def flip(data: bytes, position: int) -> bytes:
    changed = bytearray(data)
    changed[position] ^= 1
    return bytes(changed)


def good_value(suite: str, name: str, plaintext: bytes, **changes: object) -> dict[str, object]:
    place = {"row_id": str(ROW), "subject_id": str(SUBJECT), "item": "resident.phone", "version": 1}
    case: dict[str, object] = {"name": name, "key": pseudo("data key", 32).hex(), "key_version": 1}
    case |= place | {"beside": "", "error": None, "plaintext": plaintext.hex()} | changes
    salt = pseudo(f"{suite} {name}", 24)
    key, version = bytes.fromhex(str(case["key"])), int(str(case["key_version"]))
    case["sealed"] = seal(suite, key, version, salt, pad(plaintext), value_aad(case)).hex()
    return case


def bad_value(base: dict[str, object], name: str, error: str, **changes: object) -> dict[str, object]:
    return base | {"plaintext": None} | changes | {"name": name, "error": error}


def value_cases(suite: str) -> list[dict[str, object]]:
    base = good_value(suite, "a phone number", b"13800138000", beside=b"138****8000".hex())
    sealed = bytes.fromhex(str(base["sealed"]))
    not_authentic, malformed = "sealing.not-authentic", "sealing.malformed"
    unpadded = seal(suite, pseudo("data key", 32), 1, pseudo("unpadded", 24), bytes(16), value_aad(base))
    good = [
        base,
        good_value(suite, "a name", "欧阳娜娜".encode(), item="resident.name"),
        good_value(suite, "an empty value", b""),
        good_value(suite, "fifteen bytes fill a block with their padding", b"x" * 15),
        good_value(suite, "sixteen bytes need a second block", b"x" * 16),
        good_value(suite, "a value that ends like padding", b"x\x80\0\0"),
        good_value(suite, "the highest versions", b"1", version=2**32 - 1, key_version=2**32 - 1),
    ]
    bad = [
        bad_value(base, "swapped rows", not_authentic, row_id=str(OTHER_ROW)),
        bad_value(base, "swapped subjects", not_authentic, subject_id=str(OTHER_SUBJECT)),
        bad_value(base, "swapped items", not_authentic, item="resident.phone2"),
        bad_value(base, "another value version", not_authentic, version=2),
        bad_value(base, "altered masked form beside it", not_authentic, beside=b"139****8000".hex()),
        bad_value(base, "item and neighbour shifted", not_authentic, item="resident.phone1", beside=""),
        bad_value(base, "wrong key", not_authentic, key=pseudo("another key", 32).hex()),
        bad_value(base, "wrong key version", "sealing.wrong-key", key_version=2),
        bad_value(base, "flipped bit in the salt", not_authentic, sealed=flip(sealed, 6).hex()),
        bad_value(base, "flipped bit in the nonce part", not_authentic, sealed=flip(sealed, 29).hex()),
        bad_value(base, "flipped bit in the ciphertext", not_authentic, sealed=flip(sealed, 30).hex()),
        bad_value(base, "flipped bit in the tag", not_authentic, sealed=flip(sealed, -1).hex()),
        bad_value(base, "last byte cut", not_authentic, sealed=sealed[:-1].hex()),
        bad_value(base, "one byte more", not_authentic, sealed=(sealed + b"\0").hex()),
        bad_value(base, "cut inside the tag", malformed, sealed=sealed[:45].hex()),
        bad_value(base, "nothing at all", malformed, sealed=""),
        bad_value(base, "unknown format", "sealing.unknown-format", sealed=(b"\x02" + sealed[1:]).hex()),
        bad_value(base, "unknown suite", "sealing.unknown-suite", sealed=(b"\x01\x09" + sealed[2:]).hex()),
        bad_value(base, "the other suite", "sealing.wrong-key", sealed=_other_suite(suite, sealed).hex()),
        bad_value(base, "authentic but never padded", malformed, sealed=unpadded.hex()),
    ]
    return good + bad


def _other_suite(suite: str, sealed: bytes) -> bytes:
    return sealed[:1] + bytes([WRONG_SUITE[suite]]) + sealed[2:]


def key_cases(suite: str) -> list[dict[str, object]]:
    parent, secret = pseudo("parent key", 32), pseudo("child secret", 32)
    cases: list[dict[str, object]] = []
    for role, subject in (("data", SUBJECT), ("index", None)):
        aad = key_aad(role, 7, 1, subject)
        payload = bytes([SUITES[suite][0]]) + secret
        case: dict[str, object] = {
            "name": f"{role} key under a community key",
            "parent": parent.hex(),
            "parent_version": 3,
            "role": role,
            "community_id": 7,
            "version": 1,
            "subject_id": str(subject) if subject else None,
            "wrapped": seal(suite, parent, 3, pseudo(f"{suite} wrap {role}", 24), payload, aad).hex(),
            "check_value": expand(suite, secret, lp(b"lindun/check/v1"))[:16].hex(),
            "error": None,
        }
        wrong = {"error": "sealing.not-authentic", "check_value": None}
        cases += [
            case,
            case | wrong | {"name": f"{role} key of another community", "community_id": 8},
            case | wrong | {"name": f"{role} key as another version", "version": 2},
            case | wrong | {"name": f"{role} key of somebody else", "subject_id": str(OTHER_SUBJECT)},
            case
            | wrong
            | {"name": f"{role} key in the other role", "role": "index" if role == "data" else "data"},
        ]
    return cases


def root_case(suite: str) -> dict[str, object]:
    secret = pseudo("root secret", 32)
    root = HKDF.extract(SUITES[suite][1], b"lindun/root/v1/" + suite.encode(), secret)
    first = HKDF.extract(hashes.SHA256(), b"lindun/root/v1/aes-256-gcm", secret)
    payload = bytes([SUITES[suite][0]]) + pseudo("community secret", 32)
    salt, aad = pseudo(f"{suite} wrap community", 24), key_aad("community", 7, 1, None)
    return {
        "secret": secret.hex(),
        "check_value": expand("aes-256-gcm", first, lp(b"lindun/check/v1"))[:16].hex(),
        "community_id": 7,
        "wrapped": seal(suite, root, 1, salt, payload, aad).hex(),
        "community_check_value": expand(suite, payload[1:], lp(b"lindun/check/v1"))[:16].hex(),
    }


def token_cases(suite: str) -> list[dict[str, object]]:
    cases = []
    for owner, kind, form, value in (
        ("index key", "phone", "whole", "13800138000"),
        ("index key", "phone", "last4", "8000"),
        ("index key", "id", "last4", "8000"),
        ("index key", "phonel", "ast4", "8000"),
        ("another community", "phone", "whole", "13800138000"),
        ("index key", "name", "whole", "欧阳娜娜"),
    ):
        key = pseudo(owner, 32)
        info = lp(b"lindun/token/v1") + lp(kind.encode()) + lp(form.encode())
        prf = HKDF.extract(SUITES[suite][1], expand(suite, key, info), value.encode())  # HMAC(salt, message)
        case = {"key": key.hex(), "kind": kind, "form": form, "value": value, "token": prf[:16].hex()}
        cases.append(case)
    return cases


def manifest_cases(suite: str) -> list[dict[str, object]]:
    value, old = b"v" + ROW.bytes + struct.pack(">I", 2), b"v" + ROW.bytes + struct.pack(">I", 1)
    entry, key = b"t" + pseudo("a token", 16) + ROW.bytes, pseudo("data key", 32)
    made = expand(suite, key, lp(b"lindun/manifest/v1") + lp(entry) + lp(value))[:16].hex()
    good: dict[str, object] = {"name": "a value and its token", "key": key.hex(), "manifest": made}
    return [
        good | {"parts": [entry.hex(), value.hex()], "error": None},
        good | {"name": "in another order", "parts": [value.hex(), entry.hex()], "error": None},
        good | {"name": "older version", "parts": [entry.hex(), old.hex()], "error": "sealing.not-authentic"},
        good | {"name": "token missing", "parts": [value.hex()], "error": "sealing.not-authentic"},
        good | {"name": "other boundary", "parts": [(entry + value).hex()], "error": "sealing.not-authentic"},
    ]


def main() -> None:
    for suite in SUITES:
        vectors = {
            "specification": "docs/spec/sealing.md",
            "suite": suite,
            "values": value_cases(suite),
            "keys": key_cases(suite),
            "root": root_case(suite),
            "tokens": token_cases(suite),
            "manifests": manifest_cases(suite),
        }
        text = json.dumps(vectors, indent=1, ensure_ascii=False) + "\n"
        (HERE / f"{suite}.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
