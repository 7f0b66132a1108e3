"""Reveal of three fields through the gate, durable, against one row read and one row inserted with bare psycopg."""

from __future__ import annotations

import multiprocessing
import time
from multiprocessing.synchronize import Barrier
from uuid import UUID

import psycopg

from bench.table import Result, rate_ratio

ROUNDS = 5
SECONDS = 2.0
ITEMS = ["name", "phone", "id_number"]


def measure(staff: UUID) -> list[Result]:
    prepare_baseline()
    task, subject = _task(staff)
    lines = []
    for clients in (1, 8):
        ours, theirs = [], []
        for _ in range(ROUNDS):
            ours.append(_together(clients, _gate_client, (staff, subject, task)))
            theirs.append(_together(clients, _bare_client, (subject,)))
        name = f"reveal of three fields, {clients} client{'s' if clients > 1 else ''}"
        lines.append(rate_ratio(name, ours=ours, theirs=theirs, unit="reveals", at_least=0.6))
    return lines


def prepare_baseline() -> None:
    """A clear table with the same three values, and a plain log table."""
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "CREATE TABLE IF NOT EXISTS bench_clear (id uuid PRIMARY KEY, name text, phone text, paper text)"
        )
        cursor.execute(
            "CREATE TABLE IF NOT EXISTS bench_log (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,"
            " at timestamptz DEFAULT now(), actor uuid, subject uuid, body text)"
        )
        cursor.execute("GRANT SELECT, INSERT ON bench_clear, bench_log TO lindun_app")


def _task(staff: UUID) -> tuple[str, UUID]:
    from django.db import connections

    from lindun import gate
    from lindun.requests import actions
    from lindun.residents.models import Resident

    who = gate.Identity(staff=staff, second_factor=True)
    with gate.passage(who, gate.Action.RESIDENT_LIST):
        resident = Resident.objects.order_by("id").first()
    assert resident is not None
    task, _found = actions.open_task(who, dwelling=resident.dwelling_id, purpose="handover", summary="交接")
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "INSERT INTO bench_clear VALUES (%s, '欧阳梓萱', '17012345678', '330199198003079130') ON CONFLICT DO NOTHING",
            [resident.pk],
        )
    return task.number, resident.pk


def _together(clients: int, target: object, arguments: tuple[object, ...]) -> float:
    """Run clients side by side, each a process of its own; return the sum of their rates."""
    context = multiprocessing.get_context("spawn")
    barrier, rates = context.Barrier(clients), context.Queue()
    processes = [context.Process(target=target, args=(barrier, rates, *arguments)) for _ in range(clients)]
    for process in processes:
        process.start()
    total = sum(rates.get(timeout=120) for _ in processes)
    for process in processes:
        process.join()
    return total


def _gate_client(
    barrier: Barrier, rates: multiprocessing.Queue[float], staff: UUID, subject: UUID, task: str
) -> None:
    from lindun.config import setup

    setup.use_django()
    from lindun import gate

    who = gate.Identity(staff=staff, second_factor=True)

    def once() -> None:
        opened = gate.reveal(who, subject=subject, items=ITEMS, purpose="handover", task=task)
        assert len(opened.values) == len(ITEMS)

    _run(barrier, rates, once)


def _bare_client(barrier: Barrier, rates: multiprocessing.Queue[float], subject: UUID) -> None:
    from lindun.config import setup

    setup.use_django()
    from django.db import connection

    connection.ensure_connection()
    conninfo = {key: value for key, value in connection.get_connection_params().items() if key in _LIBPQ}
    with psycopg.connect(**conninfo, prepare_threshold=2) as bare:

        def once() -> None:
            row = bare.execute(
                "SELECT name, phone, paper FROM bench_clear WHERE id = %s", [subject]
            ).fetchone()
            assert row is not None
            bare.execute(
                "INSERT INTO bench_log (actor, subject, body) VALUES (%s, %s, %s)",
                [subject, subject, '{"action": "reveal", "items": ["name", "phone", "id_number"]}'],
            )
            bare.commit()

        _run(barrier, rates, once)


_LIBPQ = frozenset({"dbname", "host", "port", "user", "passfile"})


def _run(barrier: Barrier, rates: multiprocessing.Queue[float], once: object) -> None:
    for _ in range(50):
        once()  # type: ignore[operator]
    barrier.wait()
    begin, done = time.perf_counter(), 0
    while time.perf_counter() - begin < SECONDS:
        once()  # type: ignore[operator]
        done += 1
    rates.put(done / (time.perf_counter() - begin))
