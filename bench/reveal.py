"""Reveal of three fields through the gate, with its durable entry, against one row read and one row of the
size of an entry inserted, in one durable transaction with bare psycopg. Rates, and for one client the
processor time of client and server together, which other work on the machine disturbs less.
"""

from __future__ import annotations

import json
import multiprocessing
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg

from bench.table import Result, rate_ratio, time_ratio

ROUNDS = 5
SECONDS = 2.0
ITEMS = ["name", "phone", "id_number"]
Client = Callable[..., None]  # a process: its starting gun, its results, and arguments of its own


@dataclass(frozen=True)
class Run:
    """One round of one client: reveals a second; processor seconds of a reveal, client and server."""

    rate: float
    processor: float


def measure(staff: UUID) -> list[Result]:
    prepare_baseline()
    subject = somebody(staff)
    task = _task(staff, subject)
    lines = []
    for clients in (1, 8):
        lines += compare("reveal of three fields", _gate_client, [(staff, subject, task)] * clients)
    return lines


def compare(name: str, client: Client, arguments: Sequence[tuple[Any, ...]]) -> list[Result]:
    """Clients of the gate, one a tuple of arguments (staff, subject, ...), against as many bare ones."""
    ours_side = Side(client, arguments)
    bare_side = Side(bare_client, [(subject,) for _staff, subject, *_ in arguments])
    pairs = [(ours_side.round(), bare_side.round()) for _ in range(ROUNDS)]
    ours, theirs = ([sum(run.rate for run in runs) for runs in side] for side in zip(*pairs, strict=True))
    clients = len(arguments)
    name = f"{name}, {clients} client{'s' if clients > 1 else ''}"
    lines = [rate_ratio(name, ours=ours, theirs=theirs, unit="reveals", at_least=0.6)]
    if clients == 1:
        ours, theirs = ([runs[0].processor for runs in side] for side in zip(*pairs, strict=True))
        lines.append(time_ratio("   its processor time", ours=ours, theirs=theirs))
    return lines


class Side:
    """Clients side by side, each a process of its own, that wait for their next round."""

    def __init__(self, client: Client, arguments: Sequence[tuple[Any, ...]]) -> None:
        context = multiprocessing.get_context("spawn")
        self._clients = len(arguments)
        self._start, self._runs = context.Barrier(self._clients + 1), context.Queue()
        for each in arguments:
            context.Process(target=client, args=(self._start, self._runs, *each), daemon=True).start()

    def round(self) -> list[Any]:
        self._start.wait(timeout=120)
        return [self._runs.get(timeout=120) for _ in range(self._clients)]


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


def somebody(staff: UUID) -> UUID:
    """A resident with one value of each item, who stands in the clear table too."""
    from django.db import connections

    from lindun import gate
    from lindun.gate import values
    from lindun.residents.models import Resident

    who = gate.Identity(staff=staff, second_factor=True)
    with gate.passage(who, gate.Action.RESIDENT_LIST) as passage:
        some = {resident.pk: resident for resident in Resident.objects.order_by("id")[:50]}
        masked = values.masked(passage, list(some), ITEMS)
        subject = next(pk for pk in some if all(len(masked[pk].get(item, ())) == 1 for item in ITEMS))
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "INSERT INTO bench_clear VALUES (%s, '欧阳梓萱', '17012345678', '330199198003079130')"
            " ON CONFLICT DO NOTHING",
            [subject],
        )
    return subject


def _task(staff: UUID, subject: UUID) -> str:
    from lindun import gate
    from lindun.gate.registry import facts
    from lindun.requests import actions

    who = gate.Identity(staff=staff, second_factor=True)
    with gate.passage(who, gate.Action.RESIDENT_LIST):
        home = facts.subject(subject)
    task, _found = actions.open_task(who, dwelling=UUID(home.dwelling), purpose="handover", summary="交接")
    return task.number


def _gate_client(
    start: Barrier, runs: multiprocessing.Queue[Run], staff: UUID, subject: UUID, task: str
) -> None:
    from lindun.config import setup

    setup.use_django()
    from django.db import connection

    from lindun import gate

    who = gate.Identity(staff=staff, second_factor=True)

    def once() -> None:
        opened = gate.reveal(who, subject=subject, items=ITEMS, purpose="handover", task=task)
        assert len(opened.values) == len(ITEMS)

    once()
    run(start, runs, once, server=connection.connection.info.backend_pid)


def bare_client(start: Barrier, runs: multiprocessing.Queue[Run], subject: UUID) -> None:
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
                [subject, subject, _BODY],
            )
            bare.commit()

        run(start, runs, once, server=bare.info.backend_pid)


_BODY = json.dumps(  # as long as an entry
    {
        "action": "residents.item.reveal",
        "actor": f"staff:{UUID(int=0)}",
        "at": "2026-11-21T09:30:00.000Z",
        "counts": {"fields": 3},
        "id": str(UUID(int=0)),
        "items": ITEMS,
        "outcome": "allowed",
        "place": ["community:1", "building:1"],
        "purpose": "handover",
        "subjects": [f"resident:{UUID(int=0)}"],
        "task": f"task:{UUID(int=0)}",
        "v": 1,
    }
)
_LIBPQ = frozenset({"dbname", "host", "port", "user", "passfile"})


def run(start: Barrier, runs: multiprocessing.Queue[Run], once: Callable[[], None], server: int) -> None:
    for _ in range(50):
        once()  # statements are prepared, keys are in memory
    for _ in range(ROUNDS):
        start.wait()
        begin, spent, done = time.perf_counter(), _processor_seconds(server), 0
        while time.perf_counter() - begin < SECONDS:
            once()
            done += 1
        rate = done / (time.perf_counter() - begin)
        runs.put(Run(rate, (_processor_seconds(server) - spent) / done))


def _processor_seconds(server: int) -> float:
    """Of this process and of a server process, as Linux counts them."""
    nanoseconds = Path(f"/proc/{server}/schedstat").read_text().split()[0]
    return time.process_time() + int(nanoseconds) / 1e9
