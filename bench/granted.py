"""A reveal under a grant: the approvals are counted, a view is used up, the entry is written, durably.

Against the same bare side as the reveal of a task. Then eight clients draw on one grant until it is used up:
they may open exactly as often as was allowed.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Mapping
from multiprocessing.synchronize import Barrier
from uuid import UUID

from bench import company, reveal
from bench.table import Result

PURPOSE = "handover"
PLENTY = 1_000_000  # views of a grant that shall not run out while it is measured
SCARCE = 100  # views that eight clients share
CLIENTS = 8


def measure(staff: Mapping[str, UUID]) -> list[Result]:
    """staff: the manager asks and opens, the general_manager approves."""
    reveal.prepare_baseline()
    _allow_many_views()
    holder = staff["manager"]
    subject = reveal.somebody(holder)
    lines = []
    for clients in (1, CLIENTS):
        grants = [_approved(staff, subject, views=PLENTY) for _ in range(clients)]
        arguments = [(holder, subject, number) for number in grants]
        lines += reveal.compare("reveal of three fields under a grant", _client, arguments)
    return [*lines, _shared(holder, subject, _approved(staff, subject, views=SCARCE))]


def _allow_many_views() -> None:
    """The approval rules are data of the company; let hers allow as many views as are measured."""
    with company.superuser() as database:
        database.execute("UPDATE requests_approvalrule SET most_views = %s WHERE use = 'reveal'", [PLENTY])


def _approved(staff: Mapping[str, UUID], subject: UUID, *, views: int) -> str:
    """The number of a request for the items of the reveal part, approved."""
    from lindun import gate
    from lindun.requests import applying, deciding
    from lindun.requests.applying import Wish
    from lindun.requests.deciding import Answer
    from lindun.requests.statement import digest

    holder, leader = (
        gate.Identity(staff=staff[name], second_factor=True) for name in ("manager", "general_manager")
    )
    wish = Wish(
        subjects=(subject,), items=tuple(reveal.ITEMS), purpose=PURPOSE, why="交接前核对证件",
        minutes=60, views=views,
    )  # fmt: skip
    asked = applying.submit(holder, wish)
    answer = Answer(agreed=True, seen=digest(asked.statement).hex())
    return deciding.decide(leader, request=asked.pk, answer=answer).number


def _client(
    start: Barrier, runs: multiprocessing.Queue[reveal.Run], staff: UUID, subject: UUID, grant: str
) -> None:
    from lindun.config import setup

    setup.use_django()
    from django.db import connection

    from lindun import gate

    who = gate.Identity(staff=staff, second_factor=True)

    def once() -> None:
        opened = gate.reveal(who, subject=subject, items=reveal.ITEMS, purpose=PURPOSE, grant=grant)
        assert len(opened.values) == len(reveal.ITEMS)

    once()
    reveal.run(start, runs, once, server=connection.connection.info.backend_pid)


def _shared(holder: UUID, subject: UUID, grant: str) -> Result:
    clients = reveal.Side(_greedy, [(holder, subject, grant)] * CLIENTS)
    opened = sum(clients.round())
    return Result(
        f"{CLIENTS} clients on one grant of {SCARCE} views",
        f"{opened} opened",
        f"{SCARCE} allowed",
        opened / SCARCE,
        "= 1",
        opened == SCARCE,
    )


def _greedy(
    start: Barrier, opened: multiprocessing.Queue[int], staff: UUID, subject: UUID, grant: str
) -> None:
    """Open until nothing is left, and tell how often; absurdly often if refused for something else."""
    from lindun.config import setup

    setup.use_django()
    from lindun import gate

    who = gate.Identity(staff=staff, second_factor=True)
    start.wait()
    for done in range(PLENTY):
        try:
            gate.reveal(who, subject=subject, items=reveal.ITEMS, purpose=PURPOSE, grant=grant)
        except gate.Denied as refused:
            used_up = refused.decision.reasons == ("grant.used_up",)
            opened.put(done if used_up else PLENTY)
            return
