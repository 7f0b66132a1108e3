"""A masked page of fifty residents, through the view and its passage, against a plain Django page.

Both sides render the same template with as many columns; the plain one reads fifty clear rows of one table
and knows its purposes by heart.
"""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.urls import reverse

from bench import company
from bench.table import Result, seconds, time_ratio

ROUNDS, PAGES = 15, 10
PURPOSE, SIZE = "handover", 50
COLUMNS = ("name", "phone", "id_number", "plate", "remark")


def measure(staff: UUID, residents: int) -> list[Result]:
    """Fragments as htmx asks for them: the list without the shell around it."""
    from lindun.residents.views import residents as masked_page

    requests = [(request(staff, ours), request(staff, theirs)) for ours, theirs in _places()]
    ours, theirs = [], []
    for turn in range(ROUNDS + 2):
        mine = seconds(lambda: [_get(masked_page, asked) for asked, _ in requests]) / PAGES
        base = seconds(lambda: [_get(clear_page, asked) for _, asked in requests]) / PAGES
        if turn >= 2:  # statements are prepared, templates and pages are in memory
            ours.append(mine)
            theirs.append(base)
    return [
        time_ratio(
            f"masked page of {SIZE} from {residents:,} residents", ours=ours, theirs=theirs, at_most=1.3
        )
    ]


def clear_page(request: HttpRequest) -> HttpResponse:
    """The list as a plain Django application would write it."""
    from bench.clear import ClearResident
    from lindun.web.render import render

    rows = list(ClearResident._default_manager.filter(pk__gt=request.GET["after"]).order_by("pk")[:SIZE])
    context = {
        "purposes": _PURPOSES,
        "chosen": PURPOSE,
        "columns": COLUMNS,
        "rows": [_row(row) for row in rows],
        "next": rows[-1].pk,
    }
    return render(request, "residents/list.html", context, "people")


def _row(row: Any) -> dict[str, Any]:
    return {
        "url": reverse("residents:household", args=[row.pk]),
        "title": f"{row.building}-{row.unit}-{row.room}",
        "community": "测试苑",
        "relation": "业主",
        "cells": [{"label": name, "masked": [getattr(row, name)]} for name in COLUMNS],
    }


_PURPOSES = [
    SimpleNamespace(code=code, name=name)
    for code, name in (
        ("repair", "维修联系"),
        ("fee", "缴费"),
        ("parking", "停车"),
        ("visitor", "访客"),
        ("complaint", "投诉"),
        (PURPOSE, "入住交接"),
    )
]


def request(staff: UUID, after: UUID) -> HttpRequest:
    """A request as the middleware hands it to a view."""
    from lindun import gate
    from lindun.organisation.models import Staff

    made: Any = RequestFactory().get(
        "/residents/", {"purpose": PURPOSE, "after": str(after)}, headers={"HX-Request": "true"}
    )
    made.staff = Staff.objects.select_related("user").get(pk=staff)
    made.user, made.session = made.staff.user, {}
    made.actor = gate.Identity(staff=staff, second_factor=True)
    made.lock_minutes = 3
    return made  # type: ignore[no-any-return]


def _get(view: Callable[[Any], HttpResponse], asked: HttpRequest) -> bytes:
    body = view(asked).content
    assert body.count(b"<tr>") == SIZE + 1, "a page is fifty rows and a head"
    return body


def _places() -> list[tuple[UUID, UUID]]:
    """Where the pages begin: ids that leave at least a page behind them, on either side."""
    return list(zip(_ids("residents_resident"), _ids("bench_resident"), strict=True))


def _ids(table: str) -> list[UUID]:
    leaving_a_page = f"SELECT id FROM {table} ORDER BY id LIMIT (SELECT count(*) - 2 * {SIZE} FROM {table})"
    with company.superuser() as database:
        rows = database.execute(f"SELECT id FROM ({leaving_a_page}) t ORDER BY random() LIMIT %s", [PAGES])
        return [row[0] for row in rows.fetchall()]
