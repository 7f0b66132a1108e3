"""A company of 10,000 staff in 500 communities: its pages about people, against plain Django pages.

Both sides show the same template, shell included, with each of ten pages of fifty, and count all. The plain
one reads one clear table without joins; ours reads people, places, factors and standing, and writes a
durable entry.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.urls import reverse

from bench import company
from bench.table import Result, seconds, time_ratio

PEOPLE, COMMUNITIES, TEAMS, SIZE = 10_000, 500, 40, 50
ROUNDS, PAGES = 15, 10
YEAR = timedelta(days=365)
ROLES = ("counter", "housekeeper", "repair", "cashier", "guard")

_TABLE = """
CREATE TABLE bench_staff (
    id uuid PRIMARY KEY, number text, name text, post text, place text, clearance int, status text,
    team text, course_until timestamptz, quiz_until timestamptz
);
CREATE INDEX ON bench_staff (number);
CREATE INDEX ON bench_staff (team);
GRANT SELECT ON bench_staff TO lindun_app;
"""


class ClearStaff(models.Model):
    """A person as a plain Django application keeps one for its list."""

    id = models.UUIDField(primary_key=True)
    number = models.TextField()
    name = models.TextField()
    post = models.TextField()
    place = models.TextField()
    clearance = models.IntegerField()
    status = models.TextField()
    team = models.TextField()
    course_until = models.DateTimeField()
    quiz_until = models.DateTimeField()
    second_factor = False
    is_sensitive = False
    is_over = False
    kind = "full_time"
    position = SimpleNamespace(standard=True)
    get_role_display = property(lambda self: self.post)
    get_status_display = "在岗"

    class Meta:
        app_label = "bench"
        managed = False
        db_table = "bench_staff"


def measure(staff: Mapping[str, UUID]) -> list[Result]:
    from bench import learning
    from lindun.organisation.views import staff as listed
    from lindun.training.office import overview, plan

    hire_many()
    reader = staff["general_manager"]
    learning.plan_courses(reader)
    company.analyse()
    people = f"{PEOPLE:,}"
    return [
        compare(f"staff list, {SIZE} of {people}", listed, plain_list, reader),
        compare(f"training overview, {SIZE} of {people}", overview, learning.plain_overview, reader),
        compare(f"yearly plan, {people} in {TEAMS} teams", plan, learning.plain_plan, reader),
    ]


def compare(name: str, view: Callable[[Any], HttpResponse], plain: Any, reader: UUID) -> Result:
    """Ten pages of both sides in turns."""
    asked = [request(reader, page) for page in range(1, PAGES + 1)]
    ours, theirs = [], []
    for turn in range(ROUNDS + 2):
        mine = seconds(lambda: [_get(view, each) for each in asked]) / PAGES
        base = seconds(lambda: [_get(plain, each) for each in asked]) / PAGES
        if turn >= 2:  # statements are prepared, templates and pages are in memory
            ours.append(mine)
            theirs.append(base)
    return time_ratio(name, ours=ours, theirs=theirs, at_most=1.5)


def plain_list(request: HttpRequest) -> HttpResponse:
    """The staff list as a plain Django application would write it."""
    from lindun.organisation.forms import SeekForm, StaffFilterForm
    from lindun.web.render import render

    found = ClearStaff._default_manager.order_by("number")
    page = Paginator(found, SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [
            {
                "person": person,
                "url": reverse("organisation:person", args=[person.pk]),
                "scopes": [person.place],
            }
            for person in page.object_list
        ],
        "form": StaffFilterForm(request.GET),
        "seek": SeekForm(None),
        "query": "",
        "counts": SimpleNamespace(
            active=found.filter(status="active").count(), waiting=0, suspended=0, left=0, without_factor=0
        ),
        "may_hire": False,
    }
    return render(request, "organisation/staff_list.html", context, "staff")


def request(reader: UUID, page: int) -> HttpRequest:
    """A request as the middleware hands it to a view."""
    from lindun import gate
    from lindun.organisation.models import Staff
    from lindun.standing.queries import newcomer

    made: Any = RequestFactory().get("/staff/", {"page": str(page)})
    made.staff = Staff.objects.select_related("user").annotate(newcomer=newcomer()).get(pk=reader)
    made.user, made.session, made.request_id = made.staff.user, {}, "bench"
    made.actor = gate.Identity(staff=reader, second_factor=True)
    made.lock_minutes = 3
    return made  # type: ignore[no-any-return]


def _get(view: Any, asked: HttpRequest) -> bytes:
    body: bytes = view(asked).content
    assert len(body) > 10_000, "a page with its rows, not a refusal"
    return body


def hire_many() -> None:
    """10,000 people, a community each, everything met that their posts ask. By COPY, past the rules."""
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        cursor.execute(_TABLE)
    people = list(_people())
    with company.superuser() as database, database.cursor() as cursor:
        _hire(cursor, people)
        cursor.execute(
            "INSERT INTO standing_fulfilment (staff_id, code, role, version, at, until)"
            " SELECT s.id, d.code, CASE WHEN d.code IN ('course', 'quiz') THEN s.role ELSE '' END, d.version,"
            " now(), now() + interval '1 year' FROM organisation_staff s"
            " JOIN standing_demand d ON d.role = s.role ON CONFLICT DO NOTHING"
        )
        _copy(
            cursor,
            "bench_staff (place, team, course_until, quiz_until, id, number, name, post, clearance, status)",
            (
                (*_stands(turn, at), pk, f"P{turn:05d}", f"员工{turn}", role, 2, "active")
                for turn, (pk, at, role) in people
            ),
        )


def _hire(cursor: Any, people: Sequence[tuple[int, tuple[UUID, datetime, str]]]) -> None:
    """Accounts, posts and places of these people."""
    communities = _numbered(
        cursor, "estates_community (code, name) SELECT 'c' || n, '小区' || n", COMMUNITIES
    )
    teams = _numbered(cursor, "organisation_department (name) SELECT '班组' || n", TEAMS)
    posts = dict(cursor.execute("SELECT DISTINCT ON (role) role, id FROM organisation_position").fetchall())
    ((last,),) = cursor.execute("SELECT max(id) FROM auth_user").fetchall()
    account = ("!", False, "", "", "", False, True)
    _copy(
        cursor,
        "auth_user (id, username, date_joined, password, is_superuser, first_name, last_name, email,"
        " is_staff, is_active)",
        ((last + turn, f"p{turn}", at, *account) for turn, (_id, at, _role) in people),
    )
    employed = ("full_time", "", 2, "active", "", people[0][1][1])
    _copy(
        cursor,
        "organisation_staff (id, user_id, number, name, role, position_id, department_id, kind, firm,"
        " clearance, status, session_digest, joined)",
        (
            (
                pk,
                last + turn,
                f"P{turn:05d}",
                f"员工{turn}",
                role,
                posts[role],
                teams[turn % TEAMS],
                *employed,
            )
            for turn, (pk, _at, role) in people
        ),
    )
    _copy(
        cursor,
        "organisation_assignment (staff_id, community_id)",
        ((pk, communities[turn % COMMUNITIES]) for turn, (pk, _at, _role) in people),
    )


def _stands(turn: int, at: datetime) -> tuple[str, str, datetime, datetime]:
    """Place and team of a person in the clear table, and until when her course and quiz count."""
    return f"小区{turn % COMMUNITIES}", f"班组{turn % TEAMS}", at + YEAR, at + YEAR


def _numbered(cursor: Any, into: str, count: int) -> list[int]:
    """Ids of so many new rows; `into` makes one of its number n."""
    cursor.execute(f"INSERT INTO {into} FROM generate_series(1, %s) n RETURNING id", [count])
    return [row[0] for row in cursor.fetchall()]


def _people() -> Iterator[tuple[int, tuple[UUID, datetime, str]]]:
    now = datetime.now(UTC)
    for turn in range(1, PEOPLE + 1):
        yield turn, (uuid4(), now, ROLES[turn % len(ROLES)])


def _copy(cursor: Any, target: str, rows: Iterator[tuple[Any, ...]]) -> None:
    with cursor.copy(f"COPY {target} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
