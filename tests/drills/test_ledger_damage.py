"""Drills: a database superuser does his worst; verification names the entries, recovery puts them back."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from lindun.core.tlog import Checkpoint, Signer, leaf_hash, tree_root
from lindun.ledger import keys
from lindun.ledger.recovery import NothingToRecover, recover
from lindun.ledger.sealing import SealingRefused
from lindun.ledger.verification import LedgerDamaged, Report, verify
from lindun.verifier import Finding, VerificationError, parse_keys, verify_mirror
from tests.ledger.house import House

pytestmark = pytest.mark.drill
COUNT = 600  # two full tiles and a partial one


def damage_of(house: House) -> Report:
    with pytest.raises(LedgerDamaged) as caught:
        verify()
    return caught.value.report


def index_of(entry_id: str) -> str:
    return f"(SELECT index FROM ledger_leaf WHERE entry = '{entry_id}')"


def test_an_untouched_ledger_verifies(house: House) -> None:
    house.fill(COUNT)
    report = verify()
    assert (report.size, report.unsealed, report.findings) == (COUNT, 0, ())
    with pytest.raises(NothingToRecover):
        recover()


@pytest.mark.req("AUD-02")
def test_a_deleted_row_is_named_and_recovered(house: House) -> None:
    order = house.fill(COUNT)
    house.superuser(f"DELETE FROM ledger_entry WHERE id = '{order[300].id}'")
    assert damage_of(house).findings == (Finding("entry.missing", 300, id=order[300].id),)
    done = recover()
    assert (done.entries, done.left.findings) == (1, ())
    assert verify().unsealed == 1  # the recovery itself is an entry


def test_a_changed_row_is_named_and_recovered(house: House) -> None:
    order = house.fill(COUNT)
    house.superuser(
        f"UPDATE ledger_entry SET body = replace(body, 'staff:7', 'staff:8') WHERE id = '{order[5].id}'"
    )
    assert damage_of(house).findings == (Finding("entry.changed", 5, id=order[5].id),)
    recover()
    assert verify().findings == ()


def test_swapped_entries_are_named_and_recovered(house: House) -> None:
    order = house.fill(COUNT)
    first, second = order[10].id, order[400].id
    house.superuser(
        "CREATE TEMP TABLE swap AS SELECT index, entry FROM ledger_leaf"
        f" WHERE entry IN ('{first}', '{second}')",
        "DELETE FROM ledger_leaf l USING swap s WHERE l.index = s.index",
        "INSERT INTO ledger_leaf (index, entry, hash, tile_roots)"
        " SELECT a.index, b.entry, sha256('\\x00'::bytea || convert_to(e.body, 'UTF8')), NULL"
        " FROM swap a JOIN swap b ON a.index <> b.index JOIN ledger_entry e ON e.id = b.entry",
    )
    found = {(finding.code, finding.index, finding.id) for finding in damage_of(house).findings}
    assert ("entry.moved", 10, first) in found
    assert ("entry.moved", 400, second) in found
    recover()
    assert verify().findings == ()


def test_a_cut_tail_is_named_and_recovered(house: House) -> None:
    order = house.fill(COUNT)
    house.superuser(
        "DELETE FROM ledger_entry USING ledger_leaf l WHERE l.entry = id AND l.index >= 590",
        "DELETE FROM ledger_leaf WHERE index >= 590",
    )
    found = damage_of(house).findings
    assert Finding("leaf.missing", 590, 599) in found
    named = [finding.id for finding in found if finding.code == "entry.missing"]
    assert named == [one.id for one in order[590:]]
    recover()
    assert verify().findings == ()


def test_a_tail_cut_with_its_checkpoint_is_still_found(house: House) -> None:
    """Back to an older checkpoint that was really signed: the database alone looks intact."""
    house.fill(500)
    house.fill(100)
    house.superuser(
        "DELETE FROM ledger_entry USING ledger_leaf l WHERE l.entry = id AND l.index >= 500",
        "DELETE FROM ledger_leaf WHERE index >= 500",
        "DELETE FROM ledger_checkpoint WHERE size > 500",
    )
    assert Finding("checkpoint.rolled-back", 500, 599) in damage_of(house).findings
    with pytest.raises(SealingRefused, match="rolled_back"):
        house.seal()
    recover()
    assert verify().findings == ()
    assert house.seal() is not None


def test_everything_cut_is_found_and_recovered(house: House) -> None:
    order = house.fill(COUNT)
    house.superuser("TRUNCATE ledger_entry, ledger_leaf, ledger_checkpoint, ledger_mirror")
    found = damage_of(house).findings
    assert Finding("checkpoint.rolled-back", 0, COUNT - 1) in found
    assert [f.id for f in found if f.code == "entry.missing"] == [one.id for one in order]
    with pytest.raises(SealingRefused, match="rolled_back"):
        house.seal()
    assert recover().entries == COUNT
    assert verify().findings == ()


def rewrite_suffix(house: House, note: Callable[[Checkpoint], str]) -> None:
    """From entry 400 on: other bodies, matching leaves and roots, and a checkpoint as good as can be had."""
    house.superuser(
        "UPDATE ledger_entry e SET body = replace(body, 'staff:7', 'staff:9')"
        " FROM ledger_leaf l WHERE l.entry = e.id AND l.index >= 400",
        "UPDATE ledger_leaf l SET hash = sha256('\\x00'::bytea || convert_to(e.body, 'UTF8'))"
        " FROM ledger_entry e WHERE e.id = l.entry",
    )
    order = sorted(house.written, key=lambda one: one.id)
    bodies = [one.text() for one in order[:400]]
    bodies += [one.text().replace("staff:7", "staff:9") for one in order[400:]]
    hashes = [leaf_hash(body.encode()) for body in bodies]
    root = tree_root(hashes)
    house.superuser(
        "UPDATE ledger_leaf SET tile_roots = %s WHERE index = 511", values=[tree_root(hashes[256:512])]
    )
    house.superuser(
        "UPDATE ledger_checkpoint SET root = %s, note = %s",
        values=[root, note(Checkpoint(keys.read_signer().name, len(order), root))],
    )


@pytest.mark.parametrize("own_key", [True, False], ids=["foreign-key", "old-note"])
def test_a_rewritten_suffix_is_found_named_and_recovered(house: House, *, own_key: bool) -> None:
    order = house.fill(COUNT)
    old = (house.mirrors[0] / "checkpoint").read_text()
    forger = Signer(keys.read_signer().name, bytes(32))
    rewrite_suffix(house, lambda checkpoint: checkpoint.sign(forger) if own_key else old)
    report = damage_of(house)
    changed = [finding.id for finding in report.findings if finding.code == "entry.changed"]
    assert changed == [one.id for one in order[400:]]
    assert Finding("leaf.changed", 400, 599) in report.findings
    with pytest.raises(SealingRefused, match=r"forged|differs"):
        house.seal()
    recover()
    assert verify().findings == ()
    assert house.seal() is not None


def test_a_forged_checkpoint_is_not_believed(house: House) -> None:
    house.fill(COUNT)
    forged = Checkpoint(keys.read_signer().name, 100, bytes(32)).sign(
        Signer(keys.read_signer().name, bytes(32))
    )
    house.superuser("UPDATE ledger_checkpoint SET note = %s", values=[forged])
    assert Finding("checkpoint.foreign-key") in damage_of(house).findings


def test_changed_roots_of_tiles_are_found_and_recovered(house: House) -> None:
    house.fill(COUNT)
    house.superuser("UPDATE ledger_leaf SET tile_roots = sha256('x') WHERE index = 511")
    assert damage_of(house).findings == (Finding("leaf.changed", 511),)
    recover()
    assert verify().findings == ()


def test_leaves_nobody_signed_are_found(house: House) -> None:
    house.fill(10)
    house.superuser("INSERT INTO ledger_leaf VALUES (10, gen_random_uuid(), sha256(''), NULL)")
    assert Finding("leaf.unsigned", 10, 10) in damage_of(house).findings
    with pytest.raises(SealingRefused, match="differs"):
        house.seal()
    recover()
    assert verify().findings == ()


def test_a_damaged_mirror_is_named_and_the_other_one_still_recovers(house: House) -> None:
    order = house.fill(COUNT)
    bundle = house.mirrors[0] / "tile/entries/001"
    data = bytearray(bundle.read_bytes())
    data[50] ^= 1
    bundle.write_bytes(bytes(data))
    report = damage_of(house)
    assert report.findings == ()
    assert [f.code for f in report.mirrors[str(house.mirrors[0])]] == ["entry.changed"]
    assert report.mirrors[str(house.mirrors[1])] == ()
    house.superuser(f"DELETE FROM ledger_entry WHERE id = '{order[300].id}'")
    assert recover().entries == 1


def test_without_any_intact_mirror_nothing_is_made_up(house: House) -> None:
    order = house.fill(COUNT)
    for mirror in house.mirrors:
        shutil.rmtree(mirror)
    house.superuser(f"DELETE FROM ledger_entry WHERE id = '{order[3].id}'")
    done = recover()
    assert done.entries == 0
    assert done.left.findings == (Finding("entry.missing", 3, id=order[3].id),)


def test_the_owner_cannot_change_delete_or_empty_the_ledger(house: House) -> None:
    from django.db import DatabaseError, connections

    house.fill(3)
    for statement in (
        "UPDATE ledger_entry SET body = body",
        "DELETE FROM ledger_entry",
        "TRUNCATE ledger_entry",
        "UPDATE ledger_leaf SET hash = hash",
        "DELETE FROM ledger_leaf",
        "TRUNCATE ledger_leaf",
        "UPDATE ledger_checkpoint SET root = root",
        "DELETE FROM ledger_checkpoint",
        "TRUNCATE ledger_checkpoint",
    ):
        for alias in ("owner", "default", "sealer"):
            with pytest.raises(DatabaseError), connections[alias].cursor() as cursor:
                cursor.execute(statement)


def test_the_serving_role_cannot_seal(house: House) -> None:
    from django.db import DatabaseError, connections

    for statement in (
        "INSERT INTO ledger_leaf VALUES (0, gen_random_uuid(), sha256(''), NULL)",
        "INSERT INTO ledger_checkpoint VALUES (1, sha256(''), 'x')",
        "INSERT INTO ledger_mirror (name) VALUES ('x')",
    ):
        with pytest.raises(DatabaseError), connections["default"].cursor() as cursor:
            cursor.execute(statement)


def test_the_mirror_alone_is_enough_for_an_outsider(house: House, tmp_path: Path) -> None:
    house.fill(COUNT)
    remembered = (house.mirrors[0] / "checkpoint").read_bytes()
    house.fill(7)
    trusted = parse_keys(house.key())
    assert verify_mirror(house.mirrors[0], trusted, remembered=remembered).checkpoint.size == COUNT + 7
    newer = (house.mirrors[0] / "checkpoint").read_bytes()
    house.fill(1)
    shutil.copytree(house.mirrors[0], tmp_path / "kept")
    (tmp_path / "kept" / "checkpoint").write_bytes(remembered)
    with pytest.raises(VerificationError, match="rolled-back"):
        verify_mirror(tmp_path / "kept", trusted, remembered=newer)
