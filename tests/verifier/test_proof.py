"""Proof bundles and checkpoints against the vectors, each bad one refused for the reason it states."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lindun.verifier import VerificationError, open_checkpoint, parse_keys, verify_proof
from lindun.verifier.__main__ import main

FOLDER = Path(__file__).parents[1] / "vectors" / "ledger"
PROOFS = json.loads((FOLDER / "proofs.json").read_text("utf-8"))
CHECKPOINTS = json.loads((FOLDER / "checkpoints.json").read_text("utf-8"))
TREE = json.loads((FOLDER / "tree.json").read_text("utf-8"))
GOOD = PROOFS["valid"][0]["bundle"]


def named(cases: list[dict[str, Any]]) -> list[Any]:
    return [pytest.param(case, id=case["name"]) for case in cases]


def check(path: Path, content: str, *more: str) -> int:
    path.write_text(content, "utf-8")
    return main(["proof", str(path), "--key", PROOFS["key"], *more])


def test_a_proof(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    proven = verify_proof(json.dumps(GOOD).encode(), parse_keys(PROOFS["key"]))
    assert (proven.index, proven.entry, proven.checkpoint.size) == (77, GOOD["entry"], 300)
    assert check(tmp_path / "proof.json", json.dumps(GOOD), "--json") == 0
    assert json.loads(capsys.readouterr().out)["entry"] == GOOD["entry"]


@pytest.mark.parametrize("case", named(PROOFS["refused"]))
def test_a_wrong_proof(case: dict[str, Any], tmp_path: Path) -> None:
    text = json.dumps(case["bundle"])
    with pytest.raises(VerificationError) as caught:
        verify_proof(text.encode(), parse_keys(PROOFS["key"]))
    assert [finding.code for finding in caught.value.findings] == [case["error"]]
    assert check(tmp_path / "proof.json", text) == 1


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", '"text"', "[" * 100_000, '{"index":1,"index":2}', "\ufeff{}"]
)
def test_what_is_no_proof_at_all(text: str, tmp_path: Path) -> None:
    assert check(tmp_path / "proof.json", text) == 1


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    path = tmp_path / "proof.json"
    path.write_bytes(b"\xff\xfe\x00")
    assert main(["proof", str(path), "--key", PROOFS["key"]]) == 1


@given(st.data())
def test_no_changed_character_passes(data: st.DataObject) -> None:
    text = json.dumps(GOOD)
    at = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.characters(codec="ascii").filter(lambda char: char != text[at]))
    altered = text[:at] + other + text[at + 1 :]
    try:
        same = json.loads(altered) == GOOD
    except ValueError:
        same = False
    if not same:
        with pytest.raises(VerificationError):
            verify_proof(altered.encode(), parse_keys(PROOFS["key"]))


@pytest.mark.parametrize("case", named(CHECKPOINTS["valid"]))
def test_a_checkpoint(case: dict[str, Any]) -> None:
    checkpoint = open_checkpoint(case["note"].encode(), parse_keys(CHECKPOINTS["key"]))
    assert (checkpoint.size, checkpoint.root.hex()) == (case["size"], case["root"])


@pytest.mark.parametrize("case", named(CHECKPOINTS["refused"]))
def test_a_wrong_checkpoint(case: dict[str, Any]) -> None:
    with pytest.raises(VerificationError) as caught:
        open_checkpoint(case["note"].encode(), parse_keys(CHECKPOINTS["key"]))
    assert [finding.code for finding in caught.value.findings] == [case["error"]]


def test_several_keys_may_be_trusted() -> None:
    keys = parse_keys(CHECKPOINTS["known_note"]["key"] + "\n" + CHECKPOINTS["key"])
    assert open_checkpoint(CHECKPOINTS["valid"][0]["note"].encode(), keys).size == 3


@pytest.mark.parametrize("case", TREE["inclusion"], ids=lambda c: f"{c['index']} of {c['size']}")
def test_paths(case: dict[str, Any]) -> None:
    from lindun.verifier.tree import leaf_hashes, walk

    leaf = leaf_hashes([str(case["index"]).encode()])[0]
    path = [bytes.fromhex(step) for step in case["path"]]
    root = bytes.fromhex(TREE["roots"][str(case["size"])])
    try:
        reached = walk(leaf, case["index"], case["size"], path) == root and case["index"] < case["size"]
    except ValueError:
        reached = False
    assert reached == (case["error"] is None)


@pytest.mark.parametrize("size", TREE["roots"])
def test_roots(size: str) -> None:
    from lindun.verifier.tree import leaf_hashes, tree_root

    assert tree_root(leaf_hashes(str(n).encode() for n in range(int(size)))).hex() == TREE["roots"][size]


@pytest.mark.parametrize("key", ["", "nonsense", "a+b+c", "a+00000000+AQ==", PROOFS["key"] + "x"])
def test_an_unusable_key_is_wrong_usage(key: str, tmp_path: Path) -> None:
    (tmp_path / "key").write_text(key)
    (tmp_path / "proof.json").write_text(json.dumps(GOOD))
    assert main(["proof", str(tmp_path / "proof.json"), "--key", str(tmp_path / "key")]) == 2


def test_a_key_file(tmp_path: Path) -> None:
    (tmp_path / "key").write_text(PROOFS["key"] + "\n")
    (tmp_path / "proof.json").write_text(json.dumps(GOOD))
    assert main(["proof", str(tmp_path / "proof.json"), "--key", str(tmp_path / "key")]) == 0


def test_a_file_that_is_not_there_cannot_be_checked(tmp_path: Path) -> None:
    assert main(["proof", str(tmp_path / "none"), "--key", PROOFS["key"]]) == 3
    assert main(["proof", str(tmp_path), "--key", PROOFS["key"]]) == 3


@pytest.mark.parametrize("arguments", [[], ["mirror"], ["proof", "x"], ["unknown"], ["mirror", "x", "--off"]])
def test_wrong_usage(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
