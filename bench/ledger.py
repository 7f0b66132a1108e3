"""The ledger: append, seal, and verify a million entries against reading and hashing the same rows."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from uuid import UUID

from django.db import connection, connections, transaction

from bench import company
from bench.table import Result, rate_ratio, seconds

ROUNDS, SECONDS = 3, 1.0
_ENTRIES = """
INSERT INTO ledger_entry (body)
SELECT '{"action":"residents.item.reveal","actor":"staff:' || %(staff)s || '","at":"'
       || to_char(to_timestamp(ms / 1000.0) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
       || '","counts":{"fields":3},"id":"' || left(hex, 8) || '-' || right(hex, 4) || '-7000-8000-'
       || lpad(to_hex(n), 12, '0') || '","items":["id_number","name","phone"],"outcome":"allowed",'
       || '"place":["community:1","building:3"],"purpose":"handover","subjects":["resident:'
       || gen_random_uuid() || '"],"v":1}'
  FROM (SELECT n, %(start)s + n AS ms, lpad(to_hex(%(start)s + n), 12, '0') AS hex
          FROM generate_series(1, %(count)s) n) made
"""


def measure(staff: UUID, count: int) -> list[Result]:
    return [_append(staff), _seal(staff, count), _verify()]


def _append(staff: UUID) -> Result:
    """One durable entry after the other, one client, against one durable row of text after the other."""
    from lindun.gate import entries
    from lindun.gate.entries import What

    what = What(
        action="residents.item.reveal", outcome="allowed", subjects=(f"resident:{staff}",), items=("phone",)
    )
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "CREATE TABLE IF NOT EXISTS bench_text (body text); GRANT INSERT ON bench_text TO lindun_app"
        )
    connection.ensure_connection()
    bare = connection.connection
    ours, theirs = [], []
    for _ in range(ROUNDS):
        ours.append(_rate(lambda: entries.write(f"staff:{staff}", what)))
        theirs.append(_rate(lambda: bare.execute("INSERT INTO bench_text VALUES (%s)", ["x" * 300])))
    return rate_ratio("append an entry, durable, 1 client", ours=ours, theirs=theirs, unit="entries")


def _rate(once: Callable[[], object]) -> float:
    begin, done = time.perf_counter(), 0
    while time.perf_counter() - begin < SECONDS:
        once()
        done += 1
    return done / (time.perf_counter() - begin)


def _seal(staff: UUID, count: int) -> Result:
    """Fill the ledger up and let the sealer give all of it its place. A rate: nothing is comparable."""
    from lindun.ledger.keys import read_signer
    from lindun.ledger.sealing import at_work

    with company.superuser() as database:
        start = time.time_ns() // 1_000_000 - count - 1000
        database.execute(_ENTRIES, {"staff": str(staff), "start": start, "count": count})
        (waiting,) = database.execute("SELECT count(*) FROM ledger_entry").fetchone() or (0,)
    company.analyse()
    with at_work(read_signer()) as sealer:
        taken = seconds(sealer.seal)
    return Result(f"seal {waiting:,} entries", f"{waiting / taken:,.0f} entries/s")


def _verify() -> Result:
    """Every hash, every entry, the tree, the signature and the clock, against reading and hashing alone."""
    from lindun.ledger import verification

    with company.superuser() as database:
        (count,) = database.execute("SELECT count(*) FROM ledger_leaf").fetchone() or (0,)
    ours, theirs = [], []
    for _ in range(ROUNDS):
        theirs.append(count / seconds(_read_and_hash))
        ours.append(count / seconds(lambda: verification.verify(using="owner", mirrors=[])))
    return rate_ratio(f"verify {count:,} entries", ours=ours, theirs=theirs, unit="entries", at_least=0.3)


def _read_and_hash() -> None:
    with transaction.atomic(using="owner"), connections["owner"].chunked_cursor() as cursor:
        cursor.execute(
            "SELECT e.body FROM ledger_leaf l JOIN ledger_entry e ON e.id = l.entry ORDER BY l.index"
        )
        while rows := cursor.fetchmany(4096):
            for (body,) in rows:
                hashlib.sha256(body.encode()).digest()
