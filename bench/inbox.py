"""The inbox of an approver with 10,000 open requests, against a plain Django page over the same rows.

Both sides show the same template with each of the first ten pages of fifty, and count all. The plain one
reads one table without joins that holds every word as the page shows it; ours reads the frozen statements,
names people, homes and items, and writes a durable entry.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from bench import company, pages
from bench.table import Result, seconds, time_ratio

OPEN, SIZE = 10_000, 50
ROUNDS, PAGES = 15, 10
KINDS = (("phone",), ("name", "phone"), ("id_number",))

_TABLE = """
CREATE TABLE bench_request (
    id uuid PRIMARY KEY, number text, applicant text, post text, place text, items jsonb, level int, why text,
    decide_by timestamptz, outcome text NOT NULL DEFAULT ''
);
CREATE INDEX ON bench_request (decide_by) WHERE outcome = '';
GRANT SELECT ON bench_request TO lindun_app;
"""


class ClearRequest(models.Model):
    """A request as a plain Django application keeps one for its list."""

    id = models.UUIDField(primary_key=True)
    number = models.TextField()
    applicant = models.TextField()
    post = models.TextField()
    place = models.TextField()
    items = models.JSONField()
    level = models.IntegerField()
    why = models.TextField()
    decide_by = models.DateTimeField()
    outcome = models.TextField()

    class Meta:
        app_label = "bench"
        managed = False
        db_table = "bench_request"


def measure(staff: Mapping[str, UUID]) -> list[Result]:
    from lindun.requests.access_views import inbox

    _ask(staff["cashier"])
    company.analyse()
    decider = staff["general_manager"]
    asked = [_request(decider, page) for page in range(1, PAGES + 1)]
    ours, theirs = [], []
    for turn in range(ROUNDS + 2):
        mine = seconds(lambda: [_get(inbox, each) for each in asked]) / PAGES
        base = seconds(lambda: [_get(plain_inbox, each) for each in asked]) / PAGES
        if turn >= 2:  # statements are prepared, templates and pages are in memory
            ours.append(mine)
            theirs.append(base)
    name = f"approval inbox, {SIZE} of {OPEN:,} open requests"
    return [time_ratio(name, ours=ours, theirs=theirs, at_most=1.5)]


def plain_inbox(request: HttpRequest) -> HttpResponse:
    """The inbox as a plain Django application would write it."""
    from django.utils import timezone

    from lindun.web.render import render

    waiting = ClearRequest._default_manager.filter(outcome="", decide_by__gt=timezone.now())
    page = Paginator(waiting.order_by("decide_by"), SIZE).get_page(request.GET.get("page"))
    rows = [_row(row) for row in page.object_list]
    return render(request, "requests/inbox.html", {"page": page, "rows": rows, "emergencies": []}, "rows")


def _row(row: Any) -> dict[str, Any]:
    return {
        "number": row.number,
        "url": reverse("requests:file", args=[row.pk]),
        "applicant": row.applicant,
        "post": row.post,
        "place": row.place,
        "items": row.items,
        "level": row.level,
        "why": row.why,
        "decide_by": row.decide_by,
    }


def _request(staff: UUID, page: int) -> HttpRequest:
    made = pages.request(staff, UUID(int=0))
    made.GET = made.GET.copy()
    made.GET["page"] = str(page)
    return made


def _get(view: Any, asked: HttpRequest) -> bytes:
    body: bytes = view(asked).content
    assert body.count(b'class="row__number"') == SIZE, "a page is fifty requests"
    return body


def _ask(applicant: UUID) -> None:
    """10,000 requests of one clerk, spread over the homes, in both tables. By COPY, past the rules."""
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        cursor.execute(_TABLE)
    with company.superuser() as database, database.cursor() as cursor:
        homes = cursor.execute(
            "SELECT r.id, d.id, d.building_id, d.community_id, c.name, concat_ws('-', b.name, d.unit, d.room)"
            " FROM residents_resident r JOIN estates_dwelling d ON d.id = r.dwelling_id"
            " JOIN estates_building b ON b.id = d.building_id"
            " JOIN estates_community c ON c.id = d.community_id"
            " ORDER BY r.id LIMIT %s",
            [OPEN],
        ).fetchall()
        asked = list(_rows(applicant, homes))
        with cursor.copy(
            "COPY requests_accessrequest (id, number, community_id, building_id, dwelling_id, applicant_id,"
            " purpose_id, statement, level, deciders, leader, needed, together, emergency, submitted_at,"
            " decide_by, outcome, result) FROM STDIN"
        ) as target:
            for sealed, _clear in asked:
                target.write_row(sealed)
        with cursor.copy(
            "COPY bench_request (id, number, applicant, post, place, items, level, why, decide_by) FROM STDIN"
        ) as target:
            for _sealed, clear in asked:
                target.write_row(clear)


def _rows(applicant: UUID, homes: list[Any]) -> Iterator[tuple[tuple[Any, ...], tuple[Any, ...]]]:
    """The same request as our table holds it and as the plain one does."""
    from lindun.requests.statement import Statement, Use

    now = datetime.now(UTC)
    names = {"phone": "电话", "name": "姓名", "id_number": "身份证号"}
    for turn in range(OPEN):
        subject, dwelling, building, community, estate, title = homes[turn % len(homes)]
        items, pk, number = KINDS[turn % len(KINDS)], uuid4(), f"SQ-0000-{100_000 + turn}"
        level = 3 if "id_number" in items else 2
        said = Statement(
            applicant=str(applicant),
            purpose="handover",
            community=community,
            building=building,
            subjects=(str(subject),),
            items=items,
            use=Use.REVEAL,
            minutes=60,
            views=1,
            why=f"交接前核对第 {turn} 户的资料",
        )
        until = now + timedelta(hours=24, seconds=turn)
        leaders = ["general_manager"] if level == 3 else ["manager", "general_manager"]
        yield (
            (pk, number, community, building, dwelling, applicant, said.purpose, said.text(), level, leaders,
             leaders[0] if level == 3 else "", 1, False, False, now, until, "", ""),
            (pk, number, "乙", "收费员", f"{estate} {title}", json.dumps([names[item] for item in items]),
             level, said.why, until),
        )  # fmt: skip
