"""A verifier that is fed damage says so, names it, and exits with 1; fed the real thing, it exits with 0."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lindun.core.tlog import Checkpoint, Entry, Signer, identify
from lindun.verifier import Finding, VerificationError, parse_keys, verify_mirror
from lindun.verifier.__main__ import main
from tests.verifier.conftest import SIGNER, START, STEP, Mirror, make_entries, write_mirror


def findings(mirror: Mirror, remembered: bytes | None = None) -> tuple[Finding, ...]:
    """What is found; the command must agree with the library."""
    with pytest.raises(VerificationError) as caught:
        verify_mirror(mirror.directory, parse_keys(mirror.key), remembered=remembered)
    assert main(["mirror", str(mirror.directory), "--key", mirror.key]) == (0 if remembered else 1)
    return caught.value.findings


def changed(entry: Entry) -> bytes:
    return replace(entry, outcome="denied").encode()


@pytest.mark.parametrize("count", [1, 2, 255, 256, 257, 511, 512, 513])
def test_intact_mirrors_of_all_shapes(make_mirror: Callable[[int], Mirror], count: int) -> None:
    mirror = make_mirror(count)
    verified = verify_mirror(mirror.directory, parse_keys(mirror.key))
    assert (verified.checkpoint.size, verified.last_at) == (count, mirror.entries[-1].at)
    assert main(["mirror", str(mirror.directory), "--key", mirror.key, "--json"]) == 0


def test_a_mirror_of_three_levels(make_mirror: Callable[[int], Mirror]) -> None:
    mirror = make_mirror(65_536 + 300)
    assert verify_mirror(mirror.directory, parse_keys(mirror.key)).checkpoint.size == 65_836
    mirror.tile(2, 0, 1).write_bytes(bytes(32))
    assert findings(mirror) == (Finding("tile.damaged", path="tile/2/000.p/1"),)


@pytest.mark.parametrize("index", [0, 255, 256, 300, 599])
def test_a_changed_entry(mirror: Mirror, index: int) -> None:
    bodies = mirror.bodies(index // 256)
    bodies[index % 256] = changed(mirror.entries[index])
    mirror.rebundle(index // 256, bodies)
    assert findings(mirror) == (Finding("entry.changed", index, id=mirror.entries[index].id),)


@pytest.mark.parametrize("index", [0, 255, 256, 300, 599])
def test_a_deleted_entry(mirror: Mirror, index: int) -> None:
    bodies = mirror.bodies(index // 256)
    del bodies[index % 256]
    mirror.rebundle(index // 256, bodies)
    assert findings(mirror) == (Finding("entry.missing", index),)


def test_an_inserted_entry(mirror: Mirror) -> None:
    bodies = mirror.bodies(1)
    extra = replace(mirror.entries[300], outcome="failed")
    bodies[10:10] = [extra.encode()]
    mirror.rebundle(1, bodies[:256])
    codes = {(finding.code, finding.index) for finding in findings(mirror)}
    assert ("entry.foreign", 266) in codes
    assert ("entry.missing", 511) in codes


@pytest.mark.parametrize(("first", "second"), [(3, 4), (3, 200), (3, 300), (250, 599)])
def test_swapped_entries(mirror: Mirror, first: int, second: int) -> None:
    bodies = {index: mirror.bodies(index) for index in {first // 256, second // 256}}
    one, other = mirror.entries[first].encode(), mirror.entries[second].encode()
    bodies[first // 256][first % 256], bodies[second // 256][second % 256] = other, one
    for index, bundle in bodies.items():
        mirror.rebundle(index, bundle)
    found = {(f.code, f.index, f.id) for f in findings(mirror) if f.code == "entry.moved"}
    expected = {("entry.moved", n, mirror.entries[n].id) for n in (first, second)}
    assert found <= expected
    assert found  # neighbours: one of them is seen as moved past the other


def test_several_changes_are_all_named(mirror: Mirror) -> None:
    bodies = mirror.bodies(0)
    bodies[7] = changed(mirror.entries[7])
    del bodies[100]
    mirror.rebundle(0, bodies)
    last = mirror.bodies(2)
    last[0] = changed(mirror.entries[512])
    mirror.rebundle(2, last)
    assert findings(mirror) == (
        Finding("entry.changed", 7, id=mirror.entries[7].id),
        Finding("entry.missing", 100),
        Finding("entry.changed", 512, id=mirror.entries[512].id),
    )


def test_a_cut_tail(mirror: Mirror) -> None:
    mirror.rebundle(2, mirror.bodies(2)[:-20])
    assert findings(mirror) == (Finding("entry.missing", 580, 599),)


def test_all_entries_cut(mirror: Mirror) -> None:
    shutil.rmtree(mirror.directory / "tile" / "entries")
    assert findings(mirror) == (Finding("entry.missing", 0, 599),)


def test_everything_cut(mirror: Mirror) -> None:
    shutil.rmtree(mirror.directory)
    assert findings(mirror) == (Finding("checkpoint.missing", path="checkpoint"),)
    mirror.directory.mkdir()
    assert findings(mirror) == (Finding("checkpoint.missing", path="checkpoint"),)


def test_only_the_checkpoint_left(mirror: Mirror) -> None:
    shutil.rmtree(mirror.directory / "tile")
    assert findings(mirror)[0] == Finding("root.differs")


def test_an_empty_ledger_is_not_taken_for_a_good_one(mirror: Mirror) -> None:
    shutil.rmtree(mirror.directory / "tile")
    mirror.checkpoint.write_text(Checkpoint(SIGNER.name, 0, bytes(32)).sign(SIGNER))
    assert findings(mirror) == (Finding("checkpoint.empty"),)


def test_a_rewritten_suffix(mirror: Mirror) -> None:
    """All files agree with each other, but not with what was signed."""
    note = mirror.checkpoint.read_bytes()
    bodies = [one.encode() for one in mirror.entries]
    write_mirror(mirror.directory, bodies[:400] + [changed(one) for one in mirror.entries[400:]])
    mirror.checkpoint.write_bytes(note)
    found = findings(mirror)
    assert [f.code for f in found] == ["root.differs", "history.rewritten"]


def test_a_rewritten_suffix_with_tiles_left_is_named(mirror: Mirror) -> None:
    kept = mirror.tile(0, 1).read_bytes()
    note = mirror.checkpoint.read_bytes()
    upper = mirror.tile(1, 0, 2).read_bytes()
    bodies = [one.encode() for one in mirror.entries]
    bodies[400:512] = [changed(one) for one in mirror.entries[400:512]]
    write_mirror(mirror.directory, bodies)
    mirror.tile(0, 1).write_bytes(kept)
    mirror.tile(1, 0, 2).write_bytes(upper)
    mirror.checkpoint.write_bytes(note)
    assert [f.id for f in findings(mirror)] == [one.id for one in mirror.entries[400:512]]


def test_damage_in_entries_and_tiles_at_once_is_narrowed_to_the_tile(mirror: Mirror) -> None:
    bodies = mirror.bodies(1)
    bodies[3] = changed(mirror.entries[259])
    mirror.rebundle(1, bodies)
    mirror.tile(0, 1).write_bytes(bytes(256 * 32))
    found = findings(mirror)
    assert Finding("entry.damaged-among", 256, 511) in found
    assert Finding("tile.damaged", path="tile/0/001") in found


def test_a_forged_checkpoint(mirror: Mirror) -> None:
    bodies = [one.encode() for one in mirror.entries]
    write_mirror(mirror.directory, bodies[:-1], Signer(SIGNER.name, bytes(32)))
    assert findings(mirror) == (Finding("checkpoint.foreign-key"),)


def test_a_checkpoint_whose_text_was_changed(mirror: Mirror) -> None:
    text = mirror.checkpoint.read_text().replace("\n600\n", "\n599\n")
    mirror.checkpoint.write_text(text)
    assert findings(mirror) == (Finding("checkpoint.forged"),)


def test_a_ledger_of_another_name_is_not_the_remembered_one(mirror: Mirror) -> None:
    other = Checkpoint("ledger.example/other", 1, bytes(32)).sign(SIGNER).encode()
    assert findings(mirror, other) == (Finding("checkpoint.foreign-origin"),)


def test_a_rolled_back_ledger_is_found_by_who_remembers(mirror: Mirror) -> None:
    newer = mirror.checkpoint.read_bytes()
    shutil.rmtree(mirror.directory)
    write_mirror(mirror.directory, [one.encode() for one in mirror.entries[:500]])
    assert findings(mirror, newer) == (Finding("checkpoint.rolled-back", 500, 599),)


@pytest.mark.parametrize("size", [1, 255, 256, 300, 512, 599, 600])
def test_a_remembered_checkpoint_must_be_a_prefix(mirror: Mirror, tmp_path: Path, size: int) -> None:
    bodies = [one.encode() for one in mirror.entries]
    write_mirror(tmp_path / "older", bodies[:size])
    older = (tmp_path / "older" / "checkpoint").read_bytes()
    verify_mirror(mirror.directory, parse_keys(mirror.key), remembered=older)
    write_mirror(tmp_path / "fork", [changed(mirror.entries[0]), *bodies[1:size]])
    fork = (tmp_path / "fork" / "checkpoint").read_bytes()
    assert findings(mirror, fork) == (Finding("checkpoint.inconsistent", 0, size - 1),)


def test_the_command_remembers(mirror: Mirror, tmp_path: Path) -> None:
    memory = tmp_path / "memory"
    command = ["mirror", str(mirror.directory), "--key", mirror.key, "--remember", str(memory)]
    assert main(command) == 0
    assert memory.read_bytes() == mirror.checkpoint.read_bytes()
    shutil.rmtree(mirror.directory)
    write_mirror(mirror.directory, [one.encode() for one in mirror.entries[:500]])
    assert main(command) == 1
    assert b"\n600\n" in memory.read_bytes()
    memory.write_text("damaged")
    assert main(command) == 1


# --- the clock ---


def rewritten(mirror: Mirror, entries: list[Entry]) -> None:
    write_mirror(mirror.directory, [one.encode() for one in entries])
    mirror.entries = entries


def test_a_clock_that_ran_back(make_mirror: Callable[[int], Mirror]) -> None:
    mirror = make_mirror(1)
    late = make_entries(3, start=START + 299 * STEP - 3600 * 10**9)
    rewritten(mirror, make_entries(300) + late)
    assert findings(mirror) == tuple(
        Finding("clock.backwards", 300 + n, id=one.id) for n, one in enumerate(late)
    )
    keys = parse_keys(mirror.key)
    verify_mirror(mirror.directory, keys, tolerance=3601)  # whoever expects an hour may say so


def test_an_acknowledged_correction_is_reported_not_refused(make_mirror: Callable[[int], Mirror]) -> None:
    mirror = make_mirror(1)
    back = START + 299 * STEP - 3600 * 10**9
    entry_id, at = identify(nanoseconds=back + 100 * 10**9, randomness=bytes(8))
    correction = Entry(
        id=entry_id,
        at=at,
        actor="staff:1",
        action="ledger.clock.corrected",
        outcome="done",
        counts={"seconds": 100},
    )
    rewritten(mirror, [*make_entries(300), correction, *make_entries(10, start=back)])
    verified = verify_mirror(mirror.directory, parse_keys(mirror.key))
    assert verified.notices == (Finding("clock.corrected", 300, id=entry_id),)
    rewritten(mirror, [*mirror.entries, *make_entries(1, start=back - 3600 * 10**9)])
    assert [f.code for f in findings(mirror)] == ["clock.backwards"]


def test_a_small_step_back_is_tolerated(make_mirror: Callable[[int], Mirror]) -> None:
    mirror = make_mirror(1)
    rewritten(mirror, [*make_entries(300), *make_entries(1, start=START + 299 * STEP - 30 * 10**9)])
    verify_mirror(mirror.directory, parse_keys(mirror.key))


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (b'"at":"2026', b'"at":"2025', "entry.time-differs-from-id"),
        (b'"at":"2026', b'"at":"xxxx', "entry.malformed"),
        (b'"id":"', b'"no":"', "entry.malformed"),
        (b'"at":"2026-01', b'"at":"2026-13', "entry.time-differs-from-id"),
    ],
)
def test_a_signed_entry_without_a_usable_time(
    make_mirror: Callable[[int], Mirror], old: bytes, new: bytes, code: str
) -> None:
    mirror = make_mirror(3)
    bodies = mirror.bodies(0)
    bodies[1] = bodies[1].replace(old, new)
    write_mirror(mirror.directory, bodies)
    assert [(f.code, f.index) for f in findings(mirror)] == [(code, 1)]


# --- damage of every kind to every file ---


def files_of(mirror: Mirror) -> list[Path]:
    return sorted(path for path in mirror.directory.rglob("*") if path.is_file())


def mutations(data: bytes) -> dict[str, bytes]:
    """Damaged forms of a file, one for each class of damage."""
    middle = len(data) // 2
    forms = {
        f"byte {at} xor {mask}": data[:at] + bytes([data[at] ^ mask]) + data[at + 1 :]
        for at in {0, 1, 2, middle, len(data) - 2, len(data) - 1}
        for mask in (0x01, 0x20, 0x80, 0xFF)
    }
    forms |= {
        "empty": b"",
        "first byte lost": data[1:],
        "last byte lost": data[:-1],
        "half": data[:middle],
        "a byte in the middle lost": data[:middle] + data[middle + 1 :],
        "a byte inserted": data[:middle] + b"\0" + data[middle:],
        "zeros": bytes(len(data)),
        "doubled first half": data[:middle] + data[:middle],
        "halves swapped": data[middle:] + data[:middle],
        "reversed": data[::-1],
    }
    return {name: form for name, form in forms.items() if form != data}


def test_no_damage_to_any_file_passes(mirror: Mirror, capsys: pytest.CaptureFixture[str]) -> None:
    keys = parse_keys(mirror.key)
    tried = 0
    for path in files_of(mirror):
        data = path.read_bytes()
        for form in mutations(data).values():
            path.write_bytes(form)
            with pytest.raises(VerificationError):
                verify_mirror(mirror.directory, keys)
            tried += 1
        path.write_bytes(mutations(data)["half"])
        capsys.readouterr()
        assert main(["mirror", str(mirror.directory), "--key", mirror.key, "--json"]) == 1
        assert json.loads(capsys.readouterr().out)["intact"] is False
        path.unlink()
        assert main(["mirror", str(mirror.directory), "--key", mirror.key]) == 1
        path.write_bytes(data)
    assert tried > 200
    verify_mirror(mirror.directory, keys)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_no_flipped_bit_passes(mirror: Mirror, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(files_of(mirror)))
    content = path.read_bytes()
    at = data.draw(st.integers(0, len(content) - 1))
    mask = data.draw(st.integers(1, 255))
    path.write_bytes(content[:at] + bytes([content[at] ^ mask]) + content[at + 1 :])
    try:
        with pytest.raises(VerificationError):
            verify_mirror(mirror.directory, parse_keys(mirror.key))
    finally:
        path.write_bytes(content)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sets(st.integers(0, 599), min_size=1, max_size=40), st.randoms(use_true_random=False))
def test_whatever_is_changed_or_deleted_is_named_exactly(
    mirror: Mirror, where: set[int], chance: random.Random
) -> None:
    deleted = {index for index in where if chance.random() < 0.5}
    for number in range(3):
        bodies = [
            changed(mirror.entries[index]) if index in where else mirror.entries[index].encode()
            for index in range(number * 256, min(600, number * 256 + 256))
            if index not in deleted
        ]
        mirror.rebundle(number, bodies)
    named = {
        index
        for finding in findings(mirror)
        for index in range(finding.index or 0, (finding.until or finding.index or 0) + 1)
        if finding.code in {"entry.missing", "entry.changed"}
    }
    for number in range(3):
        mirror.rebundle(number, mirror.bodies(number))
    assert named == where


def test_a_mirror_that_grows_meanwhile_is_still_verified(mirror: Mirror) -> None:
    """The checkpoint was read before newer partial tiles replaced its own."""
    note = mirror.checkpoint.read_bytes()
    more = make_entries(40, start=START + 600 * STEP)
    for partial in (mirror.bundle(2), mirror.tile(0, 2, 88)):
        partial.unlink()
    rewritten(mirror, mirror.entries + more)
    mirror.checkpoint.write_bytes(note)
    assert verify_mirror(mirror.directory, parse_keys(mirror.key)).checkpoint.size == 600
