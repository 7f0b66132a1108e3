"""A sheet as people print it: the counter's move-in of the OWNER, to be taken to her door."""

from __future__ import annotations

from io import BytesIO

from pypdf import PdfReader

from lindun.organisation.models import Staff
from lindun.papers import printing
from lindun.papers.models import Sheet
from lindun.papers.printing import Printed, Wish
from lindun.requests.models import Task
from tests import cast
from tests.sharing.bearers import task_of

IN_CLEAR = ("name", "phone")


def move_in(who: str = "counter") -> Task:
    """A task whose purpose has something for paper, as shipped."""
    return task_of(who, purpose="handover")


def wish(*, items: tuple[str, ...] = IN_CLEAR, customer: str = "away") -> Wish:
    return Wish([cast.resident(cast.OWNER)], items, customer)


def made(task: Task, *, who: str = "counter", **said: object) -> Printed:
    staff = Staff.objects.get(pk=cast.staff(who))
    return printing.print_sheet(cast.identity(who), staff, task=task.pk, wish=wish(**said))  # type: ignore[arg-type]


def sheet(who: str = "counter") -> Sheet:
    return made(move_in(who), who=who).sheet


def overdue(who: str = "counter") -> Sheet:
    """One that was due yesterday. What was printed never changes, so it is set behind the house's back."""
    import psycopg
    from django.conf import settings
    from django.db import connection

    from lindun.config import postgres

    found = sheet(who)
    where = postgres.superuser_conninfo(settings.HOME, connection.settings_dict["NAME"])
    with psycopg.connect(where) as past:
        past.execute("SET session_replication_role = replica")
        past.execute(
            "UPDATE papers_sheet SET printed_at = now() - interval '5 days', due = now() - interval '1 day'"
            " WHERE id = %s",
            [found.pk],
        )
    found.refresh_from_db()
    return found


def words_of(content: bytes) -> str:
    """The text of a PDF, without the blanks that typesetting puts between letters."""
    return "".join("".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split())
