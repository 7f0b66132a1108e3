"""The vectors were written by a second implementation (tests/vectors/sealing/generate.py)."""

import importlib.util
import json
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from lindun.core import sealing
from lindun.core.sealing import (
    CommunityKey,
    DataKey,
    IndexKey,
    KeyBinding,
    RootKey,
    SealingError,
    ValueBinding,
    open_key,
    suite_by_name,
    token,
    unseal,
    verify_manifest,
)

VECTORS = Path(__file__).parents[2] / "vectors" / "sealing"
FILES = {suite.name: json.loads((VECTORS / f"{suite.name}.json").read_text()) for suite in sealing.SUITES}
KINDS: dict[str, Any] = {"data": DataKey, "index": IndexKey}

Case = dict[str, Any]


def _cases(section: str) -> list[Any]:
    return [
        pytest.param(name, case, id=f"{name}: {case.get('name', '')}")
        for name, file in FILES.items()
        for case in file[section]
    ]


def _binding(case: Case) -> ValueBinding:
    return ValueBinding(
        UUID(case["row_id"]),
        UUID(case["subject_id"]),
        case["item"],
        case["version"],
        bytes.fromhex(case["beside"]),
    )


def _data_key(name: str, case: Case) -> DataKey:
    return DataKey(bytes.fromhex(case["key"]), suite=suite_by_name(name), version=case["key_version"])


def _open_value(name: str, case: Case) -> bytes:
    return unseal(_data_key(name, case), bytes.fromhex(case["sealed"]), binding=_binding(case))


@pytest.mark.parametrize(("name", "case"), _cases("values"))
def test_value_opens_or_is_refused_as_the_vector_says(name: str, case: Case) -> None:
    if case["error"] is None:
        assert _open_value(name, case).hex() == case["plaintext"]
        return
    with pytest.raises(SealingError) as refused:
        _open_value(name, case)
    assert refused.value.code == case["error"]


@pytest.mark.parametrize(("name", "case"), [c for c in _cases("values") if c.values[1]["error"] is None])
def test_sealing_with_the_salt_of_the_vector_gives_its_bytes(
    name: str, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    sealed = bytes.fromhex(case["sealed"])
    monkeypatch.setattr("secrets.token_bytes", lambda size: sealed[6:30])
    key = _data_key(name, case)
    assert sealing.seal(key, bytes.fromhex(case["plaintext"]), binding=_binding(case)) == sealed


@pytest.mark.parametrize(("name", "case"), _cases("keys"))
def test_wrapped_key_opens_or_is_refused_as_the_vector_says(name: str, case: Case) -> None:
    suite, parent = suite_by_name(name), bytes.fromhex(case["parent"])
    community_key = CommunityKey(parent, suite=suite, version=case["parent_version"])
    subject = UUID(case["subject_id"]) if case["subject_id"] else None
    binding = KeyBinding(case["community_id"], case["version"], subject)
    wrapped, kind = bytes.fromhex(case["wrapped"]), KINDS[case["role"]]
    if case["error"] is None:
        key = open_key(kind, community_key, wrapped, binding=binding)
        assert key.check_value.hex() == case["check_value"]
        return
    with pytest.raises(SealingError) as refused:
        open_key(kind, community_key, wrapped, binding=binding)
    assert refused.value.code == case["error"]


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("setting", FILES)
def test_root_key_opens_what_it_wrapped_under_any_setting(name: str, setting: str) -> None:
    case = FILES[name]["root"]
    root = RootKey(bytes.fromhex(case["secret"]), suite=suite_by_name(setting))
    assert root.check_value.hex() == case["check_value"]
    binding = KeyBinding(case["community_id"])
    key = open_key(CommunityKey, root, bytes.fromhex(case["wrapped"]), binding=binding)
    assert key.check_value.hex() == case["community_check_value"]
    assert key.suite.name == name


@pytest.mark.parametrize(("name", "case"), _cases("tokens"))
def test_token_is_the_one_of_the_vector(name: str, case: Case) -> None:
    key = IndexKey(bytes.fromhex(case["key"]), suite=suite_by_name(name), version=1)
    made = token(key, kind=case["kind"], form=case["form"], value=case["value"])
    assert made.hex() == case["token"]


@pytest.mark.parametrize(("name", "case"), _cases("manifests"))
def test_manifest_verifies_or_is_refused_as_the_vector_says(name: str, case: Case) -> None:
    key = DataKey(bytes.fromhex(case["key"]), suite=suite_by_name(name), version=1)
    parts, expected = [bytes.fromhex(part) for part in case["parts"]], bytes.fromhex(case["manifest"])
    if case["error"] is None:
        verify_manifest(key, parts, expected)
        assert sealing.manifest(key, parts) == expected
        return
    with pytest.raises(SealingError) as refused:
        verify_manifest(key, parts, expected)
    assert refused.value.code == case["error"]


def test_vector_files_are_what_the_generator_writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spec = importlib.util.spec_from_file_location("generate_sealing_vectors", VECTORS / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    generator = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(generator)
    monkeypatch.setattr(generator, "HERE", tmp_path)
    generator.main()
    for name in FILES:
        assert (tmp_path / f"{name}.json").read_bytes() == (VECTORS / f"{name}.json").read_bytes()
