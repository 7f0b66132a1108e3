"""Write the ledger vectors from docs/spec/ledger.md: naive and recursive, sharing no product code.

Run `python tests/vectors/ledger/generate.py`; the output is deterministic. What other parties published is
marked with its source and copied in as data, not computed.
"""

import base64
import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

HERE = Path(__file__).parent
ORIGIN = "ledger.example/vectors"
SEED, FOREIGN_SEED = bytes(range(32)), bytes(range(32, 64))
SIZES = (1, 2, 3, 7, 8, 255, 256, 257, 600)


def b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def h(*parts: bytes) -> bytes:
    return hashlib.sha256(b"".join(parts)).digest()


def leaf(data: bytes) -> bytes:
    return h(b"\x00", data)


def split(size: int) -> int:
    """The largest power of two below `size`."""
    return max(2**n for n in range(16) if 2**n < size)


def mth(entries: list[bytes]) -> bytes:
    """RFC 6962, 2.1, word for word."""
    if not entries:
        return h()
    if len(entries) == 1:
        return leaf(entries[0])
    k = split(len(entries))
    return h(b"\x01", mth(entries[:k]), mth(entries[k:]))


def path(m: int, entries: list[bytes]) -> list[bytes]:
    """RFC 6962, 2.1.1."""
    if len(entries) == 1:
        return []
    k = split(len(entries))
    if m < k:
        return [*path(m, entries[:k]), mth(entries[k:])]
    return [*path(m - k, entries[k:]), mth(entries[:k])]


def subproof(m: int, entries: list[bytes], whole: bool) -> list[bytes]:
    """RFC 6962, 2.1.2."""
    if m == len(entries):
        return [] if whole else [mth(entries)]
    k = split(len(entries))
    if m <= k:
        return [*subproof(m, entries[:k], whole), mth(entries[k:])]
    return [*subproof(m - k, entries[k:], False), mth(entries[:k])]


def public(seed: bytes) -> bytes:
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def key_id(name: str, seed: bytes) -> bytes:
    return h(name.encode(), b"\n\x01", public(seed))[:4]


def verifier_key(name: str, seed: bytes) -> str:
    return "+".join((name, key_id(name, seed).hex(), b64(b"\x01" + public(seed))))


def note(text: str, name: str = ORIGIN, seed: bytes = SEED) -> str:
    signature = Ed25519PrivateKey.from_private_bytes(seed).sign(text.encode())
    return f"{text}\n\u2014 {name} {b64(key_id(name, seed) + signature)}\n"


def checkpoint(size: int, root: bytes, origin: str = ORIGIN, seed: bytes = SEED) -> str:
    return note(f"{origin}\n{size}\n{b64(root)}\n", seed=seed)


def write(name: str, content: dict[str, Any]) -> None:
    text = json.dumps({"specification": "docs/spec/ledger.md"} | content, ensure_ascii=False, indent=1)
    (HERE / f"{name}.json").write_text(text + "\n", encoding="utf-8")


# --- canonical JSON and entries ---

