"""Reading the ledger: pages, traces, proofs, exports, and how it stands."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from lindun.ledger import actions, queries
from lindun.ledger.mirrors import ShippingFailed
from lindun.ledger.sealing import SealingRefused
from lindun.verifier import VerificationError, parse_keys, verify_proof
from tests.ledger.house import SECOND, SUBJECT, House, entry

OTHER = "resident:01902d3e-0000-7000-8000-000000000002"


def ids(found: list[queries.Stored]) -> list[str]:
    return [one.entry.id for one in found]


def test_pages_newest_first(house: House) -> None:
    order = house.fill(7)
    house.write()
    first = queries.entries(limit=5)
    assert ids(first) == [one.id for one in sorted(house.written, key=lambda one: one.id)][::-1][:5]
    assert [one.index for one in first] == [None, 6, 5, 4, 3]
    second = queries.entries(limit=5, before=first[-1].entry.id)
    assert ids(second) == [one.id for one in order[:3]][::-1]


def test_filters(house: House) -> None:
    now = time.time_ns()
    old = house.write(1, at=now - 7200 * SECOND)[0]
    other = house.write(1, actor="staff:9", subjects=(OTHER,))[0]
    denied = house.write(1, action="residents.resident.search", outcome="denied", reasons=("role.scope",))[0]
    hour_ago = datetime.now(UTC) - timedelta(hours=1)
    assert ids(queries.entries(actor="staff:9")) == [other.id]
    assert ids(queries.entries(subject=OTHER)) == [other.id]
    assert ids(queries.entries(action="residents.resident.search")) == [denied.id]
    assert set(ids(queries.entries(since=hour_ago))) == {other.id, denied.id}
    assert ids(queries.entries(until=hour_ago)) == [old.id]
    assert queries.find(denied.id).entry.reasons == ("role.scope",)


def test_a_trace_tells_who_looked_when_in_order(house: House) -> None:
    now = time.time_ns()
    looks = [house.write(1, at=now - age * SECOND, actor=f"staff:{age}")[0] for age in (300, 200, 100)]
    house.write(5, subjects=(OTHER,))
    since, until = datetime.now(UTC) - timedelta(seconds=250), datetime.now(UTC)
    traced = queries.trace(SUBJECT, since=since, until=until)
    assert ids(traced) == [one.id for one in looks[1:]]
    assert traced[0].entry.actor == "staff:200"


@pytest.mark.parametrize("entry_id", [str(uuid.UUID(int=1)), "nonsense"])
def test_an_unknown_entry(house: House, entry_id: str) -> None:
    with pytest.raises(LookupError):
        queries.find(entry_id)
    with pytest.raises(LookupError):
        queries.prove(entry_id)


def test_every_entry_can_be_proved_to_an_outsider(house: House) -> None:
    order = house.fill(600)
    trusted = parse_keys(house.key())
    for index in (0, 255, 256, 511, 599):
        bundle = queries.prove(order[index].id)
        assert verify_proof(bundle.encode(), trusted).index == index
        with pytest.raises(VerificationError):
            verify_proof(
                bundle.replace('"staff:7', '"staff:8').replace("staff:7", "staff:8").encode(), trusted
            )


def test_what_is_not_sealed_cannot_be_proved_yet(house: House) -> None:
    one = house.write()[0]
    with pytest.raises(queries.NotSealedYet):
        queries.prove(one.id)


def test_a_damaged_ledger_gives_no_proof(house: House) -> None:
    from lindun.core.tlog import ProofError

    order = house.fill(10)
    house.superuser("UPDATE ledger_leaf SET hash = sha256('x') WHERE index = 3")
    with pytest.raises(ProofError):
        queries.prove(order[2].id)


def test_an_export_verifies_by_itself_and_can_be_continued(house: House, tmp_path: Path) -> None:
    house.fill(300)
    target = tmp_path / "for the auditor"
    assert actions.export(target).checkpoint.size == 300
    house.fill(20)
    actions.export(target)
    done = subprocess.run(
        [sys.executable, "-I", "-S", "verifier.pyz", "mirror", ".", "--key", "ledger.pub", "--json"],
        cwd=target,
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, json.loads(done.stdout)["size"]) == (0, 320)


def test_there_is_nothing_to_export_before_the_first_seal(house: House, tmp_path: Path) -> None:
    house.write()
    with pytest.raises(actions.NothingSealed):
        actions.export(tmp_path / "out")


def test_a_changed_entry_is_not_exported(house: House, tmp_path: Path) -> None:
    house.fill(10)
    house.superuser("UPDATE ledger_entry SET body = replace(body, 'staff:7', 'staff:8')")
    with pytest.raises(ShippingFailed, match=r"entry\.changed"):
        actions.export(tmp_path / "out")
    assert not (tmp_path / "out" / "checkpoint").exists()


def test_status_before_anything_happened(house: House) -> None:
    status = queries.status()
    assert (status.state, status.size, status.waiting, status.sealer) == ("warn", 0, 0, None)
    assert [part.name for part in status.mirrors] == [str(path) for path in house.mirrors]
    house.write(3)
    assert queries.status().waiting == 3


def test_entries_wait_also_when_the_clock_ran_back(house: House) -> None:
    house.write(at=time.time_ns() + 3600 * SECOND)
    house.seal()
    house.write(2)
    with pytest.raises(SealingRefused, match=r"clock\.backwards"):
        house.seal()
    assert queries.status().waiting == 2


def test_the_state_of_the_mirrors_is_remembered_for_a_moment_per_database(house: House) -> None:
    assert queries.mirror_state() == "warn"
    house.superuser(
        "INSERT INTO ledger_mirror (name, current_at) SELECT name, clock_timestamp()"
        " FROM unnest(%s::text[]) AS name",
        values=[[str(path) for path in house.mirrors]],
    )
    assert queries.mirror_state() == "warn"
    queries._answers.clear()
    assert queries.mirror_state() == "ok"


def test_entries_of_a_restored_dump_are_sealed_too(house: House) -> None:
    """Rows carry transaction ids of the server they were dumped from, which may be far ahead."""
    house.fill(5)
    restored = entry()
    house.superuser(
        "INSERT INTO ledger_entry (body, xid) VALUES (%s, '99999999999')", values=[restored.text()]
    )
    house.write()
    note = house.seal()
    assert note is not None
    assert note.checkpoint.size == 7


def test_an_entry_is_written_or_the_caller_fails(house: House) -> None:
    from django.db import DatabaseError, connection

    house.superuser("REVOKE EXECUTE ON FUNCTION ledger_append(text, bytea) FROM lindun_app")
    with pytest.raises(DatabaseError):
        actions.append(entry())
    connection.close()


def test_the_same_entry_cannot_be_written_twice(house: House) -> None:
    from django.db import IntegrityError

    one = house.write()[0]
    with pytest.raises(IntegrityError):
        actions.append(one)


def test_an_id_without_a_time_is_refused_by_the_database(house: House) -> None:
    from django.db import IntegrityError, connections

    body = entry().text()
    number = json.loads(body)["id"]
    forged = body.replace(number, str(uuid.UUID(bytes=os.urandom(16), version=4)))
    with pytest.raises(IntegrityError), connections["owner"].cursor() as cursor:
        cursor.execute("INSERT INTO ledger_entry (body) VALUES (%s)", [forged])
