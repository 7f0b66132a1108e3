"""The writer's core against the language-neutral vectors: every good case works, every bad one is refused."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from lindun.core.tlog import (
    Entry,
    EntryError,
    LeafNodes,
    NoteError,
    ProofError,
    Signer,
    TileError,
    VerifierKey,
    check_consistency,
    check_inclusion,
    decode_bundle,
    encode_bundle,
    leaf_hash,
    open_checkpoint,
    open_note,
    prove_consistency,
    prove_inclusion,
    tile_path,
    tile_widths,
    tree_root,
)
from lindun.core.tlog.canonical import CanonicalError, canonical, parse_canonical

FOLDER = Path(__file__).parents[2] / "vectors" / "ledger"


def vectors(name: str) -> Any:
    return json.loads((FOLDER / f"{name}.json").read_text("utf-8"))


def named(cases: list[dict[str, Any]]) -> list[Any]:
    return [pytest.param(case, id=case["name"]) for case in cases]


def test_the_stored_vectors_are_what_the_generator_writes(tmp_path: Path) -> None:
    script = tmp_path / "generate.py"
    script.write_text((FOLDER / "generate.py").read_text("utf-8"), encoding="utf-8")
    subprocess.run([sys.executable, str(script)], check=True, timeout=60)
    made = {path.name: path.read_bytes() for path in tmp_path.glob("*.json")}
    assert made == {path.name: path.read_bytes() for path in FOLDER.glob("*.json")}


@pytest.mark.parametrize("case", named(vectors("canonical")["canonical"]))
def test_canonical_json(case: dict[str, Any]) -> None:
    assert canonical(case["value"]).decode() == case["text"]
    assert parse_canonical(case["text"].encode()) == case["value"]


@pytest.mark.parametrize("case", named(vectors("canonical")["refused"]))
def test_json_that_is_not_canonical_is_refused(case: dict[str, Any]) -> None:
    with pytest.raises(CanonicalError):
        parse_canonical(case["text"].encode())


@pytest.mark.parametrize("case", named(vectors("entries")["valid"]))
def test_entries(case: dict[str, Any]) -> None:
    entry = Entry.decode(case["text"].encode())
    assert entry.text() == case["text"]
    assert leaf_hash(entry.encode()).hex() == case["leaf"]


@pytest.mark.parametrize("case", named(vectors("entries")["refused"]))
def test_entries_that_do_not_fit_are_refused(case: dict[str, Any]) -> None:
    with pytest.raises(EntryError) as caught:
        Entry.decode(case["text"].encode())
    assert len(str(caught.value)) < 50  # names a field, repeats no value


def test_roots_others_published() -> None:
    known = vectors("tree")["known"]
    leaves = [leaf_hash(bytes.fromhex(item)) for item in known["inputs"]]
    roots = [tree_root(leaves[:size]).hex() for size in range(len(leaves) + 1)]
    assert roots == known["roots"]


def leaves(size: int) -> list[bytes]:
    return [leaf_hash(str(n).encode()) for n in range(size)]


def test_roots_of_many_sizes() -> None:
    for size, root in vectors("tree")["roots"].items():
        assert tree_root(leaves(int(size))).hex() == root


@pytest.mark.parametrize("case", vectors("tree")["inclusion"], ids=lambda c: f"{c['index']} of {c['size']}")
def test_inclusion(case: dict[str, Any]) -> None:
    roots = vectors("tree")["roots"]
    arguments = {
        "leaf": leaf_hash(str(case["index"]).encode()),
        "index": case["index"],
        "size": case["size"],
        "path": [bytes.fromhex(step) for step in case["path"]],
        "root": bytes.fromhex(roots[str(case["size"])]),
    }
    if case["error"]:
        with pytest.raises(ProofError):
            check_inclusion(**arguments)
    else:
        check_inclusion(**arguments)
        nodes = LeafNodes(leaves(case["size"]))
        assert prove_inclusion(nodes, case["index"], case["size"]) == arguments["path"]


@pytest.mark.parametrize(
    "case", vectors("tree")["consistency"], ids=lambda c: f"{c['first']} in {c['second']}"
)
def test_consistency(case: dict[str, Any]) -> None:
    roots = vectors("tree")["roots"]
    arguments = {
        "first": case["first"],
        "first_root": bytes.fromhex(roots[str(case["first"])]),
        "second": case["second"],
        "second_root": bytes.fromhex(roots[str(case["second"])]),
        "path": [bytes.fromhex(step) for step in case["path"]],
    }
    if case["error"]:
        with pytest.raises(ProofError):
            check_consistency(**arguments)
    else:
        check_consistency(**arguments)
        nodes = LeafNodes(leaves(case["second"]))
        assert prove_consistency(nodes, case["first"], case["second"]) == arguments["path"]


def test_a_note_others_signed() -> None:
    known = vectors("checkpoints")["known_note"]
    assert open_note(known["note"], [VerifierKey.parse(known["key"])]) == known["text"]


@pytest.mark.parametrize("case", named(vectors("checkpoints")["valid"]))
def test_checkpoints(case: dict[str, Any]) -> None:
    file = vectors("checkpoints")
    checkpoint = open_checkpoint(case["note"], origin=file["origin"], keys=[VerifierKey.parse(file["key"])])
    assert (checkpoint.size, checkpoint.root.hex()) == (case["size"], case["root"])
    signer = Signer.parse(file["signing_key"])
    assert str(signer.verifier_key()) == file["key"]
    assert case["note"].startswith(checkpoint.sign(signer))


@pytest.mark.parametrize(
    "case", named([c for c in vectors("checkpoints")["refused"] if c["error"] != "checkpoint.empty"])
)
def test_checkpoints_that_are_wrong_are_refused(case: dict[str, Any]) -> None:
    file = vectors("checkpoints")
    with pytest.raises(NoteError):
        open_checkpoint(case["note"], origin=file["origin"], keys=[VerifierKey.parse(file["key"])])


@pytest.mark.parametrize("case", vectors("tiles")["paths"], ids=lambda case: case["path"])
def test_tile_paths(case: dict[str, Any]) -> None:
    assert tile_path(case["level"], case["index"], case["width"]) == case["path"]


@pytest.mark.parametrize("case", vectors("tiles")["trees"], ids=lambda case: str(case["size"]))
def test_tiles_of_a_tree(case: dict[str, Any]) -> None:
    for level, (count, last) in enumerate(case["levels"]):
        tiles = list(tile_widths(case["size"], level))
        assert (len(tiles), tiles[-1]) == (count, (count - 1, last))
    assert list(tile_widths(case["size"], len(case["levels"]))) == []


def test_bundles() -> None:
    case = vectors("tiles")["bundle"]
    entries = [bytes.fromhex(entry) for entry in case["entries"]]
    assert encode_bundle(entries).hex() == case["data"]
    assert decode_bundle(bytes.fromhex(case["data"]), len(entries)) == entries


@pytest.mark.parametrize("case", named(vectors("tiles")["refused_bundles"]))
def test_bundles_that_are_damaged_are_refused(case: dict[str, Any]) -> None:
    with pytest.raises(TileError):
        decode_bundle(bytes.fromhex(case["data"]), case["width"])
