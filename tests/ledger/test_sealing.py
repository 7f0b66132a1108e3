"""Sealing: every committed entry once, in the order of time, and never one of an unfinished transaction."""

from __future__ import annotations

from django.db import connections, transaction

from lindun.core.tlog import leaf_hash, tree_root
from lindun.ledger import actions, keys
from lindun.ledger.sealing import SealingRefused, at_work
from tests.ledger.house import House, entry


def stored_order() -> list[str]:
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT entry::text FROM ledger_leaf ORDER BY index")
        return [row[0] for row in cursor.fetchall()]


def test_nothing_written_is_nothing_signed(house: House) -> None:
    assert house.seal() is None


def test_entries_are_sealed_in_the_order_of_time(house: House) -> None:
    written = house.write(300)
    note = house.seal()
    assert note is not None
    assert stored_order() == [one.id for one in sorted(written, key=lambda one: one.id)]
    hashes = [leaf_hash(one.encode()) for one in sorted(written, key=lambda one: one.id)]
    assert (note.checkpoint.size, note.checkpoint.root) == (300, tree_root(hashes))


def test_sealing_goes_on_where_it_stopped(house: House) -> None:
    written = house.write(250)
    house.seal()
    with at_work(keys.read_signer()) as sealer:
        for _ in range(5):
            written += house.write(3)
            note = sealer.seal()
    assert note is not None
    hashes = [leaf_hash(one.encode()) for one in sorted(written, key=lambda one: one.id)]
    assert (note.checkpoint.size, note.checkpoint.root) == (265, tree_root(hashes))


def test_a_late_commit_is_sealed_later_not_skipped(house: House) -> None:
    early = entry()
    with transaction.atomic(using="owner"):
        with connections["owner"].cursor() as cursor:
            cursor.execute("INSERT INTO ledger_entry (body) VALUES (%s)", [early.text()])
        later = house.write()[0]
        assert house.seal() is None  # both wait for the transaction that is still running
    house.seal()
    assert stored_order() == [early.id, later.id]


def test_a_rolled_back_entry_is_never_sealed(house: House) -> None:
    with transaction.atomic():
        actions.append(entry())
        transaction.set_rollback(True)
    kept = house.write()[0]
    house.seal()
    assert stored_order() == [kept.id]


def test_a_second_sealer_is_refused(house: House) -> None:
    import threading

    codes: list[str] = []

    def second() -> None:
        try:
            with at_work(keys.read_signer()):
                codes.append("sealed")
        except SealingRefused as refusal:
            codes.append(refusal.code)

    with at_work(keys.read_signer()):
        thread = threading.Thread(target=second)
        thread.start()
        thread.join()
    assert codes == ["sealer.another"]
