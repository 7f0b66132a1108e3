"""An export in clear of 10,000 rows, from the approved request to the encrypted workbook on the disk, against
reading as many rows in clear and writing them into a plain workbook.
"""

from __future__ import annotations

import time
from pathlib import Path
from uuid import UUID

from bench import company, importing, rosters
from bench.table import Result, rate_ratio

ROWS = 10_000
ROUNDS = 7
ITEMS = ("name", "phone", "plate")


def measure(staff: dict[str, UUID], home: Path) -> list[Result]:
    """staff: list_cashier asks, general_manager and list_manager agree. Beside whatever else the house holds,
    their community of ROWS people is brought in first. The clear rows are as many of the clear table."""
    _bring_in(home / "list.csv")
    ours, theirs = [], []
    for number in range(ROUNDS + 1):  # the first warms both sides up
        export = _ordered(staff)
        seconds = _ours(export), _theirs(home / f"clear-{number}.xlsx")
        if number:
            ours.append(ROWS / seconds[0])
            theirs.append(ROWS / seconds[1])
    name = f"export of {ROWS:,} rows in clear, encrypted, with its entries"
    return [rate_ratio(name, ours=ours, theirs=theirs, unit="rows", at_least=0.25)]


def _bring_in(roster: Path) -> None:
    with roster.open("w", encoding="utf-8", newline="") as target:
        rosters.write(ROWS, target, seed=8)
    importing.bring_in(roster, "list")
    company.analyse()


def _ordered(staff: dict[str, UUID]) -> UUID:
    """An export nobody has worked on, for a request two people agreed to."""
    from lindun import gate
    from lindun.core.policy import Place
    from lindun.estates.models import Community
    from lindun.exports import actions
    from lindun.requests import applying, deciding
    from lindun.requests.applying import Wish
    from lindun.requests.deciding import Answer
    from lindun.requests.statement import Use, digest

    def who(name: str) -> gate.Identity:
        return gate.Identity(staff=staff[name], second_factor=True)

    place = Place(Community.objects.get(code="list").pk)
    wish = Wish(
        place=place, items=ITEMS, purpose="fee", why="benchmark", minutes=60, views=ROWS, use=Use.EXPORT
    )
    request = applying.submit(who("list_cashier"), wish)
    for name in ("general_manager", "list_manager"):
        answer = Answer(agreed=True, seen=digest(request.statement).hex(), with_credentials=True)
        deciding.decide(who(name), request=request.pk, answer=answer)
    return actions.order_clear(who("list_cashier"), request=request.pk, form="xlsx").pk


def _ours(export: UUID) -> float:
    from lindun.exports import making, storage

    begin = time.perf_counter()
    making.make(export)
    seconds = time.perf_counter() - begin
    storage.read(export)  # raises when it was not made
    storage.remove(export)
    return seconds


def _theirs(path: Path) -> float:
    from django.db import connection
    from xlsxwriter import Workbook

    begin = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT building, unit, room, name, phone, plate FROM bench_resident"
            " ORDER BY building, unit, room LIMIT %s",
            [ROWS],
        )
        rows = cursor.fetchall()
    book = Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet()
    for number, (building, unit, room, *values) in enumerate(rows):
        for column, text in enumerate((f"{building}-{unit}-{room}", *values)):
            sheet.write_string(number, column, text or "")
    book.close()
    seconds = time.perf_counter() - begin
    path.unlink()
    return seconds