CANONICAL: list[tuple[str, Any, str]] = [
    ("literals", [None, True, False, 0, -1, 9007199254740991], "[null,true,false,0,-1,9007199254740991]"),
    ("members in order", {"b": 1, "a": {"d": [], "c": {}}}, '{"a":{"c":{},"d":[]},"b":1}'),
    (
        "escapes",
        '\u0000\b\t\n\f\r\u001f"\\/\u007f\u2028',
        '"\\u0000\\b\\t\\n\\f\\r\\u001f\\"\\\\/\u007f\u2028"',
    ),
    ("no ASCII folding", "邻盾 😀", '"邻盾 😀"'),
    # RFC 8785, 3.2.3: UTF-16 order puts the surrogate pair before U+FB33
    ("UTF-16 order", {"\ufb33": 1, "\U0001f600": 2, "\u20ac": 3}, '{"\u20ac":3,"\U0001f600":2,"\ufb33":1}'),
]
NOT_CANONICAL = {
    "a space": '{"a": 1}',
    "members out of order": '{"b":1,"a":2}',
    "a member twice": '{"a":1,"a":1}',
    "a fraction": '{"a":1.5}',
    "an exponent": '{"a":1e3}',
    "an integer of more than 53 bits": '{"a":9007199254740992}',
    "a needless escape": '{"a":"\\u0041"}',
    "half a surrogate pair": '{"a":"\\ud800"}',
    "not a number": '{"a":NaN}',
    "text after the end": "{}{}",
    "cut": '{"a":',
}
ENTRY = {
    "action": "residents.item.reveal",
    "actor": "staff:01902d3e-5c00-7000-8000-0000000000aa",
    "at": "2026-01-02T03:04:05.678Z",
    "counts": {"fields": 2},
    "device": "device:12",
    "id": "019b7ca9-8f2e-7abc-8def-0123456789ab",
    "items": ["resident.name", "resident.phone"],
    "outcome": "allowed",
    "place": ["community:3", "building:7"],
    "purpose": "repair.visit",
    "reasons": ["role.in_scope"],
    "session": "session:5",
    "subjects": ["resident:01902d3e-5c00-7000-8000-0000000000bb"],
    "task": "task:99",
    "v": 1,
}
REFUSED: dict[str, dict[str, Any]] = {
    "a name as actor": {"actor": "王小明"},
    "a phone number as reference": {"subjects": ["resident:13800138000"]},
    "an identity number as reference": {"subjects": ["resident:11010519491231002X"]},
    "a sentence as purpose": {"purpose": "the owner asked me"},
    "Chinese text as reason": {"reasons": ["业主要求"]},
    "a phone number in a code": {"items": ["resident.13800138000"]},
    "a phone number as count": {"counts": {"phone": 13800138000}},
    "a text as count": {"counts": {"fields": "2"}},
    "true as count": {"counts": {"fields": True}},
    "an unknown outcome": {"outcome": "maybe"},
    "a UUID that is not version 7": {"id": "019b7ca9-8f2e-4abc-8def-0123456789ab"},
    "an id in capitals": {"id": "019B7CA9-8F2E-7ABC-8DEF-0123456789AB"},
    "another time than the id's": {"at": "2026-01-02T03:04:05.679Z"},
    "a time with an offset": {"at": "2026-01-02T03:04:05.678+08:00"},
    "a member nobody knows": {"note": "x"},
    "another format version": {"v": 2},
    "an empty list": {"items": []},
    "a null": {"task": None},
    "an address as place": {"place": ["3-2-1201"]},
    "an address as device": {"device": "192.168.1.7"},
    "a line break in a code": {"action": "residents.item.reveal\n"},
    "a list as actor": {"actor": ["staff:1"]},
    "a code of 65 characters": {"action": "a" * 65},
}


def compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def entry_text(number: int, **members: Any) -> str:
    """Entries 2.5 seconds apart; their ids carry the same time."""
    milliseconds = 1_767_323_045_678 + 2500 * number
    digits = f"{milliseconds:012x}"
    seconds, rest = divmod(milliseconds, 1000)
    at = datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S") + f".{rest:03d}Z"
    made = {
        "action": "residents.item.reveal",
        "actor": f"staff:{number % 9 + 1}",
        "at": at,
        "id": f"{digits[:8]}-{digits[8:]}-7000-8000-{number:012x}",
        "outcome": "allowed",
        "v": 1,
    }
    return compact(made | members)


def write_entries() -> None:
    write(
        "canonical",
        {
            "canonical": [{"name": n, "value": v, "text": t} for n, v, t in CANONICAL],
            "refused": [{"name": n, "text": t} for n, t in NOT_CANONICAL.items()],
        },
    )
    needed = ("action", "actor", "at", "id", "outcome", "v")
    whole, least = compact(ENTRY), compact({name: ENTRY[name] for name in needed})
    valid = [
        {"name": name, "text": text, "leaf": leaf(text.encode()).hex()}
        for name, text in (("every member", whole), ("only what must be", least))
    ]
    refused = [{"name": n, "text": compact(ENTRY | change)} for n, change in REFUSED.items()]
    lacking = {gone: {name: ENTRY[name] for name in ENTRY if name != gone} for gone in needed}
    refused += [{"name": f"without {gone}", "text": compact(rest)} for gone, rest in lacking.items()]
    write("entries", {"valid": valid, "refused": refused})


# --- Merkle tree ---

# Inputs and roots of the tests of Certificate Transparency's reference implementation (RFC 6962 authors).
CT_INPUTS = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", bytes(range(96, 112)).hex()]
CT_ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def write_tree() -> None:
    data = [str(n).encode() for n in range(max(SIZES))]
    roots = {str(size): mth(data[:size]).hex() for size in SIZES}
    inclusion, consistency = [], []
    for size in SIZES:
        for index in sorted({0, size // 2, size - 1}):
            steps = [step.hex() for step in path(index, data[:size])]
            inclusion.append({"index": index, "size": size, "path": steps, "error": None})
    for first in SIZES:
        for second in (size for size in SIZES if size >= first):
            steps = [step.hex() for step in subproof(first, data[:second], True)]
            consistency.append({"first": first, "second": second, "path": steps, "error": None})
    good = next(case for case in inclusion if (case["index"], case["size"]) == (128, 257))
    steps = good["path"]
    inclusion += [
        good | {"path": steps[:-1], "error": "too short"},
        good | {"path": [*steps, steps[0]], "error": "too long"},
        good | {"path": steps[::-1], "error": "wrong order"},
        good | {"index": 129, "error": "another index"},
        good | {"size": 256, "error": "another size"},
        good | {"index": 257, "error": "outside the tree"},
        good | {"path": ["00" * 32, *steps[1:]], "error": "a wrong step"},
    ]
    good = next(case for case in consistency if (case["first"], case["second"]) == (7, 257))
    steps = good["path"]
    consistency += [
        good | {"path": steps[:-1], "error": "too short"},
        good | {"path": [*steps, steps[0]], "error": "too long"},
        good | {"path": [], "error": "empty"},
        good | {"first": 8, "error": "another first size"},
        good | {"first": 257, "second": 7, "path": [], "error": "sizes not in order"},
        good | {"first": 7, "second": 7, "path": steps, "error": "needless path"},
    ]
    write(
        "tree",
        {
            "known": {"inputs": CT_INPUTS, "roots": CT_ROOTS},
            "leaves": "the decimal index of each leaf as ASCII",
            "roots": roots,
            "inclusion": inclusion,
            "consistency": consistency,
        },
    )


# --- notes, checkpoints, proofs ---

# Published with the Go implementation of signed notes (golang.org/x/mod/sumdb/note).
GO_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
GO_TEXT = (
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
)
GO_SIGNATURE = "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="


def write_notes() -> None:
    root = mth([b"0", b"1", b"2"])
    good, foreign = checkpoint(3, root), checkpoint(3, root, seed=FOREIGN_SEED)
    line = good.split("\n\n")[1]
    wrong = {
        "signed by another key": (foreign, "checkpoint.foreign-key"),
        "another size": (good.replace("\n3\n", "\n4\n"), "checkpoint.forged"),
        "another root": (good.replace(b64(root), b64(bytes(32))), "checkpoint.forged"),
        "no signature": (good.split("\n\n")[0] + "\n\n", "checkpoint.malformed"),
        "no blank line": (good.replace("\n\n", "\n"), "checkpoint.malformed"),
        "cut": (good[:-1], "checkpoint.malformed"),
        "a size with a leading zero": (note(f"{ORIGIN}\n03\n{b64(root)}\n"), "checkpoint.malformed"),
        "a negative size": (note(f"{ORIGIN}\n-3\n{b64(root)}\n"), "checkpoint.malformed"),
        "a root of 31 bytes": (note(f"{ORIGIN}\n3\n{b64(root[:31])}\n"), "checkpoint.malformed"),
        "an extension line": (note(f"{ORIGIN}\n3\n{b64(root)}\nmore\n"), "checkpoint.malformed"),
        "no origin": (note(f"\n3\n{b64(root)}\n"), "checkpoint.malformed"),
        "a control character": (note(f"{ORIGIN}\t\n3\n{b64(root)}\n"), "checkpoint.malformed"),
        "an empty tree": (checkpoint(0, h()), "checkpoint.empty"),
        "a signature that is not base64": (good.replace(line, line[:-4] + "!!=\n"), "checkpoint.malformed"),
    }
    both = good + foreign.split("\n\n")[1]
    known = f"{GO_TEXT}\n\u2014 PeterNeumann {GO_SIGNATURE}\n"
    write(
        "checkpoints",
        {
            "key": verifier_key(ORIGIN, SEED),
            "signing_key": "+".join(("PRIVATE+KEY", ORIGIN, key_id(ORIGIN, SEED).hex(), b64(b"\x01" + SEED))),
            "origin": ORIGIN,
            "known_note": {"key": GO_KEY, "text": GO_TEXT, "note": known},
            "valid": [
                {"name": "one signature", "note": good, "size": 3, "root": root.hex()},
                {"name": "an unknown signature beside it", "note": both, "size": 3, "root": root.hex()},
            ],
            "refused": [{"name": n, "note": text, "error": code} for n, (text, code) in wrong.items()],
        },
    )


def write_proofs() -> None:
    entries = [entry_text(n).encode() for n in range(300)]
    signed = checkpoint(300, mth(entries))
    good = {
        "format": "lindun-proof/1",
        "index": 77,
        "entry": entries[77].decode(),
        "path": [b64(step) for step in path(77, entries)],
        "checkpoint": signed,
    }
    foreign = checkpoint(300, mth(entries), seed=FOREIGN_SEED)
    changed = entries[77].decode().replace('"staff:6"', '"staff:7"')
    wrong: dict[str, tuple[Any, str]] = {
        "another entry": (good | {"entry": entries[78].decode()}, "proof.not-in-ledger"),
        "a changed entry": (good | {"entry": changed}, "proof.not-in-ledger"),
        "another index": (good | {"index": 78}, "proof.not-in-ledger"),
        "an index outside": (good | {"index": 300}, "proof.not-in-ledger"),
        "a short path": (good | {"path": good["path"][:-1]}, "proof.not-in-ledger"),
        "a foreign checkpoint": (good | {"checkpoint": foreign}, "checkpoint.foreign-key"),
        "a changed checkpoint": (good | {"checkpoint": signed.replace("300", "301")}, "checkpoint.forged"),
        "a negative index": (good | {"index": -1}, "proof.malformed"),
        "true as index": (good | {"index": True}, "proof.malformed"),
        "a fraction as index": (good | {"index": 77.0}, "proof.malformed"),
        "a step of 31 bytes": (good | {"path": [b64(bytes(31))]}, "proof.malformed"),
        "a step that is no text": (good | {"path": [7]}, "proof.malformed"),
        "another format": (good | {"format": "lindun-proof/2"}, "proof.malformed"),
        "no checkpoint": ({n: v for n, v in good.items() if n != "checkpoint"}, "proof.malformed"),
        "a member more": (good | {"remark": ""}, "proof.malformed"),
        "a list": ([good], "proof.malformed"),
        "an entry without time": (good | {"entry": "{}"}, "entry.malformed"),
        "an entry of another time than its id": (
            good | {"entry": entries[77].decode().replace('"at":"2026', '"at":"2025')},
            "entry.time-differs-from-id",
        ),
    }
    write(
        "proofs",
        {
            "key": verifier_key(ORIGIN, SEED),
            "valid": [{"name": "entry 77 of 300", "bundle": good}],
            "refused": [{"name": n, "bundle": bundle, "error": code} for n, (bundle, code) in wrong.items()],
        },
    )


def write_tiles() -> None:
    paths = [
        {"level": 0, "index": 0, "width": 256, "path": "tile/0/000"},
        {"level": 0, "index": 273, "width": 112, "path": "tile/0/273.p/112"},
        {"level": 2, "index": 1234067, "width": 256, "path": "tile/2/x001/x234/067"},
        {"level": "entries", "index": 1000, "width": 1, "path": "tile/entries/x001/000.p/1"},
        {"level": 0, "index": 999, "width": 255, "path": "tile/0/999.p/255"},
    ]
    # The example of the tlog-tiles specification, and a tree that just fills a tile.
    widths = [
        {"size": 70000, "levels": [[274, 112], [2, 17], [1, 1]]},
        {"size": 256, "levels": [[1, 256], [1, 1]]},
        {"size": 1, "levels": [[1, 1]]},
    ]
    bundle = b"".join(len(e).to_bytes(2, "big") + e for e in (b"", b"a", b"b" * 300))
    damaged = [
        ("cut in an entry", 3, bundle[:-1]),
        ("cut in a length", 3, bundle[:3]),
        ("too many entries", 2, bundle),
        ("too few entries", 4, bundle),
    ]
    write(
        "tiles",
        {
            "paths": paths,
            "widths": "number of tiles and width of the last one, for each level",
            "trees": widths,
            "bundle": {"entries": ["", "61", "62" * 300], "data": bundle.hex()},
            "refused_bundles": [
                {"name": name, "width": width, "data": data.hex()} for name, width, data in damaged
            ],
        },
    )


if __name__ == "__main__":
    for made in (write_entries, write_tree, write_notes, write_proofs, write_tiles):
        made()
